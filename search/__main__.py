"""`python -m search` is the `search` command, which also starts here when it is installed."""

import os
import sys
from typing import cast

from search.loading import loaded

MAIN = "search.cli:main"  # loaded within `main`, where Ctrl-C is quiet already


def main() -> int:
    """Run the command; the result is its exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy loads in 70 ms then, not 130
    try:
        return cast(int, loaded(MAIN)())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
