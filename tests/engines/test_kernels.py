"""Both kernels of the Whoosh engine answer as the referee does, whatever the segments."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import random_queries, wikinews
from support.reference import Referee
from test_referee_agreement import about_people, confused, difference

from search.article import Article
from search.engines import whoosh
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.searching.kernel import KERNELS
from search.query import Query

SEED = 20251122
COUNT = int(os.environ.get("SEARCH_QUERIES", "60"))  # benchmarks/README.md says how to ask more


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of five segments, with articles changed and removed since."""
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
def confounded(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same index, in which few names are those of whom they mean."""
    copy = tmp_path_factory.mktemp("confounded") / "index"
    shutil.copytree(folder, copy)
    publish([], copy, known=confused(wikinews()))
    return copy


def present() -> list[Article]:
    """The articles that are left."""
    articles = wikinews()
    now = {each.id: each for each in [*articles, *changed(articles)]}
    return [each for id, each in now.items() if id not in removed(articles)]


@pytest.fixture(scope="module")
def referee() -> Referee:
    return Referee(present())


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    return list(random_queries(wikinews(), SEED, COUNT))


def test_the_index_has_several_segments_and_deletions(folder: Path) -> None:
    assert len(list(folder.glob("whoosh/g*/*.seg"))) == 6
    assert len(list(folder.glob("whoosh/g*/*.deleted"))) == 5


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_a_kernel_answers_as_the_referee_does(
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
def test_a_kernel_knows_who_is_who(confounded: Path, queries: Sequence[Query], kernel: str) -> None:
    engine = whoosh.open_engine(confounded / "whoosh", kernel=kernel)
    referee = Referee(present(), confused(wikinews()))
    faults = [
        f"seed {SEED}: {fault}\n    {query}"
        for query in about_people(queries)
        if (fault := difference(engine.search(query), referee.search(query)))
    ]
    assert not faults, "\n".join(faults)


def whole(engine: WhooshEngine, query: Query) -> object:
    found = engine.search(query)
    hits = [(hit.article, hit.score, hit.snippets, hit.why) for hit in found.hits]
    return found.total, hits, dict(found.facets), found.notices


def test_the_kernels_agree_to_the_last_bit(confounded: Path, queries: Sequence[Query]) -> None:
    plain, arrays = (
        whoosh.open_engine(confounded / "whoosh", kernel=kernel) for kernel in ("plain", "arrays")
    )
    for query in queries[::4]:
        assert whole(plain, query) == whole(arrays, query), query
