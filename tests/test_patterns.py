"""No regular expression of the program hangs on a long line of repeated pieces."""

import sys

import pytest
from support.child import printed

CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from support.compiled_patterns import collect
from support.pattern_times import hangs
patterns = collect()
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


@pytest.mark.skipif(sys.platform == "win32", reason="it has no timer of processor time")
def test_no_pattern_hangs_on_repeated_pieces() -> None:
    """Run `python benchmarks/patterns.py` for how fast the time of each grows."""
    number, *slow = printed(CODE, support()).splitlines()
    assert int(number) > 200
    assert slow == []


@pytest.mark.skipif(sys.platform == "win32", reason="it has no timer of processor time")
def test_patterns_that_hang_are_found() -> None:
    assert printed(SLOW, support()).split() == ["True", "True", "False"]


def support() -> str:
    return str(__file__).rpartition("test_patterns.py")[0]
