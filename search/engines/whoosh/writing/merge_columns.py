"""Merging the columns of documents: facets, ids, titles, records and lengths."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from search.engines.whoosh.storage.bit_packing import Numbers, ranges
from search.engines.whoosh.storage.segment_schema import (
    PERSON_MASKS,
    SCORED,
    SEVERAL_COLUMNS,
    SINGLE_COLUMNS,
    person_mask,
)
from search.engines.whoosh.storage.segment_writer import SegmentWriter, offsets
from search.engines.whoosh.writing.document_columns import write_ids, write_names
from search.engines.whoosh.writing.merge_sources import Source


def write_columns(file: SegmentWriter, sources: Sequence[Source]) -> None:
    """Write the columns of the documents that are not deleted."""
    for facet in SINGLE_COLUMNS:
        new_numbers = _write_names(file, facet, sources)
        pairs = zip(new_numbers, sources, strict=True)
        values = [new_number[each.column(facet)[each.alive]] for new_number, each in pairs]
        file.write_numbers(facet, np.concatenate(values))
    alive = [each.alive for each in sources]
    for facet in SEVERAL_COLUMNS:
        _write_rows(file, facet, sources, alive)
    persons = _write_rows(file, "persons", sources, alive)
    _write_rows(file, "forms", sources, persons)
    for mask in map(person_mask, PERSON_MASKS):
        masks = [each.column(mask)[at] for each, at in zip(sources, persons, strict=True)]
        file.write_numbers(mask, np.concatenate(masks))
    write_ids(file, [id for each in sources for id in _ids(each)])
    _write_strings(file, "titles", sources)
    _write_strings(file, "records", sources)
    _write_dictionaries(file, sources)


def write_lengths(file: SegmentWriter, sources: Sequence[Source]) -> dict[str, int]:
    """Write the lengths of the scored zones and return the sum of each."""
    totals: dict[str, int] = {}
    for zone in SCORED:
        lengths = np.concatenate([each.column(f"{zone}.length")[each.alive] for each in sources])
        file.write_numbers(f"{zone}.length", lengths)
        totals[zone] = int(lengths.sum())
    return totals


def _write_rows(
    file: SegmentWriter, facet: str, sources: Sequence[Source], kept_rows: Sequence[Numbers]
) -> list[Numbers]:
    """Write the kept rows of a facet and return, for each source, the places of their values."""
    counts, places, values = [], [], []
    new_numbers = _write_names(file, facet, sources)
    for new_number, source, rows in zip(new_numbers, sources, kept_rows, strict=True):
        at = source.column(f"{facet}.row").astype(np.int64)
        counts.append(np.diff(at)[rows])
        places.append(ranges(at[rows], counts[-1]))
        values.append(new_number[source.column(facet)[places[-1]]])
    file.write_numbers(f"{facet}.row", offsets(np.concatenate(counts)))
    file.write_numbers(facet, np.concatenate(values))
    return places


def _write_names(file: SegmentWriter, facet: str, sources: Sequence[Source]) -> list[Numbers]:
    """Write the names of a facet and return, for each source, the new numbers of its names."""
    old = [list(each.segment.strings(f"{facet}.names")) for each in sources]
    number = write_names(file, facet, set(chain.from_iterable(old)))
    return [np.fromiter(map(number.__getitem__, names), np.int64, len(names)) for names in old]


def _ids(source: Source) -> list[bytes]:
    by_rank = source.segment.ids.all_bytes()
    rank = source.column("ids.rank")[source.alive]
    return [by_rank[place] for place in rank.tolist()]


def _write_strings(file: SegmentWriter, name: str, sources: Sequence[Source]) -> None:
    sizes, pieces = [], []
    for source in sources:
        at = source.column(f"{name}.at").astype(np.int64)
        content = source.segment.file.numbers(name)
        sizes.append(np.diff(at)[source.alive])
        if len(source.alive) == len(source.document):
            pieces.append(content)
        else:
            pieces += [content[at[n] : at[n + 1]] for n in source.alive.tolist()]
    file.write_pieces(name, pieces)
    file.write_numbers(f"{name}.at", offsets(np.concatenate(sizes)))


def _write_dictionaries(file: SegmentWriter, sources: Sequence[Source]) -> None:
    number: dict[bytes, int] = {}
    columns = []
    for source in sources:
        dictionaries = source.segment.strings("dictionaries").all_bytes()
        new_number = [number.setdefault(each, len(number)) for each in dictionaries]
        old = source.column("records.dictionary")[source.alive]
        columns.append(np.array(new_number, np.int64)[old])
    file.write_strings("dictionaries", number)
    file.write_numbers("records.dictionary", np.concatenate(columns))
