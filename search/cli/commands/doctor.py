"""The command `search doctor`, which finds what is wrong and names the command that fixes it."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from search.cli.answer_options import Output, output_options
from search.cli.health_checks import Finding, case, findings
from search.cli.options import at_index
from search.cli.terminal import say_summary
from search.output.display import View
from search.output.safe_text import safe_line
from search.output.table import Table

STYLES = {"ok": "faint", "note": "strong", "mend": "mark", "broken": "mark"}
SIGN_WIDTH = max(map(len, STYLES))
STATUS = {"broken": 3, "mend": 1}


@click.command(short_help="Say what is wrong, and the command that fixes it.")
@click.option("--deep", is_flag=True, help="Read every byte of the index, as 'search verify' does.")
@output_options()
@at_index
def doctor(deep: bool, output: Output, folder: Path) -> int:
    """Check the index, its documents, decisions and settings, and this machine. Each line says what
    was found and what fixes it; nothing is changed.

    \b
    search doctor
    search doctor --deep                     reads every byte of the index too
    search doctor || mail -s 'archive' me    in cron

    Signs: ok; note, to know; mend, to fix; broken, there is no index that can be used.

    Exit status: 0 all is well, 1 something is to be fixed, 2 usage error, 3 no index that can be
    used.
    """
    found = list(findings(case(folder, deep)))
    output.show(_table(found))
    signs = [each.sign for each in found]
    ill = sum(sign in STATUS for sign in signs)
    say_summary(f"{ill} to fix" if ill else "all is well", bool(found))
    return max((STATUS.get(sign, 0) for sign in signs), default=0)


def _table(found: Sequence[Finding]) -> Table:
    return Table(
        columns=Finding._fields,
        rows=(each._asdict() for each in found),
        document=lambda: {"findings": [each._asdict() for each in found]},
        text=partial(_text, found),
    )


def _text(found: Sequence[Finding], view: View) -> Iterator[str]:
    for sign, what, remedy in found:
        head = "see" if sign == "note" else "fix"
        tail = f"; {head}: {safe_line(remedy)}" if remedy else ""
        yield f"{view.paint(STYLES[sign], f'{sign:<{SIGN_WIDTH}}')}  {safe_line(what)}{tail}"
