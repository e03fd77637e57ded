"""Who is who over all articles: names that are one person's, each merge with its reason.

The result depends on the names, days and articles alone, not on the order in which they came.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from search.identities import Identities, Period, Variant
from search.people.name_matching import (
    ALIASES,
    KNOWN,
    SAME,
    SURE,
    Likeness,
    Name,
    alike,
    keys,
    parsed,
    root,
    roots,
    same_middles,
)
from search.people.name_variants import is_latin
from search.people.people_decisions import Decisions, key

# A surname alone is somebody's who has nearly all that is written of the surname at the time, and
# who is written of often enough to be known. Of the notes on the field; not tuned.
OWNED = 0.95
FEWEST = 5  # articles
WINDOW = 365  # days either side of the article
TOGETHER = 0.1  # of the articles of the rarer name; two names that meet more often are two people

MOST = 50  # people of one given name and surname that a further one is compared with
BY_CORPUS = "by corpus: hardly anybody else has the surname at the time"


class Sighting(NamedTuple):
    """The names of one article."""

    day: str  # "2025-01-13", empty where the article has no date
    names: tuple[str, ...]


@dataclass
class _Person:
    """Names that are one person's, and the articles that have one of them."""

    name: str  # the centre: in most articles
    parts: Name
    articles: Sequence[int]
    reasons: dict[str, str] = field(default_factory=dict)  # other name -> why

    def join(self, other: "_Person", reason: str) -> None:
        """Take in another, in place."""
        self.articles = sorted({*self.articles, *other.articles})
        self.reasons[other.name] = reason
        self.reasons |= dict.fromkeys(other.reasons, reason)


def census(sightings: Sequence[Sighting], decided: Decisions) -> Identities:
    """What the names of the articles come to."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, sighting in enumerate(sightings):
        for name in sighting.names:
            places[name].append(number)
    apart = set(map(key, decided.split))
    people = _people(places, apart)
    spans = dict(_by_corpus(people, places, [each.day for each in sightings], apart))
    values = {name: each.name for each in people for name in each.reasons}
    reasons = {name: why for each in people for name, why in each.reasons.items()}
    ruled = _Ruled(decided, values)
    for name in places:
        value = ruled.value(name, values.get(name, name))
        if value != values.get(name, name):
            reasons[name] = "by people.toml"
        values[name] = value
    spans = {
        name: tuple(span._replace(value=ruled.value(span.value, span.value)) for span in found)
        for name, found in spans.items()
        if values[name] == name
    }
    changed = {name: value for name, value in values.items() if name != value}
    return Identities(changed, spans, _listed(changed, spans, reasons, places, sightings))


def _people(places: Mapping[str, Sequence[int]], apart: Set[str]) -> list[_Person]:
    """The full names, those of one person together, the most written of first."""
    single = [
        _Person(name, parts, found)
        for name, found in places.items()
        if (parts := parsed(name)) is not None
    ]
    single.sort(key=_rank)
    kept = [each for each in single if _is_in(each.name, apart)]
    exact = _same_letters(each for each in single if not _is_in(each.name, apart))
    return sorted([*kept, *_centres(exact)], key=_rank)


def _is_in(name: str, names: Set[str]) -> bool:
    """Whether the name is among those that `key` gave; most often there are none."""
    return bool(names) and key(name) in names


def _rank(person: _Person) -> tuple[int, str]:
    return (-len(person.articles), person.name)


def _same_letters(people: Iterable[_Person]) -> list[_Person]:
    """Those of the same letters, or known by both names, are one; nothing is asked."""
    found: list[_Person] = []
    by_key: dict[str | int, _Person] = {}
    for person in people:
        own = sorted(keys(person.name, person.parts))
        marks: list[str | int] = [*own, *(ALIASES[each] for each in own if each in ALIASES)]
        near = next((by_key[each] for each in marks if each in by_key), None)
        if near is None:
            near = person
            found.append(person)
        else:
            same = not keys(near.name, near.parts).isdisjoint(own)
            near.join(person, (SAME if same else KNOWN).reason)
        for mark in marks:
            by_key.setdefault(mark, near)
    return sorted(found, key=_rank)


def _centres(people: Iterable[_Person]) -> Iterator[_Person]:
    """Each name joins the one centre it is like, and no name that only joined one itself."""
    near: dict[tuple[str, str], list[_Person]] = defaultdict(list)
    joined: dict[str, list[tuple[_Person, str]]] = {}  # by the name of the centre
    for person in people:
        surname = root(person.parts.surname)
        every = sorted((surname, given) for given in roots(person.parts.given))
        found = _centre(person, {each.name: each for place in every for each in near[place]})
        if found:
            joined[found[0]].append((person, found[1].reason))
            continue
        joined[person.name] = []
        for place in every:
            if len(near[place]) < MOST:
                near[place].append(person)
        yield person
    centres = {each.name: each for places in near.values() for each in places}
    for name, others in joined.items():
        forms = list({other.parts.middles: other.parts for other, _ in others}.values())
        for person, reason in others:
            if _clashes(person.parts, forms):
                yield person
            else:
                centres[name].join(person, reason)


def _clashes(name: Name, forms: Sequence[Name]) -> bool:
    """Whether the name cannot be one person's with one of the others: by its initials."""
    if len(forms) > MOST:  # then hardly any is
        return bool(name.middles)
    return any(same_middles(name, form) is None for form in forms)


def _centre(person: _Person, centres: Mapping[str, _Person]) -> tuple[str, Likeness] | None:
    """The centre the name belongs to; None where there is none, or two are as likely."""
    liked = [
        (like.rank, name, like)
        for name, each in centres.items()
        if (like := alike(person.parts, each.parts))
        and (like.rank <= SURE or not _meet(person, each))
    ]
    if not liked:
        return None
    liked.sort()
    if len(liked) > 1 and liked[0][0] == liked[1][0]:
        return None
    return liked[0][1], liked[0][2]


def _meet(one: _Person, other: _Person) -> bool:
    """Whether two names stand in one article too often to be one person's."""
    fewest = min(len(one.articles), len(other.articles))
    return len({*one.articles} & {*other.articles}) > TOGETHER * fewest


# A surname alone.


def _by_corpus(
    people: Sequence[_Person],
    places: Mapping[str, Sequence[int]],
    days: Sequence[str],
    apart: Set[str],
) -> Iterator[tuple[str, tuple[Period, ...]]]:
    """For each surname alone, whom it means from one day to another."""
    full = {name for each in people for name in (each.name, *each.reasons)}
    lone = {name: _lone(name) for name in places if name not in full}
    alone = {name: own for name, own in lone.items() if own and not _is_in(name, apart)}
    wanted = set(map(root, alone.values()))
    bearers: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        surname = root(person.parts.surname)
        if surname in wanted:
            bearers[surname].append(person)
    numbers = [_number(day) for day in days]
    for name, own in sorted(alone.items()):
        bearing = bearers.get(root(own), [])
        if bearing:
            theirs = _Owners(own, bearing, numbers, apart)
            spans = tuple(_periods(theirs, {days[number] for number in places[name]}))
            if spans:
                yield name, spans


def _lone(name: str) -> str:
    """The surname of a name that is one word with its particles."""
    both = parsed(f"X {name}")
    return both.surname if both else ""


class _Owners:
    """Who is written of under a surname, and when."""

    def __init__(
        self, surname: str, people: Sequence[_Person], days: Sequence[int], apart: Set[str]
    ) -> None:
        self._people = people
        self._mine = [
            not _is_in(each.name, apart) and _is_spelling(surname, each.parts.surname)
            for each in people
        ]
        articles = set[int]().union(*(each.articles for each in people))
        self._every = sorted(days[number] for number in articles)
        self._each = [sorted(days[number] for number in each.articles) for each in people]

    def owner(self, day: int) -> str:
        """Whom the surname alone means on a day, or on none (0); empty where that is not sure."""
        total = _within(self._every, day)
        for person, mine, own in zip(self._people, self._mine, self._each, strict=True):
            count = _within(own, day)
            if mine and count >= FEWEST and count >= OWNED * total:
                return person.name
        return ""


def _is_spelling(one: str, other: str) -> bool:
    """Whether the surnames are one; two settled Latin ones, "Smith" and "Smyth", are not."""
    return one == other or not (is_latin(one) and is_latin(other))


def _within(days: Sequence[int], day: int) -> int:
    """How many of the days, which rise, lie in the window; around no day it is all of them."""
    if not day:
        return len(days)
    return bisect_right(days, day + WINDOW) - bisect_left(days, day - WINDOW)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _periods(owners: _Owners, days: Iterable[str]) -> Iterator[Period]:
    """The stretches of days on which the surname means one and the same."""
    open_period: Period | None = None
    for day in sorted(days):
        value = owners.owner(_number(day))
        if open_period and open_period.value == value and open_period.first:
            open_period = open_period._replace(last=day)
            continue
        if open_period and open_period.value:
            yield open_period
        open_period = Period(day, day, value)
    if open_period and open_period.value:
        yield open_period


# What a person decided, and the account of it all.


class _Ruled:
    """The decisions, ready to be asked about many names."""

    def __init__(self, decided: Decisions, values: Mapping[str, str]) -> None:
        self._hidden = set(map(key, decided.hidden))
        self._heads = dict(decided.shown)
        for head in set(self._heads.values()):
            self._heads.setdefault(key(head), head)
        for name, value in (
            sorted(values.items()) if decided.merged else ()
        ):  # a head that had joined a centre takes it along
            if key(name) in self._heads and key(name) == key(self._heads[key(name)]):
                self._heads.setdefault(key(value), self._heads[key(name)])

    def value(self, name: str, value: str) -> str:
        """What the name counts under, given what it would without decisions."""
        if not (self._hidden or self._heads):
            return value
        for each in (name, value):
            if key(each) in self._hidden:
                return ""
            if key(each) in self._heads:
                return self._heads[key(each)]
        return value


def _listed(
    values: Mapping[str, str],
    spans: Mapping[str, Sequence[Period]],
    reasons: Mapping[str, str],
    places: Mapping[str, Sequence[int]],
    sightings: Sequence[Sighting],
) -> dict[str, tuple[Variant, ...]]:
    """The other names of each person, with the articles that have them and why they are theirs."""
    found: dict[str, list[Variant]] = defaultdict(list)
    for name, value in values.items():
        if value:
            found[value].append(Variant(name, len(places[name]), reasons[name]))
    for name, own in spans.items():
        counts: Counter[str] = Counter()
        for number in places[name]:
            day = sightings[number].day
            counts.update(span.value for span in own if span.first <= day <= span.last)
        for value, count in counts.items():
            if value:
                found[value].append(Variant(name, count, BY_CORPUS))
    return {
        value: tuple(sorted(variants, key=lambda each: (-each.articles, each.name)))
        for value, variants in found.items()
    }
