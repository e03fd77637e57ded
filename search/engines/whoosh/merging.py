"""Several segments to one, without what was deleted: no posting is compared with another.

Memory is bounded by `CHUNK` occurrences of one zone at a time, whatever the segments hold.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.facts import write_ids, write_names
from search.engines.whoosh.inverting import Postings, ZoneWriter, in_order
from search.engines.whoosh.laying import FileWriter, offsets
from search.engines.whoosh.lexicon import Lexicon, lexicon
from search.engines.whoosh.packing import offsets_of, ranges, sizes, unpack
from search.engines.whoosh.runs import SCORED
from search.engines.whoosh.segment import COLUMNS, Segment
from search.schema import ZONES

Numbers = NDArray[Any]
CHUNK = 1 << 19  # occurrences taken up at once, or all those of one term: some 50 MB


class _Source(NamedTuple):
    """A segment and what its numbers become."""

    segment: Segment
    alive: Numbers  # the documents that are not deleted
    document: Numbers  # by document its new number, -1 if it is deleted
    stem: Numbers  # by stem its new number
    form: Numbers  # by stem and form, stem after stem, the new form
    first_form: Numbers  # by stem where its forms start

    def column(self, name: str) -> Numbers:
        held = self.segment.file.numbers(name)
        return np.frombuffer(held, held.format)


def merge(segments: Sequence[Segment], path: Path) -> None:
    """Write the documents of the segments that are not deleted as one segment, a new file.

    Raises: OSError, BrokenIndex; nothing is left then.
    """
    for each in segments:
        each.file.demand()
    file = FileWriter(path)
    try:
        found = _lexicon(segments)
        found.write(file)
        sources = _sources(segments, found)
        facts = _write_zones(file, sources)
        _write_facts(file, sources)
        file.finish(sum(len(source.alive) for source in sources), facts)
    except BaseException:
        file.abandon()
        raise


def _lexicon(segments: Sequence[Segment]) -> Lexicon:
    stems = sorted(set(chain.from_iterable(each.stems.all() for each in segments)))
    number = {stem: place for place, stem in enumerate(stems)}
    stem_of: dict[bytes, int] = {}
    for each in segments:
        own = list(map(number.__getitem__, each.stems.all()))
        of_word = map(own.__getitem__, each.file.numbers("words.stem"))
        stem_of.update(zip(each.words.all(), of_word, strict=True))
    words = sorted(stem_of)
    stem = np.fromiter(map(stem_of.__getitem__, words), np.int64, len(words))
    return lexicon(words, stem, stems)


def _sources(segments: Sequence[Segment], found: Lexicon) -> list[_Source]:
    stems = {stem: place for place, stem in enumerate(found.stems)}
    words = {word: place for place, word in enumerate(found.words)}
    sources, first = [], 0
    for each in segments:
        alive = np.setdiff1d(np.arange(each.documents), sorted(each.gone), assume_unique=True)
        document = np.full(each.documents, -1, np.int64)
        document[alive] = np.arange(len(alive)) + first
        first += len(alive)
        stem = np.fromiter(map(stems.__getitem__, each.stems.all()), np.int64, len(each.stems))
        word = np.fromiter(map(words.__getitem__, each.words.all()), np.int64, len(each.words))
        numbers = each.file.numbers
        first_form = offsets_of(np.array(numbers("stems.forms"), np.int64))
        form = np.zeros(len(word), np.uint32)
        own = np.array(numbers("words.stem"), np.int64)
        form[first_form[own] + np.array(numbers("words.form"), np.int64)] = found.form[word]
        sources.append(_Source(each, alive, document, stem, form, first_form))
    return sources


# Postings


def _write_zones(file: FileWriter, sources: Sequence[_Source]) -> dict[str, int]:
    """The postings and lengths; the sum of each zone's lengths."""
    facts: dict[str, int] = {}
    for zone in ZONES:
        writer = ZoneWriter(file, zone)
        pieces = (writer.packed(each) for each in _postings(sources, zone))
        file.pieces(f"{zone}.postings", pieces)
        writer.finish()
        if zone in SCORED:
            name = f"{zone}.length"
            lengths = np.concatenate([each.column(name)[each.alive] for each in sources])
            file.numbers(name, lengths)
            least = int(lengths.min()) if len(lengths) else 0
            facts |= {zone: int(lengths.sum()), f"least {zone}": least}
    return facts


def _postings(sources: Sequence[_Source], zone: str) -> Iterator[Postings]:
    """The postings of the zone, some stems at a time, in order."""
    terms = [each.stem[each.column(f"{zone}.terms")] for each in sources]
    stems = max((int(each[-1]) + 1 for each in terms if len(each)), default=0)
    load = np.zeros(stems + 1, np.int64)
    for each, own in zip(sources, terms, strict=True):
        load[own] += each.column(f"{zone}.cf")
    step = np.cumsum(load) // CHUNK
    bounds = [0, *(np.flatnonzero(np.diff(step)) + 1).tolist(), stems + 1]
    for low, high in pairwise(bounds):
        parts = []
        for each, own in zip(sources, terms, strict=True):
            start, end = np.searchsorted(own, (low, high))
            if end > start:
                parts.append(_decoded(each, zone, int(start), int(end), own[start:end]))
        if parts:
            yield _joined([np.concatenate(column) for column in zip(*parts, strict=True)])


def _decoded(
    source: _Source, zone: str, start: int, end: int, terms: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Term, document and frequency of each posting, position and form of each occurrence."""
    held = source.column(f"{zone}.postings")
    df = source.column(f"{zone}.df")[start:end].astype(np.int64)
    cf = source.column(f"{zone}.cf")[start:end].astype(np.int64)
    code = source.column(f"{zone}.widths")[start:end]
    at = source.column(f"{zone}.at")[start:end].astype(np.int64)
    columns = []
    for number, (counts, same) in enumerate(((df, 0), (df, 1), (cf, 0), (cf, 0))):
        width = code >> 3 * number & 7
        columns.append(unpack(held, counts, width, at, same))
        at = at + sizes(counts, width)
    gaps, few, positions, forms = columns
    frequencies = few.astype(np.int64)
    documents = np.cumsum(gaps, dtype=np.int64)
    first = offsets_of(df)
    documents -= np.repeat(documents[first] - gaps[first], df) + 1
    own = source.column(f"{zone}.terms")[start:end]
    places = np.repeat(source.first_form[own], cf)
    places += forms
    forms = source.form[places]
    documents = source.document[documents]
    terms = np.repeat(terms, df)
    if len(source.alive) < len(source.document):
        kept = documents >= 0
        held_on = np.repeat(kept, frequencies)
        terms, documents, frequencies = terms[kept], documents[kept], frequencies[kept]
        positions, forms = positions[held_on], forms[held_on]
    return terms, documents, frequencies, positions, forms


def _joined(columns: Sequence[Numbers]) -> Postings:
    """The postings of all sources in order of their terms; within one as they come."""
    terms, documents, frequencies, positions, forms = columns
    starts = offsets_of(frequencies)
    order = in_order(terms - terms.min()) if len(terms) else starts
    terms, frequencies = terms[order], frequencies[order]
    places = ranges(starts[order], frequencies)
    fresh = np.flatnonzero(np.diff(terms, prepend=-1))
    return Postings(
        terms=terms[fresh],
        df=np.diff(fresh, append=len(terms)),
        cf=np.add.reduceat(frequencies, fresh) if len(fresh) else fresh,
        documents=documents[order],
        frequencies=frequencies,
        positions=positions[places],
        forms=forms[places],
    )


# Facts


def _write_facts(file: FileWriter, sources: Sequence[_Source]) -> None:
    for facet in COLUMNS:
        number = _write_names(file, facet, sources)
        pairs = zip(number, sources, strict=True)
        values = [own[each.column(facet)[each.alive]] for own, each in pairs]
        file.numbers(facet, np.concatenate(values))
    alive = [each.alive for each in sources]
    _write_rows(file, "authors", sources, alive)
    people = _write_rows(file, "persons", sources, alive)
    _write_rows(file, "forms", sources, people)
    held = zip(sources, people, strict=True)
    quoted = [each.column("persons.quoted")[places] for each, places in held]
    file.numbers("persons.quoted", np.concatenate(quoted))
    write_ids(file, [id for each in sources for id in _ids(each)])
    _write_strings(file, "titles", sources)
    _write_strings(file, "records", sources)
    _write_dictionaries(file, sources)
    crc = [each.column("records.crc")[each.alive] for each in sources]
    file.numbers("records.crc", np.concatenate(crc))


def _write_rows(
    file: FileWriter, facet: str, sources: Sequence[_Source], kept: Sequence[Numbers]
) -> list[Numbers]:
    """Write the rows that are kept; by source, where their values stood."""
    number = _write_names(file, facet, sources)
    counts, places, values = [], [], []
    for own, each, rows in zip(number, sources, kept, strict=True):
        at = each.column(f"{facet}.row").astype(np.int64)
        counts.append(np.diff(at)[rows])
        places.append(ranges(at[rows], counts[-1]))
        values.append(own[each.column(facet)[places[-1]]])
    file.numbers(f"{facet}.row", offsets(np.concatenate(counts)))
    file.numbers(facet, np.concatenate(values))
    return places


def _write_names(file: FileWriter, facet: str, sources: Sequence[_Source]) -> list[Numbers]:
    """Write the names of all; by source, the new number of each of its own."""
    own = [list(each.segment.strings(f"{facet}.names")) for each in sources]
    number = write_names(file, facet, set(chain.from_iterable(own)))
    return [np.fromiter(map(number.__getitem__, each), np.int64, len(each)) for each in own]


def _ids(source: _Source) -> list[bytes]:
    by_rank = list(source.segment.ids.all())
    rank = source.column("ids.rank")[source.alive]
    return [by_rank[place] for place in rank.tolist()]


def _write_strings(file: FileWriter, name: str, sources: Sequence[_Source]) -> None:
    taken, pieces = [], []
    for each in sources:
        at, held = each.column(f"{name}.at").astype(np.int64), each.segment.file.numbers(name)
        taken.append(np.diff(at)[each.alive])
        whole = len(each.alive) == len(each.document)
        pieces += [held] if whole else [held[at[n] : at[n + 1]] for n in each.alive.tolist()]
    file.pieces(name, pieces)
    file.numbers(f"{name}.at", offsets(np.concatenate(taken)))


def _write_dictionaries(file: FileWriter, sources: Sequence[_Source]) -> None:
    number: dict[bytes, int] = {}
    found = []
    for each in sources:
        held = each.segment.strings("dictionaries")
        own = [number.setdefault(one, len(number)) for one in held.all()]
        found.append(np.array(own, np.int64)[each.column("records.dictionary")[each.alive]])
    file.strings("dictionaries", number)
    file.numbers("records.dictionary", np.concatenate(found))
