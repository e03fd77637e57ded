"""Documents judged in the light of the others: what repeats, and what is another article's."""

import json
from pathlib import Path

import pytest

from search.article import Article
from search.clean import Evidence, Seen
from search.clean.evidence import sketch
from search.clean.sketches import packed, unpacked, view
from search.engines import open_engine
from search.indexer import build

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
    """Two stories of one paper, each with the same offer and a teaser of the other."""
    folder = tmp_path / "paper"
    folder.mkdir()
    bridge, snow = "Old bridge closes for the summer", "Snow stops the trains to the north"
    rows = {
        "bridge": story(bridge, BRIDGE, OFFER, snow),
        "snow": story(snow, SNOW, OFFER, bridge, BRIDGE[0][:60] + " …"),
    }
    for name, text in rows.items():
        row = json.dumps({"text": text, "source": "Lenna Courier"})
        (folder / f"{name}.jsonl").write_text(row + "\n")
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


def test_articles_added_one_by_one_are_judged_as_if_they_had_come_together(
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


def test_an_article_taken_out_takes_its_evidence_along(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    (folder / "snow.jsonl").unlink()
    build([folder], tmp_path / "index")
    article = open_engine(tmp_path / "index").find("bridge")
    assert OFFER not in rules(article)
    assert article.related == ()


def test_two_copies_of_one_story_prove_nothing() -> None:
    lines = [
        "Old bridge closes",
        *(each + " It was the last bridge of its kind." for each in BRIDGE),
    ]
    evidence = Evidence({id: sketch("courier", lines, lines[0]) for id in ("a", "b")})
    assert evidence.seen("a") == [Seen()] * 4


def test_a_headline_is_known_again_though_a_word_was_changed() -> None:
    evidence = Evidence(
        {
            "a": sketch("courier", ["Old bridge over the Lenna closes for the whole summer"], ""),
            "b": sketch("other", BRIDGE, "Old bridge over the Lenna closes for the summer"),
        }
    )
    assert evidence.seen("a")[0].teaser == "b"


def test_sketches_come_back_as_they_were_kept() -> None:
    sketches = {"a": sketch("courier", BRIDGE, "Bridge"), "b": sketch("", [], "")}
    again, views = unpacked(packed(sketches, {"a": "x", "b": ""}))
    assert views == {"a": "x", "b": ""}
    assert {id: [list(part) for part in each[1:]] for id, each in again.items()} == {
        id: [list(part) for part in each[1:]] for id, each in sketches.items()
    }


def test_the_view_changes_with_what_the_others_say() -> None:
    assert view([Seen(), Seen()]) == ""
    assert view([Seen(), Seen(same=1)]) != view([Seen(same=1), Seen()])
