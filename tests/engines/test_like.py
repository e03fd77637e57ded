"""`search like`: articles about the same, and the bonus for new articles."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import wikinews

from search import open_index
from search.article import Article
from search.cli import main
from search.engines import whoosh
from search.engines.whoosh.searching import ordering
from search.errors import NoArticle
from search.query import RECENCY, Filter, Query, Results

HONG_KONG = "wikinews/wikinews.jsonl#86"  # "Hong Kong protests continue through police opposition"
ABOUT_IT = {f"wikinews/wikinews.jsonl#{line}" for line in (65, 97, 126)}  # not the cancelled ones
RUGBY = "wikinews/wikinews.jsonl#255"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Wikinews articles in two segments, one of them with a deleted article."""
    folder = tmp_path_factory.mktemp("like")
    articles = wikinews()
    publish(articles[:200], folder)
    publish(articles[200:], folder)
    return folder


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command over the articles, and its exit status and outputs."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([*arguments, "--index", str(folder)])
        return status, *capsys.readouterr()

    return call


def like(folder: Path, id: str, kernel: str = "", **request: object) -> Results:
    asked = Query(like=id, **request)  # type: ignore[arg-type]
    return whoosh.open_engine(folder / "whoosh", kernel=kernel).search(asked)


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def test_the_articles_of_the_same_story_are_most_like_it(folder: Path) -> None:
    assert set(ids(like(folder, HONG_KONG, limit=3))) == ABOUT_IT


def test_an_article_is_not_like_itself(folder: Path) -> None:
    found = like(folder, HONG_KONG, limit=400)
    assert HONG_KONG not in ids(found)
    assert len(found.hits) == found.total < 300


def test_the_text_and_the_filters_narrow_the_similar_articles(folder: Path) -> None:
    every = set(ids(like(folder, HONG_KONG, limit=400)))
    asked = Query("election", (Filter("source", ("Daily Ledger",)),), limit=400, facets=())
    some = set(ids(whoosh.open_engine(folder / "whoosh").search(asked)))
    narrow = {"text": "election", "filters": (Filter("source", ("Daily Ledger",)),)}
    found = like(folder, HONG_KONG, limit=400, **narrow)
    assert set(ids(found)) == every & some
    sources = {count.value: count.count for count in found.facets["source"]}
    assert sources["Daily Ledger"] == found.total


@pytest.mark.parametrize("id", [HONG_KONG, RUGBY, "wikinews/wikinews.jsonl#288"])
def test_both_kernels_find_the_same(folder: Path, id: str) -> None:
    plain, arrays = (like(folder, id, kernel, limit=60) for kernel in ("plain", "arrays"))
    assert [(h.id, h.score, h.why) for h in plain.hits] == [
        (h.id, h.score, h.why) for h in arrays.hits
    ]
    assert plain.total == arrays.total


def test_how_the_index_is_cut_makes_no_difference(folder: Path, tmp_path: Path) -> None:
    articles = wikinews()
    publish([*articles, Article("gone.txt", "Rugby in Hong Kong", "Protests of rugby.")], tmp_path)
    publish([], tmp_path, ["gone.txt"])
    one, other = (like(each, RUGBY, limit=50) for each in (folder, tmp_path))
    assert [(h.id, h.score) for h in one.hits] == [(h.id, h.score) for h in other.hits]


def test_the_parts_of_a_score_name_the_common_words(folder: Path) -> None:
    hit = like(folder, RUGBY, limit=1).hits[0]
    assert sum(share.score for share in hit.why) == pytest.approx(hit.score, abs=1e-4)
    clauses = [share.clause for share in hit.why]
    assert {"caloundra", "rugby"} < set(clauses)
    assert len(clauses) <= 40


def test_an_article_without_words_is_like_no_other(
    tmp_path: Path, three: tuple[Article, ...]
) -> None:
    publish([*three, Article("empty.txt", "", "1 2 3, of the.")], tmp_path)
    assert like(tmp_path, "empty.txt").total == 0
    with pytest.raises(NoArticle):
        like(tmp_path, "nobody.txt")


def test_the_command_takes_a_part_of_an_id_or_a_rank(run: Run) -> None:
    status, out, _ = run("like", "jsonl#255", "--ids", "--limit", "3")
    assert (status, out.splitlines()[:2]) == (
        0,
        ["wikinews/wikinews.jsonl#257", "wikinews/wikinews.jsonl#259"],
    )
    assert run("query", "title:rugby", "--ids", "--sort", "oldest")[1].splitlines()[0] == RUGBY
    assert run("like", "1", "--ids", "--limit", "3")[1] == out
    assert run("like", "2", "--ids", "--limit", "1")[1] != out  # ranks are those of the last answer


def test_the_command_narrows_by_words_and_writes_every_format(run: Run) -> None:
    status, out, _ = run("like", HONG_KONG, "police", "--since", "2019-09", "-o", "json")
    found = json.loads(out)
    assert (status, found["query"]) == (0, "police")
    assert all(hit["date"] >= "2019-09" for hit in found["hits"])
    assert run("like", "no such article")[0] == 1


# The bonus for new articles


def test_of_two_equal_articles_the_newer_comes_first(tmp_path: Path) -> None:
    days = {"old": date(2024, 1, 1), "new": date(2024, 3, 1), "none": None}
    publish([Article(id, "Flood", "The river rose.", day) for id, day in days.items()], tmp_path)
    index = open_index(tmp_path)
    plain = {hit.id: hit.score for hit in index.search("flood").hits}
    assert set(plain.values()) == {plain["old"]}
    hits = index.search("flood", recent=60).hits
    assert [hit.id for hit in hits] == ["new", "old", "none"]
    words, added = hits[0].why[0].score, {hit.id: hit.score - plain[hit.id] for hit in hits}
    assert added["new"] == pytest.approx(words * 0.5, abs=1e-5)
    assert added["old"] == pytest.approx(words * 0.25, abs=1e-5)  # 60 days before the newest
    assert added["none"] == 0


@pytest.mark.parametrize("kernel", ["plain", "arrays"])
@pytest.mark.parametrize("offset", [0, 45])
def test_the_best_are_the_best_of_all_matches(
    folder: Path, kernel: str, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "DEPTH", 0)  # by words and newness alone
    text = "government police people report"
    every = whoosh.open_engine(folder / "whoosh", kernel=kernel).search(Query(text, limit=400))
    newest = date(2021, 3, 5)

    def score(hit_day: date | None, score: float) -> float:
        return score * (1 + 0.5 * 2 ** (-(newest - hit_day).days / 30)) if hit_day else score

    expected = sorted(
        ((hit.id, round(score(hit.article.date, hit.score), 6)) for hit in every.hits),
        key=lambda each: (-each[1], each[0]),
    )
    asked = Query(text, limit=10, offset=offset, recent=30)
    found = whoosh.open_engine(folder / "whoosh", kernel=kernel).search(asked)
    assert [hit.id for hit in found.hits] == [id for id, _ in expected[offset : offset + 10]]
    assert [hit.score for hit in found.hits] == pytest.approx(
        [score for _, score in expected[offset : offset + 10]], abs=2e-6
    )


def test_an_explanation_has_a_line_for_the_bonus(run: Run, folder: Path) -> None:
    for hit in whoosh.open_engine(folder / "whoosh").search(Query("election", recent=90)).hits:
        assert sum(share.score for share in hit.why) == pytest.approx(hit.score, abs=1e-5)
        clauses = [share.clause for share in hit.why]
        assert (RECENCY in clauses) == (hit.article.date is not None)
    out = run("query", "election", "--recent", "3m", "--explain", "-o", "text")[1]
    assert "days before the newest" in out


def test_an_order_by_day_ignores_the_bonus(folder: Path) -> None:
    engine = whoosh.open_engine(folder / "whoosh")
    found = engine.search(Query("election", sort="oldest", recent=30))
    assert ids(found) == ids(engine.search(Query("election", sort="oldest")))
    assert all(share.clause != RECENCY for hit in found.hits for share in hit.why)


@pytest.mark.parametrize(
    ("age", "days"), [("45", 45), ("45d", 45), ("2w", 14), ("6m", 180), ("1Y", 365)]
)
def test_an_age_is_written_in_days_weeks_months_or_years(run: Run, age: str, days: int) -> None:
    assert run("query", "election", "--recent", age, "-o", "tsv") == run(
        "query", "election", "--recent", f"{days}d", "-o", "tsv"
    )


def test_a_text_that_is_no_age_is_refused(run: Run) -> None:
    status, _, err = run("query", "election", "--recent", "soon")
    assert (status, err) == (
        2,
        "Error: invalid value for '--recent': 'soon' is not an age; expected 30d, 8w, 6m or 1y\n",
    )
