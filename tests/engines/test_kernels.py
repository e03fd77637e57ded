"""Tests that both kernels of the Whoosh engine agree with the referee, for any segments."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.agreement import about_people, difference, mixed_identities
from support.indexes import publish
from support.random_queries import random_queries, wikinews
from support.reference import Referee

from search.article import Article
from search.engines import whoosh
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.searching.kernel import KERNELS
from search.query import Query

SEED = 20251122
COUNT = int(os.environ.get("SEARCH_QUERIES", "60"))  # benchmarks/README.md shows how to run more


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of five segments, with articles changed and removed since."""
    folder = tmp_path_factory.mktemp("five")
    articles = wikinews()
    size = -(-len(articles) // 5)
    for start in range(0, len(articles), size):
        publish(articles[start : start + size], folder)
    publish(changed(articles), folder, removed(articles))
    return folder


def changed(articles: Sequence[Article]) -> list[Article]:
    return [replace(each, body=each.body + " Storm warning.") for each in articles[::6]]


def removed(articles: Sequence[Article]) -> list[str]:
    return [each.id for each in articles[3::6]]


@pytest.fixture(scope="module")
def resolved(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same index, in which most names stand for somebody else."""
    copy = tmp_path_factory.mktemp("resolved") / "index"
    shutil.copytree(folder, copy)
    publish([], copy, known=mixed_identities(wikinews()))
    return copy


def articles_left() -> list[Article]:
    """Return the articles that are left."""
    articles = wikinews()
    now = {each.id: each for each in [*articles, *changed(articles)]}
    return [each for id, each in now.items() if id not in removed(articles)]


@pytest.fixture(scope="module")
def referee() -> Referee:
    return Referee(articles_left())


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    return list(random_queries(wikinews(), SEED, COUNT))


def test_the_index_has_several_segments_and_deletions(folder: Path) -> None:
    assert len(list(folder.glob("whoosh/g*/*.seg"))) == 6
    assert len(list(folder.glob("whoosh/g*/*.deleted"))) == 5


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_a_kernel_agrees_with_the_referee(
    folder: Path, referee: Referee, queries: Sequence[Query], kernel: str
) -> None:
    engine = whoosh.open_engine(folder / "whoosh", kernel=kernel)
    faults = [
        f"query {number} of seed {SEED}: {fault}\n    {query}"
        for number, query in enumerate(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join([f"{len(faults)} of {COUNT} queries differ", *faults])


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_a_kernel_resolves_identities(
    resolved: Path, queries: Sequence[Query], kernel: str
) -> None:
    engine = whoosh.open_engine(resolved / "whoosh", kernel=kernel)
    referee = Referee(articles_left(), mixed_identities(wikinews()))
    faults = [
        f"seed {SEED}: {fault}\n    {query}"
        for query in about_people(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join(faults)


def everything(engine: WhooshEngine, query: Query) -> object:
    results = engine.search(query)
    hits = [(hit.article, hit.score, hit.snippets, hit.why) for hit in results.hits]
    return results.total, hits, dict(results.facets), results.notices


def test_the_kernels_agree_to_the_last_bit(resolved: Path, queries: Sequence[Query]) -> None:
    plain, arrays = (
        whoosh.open_engine(resolved / "whoosh", kernel=kernel) for kernel in ("plain", "arrays")
    )
    for query in queries[::4]:
        assert everything(plain, query) == everything(arrays, query), query
