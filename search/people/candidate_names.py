"""Names within runs of capitalised words, judged by their words alone.

A word has a weight by its classes and its place in the name.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from search.people import word_lists
from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
    EAST_ASIAN,
    FAMOUS,
    FUNCTION,
    GIVEN,
    GROUP,
    HONORIFIC,
    INITIAL,
    NICKNAME,
    ORDINARY,
    ORGANISATION,
    PARTICLE,
    PLACE,
    ROLE,
    SUFFIX,
    SURNAME,
    is_east_asian_given_name,
    word_flags,
)

TITLE = HONORIFIC | ROLE
NOT_PERSON = PLACE | GROUP | ORGANISATION | ACRONYM | COMPOUND
NOT_GIVEN = NOT_PERSON | ORDINARY | FUNCTION | CALENDAR  # against a given name
ANY = -1
NEVER = -100.0  # the weight of what is no name

# Set by hand, together with the cues of context_cues.py; `mentions.THRESHOLD` is the total that a
# name needs. People F1 in November 2026: Wikinews .903, re3d (war reports) .935, WikiGold .853.
TITLE_WEIGHT = 3.5  # a title before the name
EAST_ASIAN_WEIGHT = 3.5  # "Park Joo-ho"
DOUBLED_WEIGHT = -2.0  # "Duran Duran"


STAGE_TITLES = frozenset(("Lady", "Queen"))  # before a word that is no given name and no surname


class WeightRule(NamedTuple):
    """The weight of a word of certain classes; of a table, the first rule that fits counts."""

    flags: int  # the word has one of these
    other_flags: int  # and one of these
    weight: float


FIRST_WORD = (
    WeightRule(GIVEN, NOT_PERSON & ~GROUP, 1.5),
    WeightRule(GIVEN, NOT_GIVEN, 2.0),
    WeightRule(GIVEN, ANY, 3.0),
    WeightRule(INITIAL, ACRONYM, 0.75),
    WeightRule(INITIAL, ANY, 1.75),
    WeightRule(NOT_PERSON, ANY, -3.0),
    WeightRule(ORDINARY, ANY, -2.0),
    WeightRule(SURNAME, ANY, 1.25),
    WeightRule(ANY, ANY, 0.5),
)
MIDDLE_WORD = (
    WeightRule(PARTICLE | NICKNAME, ANY, 0.5),
    WeightRule(GIVEN | INITIAL, NOT_GIVEN, 0.5),
    WeightRule(GIVEN | INITIAL, ANY, 1.5),
    WeightRule(NOT_PERSON | FUNCTION | SUFFIX, ANY, -3.0),
    WeightRule(ORDINARY, ANY, -1.0),
    WeightRule(ANY, ANY, 0.0),
)
LAST_WORD = (
    WeightRule(SUFFIX | FAMOUS, ANY, 1.0),
    WeightRule(SURNAME, NOT_PERSON, -2.0),
    WeightRule(SURNAME, ORDINARY, 0.0),
    WeightRule(SURNAME, ANY, 1.25),
    WeightRule(ORGANISATION | ACRONYM | COMPOUND, ANY, -10.0),
    WeightRule(ROLE, ANY, -4.0),
    WeightRule(PLACE, ANY, -2.0),
    WeightRule(GROUP | ORDINARY, ANY, -1.5),
    WeightRule(INITIAL, ANY, -0.5),
    WeightRule(GIVEN, ANY, 1.0),
    WeightRule(ANY, ANY, 0.75),
)
LAST_WORD_AFTER_GIVEN = (  # after a word that is a given name only
    WeightRule(SUFFIX | FAMOUS, ANY, 1.0),
    WeightRule(SURNAME, NOT_PERSON, -0.5),
    WeightRule(SURNAME, ORDINARY, 0.5),
    *LAST_WORD[3:5],
    WeightRule(ROLE, ANY, -2.0),
    WeightRule(GROUP, ANY, -1.5),
    WeightRule(PLACE | ORDINARY, ANY, -0.5),
    *LAST_WORD[8:],
)
SINGLE_WORD = (
    WeightRule(FAMOUS, NOT_GIVEN, 1.75),
    WeightRule(FAMOUS, ANY, 4.0),
    WeightRule(SURNAME, NOT_PERSON | TITLE | CALENDAR, -2.0),
    WeightRule(NOT_PERSON | TITLE | FUNCTION | CALENDAR | INITIAL, ANY, NEVER),
    WeightRule(SURNAME, ORDINARY, -1.0),
    WeightRule(ORDINARY, ANY, -3.5),
    WeightRule(GIVEN | SURNAME, ANY, 1.0),
    WeightRule(ANY, ANY, 0.25),
)


class NameInRun(NamedTuple):
    """The name within a run of capitalised words, weighed without the text around it."""

    start: int  # in characters of the run; a title stands before it
    length: int  # in characters
    words: tuple[str, ...]
    full: bool  # more than one name with its particles
    weight: float


@lru_cache(maxsize=1 << 16)  # most runs of a text are repeated
def name_in_run(run: str, after_of: bool) -> NameInRun | None:
    """Return the name within the run; None where there is none, whatever stands around it.

    After "of" the first word may be a place and the name come next: "mayor of London Sadiq Khan".
    """
    words = tuple(run.split(" "))
    is_ship = not word_lists.SHIP_PREFIXES.isdisjoint(words[:2])  # "The USS Abraham Lincoln"
    if _is_no_name(words) or is_ship:
        return None
    flags = _flags_in_run(words, after_of)
    last = _name_end(flags)
    first, title_weight = _name_start(flags, last)
    name, own_flags = words[first:last], flags[first:last]
    names = [each for each in own_flags if not each & (PARTICLE | SUFFIX)]
    if not names or _is_no_name(name):
        return None
    if len(names) == 1 and first and _is_stage_name(words[first - 1], names[0]):
        return _stage_name(words, first - 1, last)
    full = len(names) > 1
    weight = _full_name_weight(name, own_flags) if full else _word_weight(names[0], SINGLE_WORD)
    if weight == NEVER:
        return None
    start = sum(len(word) + 1 for word in words[:first])
    return NameInRun(start, len(" ".join(name)), name, full, title_weight + weight)


def split_at_ordinary_words(start: int, run: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches between the ordinary words of a run: "Nick Bos Tells Wikinews"."""
    words = run.split(" ")
    groups = groupby(range(len(words)), lambda place: _is_ordinary(words, place))
    for is_ordinary, places in groups:
        stretch = " ".join([words[place] for place in places])
        if not is_ordinary:
            yield start, stretch
        start += len(stretch) + 1


def _is_stage_name(title: str, flags: int) -> bool:
    """Return whether the title is a part of the name: "Lady Gaga", "Queen Latifah"."""
    return title in STAGE_TITLES and not flags


def _stage_name(words: Sequence[str], first: int, last: int) -> NameInRun:
    name = tuple(words[first:last])
    start = sum(len(word) + 1 for word in words[:first])
    return NameInRun(start, len(" ".join(name)), name, True, TITLE_WEIGHT)


def split_between_names(start: int, run: str) -> Iterator[tuple[int, str]]:
    """Yield the run, or the names on both sides of an ordinary word in a headline within the text.

    "Caitlyn Jenner Convinces Kim Kardashian" is two people.
    """
    words = run.split(" ")
    places = [n for n in range(2, len(words) - 2) if _is_ordinary(words, n)]
    flags = map(word_flags, words)
    if not places or any(each & (ORGANISATION | PLACE | ACRONYM) for each in flags):
        yield start, run
        return
    stretches = list(split_at_ordinary_words(start, run))
    is_names = len(stretches) > 1 and all(" " in stretch for _, stretch in stretches)
    yield from stretches if is_names else [(start, run)]


def _is_ordinary(words: Sequence[str], place: int) -> bool:
    """Return whether the word is ordinary and nothing else; the New of "New York" is not."""
    word, flags = words[place], word_flags(words[place])
    is_compound = flags & COMPOUND and not is_east_asian_given_name(word)
    may_be_ordinary = flags & (ORDINARY | FUNCTION) or is_compound
    may_be_name = flags & (GIVEN | SURNAME | TITLE | ORGANISATION)
    return bool(may_be_ordinary) and not may_be_name and not _is_no_name(words[place : place + 2])


def _is_no_name(words: Sequence[str]) -> bool:
    return " ".join(words).replace(".", "") in word_lists.NO_NAMES


def _is_given_only(flags: int) -> bool:
    """Return whether the word is a given name and nothing else."""
    return bool(flags & GIVEN) and not flags & NOT_GIVEN


def _flags_in_run(words: Sequence[str], after_of: bool) -> list[int]:
    """Return the flags of each word at its place in the run."""
    flags = list(map(word_flags, words))
    for place, word in enumerate(words[1:], 1):
        if word.lower() in word_lists.PARTICLES:  # "Rocky De La Fuente"
            flags[place] = PARTICLE
    for first, last in ((0, 3), (0, 2), (1, 3)):  # "New York Mayor", "The Hong Kong"
        if last < len(words) and _is_no_name(words[first:last]):
            flags[first:last] = [PLACE] * (last - first)
    if after_of and len(flags) > 2 and _is_given_only(flags[1]):
        flags[0] = PLACE
    return flags


def _name_end(flags: Sequence[int]) -> int:
    """Return the end of the name, before days and words of the next phrase."""
    last = len(flags)
    while last and flags[last - 1] & (CALENDAR | FUNCTION | PARTICLE):
        if last > 1 and flags[last - 1] & SURNAME and flags[last - 2] & (GIVEN | INITIAL):
            break  # "Theresa May", "Neil Young"
        last -= 1
    return last


def _name_start(flags: Sequence[int], last: int) -> tuple[int, float]:
    """Return the start of the name, and the weight of the title before it."""
    first = 0
    while first < last and flags[first] & (FUNCTION | CALENDAR | COMPOUND | NICKNAME):
        if _is_given_here(flags, first, last):
            break
        first += 1
    titles = [place for place in range(first, last - 1) if _is_title(flags, first, place, last)]
    if titles:
        first = titles[-1] + 1
        while first < last and flags[first] & NICKNAME:  # "Coach (Frank) Vogel"
            first += 1
    return _skip_office(flags, first, last), TITLE_WEIGHT if titles else 0.0


def _is_title(flags: Sequence[int], first: int, place: int, last: int) -> bool:
    """Return whether the word is a title before a name; Baron in "Sacha Baron Cohen" is not."""
    if not flags[place] & TITLE:
        return False
    if place + 2 < last and _is_given_only(flags[place + 1]):
        return True
    return not any(map(_is_given_only, flags[first:place]))


def _skip_office(flags: Sequence[int], first: int, last: int) -> int:
    """Return the first place after an office or a firm: "Defense John Healey"."""
    for place in range(first, last - 2):
        if flags[place] & ACRONYM and _is_given_only(flags[place + 1]):
            return place + 1  # "Cleveland DL Larry Ogunjobi"
    for place in range(first, last - 1):
        if _is_given_only(flags[place]) or _is_given_here(flags, place, last):
            return place
        if not flags[place] & NOT_GIVEN or flags[place] & (GIVEN | EAST_ASIAN):
            break
    return first


def _is_given_here(flags: Sequence[int], place: int, last: int) -> bool:
    """Return whether a doubtful word is a given name here: "April Glaspie", "Bill Ingalls"."""
    is_followed_by_name = place + 1 < last and not flags[place + 1] & NOT_GIVEN
    return bool(flags[place] & GIVEN) and is_followed_by_name


def _full_name_weight(words: Sequence[str], flags: Sequence[int]) -> float:
    """Return the weight of a name of several words."""
    if _is_east_asian(words, flags):
        return EAST_ASIAN_WEIGHT
    last_word = LAST_WORD_AFTER_GIVEN if _is_given_only(flags[0]) else LAST_WORD
    middle = sum(_word_weight(each, MIDDLE_WORD) for each in flags[1:-1])
    doubled = DOUBLED_WEIGHT if words[0] == words[-1] else 0.0
    ends = _word_weight(flags[0], FIRST_WORD), _word_weight(flags[-1], last_word)
    return ends[0] + middle + ends[1] + doubled


def _is_east_asian(words: Sequence[str], flags: Sequence[int]) -> bool:
    """Return whether a Chinese or Korean surname stands next to a given name of that kind."""
    if len(words) == 2 and flags[0] & EAST_ASIAN and is_east_asian_given_name(words[1]):
        return "-" in words[1] or not flags[1] & NOT_GIVEN
    if len(words) == 2 and flags[1] & EAST_ASIAN and is_east_asian_given_name(words[0]):
        return not flags[0]
    given = all(each & GIVEN and not each & NOT_PERSON for each in flags[1:])
    is_surname_first = bool(flags[0] & EAST_ASIAN) and not _is_given_only(flags[0])
    return is_surname_first and len(words) < 4 and given


def _word_weight(flags: int, rules: Sequence[WeightRule]) -> float:
    """Return the weight of the first rule that fits; for a word without flags, of the last."""
    fitting = (weight for one, other, weight in rules if flags & one and flags & other)
    return next(fitting, rules[-1].weight)
