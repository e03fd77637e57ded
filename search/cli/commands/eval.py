"""The command `search eval`, which scores the order of answers by a person's judgements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, recency_option
from search.cli.param_types import AnyPath
from search.cli.terminal import counted, say, say_summary
from search.engines.base import Engine
from search.errors import BadJudgements, BadQuery, NoArticle
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
from search.output.display import View, fit, text_width
from search.output.safe_text import safe_line
from search.output.table import Cell, Record, Table
from search.query import Query
from search.values import replace

MEAN = "mean"
SKIPPED = 4  # the exit status where some inputs were left out
MIN_QUERY_WIDTH = 40  # columns a query may always take
COLUMNS = ("id", *MEASURES, "query")
COMPARED = "compared"  # the first cell of a row that compares, and the id of such a record


class Evaluation(NamedTuple):
    """The scores of every query, and their comparison with earlier ones."""

    queries: Mapping[str, str]
    scores: Scores
    comparisons: Sequence[Comparison]
    bad: Sequence[BadRow]

    @property
    def query_records(self) -> Iterator[dict[str, Cell]]:
        """Return the scores of each query for programs."""
        for query, scores in self.scores.items():
            yield {"id": query, "query": self.queries[query], **scores}

    @property
    def mean_record(self) -> Record:
        """Return the means for programs."""
        return {name: round(score, 6) for name, score in means(self.scores).items()}


@click.command(short_help="Score the order of answers by your own judgements.")
@click.argument("qrels", type=AnyPath())
@click.option(
    "--queries",
    type=AnyPath(),
    default=None,
    metavar="FILE",
    help="The file of the queries that are named by an id, with lines of {id, text}; else "
    "queries.jsonl next to QRELS.",
)
@click.option(
    "--compare",
    type=AnyPath(),
    default=None,
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
    found = Evaluation(judged.queries, scores, comparisons, bad)
    output.show(
        Table(
            COLUMNS, _rows(found), partial(_document, found), _records(found), partial(_text, found)
        )
    )
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
    """Return the scores of a file that '--output json' wrote.

    Raises: BadJudgements.
    """
    remedy = "name a file that 'search eval QRELS --output json' wrote"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["queries"]
        return {row["id"]: {name: float(row[name]) for name in MEASURES} for row in rows}
    except OSError as error:
        fault = (error.strerror or "unknown").lower()
        raise BadJudgements(f"cannot read {str(path)!r}: {fault}", remedy) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadJudgements(f"there are no scores in {str(path)!r}", remedy) from error


def _text(found: Evaluation, view: View) -> Iterator[str]:
    """Yield a row for each query, then the mean, then what has changed."""
    names = [safe_line(found.queries[query]) for query in found.scores]
    longest = max(map(text_width, [MEAN, *names]))
    width = min(longest, max(MIN_QUERY_WIDTH, (view.width or 100) - 40))
    header = " " * width + "".join(f"{name:>9}" for name in MEASURES)
    yield view.paint("strong", header)
    for name, scores in zip(names, found.scores.values(), strict=True):
        yield fit(name, width) + "".join(f"{score:9.4f}" for score in scores.values())
    mean = "".join(f"{score:9.4f}" for score in means(found.scores).values())
    yield view.paint("strong", fit(MEAN, width) + mean)
    for number, each in enumerate(found.comparisons):
        if number == 0:
            yield ""
        yield (
            f"{each.measure:8} {each.before:.4f} before, {each.now:.4f} now: "
            f"{each.now - each.before:+.4f}, {each.better} better, {each.worse} worse, "
            f"p {each.p:.4f}"
        )


def _rows(found: Evaluation) -> Iterator[dict[str, Cell]]:
    yield from found.query_records
    yield {"id": MEAN, **means(found.scores), "query": ""}


def _records(found: Evaluation) -> Iterator[Record]:
    yield from found.query_records
    yield {"id": MEAN, **found.mean_record}
    for each in found.comparisons:
        yield {"id": COMPARED, **each._asdict()}


def _document(found: Evaluation) -> Record:
    return {
        "mean": found.mean_record,
        "queries": list(found.query_records),
        "compared": [each._asdict() for each in found.comparisons],
        "bad": [row._asdict() for row in found.bad],
    }
