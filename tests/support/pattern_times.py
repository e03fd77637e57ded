"""The processor time of a pattern on a text, measured in a process that may be ended."""

import math
import signal
import time
from itertools import product
from typing import Any

from support.compiled_patterns import Found
from support.repeated_strings import repeated_texts

NOTICEABLE = 0.001  # seconds: a text that takes less than that is left alone
TINY, SHORT, LONG = 30, 1_000, 100_000  # characters
SECONDS = 3.0  # the longer text takes 0.1 s if time grows with its length, 10 s with its square
EXPONENTIAL = 1.0  # seconds for thirty characters


class _Ended(BaseException):
    """A run took too long."""


def _end(*_: object) -> None:
    raise _Ended


def duration(found: Found, method: str, text: Any, seconds: float) -> float:
    """Return the processor time of a method on a text, infinite where it was ended."""
    signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    start = time.process_time()
    try:
        if method == "search":
            for _ in found.pattern.finditer(text):
                pass
        else:
            getattr(found.pattern, method)(text)
        return time.process_time() - start
    except _Ended:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def hangs(found: Found) -> bool:
    """Return True if the pattern never ends on a long text of repeated pieces."""
    short, long = (found.longest, found.longest) if found.longest else (SHORT, LONG)
    for method, text in product(found.methods, repeated_texts(found.pattern)):
        if duration(found, method, text.text(TINY), EXPONENTIAL) == math.inf:
            return True
        noticeable = duration(found, method, text.text(short), SECONDS) > NOTICEABLE
        if noticeable and duration(found, method, text.text(long), SECONDS) == math.inf:
            return True
    return False
