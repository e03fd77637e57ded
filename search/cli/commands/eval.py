"""The command `search eval`, which scores the order of answers by a person's judgements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, recency_option
from search.cli.param_types import AnyPath
from search.cli.terminal import counted, say, say_summary
from search.engines.base import Engine
from search.errors import BadJudgements, BadQuery, NoArticle, system_reason
from search.judgements import (
    DEPTH,
    MEASURES,
    BadRow,
    Comparison,
    Judgements,
    Scores,
    compare_runs,
    means,
    read_judgements,
    score_answer,
)
from search.ordinary_file import read_text
from search.output.display import View, fit, text_width
from search.output.safe_text import safe_line
from search.output.table import Cell, Table
from search.query import Query
from search.values import replace

MEAN = "mean"
SKIPPED = 4  # the exit status where some inputs were left out
MIN_QUERY_WIDTH = 40  # columns a query may always take
COMPARED = "compared"  # the first cell of a row that compares, and the id of such a record


@click.command(short_help="Score the order of answers by your own judgements.")
@click.argument("qrels", type=AnyPath())
@click.option(
    "--queries",
    type=AnyPath(),
    metavar="FILE",
    help="The file of the queries that are named by an id, with lines of {id, text}; else "
    "queries.jsonl next to QRELS.",
)
@click.option(
    "--compare",
    type=AnyPath(),
    metavar="OLD.json",
    help="Compare with what '--output json' wrote before, with a paired test.",
)
@recency_option
@output_options()
@index_option
def eval(
    qrels: Path,
    queries: Path | None,
    compare: Path | None,
    recent: int,
    output: Output,
    folder: Path,
) -> int:
    """Score the order of answers by the judgements in QRELS: which articles answer which query.

    \b
    search eval judged.csv                      rows of query,article,grade
    search eval judged.csv -o json > old.json   before a change
    search eval judged.csv --compare old.json   after it
    search eval archive/qrels.tsv               query ids, with queries.jsonl next to it

    QRELS is a .csv; or lines of query id, article id and grade, as they are or in the four columns
    of TREC; or a folder with qrels.tsv and queries.jsonl. A grade above 0 is an answer.

    nDCG@10 and P@10 are of the first ten articles, R@100 of a hundred, MAP of a thousand; each is
    between 0 and 1. p is how likely so large a difference is by chance.

    Exit status: 0 done, 2 usage error or no judgements, 3 no index that can be used, 4 some rows
    could not be used: they are named, the others count.
    """  # fmt: skip
    judged = read_judgements(qrels, queries)
    earlier = _earlier(compare) if compare else {}
    engine = open_or_build(folder)
    request = Query(limit=DEPTH, facets=(), recent=recent)
    bad = list(judged.bad)
    scores = {
        query: score_answer(list(_ranked_ids(engine, request, query, judged, bad)), grades)
        for query, grades in judged.grades.items()
    }
    for row in bad:
        say(str(row))
    _say_missing(engine, judged)
    comparisons = compare_runs(scores, earlier) if compare else ()
    output.show(_table(judged.queries, scores, comparisons, bad))
    if output.format == "tsv":
        rows = ({COMPARED: COMPARED, **each._asdict()} for each in comparisons)
        columns = (COMPARED, "measure", "before", "now", "p", "better", "worse")
        output.show(Table(columns, rows, dict))
    unused = f"; {counted(len(bad), 'row')} could not be used" if bad else ""
    say_summary(counted(len(scores), "query", "queries") + unused)
    return SKIPPED if bad else 0


def _ranked_ids(
    engine: Engine, request: Query, query: str, judged: Judgements, bad: list[BadRow]
) -> Iterator[str]:
    """Yield the ids of the answer; a query that cannot be read has none, and joins the bad rows."""
    try:
        results = engine.search(replace(request, text=judged.queries[query]))
        yield from (hit.id for hit in results.hits)
    except BadQuery as error:
        file, row = judged.places[query]
        bad.append(BadRow(file, row, error.column, f"{error.fact}; {error.remedy}"))


def _say_missing(engine: Engine, judged: Judgements) -> None:
    """Print how many of the articles that were judged are not in the index."""
    ids = {article for each in judged.grades.values() for article in each}
    missing = sorted(id for id in ids if not _has(engine, id))
    if missing:
        articles = counted(len(missing), "article is", "articles are")
        say(
            f"note: {articles} judged but not in the index, {missing[0]!r} for one; "
            "a missing article counts 0"
        )


def _has(engine: Engine, id: str) -> bool:
    try:
        engine.get(id)
    except NoArticle:
        return False
    return True


def _earlier(path: Path) -> Scores:
    """Return the scores of a file that '--output json' wrote."""
    remedy = "name a file that 'search eval QRELS --output json' wrote"
    try:
        rows = json.loads(read_text(path))["queries"]
        return {row["id"]: {name: float(row[name]) for name in MEASURES} for row in rows}
    except OSError as error:
        fact = f"cannot read {str(path)!r}: {system_reason(error)}"
        raise BadJudgements(fact, remedy) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadJudgements(f"there are no scores in {str(path)!r}", remedy) from error


def _table(
    queries: Mapping[str, str],
    scores: Scores,
    comparisons: Sequence[Comparison],
    bad: Sequence[BadRow],
) -> Table:
    records: list[dict[str, Cell]] = [
        {"id": id, "query": queries[id], **each} for id, each in scores.items()
    ]
    mean = means(scores)
    rounded = {name: round(score, 6) for name, score in mean.items()}
    compared = [each._asdict() for each in comparisons]
    return Table(
        columns=("id", *MEASURES, "query"),
        rows=[*records, {"id": MEAN, "query": "", **mean}],
        document=lambda: {
            "mean": rounded,
            "queries": records,
            "compared": compared,
            "bad": [row._asdict() for row in bad],
        },
        records=[
            *records,
            {"id": MEAN, **rounded},
            *({"id": COMPARED, **each} for each in compared),
        ],
        text=partial(_text, [queries[id] for id in scores], [*scores.values(), mean], comparisons),
    )


def _text(
    queries: Sequence[str],
    scores: Sequence[Mapping[str, float]],
    comparisons: Sequence[Comparison],
    view: View,
) -> Iterator[str]:
    """Yield a row for each query, then the mean, then what has changed."""
    names = [*map(safe_line, queries), MEAN]
    width = min(max(map(text_width, names)), max(MIN_QUERY_WIDTH, (view.width or 100) - 40))
    yield view.paint("strong", " " * width + "".join(f"{name:>9}" for name in MEASURES))
    for name, each in zip(names, scores, strict=True):
        line = fit(name, width) + "".join(f"{score:9.4f}" for score in each.values())
        yield view.paint("strong", line) if each is scores[-1] else line
    if comparisons:
        yield ""
    for measure, now, before, better, worse, p in comparisons:
        yield (
            f"{measure:8} {before:.4f} before, {now:.4f} now: "
            f"{now - before:+.4f}, {better} better, {worse} worse, p {p:.4f}"
        )
