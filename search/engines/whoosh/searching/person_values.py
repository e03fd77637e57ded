"""The people of a segment by the values that identity resolution gives their names.

The identities are those of the whole index, see `search.identities`; nothing of them is read before
a query needs people.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from pathlib import Path

from search.analysis import folded, tokens
from search.engines.highlights import occurs_in_name
from search.engines.undecodable import undecodable
from search.engines.whoosh.storage.segment import MISSING, Segment
from search.engines.whoosh.storage.segment_schema import PERSON_MASKS
from search.facet_definitions import FACETS
from search.identities import FILE, Identities, Period, parse_identities
from search.query import NONE, Leaf, Near, Phrase, Word

PEOPLE_FACETS = frozenset(facet.name for facet in FACETS.values() if facet.kind == "people")
WHOLE_FACETS = PEOPLE_FACETS - PERSON_MASKS.keys()  # for which every person counts
FACET_OF_ZONE = {FACETS[name].field: name for name in PEOPLE_FACETS if FACETS[name].field}


class IdentityLookup:
    """The identities of an index, looked up by name; `contents` is the file that stores them.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, contents: bytes | None, index: Path) -> None:
        self._contents, self._index = contents, index

    @cached_property
    def identities(self) -> Identities:
        """The stored identities; none where the index has none."""
        if not self._contents:
            return Identities()
        with undecodable(self._index, f"{FILE} cannot be read"):
            return parse_identities(self._contents)

    def values_named(self, folded_name: str) -> set[str]:
        """Return the values that are, or have as another name, the folded name."""
        return self._by_fold.get(folded_name, set())

    def values_matching(self, leaf: Leaf) -> set[str]:
        """Return the values of which one name or more matches the leaf of a query."""
        match leaf:
            case Word(text):
                candidates = self._by_word.get(text, set())
            case Phrase(words) | Near(words):
                candidates = set.intersection(*(self._by_word.get(word, set()) for word in words))
            case _:
                candidates = set(self._names)
        return {value for value in candidates if occurs_in_name(leaf, self._names[value])}

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Return all names of each value, itself first."""
        identities = self.identities
        return {value: (value, *identities.aliases(value)) for value in identities.members if value}

    @cached_property
    def _by_fold(self) -> Mapping[str, set[str]]:
        return self._by(lambda name: [folded(name)])

    @cached_property
    def _by_word(self) -> Mapping[str, set[str]]:
        return self._by(lambda name: [token.word for token in tokens(name)])

    def _by(self, keys: Callable[[str], list[str]]) -> Mapping[str, set[str]]:
        """Return the values by each key of one of their names."""
        values: dict[str, set[str]] = {}
        for value, names in self._names.items():
            for key in chain.from_iterable(map(keys, names)):
                values.setdefault(key, set()).add(value)
        return values


class PersonValues:
    """The values of the names of people in a segment.

    Names have the numbers of the column `persons`; values are numbered in their own sorted order.
    """

    def __init__(self, segment: Segment, lookup: IdentityLookup) -> None:
        self._segment = segment
        self._lookup = lookup

    @cached_property
    def unresolved(self) -> bool:
        """Return whether there are no identities: every name is its own value."""
        return self._lookup.identities == Identities()

    @cached_property
    def names(self) -> list[str]:
        """Return the values by number; the first, that of hidden names, reads `none`."""
        if self.unresolved:
            return self._segment.names("persons")
        return [NONE, *list(self._numbers)[1:]]

    @property
    def size(self) -> int:
        """Return how many numbers there are."""
        return len(self._segment.strings("persons.names") if self.unresolved else self._numbers)

    @cached_property
    def values(self) -> Sequence[int]:
        """Return the number of the value of each name, on days without a period of its own."""
        if self.unresolved:
            return range(self.size)
        get = self._lookup.identities.values.get
        return [self._numbers[get(name, name)] for name in self._stored_names]

    @cached_property
    def periods(self) -> Mapping[int, list[tuple[range, int]]]:
        """Return the days and values of the names, by number, whose value depends on the day."""
        days, number = list(self._segment.strings("date.names")), self._numbers
        return {
            name: [
                (range(bisect_left(days, first), bisect_right(days, last)), number[value])
                for first, last, value in periods
            ]
            for name, periods in self._stored_periods.items()
        }

    def value(self, name: int, day: int) -> int:
        """Return the number of the value of a name on a day; MISSING if the name is hidden."""
        for days, value in self.periods.get(name, ()):
            if day in days:
                return value
        return self.values[name]

    def values_on(self, names: Sequence[int], day: int) -> list[int]:
        """Return the values of the names on a day; MISSING if it is hidden."""
        if self.unresolved or self.periods.keys().isdisjoint(names):
            return list(map(self.values.__getitem__, names))
        return [self.value(name, day) for name in names]

    def names_of(self, values: AbstractSet[int]) -> set[int]:
        """Return the numbers of the names that have one of the values, on some day at least."""
        if not values:
            return set()
        always = {name for name, value in enumerate(self.values) if value in values}
        return always | {
            name
            for name, periods in self.periods.items()
            if any(value in values for _, value in periods)
        }

    def values_named(self, folded_name: str) -> set[str]:
        """Return the values that are, or have as another name, the folded name."""
        return set() if self.unresolved else self._lookup.values_named(folded_name)

    def value_names_matching(self, leaf: Leaf) -> set[str]:
        """Return the values with several names of which one or more matches the leaf."""
        return set() if self.unresolved else self._lookup.values_matching(leaf)

    def values_matching(self, leaf: Leaf) -> set[int]:
        """Return the numbers of the values of which one name or more matches the leaf."""
        return self.numbers(self.value_names_matching(leaf))

    def depends_on_day(self, name: str) -> bool:
        """Return whether the name means somebody else on some days."""
        return name in self._lookup.identities.periods

    def numbers(self, values: Iterable[str]) -> set[int]:
        """Return the numbers of those of the values that the segment has."""
        if self.unresolved:
            names = self._segment.strings("persons.names")
            return {number for value in values if (number := names.number(value)) > MISSING}
        return {self._numbers[value] for value in values if self._numbers.get(value, MISSING)}

    @cached_property
    def _stored_names(self) -> list[str]:
        """Return the names as they stand in the articles."""
        return list(self._segment.strings("persons.names"))

    @cached_property
    def _stored_periods(self) -> Mapping[int, Sequence[Period]]:
        periods = self._lookup.identities.periods
        names = enumerate(self._stored_names)
        return {number: periods[name] for number, name in names if name in periods}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        get = self._lookup.identities.values.get
        values = {"", *(get(name, name) for name in self._stored_names)}
        values |= {each.value for periods in self._stored_periods.values() for each in periods}
        return {value: number for number, value in enumerate(sorted(values))}
