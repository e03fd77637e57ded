"""A table of all matches: RFC 4180 with the line end of Unix, as UTF-8.

A spreadsheet computes a cell that begins with one of `= + - @`, a tab or a line end, whoever wrote
it: `=HYPERLINK(...)` in the headline of a page that was scraped. Such a cell gets an apostrophe
before it, which spreadsheets take for "this is text". Source: OWASP, CSV Injection.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from search.output.display import line
from search.output.export_format import SEVERAL, Form, Wanted
from search.query import Hit

Cell = Callable[[int, Hit], str]  # of the hit at that rank

CELLS: Mapping[str, Cell] = {
    "rank": lambda rank, _: str(rank),
    "id": lambda _, hit: hit.article.id,
    "score": lambda _, hit: f"{hit.score:.4f}",
    "date": lambda _, hit: hit.article.date.isoformat() if hit.article.date else "",
    "updated": lambda _, hit: hit.article.updated.isoformat() if hit.article.updated else "",
    "source": lambda _, hit: hit.article.source,
    "via": lambda _, hit: hit.article.via,
    "title": lambda _, hit: hit.article.title,
    "heading": lambda _, hit: hit.article.heading,
    "authors": lambda _, hit: SEVERAL.join(hit.article.authors),
    "people": lambda _, hit: SEVERAL.join(person.name for person in hit.article.people),
    "url": lambda _, hit: hit.article.url,
    "path": lambda _, hit: hit.article.path,
    "text": lambda _, hit: hit.article.body,
}
USUAL = ("id", "rank", "score", "date", "source", "title", "authors", "people", "url")
NUMBERS = ("rank", "score")  # a minus there is a minus
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(cell: str) -> str:
    """The cell as one that no spreadsheet computes.

    >>> guarded("=1+1"), guarded("Air defense")
    ("'=1+1", 'Air defense')
    """
    return "'" + cell if cell.lstrip(" ").startswith(FORMULA) else cell


def write(hits: Iterable[Hit], wanted: Wanted) -> Iterator[str]:
    """A header and a row for each article."""
    if wanted.about:
        yield from (f"# {line(each)}\n" for each in wanted.about.lines())
    names = wanted.fields or (*USUAL, "text") if wanted.text else wanted.fields or USUAL
    if wanted.text and "text" not in names:
        names = (*names, "text")
    cells = [(CELLS[name], wanted.guarded and name not in NUMBERS) for name in names]
    held = io.StringIO()
    row = csv.writer(held, lineterminator="\n")
    row.writerow(names)
    for rank, hit in enumerate(hits, 1):
        told = ((cell(rank, hit).replace("\0", ""), guard) for cell, guard in cells)
        row.writerow([guarded(text) if guard else text for text, guard in told])
        yield held.getvalue()
        held.seek(0)
        held.truncate()
    yield held.getvalue()  # the header, where there is no article


FORM = Form(write, comments=True, fields=tuple(CELLS))
