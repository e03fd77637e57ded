"""The command `search cuts`, which lists what was cut from the archive and corrects it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from search.cleaning.cut_report import CutSummary, cuts_by_line, cuts_by_rule
from search.cleaning.line_decisions import KeepOrCut, LineDecision, decide, line_decisions
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, limit_option
from search.cli.terminal import counted, more_hint, say
from search.engines.base import Engine
from search.output.display import View, shorten
from search.output.safe_text import safe_line

REPORTS = {"rule": cuts_by_rule, "line": cuts_by_line}
VERBS: Mapping[str, KeepOrCut] = {"accept": "cut", "reject": "keep"}
COLUMNS = ("rule", "code", "lines", "words", "articles", "sources", "example")


def _complete(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Return the verbs, where no word is given yet."""
    return [verb for verb in VERBS if verb.startswith(start) and not ctx.params.get("words")]


@click.command(short_help="List what was cut, by rule or by line, and overrule it.")
@click.argument("words", nargs=-1, metavar="[accept|reject CODE]", shell_complete=_complete)
@click.option("--by", type=click.Choice(list(REPORTS)), default="rule", help="What to list.")
@click.option("--source", default="", metavar="NAME", help="Keep to the cuts of this publisher.")
@limit_option()
@click.option("--accept", metavar="CODE", help="The same as 'accept CODE'.")
@click.option("--reject", metavar="CODE", help="The same as 'reject CODE'.")
@output_options()
@index_option
def cuts(
    words: tuple[str, ...],
    by: str,
    source: str,
    limit: int,
    accept: str | None,
    reject: str | None,
    output: Output,
    folder: Path,
) -> int:
    """List what was cut from the articles: by rule, or line by line with the code of each.

    \b
    search cuts                                rules, by how many words they removed
    search cuts --by line                      lines that were cut, the most frequent first
    search cuts --by line --source "The Kyiv Independent"
    search cuts reject 3f9a1c20b7d4e651        this line is the article's: keep it
    search cuts accept 3f9a1c20b7d4e651        this line is not: cut it

    A decision is written to 'cleaning.toml' next to the folder of documents. It holds for every
    document with that line and takes effect with the next 'search index'.

    Exit status: 0 found or done, 1 nothing found, 2 usage error, 3 no index that can be used.
    """
    engine = open_or_build(folder)
    decided = _decision(words, accept, reject)
    if decided:
        return _decide(engine, *decided)
    chosen = (each for each in engine.articles() if source in ("", each.source or "none"))
    found = REPORTS[by](chosen)
    shown = found[:limit]
    rows = (
        {**_record(cut), "sources": tuple(cut.sources), "example": cut.examples[0]} for cut in shown
    )
    output.show_list("cuts", COLUMNS, list(map(_record, shown)), rows, partial(_text, shown))
    if more := more_hint(len(found), len(shown)):
        say(more)
    return 0 if found else 1


def _decision(
    words: Sequence[str], accept: str | None, reject: str | None
) -> tuple[KeepOrCut, str] | None:
    """Return the verdict and the code of the line, if the command line has a decision."""
    if words and (words[0] not in VERBS or len(words) != 2):
        typed = " ".join(words)
        raise click.UsageError(f"cannot read {typed!r}; expected 'accept CODE' or 'reject CODE'")
    options = (("accept", accept), ("reject", reject))
    decisions = [(words[0], words[1])] if words else []
    decisions += [(verb, code) for verb, code in options if code]
    if len(decisions) > 1:
        raise click.UsageError("one decision at a time; choose accept or reject")
    return next(((VERBS[verb], code) for verb, code in decisions), None)


def _decide(engine: Engine, verdict: KeepOrCut, code: str) -> int:
    """Write the decision on a line next to the first folder of documents."""
    homes = engine.stats().folders
    known = line_decisions(homes.values())
    texts = [cut.examples[0] for cut in cuts_by_line(engine.articles()) if cut.code == code]
    if not texts and code not in known:
        remedy = "find it with 'search cuts --by line'"
        raise click.UsageError(f"no cut line has the code {code!r}; {remedy}")
    text = texts[0] if texts else known[code].text
    path = decide(homes.values(), code, LineDecision(verdict, text))
    say(f"written to {path}; it takes effect with 'search index'")
    return 0


def _text(found: Sequence[CutSummary], view: View) -> Iterator[str]:
    """Yield a line of figures for each, then examples that fit the terminal."""
    width = (view.width or 100) - 4
    for cut in found:
        sources = ", ".join(name for name, _ in cut.sources.most_common(3))
        code = f"  {safe_line(cut.code)}" if cut.code else ""
        sizes = {"word": cut.words, "line": cut.lines, "article": cut.articles}
        figures = ", ".join(counted(size, noun) for noun, size in sizes.items())
        rule = view.paint("strong", safe_line(cut.rule))
        yield f"{rule}{code}: {figures} ({safe_line(sources)})"
        for example in cut.examples:
            yield "    " + view.paint("faint", shorten(example, width))


def _record(cut: CutSummary) -> dict[str, Any]:
    return {
        "rule": cut.rule,
        "code": cut.code or None,
        "lines": cut.lines,
        "words": cut.words,
        "articles": cut.articles,
        "sources": dict(cut.sources.most_common()),
        "examples": cut.examples,
    }
