"""What a run of capitals is by itself: where the name in it stands, and what the words are worth."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.people.kinds import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
    FAMILY,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    INITIAL,
    KNOWN,
    NICKNAME,
    ORDINARY,
    ORGANISATION,
    PARTICLE,
    PEOPLE,
    PLACE,
    ROLE,
    SUFFIX,
    SURNAME,
    is_eastern,
    kinds,
)
from search.people.lexicon import PARTICLES, PLACES, VESSELS

TITLE = HONORIFIC | ROLE
THINGS = PLACE | PEOPLE | ORGANISATION | ACRONYM | COMPOUND
DOUBTS = THINGS | ORDINARY | FUNCTION | CALENDAR  # against a given name
ANY = -1
NEVER = -100.0

# Weights were set by hand on the development part of three sets of news and encyclopedia text;
# mentions.ENOUGH is what a name needs in all.
TITLED = 3.5  # a title before the name
EASTERN = 3.5  # "Park Joo-ho"
DOUBLED = -2.0  # "Duran Duran"


class Worth(NamedTuple):
    """What a word is worth at its place in a name; of a table, the first that fits counts."""

    kind: int  # it must be of one of these kinds
    besides: int  # and of one of these
    weight: float


OPENING = (
    Worth(GIVEN, THINGS & ~PEOPLE, 1.5),
    Worth(GIVEN, DOUBTS, 2.0),
    Worth(GIVEN, ANY, 3.0),
    Worth(INITIAL, ACRONYM, 0.75),
    Worth(INITIAL, ANY, 1.5),
    Worth(THINGS, ANY, -3.0),
    Worth(ORDINARY, ANY, -2.0),
    Worth(SURNAME, ANY, 1.0),
    Worth(ANY, ANY, 0.5),
)
MIDDLE = (
    Worth(PARTICLE | NICKNAME, ANY, 0.5),
    Worth(GIVEN | INITIAL, DOUBTS, 0.5),
    Worth(GIVEN | INITIAL, ANY, 1.5),
    Worth(THINGS | FUNCTION | SUFFIX, ANY, -3.0),
    Worth(ORDINARY, ANY, -1.0),
    Worth(ANY, ANY, 0.0),
)
CLOSING = (
    Worth(SUFFIX | KNOWN, ANY, 1.0),
    Worth(SURNAME, THINGS, -2.0),
    Worth(SURNAME, ORDINARY, 0.0),
    Worth(SURNAME, ANY, 1.0),
    Worth(ORGANISATION | ACRONYM | COMPOUND, ANY, -10.0),
    Worth(ROLE, ANY, -4.0),
    Worth(PLACE, ANY, -2.0),
    Worth(PEOPLE | ORDINARY, ANY, -1.5),
    Worth(INITIAL, ANY, -0.5),
    Worth(GIVEN, ANY, 1.0),
    Worth(ANY, ANY, 0.75),
)
CLOSING_AFTER_GIVEN = (  # after a given name that is nothing else
    Worth(SUFFIX | KNOWN, ANY, 1.0),
    Worth(SURNAME, THINGS, -0.5),
    Worth(SURNAME, ORDINARY, 0.5),
    *CLOSING[3:5],
    Worth(ROLE, ANY, -2.0),
    Worth(PEOPLE, ANY, -1.5),
    Worth(PLACE | ORDINARY, ANY, -0.5),
    *CLOSING[8:],
)
LONE = (
    Worth(KNOWN, DOUBTS, 1.75),
    Worth(KNOWN, ANY, 4.0),
    Worth(SURNAME, THINGS | TITLE | CALENDAR, -2.0),
    Worth(THINGS | TITLE | FUNCTION | CALENDAR | INITIAL, ANY, NEVER),
    Worth(SURNAME, ORDINARY, -1.0),
    Worth(ORDINARY, ANY, -3.5),
    Worth(GIVEN | SURNAME, ANY, 1.0),
    Worth(ANY, ANY, 0.25),
)


class Shape(NamedTuple):
    """The words of a run that may be a name, and what speaks for it before the text is asked."""

    first: int
    last: int  # exclusive
    full: bool  # more than one name with its particles
    weight: float


@lru_cache(maxsize=65536)
def shape(words: tuple[str, ...], after_of: bool = False) -> Shape | None:
    """The name within the run; None where there is none, whatever stands around it.

    After "of" the first word may be a place and the name come next: "mayor of London Sadiq Khan".
    """
    if _is_place(words) or words[0] in VESSELS:
        return None
    marks = _marks(words, after_of)
    last = _end(marks)
    first, title = _start(marks, last)
    solid = [mark for mark in marks[first:last] if not mark & (PARTICLE | SUFFIX)]
    if not solid or _is_place(words[first:last]):
        return None
    full = len(solid) > 1
    weight = _full(words[first:last], marks[first:last]) if full else _worth(solid[0], LONE)
    return None if weight == NEVER else Shape(first, last, full, title + weight)


def pieces(words: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches between the ordinary words of a run: "Nick Bos Tells Wikinews"."""
    found, first = [], 0
    for place, word in enumerate((*words, "The")):
        mark = kinds(word)
        plain = mark & (ORDINARY | FUNCTION | COMPOUND)
        if plain and not mark & (GIVEN | SURNAME | TITLE | ORGANISATION):
            if first < place:
                found.append((first, place))
            first = place + 1
    return found


def _is_place(words: Sequence[str]) -> bool:
    return " ".join(words).replace(".", "") in PLACES


def _is_given(mark: int) -> bool:
    """Whether the word is a given name and nothing else."""
    return bool(mark & GIVEN) and not mark & DOUBTS


def _marks(words: Sequence[str], after_of: bool) -> list[int]:
    """The kinds of each word where it stands."""
    marks = [kinds(words[0]), *(_within(word) for word in words[1:])]
    opening = [count for count in (3, 2) if len(words) > count and _is_place(words[:count])]
    if opening:  # "New York Mayor", "Hong Kong Chief Executive"
        marks[: opening[0]] = [PLACE] * opening[0]
    elif after_of and len(marks) > 2 and _is_given(marks[1]):
        marks[0] = PLACE
    return marks


def _within(word: str) -> int:
    """The kinds of a word that is not the first: "Rocky De La Fuente"."""
    return PARTICLE if word.lower() in PARTICLES else kinds(word)


def _end(marks: Sequence[int]) -> int:
    """Where the name ends: days and words of the next phrase are left outside."""
    last = len(marks)
    while last and marks[last - 1] & (CALENDAR | FUNCTION | PARTICLE):
        if last > 1 and marks[last - 1] & SURNAME and marks[last - 2] & (GIVEN | INITIAL):
            break  # "Theresa May", "Neil Young"
        last -= 1
    return last


def _start(marks: Sequence[int], last: int) -> tuple[int, float]:
    """Where the name starts, and the weight of the title before it."""
    first = 0
    while first < last and marks[first] & (FUNCTION | CALENDAR | COMPOUND):
        if _opens(marks, first, last):
            break
        first += 1
    named = next((place for place in range(first, last) if _is_given(marks[place])), last - 1)
    titles = [place for place in range(first, min(named, last - 1)) if marks[place] & TITLE]
    if titles:
        return _past_office(marks, titles[-1] + 1, last), TITLED
    return _past_office(marks, first, last), 0.0


def _past_office(marks: Sequence[int], first: int, last: int) -> int:
    """Past the words of an office or a firm that run into a name: "Defense John Healey"."""
    for place in range(first, last - 1):
        if _is_given(marks[place]) or _opens(marks, place, last):
            return place
        if not marks[place] & DOUBTS or marks[place] & (GIVEN | FAMILY):
            break
    return first


def _opens(marks: Sequence[int], place: int, last: int) -> bool:
    """Whether a doubtful word is a given name here: "April Glaspie", "Bill Ingalls"."""
    return bool(marks[place] & GIVEN) and place + 1 < last and not marks[place + 1] & DOUBTS


def _full(words: Sequence[str], marks: Sequence[int]) -> float:
    """The weight of a name of several words."""
    if marks[0] & FAMILY and _is_eastern(words, marks):
        return EASTERN
    closing = CLOSING_AFTER_GIVEN if _is_given(marks[0]) else CLOSING
    middle = sum(_worth(mark, MIDDLE) for mark in marks[1:-1])
    doubled = DOUBLED if words[0] == words[-1] else 0.0
    return _worth(marks[0], OPENING) + middle + _worth(marks[-1], closing) + doubled


def _is_eastern(words: Sequence[str], marks: Sequence[int]) -> bool:
    """Whether a surname that stands first is followed by a given name of its kind."""
    if len(words) == 2 and is_eastern(words[1]):
        return True
    given = all(mark & GIVEN and not mark & THINGS for mark in marks[1:])
    return len(words) < 4 and given and not _is_given(marks[0])


def _worth(mark: int, table: Sequence[Worth]) -> float:
    """The weight of the first entry that fits; a strange word, of no kind, takes the last."""
    fits = (weight for kind, besides, weight in table if mark & kind and mark & besides)
    return next(fits, table[-1].weight)
