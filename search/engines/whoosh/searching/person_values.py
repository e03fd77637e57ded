"""Who the people of a segment are in the light of all articles: identity.py says what that means.

Nothing of it is read before somebody asks for people.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from search.analysis import folded, tokens
from search.engines.name_matches import names_one
from search.engines.whoosh.storage.facet_columns import PERSON_MASKS
from search.engines.whoosh.storage.segment import Segment
from search.facet_table import FACETS
from search.identities import Identities, Period, parse_identities
from search.query import NONE, Leaf, Near, Phrase, Word

PEOPLE_FACETS = frozenset(facet.name for facet in FACETS.values() if facet.kind == "people")
WHOLE_FACETS = PEOPLE_FACETS - PERSON_MASKS.keys()  # for which every person counts
FACET_OF_ZONE = {FACETS[name].field: name for name in PEOPLE_FACETS if FACETS[name].field}


class Known:
    """The identities of an index, given their record, and the ways to them."""

    def __init__(self, record: bytes | None) -> None:
        self._record = record

    @cached_property
    def identities(self) -> Identities:
        return parse_identities(self._record) if self._record else Identities()

    def folded(self, wanted: Iterable[str]) -> set[str]:
        """The values that are one of the folded names, or go by one."""
        return set().union(*(self._by_fold.get(name, ()) for name in wanted))

    def named(self, leaf: Leaf) -> set[str]:
        """The values in which, or in another name of which, the leaf occurs."""
        match leaf:
            case Word(text):
                near = self._by_word.get(text, set())
            case Phrase(words) | Near(words):
                near = set.intersection(*(self._by_word.get(word, set()) for word in words))
            case _:
                near = set(self._forms)
        return {value for value in near if names_one(leaf, self._forms[value])}

    @cached_property
    def _forms(self) -> Mapping[str, tuple[str, ...]]:
        known = self.identities
        return {value: (value, *known.aliases(value)) for value in known.members if value}

    @cached_property
    def _by_fold(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for value, forms in self._forms.items():
            for form in forms:
                found.setdefault(folded(form), set()).add(value)
        return found

    @cached_property
    def _by_word(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for value, forms in self._forms.items():
            for form in forms:
                for token in tokens(form):
                    found.setdefault(token.word, set()).add(value)
        return found


class Stretch(NamedTuple):
    """From one day to another a name counts under a value, all by their numbers."""

    first: int
    last: int  # inclusive
    value: int


class Persons:
    """The values that the names of a segment count under. Both are numbered as they are sorted."""

    def __init__(self, segment: Segment, known: Known) -> None:
        self._segment = segment
        self._known = known

    @cached_property
    def plain(self) -> bool:
        """Whether every name is its own value and goes by no other."""
        return self._known.identities == Identities()

    @cached_property
    def names(self) -> list[str]:
        """The values by their numbers; the first, under which hidden names are, reads `none`."""
        if self.plain:
            return self._segment.names("persons")
        return [NONE, *list(self._numbers)[1:]]

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self._segment.strings("persons.names") if self.plain else self._numbers)

    @cached_property
    def values(self) -> Sequence[int]:
        """The number of the value of each name, on a day for which there is no other."""
        if self.plain:
            return range(self.size)
        get = self._known.identities.values.get
        return [self._numbers[get(name, name)] for name in self._stored]

    @cached_property
    def dated(self) -> Mapping[int, Sequence[Stretch]]:
        """The names, by number, whose value hangs on the day."""
        days, number = list(self._segment.strings("date.names")), self._numbers
        return {
            name: [
                Stretch(bisect_left(days, first), bisect_right(days, last) - 1, number[value])
                for first, last, value in spans
            ]
            for name, spans in self._spans.items()
        }

    def value(self, name: int, day: int) -> int:
        """The number of the value of a name on a day, given by theirs; MISSING: it is hidden."""
        for first, last, value in self.dated.get(name, ()):
            if first <= day <= last:
                return value
        return self.values[name]

    def bearing(self, values: AbstractSet[int]) -> set[int]:
        """The numbers of the names that may count under one of the values."""
        if not values:
            return set()
        found = {name for name, value in enumerate(self.values) if value in values}
        return found | {
            name for name, on in self.dated.items() if any(each.value in values for each in on)
        }

    def folded(self, wanted: Iterable[str]) -> set[int]:
        """The numbers of the values that are one of the folded names, or go by one."""
        return set() if self.plain else self._held(self._known.folded(wanted))

    def named(self, leaf: Leaf) -> set[int]:
        """The numbers of the values in which, or in another name of which, the leaf occurs."""
        return set() if self.plain else self._held(self._known.named(leaf))

    def _held(self, values: Iterable[str]) -> set[int]:
        return {self._numbers[value] for value in values if value in self._numbers}

    @cached_property
    def _stored(self) -> list[str]:
        """The names as they stand in the articles."""
        return list(self._segment.strings("persons.names"))

    @cached_property
    def _spans(self) -> Mapping[int, Sequence[Period]]:
        spans = self._known.identities.periods
        return {number: spans[name] for number, name in enumerate(self._stored) if name in spans}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        get = self._known.identities.values.get
        every = {"", *(get(name, name) for name in self._stored)}
        every |= {span.value for spans in self._spans.values() for span in spans}
        return {value: number for number, value in enumerate(sorted(every))}
