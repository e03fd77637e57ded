"""`search config`: what is set, and where it was set."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from search.cli.options import at_index, in_format
from search.cli.settings import NAME, SETTINGS, Chosen, chosen, places, unknown, variable
from search.cli.terminal import say, write
from search.errors import BadSettings
from search.output import SCHEMA_VERSION
from search.output.display import columns, line

HEAD = """\
# Settings of news-search, for the commands that are called from this folder, or on the index of
# documents in a folder that lies here. A line that starts with '#' says nothing: it shows the
# default. An option counts before the environment, and that before this file.
# Where each value comes from: search config
"""


class Key(click.ParamType[str]):
    """The name of a setting."""

    name = "key"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in SETTINGS if name.startswith(incomplete)]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value in SETTINGS else self.fail(unknown(value), param, ctx)


@click.command(short_help="Show each setting, and where its value comes from.")
@click.argument("key", required=False, type=Key())
@click.option("--path", is_flag=True, help="Print where files of settings are looked for.")
@click.option("--init", is_flag=True, help="Write a commented 'search.toml' into this folder.")
@in_format(("text", "tsv", "json"))
@at_index
@click.pass_context
def config(
    ctx: click.Context, key: str | None, path: bool, init: bool, name: str, folder: Path
) -> int:
    """Show each setting with its value and where that comes from, or the value of KEY alone.

    \b
    search config                       limit  20  file  search.toml:3
    search config limit                 20
    search config --init                a 'search.toml' to start from
    SEARCH_OUTPUT=jsonl search query air

    An option counts first, then the environment (SEARCH_LIMIT for limit), then 'search.toml' in
    this folder, then the one beside the folders of documents, then your own; --path has the places.

    Exit status: 0 done, 2 a setting is unknown or its value is none.
    """
    if (key is not None) + path + init > 1:
        raise click.UsageError("one thing at a time; choose a key, --path or --init")
    if init:
        return _init(Path(NAME))
    given = ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    if path:
        index = folder if given else Path(_values("")["index"].value)
        write(f"{each}\t{'read' if each.is_file() else 'absent'}" for each in places(index))
        return 0
    values = _values(str(folder) if given else "")
    if key:
        write([_shown(values[key].value)])
    else:
        write(FORMS[name](list(values.items())))
    return 0


def _values(index: str) -> dict[str, Chosen]:
    """Every setting with its value; `index` is the one that the command line names."""
    found = chosen(index)
    if index:
        found["index"] = Chosen(index, "option", "--index")
    return {
        name: found.get(name, Chosen(setting.default, "default", ""))
        for name, setting in SETTINGS.items()
    }


def _init(path: Path) -> int:
    """Write a file that sets nothing and shows all that can be set."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join((HEAD, *_template())) + "\n")
    except FileExistsError as error:
        raise BadSettings(f"there is a {NAME!r} already", "edit that, or remove it") from error
    say(f"written to {path}; a setting counts when the '#' before it is gone")
    return 0


def _template() -> Iterator[str]:
    for name, setting in SETTINGS.items():
        yield f"# {setting.help}: {setting.kind.expected}; {variable(name)}"
        yield f"#{name} = {_example(name)}\n"


def _example(name: str) -> str:
    """The default as the file would state it, or where it has none a value that fits."""
    setting = SETTINGS[name]
    texts = {"facets": "false", "output": "jsonl", "interval": "month", "jobs": "4"}
    text = texts.get(name, setting.default)
    value = setting.kind.parsed(text)
    return json.dumps(value)


def _shown(value: Any) -> str:
    return line(str(value).lower() if isinstance(value, bool) else str(value))


def _rows(values: Sequence[tuple[str, Chosen]]) -> list[tuple[str, str, str, str]]:
    return [(name, _shown(each.value), each.origin, line(each.place)) for name, each in values]


def _text(values: Sequence[tuple[str, Chosen]]) -> Iterator[str]:
    rows = _rows(values)
    wide = [max(columns(row[i]) for row in rows) + 2 for i in range(3)]
    for row in rows:
        cells = (
            cell + " " * (width - columns(cell)) for cell, width in zip(row, wide, strict=False)
        )
        yield ("".join(cells) + row[3]).rstrip()


def _tsv(values: Sequence[tuple[str, Chosen]]) -> Iterator[str]:
    return ("\t".join(row) for row in _rows(values))


def _json(values: Sequence[tuple[str, Chosen]]) -> Iterator[str]:
    rows = [{"name": name, **each._asdict()} for name, each in values]
    yield json.dumps({"schema_version": SCHEMA_VERSION, "settings": rows}, ensure_ascii=False)


FORMS: dict[str, Callable[[Sequence[tuple[str, Chosen]]], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
}
