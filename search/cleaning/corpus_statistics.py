"""Statistics of a corpus: lines that several documents have, and headlines of other articles.

A line that stands in several stories of one source is that source's boilerplate. A line that is
another article's headline, or begins like its opening, is a teaser of it. A line that shares runs
of words with other stories may be boilerplate with a name in it that changes; the line model
decides. Copies of one story are not counted. The statistics depend on the set of fingerprints
alone, not on the order of files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np

from search.cleaning.document_lengths import lines_of, long_documents
from search.cleaning.evidence.fingerprint_table import Numbers, Table, make_table, rows_of_items
from search.cleaning.evidence.postings import (
    NONE,
    Postings,
    first_rows,
    line_postings,
    look_up,
    run_postings,
)
from search.cleaning.facts.publisher import Outlet, outlet_names
from search.cleaning.fingerprints import HEADLINE, Fingerprint

LONG = 20  # words from which a line is a story's own; only copies share such lines
COPIED = 2  # long lines that copies share at the least
OPENING = 12  # words an opening has at the least
OPENINGS = 2  # a caption may stand above the opening
MOST = 3  # counts stop here: more says nothing more
SHARES = 5  # steps in which the share of a line's runs is given
OWN = 0.2  # share of its words that a copy may have for itself; by cross-validation
FINGERPRINTS = 1 << 12  # of documents that are kept as objects: some 7 kB each
CACHED = 1 << 14  # lines and documents for which intermediate results are cached
SAMPLES = 16  # documents tried before those with a line are taken for copies of one story


class LineStatistics(NamedTuple):
    """The numbers of other documents that have a line, and the decision of a person on it."""

    same_source: int = 0  # other stories of its source that have it, at most MOST
    other_sources: int = 0  # other sources that have it, at most MOST
    teaser_of: str = ""  # the id of the article whose headline or opening it is
    decision: str = ""  # "keep" or "cut", where a person decided
    shared_runs: int = 0  # share of its runs that other stories of its source have, in SHARES steps


NO_STATISTICS = LineStatistics()


def statistics_digest(
    statistics: Iterable[LineStatistics],
    outlet: str = "",
    is_long: bool = False,
    superseded: bool = False,
) -> str:
    """Return a digest of a document's statistics; when it changes, the document is cleaned again.

    `outlet` is the name that most documents give to its outlet, where its own differs. The digest
    is empty where other documents say nothing about this one.
    """
    rows: list[object] = [(number, *each) for number, each in enumerate(statistics) if any(each)]
    rows += [outlet] if outlet else []
    rows += [is_long] if is_long else []
    rows += ["superseded"] if superseded else []
    return sha256(repr(rows).encode()).hexdigest()[:16] if rows else ""


class Context(NamedTuple):
    """All that other documents say about one."""

    lines: list[LineStatistics]
    source: str  # the name of its outlet in most documents, if it is another
    is_long: bool  # it is far longer than its like
    superseded: bool  # by a higher version of the same item of a wire


class CorpusStatistics:
    """Statistics of the lines of a corpus, given the fingerprints of its documents by id.

    `decisions` maps the codes of some lines to "keep" or "cut"; `outlets` the outlets to the names
    that most documents give them, and `long` the documents that are far longer than their like,
    where others are known than those of the corpus. To judge some documents, the corpus may be they
    and all documents that share a hash or an item with one of them.
    """

    def __init__(
        self,
        corpus: Mapping[str, Fingerprint] | Table,
        decisions: Mapping[str, str] | None = None,
        outlets: Mapping[str, str] | None = None,
        long: Set[str] | None = None,
    ) -> None:
        self.table = corpus if isinstance(corpus, Table) else make_table(corpus, {})
        self._rows = {id: row for row, id in enumerate(self.table.ids)}
        self._decisions = {int(code, 16): action for code, action in (decisions or {}).items()}
        self._outlets = outlet_names(_outlets(self.table)) if outlets is None else outlets
        self._newest = newest_versions([self.table])
        self._sources = self.table.documents["source"].tolist()
        self.by_line = line_postings(self.table)
        self.by_run = run_postings(self.table)
        self._long = self._long_documents() if long is None else long
        self._by_title = by_title(self.table)
        self._by_lead = by_lead(self.table, self.by_line)
        self._fingerprint = lru_cache(FINGERPRINTS)(self.table.fingerprint)
        self.are_copies = lru_cache(maxsize=1 << 18)(self._are_copies)
        self._long_lines = lru_cache(CACHED)(self._long_lines_of)
        self._sources_with = lru_cache(CACHED)(self._sources_of)
        self._same_source = lru_cache(CACHED)(self._same_source_of)

    def context(self, id: str) -> Context:
        """Return what other documents say about one."""
        is_long, superseded = self.is_long(id), self.is_superseded(id)
        return Context(self.lines(id), self.other_name(id), is_long, superseded)

    def is_long(self, id: str) -> bool:
        """Return whether a document is far longer than its like."""
        return id in self._long

    def is_superseded(self, id: str) -> bool:
        """Return whether another document is a higher version of the same item of a wire."""
        number, version = (self.table.name(name, self._rows[id]) for name in ("item", "version"))
        return bool(version) and version_order(version) < self._newest[number]

    def _long_documents(self) -> Set[str]:
        is_long = long_documents(lines_of(self.table), boilerplate(self.by_line))
        return {self.table.ids[row] for row in np.flatnonzero(is_long).tolist()}

    def lines(self, id: str) -> list[LineStatistics]:
        """Return the statistics of each line of a document."""
        row = self._rows[id]
        own, place = self._fingerprint(row), self.table.lines_of(row)
        hashes = self.table.lines["hashes"][place]
        ends = list(accumulate(own.run_counts))
        runs = self.by_run.find(self.table.runs[self.table.runs_of(row)])
        shares = [
            self._shared_runs(row, runs[end - count : end])
            for count, end in zip(own.run_counts, ends, strict=True)
        ]
        columns = zip(
            own.hashes, self.by_line.find(hashes), self._teasers(row), shares, strict=True
        )
        return [self._line(row, *each) for each in columns]

    def outlet_name(self, id: str) -> str:
        """Return the name that most documents of its outlet give to a document's outlet."""
        own = self._fingerprint(self._rows[id]).outlet
        return self._outlets.get(own.key, own.name)

    def other_name(self, id: str) -> str:
        """Return the name of the outlet of a document, if the document has another one."""
        name = self.outlet_name(id)
        return name if name != self._fingerprint(self._rows[id]).outlet.name else ""

    def is_other_story(self, row: int, other: int) -> bool:
        """Return whether two documents are different ones, and no copies of one story."""
        return other != row and not self.are_copies(min(row, other), max(row, other))

    def _line(
        self, row: int, code: int, holders: slice, teaser_of: str, shared_runs: int
    ) -> LineStatistics:
        stories = others = 0
        if holders.stop > holders.start:
            stories = self._story_count(row, holders)
            sources = self._sources_with(holders.start, holders.stop)
            others = min(len(sources - {self._sources[row]}), MOST)
        decision = self._decisions.get(code, "")
        return LineStatistics(stories, others, teaser_of, decision, shared_runs)

    def _shared_runs(self, row: int, runs: Sequence[slice]) -> int:
        """Return the share of the runs that other stories of the source have, rounded up."""
        source, count = self._sources[row], 0
        for holders in runs:
            if holders.stop > holders.start:
                some = self.by_run.rows[holders.start : holders.stop][: SAMPLES + 1].tolist()
                same = (n for n in some if self._sources[n] == source)
                count += any(self.is_other_story(row, other) for other in same)
        return -(-SHARES * count // len(runs)) if count else 0

    def _sources_of(self, start: int, stop: int) -> frozenset[int]:
        """Return the sources of these documents with a line."""
        rows = self.by_line.rows[start:stop]
        return frozenset(np.unique(self.table.documents["source"][rows]).tolist())

    def _same_source_of(self, start: int, stop: int, source: int) -> list[int]:
        """Return some documents of a source that have a line: as many as are tried, and one."""
        rows = self.by_line.rows[start:stop]
        same = rows[self.table.documents["source"][rows] == source]
        found: list[int] = same[: SAMPLES + 1].tolist()
        return found

    def _story_count(self, row: int, holders: slice) -> int:
        """Return how many documents with a line tell another story of the same source."""
        same = self._same_source(holders.start, holders.stop, self._sources[row])
        tried = islice((other for other in same if other != row), SAMPLES)
        stories = (other for other in tried if self.is_other_story(row, other))
        return len(list(islice(stories, MOST)))

    def _long_lines_of(self, row: int) -> list[int]:
        """Return the hashes of a document's long lines, in order."""
        own = self._fingerprint(row)
        pairs = zip(own.hashes, own.word_counts, strict=True)
        return [code for code, size in pairs if size >= LONG]

    def _are_copies(self, one: int, other: int) -> bool:
        """Return whether two documents share most long lines and openings, and have little else.

        Two short stories between the same long teasers share as much, but have words of their own.
        """
        first, second = self._long_lines(one), self._long_lines(other)
        shared = set(first) & set(second)
        opening = first[:4]
        most = 2 * len(shared) > min(len(first), len(second))
        same_opening = 2 * len(shared.intersection(opening)) > len(opening)
        return len(shared) >= COPIED and most and same_opening and self._own(one, other) < OWN

    def _own(self, *rows: int) -> float:
        """Return the smaller share of words that one of two documents has and the other has not."""
        both = [self._fingerprint(row) for row in rows]
        shared = set.intersection(*(set(each.hashes) for each in both))
        pairs = (zip(each.hashes, each.word_counts, strict=True) for each in both)
        own = [sum(size for code, size in each if code not in shared) for each in pairs]
        return min(n / (sum(each.word_counts) or 1) for n, each in zip(own, both, strict=True))

    def _teasers(self, row: int) -> list[str]:
        """Return for each line the article whose headline or opening it is: another story."""
        lines, place = self.table.lines, self.table.lines_of(row)
        leads = self._by_lead.find(lines["lead_hashes"][place])
        titles = [
            self._by_title.find(lines[name][place])
            for name in ("hashes", "head_hashes", "tail_hashes")
        ]
        sizes = lines["word_counts"][place].tolist()
        return [
            self._teaser_of(row, lead, self._with_headline(size, headlines))
            for lead, size, *headlines in zip(leads, sizes, *titles, strict=True)
        ]

    def _teaser_of(self, row: int, lead: int, headline: int) -> str:
        """Return the article whose opening or headline a line is, if that is another story."""
        found = headline if lead in (NONE, row) else lead
        if found == NONE or not self.is_other_story(row, found):
            return ""
        titles = self.table.documents["title"][:, 1]
        return self.table.ids[found] if titles[row] != titles[found] else ""

    def _with_headline(self, size: int, headlines: Sequence[int]) -> int:
        """Return the article that has a line as its headline, whole or with one end edited."""
        for found in headlines:
            if found != NONE:
                own = int(self.table.documents["title"][found, 0])
                if abs(size - own) <= max(2, own // 4):
                    return found
        return NONE


def newest_versions(tables: Iterable[Table]) -> dict[str, tuple[int, str]]:
    """Return the order of the highest version of each item that has versions."""
    found: dict[str, tuple[int, str]] = {}
    for table in tables:
        pairs = np.stack([table.documents["item"], table.documents["version"]])
        for number, version in set(zip(*pairs.tolist(), strict=True)):
            if table.names[version]:
                item, order = table.names[number], version_order(table.names[version])
                found[item] = max(found.get(item, (0, "")), order)
    return found


def version_order(version: str) -> tuple[int, str]:
    """Return what versions of an item are ordered by."""
    return (int(version) if version.isdecimal() else 0, version)


def boilerplate(by_line: Postings) -> Numbers:
    """Return the hashes of the lines that many documents have."""
    keys: Numbers = by_line.keys[np.diff(by_line.ends, prepend=0) > MOST]
    return keys


class FirstRows(NamedTuple):
    """The first document of each of some hashes."""

    keys: Numbers
    rows: Numbers

    def find(self, hashes: Numbers) -> list[int]:
        """Return the document of each hash; NONE where there is none."""
        places, found = look_up(self.keys, hashes)
        rows = np.concatenate((self.rows, [NONE]))
        result: list[int] = np.where(found, rows[places], NONE).tolist()
        return result


def by_title(table: Table) -> FirstRows:
    """Return the article of each headline, whole or by one end; of several, the lowest id."""
    titles = table.documents["title"]
    sizes = titles[:, 0]
    rows = np.flatnonzero((sizes >= HEADLINE.start) & (sizes < HEADLINE.stop))
    return FirstRows(*first_rows(titles[rows, 1:].ravel(), np.repeat(rows, 3)))


def by_lead(table: Table, by_line: Postings) -> FirstRows:
    """Return the article of each opening; of several, the lowest id.

    What more than MOST documents have is the opening of none.
    """
    lines, rows = openings(table)
    is_rare = by_line.sizes(table.lines["hashes"][lines]) <= MOST
    return FirstRows(*first_rows(table.lines["lead_hashes"][lines][is_rare], rows[is_rare]))


def openings(table: Table) -> tuple[Numbers, Numbers]:
    """Return the lines that are the openings of their documents, and these documents."""
    is_long = table.lines["word_counts"] >= OPENING
    counts = np.concatenate(([0], np.cumsum(is_long)))
    rows = rows_of_items(table.line_ends)
    starts = np.concatenate(([0], table.line_ends))[rows]
    lines = np.flatnonzero(is_long & (counts[1:] - counts[starts] <= OPENINGS))
    return lines, rows[lines]


def _outlets(table: Table) -> Iterator[Outlet]:
    """Yield the outlet of each document."""
    keys, names = (table.documents[name].tolist() for name in ("outlet", "outlet_name"))
    for key, name in zip(keys, names, strict=True):
        yield Outlet(table.names[key], table.names[name])
