"""The facts of the documents of a segment as columns: facets, ids, titles, lengths, records."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import folded
from search.article import Article, Person
from search.engines.whoosh.storage.facet_columns import (
    PERSON_MASKS,
    SEVERAL_COLUMNS,
    SINGLE_COLUMNS,
    UNFOLDED,
    person_mask,
)
from search.engines.whoosh.storage.segment_writer import SegmentWriter, offsets
from search.engines.whoosh.storage.stored_articles import UTF_8, encode

Numbers = NDArray[Any]


def united(people: Sequence[Person]) -> Collection[Person]:
    """The people of an article, each name once."""
    found: dict[str, Person] = {}
    for person in people:
        name, variants, quoted = person
        known = found.get(name)
        if known:
            person = Person(name, (*known.variants, *variants), known.quoted or quoted)
        found[name] = person
    return found.values()


def write_columns(file: SegmentWriter, articles: Sequence[Article]) -> None:
    """The facets of the articles, as a run has them: their names are not folded."""
    for column, value in SINGLE_COLUMNS.items():
        values = list(map(value, articles))
        number = _write_plain(file, column, {"", *values})
        file.write_numbers(
            column, np.fromiter(map(number.__getitem__, values), np.int64, len(values))
        )
    for column, values_of in SEVERAL_COLUMNS.items():
        _write_rows(file, column, [dict.fromkeys(values_of(article)) for article in articles])
    people = [united(article.people) for article in articles]
    _write_rows(file, "persons", [[person.name for person in row] for row in people])
    everybody = list(chain.from_iterable(people))
    _write_rows(file, "forms", [dict.fromkeys(person.variants) for person in everybody])
    for facet, counts in PERSON_MASKS.items():
        mask = np.fromiter(map(counts, everybody), np.int64, len(everybody))
        file.write_numbers(person_mask(facet), mask)


def _write_rows(file: SegmentWriter, facet: str, rows: Sequence[Collection[str]]) -> None:
    """A facet with several values."""
    values = list(chain.from_iterable(rows))
    number = _write_plain(file, facet, {"", *values})
    file.write_numbers(f"{facet}.row", offsets(np.fromiter(map(len, rows), np.int64, len(rows))))
    file.write_numbers(facet, np.fromiter(map(number.__getitem__, values), np.int64, len(values)))


def write_names(file: SegmentWriter, facet: str, names: Iterable[str]) -> Mapping[str, int]:
    """The names of a facet, plain and folded; the number of each."""
    numbers = _write_plain(file, facet, names)
    if facet not in UNFOLDED:
        folds = sorted((encode(folded(name)), number) for name, number in numbers.items())
        file.write_strings(f"{facet}.folds", [fold for fold, _ in folds])
        file.write_numbers(f"{facet}.folded", np.array([number for _, number in folds], np.int64))
    return numbers


def _write_plain(file: SegmentWriter, facet: str, names: Iterable[str]) -> Mapping[str, int]:
    held = sorted(map(encode, names))
    file.write_strings(f"{facet}.names", held)
    return {name.decode(*UTF_8): number for number, name in enumerate(held)}


def write_ids(file: SegmentWriter, ids: Sequence[bytes]) -> None:
    """The ids of the documents, sorted, with the way there and back."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    document = np.array(order, np.int64)
    rank = np.empty(len(order), np.int64)
    rank[document] = np.arange(len(order))
    file.write_strings("ids", [ids[number] for number in order])
    file.write_numbers("ids.document", document)
    file.write_numbers("ids.rank", rank)
