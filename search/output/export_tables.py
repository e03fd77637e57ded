"""All matches in the formats of every table: text, tsv, csv, json and jsonl."""

from collections.abc import Iterable, Iterator
from functools import partial

from search.output.display import View, wrap
from search.output.export_format import ExportOptions
from search.output.hit_table import COLUMNS, FACT_COLUMNS, TSV_COLUMNS, HitRow, heading_text
from search.output.json_records import hit_facts
from search.output.safe_text import json_text, safe_line
from search.output.table import FORMATS, Record, Table, versioned_json
from search.query import Hit

FIELDS = (*COLUMNS, "text")


def write_table(format: str, hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield a row for each article, below what was exported."""
    if options.about:
        yield from (f"# {safe_line(each)}\n" for each in options.about.lines())
    for line in FORMATS[format](_table(hits, options), options.view):
        yield f"{line}\n"


def _table(hits: Iterable[Hit], options: ExportOptions) -> Table:
    more = ("text",) if options.text and "text" not in options.fields else ()
    return Table(
        columns=(*(options.fields or FACT_COLUMNS), *more),
        rows=(HitRow(rank, hit) for rank, hit in enumerate(hits, 1)),
        document=dict,
        text=partial(_text, hits, options.text),
        tsv_columns=(*(options.fields or TSV_COLUMNS), *more),
        guarded=options.guarded,
    )


def _text(hits: Iterable[Hit], with_body: bool, view: View) -> Iterator[str]:
    for rank, hit in enumerate(hits, 1):
        if rank > 1:
            yield ""
        yield from heading_text(rank, hit.article, len(str(rank)) + 2, view)
        if with_body:
            yield ""
            for paragraph in hit.article.body.split("\n"):
                yield from wrap(safe_line(paragraph), view.prose_width) or [""]


def write_jsonl(hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield a line for each article, and before them one of another type on what was exported."""
    if options.about:
        yield versioned_json({"type": "about", **options.about.record()}, None) + "\n"
    for rank, hit in enumerate(hits, 1):
        record = {"type": "article", **_record(rank, hit, options)}
        yield versioned_json(record, None) + "\n"


def write_json(hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield one object with a line for each article, none of which is kept in memory."""
    about = options.about.record() if options.about else {}
    before = versioned_json(about).removesuffix("\n}") + ',\n  "hits": [\n'
    separator = before
    for rank, hit in enumerate(hits, 1):
        yield separator + json_text(_record(rank, hit, options))
        separator = ",\n"
    yield before + "]}\n" if separator == before else "\n]}\n"


def _record(rank: int, hit: Hit, options: ExportOptions) -> Record:
    return {**hit_facts(rank, hit), **({"text": hit.article.body} if options.text else {})}
