"""Which documents a query tree matches, and what each leaf adds to their scores.

Statistics are of all segments together, so that the answer does not depend on how they are cut.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial
from typing import get_args

from search.analysis import folded
from search.engines.name_matches import names_one
from search.engines.whoosh.searching import person_values
from search.engines.whoosh.searching.filter_conditions import kept
from search.engines.whoosh.searching.kernel import Counts, Documents, Having, Kind, Part, Weighed
from search.engines.whoosh.searching.scoring import (
    DIGITS,
    FLOOR,
    norm,
    pooled,
    rarity,
    share,
    weight,
)
from search.engines.whoosh.storage.segment_terms import field_terms, spread
from search.faceting import Selection
from search.query import (
    And,
    ClauseScore,
    DateRange,
    Filtered,
    Fuzzy,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    SynonymGroup,
    Wildcard,
    Word,
)
from search.query.unparse import unparse
from search.schema import ZONES
from search.values import replace


class Evaluator:
    """Answers trees over the segments of one index; what it has found it keeps.

    `means` is the mean length in tokens of each zone over all articles.
    """

    def __init__(self, parts: Sequence[Part], means: Mapping[str, float], articles: int) -> None:
        self.parts = parts
        self._means = means
        self._articles = articles
        self._leaves: dict[Leaf, _Known] = {}
        self._pooled: dict[tuple[str, ...], float] = {}

    def matches(self, node: Node) -> list[Documents]:
        """The documents of each part that the tree matches."""
        match node:
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return self._any_of(parts)
            case Not(part):
                return self._joined("without", self.every(), self.matches(part))
            case MinimumMatch(words):
                return self._some(words)
            case MatchAll():
                return self.every()
            case DateRange(first, last):
                return [dated(each, each.every(), first, last) for each in self.parts]
            case Missing(facet):
                wanted = Having(facet, frozenset(), missing=True)
                return [each.having(each.every(), wanted) for each in self.parts]
            case Filtered(filters):
                selection = Selection(filters, folded)
                return [kept(each, each.every(), selection) for each in self.parts]
            case _:
                return self._known(node).documents

    def complete(self, node: Node, documents: Sequence[Documents]) -> list[Documents]:
        """Those of the documents that have every word, where some are enough."""
        found = list(documents)
        for word in dict.fromkeys(partly(node)):
            found = self._joined("both", found, self._known(word).documents)
        return found

    def both(self, one: Sequence[Documents], other: Sequence[Documents]) -> list[Documents]:
        """The documents of each part that are in both."""
        return self._joined("both", one, other)

    def every(self) -> list[Documents]:
        """All documents."""
        return [part.every() for part in self.parts]

    def size(self, documents: Sequence[Documents]) -> int:
        """How many there are in all."""
        return sum([part.size(each) for part, each in zip(self.parts, documents, strict=True)])

    def weighed(self, node: Node) -> list[list[Weighed]]:
        """The leaves that count for the score, as each part has them."""
        found: list[list[Weighed]] = [[] for _ in self.parts]
        for leaf in scoring(node):
            if _weigh(leaf.zones):
                known, mean = self._known(leaf), self._mean(leaf.zones)
                weight = self._weight(known)
                for rows, counts in zip(found, known.counts, strict=True):
                    rows.append(Weighed(counts, leaf.zones, weight, mean))
        return found

    def why(
        self, node: Node, place: tuple[int, int], typed: Mapping[Leaf, Leaf]
    ) -> Iterator[ClauseScore]:
        """What each leaf added to the score of a document, given its part and number.

        `typed` has the leaves as asked.
        """
        part = self.parts[place[0]]
        for leaf in scoring(node):
            known = self._known(leaf)
            if count := part.count(known.counts[place[0]], place[1]):
                length = norm(part.length(place[1], leaf.zones), self._mean(leaf.zones))
                score = share(count, length, self._weight(known))
                matching, asked = known.sums[0], typed.get(leaf, leaf)
                yield ClauseScore(
                    unparse(asked),
                    count,
                    matching,
                    round(score, DIGITS),
                    zones=tuple(self._by_zone(leaf, place)),
                    rarity=round(rarity(matching, self._articles), DIGITS),
                    also=tuple(map(" ".join, asked.forms[1:]))
                    if isinstance(asked, SynonymGroup)
                    else (),
                )

    def _by_zone(self, leaf: Leaf, place: tuple[int, int]) -> Iterator[tuple[str, float]]:
        """The zones of a document in which the leaf occurs, and how often."""
        part = self.parts[place[0]]
        for zone in leaf.zones:
            known = self._known(replace(leaf, zones=(zone,)))
            count = part.count(known.counts[place[0]], place[1])
            if count:
                yield zone, count / ZONES[zone].weight

    def _all_of(self, parts: Sequence[Node]) -> list[Documents]:
        """The documents that match every part: what is denied or dated narrows what is left."""
        first = [each for each in parts if not isinstance(each, Not | DateRange)]
        found = self.matches(first[0]) if first else self.every()
        for each in first[1:]:
            found = self._joined("both", found, self.matches(each))
        for narrowing in parts:
            match narrowing:
                case Not(part):
                    found = self._joined("without", found, self.matches(part))
                case DateRange(low, high):
                    pairs = zip(self.parts, found, strict=True)
                    found = [dated(part, documents, low, high) for part, documents in pairs]
        return found

    def _some(self, words: Sequence[Word | SynonymGroup]) -> list[Documents]:
        """The documents that have a tenth or more of what the words weigh together."""
        known = [each for each in map(self._known, words) if each.sums[0]]
        weights = [rarity(each.sums[0], self._articles) for each in known]
        floor = FLOOR * sum(weights)
        pairs = list(zip(known, weights, strict=True))
        return [
            part.enough([(each.counts[i], weight) for each, weight in pairs], floor)
            for i, part in enumerate(self.parts)
        ]

    def _any_of(self, parts: Sequence[Node]) -> list[Documents]:
        """The documents that match one part or more."""
        if not parts:
            return [part.none() for part in self.parts]
        found = self.matches(parts[0])
        for each in parts[1:]:
            found = self._joined("either", found, self.matches(each))
        return found

    def _joined(
        self, way: str, one: Sequence[Documents], other: Sequence[Documents]
    ) -> list[Documents]:
        triples = zip(self.parts, one, other, strict=True)
        return [getattr(part, way)(a, b) for part, a, b in triples]

    def _known(self, leaf: Leaf) -> "_Known":
        found = self._leaves.get(leaf)
        if found is None:
            found = self._leaves[leaf] = _Known(self.parts, leaf)
        return found

    def _weight(self, known: "_Known") -> float:
        return weight(*known.sums, self._articles)

    def _mean(self, zones: tuple[str, ...]) -> float:
        """The mean length of an article, these zones pooled."""
        if zones not in self._pooled:
            self._pooled[zones] = pooled(self._means, zones)
        return self._pooled[zones]


class _Known:
    """What is known of one leaf."""

    def __init__(self, parts: Sequence[Part], leaf: Leaf) -> None:
        self.counts = [part.kept(leaf, partial(counted, part, leaf)) for part in parts]
        pairs = zip(parts, self.counts, strict=True)
        self.documents = [part.documents(counts) for part, counts in pairs]
        self._parts = parts

    @cached_property
    def sums(self) -> tuple[int, float]:
        """How many articles match the leaf, and how often it occurs in them."""
        matching, occurrences = 0, 0.0
        for part, counts in zip(self._parts, self.counts, strict=True):
            matching += part.matching(counts)
            occurrences += part.occurrences(counts)
        return matching, occurrences


def counted(part: Part, leaf: Leaf) -> Counts:
    """The weighted occurrences of the leaf in the documents of one segment."""
    return part.pooled([_in_zone(part, leaf, zone, ZONES[zone].weight) for zone in leaf.zones])


def _in_zone(part: Part, leaf: Leaf, zone: str, weight: int) -> Counts:
    """The weighted occurrences of the leaf in the zone."""
    if zone in person_values.ZONES and not part.persons.plain:
        return part.each(_naming(part, leaf, zone), weight)
    return _standing(part, leaf, zone, weight)


def _naming(part: Part, leaf: Leaf, zone: str) -> Documents:
    """The documents in which the leaf names somebody, by any name that person goes by.

    The postings hold names as they stand in the articles: they tell which names are to be asked.
    """
    near = part.documents(_standing(part, leaf, "person", 1))
    names, forms = (_names_with(part, leaf, near, kind) for kind in get_args(Kind))
    values = part.persons.named(leaf)
    wanted = Having(person_values.ZONES[zone], values, names=names, forms=forms)
    return part.having(part.every() if values else near, wanted)


def _names_with(part: Part, leaf: Leaf, documents: Documents, kind: Kind) -> set[int]:
    """The numbers of the names in these documents in which the leaf occurs."""
    names = part.segment.strings(f"{kind}.names")
    return {n for n in part.names_in(documents, kind) if names_one(leaf, (names[n],))}


def _standing(part: Part, leaf: Leaf, zone: str, weight: int) -> Counts:
    segment = part.segment
    match leaf:
        case Word(text, _, exact):
            return part.counts(zone, field_terms(segment, zone, exact, (text,)).values(), weight)
        case Phrase(words, _, exact):
            terms = field_terms(segment, zone, exact, words)
            if len(terms) < len(set(words)):
                return part.counts(zone, (), weight)
            return part.phrase(zone, [terms[word] for word in words], weight)
        case Near(words, distance, ordered, _, exact):
            terms = field_terms(segment, zone, exact, words)
            if len(terms) < len(set(words)):
                return part.counts(zone, (), weight)
            return part.near(zone, words, terms, distance, ordered, weight)
        case SynonymGroup(forms):
            return _any_form(part, forms, zone, weight)
        case Wildcard() | Fuzzy():
            return part.counts(zone, spread(segment, leaf), weight)


def _any_form(part: Part, forms: Sequence[tuple[str, ...]], zone: str, weight: int) -> Counts:
    """How often any of the forms occurs, those of several words one after the other."""
    words = [form[0] for form in forms if len(form) == 1]
    terms = field_terms(part.segment, zone, False, words).values()
    rows = [_standing(part, Phrase(form), zone, weight) for form in forms if len(form) > 1]
    return part.pooled([part.counts(zone, terms, weight), *rows])


def dated(part: Part, documents: Documents, first: date | None, last: date | None) -> Documents:
    """Those of these days, both ends included; an open end is None."""
    days = part.segment.strings("date.names")
    low = max(1, days.place(first.isoformat().encode()) if first else 1)
    high = days.place(last.isoformat().encode() + b"~") if last else len(days)
    return part.dated(documents, low, high - 1)


def partly(node: Node) -> tuple[Word | SynonymGroup, ...]:
    """The words of which a document needs some only."""
    match node:
        case MinimumMatch(words):
            return words
        case And(parts):
            return tuple(word for part in parts for word in partly(part))
        case _:
            return ()


@cache
def _weigh(zones: tuple[str, ...]) -> bool:
    return any(ZONES[zone].weight for zone in zones)


def scoring(node: Node) -> list[Leaf]:
    """The leaves that count for the score, each as often as it stands in the tree."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in scoring(part)]
        case MinimumMatch(words):
            return list(words)
        case Not() | MatchAll() | DateRange() | Missing() | Filtered():
            return []
        case _:
            return [node]
