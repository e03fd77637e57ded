"""The table of the formats that all matches can be exported in."""

from collections.abc import Mapping
from functools import partial

from search.output import bibtex, csl_json, export_md
from search.output.export_format import ExportFormat
from search.output.export_tables import FIELDS, write_json, write_jsonl, write_table

EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    "csv": ExportFormat(partial(write_table, "csv"), has_header=True, fields=FIELDS),
    "tsv": ExportFormat(partial(write_table, "tsv"), fields=FIELDS),
    "text": ExportFormat(partial(write_table, "text"), has_header=True),
    "json": ExportFormat(write_json, has_header=True, header_is_usual=True),
    "jsonl": ExportFormat(write_jsonl, has_header=True),
    "md": ExportFormat(export_md.write, has_header=True, header_is_usual=True),
    "bibtex": ExportFormat(bibtex.write, has_header=True, header_is_usual=True),
    "csl-json": ExportFormat(csl_json.write),
}
