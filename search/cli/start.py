"""Where every command starts: what is plain is answered at once, click reads the rest."""

import gc
import sys
from collections.abc import Sequence
from functools import partial
from typing import cast

from search.cli.answer import answer
from search.cli.quick import plain
from search.cli.terminal import failed, ready, say, silence
from search.errors import SearchError
from search.loading import loaded

PROGRAM = "search.cli.program:run"  # loaded when it is called for


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the result is its exit status."""
    ready()
    typed = sys.argv[1:] if arguments is None else list(arguments)
    try:
        asking = plain(typed)
    except SearchError as error:  # of the settings
        return failed(str(error), error.status)
    if not asking:
        gc.enable()
    run = partial(answer, asking) if asking else partial(loaded(PROGRAM), typed)
    try:
        return cast(int, run())
    except SearchError as error:
        return failed(str(error), error.status)
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except OSError as error:  # help that cannot be printed, a file that nobody thought of
        silence(sys.stdout)
        return failed(_fault(error), 2)


def _fault(error: OSError) -> str:
    what = (error.strerror or type(error).__name__).lower()
    where = f" at {error.filename!r}" if error.filename else ""
    return f"{what}{where}; mend that and try again"
