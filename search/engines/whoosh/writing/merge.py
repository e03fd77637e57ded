"""Merging segments and runs into one segment, without deleted documents.

The new numbers of stems and documents say where each posting goes, so that none is compared with
another. Memory is bounded by `CHUNK` occurrences of one zone at a time, whatever is merged. Several
processes may write the postings in shares, each for a range of the stems.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path

import numpy as np

from search.engines.whoosh.storage.bit_packing import Numbers, ranges, run_starts
from search.engines.whoosh.storage.segment import Segment
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.engines.whoosh.storage.segment_writer import SegmentWriter
from search.engines.whoosh.writing.inversion import Postings, ZoneWriter
from search.engines.whoosh.writing.merge_columns import write_columns, write_lengths
from search.engines.whoosh.writing.merge_sources import (
    MergeInputs,
    Renumbering,
    Source,
    ZoneSource,
    merged_lexicon,
    sources,
)
from search.process_pools import Task
from search.schema import ZONES

CHUNK = 1 << 19  # occurrences merged at once, or all of one term: some 30 MB


def merge(
    inputs: MergeInputs,
    path: Path,
    start_shares: Callable[[Renumbering], Sequence[Task[Path]]] | None = None,
) -> None:
    """Write the documents that are not deleted as one segment, a new file.

    `start_shares` may have the postings written in shares, with the new numbers of words.

    Raises: OSError, BrokenIndex; no file is left then.
    """
    with inputs.opened() as segments, ExitStack() as stack:

        def open_share(task: Task[Path]) -> SegmentFile:
            return stack.enter_context(closing(SegmentFile(task.result(), inputs.folder)))

        _merge(segments, SegmentWriter(path), start_shares or (lambda _: ()), open_share)


def _merge(
    segments: Sequence[Segment],
    file: SegmentWriter,
    start_shares: Callable[[Renumbering], Sequence[Task[Path]]],
    open_share: Callable[[Task[Path]], SegmentFile],
) -> None:
    try:
        lexicon, renumbering = merged_lexicon(segments)
        tasks = start_shares(renumbering)
        opened = sources(segments, renumbering)
        lexicon.write(file)
        write_columns(file, opened)
        total_lengths = write_lengths(file, opened)
        shares = list(map(open_share, tasks))
        for zone in ZONES:
            writer = ZoneWriter(file, zone)
            if shares:
                writer.write(map(writer.copied, shares))
            else:
                writer.write(map(writer.packed, _postings(opened, zone, 0, 1)))
        file.finish(sum(len(each.alive) for each in opened), total_lengths)
    except BaseException:
        file.discard()
        raise


def write_share(
    inputs: MergeInputs, renumbering: Renumbering, path: Path, share: int, shares: int
) -> Path:
    """Write the postings of one of so many shares of the stems, for `merge`; return the path.

    Raises: OSError, BrokenIndex; no file is left then.
    """
    with inputs.opened() as segments:
        _write_share(sources(segments, renumbering), SegmentWriter(path), share, shares)
    return path


def _write_share(opened: Sequence[Source], file: SegmentWriter, share: int, shares: int) -> None:
    try:
        for zone in ZONES:
            writer = ZoneWriter(file, zone)
            writer.write(map(writer.packed, _postings(opened, zone, share, shares)))
        file.finish(0, {})
    except BaseException:
        file.discard()
        raise


def _postings(opened: Sequence[Source], name: str, share: int, shares: int) -> Iterator[Postings]:
    """Yield the postings of a share of the zone, some stems at a time, in order."""
    zones = [ZoneSource(each, name) for each in opened]
    stem_count = max((int(each.terms.max(initial=-1)) + 1 for each in zones), default=0)
    occurrences = np.zeros(stem_count + 1, np.int64)
    for each in zones:
        occurrences[each.terms] += each.cf
    before = np.cumsum(occurrences) - occurrences
    total = int(occurrences.sum()) + 1
    limits = (total * share // shares, total * (share + 1) // shares)
    first, last = np.searchsorted(before, limits)
    chunk = before[first:last] // CHUNK
    bounds = [first, *(np.flatnonzero(np.diff(chunk)) + 1 + first).tolist(), last]
    for low, high in pairwise(bounds):
        parts = [part for each in zones if (part := each.between(low, high))]
        if parts:
            yield _joined(parts, low, high)


def _joined(parts: Sequence[Postings], low: int, high: int) -> Postings:
    """Return the postings of all parts in order of their terms, from low to high, exclusive.

    The postings of a term follow one another part by part, so each part goes to a known place.
    """
    df, cf = np.zeros(high - low, np.int64), np.zeros(high - low, np.int64)
    for each in parts:
        df[each.terms - low] += each.df
        cf[each.terms - low] += each.cf
    counts, places = (df, cf), (run_starts(df), run_starts(cf))
    columns: list[Numbers] = []
    for names, count in zip(_COLUMNS, counts, strict=True):
        columns += [_empty_column(parts, name, int(count.sum())) for name in names]
    for each in parts:
        terms = each.terms - low
        part_counts = (each.df, each.cf)
        for number, (count, place) in enumerate(zip(part_counts, places, strict=True)):
            at = ranges(place[terms], count)
            place[terms] += count
            for column, name in zip(columns[2 * number :], _COLUMNS[number], strict=False):
                column[at] = getattr(each, name)
    present = np.flatnonzero(df)
    return Postings(present + low, df[present], cf[present], *columns)


_COLUMNS = (("documents", "frequencies"), ("positions", "forms"))  # by posting, by occurrence


def _empty_column(parts: Sequence[Postings], name: str, size: int) -> Numbers:
    return np.empty(size, np.result_type(*(getattr(each, name) for each in parts)))
