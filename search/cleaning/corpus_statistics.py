"""Statistics of a corpus: lines that several documents have, and headlines of other articles.

A line that stands in several stories of one source is that source's boilerplate. A line that is
another article's headline, or begins like its opening, is a teaser of it. A line that shares runs
of words with other stories may be boilerplate with a name in it that changes; the line model
decides. Copies of one story are not counted. The statistics depend on the set of fingerprints
alone, not on the order of files.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import accumulate, islice
from typing import NamedTuple

from search.cleaning.document_lengths import long_documents
from search.cleaning.facts.publisher import outlet_names
from search.cleaning.fingerprints import HEADLINE, Fingerprint

LONG = 20  # words from which a line is a story's own; only copies share such lines
COPIED = 2  # long lines that copies share at the least
OPENING = 12  # words an opening has at the least
OPENINGS = 2  # a caption may stand above the opening
MOST = 3  # counts stop here: more says nothing more
SHARES = 5  # steps in which the share of a line's runs is given
BITS = 24  # the table of hashes takes 2 ** 24 bytes: one false match in 45 for 3 million lines
OWN = 0.2  # share of its words that a copy may have for itself; by cross-validation
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


class CorpusStatistics:
    """Statistics of the lines of a corpus, given the fingerprints of its documents by id.

    `decisions` maps the codes of some lines to "keep" or "cut".
    """

    def __init__(
        self, fingerprints: Mapping[str, Fingerprint], decisions: Mapping[str, str] | None = None
    ) -> None:
        self._fingerprints = fingerprints
        self._decisions = {int(code, 16): action for code, action in (decisions or {}).items()}
        self._newest = _newest_versions(each.item for each in fingerprints.values())
        self._outlets = outlet_names(each.outlet for each in fingerprints.values())
        self._by_line = _repeated({id: each.hashes for id, each in fingerprints.items()})
        runs = {id: each.run_hashes for id, each in fingerprints.items()}
        self._by_run = _repeated(runs, SAMPLES + 1)
        self._by_title = _by_title(fingerprints)
        self._by_lead = _by_lead(fingerprints, self._by_line)
        self._copies = lru_cache(maxsize=1 << 18)(self._are_copies)
        self._long_lines = lru_cache(CACHED)(self._long_lines_of)
        self._sources = lru_cache(CACHED)(self._sources_with)
        self._same_source = lru_cache(CACHED)(self._same_source_with)

    def is_long(self, id: str) -> bool:
        """Return whether a document is far longer than its like."""
        return id in self._long_documents

    @cached_property
    def _long_documents(self) -> frozenset[str]:
        boilerplate = {code for code, ids in self._by_line.items() if len(ids) > MOST}
        return long_documents(self._fingerprints, boilerplate)

    def lines(self, id: str) -> list[LineStatistics]:
        """Return the statistics of each line of a document."""
        own = self._fingerprints[id]
        ends = accumulate(own.run_counts)
        shares = [
            self._shared_runs(id, own.run_hashes[end - count : end])
            for count, end in zip(own.run_counts, ends, strict=True)
        ]
        return [self._line(id, number, share) for number, share in enumerate(shares)]

    def outlet_name(self, id: str) -> str:
        """Return the name that most documents of its outlet give to a document's outlet."""
        own = self._fingerprints[id].outlet
        return self._outlets.get(own.key, own.name)

    def is_superseded(self, id: str) -> bool:
        """Return whether another document is a higher version of the same item of a wire."""
        number, version = self._fingerprints[id].item
        return bool(version) and _version_order(version) < self._newest[number]

    def _line(self, id: str, number: int, shared_runs: int) -> LineStatistics:
        own = self._fingerprints[id]
        code = own.hashes[number]
        stories = others = 0
        if code in self._by_line:
            stories = self._story_count(id, code)
            others = min(len(self._sources(code) - {own.source}), MOST)
        decision = self._decisions.get(code, "")
        return LineStatistics(stories, others, self._teaser_of(id, number), decision, shared_runs)

    def _shared_runs(self, id: str, runs: Sequence[int]) -> int:
        """Return the share of the runs that other stories of the source have, rounded up."""
        source, count = self._fingerprints[id].source, 0
        for run in runs:
            same = (n for n in self._by_run.get(run, ()) if self._fingerprints[n].source == source)
            count += any(self._is_other_story(id, other) for other in same)
        return -(-SHARES * count // len(runs)) if count else 0

    def _is_other_story(self, id: str, other: str) -> bool:
        return other != id and not self._copies(*sorted((other, id)))

    def _sources_with(self, code: int) -> frozenset[str]:
        """Return the sources that have a line."""
        return frozenset(self._fingerprints[id].source for id in self._by_line[code])

    def _same_source_with(self, code: int, source: str) -> list[str]:
        """Return some documents of a source that have a line: as many as are tried, and one."""
        same = (id for id in self._by_line[code] if self._fingerprints[id].source == source)
        return list(islice(same, SAMPLES + 1))

    def _story_count(self, id: str, code: int) -> int:
        """Return how many documents with a line tell another story of the same source."""
        same = self._same_source(code, self._fingerprints[id].source)
        tried = islice((other for other in same if other != id), SAMPLES)
        stories = (other for other in tried if self._is_other_story(id, other))
        return len(list(islice(stories, MOST)))

    def _long_lines_of(self, id: str) -> list[int]:
        """Return the hashes of a document's long lines, in order."""
        own = self._fingerprints[id]
        pairs = zip(own.hashes, own.word_counts, strict=True)
        return [code for code, size in pairs if size >= LONG]

    def _are_copies(self, one: str, other: str) -> bool:
        """Return whether two documents share most long lines and openings, and have little else.

        Two short stories between the same long teasers share as much, but have words of their own.
        """
        first, second = self._long_lines(one), self._long_lines(other)
        shared = set(first) & set(second)
        opening = first[:4]
        most = 2 * len(shared) > min(len(first), len(second))
        same_opening = 2 * len(shared.intersection(opening)) > len(opening)
        return len(shared) >= COPIED and most and same_opening and self._own(one, other) < OWN

    def _own(self, *ids: str) -> float:
        """Return the smaller share of words that one of two documents has and the other has not."""
        both = [self._fingerprints[id] for id in ids]
        shared = set.intersection(*(set(each.hashes) for each in both))
        pairs = (zip(each.hashes, each.word_counts, strict=True) for each in both)
        own = [sum(size for code, size in each if code not in shared) for each in pairs]
        return min(n / (sum(each.word_counts) or 1) for n, each in zip(own, both, strict=True))

    def _teaser_of(self, id: str, number: int) -> str:
        """Return the article whose headline or opening a line is, if that is another story."""
        own = self._fingerprints[id]
        found = self._by_lead.get(own.lead_hashes[number], "")
        if not found or found == id:
            found = self._with_headline(own, number)
        same_title = found and own.title.whole == self._fingerprints[found].title.whole
        return found if found and not same_title and self._is_other_story(id, found) else ""

    def _with_headline(self, own: Fingerprint, number: int) -> str:
        """Return the article that has a line as its headline, whole or with one end edited."""
        for code in (own.hashes[number], own.head_hashes[number], own.tail_hashes[number]):
            found = self._by_title.get(code, "")
            size = self._fingerprints[found].title.word_count if found else 0
            if found and abs(own.word_counts[number] - size) <= max(2, size // 4):
                return found
        return ""


def _newest_versions(items: Iterable[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """Return the order of the highest version of each item that has versions."""
    found: dict[str, tuple[int, str]] = {}
    for number, version in items:
        if version:
            found[number] = max(found.get(number, (0, "")), _version_order(version))
    return found


def _version_order(version: str) -> tuple[int, str]:
    return (int(version) if version.isdecimal() else 0, version)


def _repeated(
    hashes: Mapping[str, Sequence[int]], most: int | None = None
) -> dict[int, tuple[str, ...]]:
    """Return the hashes that several documents have, with the first `most` of these, by id."""
    again = _met_again(hashes.values())
    ids: dict[int, list[str]] = defaultdict(list)
    for id in sorted(hashes):
        for code in again.intersection(hashes[id]):
            if most is None or len(ids[code]) < most:
                ids[code].append(id)
    return {code: tuple(each) for code, each in ids.items() if len(each) > 1}


def _met_again(hashes: Iterable[Sequence[int]]) -> set[int]:
    """Return the hashes that several documents have, and by chance a few more.

    A table of bits shows whether a similar hash came before: a set of all hashes would take a
    hundred times the memory, and nearly all of them stand in one document alone.
    """
    bits = bytearray(1 << BITS)
    again: set[int] = set()
    for each in hashes:
        for code in set(each) - {0}:
            index, bit = code >> 3 & (1 << BITS) - 1, 1 << (code & 7)
            if bits[index] & bit:
                again.add(code)
            else:
                bits[index] |= bit
    return again


def _by_title(fingerprints: Mapping[str, Fingerprint]) -> dict[int, str]:
    """Return the article of each headline, whole or by one end; of several, the lowest id."""
    found: dict[int, str] = {}
    for id in sorted(fingerprints, reverse=True):
        size, *hashes = fingerprints[id].title
        if size in HEADLINE:
            found.update(dict.fromkeys(hashes, id))
    return found


def _by_lead(
    fingerprints: Mapping[str, Fingerprint], repeated: Mapping[int, Sequence[str]]
) -> dict[int, str]:
    """Return the article of each opening; of several, the lowest id.

    What more than MOST documents have is the opening of none.
    """
    found: dict[int, str] = {}
    for id in sorted(fingerprints, reverse=True):
        own = fingerprints[id]
        long = [number for number, size in enumerate(own.word_counts) if size >= OPENING]
        for number in long[:OPENINGS]:
            if len(repeated.get(own.hashes[number], ())) <= MOST:
                found[own.lead_hashes[number]] = id
    return found
