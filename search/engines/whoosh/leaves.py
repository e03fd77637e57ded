"""In which documents a leaf of the query occurs, and how often: read from Whoosh's postings."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from whoosh.reading import IndexReader, TermNotFound

from search.analysis import tokens
from search.engines import positions
from search.engines.named import names_one
from search.engines.whoosh.fields import field_of
from search.engines.whoosh.rows import Rows
from search.engines.words import shape, stump, within
from search.facets import names
from search.query import Fuzzy, Leaf, Near, Pattern, Phrase, Word
from search.schema import ZONES

PEOPLE = {"person": "people", "quoted": "quoted"}  # zone -> facet
Counts = dict[int, float]  # document -> occurrences, each zone's times its weight


class Leaves:
    """The postings of one index, asked leaf by leaf; answers are kept while it is open."""

    def __init__(self, reader: IndexReader, rows: Rows) -> None:
        self._reader = reader
        self._rows = rows
        self.counts = lru_cache(maxsize=256)(self._counts)

    def _counts(self, leaf: Leaf) -> Counts:
        """The documents in which the leaf occurs, with its weighted occurrences."""
        found: Counts = defaultdict(float)
        for zone in leaf.zones:
            find = self._people if zone in PEOPLE else self._in_zone
            for document, count in find(leaf, zone):
                found[document] += count * ZONES[zone].weight
        return dict(found)

    def _in_zone(self, leaf: Leaf, zone: str) -> Iterable[tuple[int, float]]:
        match leaf:
            case Word(text, _, exact):
                return self._postings(field_of(zone, exact), text)
            case Phrase(words, _, exact):
                return self._starts(words, field_of(zone, exact), positions.phrase)
            case Near(words, distance, ordered, _, exact):
                return self._near(words, field_of(zone, exact), distance, ordered)
            case Pattern() | Fuzzy():
                return self._any(self.expansion(leaf, zone), field_of(zone, exact=True))

    def _people(self, leaf: Leaf, zone: str) -> Iterator[tuple[int, float]]:
        """The documents in which the leaf names somebody, by any name that person goes by.

        The postings hold names as they stand in the articles; who is meant is asked of the rows.
        """
        known = self._rows.identities
        near = {document for document, _ in self._in_zone(leaf, "person")}
        for value, members in known.members.items():
            if names_one(leaf, (value, *known.aliases(value))):
                for name in (value, *members):
                    words = tuple(token.word for token in tokens(name))
                    near |= {each for each, _ in self._in_zone(Phrase(words, (), True), "person")}
        for each in sorted(near):
            if names_one(leaf, names(self._rows.row(each), PEOPLE[zone])):
                yield each, 1.0

    def expansion(self, leaf: Pattern | Fuzzy, zone: str) -> list[str]:
        """The words of the zone that the leaf stands for."""
        field = field_of(zone, exact=True)
        if isinstance(leaf, Fuzzy):
            words = self._lexicon(field)
            return [word for word in words if within(leaf.text, word, leaf.edits)]
        fits, start = shape(leaf.glob), stump(leaf.glob)
        terms = self._reader.expand_prefix(field, start.encode())
        return [word for word in map(bytes.decode, terms) if fits.fullmatch(word)]

    def _lexicon(self, field: str) -> Iterator[str]:
        return map(bytes.decode, self._reader.lexicon(field))

    def _any(self, words: Iterable[str], field: str) -> Iterator[tuple[int, float]]:
        for word in words:
            yield from self._postings(field, word)

    def _postings(self, field: str, word: str) -> Iterator[tuple[int, float]]:
        try:
            matcher = self._reader.postings(field, word.encode())
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()

    def _places(self, field: str, word: str) -> dict[int, list[int]]:
        """For every document with the word, the positions at which it stands."""
        found = {}
        try:
            matcher = self._reader.postings(field, word.encode())
        except TermNotFound:
            return {}
        while matcher.is_active():
            found[matcher.id()] = matcher.value_as("positions")
            matcher.next()
        return found

    def _starts(
        self, words: tuple[str, ...], field: str, starts: Callable[[list[list[int]]], list[int]]
    ) -> Iterator[tuple[int, float]]:
        """The documents that have all the words, with the number of places where they fit."""
        places = self._all_places(words, field)
        common = set.intersection(*(set(places[word]) for word in words))
        for document in common:
            count = len(starts([places[word][document] for word in words]))
            if count:
                yield document, count

    def _all_places(self, words: Iterable[str], field: str) -> Mapping[str, dict[int, list[int]]]:
        return {word: self._places(field, word) for word in dict.fromkeys(words)}

    def _near(
        self, words: tuple[str, ...], field: str, distance: int, ordered: bool
    ) -> Iterator[tuple[int, float]]:
        def starts(places: list[list[int]]) -> list[int]:
            if ordered:
                return positions.near_in_order(places, distance)
            return positions.near(words, dict(zip(words, places, strict=True)), distance)

        return self._starts(words, field, starts)
