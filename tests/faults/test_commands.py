"""Faults in every command: the state before or after, the right answer or one line, no remains.

A sample of what `benchmarks/faults.py` does in full.
"""

from pathlib import Path

import pytest

from faults.checks import read_outcomes, read_outcomes_of_writing, write_outcomes
from faults.harness import library, run, run_alone
from faults.scenarios import INDEX, READING, WRITING, Scenario, prepare
from search.cli.command_group import COMMANDS

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")

STEP = 251  # one in so many of the faults of a command is tried
by_name = {"ids": lambda scenario: scenario.name}


@pytest.mark.parametrize("scenario", WRITING, **by_name)
def test_a_fault_leaves_the_state_before_or_after(scenario: Scenario, tmp_path: Path) -> None:
    wrong = [each for each in write_outcomes(scenario, tmp_path / "archive", STEP) if each.wrong]
    assert wrong == []


@pytest.mark.parametrize("scenario", WRITING, **by_name)
def test_what_cannot_be_read_for_a_moment_is_not_lost(scenario: Scenario, tmp_path: Path) -> None:
    found = read_outcomes_of_writing(scenario, tmp_path / "archive", 2 * STEP)
    assert [each for each in found if each.wrong] == []


@pytest.mark.parametrize("scenario", READING, **by_name)
def test_an_answer_is_right_or_one_line_says_why_there_is_none(
    scenario: Scenario, tmp_path: Path
) -> None:
    wrong = [each for each in read_outcomes(scenario, tmp_path / "archive", STEP) if each.wrong]
    assert wrong == []


def test_every_command_has_a_scenario() -> None:
    assert {each.command[0] for each in (*WRITING, *READING)} == set(COMMANDS)


def test_a_forked_run_is_like_one_in_an_interpreter_of_its_own(tmp_path: Path) -> None:
    prepare(Scenario("alone", INDEX, (INDEX,)), tmp_path / "archive")
    for command in (("verify",), ("facets", "air"), ("show", "no such article")):
        forked = run(command, tmp_path / "archive")
        assert forked == run_alone(command, tmp_path / "archive")
