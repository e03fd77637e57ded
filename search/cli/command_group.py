"""The `search` command: the table of its commands, and the errors of the command line."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import click

from search import __version__
from search.cli.option_defaults import HELP, option_defaults
from search.cli.terminal import say, say_error
from search.closest_name import closest_name

COMPLETION = "_SEARCH_COMPLETE"  # set where a shell completes the command

COMMANDS = (
    "index",
    "query",
    "facets",
    "show",
    "like",
    "why-not",
    "people",
    "dups",
    "cuts",
    "stats",
    "eval",
    "batch",
    "export",
    "saved",
    "verify",
    "export-whoosh",
    "config",
    "doctor",
    "diff",
    "dump",
    "restore",
    "completion",
)


class Commands(click.Group):
    """The commands of the table, in its order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command of the name."""
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run; a misspelled one is an error with a suggestion."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = closest_name(name, COMMANDS)
            remedy = f"did you mean {near!r}?" if near else f"one of {', '.join(COMMANDS)}"
            ctx.fail(f"no such command {name!r}; {remedy}")
        return super().resolve_command(ctx, args)


def _command(name: str) -> click.Command:
    """Import and return a command: its module and its function both have its name."""
    own = name.replace("-", "_")
    command: click.Command = getattr(import_module(f"search.cli.commands.{own}"), own)
    return command


@click.group(
    cls=Commands,
    context_settings={
        "help_option_names": HELP,
        "show_default": True,
        "max_content_width": 100,
    },
)
@click.version_option(__version__, prog_name="search", message="%(prog)s %(version)s")
def program() -> None:
    """Search a folder of scraped news articles.

    \b
    search index seeds/                                build or update the index
    search query air defense --since 2025              articles with both words, from 2025 on
    search query '"air defense"' --person "John Healey"
    search facets --by people                          who is written about
    search show 1                                      the first article of the last answer

    Exit status: 0 found or done, 1 nothing found, 2 usage or query error, 3 the index is missing,
    locked, old or broken, 4 some inputs were skipped, 130 interrupted.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status.

    Raises: SearchError, KeyboardInterrupt, OSError.
    """
    try:
        status = program.main(
            arguments, prog_name="search", standalone_mode=False, default_map=_defaults(arguments)
        )
        return cast(int, status or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return error.exit_code
    except click.UsageError as error:
        return say_error(_one_line(error, _command_line(arguments)), error.exit_code)
    except click.ClickException as error:
        return say_error(error.format_message(), error.exit_code)
    except click.Abort as error:
        raise KeyboardInterrupt from error


def _defaults(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the settings for the options of the command that is called."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS or COMPLETION in os.environ:
        return {}
    return {name: option_defaults(_command(name), arguments)}


def _command_line(arguments: Sequence[str]) -> str:
    """Return the command as called, for errors without a context."""
    return " ".join(("search", *(name for name in arguments[:1] if name in COMMANDS)))


def _one_line(error: click.UsageError, called: str) -> str:
    """Return the usage error and its remedy as one line."""
    command = error.ctx.command_path if error.ctx else called
    help = f"try '{command} -h'"
    if isinstance(error, click.NoSuchOption):
        return f"no such option {error.option_name!r}; {_remedy(error) or help}"
    message = " ".join(error.format_message().split()).removesuffix(".")
    message = message[:1].lower() + message[1:]
    return message if "; " in message else f"{message}; {help}"


def _remedy(error: click.NoSuchOption) -> str:
    """Return a suggestion for an unknown option; empty if there is none."""
    near = closest_name(error.option_name, error.possibilities or ())
    if near:
        return f"did you mean {near!r}?"
    if error.ctx and error.ctx.command.name in ("query", "facets"):
        return f"words that start with '-' go after '--': {error.ctx.command_path} -- -word"
    return ""
