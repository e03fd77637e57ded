"""Numbers of a segment that lead nowhere though its checksums are right: a stranger wrote it.

Damage is found by the checksums. This finds what would end a query in an error of Python. It does
not find answers that are only wrong: whoever writes an index decides what it says.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from search.engines.whoosh.storage.bit_packing import (
    Numbers,
    from_gaps,
    packed_sizes,
    run_starts,
    unpack,
)
from search.engines.whoosh.storage.segment import WIDTHS, Segment
from search.engines.whoosh.storage.segment_schema import (
    PERSON_MASKS,
    SCORED,
    SEVERAL_COLUMNS,
    SINGLE_COLUMNS,
    UNFOLDED,
)
from search.schema import ZONES

TERMS = 1 << 12  # of a zone that are decoded at once


def wrong_sections(segment: Segment) -> Iterator[str]:
    """Yield the sections of numbers that cannot be right.

    Raises: BrokenIndex, where a section is missing or damaged.
    """
    yield from _wrong_strings(segment)
    for name, count, end in _columns(segment):
        numbers = _numbers(segment, name)
        if len(numbers) != count or numbers.max(initial=0) >= max(end, 1):
            yield name
    for name, owners, end in _rows(segment):
        rows = _numbers(segment, name).astype(np.int64)
        if len(rows) != owners + 1 or rows[0] or rows[-1] != end or (np.diff(rows) < 0).any():
            yield name
    for zone in ZONES:
        yield from _wrong_zone(segment, zone)


def _wrong_strings(segment: Segment) -> Iterator[str]:
    """Yield the sections of strings that cannot be right."""
    for name in ("ids", "titles", "records"):
        if len(segment.strings(name)) != segment.document_count:
            yield f"{name}.at"
    for name in segment.file.sections:
        if f"{name}.at" in segment.file.sections and name not in ZONES:
            segment.strings(name).all_bytes()  # raises
    for name in UNFOLDED:
        if not all(map(_is_day, segment.names(name)[1:])):
            yield f"{name}.names"


def _is_day(text: str) -> bool:
    """Return whether the text is a day or a month."""
    try:
        return date.fromisoformat(f"{text}-01"[: len("2025-01-01")]).isoformat().startswith(text)
    except ValueError:
        return False


def _columns(segment: Segment) -> Iterator[tuple[str, int, int]]:
    """Yield each column: its name, how many numbers it has, and what they are below."""
    size = {name: len(segment.strings(name)) for name in ("stems", "words", "dictionaries")}
    documents, stems = segment.document_count, _numbers(segment, "stems.forms")
    persons = len(_numbers(segment, "persons"))
    yield "stems.forms", size["stems"], size["words"] + 1
    yield "words.stem", size["words"], size["stems"]
    yield "words.form", size["words"], int(stems.max(initial=0))
    yield "ids.document", documents, documents
    yield "ids.rank", documents, documents
    yield "records.dictionary", documents, size["dictionaries"]
    for mask in PERSON_MASKS:
        yield f"persons.{mask}", persons, 2
    for facet in SINGLE_COLUMNS:
        yield facet, documents, len(segment.strings(f"{facet}.names"))
    several = (*SEVERAL_COLUMNS, "persons", "forms")
    for facet in several:
        numbers = len(_numbers(segment, facet))
        yield facet, numbers, len(segment.strings(f"{facet}.names"))
    for facet in {*SINGLE_COLUMNS, *several} - UNFOLDED:
        folds = len(segment.strings(f"{facet}.folds"))
        yield f"{facet}.folded", folds, len(segment.strings(f"{facet}.names"))


def _rows(segment: Segment) -> Iterator[tuple[str, int, int]]:
    """Yield each list of rows: its name, how many owners have one, and where the last one ends."""
    for facet in (*SEVERAL_COLUMNS, "persons"):
        yield f"{facet}.row", segment.document_count, len(_numbers(segment, facet))
    yield "forms.row", len(_numbers(segment, "persons")), len(_numbers(segment, "forms"))


def _wrong_zone(segment: Segment, zone: str) -> Iterator[str]:
    """Yield the sections of a zone that cannot be right."""
    lengths = f"{zone}.length"
    if zone in SCORED and len(_numbers(segment, lengths)) != segment.document_count:
        yield lengths
    names = ("terms", "df", "cf", "at", "widths")
    columns = [_numbers(segment, f"{zone}.{name}").astype(np.int64) for name in names]
    terms = columns[0]
    is_short = len({len(column) for column in columns}) > 1
    if is_short or (np.diff(terms) <= 0).any() or terms.max(initial=-1) >= len(segment.stems):
        yield f"{zone}.terms"
        return
    for start in range(0, len(terms), TERMS):
        if not _are_right(segment, zone, [column[start : start + TERMS] for column in columns]):
            yield f"{zone}.postings"
            return


def _are_right(segment: Segment, zone: str, columns: Sequence[Numbers]) -> bool:
    """Return whether the postings of some terms lead to documents and words that exist."""
    terms, df, cf, at, code = columns
    packed = _numbers(segment, f"{zone}.postings")
    widths = [code >> shift & 7 for shift in (0, 3, 6, 9)]
    most = segment.document_count
    if np.max(widths) >= len(WIDTHS) or not (df > 0).all() or (df > most).any() or (cf < df).any():
        return False
    if not widths[2].all():  # any number of them would take no bytes
        return False
    runs = []
    for counts, width, constant in zip((df, df, cf, cf), widths, (0, 1, 0, 0), strict=True):
        end = at + packed_sizes(counts, width)
        if (end > len(packed)).any():
            return False
        runs.append(unpack(packed, counts, width, at, constant))
        at = end
    gaps, frequencies, _, forms = runs
    found = np.add.reduceat(frequencies.astype(np.int64), run_starts(df))
    known = np.repeat(_numbers(segment, "stems.forms")[terms], cf)
    ascend = (gaps > 0).all() and from_gaps(gaps, df).max(initial=0) < most
    return bool(ascend and (found == cf).all() and (forms < known).all())


def _numbers(segment: Segment, name: str) -> Numbers:
    """Return the numbers of a section, copied: the map can be closed.

    Raises: BrokenIndex.
    """
    numbers = segment.file.numbers(name)
    return np.frombuffer(numbers, numbers.format).copy()
