"""The export of all matches to other programs; the table of formats is in `export_formats`.

A format yields pieces of text, each with its line end. What was exported, and from which index, is
written at the top where the format has a place for it, or into a file of its own.
"""

from collections.abc import Callable, Iterable, Iterator

from search.output.display import View
from search.output.table import Record
from search.query import Hit
from search.values import Value


class About(Value):
    """An account of what was exported."""

    request: str  # the command line
    total: int
    digest: str  # of the manifest: the same for the same documents and settings
    program: str  # its name and version
    notices: tuple[str, ...] = ()

    def record(self) -> Record:
        """Return the account for programs."""
        return {
            "request": self.request,
            "total": self.total,
            "manifest_digest": self.digest,
            "program": self.program,
            "notices": self.notices,
        }

    def lines(self) -> Iterator[str]:
        """Yield the account for people."""
        yield f"{self.program}: {self.total} article{'' if self.total == 1 else 's'}"
        yield f"request: {self.request}"
        yield f"manifest: {self.digest}"
        yield from (f"note: {notice}" for notice in self.notices)


class ExportOptions(Value):
    """The choice of what is written of each article."""

    text: bool = False  # the body too
    fields: tuple[str, ...] = ()  # columns of a table; empty: the usual ones
    guarded: bool = True  # no cell of a csv is taken for a formula
    about: About | None = None  # at the top; None: nothing
    view: View = View()  # where it is written to


class ExportFormat(Value):
    """A format to export all matches in."""

    write: Callable[[Iterable[Hit], ExportOptions], Iterator[str]]
    has_header: bool = False  # whether it has a place at its top for what was exported
    header_is_usual: bool = False  # whether that is written unless something else is asked for
    fields: tuple[str, ...] = ()  # columns that may be chosen
