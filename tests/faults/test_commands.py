"""Faults in every command that writes: the state before or after, one line, nothing left behind.

A sample of what `benchmarks/faults.py` does in full.
"""

from pathlib import Path

import pytest

from faults.harness import library
from faults.scenarios import SCENARIOS, Scenario, outcomes

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")

STEP = 61  # one in so many of the faults of a command is tried


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_fault_leaves_the_state_before_or_after(scenario: Scenario, tmp_path: Path) -> None:
    wrong = [each for each in outcomes(scenario, tmp_path / "archive", STEP) if each.wrong]
    assert wrong == []
