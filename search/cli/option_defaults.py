"""The settings as the defaults of the options of a command."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from search.cli.settings import SETTINGS, Chosen, chosen

HELP = ["-h", "--help"]  # a command keeps those of the context that asks it first

LENIENT = ("config", "doctor")  # which say themselves what is wrong with the settings


def presets(command: click.Command, arguments: Sequence[str]) -> dict[str, Any]:
    """The defaults of the command's options, by the names of its parameters; of a group's commands
    by their names.

    Raises: BadSettings.
    """
    name = arguments[0]
    return {} if name in LENIENT else _of(command, name, chosen(index_in(arguments)))


def index_in(arguments: Sequence[str]) -> str:
    """The index that the command line names; empty where it names none."""
    found = ""
    for each, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if each == "--":
            break
        if each == "--index":
            found = following
        elif each.startswith("--index="):
            found = each.removeprefix("--index=")
    return found


def _of(command: click.Command, called: str, values: Mapping[str, Chosen]) -> dict[str, Any]:
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        below = {name: command.get_command(ctx, name) for name in command.list_commands(ctx)}
        return {name: _of(each, called, values) for name, each in below.items() if each}
    return {
        option.name: values[name].value
        for option in command.params
        if isinstance(option, click.Option) and option.name
        for name in (flag.removeprefix("--") for flag in option.opts)
        if name in values and _heeds(called, name, option, values[name].value)
    }


def _heeds(called: str, name: str, option: click.Option, value: Any) -> bool:
    """Whether the setting is meant for the option of the command, which may not know the value."""
    commands = SETTINGS[name].commands
    known = not isinstance(option.type, click.Choice) or value in option.type.choices
    return known and (not commands or called in commands)
