"""The run of one query, from its options to its exit status."""

from collections.abc import Iterable
from pathlib import Path

from search.cli.answer_options import Output
from search.cli.history import remember
from search.cli.open_index import open_or_build
from search.cli.terminal import counted, say, say_summary, write
from search.output.hit_table import hits_table
from search.output.safe_text import safe_line
from search.output.table import table_lines
from search.query import Query, Results
from search.values import Value, replace


class Display(Value):
    """The choice of what is shown of an answer."""

    output: Output
    explain: bool = False
    facets: bool | None = None  # None: in json alone
    ids: bool = False
    count: bool = False
    quiet: bool = False

    @property
    def hides_hits(self) -> bool:
        """Return whether no hit is shown, so that none is asked for."""
        return self.count or self.quiet

    @property
    def has_facets(self) -> bool:
        """Return whether facets are counted."""
        wanted = self.output.format == "json" if self.facets is None else self.facets
        return wanted and not self.hides_hits


def run_query(query: Query, folder: Path, display: Display) -> int:
    """Print the answer to the query and return the exit status."""
    request = replace(
        query,
        limit=0 if display.hides_hits else query.limit,
        facets=query.facets if display.has_facets else (),
    )
    results = open_or_build(folder, display.quiet).search(request)
    if not display.quiet:
        say_notices(results)
        if results.query.limit:
            remember(folder, results)
        write(answer_lines(results, display))
    if not display.hides_hits:
        say_summary(_summary(results), bool(results.hits or any(results.facets.values())))
    return 0 if results.total else 1


def say_notices(results: Results) -> None:
    """Print what is to be said of the answer."""
    for notice in results.notices:
        say(f"note: {notice}")


def answer_lines(results: Results, display: Display) -> Iterable[str]:
    """Return the lines of the answer."""
    if display.count:
        return [str(results.total)]
    if display.ids:
        return [safe_line(hit.id) for hit in results.hits]
    table = hits_table(results, display.explain)
    return table_lines(table, display.output.format, display.output.view)


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
    more = f"; more: --offset {last}" if results.more else ""
    read = f"; read one: search show {first}" if results.hits else ""
    return f"{shown} in {results.seconds:.2f} s{more}{read}"
