"""The columns of a segment that describe its documents: facets and ids."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from search.analysis import folded
from search.article import Article, Person
from search.engines.whoosh.storage.segment_schema import (
    PERSON_MASKS,
    SEVERAL_COLUMNS,
    SINGLE_COLUMNS,
    UNFOLDED,
    person_mask,
)
from search.engines.whoosh.storage.segment_writer import SegmentWriter, offsets
from search.engines.whoosh.storage.stored_articles import decode, encode


def write_facets(file: SegmentWriter, articles: Sequence[Article]) -> None:
    """Write the facets of the articles of a run, whose names are not folded yet."""
    for column, value in SINGLE_COLUMNS.items():
        values = list(map(value, articles))
        numbers = _write_plain_names(file, column, {"", *values})
        file.write_numbers(column, np.array([numbers[each] for each in values], np.int64))
    for column, values_of in SEVERAL_COLUMNS.items():
        _write_rows(file, column, [dict.fromkeys(values_of(article)) for article in articles])
    people = [_distinct(article.people) for article in articles]
    _write_rows(file, "persons", [[person.name for person in row] for row in people])
    persons = list(chain.from_iterable(people))
    _write_rows(file, "forms", [dict.fromkeys(person.variants) for person in persons])
    for facet, counts in PERSON_MASKS.items():
        mask = np.fromiter(map(counts, persons), np.int64, len(persons))
        file.write_numbers(person_mask(facet), mask)


def write_names(file: SegmentWriter, facet: str, names: Iterable[str]) -> Mapping[str, int]:
    """Write the names of a facet, plain and folded, and return the number of each."""
    numbers = _write_plain_names(file, facet, names)
    if facet not in UNFOLDED:
        folds = sorted((encode(folded(name)), number) for name, number in numbers.items())
        file.write_strings(f"{facet}.folds", [fold for fold, _ in folds])
        file.write_numbers(f"{facet}.folded", np.array([number for _, number in folds], np.int64))
    return numbers


def write_ids(file: SegmentWriter, ids: Sequence[bytes]) -> None:
    """Write the ids of the documents, sorted, with the columns that lead there and back."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    document = np.array(order, np.int64)
    rank = np.empty(len(order), np.int64)
    rank[document] = np.arange(len(order))
    file.write_strings("ids", [ids[number] for number in order])
    file.write_numbers("ids.document", document)
    file.write_numbers("ids.rank", rank)


def _write_rows(file: SegmentWriter, facet: str, rows: Sequence[Collection[str]]) -> None:
    """Write a facet with several values a document."""
    values = list(chain.from_iterable(rows))
    numbers = _write_plain_names(file, facet, {"", *values})
    file.write_numbers(f"{facet}.row", offsets(np.fromiter(map(len, rows), np.int64, len(rows))))
    file.write_numbers(facet, np.array([numbers[each] for each in values], np.int64))


def _write_plain_names(file: SegmentWriter, facet: str, names: Iterable[str]) -> Mapping[str, int]:
    ordered = sorted(map(encode, names))
    file.write_strings(f"{facet}.names", ordered)
    return {decode(name): number for number, name in enumerate(ordered)}


def _distinct(people: Sequence[Person]) -> Collection[Person]:
    """Return the people of an article, each name once."""
    distinct: dict[str, Person] = {}
    for person in people:
        name, variants, quoted = person
        other = distinct.get(name)
        if other:
            person = Person(name, (*other.variants, *variants), other.quoted or quoted)
        distinct[name] = person
    return distinct.values()
