"""The weights of words by their classes and their place in a name."""

from collections.abc import Sequence
from typing import NamedTuple

from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
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


def word_weight(flags: int, rules: Sequence[WeightRule]) -> float:
    """Return the weight of the first rule that fits; for a word without flags, of the last."""
    fitting = (weight for one, other, weight in rules if flags & one and flags & other)
    return next(fitting, rules[-1].weight)
