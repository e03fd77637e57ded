"""The start of every command: arguments in, exit status out, each error one line."""

import sys
from collections.abc import Sequence

from search.cli.command_group import run
from search.cli.terminal import prepare_streams, say, say_error, silence
from search.errors import SearchError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    prepare_streams()
    try:
        return run(sys.argv[1:] if arguments is None else list(arguments))
    except SearchError as error:
        return say_error(str(error), error.status)
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except OSError as error:  # help that cannot be printed, an unexpected file error
        silence(sys.stdout)
        return say_error(_problem(error), 2)


def _problem(error: OSError) -> str:
    what = (error.strerror or type(error).__name__).lower()
    where = f" at {error.filename!r}" if error.filename else ""
    return f"{what}{where}; fix that and try again"
