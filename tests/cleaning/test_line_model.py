"""The line model: its trees, its choice, and articles that it must not cut."""

import gzip
import json
from pathlib import Path

import pytest

from search.article import Document
from search.cleaning import clean
from search.cleaning.cut_labels import CUT_LABELS, model_verdict
from search.cleaning.model import boosted_trees, line_model
from search.cleaning.outline import Region
from search.cleaning.text_lines import Line

WIKINEWS = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
BRIDGE = "The old bridge over the Lenna was closed to all traffic on Monday, the city council said."
STORY = [
    BRIDGE,
    "Two ferries will carry people across the river until the work is done in October.",
    "The repairs will cost four million crowns, and the state will pay for half of them.",
    "“We did not want to wait for the spring floods,” the chief engineer told reporters.",
    "The bridge was built in 1931 and carries nine thousand people across the river a day.",
    "The council hopes that the first lane of the bridge can be opened again in September.",
    "Until then, drivers are asked to cross the river by the new bridge in the north.",
]

TEASERS = [
    "Sport",
    "Man Held After Robbery in Old Harbour",
    "Whale Seen Near the Lenna Lighthouse",
    "Five Things to Know About the New Tram",
    "Herald Wins Prize for Flood Pictures",
]


def test_trees_are_summed_by_their_branches() -> None:
    score = boosted_trees.compile_trees([[0, 1.5, -1, [1, 0.0, 2, 3]], 0.25], 2)
    assert score((1.5, 9)) == -0.75
    assert score((2.0, 0)) == 2.25
    assert score((2.0, 1)) == 3.25


@pytest.mark.parametrize(
    ("chances", "sizes", "limit"),
    [
        ([0.9, 0.8, 0.1], [30, 30, 5], 0.5),
        ([0.9, 0.4, 0.05], [10, 10, 1], 0.4),
        ([0.0, 0.0], [10, 10], 0.5),
        ([], [], 0.5),
    ],
    ids=["sure", "in doubt", "nothing", "empty"],
)
def test_the_choice_has_the_best_expected_f1(
    chances: list[float], sizes: list[float], limit: float
) -> None:
    assert line_model.choose_limit(chances, sizes) == limit


@pytest.mark.parametrize("world", ["text", "page"])
def test_the_shipped_models_have_the_features_of_the_code(world: str) -> None:
    stored = json.loads((boosted_trees.FOLDER / f"{world}.json").read_text(encoding="utf-8"))
    names = line_model.feature_names(world == "page")
    assert stored["features"] == names
    assert len(names) == len(set(names))


def test_a_cut_by_the_model_has_a_confidence() -> None:
    text = "\n".join([*STORY, *TEASERS])
    article = clean(Document("a.txt", "text", text, ""))
    assert article.body.split("\n\n") == STORY
    assert [cut.verdict.rule for cut in article.cuts] == ["short line", *["headline"] * 4]
    assert all(0.5 < cut.verdict.confidence < 1 for cut in article.cuts)


@pytest.mark.parametrize("count", range(1, 8))
def test_an_article_of_any_length_stays_whole(count: int) -> None:
    content = "\n\n".join(STORY[:count])
    assert clean(Document("a.txt", "text", content, "")).body == content


@pytest.mark.parametrize(
    ("line", "region", "name"),
    [
        (Line("Whale seen in the harbour", 0, 25, link_share=1.0), "inside", "link"),
        (Line("The Lenna Herald", 0, 16), "above", "head line"),
        (Line("Sport", 0, 5), "below", "short line"),
        (Line("Whale seen in the harbour", 0, 25), "below", "headline"),
        (Line(BRIDGE, 0, len(BRIDGE)), "below", "apart"),
        (Line("Write to us, or call.", 0, 21), "below", "note"),
        (Line(BRIDGE, 0, len(BRIDGE)), "inside", "insert"),
        (Line("The northern pillar on Monday", 0, 29), "inside", "caption"),
    ],
    ids=[label.name for label in CUT_LABELS],
)
def test_a_cut_line_is_labelled_by_its_shape_and_region(
    line: Line, region: Region, name: str
) -> None:
    assert model_verdict(line, 0.2, region)[:2] == ("cut", name)
    assert model_verdict(line, 0.2, region).confidence == 0.8


def test_articles_without_boilerplate_are_hardly_cut() -> None:
    with gzip.open(WIKINEWS, "rt", encoding="utf-8") as file:
        articles = ["\n\n".join(json.loads(row)["paras"]) for row in file]
    blocks = [
        block
        for content in articles
        for block in clean(Document("a.txt", "text", content, "")).blocks
    ]
    words = sum(len(block.text.split()) for block in blocks)
    cut = sum(len(block.text.split()) for block in blocks if block.verdict.confidence < 1)
    assert cut < 0.005 * words
