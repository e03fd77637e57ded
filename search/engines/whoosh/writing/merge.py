"""Several segments and runs to one segment, without what was deleted: no posting is compared with
another.

Memory is bounded by `CHUNK` occurrences of one zone at a time, whatever is merged. The postings may
be made in several shares, each a range of the stems, by as many processes.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.bit_packing import ranges, run_starts
from search.engines.whoosh.storage.facet_columns import (
    PERSON_MASKS,
    SEVERAL_COLUMNS,
    SINGLE_COLUMNS,
    person_mask,
)
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.engines.whoosh.storage.segment_writer import SegmentWriter, offsets
from search.engines.whoosh.storage.zone_texts import SCORED
from search.engines.whoosh.writing.document_columns import write_ids, write_names
from search.engines.whoosh.writing.inversion import Postings, ZoneWriter
from search.engines.whoosh.writing.merge_sources import (
    Merge,
    Renumbering,
    Source,
    common,
    sources,
)
from search.schema import ZONES

Numbers = NDArray[Any]
CHUNK = 1 << 19  # occurrences taken up at once, or all those of one term: some 30 MB


Shares = Callable[[], Sequence[Path]]  # waits for them


def nobody(renumbering: Renumbering) -> Shares:  # noqa: ARG001
    """No shares: nobody else makes postings."""
    return tuple


def merge(asked: Merge, path: Path, others: Callable[[Renumbering], Shares] = nobody) -> None:
    """Write the documents that are not deleted as one segment, a new file.

    `others` has postings made in shares; it is told what the numbers of words become.

    Raises: OSError, BrokenIndex; nothing is left then.
    """
    file = SegmentWriter(path)
    try:
        lexicon, renumbering = common(asked)
        shares = others(renumbering)
        every = sources(asked, renumbering)
        lexicon.write(file)
        _write_facts(file, every)
        facts = _write_lengths(file, every)
        parts = [SegmentFile(part, asked.folder) for part in shares()]
        for zone in ZONES:
            writer = ZoneWriter(file, zone)
            if parts:
                writer.write(writer.taken(part) for part in parts)
            else:
                writer.write(map(writer.packed, _postings(every, zone, 0, 1)))
        file.finish(sum(len(each.alive) for each in every), facts)
    except BaseException:
        file.discard()
        raise


def write_share(
    asked: Merge, renumbering: Renumbering, path: Path, share: int, shares: int
) -> None:
    """Write the postings of a share of the stems for `merge`.

    Raises: OSError, BrokenIndex; nothing is left then.
    """
    file = SegmentWriter(path)
    try:
        every = sources(asked, renumbering)
        for zone in ZONES:
            writer = ZoneWriter(file, zone)
            writer.write(map(writer.packed, _postings(every, zone, share, shares)))
        file.finish(0, {})
    except BaseException:
        file.discard()
        raise


# Postings


def _postings(every: Sequence[Source], name: str, share: int, shares: int) -> Iterator[Postings]:
    """The postings of a share of the zone, some stems at a time, in order."""
    zones = [each.zone(name) for each in every]
    stems = max((int(each.terms.max(initial=-1)) + 1 for each in zones), default=0)
    load = np.zeros(stems + 1, np.int64)
    for each in zones:
        load[each.terms] += each.cf
    before = np.cumsum(load) - load
    whole = int(load.sum()) + 1
    first, last = np.searchsorted(before, (whole * share // shares, whole * (share + 1) // shares))
    step = before[first:last] // CHUNK
    bounds = [first, *(np.flatnonzero(np.diff(step)) + 1 + first).tolist(), last]
    for low, high in pairwise(bounds):
        parts = [part for each in zones if (part := each.between(low, high))]
        if parts:
            yield _joined(parts, low, high)


def _joined(parts: Sequence[Postings], low: int, high: int) -> Postings:
    """The postings of all parts in order of their terms, which lie from low to high, exclusive.

    Those of a term follow one another part by part, so that each part is put in its place.
    """
    df, cf = np.zeros(high - low, np.int64), np.zeros(high - low, np.int64)
    for each in parts:
        df[each.terms - low] += each.df
        cf[each.terms - low] += each.cf
    counts, places = (df, cf), (run_starts(df), run_starts(cf))
    columns: list[Numbers] = []
    for names, count in zip(_COLUMNS, counts, strict=True):
        columns += [_room(parts, name, int(count.sum())) for name in names]
    for each in parts:
        terms = each.terms - low
        own = (each.df, each.cf)
        for number, (count, place) in enumerate(zip(own, places, strict=True)):
            at = ranges(place[terms], count)
            place[terms] += count
            for column, name in zip(columns[2 * number :], _COLUMNS[number], strict=False):
                column[at] = getattr(each, name)
    held = np.flatnonzero(df)
    return Postings(held + low, df[held], cf[held], *columns)


_COLUMNS = (("documents", "frequencies"), ("positions", "forms"))  # by posting, by occurrence


def _room(parts: Sequence[Postings], name: str, size: int) -> Numbers:
    """Room for a column of all parts."""
    return np.empty(size, np.result_type(*(getattr(each, name) for each in parts)))


# Facts


def _write_lengths(file: SegmentWriter, sources: Sequence[Source]) -> dict[str, int]:
    """The lengths of the zones that score; of each their sum and the least."""
    facts: dict[str, int] = {}
    for zone in SCORED:
        lengths = np.concatenate([each.column(f"{zone}.length")[each.alive] for each in sources])
        file.write_numbers(f"{zone}.length", lengths)
        facts |= {
            zone: int(lengths.sum()),
            f"least {zone}": int(lengths.min()) if len(lengths) else 0,
        }
    return facts


def _write_facts(file: SegmentWriter, sources: Sequence[Source]) -> None:
    for facet in SINGLE_COLUMNS:
        number = _write_names(file, facet, sources)
        pairs = zip(number, sources, strict=True)
        values = [own[each.column(facet)[each.alive]] for own, each in pairs]
        file.write_numbers(facet, np.concatenate(values))
    alive = [each.alive for each in sources]
    for facet in SEVERAL_COLUMNS:
        _write_rows(file, facet, sources, alive)
    people = _write_rows(file, "persons", sources, alive)
    _write_rows(file, "forms", sources, people)
    for mask in map(person_mask, PERSON_MASKS):
        kept = zip(sources, people, strict=True)
        file.write_numbers(mask, np.concatenate([each.column(mask)[at] for each, at in kept]))
    write_ids(file, [id for each in sources for id in _ids(each)])
    _write_strings(file, "titles", sources)
    _write_strings(file, "records", sources)
    _write_dictionaries(file, sources)
    crc = [each.column("records.crc")[each.alive] for each in sources]
    file.write_numbers("records.crc", np.concatenate(crc))


def _write_rows(
    file: SegmentWriter, facet: str, sources: Sequence[Source], kept: Sequence[Numbers]
) -> list[Numbers]:
    """Write the rows that are kept; by source, where their values stood."""
    number = _write_names(file, facet, sources)
    counts, places, values = [], [], []
    for own, each, rows in zip(number, sources, kept, strict=True):
        at = each.column(f"{facet}.row").astype(np.int64)
        counts.append(np.diff(at)[rows])
        places.append(ranges(at[rows], counts[-1]))
        values.append(own[each.column(facet)[places[-1]]])
    file.write_numbers(f"{facet}.row", offsets(np.concatenate(counts)))
    file.write_numbers(facet, np.concatenate(values))
    return places


def _write_names(file: SegmentWriter, facet: str, sources: Sequence[Source]) -> list[Numbers]:
    """Write the names of all; by source, the new number of each of its own."""
    own = [list(each.segment.strings(f"{facet}.names")) for each in sources]
    number = write_names(file, facet, set(chain.from_iterable(own)))
    return [np.fromiter(map(number.__getitem__, each), np.int64, len(each)) for each in own]


def _ids(source: Source) -> list[bytes]:
    by_rank = list(source.segment.ids.all_bytes())
    rank = source.column("ids.rank")[source.alive]
    return [by_rank[place] for place in rank.tolist()]


def _write_strings(file: SegmentWriter, name: str, sources: Sequence[Source]) -> None:
    taken, pieces = [], []
    for each in sources:
        at, held = each.column(f"{name}.at").astype(np.int64), each.segment.file.numbers(name)
        taken.append(np.diff(at)[each.alive])
        whole = len(each.alive) == len(each.document)
        pieces += [held] if whole else [held[at[n] : at[n + 1]] for n in each.alive.tolist()]
    file.write_pieces(name, pieces)
    file.write_numbers(f"{name}.at", offsets(np.concatenate(taken)))


def _write_dictionaries(file: SegmentWriter, sources: Sequence[Source]) -> None:
    number: dict[bytes, int] = {}
    found = []
    for each in sources:
        held = each.segment.strings("dictionaries")
        own = [number.setdefault(one, len(number)) for one in held.all_bytes()]
        found.append(np.array(own, np.int64)[each.column("records.dictionary")[each.alive]])
    file.write_strings("dictionaries", number)
    file.write_numbers("records.dictionary", np.concatenate(found))
