"""The command `search doctor`, which finds what is wrong and names the command that fixes it."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from search.cli.answer_options import Output, output_options
from search.cli.health_checks import FIX, Finding, findings, read_archive
from search.cli.options import index_option
from search.cli.terminal import say_summary
from search.output.display import View
from search.output.safe_text import safe_line

COLUMNS = ("sign", "what", "mend")
STYLES = {"ok": "faint", "note": "strong", FIX: "mark", "broken": "mark"}
LABELS = {FIX: "fix"}  # of signs in a text, where they are other words
LABEL_WIDTH = max(map(len, STYLES))
STATUS = {"broken": 3, FIX: 1}
PROGRAMS = ("search", "pip", "export")  # a remedy that begins so is a command


@click.command(short_help="Say what is wrong, and the command that fixes it.")
@click.option("--deep", is_flag=True, hidden=True)  # of scripts: every byte is read without it
@output_options()
@index_option
def doctor(deep: bool, output: Output, folder: Path) -> int:  # noqa: ARG001
    """Check every byte of the index, its documents, decisions and settings, and this machine. Each
    line says what was found and what fixes it; nothing is changed.

    \b
    search doctor
    search doctor || mail -s 'archive' me    in cron

    Signs: ok; note, to know; fix, to do ('mend' in all formats but text); broken, there is no index
    that can be used.

    Exit status: 0 all is well, 1 something is to be fixed, 2 usage error, 3 no index that can be
    used.
    """
    found = list(findings(read_archive(folder)))
    records = [dict(zip(COLUMNS, each, strict=True)) for each in found]
    output.show_list("findings", COLUMNS, records, text=partial(_text, found))
    signs = [each.sign for each in found]
    ill = sum(sign in STATUS for sign in signs)
    say_summary(f"{ill} to fix" if ill else "all is well", bool(found))
    return max((STATUS.get(sign, 0) for sign in signs), default=0)


def _text(found: Sequence[Finding], view: View) -> Iterator[str]:
    for sign, fact, remedy in found:
        label = view.paint(STYLES[sign], LABELS.get(sign, sign).ljust(LABEL_WIDTH))
        is_command = remedy.startswith(tuple(f"{program} " for program in PROGRAMS))
        verb = "see" if sign == "note" else "run" if is_command else "fix"
        yield f"{label}  {safe_line(fact)}" + (f"; {verb}: {safe_line(remedy)}" if remedy else "")
