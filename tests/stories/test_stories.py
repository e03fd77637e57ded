"""What counts as a copy of a story, and how copies form stories."""

import gzip
import importlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from search.stories.containment import copied
from search.stories.grouping import Told, grouped
from search.stories.sketches import Sketch, sketch
from search.stories.story_index import ALONE, Copy, Stories, distinct, folded, record, surplus

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "wikinews.jsonl.gz"


@pytest.fixture(scope="module")
def wikinews() -> list[list[str]]:
    """The paragraphs of every article that has enough of them to be cut."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["paras"] for line in lines]
    return [paragraphs for paragraphs in rows if len(paragraphs) > 5]


@pytest.fixture
def story_pairs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("story_pairs")


def text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)


def told(**texts: str) -> dict[str, Told]:
    return {id: Told(sketch(text)) for id, text in texts.items()}


def ids(stories: Sequence[tuple[Copy, ...]]) -> list[list[str]]:
    return [[copy.id for copy in story] for story in stories]


# Sketches


def test_case_accents_marks_and_white_space_make_no_other_runs() -> None:
    one = sketch("President Erdoğan said: “It’s 30,000 tonnes” in Kyiv.")
    other = sketch("PRESIDENT Erdogan said,  it's 30000 tonnes\nin Kyiv")
    assert one.runs == other.runs
    assert one.numbers == other.numbers


def test_a_capital_at_the_start_of_a_sentence_is_no_name() -> None:
    assert len(sketch("Rain fell. Police came: Nobody saw it.").names) == 0
    assert len(sketch("Rain fell on Anna Kovalenko in Kyiv.").names) == 3


def test_a_text_of_two_words_has_no_runs() -> None:
    assert sketch("No text").size == 0
    assert sketch("") == Sketch(0, sketch("").runs, sketch("").names, sketch("").numbers)
    assert copied(sketch(""), sketch("")) == 0


def test_a_sketch_is_of_some_250_bytes_however_long_the_text(wikinews: list[list[str]]) -> None:
    found = sketch(text([paragraph for article in wikinews for paragraph in article]))
    assert (len(found.runs), len(found.names), len(found.numbers)) == (48, 12, 12)
    assert list(found.runs) == sorted(found.runs)


def test_a_sketch_is_the_same_whatever_was_sketched_before(wikinews: list[list[str]]) -> None:
    before = [sketch(text(article)) for article in wikinews[:5]]
    sketch(" ".join(f"Word{number} {number}" for number in range(150_000)))
    assert [sketch(text(article)) for article in wikinews[:5]] == before


def test_words_of_scripts_without_spaces_are_their_signs() -> None:
    one = sketch("鳥インフルエンザが東部の農場で確認された")
    other = sketch("鳥インフルエンザが西部の農場で確認された")
    assert one.size == 18
    assert len(set(one.runs) & set(other.runs)) == 15


# Copies


def test_a_text_cut_to_its_first_third_is_a_copy(wikinews: list[list[str]]) -> None:
    article = wikinews[3]
    cut = text(article)[: len(text(article)) // 3]
    assert copied(sketch(text(article)), sketch(cut)) > 0.9
    assert copied(sketch(cut), sketch(text(article))) > 0.9


def test_another_day_of_the_same_form_is_no_copy() -> None:
    form = (
        "Shares closed higher on {0}, lifted by banks and hopes of a trade deal. The main index "
        "rose {1}% to {2} points, while the index of smaller companies gained {3}%. Altera was the "
        "day's best performer, up {4}% after it raised its forecast. The currency traded at {5} "
        "against the dollar, and oil was at {6} dollars a barrel at the end of the day."
    )
    one = form.format("Monday", "0.4", "7,214", "1.1", "3.9", "1.08", "61.2")
    other = form.format("Tuesday", "1.3", "7,308", "0.2", "4.7", "1.07", "62.9")
    assert copied(sketch(one), sketch(other)) == 0
    assert copied(sketch(one), sketch("The day in brief\n\n" + one.upper())) > 0.9


def test_a_text_quoted_in_one_six_times_as_long_is_no_copy(wikinews: list[list[str]]) -> None:
    short = text(wikinews[0])
    rest = [paragraph for article in wikinews[1:14] for paragraph in article]
    assert copied(sketch(short), sketch(text([short, *rest]))) == 0


def test_less_than_a_paragraph_is_too_short_to_tell() -> None:
    brief = "Please enable JavaScript in your browser to go on reading this article"
    assert copied(sketch(brief), sketch(brief)) == 0


def test_copies_are_told_from_other_articles_as_well_as_ever(story_pairs: ModuleType) -> None:
    """On a quarter of the pairs kept aside; benchmarks/stories.py has all, and the figures."""
    asked = [
        pair
        for number, pair in enumerate(story_pairs.pairs(1))
        if number % 4 == 0 or pair.kind == "daily reports"
    ]
    known = {each.body: sketch(each.body) for pair in asked for each in (pair.one, pair.other)}
    right = wrong = missed = 0
    for pair in asked:
        found = copied(known[pair.one.body], known[pair.other.body]) > 0
        right += found and pair.copy
        wrong += found and not pair.copy
        missed += pair.copy and not found
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.98


# Stories


def test_every_copy_is_like_the_fullest_and_there_are_no_chains(wikinews: list[list[str]]) -> None:
    """Each text has four fifths of the one before; the last has nothing of the first."""
    paragraphs = [paragraph for article in wikinews[:12] for paragraph in article]
    windows = {f"{start:02}": text(paragraphs[start : start + 20]) for start in range(0, 44, 4)}
    assert copied(sketch(windows["00"]), sketch(windows["04"])) > 0
    assert copied(sketch(windows["00"]), sketch(windows["16"])) == 0
    stories = grouped(told(**windows))
    for story in stories:
        fullest = sketch(windows[story[0].id])
        assert all(copied(fullest, sketch(windows[copy.id])) == copy.share for copy in story[1:])
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
    right = grouped(told(**texts))
    assert len(right) == 30
    for _ in range(5):
        shuffled = list(texts)
        chance.shuffle(shuffled)
        assert grouped(told(**{id: texts[id] for id in shuffled})) == right, f"seed {seed}"


def test_of_equal_texts_the_oldest_stands_for_the_story(wikinews: list[list[str]]) -> None:
    same = sketch(text(wikinews[5]))
    days = {"a": "", "b": "2020-05-05", "c": "2019-05-05", "d": "2019-05-05"}
    stories = grouped({id: Told(same, day) for id, day in days.items()})
    assert ids(stories) == [["c", "a", "b", "d"]]


def test_articles_that_are_alone_form_no_story(wikinews: list[list[str]]) -> None:
    assert grouped(told(**{str(n): text(each) for n, each in enumerate(wikinews[:50])})) == []
    assert grouped({}) == []


def test_a_story_of_very_many_copies_is_one(wikinews: list[list[str]]) -> None:
    same = sketch(text(wikinews[7]))
    (story,) = grouped({f"{n:04}": Told(same) for n in range(3000)})
    assert len(story) == 3000


# The file of an index

STORIES = [
    (Copy("b/ö.txt", 1.0), Copy("a.txt", 0.914)),
    (Copy("c.txt", 1.0), Copy("d.txt", 0.8), Copy("bad\udcff.txt", 0.5)),
]


def test_stories_come_back_as_they_went_in() -> None:
    found = Stories(record(STORIES))
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
    assert record(STORIES) == record(STORIES[::-1])


def test_without_stories_every_article_is_alone() -> None:
    for none in (Stories(), Stories(record([]))):
        assert len(none) == 0
        assert none.story("a.txt") is None
        assert list(none.column([b"a.txt"])) == [ALONE]


# What an engine asks


def test_ranked_articles_fold_under_the_best_copy_of_each_story() -> None:
    """Six hits: 0 and 4 of a story, 1 and 2 of another with the same score, 3 and 5 alone."""
    story = {0: 7, 4: 7, 1: 3, 2: 3}
    score = {0: 9.0, 1: 5.0, 2: 5.0, 3: 4.0, 4: 2.0, 5: 1.0}
    days = {1: "2020-01-02", 2: "2020-01-01"}
    found = folded(
        range(6), story.get, score.__getitem__, lambda place: (days.get(place, "9999"), str(place))
    )
    assert found == [(0, (4,)), (2, (1,)), (3, ()), (5, ())]


def test_articles_count_as_stories() -> None:
    assert distinct([ALONE, ALONE, 4, 4, 4, 9]) == 4
    assert surplus([("Kyiv", 4), ("Kyiv", 4), ("Kyiv", 9), ("Lviv", 4)]) == {"Kyiv": 1, "Lviv": 0}
