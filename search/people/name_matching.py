"""Whether two full names are one person's by their letters alone, and why.

Rather two values for one person than one for two: what is not sure stays apart.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from search.people import word_lists
from search.people.name_variants import NICKNAMES, SPELLINGS, is_common, is_latin
from search.people.spelling_keys import plain, skeleton, spelled_out
from search.people.word_classes import SUFFIX, kinds
from search.people.word_lists import folded

_ARTICLE = re.compile(r"(?:al|el|as|ash|an|ad|ar|at|az|ul)[-‐‑’'](?=\w{2})", re.IGNORECASE)
_ARTICLES = frozenset("al el ul ur".split())
_QUOTES = frozenset("\"“‘'(")  # they open a nickname
_SERVANTS = frozenset("abd abdul abdel abdal abu umm".split())
_SONS = frozenset("bin ibn ben bint".split())
_SERVANT = re.compile(r"abd(?:[aeu]l(?!l?ah?$)|[aeu](?=([rnszdt])\1)|[aeu]r(?=r))?(?=[a-z]{4})")
_ROMANISED = re.compile(  # Slavic, Georgian and Armenian surnames
    r".{2,}(?:sk(?:i|iy|yi?|yy|ij|yj|a|a[yij]a)|[eo](?:v|ff)a?|enk[oa]|[vw](?:y|i)(?:ch|tsch)|chuk"
    r"|shvili|adze|[iy]an)"
)


class Name(NamedTuple):
    """A full name in parts, each as `plain` gives it."""

    given: str
    middles: tuple[str, ...]  # names and initials between
    surname: str  # without an Arabic article; with "bin" before it
    particles: str  # the other small words: "von der"
    suffix: str  # "jr"
    key: str  # all of it in one piece: what has the same is the same
    eastern: bool  # the surname stands first, and no spelling is any other's


class Likeness(NamedTuple):
    """Why two names are one person's."""

    rank: int  # 0 is the surest
    reason: str


LONGEST = 7  # letters; "XXXVIII" is no longer
# Every likeness but those of SURE asks the corpus before it counts.
SURE = 1
LANGUAGES = 2  # the rank of a name's forms in two languages
SAME = Likeness(0, "the same letters")
KNOWN = Likeness(0, "known by both names")


def parsed(name: str) -> Name | None:
    """The parts of a full name; None for one that is a single word with its particles."""
    name = in_order(name)
    words = [word for word in name.split() if word[0] not in _QUOTES and plain(word)]
    words = words[_office(words) :]
    suffix = ""
    while len(words) > 1 and len(words[-1]) < LONGEST and kinds(words[-1]) & SUFFIX:
        suffix = plain(words.pop())
    solid, particles = _solid(words)
    if len(solid) < 2:
        return None
    key = "".join(map(plain, words)) + (f"|{suffix}" if suffix else "")
    eastern = _is_eastern(words)
    given, *middles, surname = (solid[1:] + solid[:1]) if eastern else solid
    split = (letter for word in middles for letter in _initials(word))
    return Name(given, tuple(split), surname, particles, suffix, key, eastern)


def _office(words: list[str]) -> int:
    """How many of the words are a title before a full name: "Defense Minister Rustem Umerov"."""
    for place in range(len(words) - 3, -1, -1):
        if _is_title(words[place]):
            free = not any(folded(word) in word_lists.GIVEN_NAMES for word in words[:place])
            return place + 1 if free else 0
    return 0


@lru_cache(maxsize=1 << 16)
def _is_title(word: str) -> bool:
    name = folded(word).rstrip(".")
    title = name in word_lists.HONORIFICS or name.lower() in word_lists.ROLES
    return title and name not in word_lists.GIVEN_NAMES and name not in word_lists.SURNAMES


def in_order(name: str) -> str:
    """The name with its surname last: "Rustem Umerov" for "Umerov, Rustem"."""
    surname, _, given = name.partition(", ")
    first = given[:LONGEST].split()[:1]
    return f"{given} {surname}" if first and not kinds(first[0]) & SUFFIX else name


def _solid(words: list[str]) -> tuple[list[str], str]:
    """The names among the words, a servant of God and a son of somebody in one piece each."""
    solid: list[str] = []
    particles: list[str] = []
    held = ""
    for word in words:
        role, small = _part(word)
        if role == "son" and solid:
            held = "bin "
        elif role == "servant" and word is not words[-1]:
            held += small
        elif role == "particle":
            particles.append(small)
        elif role != "article" or not solid:
            solid.append(held + small)
            held = ""
    return solid, " ".join(particles)


@lru_cache(maxsize=1 << 16)
def _part(word: str) -> tuple[str, str]:
    """What the word is in a name, and the word as it is compared there."""
    lower = word.lower()
    small = plain(_ARTICLE.sub("", word))
    if small in _SONS:
        return "son", small
    if small in _SERVANTS:
        return "servant", "abd" if small.startswith("abd") else small
    if lower in _ARTICLES:
        return "article", small
    if lower in word_lists.PARTICLES:
        return "particle", lower
    if "." in word and len(small) < 4 and word.upper() == word:
        return "initials", f"{small}."
    return "name", _SERVANT.sub("abd", small) if small.startswith("abd") else small


def _initials(word: str) -> list[str]:
    """ "h.w." is two initials; a word is itself."""
    return [f"{letter}." for letter in word[:-1]] if word.endswith(".") else [word]


def _is_eastern(words: list[str]) -> bool:
    """Whether it has the shape of a Chinese, Korean or Vietnamese name."""
    first, rest = folded(words[0]), words[1:]
    return first in word_lists.FAMILY_NAMES and (
        not is_latin(plain(first)) or not any(is_latin(plain(word)) for word in rest)
    )


def keys(name: str, found: Name | None) -> set[str]:
    """What a name, with its parts if it is full, has in common with other ways to write it."""
    words = in_order(name).split()
    whole = found.key if found else "".join(map(plain, words))
    every = {whole}
    if not name.isascii():
        every.add("".join(map(spelled_out, words)))
    if found and not found.eastern and _is_turned(words):
        every.add("".join(map(plain, (words[-1], *words[:-1]))))
    return every


def _is_turned(words: list[str]) -> bool:
    """Whether an eastern surname was put last: "Jong-un Kim"."""
    *given, last = words
    shaped = "-" in given[0] or len(given) == 2
    return (
        folded(last) in word_lists.FAMILY_NAMES
        and shaped
        and not any(is_latin(plain(word)) for word in given)
    )


@lru_cache(maxsize=1 << 16)
def root(word: str) -> str:
    """One spelling for all that may be the word; "bin" stands before it still."""
    son, _, bare = word.rpartition(" ")
    lines = SPELLINGS.get(bare) or SPELLINGS.get(skeleton(bare))
    return son + (f"={lines[0][0]}" if lines else skeleton(bare))


def roots(given: str) -> set[str]:
    """The roots of all the given names it may be short for, and its own."""
    return {root(given), *(root(name) for name in NICKNAMES.get(given, ()))}


def alike(one: Name, other: Name) -> Likeness | None:
    """Why two names are one person's; None where nothing says so."""
    if one.key == other.key:
        return SAME
    if (
        one.eastern
        or other.eastern
        or (one.suffix, one.particles)
        != (
            other.suffix,
            other.particles,
        )
    ):
        return None
    foreign = _is_romanised(one) or _is_romanised(other)
    given = _same_given(one.given, other.given)
    surname = _same_surname(one, other, foreign, given)
    middle = same_middles(one, other)
    if surname is None or given is None or middle is None:
        return None
    free = given.rank > SURE or middle.rank > SURE
    if free and (_are_namesakes(one, other) or _is_common(one, given)):
        return None
    parts = sorted((surname, given, middle), reverse=True)
    reasons = [part.reason for part in parts if part.reason]
    return Likeness(parts[0].rank, "; ".join(reasons) or "the same but for small words")


EQUAL = Likeness(0, "")


def _is_common(name: Name, given: Likeness) -> bool:
    """Whether too many bear the name for an initial or another form to mean nothing."""
    return is_common(name.surname) and (given.rank > SURE or is_common(name.given))


def _same_surname(one: Name, other: Name, foreign: bool, given: Likeness | None) -> Likeness | None:
    if one.surname == other.surname:
        return EQUAL
    (father, _, mine), (his, _, yours) = (x.surname.rpartition(" ") for x in (one, other))
    spelling = Likeness(1, f"spelling of {yours.title()}")
    if father != his or given is None:
        return None
    if _spelled(mine, yours) == 1:
        return spelling
    settled = is_latin(mine) and is_latin(yours)
    shaped = foreign or (_ROMANISED.fullmatch(mine) and _ROMANISED.fullmatch(yours))
    bare = [skeleton(mine), skeleton(yours)]
    if given.rank == LANGUAGES:  # Denys Shmyhal is Denis Shmygal in Russian
        bare = [each.replace("g", "h") for each in bare]
    return None if settled or not shaped or bare[0] != bare[1] else spelling


def _same_given(one: str, other: str) -> Likeness | None:
    if one == other:
        return EQUAL
    spelled = _spelled(one, other)
    if spelled:
        reason = "spelling of" if spelled == 1 else "another form of"
        return Likeness(spelled, f"{reason} {other.title()}")
    for short, long in ((one, other), (other, one)):
        if long in NICKNAMES.get(short, ()):
            return Likeness(3, f"{short.title()} is short for {long.title()}")
    if skeleton(one) == skeleton(other) and not (is_latin(one) and is_latin(other)):
        return Likeness(1, f"spelling of {other.title()}")
    return None


def _spelled(one: str, other: str) -> int:
    """1 for two spellings of a name, 2 for two languages' forms of it, 0 for two names."""
    mine = SPELLINGS.get(one) or SPELLINGS.get(skeleton(one)) or ()
    yours = SPELLINGS.get(other) or SPELLINGS.get(skeleton(other)) or ()
    lines = {line for line, _ in mine} & {line for line, _ in yours}
    if not lines:
        return 0
    return 1 if set(mine) & set(yours) else 2


def same_middles(one: Name, other: Name) -> Likeness | None:
    """Whether the middle names of the one are among the other's, in order."""
    fewer, more = sorted((one.middles, other.middles), key=len)
    if not fewer and not more:
        return EQUAL
    rest = iter(more)
    if not all(any(_same_middle(name, each) for each in rest) for name in fewer):
        return None
    extra = len(more) - len(fewer)
    if not extra:
        return Likeness(1, "an initial for a middle name") if fewer != more else EQUAL
    names = {name.title() for name in (*more, one.surname) if len(name) > 2}
    if len(names) > 1 and _is_romanised(one) and names <= word_lists.GIVEN_NAMES:
        return None  # "Ahmed Hassan Zaki" has the names of a father and his father
    return Likeness(2, "without a middle name")


def _same_middle(one: str, other: str) -> bool:
    if one.endswith(".") or other.endswith(".") or 1 in (len(one), len(other)):
        return one[0] == other[0]
    spelled = _spelled(one, other) or (skeleton(one) == skeleton(other) and not is_latin(one))
    return one == other or bool(spelled)


def _is_romanised(name: Name) -> bool:
    """Whether the name comes from letters that are not Latin, so that its spelling varies."""
    return name.given in SPELLINGS or not (is_latin(name.given) or name.given in NICKNAMES)


def _are_namesakes(one: Name, other: Name) -> bool:
    return (one.given, one.surname) in _NAMESAKES or (other.given, other.surname) in _NAMESAKES


def _namesakes() -> frozenset[tuple[str, str]]:
    names = (parsed(name) for name in word_lists.rows("namesakes"))
    return frozenset((name.given, name.surname) for name in names if name)


def _aliases() -> dict[str, int]:
    """The line of each name that is known to be somebody's, by its key."""
    found: dict[str, int] = {}
    for line, row in enumerate(word_lists.rows("aliases")):
        for name in row.split(";"):
            found.update(dict.fromkeys(keys(name.strip(), parsed(name)), line))
    return found


_NAMESAKES = _namesakes()
ALIASES = _aliases()


def likeness(one: str, other: str) -> Likeness | None:
    """Why two full names are one person's, as far as letters tell; None where nothing says so."""
    first, second = parsed(one), parsed(other)
    mine, yours = keys(one, first), keys(other, second)
    if mine & yours:
        return SAME
    if {ALIASES[key] for key in mine & ALIASES.keys()} & {
        ALIASES[key] for key in yours & ALIASES.keys()
    }:
        return KNOWN
    return alike(first, second) if first and second else None
