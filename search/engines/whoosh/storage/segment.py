"""A segment: everything about some articles, read with the standard library alone.

segment_file.py describes the file, this module its sections:

    strings NAME      NAME: the strings in UTF-8, one after another; NAME.at: where each starts,
                      and the end of the last
    lexicon           strings `stems` and `words`, both sorted; for each word, the number of its
                      stem (words.stem) and its place among the words of that stem (words.form);
                      for each stem, its number of words (stems.forms)
    zone Z            for each stem in the zone, in order: its number (Z.terms), its documents
                      (Z.df), its occurrences (Z.cf), and the place (Z.at) and the widths
                      (Z.widths) of its posting in Z.postings; Z.length: the tokens of each
                      document, if the zone is scored
    posting           gaps between the numbers of documents, frequencies, positions, and for each
                      occurrence, which word of the stem it is; each packed at its own width
    facet F           strings F.names, sorted; the first is empty where a value may be missing;
                      F: for each document, the number of its value; where a document may have
                      several, F.row: where the numbers of each document start, and the end;
                      F.folds: the folded names, sorted; F.folded: the number of each one's name;
                      a facet of days has no folded names, and a facet F.month of their months
    people            a facet `persons`, the names as written in the articles; for each of its
                      numbers, persons.F for each facet F that counts only some people
                      (persons.quoted): 1 if the person counts; a facet `forms`, the other names
                      of the person in the article, with one row for each number of `persons`
    documents         strings `ids`, sorted; ids.document and ids.rank lead from one to the other;
                      strings `titles`; strings `records`, each compressed by itself with one of
                      the strings `dictionaries`, whose number is in records.dictionary

The properties of the file are, for each scored zone, the sum of its lengths.

Widths are in bits: 0 (all numbers are the same: 0, or 1 for frequencies), 4, 8, 12, 16 or 32.
Numbers of 4 and 12 bits are stored in pairs: two half bytes, the low one first; or the low byte of
the first number, the high half bytes of both, the low byte of the second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import cache, cached_property, lru_cache, partial
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple
from weakref import proxy

from search.article import Article
from search.engines.term_expansion import compile_wildcard, wildcard_prefix, within_edits
from search.engines.whoosh.storage.checked_bytes import CheckedBytes
from search.engines.whoosh.storage.segment_file import SegmentFile, deletions_file, read_deletions
from search.engines.whoosh.storage.stored_articles import decode, decode_record, encode
from search.errors import BrokenIndex, UnreadableIndex, is_temporary
from search.query import NONE, ArticleHead, Fuzzy, Wildcard
from search.schema import ZONES

SUFFIX = ".seg"
WIDTHS = (0, 4, 8, 12, 16, 32)  # in bits; a posting stores their places in this table
CACHED_TERMS = 1024
MISSING = 0  # the number of the empty name of a facet


class Packed(NamedTuple):
    """Packed numbers."""

    bytes: memoryview
    width: int  # of a number, in bits
    size: int  # how many numbers


class Posting:
    """The occurrences of a stem in a zone. Gaps are between documents, the first from -1.

    What is not used is neither read nor checked: few queries need positions.
    """

    def __init__(
        self, content: memoryview | CheckedBytes, start: int, df: int, cf: int, code: int
    ) -> None:
        self.document_count = df
        self._content = content
        self._parts = []
        for count, shift in ((df, 0), (df, 3), (cf, 6), (cf, 9)):
            width = WIDTHS[code >> shift & 7]
            end = start + packed_size(count, width)
            self._parts.append((start, end, width, count))
            start = end
        self.end = start  # in the section
        self.positions_width = WIDTHS[code >> 6 & 7]

    @cached_property
    def gaps(self) -> Packed:
        """The gaps between documents."""
        return self._packed(0)

    @cached_property
    def frequencies(self) -> Packed:
        """The number of occurrences in each document."""
        return self._packed(1)

    @cached_property
    def positions(self) -> Packed:
        """The position of each occurrence in its document."""
        return self._packed(2)

    @cached_property
    def forms(self) -> Packed:
        """The form of each occurrence: the number of a word among those of its stem."""
        return self._packed(3)

    def _packed(self, part: int) -> Packed:
        start, end, width, count = self._parts[part]
        return Packed(self._content[start:end], width, count)


class Term(NamedTuple):
    """A stem in one segment, and which of its words are meant."""

    stem: int
    forms: frozenset[int] | None = None  # None: all


class Strings:
    """Sorted strings of a segment, numbered from 0.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._content = file.content(name)
        self._at = file.numbers(f"{name}.at")
        self._wrong = file.later_error(f"has wrong numbers in section {name}.at")
        if not len(self._at) or self._at[-1] != len(self._content):
            raise self._wrong()

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> str:
        return _decoded(self._wrong, self.as_bytes(number))

    def __iter__(self) -> Iterator[str]:
        return map(partial(_decoded, self._wrong), self.all_bytes())  # it does not keep the file

    def as_bytes(self, number: int) -> bytes:
        """Return a string in UTF-8."""
        try:
            return self._content[self._at[number] : self._at[number + 1]].tobytes()
        except IndexError as error:
            raise self._wrong() from error

    def all_bytes(self) -> list[bytes]:
        """Return all strings in UTF-8."""
        content, starts = self._content.tobytes(), self._at.tolist()
        if starts != sorted(starts):  # strings that overlap may take any amount of memory
            raise self._wrong()
        return [content[start:end] for start, end in pairwise(starts)]

    def bisect(self, text: bytes) -> int:
        """Return the number of the first string that is not less than the text."""
        return bisect_left(range(len(self)), text, key=self.as_bytes)

    def number(self, text: str) -> int:
        """Return the number of the string; -1 if it is not here."""
        encoded = encode(text)
        place = self.bisect(encoded)
        return place if place < len(self) and self.as_bytes(place) == encoded else -1

    def with_prefix(self, text: str) -> range:
        """Return the numbers of the strings that start with the text."""
        encoded = encode(text)
        return range(self.bisect(encoded), self.bisect(encoded + b"\xff"))


def _decoded(wrong: Callable[[], BrokenIndex], string: bytes) -> str:
    try:
        return decode(string)
    except UnicodeDecodeError as error:
        raise wrong() from error


class Segment:
    """An immutable segment, and which of its documents are deleted; open until `close`.

    `deleted` are those, if it is not the file next to the segment that says so.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, path: Path, index: Path, deleted: Collection[int] | None = None) -> None:
        self.file = SegmentFile(path, index)
        self.name = path.stem
        self.document_count = self.file.document_count
        try:
            if deleted is None:
                deleted = read_deletions(deletions_file(path), index)
            self.deleted = frozenset(deleted)
        except BrokenIndex:
            self.file.close()
            raise
        self.strings = cache(partial(Strings, self.file))
        itself = proxy(self)  # no circle: a segment that nobody uses any more is unmapped at once
        self.names = cache(partial(Segment._names, itself))
        self.stem_term = lru_cache(CACHED_TERMS)(partial(Segment._stem_term, itself))
        self.posting = lru_cache(CACHED_TERMS)(partial(Segment._posting, itself))

    def close(self) -> None:
        """Close the file, and forget what was read of it."""
        for cached in (self.strings, self.names, self.stem_term, self.posting):
            cached.cache_clear()
        for name in ("stems", "words", "ids"):
            vars(self).pop(name, None)
        self.file.close()

    @cached_property
    def stems(self) -> Strings:
        """The stems of the segment, sorted."""
        return self.strings("stems")

    @cached_property
    def words(self) -> Strings:
        """The words of the segment, sorted."""
        return self.strings("words")

    @cached_property
    def ids(self) -> Strings:
        """The ids of the articles, sorted."""
        return self.strings("ids")

    def _stem_term(self, stem: str) -> Term | None:
        """Return the term of all words of the stem; None if it has none."""
        number = self.stems.number(stem)
        return Term(number) if number >= 0 else None

    def word_term(self, word: str) -> Term | None:
        """Return the term of one word; None if it is not here."""
        number = self.words.number(word)
        if number < 0:
            return None
        return self.term(self.file.numbers("words.stem")[number], [number])

    def term(self, stem: int, words: list[int]) -> Term:
        """Return the term of some words of a stem, given by their numbers."""
        if len(words) == self.file.numbers("stems.forms")[stem]:
            return Term(stem)
        forms = self.file.numbers("words.form")
        return Term(stem, frozenset(forms[word] for word in words))

    def _posting(self, zone: str, stem: int) -> Posting | None:
        """Return the posting of the stem in the zone; None if it does not occur there."""
        terms = self.file.numbers(f"{zone}.terms")
        place = bisect_left(terms, stem)
        if place == len(terms) or terms[place] != stem:
            return None
        numbers, content = self.file.numbers, self.file.content(f"{zone}.postings")
        columns = [numbers(f"{zone}.{name}") for name in ("at", "df", "cf", "widths")]
        try:
            posting = Posting(content, *(column[place] for column in columns))
        except IndexError as error:  # a column too short, an unknown width
            raise self.file.error(f"has wrong numbers in section {zone}.widths") from error
        has_positions = posting.positions_width > 0  # else any number of them takes no bytes
        if (
            posting.document_count > self.document_count
            or posting.end > len(content)
            or not has_positions
        ):
            raise self.file.error(f"has wrong numbers in section {zone}.df")
        return posting

    def document_frequency(self, zone: str, stem: int) -> int:
        """Return how many documents have the stem in the zone, deleted ones included."""
        posting = self.posting(zone, stem)
        return posting.document_count if posting else 0

    def document(self, id: str) -> int:
        """Return the number of the article of that id; -1 if it is not here or deleted."""
        rank = self.ids.number(id)
        number: int = self.file.numbers("ids.document")[rank] if rank >= 0 else -1
        return -1 if number in self.deleted else number

    def ids_containing(self, text: str) -> Iterator[str]:
        """Yield the ids that contain the text."""
        encoded, at, start = encode(text), self.file.numbers("ids.at"), 0
        while (start := self.file.find("ids", encoded, start)) >= 0:
            rank = bisect_right(at, start) - 1
            if rank >= len(self.ids):
                return
            inside = start + len(encoded) <= at[rank + 1]  # else it runs into the next id
            if inside and self.file.numbers("ids.document")[rank] not in self.deleted:
                yield self.ids[rank]
            start = at[rank + 1] if inside else start + 1

    def id(self, document: int) -> str:
        """Return the id of an article."""
        return self.ids[self.file.numbers("ids.rank")[document]]

    def _names(self, facet: str) -> list[str]:
        """Return the names of a facet by number; the first, which is empty, becomes NONE."""
        return [NONE, *islice(self.strings(f"{facet}.names"), 1, None)]

    def value(self, facet: str, document: int) -> str:
        """Return the document's value of a facet that has one value a document."""
        return self.strings(f"{facet}.names")[self.file.numbers(facet)[document]]

    def head(self, document: int) -> ArticleHead:
        """Return what a list of hits shows of an article."""
        return ArticleHead(
            self.id(document),
            self.strings("titles")[document],
            self.value("date", document),
            self.value("source", document),
        )

    def article(self, document: int) -> Article:
        """Return an article."""
        record = self.strings("records").as_bytes(document)
        dictionary = self.file.numbers("records.dictionary")[document]
        with self.file.undecodable(f"was changed in record {document}"):
            return decode_record(
                self.head(document), record, self.strings("dictionaries").as_bytes(dictionary)
            )


def open_segments(
    files: Iterable[tuple[Path, Collection[int] | None]], index: Path, stack: ExitStack
) -> list[Segment]:
    """Open segments, each with what is deleted, until the stack is closed.

    Raises: BrokenIndex, UnreadableIndex; none stays open then.
    """
    with ExitStack() as opened:
        segments = [opened.enter_context(closing(_opened(p, index, d))) for p, d in files]
        stack.enter_context(opened.pop_all())
    return segments


def _opened(path: Path, index: Path, deleted: Collection[int] | None) -> Segment:
    try:
        return Segment(path, index, deleted)
    except OSError as error:
        if is_temporary(error):
            raise UnreadableIndex(str(index), path.name, error) from error
        raise


def packed_size(count: int, width: int) -> int:
    """Return the number of bytes of that many packed numbers."""
    if width in (4, 12):
        return (count + 1) // 2 * (width // 4)
    return count * (width // 8)


def field_terms(
    segment: Segment, zone: str, exact: bool, words: Sequence[str]
) -> Mapping[str, Term]:
    """Return the terms of the words the segment has: by stem, or by word in names."""
    find = segment.stem_term if ZONES[zone].stemmed and not exact else segment.word_term
    terms = ((word, find(word)) for word in dict.fromkeys(words))
    return {word: term for word, term in terms if term is not None}


def expanded_terms(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterator[Term]:
    """Yield the terms of all words that match the leaf."""
    by_stem: dict[int, list[int]] = {}
    stem = segment.file.numbers("words.stem")
    for word in _matching_words(segment, leaf):
        by_stem.setdefault(stem[word], []).append(word)
    return (segment.term(stem, words) for stem, words in by_stem.items())


def _matching_words(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterable[int]:
    """Return the numbers of the words that match the leaf."""
    words = segment.words
    if isinstance(leaf, Fuzzy):
        return (n for n, word in enumerate(words) if within_edits(leaf.text, word, leaf.edits))
    prefix = wildcard_prefix(leaf.glob)
    candidates = words.with_prefix(prefix)
    if leaf.glob == f"{prefix}*":
        return candidates
    pattern = compile_wildcard(leaf.glob)
    return (number for number in candidates if pattern.fullmatch(words[number]))
