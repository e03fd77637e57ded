"""Which files a process has open or mapped: none after `close`, or after a change of the index."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.indexes import publish
from whoosh.index import open_dir

from search import open_index
from search.article import Article
from search.engines import open_engine, open_writer, problems, whoosh
from search.errors import ClosedIndex
from search.identities import Identities
from search.query import Query

pytestmark = pytest.mark.skipif(
    sys.platform != "win32" and not Path("/proc/self/maps").exists(),
    reason="the system does not say what a process has open",
)


def in_use(index: Path) -> set[str]:
    """Return the files of the index that this process has mapped or open."""
    if sys.platform == "win32":
        return {path.name for path in index.rglob("g*/*") if not can_be_renamed(path)}
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    mapped = [line.split(maxsplit=5)[-1] for line in maps]
    opened = [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]
    return {Path(each).name for each in (*mapped, *opened) if str(index) in each}


def can_be_renamed(path: Path) -> bool:
    """Return whether nobody has the file open, on Windows."""
    try:
        path.rename(path.with_name("renamed")).rename(path)
    except OSError:
        return False
    return True


@pytest.fixture
def index(tmp_path: Path, three: tuple[Article, ...]) -> Path:
    """An index of two segments."""
    publish(three, tmp_path)
    publish([replace(three[0], id="d.txt")], tmp_path)
    return tmp_path


@pytest.mark.parametrize("kernel", ["plain", "arrays"])
def test_a_closed_index_has_no_file_in_use_whatever_is_kept_of_its_answers(
    index: Path, kernel: str
) -> None:
    engine = whoosh.open_engine(index / "whoosh", kernel=kernel)
    facets = ("people", "source", "date", "quoted")
    texts = ("bridge", '"the bridge"', "bri*", "river NOT town", "person:lis")
    answers = [engine.search(Query(text, facets=facets)) for text in texts]
    read = [(hit.why, hit.copies, hit.snippets) for each in answers for hit in each.hits]
    _, hits = engine.search_all(Query("bridge"))
    articles = engine.articles()
    kept = [answers, read, next(hits), next(articles)]
    assert any(name.endswith(".seg") for name in in_use(index))
    engine.close()
    assert in_use(index) == set()
    engine.close()
    assert kept


def test_an_index_that_nobody_refers_to_has_no_file_in_use(index: Path) -> None:
    """The garbage collector would let go of it too, but later."""
    gc.disable()
    try:
        assert open_engine(index).search(Query("bridge")).total == 4
        assert in_use(index) == set()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.search(Query("bridge")),
        lambda engine: engine.search_all(Query("bridge")),
        lambda engine: engine.get("a.txt"),
        lambda engine: engine.find("a"),
        lambda engine: list(engine.articles()),
        lambda engine: engine.stats(),
        lambda engine: engine.skips(),
        lambda engine: engine.identities(),
        lambda engine: engine.stories(),
        lambda engine: engine.word_counts(),
        lambda engine: engine.explain("a.txt", Query("bridge")),
    ],
)
def test_a_closed_index_says_so(index: Path, ask: Callable[[whoosh.WhooshEngine], object]) -> None:
    engine = whoosh.open_engine(index / "whoosh")
    engine.close()
    with pytest.raises(ClosedIndex, match=r"is closed; open it again"):
        ask(engine)


@pytest.mark.parametrize("kernel", ["plain", "arrays"])
def test_what_was_not_read_of_an_answer_cannot_be_read_later(index: Path, kernel: str) -> None:
    engine = whoosh.open_engine(index / "whoosh", kernel=kernel)
    results = engine.search(Query("bridge"))
    _, stream = engine.search_all(Query("bridge"))
    first = next(stream)
    assert first.article.title == "Bridge falls"
    engine.close()
    assert first.article.title == "Bridge falls"
    assert results.total == 4
    for late in (
        lambda: results.hits[0].article,
        lambda: results.hits[0].why,
        lambda: [hit.article for hit in stream],
    ):
        with pytest.raises(ClosedIndex):
            late()


def test_with_closes_the_index(index: Path) -> None:
    with open_index(index) as opened:
        assert opened.search("bridge").total == 4
        assert in_use(index)
    assert in_use(index) == set()
    with pytest.raises(ClosedIndex):
        opened.search("bridge")


def test_an_index_that_is_dropped_is_closed_with_its_last_answer(index: Path) -> None:
    found = open_engine(index).search(Query("bridge")).hits
    assert found[0].article.title == "Bridge falls"
    assert in_use(index)
    del found
    assert in_use(index) == set()


CHANGES: Sequence[Callable[[Path, Article], None]] = (
    lambda index, article: publish([replace(article, id="e.txt")], index),
    lambda index, article: publish([article], index),
    lambda index, _: publish([], index, removed=["a.txt"]),
    lambda index, _: publish([], index, known=Identities({"Piotr Lis": "Peter Lis"})),
)


@pytest.mark.parametrize("change", CHANGES, ids=["added", "changed", "removed", "decided"])
def test_a_change_leaves_no_file_in_use_and_no_old_generation(
    index: Path, three: tuple[Article, ...], change: Callable[[Path, Article], None]
) -> None:
    change(index, three[0])
    assert in_use(index) == set()
    assert len(list(index.glob("whoosh/g*"))) == 1
    assert problems(index) == []
    assert in_use(index) == set()


def test_a_generation_that_is_being_read_is_left_to_the_next_build(
    index: Path,
) -> None:
    engine = open_engine(index)
    before = {path.name for path in index.glob("whoosh/g*/*")}
    old = next(index.glob("whoosh/g*"))
    publish([], index, removed=["a.txt"])
    assert {path.name for path in old.iterdir()} == before
    assert len(list(index.glob("whoosh/g*"))) == 2
    assert engine.search(Query("bridge")).total == 4
    assert engine.skips() == {}
    engine.close()
    open_writer(index).close()
    assert len(list(index.glob("whoosh/g*"))) == 1


def test_an_export_and_whoosh_itself_close_what_they_read(index: Path, tmp_path: Path) -> None:
    whoosh.export(index / "whoosh", tmp_path / "exported")
    assert in_use(index) == set()
    generation = next(index.glob("whoosh/g*"))
    with open_dir(str(generation)).reader() as reader:
        assert reader.doc_count() == 4
        assert in_use(index)
    assert in_use(index) == set()
