"""The number of processor cores, which decides how many processes a build starts."""

import os
import sys


def core_count() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
