"""The `search` command: the table of its commands, and settings as defaults of options."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from search import __version__
from search.cli.settings import SETTINGS, SettingValue, setting_values
from search.closest_name import suggestion

HELP = ["-h", "--help"]  # a command keeps those of the context that asks it first
LENIENT = ("config", "doctor")  # these commands report themselves what is wrong with the settings
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


class SuggestingGroup(click.Group):
    """A group of commands; a misspelled one is an error that lists all."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            ctx.fail(f"no such command {name!r}; {suggestion(name, known)}")
        return super().resolve_command(ctx, args)


class Commands(SuggestingGroup):
    """The commands of the table, in its order, with the settings as defaults of their options."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command: its module and its function both have its name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"search.cli.commands.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run."""
        name, command, rest = super().resolve_command(ctx, args)
        if name and command and name not in LENIENT and not ctx.resilient_parsing:
            ctx.default_map = {name: _defaults(command, name, setting_values(_index(args)))}
        return name, command, rest


@click.group(
    cls=Commands,
    context_settings={"help_option_names": HELP, "show_default": True, "max_content_width": 100},
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


def _index(arguments: Sequence[str]) -> str:
    """Return the index that the command line names; empty where it names none."""
    found = ""
    for each, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if each == "--":
            break
        if each == "--index":
            found = following
        elif each.startswith("--index="):
            found = each.removeprefix("--index=")
    return found


def _defaults(
    command: click.Command, called: str, values: Mapping[str, SettingValue]
) -> dict[str, Any]:
    """Return defaults of options by parameter, in a group by command; `called` is its name."""
    if isinstance(command, click.Group):
        return {name: _defaults(each, called, values) for name, each in command.commands.items()}
    return {
        option.name: values[name].value
        for option in command.params
        if isinstance(option, click.Option) and option.name
        for name in (flag.removeprefix("--") for flag in option.opts)
        if name in values and _applies(called, name, option, values[name].value)
    }


def _applies(called: str, name: str, option: click.Option, value: Any) -> bool:
    """Return whether the command uses the setting, and its option may have the value."""
    commands = SETTINGS[name].commands
    is_choice = not isinstance(option.type, click.Choice) or value in option.type.choices
    return is_choice and (not commands or called in commands)
