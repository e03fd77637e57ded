"""`search config`: print the settings, and where each comes from."""

import json
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from search.cli.answer_options import Output, output_options
from search.cli.options import index_option
from search.cli.settings import (
    NAME,
    SETTINGS,
    SettingValue,
    setting_values,
    settings_files,
    variable_name,
)
from search.cli.terminal import say, write
from search.closest_name import suggestion
from search.errors import BadSettings
from search.output.safe_text import safe_line
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked

EXAMPLES = {"facets": "false", "output": "jsonl", "interval": "month", "top": "20", "jobs": "4"}
HEAD = """\
# Settings of news-search, for commands that run in this folder, or on the index of a folder of
# documents in it. A line that starts with '#' sets nothing: it shows the default.
# First counts the option of a command, then the environment, then this file.
# 'search config' shows where each value comes from.
"""


def setting_name(text: str) -> str:
    """Return the name, if there is such a setting."""
    if text not in SETTINGS:
        raise click.BadParameter(f"no setting {text!r}; {suggestion(text, SETTINGS)}")
    return text


def _complete(ctx: click.Context, param: click.Parameter, start: str) -> list[str]:  # noqa: ARG001
    """Return the settings that start with the text, for a shell."""
    return [name for name in SETTINGS if name.startswith(start)]


@click.command(short_help="Show each setting, and where its value comes from.")
@click.argument("key", required=False, type=setting_name, shell_complete=_complete)
@click.option("--path", is_flag=True, help="Print the places of files of settings.")
@click.option("--init", is_flag=True, help="Write a commented 'search.toml' into this folder.")
@output_options()
@index_option
@click.pass_context
def config(
    ctx: click.Context, key: str | None, path: bool, init: bool, output: Output, folder: Path
) -> int:
    """Show each setting with its value and its source, or the value of KEY alone.

    \b
    search config                       limit  20  file  search.toml:3
    search config limit                 20
    search config --init                a 'search.toml' to start from
    SEARCH_OUTPUT=jsonl search query air

    First counts the option, then the environment (SEARCH_LIMIT for limit), then 'search.toml' in
    this folder, then the one next to the folders of documents, then your own; --path has the
    places.

    Exit status: 0 done, 2 an unknown setting or a wrong value.
    """
    if (key is not None) + path + init > 1:
        raise click.UsageError("only one of KEY, --path and --init; leave out the others")
    if init:
        return _init(Path(NAME))
    given = ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    if path:
        index = folder if given else Path(_values("")["index"].value)
        paths = [
            {"path": str(path), "state": "read" if path.is_file() else "absent"}
            for path in settings_files(index)
        ]
        output.show_list("paths", ("path", "state"), paths)
        return 0
    values = _values(str(folder) if given else "")
    if key:
        write([_shown(values[key].value)])
    else:
        records = [{"name": name, **each._asdict()} for name, each in values.items()]
        rows = ({**record, "value": _shown(record["value"])} for record in records)
        output.show_list("settings", ("name", *SettingValue._fields), records, rows)
    return 0


def _values(index: str) -> dict[str, SettingValue]:
    """Return every setting with its value; `index` is the one that the command line names."""
    found = setting_values(index)
    if index:
        found["index"] = SettingValue(index, "option", "--index")
    return {
        name: found.get(name, SettingValue(setting.default, "default", ""))
        for name, setting in SETTINGS.items()
    }


def _init(path: Path) -> int:
    """Write a file that sets nothing and shows every setting."""
    with locked(path):
        if path.exists():
            raise BadSettings(f"there is a {NAME!r} already", "edit that, or remove it")
        lines = [
            f"# {setting.help}: {setting.type.expected}; {variable_name(name)}\n"
            f"#{name} = {json.dumps(setting.type.parse(EXAMPLES.get(name, setting.default)))}\n"
            for name, setting in SETTINGS.items()
        ]
        replace_files({path: "\n".join((HEAD, *lines)) + "\n"})
    say(f"written to {path}; remove the '#' in front of a setting to set it")
    return 0


def _shown(value: Any) -> str:
    return safe_line(str(value).lower() if isinstance(value, bool) else str(value))
