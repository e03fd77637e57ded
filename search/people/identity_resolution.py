"""Identity resolution over the whole collection: the names of one person, merged with reasons.

The result depends on the names, days and articles alone, not on the order in which they came.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from search.identities import Identities, Period, Variant
from search.people.name_matching import (
    ALIASES,
    CERTAIN_RANK,
    KNOWN_ALIAS,
    SAME_LETTERS,
    ParsedName,
    given_name_roots,
    match_middle_names,
    match_parsed,
    matching_keys,
    parse_name,
    spelling_root,
)
from search.people.name_variants import is_latin
from search.people.people_decisions import Decisions, name_key
from search.people.word_classes import EAST_ASIAN, FAMOUS, GIVEN, word_flags

# A surname alone means the person who has nearly all articles about the surname at the time, and
# enough articles to be well known. From the notes on the field; not tuned.
DOMINANT_SHARE = 0.95
FEWEST_ARTICLES = 5
FEWEST_FAMOUS = 2  # of a surname that the news uses alone, such as Putin or Assad
WINDOW = 365  # days before and after the article
# Share of the articles of the rarer name: two names that more often occur together are two people.
MOST_TOGETHER = 0.1

MOST_CENTRES = 50  # of one given name and surname, with which another name is compared
SURNAME_ALONE = "surname alone: hardly anyone else in the collection has it at the time"
DECISION = "set in people.toml"


class ArticleNames(NamedTuple):
    """The day and the names of one article."""

    day: str  # "2025-01-13", empty where the article has no date
    names: tuple[str, ...]


@dataclass
class _Person:
    """The names of one person, and the articles with any of them."""

    name: str  # the centre: the name in most articles
    parsed: ParsedName
    articles: Sequence[int]
    reasons: dict[str, str] = field(default_factory=dict)  # by other name

    def merge(self, other: "_Person", reason: str) -> None:
        """Add the names and articles of another, in place."""
        self.articles = sorted({*self.articles, *other.articles})
        self.reasons[other.name] = reason
        self.reasons |= dict.fromkeys(other.reasons, reason)


def resolve_identities(articles: Sequence[ArticleNames], decisions: Decisions) -> Identities:
    """Return the identities of the names of the articles."""
    articles_of: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for name in article.names:
            articles_of[name].append(number)
    split_keys = set(map(name_key, decisions.split))
    split = {name for name in articles_of if split_keys and name_key(name) in split_keys}
    people = _merged_people(articles_of, split)
    days = [article.day for article in articles]
    periods = dict(_resolve_surnames(people, articles_of, days, split))
    values = {name: each.name for each in people for name in each.reasons}
    reasons = {name: reason for each in people for name, reason in each.reasons.items()}
    decided = _decided_values(decisions, values)
    for name in articles_of:
        value = _decided_value(name, values.get(name, name), decided)
        if value != values.get(name, name):
            reasons[name] = DECISION
        values[name] = value
    periods = {
        name: tuple(
            each._replace(value=_decided_value(each.value, each.value, decided)) for each in own
        )
        for name, own in periods.items()
        if values[name] == name
    }
    changed = {name: value for name, value in values.items() if name != value}
    return Identities(changed, periods, _variants(changed, reasons, periods, articles_of, days))


def _merged_people(articles_of: Mapping[str, Sequence[int]], split: Set[str]) -> list[_Person]:
    """Return the people with a full name, those in most articles first."""
    people = [
        _Person(name, parsed, articles)
        for name, articles in articles_of.items()
        if (parsed := parse_name(name)) is not None
    ]
    people.sort(key=_rank)
    separate = [each for each in people if each.name in split]
    others = _merge_same_names(each for each in people if each.name not in split)
    return sorted([*separate, *_merge_similar_names(others)], key=_rank)


def _rank(person: _Person) -> tuple[int, str]:
    return (-len(person.articles), person.name)


def _merge_same_names(people: Iterable[_Person]) -> list[_Person]:
    """Merge names of the same letters, and known aliases, even where they occur together."""
    merged: list[_Person] = []
    by_key: dict[str | int, _Person] = {}
    for person in people:
        keys = sorted(matching_keys(person.name, person.parsed))
        all_keys: list[str | int] = [*keys, *(ALIASES[each] for each in keys if each in ALIASES)]
        centre = next((by_key[each] for each in all_keys if each in by_key), None)
        if centre is None:
            centre = person
            merged.append(person)
        else:
            same = not matching_keys(centre.name, centre.parsed).isdisjoint(keys)
            centre.merge(person, (SAME_LETTERS if same else KNOWN_ALIAS).reason)
        for each in all_keys:
            by_key.setdefault(each, centre)
    return sorted(merged, key=_rank)


def _merge_similar_names(people: Iterable[_Person]) -> Iterator[_Person]:
    """Merge each name into the one centre that it matches.

    A centre is a name that was not merged itself, so matches never form a chain.
    """
    centres_at: dict[tuple[str, str], list[_Person]] = defaultdict(list)
    merges: dict[str, tuple[_Person, list[tuple[_Person, str]]]] = {}  # by the name of the centre
    for person in people:
        surname = spelling_root(person.parsed.surname)
        roots = sorted((surname, given) for given in given_name_roots(person.parsed.given))
        near = {centre.name: centre for each in roots for centre in centres_at[each]}
        match = _matching_centre(person, near)
        if match:
            centre, reason = match
            merges[centre.name][1].append((person, reason))
            continue
        merges[person.name] = (person, [])
        for each in roots:
            if len(centres_at[each]) < MOST_CENTRES:
                centres_at[each].append(person)
        yield person
    for centre, others in merges.values():
        forms = list({other.parsed.middles: other.parsed for other, _ in others}.values())
        for person, reason in others:
            if _contradicts(person.parsed, forms):
                yield person
            else:
                centre.merge(person, reason)


def _contradicts(name: ParsedName, forms: Sequence[ParsedName]) -> bool:
    """Return whether the initials of the name exclude that another form is the same person's."""
    if len(forms) > MOST_CENTRES:  # then hardly any of them is
        return bool(name.middles)
    return any(match_middle_names(name, form) is None for form in forms)


def _matching_centre(person: _Person, centres: Mapping[str, _Person]) -> tuple[_Person, str] | None:
    """Return the centre that matches best, and why; None where none does, or two equally well."""
    matches = sorted(
        (match.rank, name, match.reason)
        for name, centre in centres.items()
        if (match := match_parsed(person.parsed, centre.parsed))
        and (match.rank <= CERTAIN_RANK or not _occur_together(person, centre))
    )
    if not matches or (len(matches) > 1 and matches[0][0] == matches[1][0]):
        return None
    _, name, reason = matches[0]
    return centres[name], reason


def _occur_together(one: _Person, other: _Person) -> bool:
    """Return whether two names are in the same articles too often to be one person's."""
    fewest = min(len(one.articles), len(other.articles))
    return len({*one.articles} & {*other.articles}) > MOST_TOGETHER * fewest


def _resolve_surnames(
    people: Sequence[_Person],
    articles_of: Mapping[str, Sequence[int]],
    days: Sequence[str],
    split: Set[str],
) -> Iterator[tuple[str, tuple[Period, ...]]]:
    """Yield the surnames that stand alone, each with the periods in which it means a person.

    A surname that is a given name too may be either. Where no article that names a bearer has a
    day, nothing says who is meant at the time.
    """
    full_names = {name for each in people for name in (each.name, *each.reasons)}
    surnames = {name: _single_surname(name) for name in articles_of if name not in full_names}
    given = {each.parsed.given for each in people}
    surnames = {
        name: own
        for name, own in surnames.items()
        if own and name not in split and own not in given and not _is_given_name(name)
    }
    bearers: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        bearers[spelling_root(person.parsed.surname)].append(person)
    ordinals = [_ordinal(day) for day in days]
    for name, surname in sorted(surnames.items()):
        own_days = {days[number] for number in articles_of[name]}
        own = bearers[spelling_root(surname)]
        periods = tuple(_periods(surname, own, own_days, ordinals, split))
        if periods:
            yield name, periods


def _is_given_name(name: str) -> bool:
    """Return whether the news uses the word as a given name rather than as a surname alone."""
    flags = word_flags(name.split()[-1])
    return bool(flags & GIVEN) and not flags & (FAMOUS | EAST_ASIAN)


def _single_surname(name: str) -> str:
    """Return the surname of a name that is one word with its particles; empty for any other."""
    parsed = parse_name(f"X {name}")
    return parsed.surname if parsed else ""


def _periods(
    surname: str,
    bearers: Sequence[_Person],
    days: Iterable[str],
    ordinals: Sequence[int],
    split: Set[str],
) -> Iterator[Period]:
    """Yield the periods in which the surname alone means the same one of its bearers.

    `days` are those of the articles with the surname alone, `ordinals` those of all articles.
    """
    articles = set[int]().union(*(each.articles for each in bearers))
    all_days = sorted(ordinals[number] for number in articles)
    if not any(all_days):
        return
    days_of = {  # of each whom the surname may mean; "Smith" is no spelling of "Smyth"
        each.name: sorted(ordinals[number] for number in each.articles)
        for each in bearers
        if each.name not in split
        and (
            surname == each.parsed.surname
            or not (is_latin(surname) and is_latin(each.parsed.surname))
        )
    }

    is_famous = all(word_flags(each.name.split()[-1]) & FAMOUS for each in bearers)
    least = FEWEST_FAMOUS if is_famous else FEWEST_ARTICLES

    def person(day: str) -> str:
        ordinal = _ordinal(day)
        fewest = max(least, DOMINANT_SHARE * _count_near(all_days, ordinal))
        dominant = (name for name, own in days_of.items() if _count_near(own, ordinal) >= fewest)
        return next(dominant, "")

    for (_, value), group in groupby(sorted(days), key=lambda day: (day == "", person(day))):
        if value:
            own = list(group)
            yield Period(own[0], own[-1], value)


def _count_near(ordinals: Sequence[int], ordinal: int) -> int:
    """Return how many of the sorted days are within the window; without a day (0), all of them."""
    if not ordinal:
        return len(ordinals)
    return bisect_right(ordinals, ordinal + WINDOW) - bisect_left(ordinals, ordinal - WINDOW)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _decided_values(decisions: Decisions, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that decisions give to names, by their keys; empty for a hidden name."""
    decided = dict(decisions.names_to_show)
    for head in set(decided.values()):
        decided.setdefault(name_key(head), head)
    # The name to show takes along the centre into which it was merged.
    for name, value in sorted(values.items()) if decided else ():
        head = decided.get(name_key(name), "")
        if head and name_key(name) == name_key(head):
            decided.setdefault(name_key(value), head)
    return decided | dict.fromkeys(map(name_key, decisions.hidden), "")


def _decided_value(name: str, value: str, decided: Mapping[str, str]) -> str:
    """Return the value of the name, given its value without decisions."""
    keys = map(name_key, (name, value)) if decided else ()
    return next((decided[key] for key in keys if key in decided), value)


def _variants(
    changed: Mapping[str, str],
    reasons: Mapping[str, str],
    periods: Mapping[str, Sequence[Period]],
    articles_of: Mapping[str, Sequence[int]],
    days: Sequence[str],
) -> dict[str, tuple[Variant, ...]]:
    """Return the other names of each value, those in most articles first."""
    found: dict[str, list[Variant]] = defaultdict(list)
    for name, value in changed.items():
        found[value].append(Variant(name, len(articles_of[name]), reasons[name]))
    for name, own in periods.items():
        dated = [days[number] for number in articles_of[name]]
        counts = Counter(
            each.value for day in dated for each in own if each.first <= day <= each.last
        )
        for value, count in counts.items():
            found[value].append(Variant(name, count, SURNAME_ALONE))
    found.pop("", None)  # of names that are hidden
    return {
        value: tuple(sorted(own, key=lambda each: (-each.articles, each.name)))
        for value, own in found.items()
    }
