"""The `search` command as `python -m search` and as the installed script start it."""

import os
import signal
import sys


def main() -> int:
    """Run the command and return its exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy loads in 70 ms then, not 130
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, signal.default_int_handler)  # Ctrl-Break, as Ctrl-C
    try:
        from search.cli import main as run  # here, so that Ctrl-C is quiet while it loads

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
