"""`search eval`: how well the order of answers does by a person's own judgements."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from search.cli.open_index import opened
from search.cli.options import at_index, in_format, newness
from search.cli.param_types import Place
from search.cli.terminal import close, say, view, write
from search.engines.base import Engine
from search.errors import BadJudgements, BadQuery, NoArticle
from search.judgements import (
    DEPTH,
    MEASURES,
    BadRow,
    Comparison,
    Judgements,
    Scores,
    compared,
    judgements,
    means,
    scored,
)
from search.output import SCHEMA_VERSION
from search.output.display import columns, line
from search.query import Query

MEAN = "mean"
SKIPPED = 4  # the exit status where some inputs were left out
QUERY = 40  # columns a query takes at most


class Judged(NamedTuple):
    """The scores of every query, and beside them those of before."""

    queries: Mapping[str, str]
    scores: Scores
    beside: Sequence[Comparison]
    bad: Sequence[BadRow]


@click.command(short_help="Score the order of answers by your own judgements.")
@click.argument("qrels", type=Place())
@click.option(
    "--queries",
    type=Place(),
    default=None,
    metavar="FILE",
    help="Where queries named by an id are: lines of {id, text}; else queries.jsonl beside QRELS.",
)
@click.option(
    "--compare",
    type=Place(),
    default=None,
    metavar="OLD.json",
    help="Compare with what '--output json' wrote before, with a paired test.",
)
@newness
@in_format(("text", "tsv", "csv", "json"))
@at_index
def eval(
    qrels: Path,
    queries: Path | None,
    compare: Path | None,
    recent: int,
    name: str,
    folder: Path,
) -> int:
    """Score the order of answers by the judgements in QRELS: which articles answer which query.

    \b
    search eval judged.csv                      rows of query,article,grade
    search eval judged.csv -o json > old.json   before a change
    search eval judged.csv --compare old.json   after it
    search eval archive/qrels.tsv               query ids, with queries.jsonl beside it

    QRELS is a .csv; or lines of query id, article id and grade, as they are or in the four columns
    of TREC; or a folder with qrels.tsv and queries.jsonl. A grade above 0 is an answer.

    nDCG@10 and P@10 look at the first ten articles, R@100 at a hundred, MAP at a thousand; each is
    between 0 and 1. p is how likely so large a difference is by chance.

    Exit status: 0 done, 2 usage error or no judgements, 3 no index that can be used, 4 some rows
    could not be used: they are named, the others count.
    """  # fmt: skip
    judged = judgements(qrels, queries)
    before = _earlier(compare) if compare else {}
    engine = opened(folder)
    asked = Query(limit=DEPTH, facets=(), recent=recent)
    bad = list(judged.bad)
    scores = {
        query: scored(list(_ranked(engine, asked, query, judged, bad)), grades)
        for query, grades in judged.grades.items()
    }
    for row in bad:
        say(str(row))
    _tell_missing(engine, judged)
    found = Judged(judged.queries, scores, compared(scores, before) if compare else (), bad)
    write(FORMS[name](found))
    some = "1 query" if len(scores) == 1 else f"{len(scores)} queries"
    close(f"{some}; {len(bad)} rows could not be used" if bad else some, apart=True)
    return SKIPPED if bad else 0


def _ranked(
    engine: Engine, asked: Query, query: str, judged: Judgements, bad: list[BadRow]
) -> Iterator[str]:
    """The ids of the answer; a query that cannot be read has none, and is one of the bad rows."""
    try:
        results = engine.search(replace(asked, text=judged.queries[query]))
        yield from (hit.id for hit in results.hits)
    except BadQuery as error:
        file, row = judged.places[query]
        bad.append(BadRow(file, row, error.column, f"{error.fact}; {error.remedy}"))


def _tell_missing(engine: Engine, judged: Judgements) -> None:
    """Say how many of the articles that were judged are not in the index."""
    named = {article for each in judged.grades.values() for article in each}
    missing = sorted(article for article in named if not _has(engine, article))
    if missing:
        some = "1 article is" if len(missing) == 1 else f"{len(missing)} articles are"
        say(f"note: {some} judged but not in the index, {missing[0]!r} for one; not found counts 0")


def _has(engine: Engine, id: str) -> bool:
    try:
        engine.get(id)
    except NoArticle:
        return False
    return True


def _earlier(path: Path) -> Scores:
    """The scores of a file that '--output json' wrote.

    Raises: BadJudgements.
    """
    mend = "name a file that 'search eval QRELS --output json' wrote"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["queries"]
        return {row["id"]: {name: float(row[name]) for name in MEASURES} for row in rows}
    except OSError as error:
        fault = (error.strerror or "unknown").lower()
        raise BadJudgements(f"cannot read {str(path)!r}: {fault}", mend) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadJudgements(f"{str(path)!r} holds no scores", mend) from error


def _text(found: Judged) -> Iterator[str]:
    """A table: a row for each query, then the mean, then what has changed."""
    named = {query: line(found.queries[query]) for query in found.scores}
    wide = min(max(map(columns, [MEAN, *named.values()])), max(QUERY, (view().width or 100) - 40))
    yield " " * wide + "".join(f"{name:>9}" for name in MEASURES)
    for query, scores in found.scores.items():
        yield _cell(named[query], wide) + "".join(f"{score:9.4f}" for score in scores.values())
    yield _cell(MEAN, wide) + "".join(f"{score:9.4f}" for score in means(found.scores).values())
    for each in found.beside:
        if each is found.beside[0]:
            yield ""
        gain = each.now - each.before
        yield (
            f"{each.measure:8} {each.before:.4f} before, {each.now:.4f} now: {gain:+.4f}, "
            f"{each.better} better, {each.worse} worse, p {each.p:.4f}"
        )


def _cell(text: str, wide: int) -> str:
    """The text in so many columns, cut or padded to them."""
    while columns(text) > wide:
        text = text[:-2] + "…"
    return text + " " * (wide - columns(text))


def _rows(found: Judged) -> Iterator[list[str]]:
    every = {**found.scores, MEAN: means(found.scores)}
    for query, scores in every.items():
        yield [
            query,
            *(f"{score:.4f}" for score in scores.values()),
            found.queries.get(query, "") if query in found.scores else "",
        ]


def _tsv(found: Judged) -> Iterator[str]:
    yield from ("\t".join(map(line, row)) for row in _rows(found))
    for each in found.beside:
        cells = (each.measure, f"{each.before:.4f}", f"{each.now:.4f}", f"{each.p:.4f}")
        yield "\t".join(("compared", *cells, str(each.better), str(each.worse)))


def _csv(found: Judged) -> Iterator[str]:
    for row in ([*("id", *MEASURES, "query")], *_rows(found)):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(map(line, row))
        yield written.getvalue()


def _json(found: Judged) -> Iterator[str]:
    rows = [
        {"id": query, "query": found.queries[query], **scores}
        for query, scores in found.scores.items()
    ]
    whole = {
        "schema_version": SCHEMA_VERSION,
        "mean": {name: round(score, 6) for name, score in means(found.scores).items()},
        "queries": rows,
        "compared": [each._asdict() for each in found.beside],
        "bad": [row._asdict() for row in found.bad],
    }
    yield json.dumps(whole, ensure_ascii=False, indent=2)


FORMS: Mapping[str, Callable[[Judged], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "csv": _csv,
    "json": _json,
}
