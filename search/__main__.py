"""`python -m search` is the `search` command, which also starts here when it is installed."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn, cast

from search.loading import loaded

MAIN = "search.cli:main"  # loaded within `main`, where Ctrl-C is quiet already


def main() -> int:
    """Run the command; the result is its exit status."""
    gc.disable()  # a query is over before there is much to collect; other work turns it on again
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy loads in 70 ms then, not 130
    try:
        status = cast(int, loaded(MAIN)())
    except KeyboardInterrupt:
        return 130
    if "threading" not in sys.modules:  # nobody is to be waited for
        _leave(status)
    return status


def _leave(status: int) -> NoReturn:
    """End the process as it is: to take all its objects apart takes 5 ms."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
