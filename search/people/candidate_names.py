"""What a run of capitals is by itself: where the name in it stands, what its words are worth."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.people import word_lists
from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
    FAMILY,
    FUNCTION,
    GIVEN,
    INITIAL,
    NICKNAME,
    ORDINARY,
    ORGANISATION,
    PARTICLE,
    PLACE,
    SUFFIX,
    SURNAME,
    is_eastern,
    kinds,
)
from search.people.word_weights import (
    CLOSING,
    CLOSING_AFTER_GIVEN,
    DOUBLED,
    DOUBTS,
    EASTERN,
    LONE,
    MIDDLE,
    NEVER,
    OPENING,
    THINGS,
    TITLE,
    TITLED,
    worth,
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
    if _is_thing(words) or not word_lists.VESSELS.isdisjoint(
        words[:2]
    ):  # "The USS Abraham Lincoln"
        return None
    marks = _marks(words, after_of)
    last = _end(marks)
    first, title = _start(marks, last)
    solid = [mark for mark in marks[first:last] if not mark & (PARTICLE | SUFFIX)]
    if not solid or _is_thing(words[first:last]):
        return None
    full = len(solid) > 1
    weight = _full(words[first:last], marks[first:last]) if full else worth(solid[0], LONE)
    return None if weight == NEVER else Shape(first, last, full, title + weight)


def pieces(words: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches between the ordinary words of a run: "Nick Bos Tells Wikinews"."""
    found, first = [], 0
    for place in range(len(words) + 1):
        if place == len(words) or _is_plain(words, place):
            if first < place:
                found.append((first, place))
            first = place + 1
    return found


def _is_plain(words: Sequence[str], place: int) -> bool:
    """Whether the word is ordinary and nothing else; the New of "New York" is not."""
    mark = kinds(words[place])
    plain = mark & (ORDINARY | FUNCTION) or (mark & COMPOUND and not is_eastern(words[place]))
    apart = mark & (GIVEN | SURNAME | TITLE | ORGANISATION)
    return bool(plain) and not apart and not _is_thing(words[place : place + 2])


def _is_thing(words: Sequence[str]) -> bool:
    return " ".join(words).replace(".", "") in word_lists.THINGS


def _is_given(mark: int) -> bool:
    """Whether the word is a given name and nothing else."""
    return bool(mark & GIVEN) and not mark & DOUBTS


def _marks(words: Sequence[str], after_of: bool) -> list[int]:
    """The kinds of each word where it stands."""
    marks = [kinds(words[0]), *(_within(word) for word in words[1:])]
    for first, last in ((0, 3), (0, 2), (1, 3)):  # "New York Mayor", "The Hong Kong"
        if last < len(words) and _is_thing(words[first:last]):
            marks[first:last] = [PLACE] * (last - first)
    if after_of and len(marks) > 2 and _is_given(marks[1]):
        marks[0] = PLACE
    return marks


def _within(word: str) -> int:
    """The kinds of a word that is not the first: "Rocky De La Fuente"."""
    return PARTICLE if word.lower() in word_lists.PARTICLES else kinds(word)


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
    while first < last and marks[first] & (FUNCTION | CALENDAR | COMPOUND | NICKNAME):
        if _opens(marks, first, last):
            break
        first += 1
    titles = [place for place in range(first, last - 1) if _is_title(marks, first, place, last)]
    if titles:
        first = titles[-1] + 1
        while first < last and marks[first] & NICKNAME:  # "Coach (Frank) Vogel"
            first += 1
        return _past_office(marks, first, last), TITLED
    return _past_office(marks, first, last), 0.0


def _is_title(marks: Sequence[int], first: int, place: int, last: int) -> bool:
    """Whether a name starts after the word, which "Sacha Baron Cohen" says of no Baron."""
    if not marks[place] & TITLE:
        return False
    if place + 2 < last and _is_given(marks[place + 1]):
        return True
    return not any(map(_is_given, marks[first:place]))


def _past_office(marks: Sequence[int], first: int, last: int) -> int:
    """Past the words of an office or a firm that run into a name: "Defense John Healey"."""
    for place in range(first, last - 2):
        if marks[place] & ACRONYM and _is_given(marks[place + 1]):
            return place + 1  # "Cleveland DL Larry Ogunjobi"
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
    if _is_eastern(words, marks):
        return EASTERN
    closing = CLOSING_AFTER_GIVEN if _is_given(marks[0]) else CLOSING
    middle = sum(worth(mark, MIDDLE) for mark in marks[1:-1])
    doubled = DOUBLED if words[0] == words[-1] else 0.0
    return worth(marks[0], OPENING) + middle + worth(marks[-1], closing) + doubled


def _is_eastern(words: Sequence[str], marks: Sequence[int]) -> bool:
    """Whether a Chinese or Korean surname stands with a given name of its kind, before or after."""
    if len(words) == 2 and marks[0] & FAMILY and is_eastern(words[1]):
        return "-" in words[1] or not marks[1] & DOUBTS
    if len(words) == 2 and marks[1] & FAMILY and is_eastern(words[0]):
        return not marks[0]
    given = all(mark & GIVEN and not mark & THINGS for mark in marks[1:])
    return bool(marks[0] & FAMILY) and len(words) < 4 and given and not _is_given(marks[0])
