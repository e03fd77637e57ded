"""Topics: learned with the index, kept through updates, and the same to both kernels."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from indexes import publish
from random_queries import wikinews

from search.article import Article
from search.engines import open_engine
from search.engines.whoosh import opened
from search.engines.whoosh.topics import laying
from search.query import TOPICS, Query, Results

QUESTIONS = (
    "aircraft crash investigation black box",
    "parliament vote of no confidence government",
    "football",
    '"climate change" protest school students',
    "who won the election -Brexit",
    "bridg* collapse rescue workers",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, the second added later."""
    folder = tmp_path_factory.mktemp("topics")
    articles = wikinews()
    publish(articles[:240], folder)
    publish(articles[240:], folder)
    return folder


def asked(folder: Path, text: str, kernel: str = "", **request: object) -> Results:
    return opened(folder / "whoosh", kernel).search(Query(text, **request))  # type: ignore[arg-type]


def order(results: Results) -> list[tuple[str, float]]:
    return [(hit.article.id, hit.score) for hit in results.hits]


def vectors(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("whoosh/g*/*.topics"))


@pytest.mark.parametrize("text", QUESTIONS)
def test_both_kernels_order_alike(folder: Path, text: str) -> None:
    for limit, offset in ((10, 0), (5, 48), (70, 0)):
        page = {"limit": limit, "offset": offset}
        plain = asked(folder, text, "plain", **page)
        arrays = asked(folder, text, "arrays", **page)
        assert order(plain) == order(arrays)
        assert [hit.why for hit in plain.hits] == [hit.why for hit in arrays.hits]


@pytest.mark.parametrize("text", QUESTIONS)
def test_topics_change_the_order_and_nothing_else(folder: Path, text: str) -> None:
    with_topics = asked(folder, text, limit=400)
    without = asked(folder, text, limit=400, topics=False)
    assert with_topics.total == without.total
    assert sorted(id for id, _ in order(with_topics)) == sorted(id for id, _ in order(without))
    assert dict(with_topics.facets) == dict(without.facets)


def test_the_fifty_best_by_words_stay_the_fifty_best(folder: Path) -> None:
    text = "government police people report"
    words = order(asked(folder, text, limit=400, topics=False))
    both = order(asked(folder, text, limit=400))
    assert len(words) > 60
    assert {id for id, _ in both[:50]} == {id for id, _ in words[:50]}
    assert both[50:] == words[50:]
    assert both[:50] != words[:50]


def test_the_nearest_gains_what_words_gave_the_first(folder: Path) -> None:
    text = "aircraft crash investigation"
    best = order(asked(folder, text, topics=False))[0][1]
    shares = [
        share
        for hit in asked(folder, text, limit=50).hits
        for share in hit.why
        if share.clause == TOPICS
    ]
    assert max(share.score for share in shares) == pytest.approx(best, abs=1e-6)
    assert all(0 <= share.count <= 1 for share in shares)


def test_the_parts_of_a_score_make_the_score(folder: Path) -> None:
    for hit in asked(folder, "aircraft crash investigation").hits:
        assert sum(share.score for share in hit.why) == pytest.approx(hit.score, abs=1e-5)


@pytest.mark.parametrize("text", ['"the crash"', "title:crash", "crash*", "=Crash", "crsh~"])
def test_a_query_without_plain_words_is_ordered_by_words_alone(folder: Path, text: str) -> None:
    assert order(asked(folder, text)) == order(asked(folder, text, topics=False))


def test_by_day_topics_do_not_count(folder: Path) -> None:
    text = "aircraft crash"
    newest = asked(folder, text, sort="newest")
    assert order(newest) == order(asked(folder, text, sort="newest", topics=False))


def test_few_articles_have_no_topics(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles[:99], tmp_path)
    assert not list(tmp_path.glob("whoosh/g*/*.space"))
    assert order(asked(tmp_path, "crash")) == order(asked(tmp_path, "crash", topics=False))
    publish(articles[99:101], tmp_path)
    assert [path.name for path in tmp_path.glob("whoosh/g*/*.space")] == ["topics.space"]


def test_what_is_added_is_laid_out_among_the_topics_there_are(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles[:240], tmp_path)
    before = space(tmp_path)
    first = vectors(tmp_path)
    publish(articles[240:280], tmp_path, [articles[3].id])
    assert space(tmp_path) == before
    assert len(vectors(tmp_path)) == 2
    assert set(first) < set(vectors(tmp_path))


def test_an_index_may_lose_all_its_articles(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles, tmp_path)
    assert vectors(tmp_path)
    publish([], tmp_path, [article.id for article in articles])
    assert asked(tmp_path, "government").total == 0
    publish(articles[:3], tmp_path)
    assert asked(tmp_path, "").total == 3


@pytest.mark.parametrize("block", [1, 7, 100, 293, 294, 295])
def test_blocks_of_any_size_give_the_same_places(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(laying, "BLOCK", block)
    monkeypatch.setattr(laying, "ROWS", 10)
    articles = wikinews()
    publish(articles[:240], tmp_path)
    publish(articles[240:], tmp_path)
    for name in vectors(folder):
        (own,), (right,) = tmp_path.glob(f"whoosh/g*/{name}"), folder.glob(f"whoosh/g*/{name}")
        assert own.read_bytes() == right.read_bytes()


def test_topics_are_learned_anew_when_the_archive_has_grown(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles[:200], tmp_path)
    before = space(tmp_path)
    publish(articles[200:], tmp_path)
    assert space(tmp_path) != before
    segments = sorted(path.stem for path in tmp_path.glob("whoosh/g*/*.seg"))
    assert [name.removesuffix(".topics") for name in vectors(tmp_path)] == segments


def test_the_same_articles_have_the_same_topics_in_any_order(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles, tmp_path / "one")
    publish(articles[::-1], tmp_path / "two")
    for text in QUESTIONS:
        assert order(asked(tmp_path / "one", text)) == order(asked(tmp_path / "two", text))


def test_a_cold_query_by_topics_needs_no_numpy(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        " from search.query import Query;"
        " found = open_engine(Path(sys.argv[1])).search(Query('aircraft crash investigation'));"
        " print(any(s.clause == '(topics)' for s in found.hits[0].why), 'numpy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "True False\n"


def test_articles_that_share_no_word_have_no_topics(tmp_path: Path) -> None:
    publish([blank(f"a{n}", f"zyx{n} qwr{n}") for n in range(120)], tmp_path)
    assert not list(tmp_path.glob("whoosh/g*/*.space"))
    assert order(asked(tmp_path, "zyx7 qwr7"))[0][0] == "a7"


def test_articles_that_are_all_the_same_are_no_fault(tmp_path: Path) -> None:
    publish([blank(f"a{n}", "Ferry runs aground off the island") for n in range(150)], tmp_path)
    assert asked(tmp_path, "ferry island aground").total == 150


def test_an_article_nobody_can_place_is_no_fault(tmp_path: Path) -> None:
    articles = [*wikinews()[:150], blank("empty", ""), blank("strange", "Zyxomma qwrtz crash")]
    publish(articles, tmp_path)
    found = order(asked(tmp_path, "crash zyxomma qwrtz"))
    assert found[0][0] == "strange"
    assert json.dumps(found)
    assert open_engine(tmp_path).search(Query("")).total == 152


def blank(id: str, body: str) -> Article:
    return replace(wikinews()[0], id=id, title="", body=body, path=id)


def space(folder: Path) -> bytes:
    (found,) = folder.glob("whoosh/g*/topics.space")
    return found.read_bytes()
