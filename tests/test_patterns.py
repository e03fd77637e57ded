"""No regular expression of the program hangs on a long line of repeated pieces.

The suite tries some of them, `.ci/slow` all.
"""

import sys

import pytest
from support.child import printed

CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from support.compiled_patterns import collect
from support.pattern_times import hangs
patterns = collect()[::int(sys.argv[2])]
print(len(patterns))
for found in patterns:
    print(found.place, file=sys.stderr)  # the last one, if nothing ends it
    if hangs(found):
        print(found.place)
"""
SLOW = r"""
import re, sys
sys.path.insert(0, sys.argv[1])
from support.compiled_patterns import Found
from support.pattern_times import hangs
for pattern in (r"\s+$", r"<!--(?:(?:[^-]|-(?!->))*-->\s*)*x", r"(?<!\s)\s++$"):
    print(hangs(Found("", re.compile(pattern), ("search",))))
"""


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such timer")
PATTERNS = 200  # there are more


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_no_pattern_hangs_on_repeated_pieces(step: int) -> None:
    """Run `python benchmarks/patterns.py` for how fast the time of each grows."""
    number, *slow = printed(CODE, support(), str(step)).splitlines()
    assert int(number) > PATTERNS / step
    assert slow == []


@pytest.mark.slow
def test_patterns_that_hang_are_found() -> None:
    assert printed(SLOW, support()).split() == ["True", "True", "False"]


def support() -> str:
    return str(__file__).rpartition("test_patterns.py")[0]
