"""Who is who over all articles: the one value each name counts under, and what speaks for it.

Articles keep the names that stand in them. What the names come to is worked out when all articles
are known, kept beside them, and applied wherever people are counted, filtered, asked for or shown.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from search.article import Person
from search.values import Value, field

FILE = "people.json"  # the name under which an index keeps it


class Variant(NamedTuple):
    """Another name of a person."""

    name: str
    articles: int  # that have it
    reason: str  # why it is this person


class Span(NamedTuple):
    """From one day to another a surname alone means somebody."""

    first: str  # "2019-03-04"; empty for articles without a date
    last: str  # inclusive
    value: str


class Identities(Value):
    """What the names of an index come to; a name that is nowhere here is its own value."""

    values: Mapping[str, str] = field(default_factory=dict)  # name -> value; empty: hidden
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # by the lone surname
    people: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)  # value -> other names

    def value(self, name: str, day: str) -> str:
        """What the name counts under in an article of that day; empty where it is hidden."""
        for first, last, value in self.spans.get(name, ()):
            if first <= day <= last:
                return value
        return self.values.get(name, name)

    def named(self, people: Iterable[Person], day: str) -> tuple[Person, ...]:
        """The people of an article of that day, each under the one value, by order of mention."""
        people = tuple(people)
        if not any(each.name in self.values or each.name in self.spans for each in people):
            return people
        found: dict[str, Person] = {}
        for person in people:
            value = self.value(person.name, day)
            if value:
                known = found.get(value, Person(value))
                forms = (*known.variants, person.name, *person.variants)
                own = tuple(form for form in dict.fromkeys(forms) if form != value)
                found[value] = Person(value, own, known.quoted or person.quoted)
        return tuple(found.values())

    def forms(self, person: Person) -> tuple[str, ...]:
        """Every form by which the person of an article is found: the value first."""
        aliases = self.aliases(person.name)
        forms = (person.name, *person.variants, *aliases)
        return tuple(dict.fromkeys(forms)) if aliases else forms

    def aliases(self, value: str) -> tuple[str, ...]:
        """The other names of the person, in whatever article they stand."""
        return self._aliases.get(value, ())

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, ...]]:
        return {
            value: tuple(variant.name for variant in variants)
            for value, variants in self.people.items()
        }

    @cached_property
    def members(self) -> Mapping[str, Iterable[str]]:
        """Every name that may count under each value besides the value; not each on every day."""
        found: dict[str, dict[str, None]] = {value: {} for value in self.people}
        spans = ((name, span.value) for name, spans in self.spans.items() for span in spans)
        for name, value in (*self.values.items(), *spans):
            found.setdefault(value, {})[name] = None
        return found

    def record(self) -> bytes:
        """All of it as JSON; `identities` reads it back."""
        parts = (self.values, self.spans, self.people)
        return json.dumps([sorted(part.items()) for part in parts], ensure_ascii=False).encode()


def identities(record: bytes) -> Identities:
    """The identities of a record."""
    values, spans, people = json.loads(record)
    return Identities(
        dict(values),
        {name: tuple(Span(*span) for span in found) for name, found in spans},
        {value: tuple(Variant(*variant) for variant in found) for value, found in people},
    )
