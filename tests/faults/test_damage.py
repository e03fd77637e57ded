"""A damaged index gives the right answer or is refused in one line: never a wrong answer.

`benchmarks/bit_flips.py` does the same at a thousand places, with more commands.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from faults.damage import (
    LARGE,
    REAL,
    Answer,
    Damage,
    Outcome,
    Question,
    answered,
    outcomes,
    random_damages,
)
from search.engines import engine_folder
from search.engines.whoosh.storage.segment_file import SMALL, SegmentFile

SEED = 13
DAMAGES = 40
ASKED = 3  # questions after each
CHANGES, CHANGING = 8, ("index", "cuts")  # an update takes longer than a query

Right = dict[str, tuple[Question, Answer]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of so many articles that columns exceed 64 kB, and postings and records 1 MB."""
    return LARGE.built(tmp_path_factory.mktemp("archive") / "large")


@pytest.fixture(scope="module")
def right(index: Path) -> Right:
    return {name: (each, answered(each)) for name, each in LARGE.questions(index).items()}


def test_damage_to_an_index_of_documents_is_refused_by_updates_too(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    index = REAL.built(tmp_path_factory.mktemp("archive") / "real")
    questions = {name: each for name, each in REAL.questions(index).items() if name in CHANGING}
    right = {name: answered(each) for name, each in questions.items()}
    for damage in random_damages(index, CHANGES, Random(SEED)):
        assert broken(outcomes(index, damage, questions, right)) == []


def broken(found: Iterator[Outcome]) -> list[Outcome]:
    return [each for each in found if each.kind not in ("same", "refused")]


def asked_about(index: Path, damage: Damage, right: Right, random: Random) -> Iterator[Outcome]:
    some = random.sample(sorted(right), ASKED)
    answers = {name: right[name][1] for name in some}
    return outcomes(index, damage, {name: right[name][0] for name in some}, answers)


def test_damage_anywhere_gives_the_right_answer_or_is_refused(index: Path, right: Right) -> None:
    random = Random(SEED)
    for damage in random_damages(index, DAMAGES, random):
        assert broken(asked_about(index, damage, right, random)) == []


def test_a_flipped_bit_in_any_large_section_is_never_a_wrong_answer(
    index: Path, right: Right
) -> None:
    random = Random(SEED)
    (path,) = engine_folder(index).glob("g*/*.seg")
    sections = SegmentFile(path, index).sections
    large = {name: each for name, each in sections.items() if each.size > SMALL}
    assert {"date", "persons", "ids.rank", "records", "body.postings"} <= large.keys()
    for name, section in large.items():
        at = section.start + random.randrange(section.size)
        damage = Damage(f"{path.parent.name}/{path.name}", at, "bit 2", name)
        assert broken(asked_about(index, damage, right, random)) == []


def test_a_large_section_is_read_in_parts_and_each_part_is_checked(index: Path) -> None:
    (path,) = engine_folder(index).glob("g*/*.seg")
    damage = Damage(f"{path.parent.name}/{path.name}", 0, "bit 0")
    section = SegmentFile(path, index).sections["records"]
    content = path.read_bytes()
    path.write_bytes(damage._replace(at=section.start + section.size - 1).applied(content))
    try:
        file = SegmentFile(path, index)
        records = file.content("records")
        assert len(records[:100]) == 100
        with pytest.raises(Exception, match=r"was changed in section records; .*search verify"):
            records[-100:]
    finally:
        path.write_bytes(content)
