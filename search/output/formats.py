"""The tables of output formats: one for hits and facets, one for a whole article."""

from collections.abc import Mapping

from search.output import Format, Page, page, records, tables, text

FORMATS: Mapping[str, Format] = {
    "text": text.FORMAT,
    "tsv": tables.TSV,
    "csv": tables.CSV,
    "json": records.JSON,
    "jsonl": records.JSONL,
}
PAGES: Mapping[str, Page] = {
    "text": page.page,
    "cuts": page.marked,
    "raw": page.raw,
    "json": records.page,
}
