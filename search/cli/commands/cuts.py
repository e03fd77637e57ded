"""`search cuts`: what was stripped from the whole archive, and a person's say in it."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from search.cleaning.cut_report import CutSummary, cuts_by_line, cuts_by_rule
from search.cleaning.line_decisions import KeepOrCut, LineDecision, decide, line_decisions
from search.cli.open_index import opened
from search.cli.options import at_index, in_format
from search.cli.terminal import say, view
from search.cli.terminal import write as print_lines
from search.engines.base import Engine
from search.output import SCHEMA_VERSION
from search.output.display import line

WAYS = {"rule": cuts_by_rule, "line": cuts_by_line}


@click.command(short_help="List what was cut, by rule or by line, and overrule it.")
@click.option("--by", type=click.Choice(list(WAYS)), default="rule", help="What to list.")
@click.option("--source", default="", metavar="NAME", help="Keep to the cuts of this publisher.")
@click.option("--top", type=click.IntRange(1), default=20, help="List at most this many.")
@click.option("--accept", metavar="CODE", help="Cut the line of this code from now on.")
@click.option("--reject", metavar="CODE", help="Keep the line of this code from now on.")
@in_format(("text", "tsv", "json"))
@at_index
def cuts(
    by: str,
    source: str,
    top: int,
    accept: str | None,
    reject: str | None,
    name: str,
    folder: Path,
) -> int:
    """List what was cut from the articles: by rule, or line by line with the code of each.

    \b
    search cuts                                rules, by how many words they removed
    search cuts --by line                      lines that were cut, the most frequent first
    search cuts --by line --source "The Kyiv Independent"
    search cuts --reject 3f9a1c20b7d4e651      this line is the article's: keep it
    search cuts --accept 3f9a1c20b7d4e651      this line is not: cut it

    A decision is written to 'cleaning.toml' next to the folder of documents, holds for every
    document with that line, and takes effect with the next 'search index'.

    Exit status: 0 found or done, 1 nothing found, 2 usage error, 3 no index that can be used.
    """
    engine = opened(folder)
    decision: tuple[KeepOrCut, str] | None = ("cut", accept) if accept else None
    decision = ("keep", reject) if reject else decision
    if accept and reject:
        raise click.UsageError("one decision at a time; choose --accept or --reject")
    if decision:
        return _decide(engine, *decision)
    chosen = (each for each in engine.articles() if source in ("", each.source or "none"))
    found = WAYS[by](chosen)
    print_lines(FORMS[name](found[:top]))
    if name == "text" and len(found) > top:
        say(f"{len(found) - top} more: --top {len(found)}")
    return 0 if found else 1


def _decide(engine: Engine, verdict: KeepOrCut, code: str) -> int:
    """Write the decision on a line next to the first folder of documents."""
    homes = engine.stats().folders
    known = line_decisions(homes.values())
    text = next(
        (cut.examples[0] for cut in cuts_by_line(engine.articles()) if cut.code == code), ""
    )
    if not text and code not in known:
        raise click.UsageError(f"no cut line has the code {code!r}; 'search cuts --by line' has")
    path = decide(homes.values(), code, LineDecision(verdict, text or known[code].text))
    say(f"written to {path}; it takes effect with 'search index'")
    return 0


def _text(found: Sequence[CutSummary]) -> Iterator[str]:
    """A line of figures, then examples that fit the terminal."""
    room = (view().width or 100) - 4
    for cut in found:
        where = ", ".join(name for name, _ in cut.sources.most_common(3))
        code = f"  {cut.code}" if cut.code else ""
        yield line(
            f"{cut.rule}{code}: {cut.words} words, {cut.lines} lines, {cut.articles} articles"
            f" ({where})"
        )
        for example in cut.examples:
            shown = line(example)
            yield "    " + (shown if len(shown) <= room else shown[: room - 1] + "…")


def _tsv(found: Sequence[CutSummary]) -> Iterator[str]:
    for cut in found:
        figures = (cut.lines, cut.words, cut.articles)
        cells = (cut.rule, cut.code, *map(str, figures), "; ".join(cut.sources), cut.examples[0])
        yield "\t".join(map(line, cells))


def _json(found: Sequence[CutSummary]) -> Iterator[str]:
    cuts = [
        {
            "rule": cut.rule,
            "code": cut.code or None,
            "lines": cut.lines,
            "words": cut.words,
            "articles": cut.articles,
            "sources": dict(cut.sources.most_common()),
            "examples": cut.examples,
        }
        for cut in found
    ]
    yield json.dumps({"schema_version": SCHEMA_VERSION, "cuts": cuts}, ensure_ascii=False, indent=2)


FORMS: dict[str, Callable[[Sequence[CutSummary]], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
}
