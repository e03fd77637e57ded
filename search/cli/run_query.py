"""The run of one query, from its options to its exit status."""

from collections.abc import Iterable
from pathlib import Path

from search.cli.answer_options import Output
from search.cli.history import remember
from search.cli.open_index import open_or_build
from search.cli.terminal import counted, say, say_summary, write
from search.output.hit_table import hits_table
from search.output.safe_text import safe_line
from search.output.table import FORMATS
from search.query import Query, Results
from search.values import replace


def run_query(query: Query, folder: Path, output: Output) -> int:
    """Print the answer to the query and return the exit status."""
    request = replace(
        query,
        limit=0 if output.hides_hits else query.limit,
        facets=query.facets if output.has_facets else (),
    )
    results = open_or_build(folder, output.quiet).search(request)
    if not output.quiet:
        show_hits(results, folder, output)
    if not output.hides_hits:
        has_answer = bool(results.hits or any(results.facets.values()))
        say_summary(_summary(results), has_answer, left_out(results))
    return 0 if results.total else 1


def show_hits(results: Results, folder: Path, output: Output) -> None:
    """Print the hits, and remember them for `search show`."""
    say_notices(results)
    if results.query.limit:
        remember(folder, results)
    write(answer_lines(results, output))


def say_notices(results: Results) -> None:
    """Print what is to be said of the answer."""
    for notice in results.notices:
        say(f"note: {notice}")


def answer_lines(results: Results, output: Output) -> Iterable[str]:
    """Return the lines of the answer."""
    if output.count:
        return [str(results.total)]
    if output.ids:
        return [safe_line(hit.id) for hit in results.hits]
    return FORMATS[output.format](hits_table(results, output.explain), output.view)


def left_out(results: Results) -> str:
    """Return how many of the matches are shown, and how to see all; empty if all are."""
    first, last = results.query.offset + 1, results.query.offset + len(results.hits)
    copies = sum(len(hit.copies) for hit in results.hits)
    parts = []
    if results.hits and (results.more or first > 1):
        shown = f"{first} to {last}" if first > 1 else f"{last}"
        parts.append(f"{shown} of {results.total} shown; --limit all shows all")
    if copies:
        parts.append(f"{counted(copies, 'copy', 'copies')} collapsed: --all shows them")
    return "; ".join(parts)


def _summary(results: Results) -> str:
    """Return how many there are, how long it took, and what to ask next."""
    first, last = results.query.offset + 1, results.query.offset + len(results.hits)
    articles = counted(results.total, "article")
    if results.complete is not None and results.total:
        articles += f", {results.complete or 'none'} of them with all the words"
    copies = sum(len(hit.copies) for hit in results.hits)
    all_shown = not results.query.offset and not results.more
    shown = articles if all_shown or not results.hits else f"{first} to {last} of {articles}"
    if copies:
        shown += f"; {counted(copies, 'copy', 'copies')} collapsed: --all shows them"
    more = f"; more: --offset {last} or --limit all" if results.more else ""
    read = f"; read one: search show {first}" if results.hits else ""
    return f"{shown} in {results.seconds:.2f} s{more}{read}"
