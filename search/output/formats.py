"""The tables of output formats: one for hits and facets, one for a whole article."""

from collections.abc import Mapping

from search.output import Format, Page, article_page, delimited, json_output, text_output

FORMATS: Mapping[str, Format] = {
    "text": text_output.FORMAT,
    "tsv": delimited.TSV,
    "csv": delimited.CSV,
    "json": json_output.JSON,
    "jsonl": json_output.JSONL,
}
PAGES: Mapping[str, Page] = {
    "text": article_page.page,
    "cuts": article_page.marked,
    "raw": article_page.raw,
    "json": json_output.page,
}
