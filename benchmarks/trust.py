"""The facet counts that differ from what a filter by the value finds: the target is none.

    python benchmarks/trust.py [FILE]... [--values N] [--json]

A file has rows {id, title, text, date} or {id, title, paras, date}, as JSON Lines, plain or `.gz`;
without a file these are the Wikinews articles of the tests. They are indexed as by `search index`.
Then every value of every facet is compared with the filter by it, as it is typed (`-f people=V`),
and with the count that an answer shows for it in which it is selected, AT_ONCE values at a time,
since what is selected in a facet changes none of its counts. `--values` compares at most so many
values a facet, the most frequent first; dates are compared by year, month, week and day.
"""

import gzip
import json
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from report import Row, show

from search.cli.param_types import parse_filter
from search.engines import open_engine
from search.engines.base import Engine
from search.facet_definitions import FACETS, is_date
from search.indexing import build
from search.query import FacetCount, Filter, Interval, Query

AT_ONCE = 100  # values
ROOT = Path(__file__).parent.parent
WIKINEWS = ROOT / "tests" / "data" / "wikinews.jsonl.gz"


def rows_of(file: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the articles of a file as rows that `search index` reads."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row.get("text") or "\n\n".join(row.get("paras", ()))
            yield {**{key: row[key] for key in row if key != "paras"}, "text": text}


def build_index(files: Sequence[Path], folder: Path) -> Engine:
    """Index the files and open the index."""
    seeds = folder / "seeds"
    seeds.mkdir()
    for file in files:
        name = file.name.removesuffix(".gz").removesuffix(".jsonl")
        rows = map(json.dumps, rows_of(file))
        (seeds / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    build([seeds], folder / "index")
    return open_engine(folder / "index")


def differences(engine: Engine, facet: str, interval: Interval, most: int | None) -> Iterator[str]:
    """Yield the value of each count that is not what the filter by it finds."""
    counts = _counts(engine, facet, interval)[:most]
    for start in range(0, len(counts), AT_ONCE):
        part = counts[start : start + AT_ONCE]
        filters = [parse_filter(f"{facet}={each.value}") for each in part]
        every = Filter(facet, tuple(value for filter in filters for value in filter.values))
        asked = Query(limit=0, facets=(facet,), interval=interval, filters=(every,))
        shown = Counter(
            (row.value, row.count) for row in engine.search(asked).facets[facet] if row.selected
        )
        for each, filter in zip(part, filters, strict=True):
            found = engine.search(Query(limit=0, facets=(), interval=interval, filters=(filter,)))
            if (found.total, shown[each.value, each.count]) != (each.count, 1):
                yield each.value


def _counts(engine: Engine, facet: str, interval: Interval) -> list[FacetCount]:
    found = engine.search(Query(limit=0, facets=(facet,), interval=interval)).facets[facet]
    return sorted(found, key=lambda each: (-each.count, each.value))


def facet_rows(engine: Engine, data: str, most: int | None = None) -> Iterator[Row]:
    """Yield for each facet, and each interval of dates, how many values differ."""
    for facet in FACETS:
        for interval in get_args(Interval) if is_date(facet) else ("month",):
            name = f"{facet} by {interval}" if is_date(facet) else facet
            values = len(_counts(engine, facet, interval)[:most])
            wrong = list(differences(engine, facet, interval, most))
            for value in wrong[:5]:
                print(f"{data}: {facet} {value!r} differs", file=sys.stderr)
            figure = f"values of {name} that differ"
            yield Row(figure, data, len(wrong), f"of {values}", target=0, at_most=True)


def main() -> None:
    """Compare the facets of each file on its own."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=[WIKINEWS])
    parser.add_argument("--values", type=int)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    for file in options.files:
        with tempfile.TemporaryDirectory() as folder:
            rows += facet_rows(build_index([file], Path(folder)), file.name, options.values)
    show(rows, (), options.json)
    sys.exit(any(row.met is False for row in rows))


if __name__ == "__main__":
    main()
