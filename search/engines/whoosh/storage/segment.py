"""What a segment holds, read with the standard library alone; layout.py says how a file is laid.

    strings NAME      NAME: UTF-8 one after the other; NAME.at: where each starts, and the end
    lexicon           strings `stems` and `words`, each sorted; for every word the number of its
                      stem (words.stem) and which of the words of that stem it is (words.form);
                      for every stem how many words it has (stems.forms)
    zone Z            for each stem that occurs in it, in order: its number (Z.terms), documents
                      (Z.df), occurrences (Z.cf), the place (Z.at) and the widths (Z.widths) of
                      what Z.postings holds of it; Z.length: tokens of each document, if Z scores
    posting           gaps between numbers of documents, frequencies, positions, and for each
                      occurrence which word of the stem it is; each packed at a width of its own
    facet F           strings F.names, sorted, the first empty where a value may be missing;
                      F: for each document the number of its value, or where it may have several
                      F.row: where the numbers of each document start, and the end;
                      F.folds: the folded names, sorted, F.folded: the number of each one's name;
                      a facet of days has no folded names, and a facet F.month of their months
    people            a facet `persons`, their names as they stand in the articles; for each of its
                      numbers persons.F for each facet F of only some people (persons.quoted): 1
                      if the person counts for it; a facet `forms`, their other names there, whose
                      rows are those of these numbers
    documents         strings `ids`, sorted; ids.document and ids.rank, from one to the other;
                      strings `titles`; strings `records`, each deflated by itself with one of
                      strings `dictionaries`, whose number is in records.dictionary; records.crc

The table of the file states, for each zone that scores, the sum of its lengths.

Widths are bits: 0 (every number is the same: 0, a frequency 1), 4, 8, 12, 16 or 32. Numbers of 4
and 12 bits stand in pairs: a low half byte first; the low byte of the first, the high half bytes of
both, the low byte of the second.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from search.engines.article_head import ArticleHead
from search.engines.whoosh.storage.deletions import deleted
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.query import NONE

SUFFIX = ".seg"
WIDTHS = (0, 4, 8, 12, 16, 32)  # in bits; a posting names them by their place here
KNOWN = 1024  # terms whose place is kept
MISSING = 0  # the number of a facet's empty name


class Packed(NamedTuple):
    """Numbers as they lie in the file."""

    bytes: memoryview
    width: int  # in bits
    size: int  # how many numbers


class Posting(NamedTuple):
    """Where a stem occurs in a zone. Gaps are from document to document, the first from -1."""

    documents: int
    gaps: Packed
    frequencies: Packed
    positions: Packed
    forms: Packed


class Term(NamedTuple):
    """What a word of a query is in one segment: a stem, and which of its words are meant."""

    stem: int
    forms: frozenset[int] | None = None  # None: all


class Strings:
    """Sorted strings of a segment; numbers count from 0."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._held, self._start = file.mapped(name)
        self._at = file.numbers(f"{name}.at")

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> str:
        at, start = self._at, self._start
        held = self._held[start + at[number] : start + at[number + 1]]
        return held.decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (each.decode("utf-8", "surrogatepass") for each in self.all())

    def encoded(self, number: int) -> bytes:
        """The string in UTF-8."""
        start = self._start
        return self._held[start + self._at[number] : start + self._at[number + 1]]

    def all(self) -> list[bytes]:
        """Every string in UTF-8."""
        at = self._at.tolist()
        held = self._held[self._start : self._start + at[-1]]
        return [held[start:end] for start, end in pairwise(at)]

    def place(self, text: bytes) -> int:
        """The number of the first string that is not before the text."""
        held, at, start = self._held, self._at, self._start
        low, high = 0, len(at) - 1
        while low < high:
            middle = (low + high) // 2
            if held[start + at[middle] : start + at[middle + 1]] < text:
                low = middle + 1
            else:
                high = middle
        return low

    def number(self, text: str) -> int:
        """The number of the string; -1 where it is not there."""
        encoded = text.encode("utf-8", "surrogatepass")
        place = self.place(encoded)
        return place if place < len(self) and self.encoded(place) == encoded else -1

    def starting(self, text: str) -> range:
        """The numbers of the strings that start with the text."""
        encoded = text.encode("utf-8", "surrogatepass")
        return range(self.place(encoded), self.place(encoded + b"\xff"))


class _Remembered(dict[int, str]):
    """Strings by their numbers, of which few are asked for again and again."""

    def __init__(self, strings: Strings) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        found = self[number] = self._strings[number]
        return found


class Segment:
    """One immutable segment, and which of its documents are deleted.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, path: Path, index: Path) -> None:
        self.file = SegmentFile(path, index)
        self.name = path.stem
        self.documents = self.file.documents
        self.gone = frozenset(deleted(path, index))
        self._strings: dict[str, Strings] = {}
        self._names: dict[str, list[str]] = {}
        self.stemmed = lru_cache(KNOWN)(self._stemmed)
        self.posting = lru_cache(KNOWN)(self._posting)

    def strings(self, name: str) -> Strings:
        """The strings of that name."""
        found = self._strings.get(name)
        if found is None:
            found = self._strings[name] = Strings(self.file, name)
        return found

    @cached_property
    def stems(self) -> Strings:
        return self.strings("stems")

    @cached_property
    def words(self) -> Strings:
        return self.strings("words")

    @cached_property
    def ids(self) -> Strings:
        return self.strings("ids")

    def _stemmed(self, stem: str) -> Term | None:
        """Every word of the stem."""
        number = self.stems.number(stem)
        return Term(number) if number >= 0 else None

    def exact(self, word: str) -> Term | None:
        """The word itself."""
        number = self.words.number(word)
        if number < 0:
            return None
        return self.term(self.file.numbers("words.stem")[number], [number])

    def term(self, stem: int, words: list[int]) -> Term:
        """Some of the words of a stem, given their numbers."""
        if len(words) == self.file.numbers("stems.forms")[stem]:
            return Term(stem)
        forms = self.file.numbers("words.form")
        return Term(stem, frozenset(forms[word] for word in words))

    def _posting(self, zone: str, stem: int) -> Posting | None:
        """Where the stem occurs in the zone; None where it does not."""
        numbers = self.file.numbers
        terms = numbers(f"{zone}.terms")
        place = bisect_left(terms, stem)
        if place == len(terms) or terms[place] != stem:
            return None
        return self.posting_at(zone, place)

    def posting_at(self, zone: str, place: int) -> Posting:
        """The posting of the stem at that place among those of the zone."""
        numbers = self.file.numbers
        df, cf = numbers(f"{zone}.df")[place], numbers(f"{zone}.cf")[place]
        start, held = numbers(f"{zone}.at")[place], numbers(f"{zone}.postings")
        parts = []
        code = numbers(f"{zone}.widths")[place]
        for count, width in zip((df, df, cf, cf), widths(code), strict=True):
            end = start + packed_size(count, width)
            parts.append(Packed(held[start:end], width, count))
            start = end
        return Posting(df, *parts)

    def frequency(self, zone: str, stem: int) -> int:
        """How many documents have the stem in the zone, deleted ones among them."""
        posting = self.posting(zone, stem)
        return posting.documents if posting else 0

    def document(self, id: str) -> int:
        """The number of the article of that id; -1 where it is not here."""
        rank = self.ids.number(id)
        number: int = self.file.numbers("ids.document")[rank] if rank >= 0 else -1
        return -1 if number in self.gone else number

    def ids_with(self, text: str) -> Iterator[str]:
        """The ids that contain the text."""
        encoded, at, start = text.encode("utf-8", "surrogatepass"), self.file.numbers("ids.at"), 0
        while (start := self.file.holds("ids", encoded, start)) >= 0:
            rank = bisect_right(at, start) - 1
            if rank >= len(self.ids):
                return
            inside = start + len(encoded) <= at[rank + 1]
            if inside and self.file.numbers("ids.document")[rank] not in self.gone:
                yield self.ids[rank]
            start = at[rank + 1] if inside else start + 1

    def id(self, document: int) -> str:
        """The id of the article."""
        return self.ids[self.file.numbers("ids.rank")[document]]

    def names(self, facet: str) -> list[str]:
        """The names of the facet by their numbers; the first, which is empty, reads `none`."""
        if facet not in self._names:
            self._names[facet] = [NONE, *islice(self.strings(f"{facet}.names"), 1, None)]
        return self._names[facet]

    def value(self, facet: str, document: int) -> str:
        """The name of the document's value of a facet that has one a document."""
        return self.strings(f"{facet}.names")[self.file.numbers(facet)[document]]

    def head(self, document: int) -> ArticleHead:
        """What a list of hits shows."""
        ids, ranks, titles, days, day, sources, source = self._shown
        return ArticleHead(
            ids[ranks[document]],
            titles[document],
            days[day[document]],
            sources[source[document]],
        )

    @cached_property
    def _shown(self) -> tuple[Any, ...]:
        """Names and numbers of what a head has."""
        numbers, strings = self.file.numbers, self.strings
        dates = _Remembered(strings("date.names")), numbers("date")
        sources = _Remembered(strings("source.names")), numbers("source")
        return self.ids, numbers("ids.rank"), strings("titles"), *dates, *sources

    def record(self, document: int) -> bytes:
        """The whole article, compressed with its dictionary; checked, for inflating does not."""
        found = self.strings("records").encoded(document)
        if zlib.crc32(found) != self.file.numbers("records.crc")[document]:
            raise self.file.broken(f"was changed in record {document}")
        return found

    def dictionary(self, document: int) -> bytes:
        """What the article was compressed with."""
        number = self.file.numbers("records.dictionary")[document]
        return self.strings("dictionaries").encoded(number)


def widths(code: int) -> Iterator[int]:
    """The four widths of a posting, in bits."""
    for shift in (0, 3, 6, 9):
        yield WIDTHS[code >> shift & 7]


def packed_size(count: int, width: int) -> int:
    """The bytes that so many packed numbers take."""
    if width in (4, 12):
        return (count + 1) // 2 * (width // 4)
    return count * (width // 8)
