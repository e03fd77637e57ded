"""The identities of an index: the one value that each name of a person counts under, and why.

Articles keep the names that stand in them. Which person a name means is decided when all articles
are known, stored next to them, and applied wherever people are counted, filtered or shown.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from search.article import Person
from search.values import Value, field

FILE = "people.json"  # the name under which an index stores them


class Variant(NamedTuple):
    """Another name of a person."""

    name: str
    articles: int  # that have it
    reason: str  # why it is this person


class Period(NamedTuple):
    """The days on which a surname alone means a person."""

    first: str  # "2019-03-04"; empty for articles without a date
    last: str  # inclusive
    value: str


class Identities(Value):
    """The value of each name; a name without an entry is its own value."""

    values: Mapping[str, str] = field(default_factory=dict)  # name -> value; empty: hidden
    periods: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)  # by surname alone
    people: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)  # value -> other names

    def value(self, name: str, day: str) -> str:
        """Return the value of the name in an article of that day; empty where it is hidden."""
        for first, last, value in self.periods.get(name, ()):
            if first <= day <= last:
                return value
        return self.values.get(name, name)

    def resolve(self, people: Iterable[Person], day: str) -> tuple[Person, ...]:
        """Return the people of an article of that day, one for each value, by order of mention."""
        people = tuple(people)
        if not any(each.name in self.values or each.name in self.periods for each in people):
            return people
        resolved: dict[str, Person] = {}
        for person in people:
            value = self.value(person.name, day)
            if value:
                known = resolved.get(value, Person(value))
                forms = (*known.variants, person.name, *person.variants)
                variants = tuple(form for form in dict.fromkeys(forms) if form != value)
                resolved[value] = Person(value, variants, known.quoted or person.quoted)
        return tuple(resolved.values())

    def aliases(self, value: str) -> tuple[str, ...]:
        """Return the other names of the person, in any article."""
        return tuple(variant.name for variant in self.people.get(value, ()))

    @cached_property
    def members(self) -> Mapping[str, Iterable[str]]:
        """Return the names that count under each value on some day, without the value itself."""
        found: dict[str, dict[str, None]] = {value: {} for value in self.people}
        pairs = ((name, each.value) for name, own in self.periods.items() for each in own)
        for name, value in (*self.values.items(), *pairs):
            found.setdefault(value, {})[name] = None
        return found

    def to_json(self) -> bytes:
        """Return the identities as JSON, for `parse_identities`."""
        parts = (self.values, self.periods, self.people)
        return json.dumps([sorted(part.items()) for part in parts], ensure_ascii=False).encode()


def parse_identities(contents: bytes) -> Identities:
    """Return the identities that `Identities.to_json` wrote.

    Raises: ValueError, TypeError, where it did not write them.
    """
    values, periods, people = map(dict, json.loads(contents))
    rows = [*periods.values(), *people.values()]
    cells = chain(values.values(), chain.from_iterable(chain.from_iterable(rows)))
    if not {*map(type, cells)} <= {str, int}:
        raise ValueError("a cell that is neither text nor a number")
    return Identities(
        values,
        {name: tuple(Period(*period) for period in own) for name, own in periods.items()},
        {value: tuple(Variant(*variant) for variant in own) for value, own in people.items()},
    )
