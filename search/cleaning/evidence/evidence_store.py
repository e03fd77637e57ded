"""The evidence of an index: parts that each change adds to, merged when they are many."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.cleaning.corpus_statistics import CorpusStatistics, boilerplate, statistics_digest
from search.cleaning.document_lengths import FLOOR, Lines, lines_of, long_documents
from search.cleaning.evidence.fingerprint_table import Numbers, Table, join, make_table
from search.cleaning.evidence.flat_file import Part
from search.cleaning.evidence.postings import look_up, make_postings
from search.cleaning.evidence.touched import Comparison
from search.cleaning.fingerprints import Fingerprint

BATCH = 1_000  # fingerprints that are kept as objects until they become rows
FEW = 50  # changed documents, or one in LARGE: with more, every document is judged again
LARGE = 20
TIMES = 4  # a part is merged with the next older one that has at most so many times its rows
HASHES = ("hashes", "head_hashes", "tail_hashes", "lead_hashes")  # the columns of 64 bits

Place = tuple[int, int]  # the number of a part, and a row


class Judgement(NamedTuple):
    """The statistics of the changed documents, and of those that must be cleaned again."""

    statistics: CorpusStatistics
    affected: set[str]  # unchanged documents of which others say something else than before


class NewRows:
    """Fingerprints that come one by one, and become a table."""

    def __init__(self) -> None:
        self._batch: dict[str, Fingerprint] = {}
        self._tables: list[Table] = []

    def add(self, id: str, fingerprint: Fingerprint) -> None:
        """Add or replace a fingerprint."""
        self._batch[id] = fingerprint
        if len(self._batch) == BATCH:
            self._flush()

    def table(self, present: Collection[str]) -> Table:
        """Return the table of those of these ids, the latest of each."""
        self._flush()
        whole = join(self._tables or [make_table({}, {})])
        ids = whole.ids
        rows = [
            row
            for row, id in enumerate(ids)
            if id in present and (row + 1 == len(ids) or ids[row + 1] != id)
        ]
        self._tables = [whole if len(rows) == len(ids) else whole.take(np.array(rows, np.int64))]
        return self._tables[0]

    def _flush(self) -> None:
        if self._batch:
            self._tables.append(make_table(self._batch, {}))
            self._batch = {}


class EvidenceStore:
    """The evidence of the last build, as parts: later ones replace rows of earlier ones."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._tables = [part.table for part in parts]

    @cached_property
    def places(self) -> dict[str, Place]:
        """The place of each document."""
        found: dict[str, Place] = {}
        for number, part in enumerate(self._parts):
            for id in part.gone:
                found.pop(id, None)
            found.update(
                zip(
                    part.table.ids,
                    zip([number] * len(part.table), range(len(part.table)), strict=True),
                    strict=True,
                )
            )
        return found

    def judge(
        self,
        new: Table,
        present: Set[str],
        decisions: Mapping[str, str],
        decided: Collection[str],
    ) -> Judgement:
        """Return the statistics after a change, and whom it affects.

        `new` are the new and changed documents, `present` the ids of all; `decided` are the codes
        of lines on which decisions have changed.
        """
        changed = {*new.ids, *(self.places.keys() - present)}
        kept = self.places.keys() - changed
        outlets = self._outlets(kept, new)
        if not kept:
            return Judgement(CorpusStatistics(new, decisions, outlets), set())
        long = self._long(kept, new)
        if len(changed) > max(FEW, len(self.places) // LARGE):
            suspects = set(kept)
            table = join([self._take(kept), new])
        else:
            suspects = self._suspects(changed, kept, new, outlets, decided)
            suspects |= (long ^ self._were_long(kept)) & kept
            own = [self._take(suspects), new]
            others = (self._neighbours(own) | self._versions(own)) & kept - suspects
            table = join([self._take(others), *own])
        statistics = CorpusStatistics(table, decisions, outlets, long)
        affected = {
            id for id in suspects if statistics_digest(*statistics.context(id)) != self._digest(id)
        }
        return Judgement(statistics, affected)

    def change(
        self, new: Table, digests: Mapping[str, str], long: Set[str], present: Set[str]
    ) -> tuple[Part, int]:
        """Return the part of a change, and how many of the last parts it replaces.

        `digests` are those of the documents that were cleaned, `long` those of them that are far
        longer than their like.
        """
        ids = set(new.ids)
        rows = join([new, self._take(digests.keys() & self.places.keys() - ids)])
        column = np.array([int(digests[id] or "0", 16) for id in rows.ids], "<u8")
        is_long = np.array([id in long for id in rows.ids], "u1")
        known = {**rows.documents, "digest": column, "is_long": is_long}
        rows = replace(rows, documents=known)
        gone = set(self.places.keys() - present)
        merged = 0
        while merged < len(self._parts) and (
            len(self._parts[-1 - merged].table) <= TIMES * max(1, len(rows))
        ):
            number = len(self._parts) - 1 - merged
            own = {id for id, (part, _) in self.places.items() if part == number}
            rows = join([rows, self._take(own & present - set(rows.ids))])
            gone |= set(self._parts[number].gone)
            merged += 1
        if merged == len(self._parts):
            gone = set()
        return Part(rows, sorted(gone - set(rows.ids))), merged

    def _suspects(
        self,
        changed: Set[str],
        kept: Set[str],
        new: Table,
        outlets: Mapping[str, str],
        decided: Collection[str],
    ) -> set[str]:
        """Return the unchanged documents of which others may say something else than before."""
        old = self._take(changed & self.places.keys())
        near = self._take(self._neighbours([old, new]) & kept)
        table = join([near, old, new])
        ids, changed_ids = table.ids, set(changed)
        is_changed = np.array([id in changed_ids for id in ids], bool)
        is_second = np.array([n > 0 and ids[n - 1] == id for n, id in enumerate(ids)], bool)
        old_ids, new_ids = set(old.ids), set(new.ids)
        in_old = np.array([id in old_ids for id in ids], bool) & ~is_second
        in_new = np.array([id in new_ids for id in ids], bool) & (
            is_second | ~np.array([id in old_ids for id in ids], bool)
        )
        comparison = Comparison(table, ~is_changed | in_old, ~is_changed | in_new)
        found = {ids[row] for row in comparison.touched()}
        codes = np.unique(np.array([int(code, 16) for code in decided], "<u8"))
        found |= self._with(codes, ("hashes",)) & kept
        return found | (self._renamed(old, new, outlets) | self._versions([old, new])) & kept

    def _versions(self, tables: Iterable[Table]) -> set[str]:
        """Return the documents that are versions of the same items of wires."""
        items = {
            table.names[number]
            for table in tables
            for number in np.unique(table.documents["item"]).tolist()
        } - {""}
        return self._named("item", items)

    def _named(self, column: str, names: Set[str]) -> set[str]:
        """Return the documents that have one of these names in a column."""
        found: set[str] = set()
        for table in self._tables if names else ():
            numbers = [number for number, name in enumerate(table.names) if name in names]
            rows = np.flatnonzero(np.isin(table.documents[column], numbers))
            found.update(table.ids[row] for row in rows.tolist())
        return found & self.places.keys()

    def _long(self, kept: Set[str], new: Table) -> set[str]:
        """Return the documents that are far longer than their like."""
        sources: dict[str, int] = {}
        ids: list[str] = []
        pieces: list[Lines] = []
        for number, table in enumerate([*self._tables, new]):
            every = number == len(self._tables)
            rows = [
                row
                for row, id in enumerate(table.ids)
                if every or (id in kept and self.places[id] == (number, row))
            ]
            numbers = np.array([sources.setdefault(name, len(sources)) for name in table.names])
            part = table if len(rows) == len(table) else table.take(np.array(rows, np.int64))
            lines = lines_of(part)
            own = numbers[lines.sources] if len(part) else lines.sources
            pieces.append(lines._replace(rows=lines.rows + len(ids), sources=own))
            ids += part.ids
        whole = Lines(*map(np.concatenate, zip(*pieces, strict=True)))
        totals = np.bincount(whole.rows, whole.word_counts, len(ids))
        if not len(totals) or totals.max() < FLOOR:
            return set()
        postings = make_postings(whole.hashes, whole.rows)
        is_long = long_documents(whole, boilerplate(postings))
        return {ids[row] for row in np.flatnonzero(is_long).tolist()}

    def _were_long(self, kept: Set[str]) -> set[str]:
        """Return the documents that were far longer than their like in the last build."""
        return {
            table.ids[row]
            for number, table in enumerate(self._tables)
            for row in np.flatnonzero(table.documents["is_long"]).tolist()
            if self.places.get(table.ids[row]) == (number, row)
        } & kept

    def _renamed(self, old: Table, new: Table, outlets: Mapping[str, str]) -> set[str]:
        """Return the documents whose outlet most others call by another name than before."""
        before = self._outlets(self.places, make_table({}, {}))
        keys = {table.name("outlet", row) for table in (old, new) for row in range(len(table))}
        other = {key for key in keys if key and before.get(key) != outlets.get(key)}
        return self._named("outlet", other)

    def _outlets(self, kept: Collection[str], new: Table) -> dict[str, str]:
        """Return the name that most documents give to each outlet."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        rows: dict[int, list[int]] = defaultdict(list)
        for id in kept:
            number, row = self.places[id]
            rows[number].append(row)
        tables = [(self._tables[number], np.array(each)) for number, each in rows.items()]
        for table, own in (*tables, (new, np.arange(len(new)))):
            pairs = np.stack([table.documents[each][own] for each in ("outlet", "outlet_name")])
            found, sizes = np.unique(pairs, axis=1, return_counts=True)
            for key, name, size in zip(*found.tolist(), sizes.tolist(), strict=True):
                if table.names[key]:
                    counts[table.names[key]][table.names[name]] += size
        return {
            key: min(names, key=lambda name: (-names[name], name)) for key, names in counts.items()
        }

    def _digest(self, id: str) -> str:
        number, row = self.places[id]
        return self._tables[number].digest(row)

    def _neighbours(self, tables: Iterable[Table]) -> set[str]:
        """Return the documents that share a hash with one of these."""
        tables = [table for table in tables if len(table)]
        if not tables:
            return set()
        codes = [table.lines[name] for table in tables for name in HASHES]
        codes += [table.documents["title"][:, 1:].ravel() for table in tables]
        runs = np.unique(np.concatenate([table.runs for table in tables]))
        wanted = np.unique(np.concatenate(codes))
        return self._with(wanted[wanted != 0], HASHES, runs[runs != 0])

    def _with(
        self, codes: Numbers, columns: Sequence[str], runs: Numbers | None = None
    ) -> set[str]:
        """Return the documents that have one of these hashes."""
        found: set[str] = set()
        for number, table in enumerate(self._tables):
            rows = [
                np.searchsorted(table.line_ends, _places(table.lines[name], codes), "right")
                for name in columns
            ]
            if runs is not None:
                rows.append(np.searchsorted(table.run_ends, _places(table.runs, runs), "right"))
                titles = np.ascontiguousarray(table.documents["title"][:, 1:]).ravel()
                rows.append(_places(titles, codes) // 3)
            for row in np.unique(np.concatenate(rows)).tolist():
                if self.places.get(table.ids[row]) == (number, row):
                    found.add(table.ids[row])
        return found

    def _take(self, ids: Collection[str]) -> Table:
        """Return the rows of these documents."""
        rows: dict[int, list[int]] = defaultdict(list)
        for id in ids:
            number, row = self.places[id]
            rows[number].append(row)
        tables = [
            self._tables[number].take(np.array(sorted(each), np.int64))
            for number, each in sorted(rows.items())
        ]
        return join(tables or [make_table({}, {})])


def _places(column: Numbers, codes: Numbers) -> Numbers:
    """Return where the column has one of the codes, which are ascending.

    A table of bits leaves out nearly all others: looking each up would take twenty times as long.
    """
    bits = 24 if len(codes) > 1 << 10 else 16
    wanted = np.zeros(1 << bits, bool)
    wanted[codes & ((1 << bits) - 1)] = True
    places = np.flatnonzero(wanted[column & ((1 << bits) - 1)])
    return places[look_up(codes, column[places])[1]]
