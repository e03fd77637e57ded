"""Stories after a change: those that all articles would form together."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from search.stories.grouping import DatedSketch, group_stories
from search.stories.regrouping import Regrouping
from search.stories.sketch_table import make_table, read_table
from search.stories.sketches import story_sketch
from search.stories.story_index import Stories, encode_stories

WORDS = "bridge river lenna harbour minister council ferry night storm snow train market".split()
_chance = random.Random(5)
SENTENCES = [" ".join(_chance.choices(WORDS, k=14)) + f" Mary {n}." for n in range(9)]


def article(chance: random.Random) -> DatedSketch:
    """Return the sketch of a text that has most sentences in common with others."""
    first = chance.randrange(len(SENTENCES))
    sentences = (SENTENCES * 2)[first : first + chance.randrange(1, 8)]
    if chance.random() < 0.4:
        sentences = [each for each in sentences if chance.random() < 0.8]
    return DatedSketch(story_sketch(" ".join(sentences)), chance.choice(("", "2024-01-05")))


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 4))
def test_changed_stories_are_those_of_all_articles(seed: int, count: int, changes: int) -> None:
    chance = random.Random(seed)
    names = [f"{number:02}" for number in range(60)]
    articles = {id: article(chance) for id in chance.sample(names, count)}
    table, stories = make_table(articles), encode_stories(group_stories(articles))
    for _ in range(changes):
        removed = set(chance.sample(sorted(articles), min(len(articles), chance.randrange(3))))
        new = {id: article(chance) for id in chance.sample(names, chance.randrange(3))}
        articles = {id: each for id, each in articles.items() if id not in removed} | new
        changed = removed | new.keys()
        after = table.changed(articles.keys(), new)
        regrouped = Regrouping(table, after, Stories(stories)).stories(changed)
        stories = encode_stories(regrouped)
        assert stories == encode_stories(group_stories(articles))
        table = read_table(after.to_bytes())
        assert list(table.ids) == sorted(articles)


def test_sketches_are_stored_as_they_are() -> None:
    chance = random.Random(1)
    articles = {f"ü{number}": article(chance) for number in range(20)}
    stored = read_table(make_table(articles).to_bytes()).sketches()
    assert stored.keys() == articles.keys()
    for id, (sketch, day) in stored.items():
        own = articles[id].sketch
        assert day == articles[id].day
        assert (sketch.size, sketch.runs) == (own.size, list(own.runs))
        assert (sketch.names, sketch.numbers) == (list(own.names), list(own.numbers))
