"""The table of the formats that all matches can be exported in."""

from collections.abc import Mapping

from search.output import bibtex, csl_json, export_md, export_tables
from search.output.export_format import ExportFormat

EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    "csv": export_tables.CSV,
    "tsv": export_tables.TSV,
    "text": export_tables.TEXT,
    "json": export_tables.JSON,
    "jsonl": export_tables.JSONL,
    "md": export_md.FORMAT,
    "bibtex": bibtex.FORMAT,
    "csl-json": csl_json.FORMAT,
}
