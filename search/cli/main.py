"""The start of every command: arguments in, exit status out, each error one line."""

import os
import sys
from collections.abc import Sequence
from typing import cast

import click

from search.cli.command_group import COMMANDS, program
from search.cli.terminal import prepare_streams, say, silence
from search.closest_name import closest_name
from search.errors import SearchError, system_reason

COMPLETE = "_SEARCH_COMPLETE"  # the variable with which a shell asks for completions


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    prepare_streams()
    if os.environ.get(COMPLETE, "").startswith("powershell"):
        from search.cli import powershell_completion  # noqa: F401 - registers it
    given = sys.argv[1:] if arguments is None else arguments  # click would expand * on Windows
    try:
        return cast(int, program.main(given, "search", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return error.exit_code
    except click.UsageError as error:
        return _say_error(_usage_error(error, given), error.exit_code)
    except click.ClickException as error:
        return _say_error(error.format_message(), error.exit_code)
    except SearchError as error:
        return _say_error(str(error), error.status)
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return 130
    except OSError as error:  # help that cannot be printed, an unexpected file error
        silence(sys.stdout)
        where = f" at {error.filename!r}" if error.filename else ""
        return _say_error(f"{system_reason(error)}{where}; fix that and try again", 2)


def _say_error(message: str, status: int) -> int:
    say(f"Error: {message}")
    return status


def _usage_error(error: click.UsageError, given: Sequence[str]) -> str:
    """Return the error and its remedy as one line."""
    called = " ".join(("search", *(name for name in given[:1] if name in COMMANDS)))
    command = error.ctx.command_path if error.ctx else called  # an option without its value
    help = f"try '{command} -h'"
    if isinstance(error, click.NoSuchOption):
        near = closest_name(error.option_name, error.possibilities or ())
        if near:
            help = f"did you mean {near!r}?"
        elif command in ("search query", "search facets"):
            help = f"words that start with '-' go after '--': {command} -- -word"
        return f"no such option {error.option_name!r}; {help}"
    message = " ".join(error.format_message().split()).removesuffix(".")
    message = message[:1].lower() + message[1:]
    return message if "; " in message else f"{message}; {help}"
