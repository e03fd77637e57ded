"""Recall and precision of the people found in labelled texts.

The limits are a little below the values measured in November 2026, F1 (precision): Wikinews .903
(.953), WikiGold .852 (.931). They may be raised, but not lowered.
"""

import gzip
import json
from pathlib import Path

import pytest

from search.people import person_mentions
from search.people.word_lists import to_ascii

DATA = Path(__file__).parents[1] / "data"


def plain(name: str) -> str:
    """Return the name as labels are compared: without accents, case and punctuation."""
    return " ".join(to_ascii(name).casefold().translate(str.maketrans("", "", '.,"“”')).split())


@pytest.mark.parametrize(
    ("title", "f1", "precision"), [("wikinews", 0.895, 0.945), ("wikigold", 0.845, 0.92)]
)
def test_people_are_found_as_well_as_before(title: str, f1: float, precision: float) -> None:
    right = wrong = missed = 0
    with gzip.open(DATA / f"people_{title}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            labelled = {plain(name) for name in record["people"]}
            found = {plain(mention.name) for mention in person_mentions(record["text"])}
            right += len(found & labelled)
            wrong += len(found - labelled)
            missed += len(labelled - found)
    assert right / (right + wrong) >= precision
    assert 2 * right / (2 * right + wrong + missed) >= f1
