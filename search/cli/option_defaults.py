"""The settings as defaults of the options of a command."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from search.cli.settings import SETTINGS, SettingValue, setting_values

HELP = ["-h", "--help"]  # a command keeps those of the context that asks it first

LENIENT = ("config", "doctor")  # these commands report themselves what is wrong with the settings


def option_defaults(command: click.Command, arguments: Sequence[str]) -> dict[str, Any]:
    """Return the defaults of the command's options by parameter, or of a group by command.

    Raises: BadSettings, BadUserFile.
    """
    name = arguments[0]
    return {} if name in LENIENT else _of(command, name, setting_values(index_argument(arguments)))


def index_argument(arguments: Sequence[str]) -> str:
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


def _of(command: click.Command, called: str, values: Mapping[str, SettingValue]) -> dict[str, Any]:
    """Return the defaults of a command; `called` is its name, or that of its group."""
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        below = {name: command.get_command(ctx, name) for name in command.list_commands(ctx)}
        return {name: _of(each, called, values) for name, each in below.items() if each}
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
