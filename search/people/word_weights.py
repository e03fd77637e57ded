"""What a word is worth at its place in a name, by its kinds."""

from collections.abc import Sequence
from typing import NamedTuple

from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
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
)

TITLE = HONORIFIC | ROLE
THINGS = PLACE | PEOPLE | ORGANISATION | ACRONYM | COMPOUND
DOUBTS = THINGS | ORDINARY | FUNCTION | CALENDAR  # against a given name
ANY = -1
NEVER = -100.0

# Set by hand with the cues of evidence.py; `mentions.ENOUGH` is what a name needs in all. People F1
# in November 2026: Wikinews .903, re3d (war reports) .935, WikiGold .853.
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
    Worth(INITIAL, ANY, 1.75),
    Worth(THINGS, ANY, -3.0),
    Worth(ORDINARY, ANY, -2.0),
    Worth(SURNAME, ANY, 1.25),
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
    Worth(SURNAME, ANY, 1.25),
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


def worth(mark: int, table: Sequence[Worth]) -> float:
    """The weight of the first entry that fits; a strange word, of no kind, takes the last."""
    fits = (weight for kind, besides, weight in table if mark & kind and mark & besides)
    return next(fits, table[-1].weight)
