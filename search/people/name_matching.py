"""Matching of full names by their letters alone, each match with its reason.

Two values for one person are better than one value for two: uncertain names stay separate.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from search.people import word_lists
from search.people.name_variants import COMMON_NAMES, NICKNAMES, SPELLINGS, groups, is_latin
from search.people.spelling_keys import expand_umlauts, plain_letters, spelling_key
from search.people.word_classes import SUFFIX, word_flags
from search.people.word_lists import to_ascii

_ARTICLE_PREFIX = re.compile(r"(?:al|el|as|ash|an|ad|ar|at|az|ul)[-‐‑’'](?=\w{2})", re.IGNORECASE)
_ARTICLES = frozenset("al el ul ur".split())
_NICKNAME_OPENERS = frozenset("\"“‘'(")
_SERVANT_WORDS = frozenset("abd abdul abdel abdal abu umm".split())  # "servant of", "father of"
_SON_WORDS = frozenset("bin ibn ben bint".split())
_SERVANT = re.compile(r"abd(?:[aeu]l(?!l?ah?$)|[aeu](?=([rnszdt])\1)|[aeu]r(?=r))?(?=[a-z]{4})")
_ROMANISED = re.compile(  # Slavic, Georgian and Armenian surnames
    r".{2,}(?:sk(?:i|iy|yi?|yy|ij|yj|a|a[yij]a)|[eo](?:v|ff)a?|enk[oa]|[vw](?:y|i)(?:ch|tsch)|chuk"
    r"|shvili|adze|[iy]an)"
)


class ParsedName(NamedTuple):
    """The parts of a full name, each in plain letters."""

    given: str
    middles: tuple[str, ...]  # names and initials in the middle
    surname: str  # without an Arabic article; with "bin" before it
    particles: str  # the other words in lower case: "von der"
    suffix: str  # "jr"
    key: str  # the whole name in one piece: two names with one key are the same
    east_asian: bool  # the surname comes first, and no name is a spelling of another


class NameMatch(NamedTuple):
    """The reason why two names are one person's."""

    rank: int  # 0 is the most certain
    reason: str


LONGEST_SUFFIX = 7  # letters; "XXXVIII" is no longer
# A match of a higher rank counts only where the collection does not contradict it.
CERTAIN_RANK = 1
LANGUAGE_RANK = 2  # of the forms of a name in two languages
SAME_LETTERS = NameMatch(0, "the same letters")
KNOWN_ALIAS = NameMatch(0, "known by both names")
IDENTICAL = NameMatch(0, "")  # parts that do not differ


def parse_name(name: str) -> ParsedName | None:
    """Return the parts of a full name; None for a single word with its particles."""
    name = surname_last(name)
    words = [word for word in name.split() if word[0] not in _NICKNAME_OPENERS]
    words = [word for word in words if plain_letters(word)]
    words = words[_title_length(words) :]
    suffix = ""
    while len(words) > 1 and len(words[-1]) < LONGEST_SUFFIX and word_flags(words[-1]) & SUFFIX:
        suffix = plain_letters(words.pop())
    names, particles = _split_particles(words)
    if len(names) < 2:
        return None
    key = "".join(map(plain_letters, words)) + (f"|{suffix}" if suffix else "")
    east_asian = _is_east_asian(words)
    given, *middles, surname = (names[1:] + names[:1]) if east_asian else names
    initials = tuple(each for word in middles for each in _split_initials(word))
    return ParsedName(given, initials, surname, particles, suffix, key, east_asian)


def _title_length(words: list[str]) -> int:
    """Return the number of title words before a full name: "Defense Minister Rustem Umerov"."""
    for place in range(len(words) - 3, -1, -1):
        if _is_title(words[place]):
            has_given = any(to_ascii(word) in word_lists.GIVEN_NAMES for word in words[:place])
            return 0 if has_given else place + 1
    return 0


@lru_cache(maxsize=1 << 16)
def _is_title(word: str) -> bool:
    name = to_ascii(word).rstrip(".")
    title = name in word_lists.HONORIFICS or name.lower() in word_lists.ROLES
    return title and name not in word_lists.GIVEN_NAMES and name not in word_lists.SURNAMES


def surname_last(name: str) -> str:
    """Return the name with its surname last: "Rustem Umerov" for "Umerov, Rustem"."""
    surname, _, given = name.partition(", ")
    first = given[:LONGEST_SUFFIX].split()[:1]
    return f"{given} {surname}" if first and not word_flags(first[0]) & SUFFIX else name


def _split_particles(words: list[str]) -> tuple[list[str], str]:
    """Return the names among the words, and the particles.

    "Abdel" is in one piece with the name after it, and so is "bin".
    """
    names: list[str] = []
    particles: list[str] = []
    prefix = ""
    for word in words:
        role, plain = _word_role(word)
        if role == "son" and names:
            prefix = "bin "
        elif role == "servant" and word is not words[-1]:
            prefix += plain
        elif role == "particle":
            particles.append(plain)
        elif role != "article" or not names:
            names.append(prefix + plain)
            prefix = ""
    return names, " ".join(particles)


@lru_cache(maxsize=1 << 16)
def _word_role(word: str) -> tuple[str, str]:
    """Return the role of the word in a name, and the word as it is compared."""
    lower = word.lower()
    plain = plain_letters(_ARTICLE_PREFIX.sub("", word))
    if plain in _SON_WORDS:
        return "son", plain
    if plain in _SERVANT_WORDS:
        return "servant", "abd" if plain.startswith("abd") else plain
    if lower in _ARTICLES:
        return "article", plain
    if lower in word_lists.PARTICLES:
        return "particle", lower
    if "." in word and len(plain) < 4 and word.upper() == word:
        return "initials", f"{plain}."
    return "name", _SERVANT.sub("abd", plain) if plain.startswith("abd") else plain


def _split_initials(word: str) -> list[str]:
    """Return the initials of "hw." one by one; any other word as it is."""
    return [f"{letter}." for letter in word[:-1]] if word.endswith(".") else [word]


def _is_east_asian(words: list[str]) -> bool:
    """Return whether it looks like a Chinese, Korean or Vietnamese name, surname first."""
    first, rest = to_ascii(words[0]), words[1:]
    return first in word_lists.EAST_ASIAN_SURNAMES and (
        not is_latin(plain_letters(first)) or not any(is_latin(plain_letters(w)) for w in rest)
    )


def matching_keys(name: str, parsed: ParsedName | None) -> set[str]:
    """Return the keys of a name, given its parts if it is a full name.

    Names that have a key in common are the same in the letters.
    """
    words = surname_last(name).split()
    keys = {parsed.key if parsed else "".join(map(plain_letters, words))}
    if not name.isascii():
        keys.add("".join(map(expand_umlauts, words)))
    if parsed and not parsed.east_asian and _has_east_asian_surname_last(words):
        keys.add("".join(map(plain_letters, (words[-1], *words[:-1]))))
    return keys


def _has_east_asian_surname_last(words: list[str]) -> bool:
    """Return whether the order was changed to the Western one: "Jong-un Kim"."""
    *given, last = words
    looks_east_asian = "-" in given[0] or len(given) == 2
    return (
        to_ascii(last) in word_lists.EAST_ASIAN_SURNAMES
        and looks_east_asian
        and not any(is_latin(plain_letters(word)) for word in given)
    )


@lru_cache(maxsize=1 << 16)
def spelling_root(word: str) -> str:
    """Return one spelling for all those of the word; "bin" before it stays."""
    son, _, name = word.rpartition(" ")
    listed = groups(name)
    return son + (f"={listed[0][0]}" if listed else spelling_key(name))


def given_name_roots(given: str) -> set[str]:
    """Return the roots of the given name, and of all names it may be short for."""
    return {spelling_root(given), *map(spelling_root, NICKNAMES.get(given, ()))}


def match_parsed(one: ParsedName, other: ParsedName) -> NameMatch | None:
    """Return why two names are one person's; None where nothing shows that they are."""
    if one.key == other.key:
        return SAME_LETTERS
    if one.east_asian or other.east_asian:
        return None
    if (one.suffix, one.particles) != (other.suffix, other.particles):
        return None
    given = _match_given_names(one.given, other.given)
    surname = _match_surnames(one, other, given)
    middle = match_middle_names(one, other)
    if surname is None or given is None or middle is None:
        return None
    is_uncertain = given.rank > CERTAIN_RANK or middle.rank > CERTAIN_RANK
    are_namesakes = not _NAMESAKES.isdisjoint((name.given, name.surname) for name in (one, other))
    if is_uncertain and (are_namesakes or _is_too_common(one, given)):
        return None
    parts = sorted((surname, given, middle), reverse=True)
    reasons = [part.reason for part in parts if part.reason]
    return NameMatch(parts[0].rank, "; ".join(reasons) or "the same except for small words")


def _is_too_common(name: ParsedName, given: NameMatch) -> bool:
    """Return whether so many have the name that an initial or another form proves nothing."""
    is_certain = given.rank <= CERTAIN_RANK and name.given not in COMMON_NAMES
    return name.surname in COMMON_NAMES and not is_certain


def _match_surnames(
    one: ParsedName, other: ParsedName, given: NameMatch | None
) -> NameMatch | None:
    if one.surname == other.surname:
        return IDENTICAL
    (father, _, surname), (other_father, _, other_surname) = (
        name.surname.rpartition(" ") for name in (one, other)
    )
    spelling = NameMatch(1, f"spelling of {other_surname.title()}")
    if father != other_father or given is None:
        return None
    if _compare_listed(surname, other_surname) == 1:
        return spelling
    if is_latin(surname) and is_latin(other_surname):
        return None
    by_shape = _ROMANISED.fullmatch(surname) and _ROMANISED.fullmatch(other_surname)
    if not (by_shape or _is_romanised(one) or _is_romanised(other)):
        return None
    keys = [spelling_key(surname), spelling_key(other_surname)]
    if given.rank == LANGUAGE_RANK:  # Denys Shmyhal is Denis Shmygal in Russian
        keys = [key.replace("g", "h") for key in keys]
    return spelling if keys[0] == keys[1] else None


def _match_given_names(one: str, other: str) -> NameMatch | None:
    if one == other:
        return IDENTICAL
    rank = _compare_listed(one, other)
    if rank:
        reason = "spelling of" if rank == 1 else "another language's form of"
        return NameMatch(rank, f"{reason} {other.title()}")
    for short, long in ((one, other), (other, one)):
        if long in NICKNAMES.get(short, ()):
            return NameMatch(3, f"{short.title()} is short for {long.title()}")
    if spelling_key(one) == spelling_key(other) and not (is_latin(one) and is_latin(other)):
        return NameMatch(1, f"spelling of {other.title()}")
    return None


def _compare_listed(one: str, other: str) -> int:
    """Return 1 for two spellings of a name, 2 for its forms in two languages, else 0."""
    first, second = set(groups(one)), set(groups(other))
    if first & second:
        return 1
    return 2 if {line for line, _ in first} & {line for line, _ in second} else 0


def match_middle_names(one: ParsedName, other: ParsedName) -> NameMatch | None:
    """Return a match if the middle names of the one are among the other's, in order."""
    fewer, more = sorted((one.middles, other.middles), key=len)
    if not fewer and not more:
        return IDENTICAL
    rest = iter(more)
    if not all(any(_is_same_middle_name(name, each) for each in rest) for name in fewer):
        return None
    extra = len(more) - len(fewer)
    if not extra:
        return NameMatch(1, "an initial for a middle name") if fewer != more else IDENTICAL
    names = {name.title() for name in (*more, one.surname) if len(name) > 2}
    if len(names) > 1 and _is_romanised(one) and names <= word_lists.GIVEN_NAMES:
        return None  # "Ahmed Hassan Zaki" has the names of his father and grandfather
    return NameMatch(2, "without a middle name")


def _is_same_middle_name(one: str, other: str) -> bool:
    if one.endswith(".") or other.endswith(".") or 1 in (len(one), len(other)):
        return one[0] == other[0]
    if one == other or _compare_listed(one, other):
        return True
    return spelling_key(one) == spelling_key(other) and not is_latin(one)


def _is_romanised(name: ParsedName) -> bool:
    """Return whether the name is from another script, so that its spelling varies."""
    return name.given in SPELLINGS or not (is_latin(name.given) or name.given in NICKNAMES)


def _read_aliases() -> dict[str, int]:
    """Return the line of each listed alias, by the matching keys of the name."""
    lines: dict[str, int] = {}
    for line, row in enumerate(word_lists.read_rows("aliases")):
        for name in row.split(";"):
            lines.update(dict.fromkeys(matching_keys(name.strip(), parse_name(name)), line))
    return lines


_NAMESAKES = {
    (name.given, name.surname)
    for name in map(parse_name, word_lists.read_rows("namesakes"))
    if name
}
ALIASES = _read_aliases()


def match_names(one: str, other: str) -> NameMatch | None:
    """Return why two names are one person's by their letters; None where nothing shows it."""
    first, second = parse_name(one), parse_name(other)
    keys, other_keys = matching_keys(one, first), matching_keys(other, second)
    if keys & other_keys:
        return SAME_LETTERS
    aliases, other_aliases = keys & ALIASES.keys(), other_keys & ALIASES.keys()
    if {ALIASES[key] for key in aliases} & {ALIASES[key] for key in other_aliases}:
        return KNOWN_ALIAS
    return match_parsed(first, second) if first and second else None
