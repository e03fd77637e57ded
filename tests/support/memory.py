"""How much memory a piece of work takes."""

import tracemalloc
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


def measured(work: Callable[[], Made]) -> tuple[Made, int]:
    """What the work makes, and the most bytes that Python's objects held meanwhile."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
