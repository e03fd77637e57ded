"""Tests that the engine agrees with the referee, over real articles and random queries."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.agreement import about_people, difference, mixed_identities
from support.indexes import publish
from support.random_queries import random_queries, wikinews
from support.reference import Referee

from search.article import Article
from search.engines import open_engine
from search.engines.base import Engine
from search.query import Query

SEED = 20200315
COUNT = 200


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return wikinews()


@pytest.fixture(scope="module")
def queries(articles: Sequence[Article]) -> list[Query]:
    return list(random_queries(articles, SEED, COUNT))


def test_the_engine_agrees_with_the_referee(
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


def test_they_agree_on_identities(
    articles: list[Article], queries: Sequence[Query], tmp_path: Path
) -> None:
    known = mixed_identities(articles)
    publish(articles, tmp_path, known=known)
    referee, engine = Referee(articles, known), open_engine(tmp_path)
    faults = [
        f"{fault}\n    {query}"
        for query in about_people(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join(faults)
