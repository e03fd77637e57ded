"""The documents about which a change of others may say something new.

A document is judged by what others have in common with it, and most counts stop at a few: a line
that five thousand documents have says the same of each if one more has it. Only where an answer
may cross such a limit are the documents with the line judged again.
"""

from collections.abc import Iterator

import numpy as np

from search.cleaning.corpus_statistics import (
    MOST,
    SAMPLES,
    CorpusStatistics,
    FirstRows,
    by_lead,
    by_title,
)
from search.cleaning.evidence.fingerprint_table import Numbers, Table, rows_of_items
from search.cleaning.evidence.postings import line_postings


class Comparison:
    """The states of a corpus before and after a change, next to one another.

    `table` has the changed documents as they were and as they are, and all that share a hash with
    them; the masks say which rows are of which state. A row of both is unchanged.
    """

    def __init__(self, table: Table, is_old: Numbers, is_new: Numbers) -> None:
        self._table, self._is_old, self._is_new = table, is_old, is_new
        self._both = is_old & is_new
        self._statistics = CorpusStatistics(table, outlets={})
        self._sources = table.documents["source"]
        self._line_rows = rows_of_items(table.line_ends)
        self._is_changed_line = ~self._both[self._line_rows]

    def touched(self) -> set[int]:
        """Return the unchanged rows that must be judged again."""
        found = set[int]()
        teasers = self._by_openings(), self._by_headlines()
        for rows in (*self._by_lines(), *self._by_runs(), *teasers):
            found.update(rows)
        return found

    def _by_lines(self) -> Iterator[list[int]]:
        """Yield the rows with a line for which a count of stories or of sources may differ."""
        lines = self._table.lines["hashes"]
        codes = np.unique(lines[self._is_changed_line])
        postings = self._statistics.by_line
        for place in postings.find(codes[codes != 0]):
            rows = postings.rows[place]
            old, new = rows[self._is_old[rows]], rows[self._is_new[rows]]
            both = rows[self._both[rows]]
            if not len(both):
                continue
            before, after = (len(np.unique(self._sources[each])) for each in (old, new))
            if min(MOST, before - 1) != min(MOST, after - 1):
                yield both.tolist()
                continue
            for source in np.unique(self._sources[rows[~self._both[rows]]]).tolist():
                ours, theirs, same = (
                    each[self._sources[each] == source] for each in (old, new, both)
                )
                yield self._unsettled(ours, theirs, same, MOST)

    def _by_runs(self) -> Iterator[list[int]]:
        """Yield the rows with a run that another story may have now, or have no more."""
        rows = rows_of_items(self._table.run_ends)
        codes = np.unique(self._table.runs[~self._both[rows]])
        postings = self._statistics.by_run
        for place in postings.find(codes[codes != 0]):
            rows = postings.rows[place]
            both = rows[self._both[rows]]
            if len(both):
                old, new = rows[self._is_old[rows]], rows[self._is_new[rows]]
                yield self._unsettled(old, new, both, 1)

    def _unsettled(self, old: Numbers, new: Numbers, both: Numbers, most: int) -> list[int]:
        """Return the rows of which other documents may say something else than before.

        `old` and `new` are all documents before and after, of which the first are asked. Where
        `most` of those that are asked both times tell other stories, the count is the same.
        """
        old, new = old[: SAMPLES + 1], new[: SAMPLES + 1]
        if len(old) == len(new) and bool((old == new).all()):
            return []
        asked = np.intersect1d(old[:SAMPLES], new[:SAMPLES]).tolist()
        return [row for row in both.tolist() if not self._has_stories(row, asked, most)]

    def _has_stories(self, row: int, others: list[int], most: int) -> bool:
        """Return whether so many of the others of the source tell another story."""
        count = 0
        for other in others:
            if self._sources[other] == self._sources[row]:
                count += self._statistics.is_other_story(row, other)
                if count >= most:
                    return True
        return False

    def _by_openings(self) -> list[int]:
        """Return the rows with a line that is the opening of another article than before."""
        leads = np.unique(self._table.lines["lead_hashes"][self._is_changed_line])
        other = self._others(leads[leads != 0], openings=True)
        return self._rows_with(other, ("lead_hashes",))

    def _by_headlines(self) -> list[int]:
        """Return the rows with a line that is the headline of another article than before."""
        titles = np.unique(self._table.documents["title"][~self._both][:, 1:])
        other = self._others(titles[titles != 0], openings=False)
        return self._rows_with(other, ("hashes", "head_hashes", "tail_hashes"))

    def _others(self, codes: Numbers, openings: bool) -> Numbers:
        """Return the codes that stand for another article than before."""
        found = []
        for rows in map(np.flatnonzero, (self._is_old, self._is_new)):
            table = self._table.take(rows)
            first: FirstRows = by_lead(table, line_postings(table)) if openings else by_title(table)
            places = np.array(first.find(codes), np.int64)
            found.append(np.where(places < 0, places, np.concatenate((rows, [0]))[places]))
        other: Numbers = codes[found[0] != found[1]]
        return other

    def _rows_with(self, codes: Numbers, columns: tuple[str, ...]) -> list[int]:
        """Return the unchanged rows that have one of these codes in one of the columns."""
        if not len(codes):
            return []
        has = np.zeros(len(self._line_rows), bool)
        for name in columns:
            has |= np.isin(self._table.lines[name], codes)
        rows = np.unique(self._line_rows[has])
        found: list[int] = rows[self._both[rows]].tolist()
        return found
