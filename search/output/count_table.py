"""The table of facet counts."""

from functools import partial

from search.output.facet_text import facets_text
from search.output.json_records import count_records, facets_record
from search.output.table import Record, Table
from search.query import Results

COLUMNS = ("facet", "value", "count", "selected")


def facets_table(results: Results) -> Table:
    """Return the table of all facet counts."""
    counts = [count for each in results.facets.values() for count in each]
    everywhere = any(count.everywhere is not None for count in counts)
    return Table(
        columns=(*COLUMNS, "everywhere") if everywhere else COLUMNS,
        rows=({"everywhere": None, **record} for record in count_records(results)),
        document=partial(_document, results),
        records=count_records(results),
        text=partial(facets_text, results),
    )


def _document(results: Results) -> Record:
    return {
        "query": results.query.text,
        "total": results.total,
        "facets": facets_record(results),
        "notices": results.notices,
    }
