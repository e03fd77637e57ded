"""The word lists of `people`: sorted, small, and with their origin."""

from pathlib import Path

import pytest

import search.people
from search.people.name_matching import parse_name
from search.people.word_lists import read_rows, to_ascii

DATA = Path(search.people.__file__).parent / "data"
GENERATED = ("given", "latin", "surnames", "territories", "words")


@pytest.mark.parametrize("title", GENERATED)
def test_a_generated_list_is_sorted_ascii_without_duplicates(title: str) -> None:
    lines = (DATA / f"{title}.txt").read_text("ascii").splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("title", GENERATED)
def test_the_licence_covers_each_generated_list(title: str) -> None:
    assert f"{title}.txt" in (DATA / "LICENSE.txt").read_text("utf-8")


def test_the_lists_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000


def test_words_are_compared_without_accents() -> None:
    assert to_ascii("Dovilė Šakalienė Łukasz Søren") == "Dovile Sakaliene Lukasz Soren"


@pytest.mark.parametrize("title", ["aliases", "namesakes", "nicknames", "spellings"])
def test_a_hand_written_list_has_no_duplicates(title: str) -> None:
    found = read_rows(title)
    assert found and len(found) == len(set(found))


def test_every_row_of_aliases_and_namesakes_starts_with_a_full_name() -> None:
    assert [row for row in read_rows("namesakes") if parse_name(row) is None] == []
    assert [row for row in read_rows("aliases") if parse_name(row.split(";")[0]) is None] == []
