"""Copies of a story, and the stories that copies form."""

import gzip
import importlib
import json
import random
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from search.stories.grouping import DatedSketch, copy_share, group_stories
from search.stories.sketches import StorySketch, story_sketch
from search.stories.story_index import (
    ALONE,
    Stories,
    StoryMember,
    collapse_copies,
    count_stories,
    encode_stories,
    surplus_copies,
)

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "wikinews.jsonl.gz"


@pytest.fixture(scope="module")
def wikinews() -> list[list[str]]:
    """Return the paragraphs of every article with enough of them to be cut."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["paras"] for line in lines]
    return [paragraphs for paragraphs in rows if len(paragraphs) > 5]


@pytest.fixture
def story_pairs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("story_pairs")


def text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)


def dated(**texts: str) -> dict[str, DatedSketch]:
    return {id: DatedSketch(story_sketch(text)) for id, text in texts.items()}


def ids(stories: Sequence[tuple[StoryMember, ...]]) -> list[list[str]]:
    return [[copy.id for copy in story] for story in stories]


# Sketches


def test_case_accents_punctuation_and_white_space_do_not_change_runs() -> None:
    one = story_sketch("President Erdoğan said: “It’s 30,000 tonnes” in Kyiv.")
    other = story_sketch("PRESIDENT Erdogan said,  it's 30000 tonnes\nin Kyiv")
    assert one.runs == other.runs
    assert one.numbers == other.numbers


def test_a_capital_at_the_start_of_a_sentence_is_no_name() -> None:
    assert len(story_sketch("Rain fell. Police came: Nobody saw it.").names) == 0
    assert len(story_sketch("Rain fell on Anna Kovalenko in Kyiv.").names) == 3


def test_a_text_of_two_words_has_no_runs() -> None:
    assert story_sketch("No text").size == 0
    empty = array("I"), array("H"), array("H")
    assert story_sketch("") == StorySketch(0, *empty)
    assert copy_share(story_sketch(""), story_sketch("")) == 0


def test_a_sketch_is_of_some_250_bytes_however_long_the_text(wikinews: list[list[str]]) -> None:
    found = story_sketch(text([paragraph for article in wikinews for paragraph in article]))
    assert (len(found.runs), len(found.names), len(found.numbers)) == (48, 12, 12)
    assert list(found.runs) == sorted(found.runs)


def test_a_sketch_is_the_same_whatever_was_sketched_before(wikinews: list[list[str]]) -> None:
    before = [story_sketch(text(article)) for article in wikinews[:5]]
    story_sketch(" ".join(f"Word{number} {number}" for number in range(150_000)))
    assert [story_sketch(text(article)) for article in wikinews[:5]] == before


def test_in_scripts_without_spaces_each_character_is_a_word() -> None:
    one = story_sketch("鳥インフルエンザが東部の農場で確認された")
    other = story_sketch("鳥インフルエンザが西部の農場で確認された")
    assert one.size == 18
    assert len(set(one.runs) & set(other.runs)) == 15


# Copies


def test_a_text_cut_to_its_first_third_is_a_copy(wikinews: list[list[str]]) -> None:
    article = wikinews[3]
    cut = text(article)[: len(text(article)) // 3]
    assert copy_share(story_sketch(text(article)), story_sketch(cut)) > 0.9
    assert copy_share(story_sketch(cut), story_sketch(text(article))) > 0.9


def test_a_report_of_another_day_in_the_same_form_is_no_copy() -> None:
    form = (
        "Shares closed higher on {0}, lifted by banks and hopes of a trade deal. The main index "
        "rose {1}% to {2} points, while the index of smaller companies gained {3}%. Altera was the "
        "day's best performer, up {4}% after it raised its forecast. The currency traded at {5} "
        "against the dollar, and oil was at {6} dollars a barrel at the end of the day."
    )
    one = form.format("Monday", "0.4", "7,214", "1.1", "3.9", "1.08", "61.2")
    other = form.format("Tuesday", "1.3", "7,308", "0.2", "4.7", "1.07", "62.9")
    assert copy_share(story_sketch(one), story_sketch(other)) == 0
    assert copy_share(story_sketch(one), story_sketch("The day in brief\n\n" + one.upper())) > 0.9


def test_a_text_quoted_in_one_six_times_as_long_is_no_copy(wikinews: list[list[str]]) -> None:
    short = text(wikinews[0])
    rest = [paragraph for article in wikinews[1:14] for paragraph in article]
    assert copy_share(story_sketch(short), story_sketch(text([short, *rest]))) == 0


def test_less_than_a_paragraph_is_never_a_copy() -> None:
    brief = "Please enable JavaScript in your browser to go on reading this article"
    assert copy_share(story_sketch(brief), story_sketch(brief)) == 0


def test_copies_are_recognised_as_well_as_before(story_pairs: ModuleType) -> None:
    """Test a quarter of the held-out pairs; benchmarks/stories.py has all, and the figures."""
    tested = [
        pair
        for number, pair in enumerate(story_pairs.pairs(1))
        if number % 4 == 0 or pair.kind == "daily reports"
    ]
    bodies = {text.body for pair in tested for text in (pair.one, pair.other)}
    sketches = {body: story_sketch(body) for body in bodies}
    right = wrong = missed = 0
    for pair in tested:
        found = copy_share(sketches[pair.one.body], sketches[pair.other.body]) > 0
        right += found and pair.copy
        wrong += found and not pair.copy
        missed += pair.copy and not found
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.98


# Stories


def test_every_copy_matches_the_fullest_and_there_are_no_chains(wikinews: list[list[str]]) -> None:
    """Group texts that share four fifths with the one before; the last has none of the first."""
    paragraphs = [paragraph for article in wikinews[:12] for paragraph in article]
    windows = {f"{start:02}": text(paragraphs[start : start + 20]) for start in range(0, 44, 4)}
    assert copy_share(story_sketch(windows["00"]), story_sketch(windows["04"])) > 0
    assert copy_share(story_sketch(windows["00"]), story_sketch(windows["16"])) == 0
    stories = group_stories(dated(**windows))
    for story in stories:
        fullest = story_sketch(windows[story[0].id])
        for copy in story[1:]:
            assert copy_share(fullest, story_sketch(windows[copy.id])) == copy.share
    assert len(stories) > 1


def test_the_order_of_the_articles_makes_no_difference(wikinews: list[list[str]]) -> None:
    seed = 20261122
    chance = random.Random(seed)
    texts = {}
    for number, article in enumerate(wikinews[:40]):
        texts[f"{number}"] = text(article)
        for version in range(number % 4):
            kept = [each for each in article if chance.random() < 0.8]
            texts[f"{number}-{version}"] = text(kept or article)
    right = group_stories(dated(**texts))
    assert len(right) == 30
    for _ in range(5):
        shuffled = list(texts)
        chance.shuffle(shuffled)
        assert group_stories(dated(**{id: texts[id] for id in shuffled})) == right, f"seed {seed}"


def test_the_oldest_of_equal_texts_represents_the_story(wikinews: list[list[str]]) -> None:
    same = story_sketch(text(wikinews[5]))
    days = {"a": "", "b": "2020-05-05", "c": "2019-05-05", "d": "2019-05-05"}
    stories = group_stories({id: DatedSketch(same, day) for id, day in days.items()})
    assert ids(stories) == [["c", "a", "b", "d"]]


def test_articles_without_copies_form_no_story(wikinews: list[list[str]]) -> None:
    assert (
        group_stories(dated(**{str(n): text(each) for n, each in enumerate(wikinews[:50])})) == []
    )
    assert group_stories({}) == []


def test_very_many_copies_are_one_story(wikinews: list[list[str]]) -> None:
    same = story_sketch(text(wikinews[7]))
    (story,) = group_stories({f"{n:04}": DatedSketch(same) for n in range(3000)})
    assert len(story) == 3000


# The file of an index

STORIES = [
    (StoryMember("b/ö.txt", 1.0), StoryMember("a.txt", 0.914)),
    (StoryMember("c.txt", 1.0), StoryMember("d.txt", 0.8), StoryMember("bad\udcff.txt", 0.5)),
]


def test_stories_survive_a_round_trip_through_bytes() -> None:
    found = Stories(encode_stories(STORIES))
    assert len(found) == 2
    assert [found.members(n) for n in range(2)] == [
        ("b/ö.txt", "a.txt"),
        ("c.txt", "d.txt", "bad\udcff.txt"),
    ]
    assert [found.size(n) for n in range(2)] == [2, 3]
    assert [found.story(id) for id in ("a.txt", "bad\udcff.txt", "z", "", "b")] == [0, 1] + [
        None
    ] * 3
    assert [found.share(id) for id in ("a.txt", "b/ö.txt", "z")] == [0.91, 1.0, 1.0]
    assert list(found.column([b"a.txt", b"x", b"d.txt"])) == [0, ALONE, 1]


def test_the_same_stories_are_the_same_bytes() -> None:
    assert encode_stories(STORIES) == encode_stories(STORIES[::-1])


def test_without_stories_every_article_is_alone() -> None:
    for none in (Stories(), Stories(encode_stories([]))):
        assert len(none) == 0
        assert none.story("a.txt") is None
        assert list(none.column([b"a.txt"])) == [ALONE]


# The questions of an engine


def test_ranked_articles_collapse_into_the_best_copy_of_each_story() -> None:
    """Collapse six hits: 0 and 4 of a story, 1 and 2 of another with one score, 3 and 5 alone."""
    story = {0: 7, 4: 7, 1: 3, 2: 3}
    score = {0: 9.0, 1: 5.0, 2: 5.0, 3: 4.0, 4: 2.0, 5: 1.0}
    days = {1: "2020-01-02", 2: "2020-01-01"}
    found = collapse_copies(
        range(6), story.get, score.__getitem__, lambda place: (days.get(place, "9999"), str(place))
    )
    assert found == [(0, (4,)), (2, (1,)), (3, ()), (5, ())]


def test_articles_count_as_stories() -> None:
    assert count_stories([ALONE, ALONE, 4, 4, 4, 9]) == 4
    pairs = [("Kyiv", 4), ("Kyiv", 4), ("Kyiv", 9), ("Lviv", 4)]
    assert surplus_copies(pairs) == {"Kyiv": 1, "Lviv": 0}
