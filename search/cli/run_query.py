"""What `search query` does once it is known what is asked, and how it is to be shown."""

from collections.abc import Iterable
from pathlib import Path

from search.cli.history import remember
from search.cli.open_index import opened
from search.cli.terminal import close, say, view, write
from search.output.display import View, line
from search.output.formats import FORMATS
from search.query import Query, Results
from search.values import Value, replace


class Showing(Value):
    """How an answer is shown."""

    name: str  # of FORMATS
    explain: bool = False
    facets: bool | None = None  # None: where the format has room for them
    ids: bool = False
    count: bool = False
    quiet: bool = False
    color: str = "auto"

    @property
    def alone(self) -> bool:
        """Whether no hit is shown, so that none is asked for."""
        return self.count or self.quiet

    @property
    def counts(self) -> bool:
        """Whether the facets are counted."""
        return not self.alone and (self.name == "json" if self.facets is None else self.facets)


class Asking(Value):
    """One call of `search query`."""

    asked: Query
    folder: Path
    showing: Showing


def answer(asking: Asking) -> int:
    """Print the answer; the result is the exit status."""
    asked, folder, showing = asking.asked, asking.folder, asking.showing
    wanted = replace(
        asked,
        limit=0 if showing.alone else asked.limit,
        facets=asked.facets if showing.counts else (),
    )
    results = opened(folder, showing.quiet).search(wanted)
    if not showing.quiet:
        _tell(results, folder)
        write(lines(results, showing, view(showing.color, showing.explain)))
    if not showing.alone:
        close(_account(results), bool(results.hits or any(results.facets.values())))
    return 0 if results.total else 1


def _tell(results: Results, folder: Path) -> None:
    """What is not the answer but belongs to it: the notices, and the ranks for `search show`."""
    for notice in results.notices:
        say(f"note: {notice}")
    if results.query.limit:
        remember(folder, results)


def lines(results: Results, showing: Showing, shown: View) -> Iterable[str]:
    """The answer as it is shown."""
    if showing.count:
        return [str(results.total)]
    if showing.ids:
        return [line(hit.article.id) for hit in results.hits]
    return FORMATS[showing.name].hits(results, shown)


def _account(results: Results) -> str:
    """How many there are, how long it took, and what to ask next."""
    first, last = results.query.offset + 1, results.query.offset + len(results.hits)
    articles = f"{results.total} article{'' if results.total == 1 else 's'}"
    if results.complete is not None and results.total:
        articles += f", {results.complete or 'none'} of them with all the words"
    folded = sum(len(hit.copies) for hit in results.hits)
    whole = not results.query.offset and not results.more
    shown = articles if whole else f"{first} to {last} of {articles}" if results.hits else articles
    if folded:
        shown += f"; {folded} cop{'y' if folded == 1 else 'ies'} folded: --all shows them"
    more = f"; more: --offset {last}" if results.more else ""
    read = f"; read one: search show {first}" if results.hits else ""
    return f"{shown} in {results.seconds:.2f} s{more}{read}"
