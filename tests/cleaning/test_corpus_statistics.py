"""Cleaning by statistics of the corpus: repeated lines and teasers of other articles."""

import json
from pathlib import Path

import pytest

from search.article import Article, Document
from search.cleaning import (
    CorpusStatistics,
    LineStatistics,
    make_article,
    make_draft,
    make_fingerprint,
)
from search.cleaning.corpus_statistics import statistics_digest
from search.cleaning.fingerprints import fingerprint
from search.engines import open_engine
from search.indexing import build

BRIDGE = [
    "The old bridge over the Lenna was closed to all traffic on Monday, the city council said.",
    "Two ferries will carry people across the river until the work is done in October this year.",
    "The repairs will cost four million crowns, and the state will pay for half of them at least.",
]
SNOW = [
    "Snow fell on the coast for the third day in a row, and the trains to the north stood still.",
    "The harbour master said that no ship had left since Sunday, and that none would before noon.",
    "Schools stay closed until Thursday, and the council asks people to leave their cars at home.",
]
OFFER = "Get the Lenna Courier in your letter box every morning for nine crowns"


def story(title: str, paragraphs: list[str], *tail: str) -> str:
    return "\n\n".join([title, *paragraphs, *tail])


def articles(index: Path) -> dict[str, Article]:
    engine = open_engine(index)
    return {name: engine.find(name) for name in ("bridge", "snow")}


def rules(article: Article) -> dict[str, str]:
    return {block.text.strip(): block.verdict.rule for block in article.cuts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return two stories of one paper, each with the same offer and a teaser of the other."""
    folder = tmp_path / "paper"
    folder.mkdir()
    bridge, snow = "Old bridge closes for the summer", "Snow stops the trains to the north"
    rows = {
        "bridge": story(bridge, BRIDGE, OFFER, snow),
        "snow": story(snow, SNOW, OFFER, bridge, BRIDGE[0][:60] + " …"),
    }
    for name, text in rows.items():
        row = json.dumps({"text": text, "source": "Lenna Courier"})
        (folder / f"{name}.jsonl").write_text(row + "\n", encoding="utf-8")
    return folder


def test_a_line_of_several_stories_of_one_source_is_cut(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    for article in articles(tmp_path / "index").values():
        assert rules(article)[OFFER] == "repeated"


def test_the_headline_of_another_article_is_a_teaser_of_it(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    found = articles(tmp_path / "index")
    assert rules(found["bridge"])["Snow stops the trains to the north"] == "teaser"
    assert found["bridge"].related == ("paper/snow.jsonl#1",)
    assert found["snow"].related == ("paper/bridge.jsonl#1",)
    assert found["bridge"].body == "\n\n".join(BRIDGE)
    assert found["snow"].body == "\n\n".join(SNOW)


def test_articles_added_one_by_one_are_cleaned_as_if_added_together(
    folder: Path, tmp_path: Path
) -> None:
    build([folder], tmp_path / "together")
    later = folder / "snow.jsonl"
    aside = later.rename(tmp_path / "snow.jsonl")
    build([folder], tmp_path / "index")
    alone = open_engine(tmp_path / "index").find("bridge")
    assert OFFER not in rules(alone)
    aside.rename(later)
    report = build([folder], tmp_path / "index")
    assert (report.added, report.unchanged) == (1, 1)
    assert articles(tmp_path / "index") == articles(tmp_path / "together")


def corpus(stories: dict[str, list[str]]) -> dict[str, Article]:
    """Return the articles of one paper, cleaned together."""
    drafts = {
        id: make_draft(Document(id, "text", "\n\n".join(lines), "", {"source": "Lenna Courier"}))
        for id, lines in stories.items()
    }
    statistics = CorpusStatistics({id: make_fingerprint(draft) for id, draft in drafts.items()})
    return {id: make_article(draft, statistics.lines(id)) for id, draft in drafts.items()}


def several(*shared: str, last: str = "") -> dict[str, list[str]]:
    """Return five stories that share paragraphs in the middle and the last line."""
    return {
        f"story{n}": [
            f"Headline number {n} of the {word} week",
            f"The {word} council of Lenna met on Monday and spoke {n} hours of {word} roads.",
            *shared,
            f"The {word} members will meet again in {n} weeks, the mayor told the {word} paper.",
            *([last] if last else []),
        ]
        for n, word in enumerate(("red", "green", "blue", "white", "black"), 3)
    }


BACKGROUND = (
    "The roads of Lenna were built in 1931 and have not been mended since the great flood of 1964."
)
APPEAL = (
    "The Courier is paid for by its readers, and every one of them helps us to stay in Lenna daily."
)


def test_a_paragraph_that_many_stories_have_in_the_middle_stays() -> None:
    assert all(BACKGROUND in article.body for article in corpus(several(BACKGROUND)).values())


def test_a_question_asked_in_many_interviews_stays() -> None:
    question = "Why are you running for mayor?"
    assert all(question in article.body for article in corpus(several(question)).values())


def test_a_paragraph_that_many_stories_have_at_the_end_is_cut() -> None:
    for article in corpus(several(last=APPEAL)).values():
        assert rules(article)[APPEAL] == "repeated"


def test_a_paragraph_taken_from_another_article_stays() -> None:
    stories = {"bridge": ["Old bridge closes for the summer", *BRIDGE]}
    stories["snow"] = ["Snow stops the trains to the north", *SNOW[:2], BRIDGE[0], SNOW[2]]
    assert BRIDGE[0] in corpus(stories)["snow"].body


def test_an_opening_under_its_own_headline_is_a_teaser() -> None:
    headline = "Old bridge closes for the summer"
    stories = {"bridge": [headline, *BRIDGE]}
    stories["snow"] = ["Snow stops the trains to the north", *SNOW, headline, BRIDGE[0]]
    article = corpus(stories)["snow"]
    assert rules(article) == {headline: "teaser", BRIDGE[0]: "teaser"}
    assert article.related == ("bridge",)


def test_the_lines_of_a_removed_article_count_no_more(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    (folder / "snow.jsonl").unlink()
    build([folder], tmp_path / "index")
    article = open_engine(tmp_path / "index").find("bridge")
    assert OFFER not in rules(article)
    assert article.related == ()


def test_copies_of_one_story_are_not_counted() -> None:
    lines = [
        "Old bridge closes",
        *(each + " It was the last bridge of its kind." for each in BRIDGE),
    ]
    copy = fingerprint("courier", lines, lines[0])
    statistics = CorpusStatistics({"a": copy, "b": copy})
    assert statistics.lines("a") == [LineStatistics()] * 4


def note(name: str) -> str:
    return f"Write to {name} for news on the harbours and the bridges of the Lenna every week"


def test_runs_of_words_around_a_changing_name_are_recognised() -> None:
    lines = {"bridge": [*BRIDGE, note("Mia Lund")], "snow": [*SNOW, note("Jan Dahl")]}
    statistics = CorpusStatistics(
        {id: fingerprint("courier", each, id) for id, each in lines.items()}
    )
    found = {id: statistics.lines(id) for id in lines}
    assert [[line.shared_runs for line in lines] for lines in found.values()] == [
        [0, 0, 0, 5],
        [0, 0, 0, 5],
    ]
    assert [lines[-1].same_source for lines in found.values()] == [0, 0]


def test_runs_of_words_of_another_source_or_of_none_are_not_counted() -> None:
    for sources in (("courier", "herald"), ("", "")):
        statistics = CorpusStatistics(
            {
                "bridge": fingerprint(sources[0], [*BRIDGE, note("Anna Holm")], "Bridge"),
                "snow": fingerprint(sources[1], [*SNOW, note("Piet Vos")], "Snow"),
            }
        )
        assert [line.shared_runs for line in statistics.lines("snow")] == [0, 0, 0, 0]


def test_two_stories_between_the_same_teasers_are_not_copies() -> None:
    teasers = [each + " It was the last of its kind for many years." for each in (*BRIDGE, *SNOW)]
    calendar = [f"Round {n} of the Lenna cup is raced on the old harbour road" for n in range(9)]
    results = [f"Place {n} went to a rider from the hills who had not won" for n in range(9)]
    statistics = CorpusStatistics(
        {
            "calendar": fingerprint("courier", [*teasers, *calendar], "The calendar of the cup"),
            "results": fingerprint("courier", [*teasers, *results], "The results of the cup"),
        }
    )
    found = [line.same_source for line in statistics.lines("calendar")]
    assert found == [1] * len(teasers) + [0] * 9


def test_a_headline_is_recognised_although_a_word_was_changed() -> None:
    edited = "Old bridge over the Lenna closes for the whole summer"
    statistics = CorpusStatistics(
        {
            "a": fingerprint("courier", [edited], ""),
            "b": fingerprint("other", BRIDGE, "Old bridge over the Lenna closes for the summer"),
        }
    )
    assert statistics.lines("a")[0].teaser_of == "b"


def test_the_digest_changes_with_the_statistics() -> None:
    none, one = LineStatistics(), LineStatistics(same_source=1)
    assert statistics_digest([none, none]) == ""
    assert statistics_digest([none, one]) != statistics_digest([one, none])
