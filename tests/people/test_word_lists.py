"""The word tables of `people`: in order, small, and with their origin named."""

from pathlib import Path

import pytest

import search.people
from search.people.name_matching import parsed
from search.people.word_lists import folded, rows

DATA = Path(search.people.__file__).parent / "data"
GENERATED = ("given", "latin", "surnames", "territories", "words")


@pytest.mark.parametrize("title", GENERATED)
def test_a_generated_table_is_sorted_in_ascii_and_says_nothing_twice(title: str) -> None:
    lines = (DATA / f"{title}.txt").read_text("ascii").splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("title", GENERATED)
def test_the_licence_names_each_generated_table(title: str) -> None:
    assert f"{title}.txt" in (DATA / "LICENSE.txt").read_text("utf-8")


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000


def test_words_are_compared_without_accents() -> None:
    assert folded("Dovilė Šakalienė Łukasz Søren") == "Dovile Sakaliene Lukasz Soren"


@pytest.mark.parametrize("title", ["aliases", "namesakes", "nicknames", "spellings"])
def test_a_row_kept_by_hand_is_there_once(title: str) -> None:
    found = rows(title)
    assert found and len(found) == len(set(found))


def test_every_known_alias_and_namesake_is_a_full_name_or_another_of_its_row() -> None:
    assert [row for row in rows("namesakes") if parsed(row) is None] == []
    assert [row for row in rows("aliases") if parsed(row.split(";")[0]) is None] == []
