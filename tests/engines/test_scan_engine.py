"""The example of an engine keeps the contract, so that it can be copied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import scan_engine
from support.indexes import publish

from search.article import Article
from search.engines import ENGINES, open_engine, open_writer, problems
from search.engines.base import Engine, EngineModule
from search.errors import LockedIndex, NoArticle
from search.identities import Identities
from search.query import FacetCount, Filter, Query


@pytest.fixture(autouse=True)
def row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the row of the engine to the table."""
    module: EngineModule = scan_engine
    monkeypatch.setitem(ENGINES, "scan", lambda: module)


@pytest.fixture
def engine(three: tuple[Article, ...], tmp_path: Path) -> Iterator[Engine]:
    publish(three, tmp_path, engine="scan")
    yield open_engine(tmp_path, "scan")


def ids(engine: Engine, text: str, **request: object) -> list[str]:
    return [hit.id for hit in engine.search(Query(text, **request)).hits]  # type: ignore[arg-type]


def test_a_query_finds_its_articles_best_first_with_snippets(engine: Engine) -> None:
    assert ids(engine, "bridge") == ["a.txt", "c.txt", "b.txt"]
    assert ids(engine, '"bridge held" OR air', sort="newest") == ["b.txt", "c.txt"]
    (hit,) = engine.search(Query("held")).hits
    (snippet,) = hit.snippets
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["held"]


def test_a_facet_counts_what_a_filter_returns(engine: Engine) -> None:
    (first, *_) = engine.search(Query()).facets["people"]
    assert first == FacetCount("Anna Kovalenko", 2)
    assert len(ids(engine, "", filters=(Filter("people", ("Anna Kovalenko",)),))) == 2


def test_an_article_comes_back_as_it_went_in(engine: Engine, three: tuple[Article, ...]) -> None:
    assert tuple(engine.articles()) == three
    assert engine.find("a.") == three[0]
    with pytest.raises(NoArticle):
        engine.get("z")


def test_all_hits_come_one_at_a_time(engine: Engine) -> None:
    results, hits = engine.search_all(Query("bridge", limit=1))
    assert (results.total, len(list(hits))) == (3, 3)
    assert engine.explain("c.txt", Query("bridge")).rank == 2


def test_a_change_is_published_whole_and_an_open_engine_does_not_see_it(
    engine: Engine, tmp_path: Path
) -> None:
    known = Identities(values={"Anna Kovalenko": "Hanna Kovalenko"})
    publish([], tmp_path, removed=["b.txt"], known=known, engine="scan")
    assert engine.stats().articles == 3
    later = open_engine(tmp_path, "scan")
    assert later.stats().articles == 2
    assert [person.name for person in later.get("a.txt").people] == ["Hanna Kovalenko"]
    assert problems(tmp_path, "scan") == []


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    writer = open_writer(tmp_path, "scan")
    with pytest.raises(LockedIndex):
        open_writer(tmp_path, "scan")
    writer.close()
