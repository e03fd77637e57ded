"""`search doctor`: what is wrong, and the command that mends it."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from search.cli.health_checks import Finding, case, findings
from search.cli.options import at_index, in_color, in_format
from search.cli.terminal import close, view, write
from search.output import SCHEMA_VERSION
from search.output.display import View, line

STYLES = {"ok": "faint", "note": "strong", "mend": "mark", "broken": "mark"}
WIDE = max(map(len, STYLES))
STATUS = {"broken": 3, "mend": 1}


@click.command(short_help="Say what is wrong, and the command that mends it.")
@click.option("--deep", is_flag=True, help="Read every byte of the index, as 'search verify'.")
@in_format(("text", "tsv", "json"))
@at_index
@in_color
def doctor(deep: bool, name: str, folder: Path, color: str) -> int:
    """Look at the index, its documents, decisions and settings, and at this machine. Each line says
    what was found and what mends it; nothing is changed.

    \b
    search doctor
    search doctor --deep                     reads every byte of the index too
    search doctor || mail -s 'archive' me    in cron

    Signs: ok; note, to know; mend, to do; broken, there is no index that can be used.

    Exit status: 0 all is well, 1 something is to be mended, 2 usage error, 3 no index that can be
    used.
    """
    found = list(findings(case(folder, deep)))
    write(FORMS[name](found, view(color)))
    signs = [each.sign for each in found]
    ill = sum(sign in STATUS for sign in signs)
    close(f"{ill} to mend" if ill else "all is well", bool(found))
    return max((STATUS.get(sign, 0) for sign in signs), default=0)


def _text(found: Sequence[Finding], shown: View) -> Iterator[str]:
    for sign, what, mend in found:
        head = "see" if sign == "note" else "mend"
        tail = f"; {head}: {line(mend)}" if mend else ""
        yield f"{shown.paint(STYLES[sign], f'{sign:<{WIDE}}')}  {line(what)}{tail}"


def _tsv(found: Sequence[Finding], shown: View) -> Iterator[str]:  # noqa: ARG001
    return ("\t".join(map(line, each)) for each in found)


def _json(found: Sequence[Finding], shown: View) -> Iterator[str]:  # noqa: ARG001
    rows = [each._asdict() for each in found]
    yield json.dumps({"schema_version": SCHEMA_VERSION, "findings": rows}, ensure_ascii=False)


FORMS: dict[str, Callable[[Sequence[Finding], View], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
}
