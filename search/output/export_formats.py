"""The table of the forms that all matches can be exported in."""

from collections.abc import Mapping

from search.output import bibtex, csl_json, export_csv, export_jsonl, export_md
from search.output.export_format import Form

FORMS: Mapping[str, Form] = {
    "csv": export_csv.FORM,
    "jsonl": export_jsonl.FORM,
    "md": export_md.FORM,
    "bibtex": bibtex.FORM,
    "csl-json": csl_json.FORM,
}
