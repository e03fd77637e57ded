"""The engine and the referee give the same answers, over real articles and random queries."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import random_queries, wikinews
from support.reference import Referee

from search.article import Article
from search.engines import open_engine
from search.engines.base import Engine
from search.identities import Identities, Period, Variant
from search.query import Query, Results

SEED = 20200315
COUNT = 200


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return wikinews()


@pytest.fixture(scope="module")
def queries(articles: Sequence[Article]) -> list[Query]:
    return list(random_queries(articles, SEED, COUNT))


def test_the_engine_answers_as_the_referee_does(
    articles: list[Article],
    queries: Sequence[Query],
    engine_of: Callable[..., Engine],
    tmp_path: Path,
) -> None:
    referee = Referee(articles)
    engine = engine_of(articles, tmp_path)
    faults = [
        f"query {number} of seed {SEED}: {fault}\n    {query}"
        for number, query in enumerate(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join([f"{len(faults)} of {COUNT} queries differ", *faults])


def difference(found: Results, right: Results) -> str:
    """The first thing in which the answer is not the right one; empty where it is."""
    if found.total != right.total:
        return f"total {found.total}, should be {right.total}"
    if ids(found) != ids(right):
        return f"hits {ids(found)}, should be {ids(right)}"
    for hit, wanted in zip(found.hits, right.hits, strict=True):
        if abs(hit.score - wanted.score) > 2e-6:
            return f"score of {hit.article.id} {hit.score}, should be {wanted.score}"
    if bool(found.notices) != bool(right.notices) and (right.total or right.notices):
        return f"notices {found.notices}, should be {right.notices}"
    for facet, counts in right.facets.items():
        if found.facets[facet] != counts:
            wrong = set(found.facets[facet]) ^ set(counts)
            return f"counts of {facet} (or their order): {sorted(wrong, key=repr)[:8]}"
    return "" if set(found.facets) == set(right.facets) else f"facets {list(found.facets)}"


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def test_they_agree_after_updates_and_deletions_over_several_segments(
    articles: list[Article],
    queries: Sequence[Query],
    engine_of: Callable[..., Engine],
    tmp_path: Path,
) -> None:
    engine_of(articles, tmp_path, commits=5)
    changed = [replace(each, body=each.body + " Storm warning.") for each in articles[::6]]
    removed = [each.id for each in articles[3::6]]
    publish(changed, tmp_path, removed)
    now = {each.id: each for each in [*articles, *changed]}
    referee = Referee([each for id, each in now.items() if id not in removed])
    engine = open_engine(tmp_path)
    faults = [
        f"{fault}\n    {query}"
        for query in queries[::3]
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join(faults)


def test_they_agree_on_who_is_who(
    articles: list[Article], queries: Sequence[Query], tmp_path: Path
) -> None:
    known = confused(articles)
    publish(articles, tmp_path, known=known)
    referee, engine = Referee(articles, known), open_engine(tmp_path)
    faults = [
        f"{fault}\n    {query}"
        for query in about_people(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join(faults)


def about_people(queries: Sequence[Query]) -> list[Query]:
    return [query for query in queries if re.search("person|people|quoted", repr(query))]


def confused(articles: Sequence[Article]) -> Identities:
    """Names merged, hidden and resolved by the day, as no corpus would have it."""
    names = sorted({person.name for article in articles for person in article.people})
    into = {name: names[number - number % 4] for number, name in enumerate(names) if number % 4}
    hidden = dict.fromkeys(names[::9], "")
    values = {name: value for name, value in (into | hidden).items() if name != value}
    spans = {
        name: (Period("", "", names[0]), Period("2019-03-01", "2019-12-31", names[-1]))
        for name in names[1::7]
    }
    people: dict[str, tuple[Variant, ...]] = {}
    for name, value in into.items():
        people[value] = (*people.get(value, ()), Variant(name, 1, "so that they differ"))
    return Identities(values, spans, people)
