"""All matches, one after the other, for other programs; the table of forms is in `export_forms`.

A form yields pieces of text, each with its line end. What is exported, and from which index, stands
at the top where the form has a place for it, or in a file of its own.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from search.output import SCHEMA_VERSION
from search.query import Hit
from search.values import Value

SEVERAL = "; "  # between several names in one cell: a sign that stands in no name


class About(Value):
    """What was exported."""

    request: str  # as 'search export' was told
    total: int
    digest: str  # of the manifest: the same for the same documents and settings
    program: str  # its name and version
    notices: tuple[str, ...] = ()

    def record(self) -> Mapping[str, object]:
        """The same for programs."""
        return {
            "schema_version": SCHEMA_VERSION,
            "request": self.request,
            "total": self.total,
            "manifest_digest": self.digest,
            "program": self.program,
            "notices": self.notices,
        }

    def lines(self) -> Iterator[str]:
        """The same for people."""
        yield f"{self.program}: {self.total} article{'' if self.total == 1 else 's'}"
        yield f"request: {self.request}"
        yield f"manifest: {self.digest}"
        yield from (f"note: {notice}" for notice in self.notices)


class Wanted(Value):
    """What is to be written of each article."""

    text: bool = False  # the body too
    fields: tuple[str, ...] = ()  # of a table; none: the usual ones
    guarded: bool = True  # no cell of a table is taken for a formula
    about: About | None = None  # at the top; None: nothing is said there


class Form(Value):
    """A way to write them."""

    write: Callable[[Iterable[Hit], Wanted], Iterator[str]]
    comments: bool  # whether it has a place at its top for what was exported
    top: bool = False  # whether that is where it goes, unless something else is asked for
    fields: tuple[str, ...] = ()  # what may be chosen from


def about_file(about: About) -> str:
    """What stands in a file of its own."""
    return json.dumps(about.record(), ensure_ascii=False, indent=2) + "\n"
