"""The judgements of a person: which articles answer a query, and how well an order does by them."""

import csv
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path
from typing import NamedTuple

from search.errors import BadJudgements, system_reason
from search.ordinary_file import read_text

DEPTH = 1000  # articles of an answer that are scored, as in trec_eval
QUERIES = "queries.jsonl"  # next to the judgements, if those name queries by an id
DRAWS = 20_000  # random signs of the paired test: its p is exact to .003 at .05


class BadRow(NamedTuple):
    """A row that cannot be used: it is reported, and the others count."""

    file: str
    line: int
    column: int  # in characters, from 1
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: line {self.line}, column {self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Judgements:
    """The queries by name, and the grade of each article that answers one."""

    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]  # by name of the query and id of the article
    bad: tuple[BadRow, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # file and line of a query


class _Row(NamedTuple):
    line: int
    text: str  # as in the file
    cells: list[str]


def read_judgements(path: Path, queries: Path | None = None) -> Judgements:
    """Return the judgements of a file, or of the `qrels.tsv` of a folder.

    A `.csv` has query, article and grade; any other file the name of a query, an article and a
    grade, or the four columns of TREC, and the queries are in `queries.jsonl` next to it.

    Raises: BadJudgements.
    """
    file = path / "qrels.tsv" if path.is_dir() else path
    bad: list[BadRow] = []
    if file.suffix.lower() == ".csv":
        rows = list(_comma_rows(file, bad))
        texts = {row.cells[0]: row.cells[0] for row in rows}
        places = {row.cells[0]: (file.name, row.line) for row in reversed(rows)}
    else:
        rows = list(_tab_rows(file, bad))
        texts, places = _queries(queries or file.with_name(QUERIES), bad)
    grades = _grades(file, rows, texts, bad)
    if not grades:
        remedy = str(bad[0]) if bad else "write rows of query, article and a grade above 0"
        raise BadJudgements(f"no judgement in {str(path)!r}", remedy)
    return Judgements(texts, grades, tuple(sorted(bad, key=lambda row: row[:3])), places)


def _grades(
    file: Path, rows: Sequence[_Row], texts: Mapping[str, str], bad: list[BadRow]
) -> dict[str, dict[str, int]]:
    """Return the grades above 0 of the queries that have one; add to `bad` what cannot be used."""
    grades: dict[str, dict[str, int]] = {}
    for row in rows:
        query, article, grade = row.cells
        if query not in texts:
            bad.append(BadRow(file.name, row.line, 1, f"no query is named {query!r}"))
        elif article in grades.setdefault(query, {}):
            place = row.text.find(article) + 1
            bad.append(BadRow(file.name, row.line, place, f"{article!r} is judged twice"))
        else:
            grades[query][article] = int(grade)
    positive = {q: {a: g for a, g in each.items() if g > 0} for q, each in grades.items()}
    return {query: each for query, each in positive.items() if each}


def _comma_rows(file: Path, bad: list[BadRow]) -> Iterator[_Row]:
    texts = _lines(file)
    reader = csv.reader(line + "\n" for line in texts)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.append(BadRow(file.name, line, 1, str(error)))
            continue
        text = texts[line - 1] if line <= len(texts) else ""
        yield from _graded(file, _Row(line, text, [cell.strip() for cell in cells]), bad)


def _tab_rows(file: Path, bad: list[BadRow]) -> Iterator[_Row]:
    for line, text in enumerate(_lines(file), 1):
        cells = text.split("\t") if "\t" in text else text.split()
        if len(cells) == 4:
            del cells[1]
        yield from _graded(file, _Row(line, text, [cell.strip() for cell in cells]), bad)


def _graded(file: Path, row: _Row, bad: list[BadRow]) -> Iterator[_Row]:
    """Yield the row if it is a judgement, and not an empty line or a first line of column names."""
    if not any(row.cells):
        return
    if len(row.cells) != 3:
        end = len(row.text.rstrip()) + 1
        reason = f"expected query, article and grade, found {len(row.cells)} cells"
        bad.append(BadRow(file.name, row.line, end, reason))
        return
    grade = row.cells[2]
    if not grade.removeprefix("-").isdecimal():
        if row.line > 1:
            place = row.text.rfind(grade) + 1 if grade else len(row.text) + 1
            bad.append(BadRow(file.name, row.line, place, f"{grade!r} is not a whole number"))
        return
    for cell, name in zip(row.cells, ("query", "article"), strict=False):
        if not cell:
            bad.append(BadRow(file.name, row.line, 1, f"the {name} is empty"))
            return
    yield row


def _queries(file: Path, bad: list[BadRow]) -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """Return the queries of a file of lines by their ids, and the file and line of each."""
    texts: dict[str, str] = {}
    places: dict[str, tuple[str, int]] = {}
    for line, text in enumerate(_lines(file), 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            id, query = str(row["id"]), str(row["text"])
        except json.JSONDecodeError as error:
            bad.append(BadRow(file.name, line, error.colno, error.msg.lower()))
        except (KeyError, TypeError):
            bad.append(BadRow(file.name, line, 1, "expected an object with 'id' and 'text'"))
        else:
            texts[id] = query
            places[id] = (file.name, line)
    return texts, places


def _lines(file: Path) -> list[str]:
    try:
        return read_text(file, errors="replace").split("\n")
    except OSError as error:
        remedy = "name a .csv of query, article and grade, or a folder with qrels.tsv"
        if file.name == QUERIES:
            remedy = "name the file of queries with --queries, or write judgements as a .csv"
        fact = f"cannot read {str(file)!r}: {system_reason(error)}"
        raise BadJudgements(fact, remedy) from error


# Measures: of the ids of an answer, best first, and the grades of the articles that are relevant.

Ranked = Sequence[str]
Grades = Mapping[str, int]


def ndcg(ranked: Ranked, grades: Grades, depth: int = 10) -> float:
    """Return the gain of the first articles, discounted by rank, over that of the best order.

    Source: Järvelin and Kekäläinen, Cumulated Gain-Based Evaluation, 2002; linear gain.
    """
    best = sorted(grades.values(), reverse=True)
    gained, most = ([grades.get(id, 0) for id in ranked[:depth]], best[:depth])
    gain, whole = (sum(g / log2(i + 2) for i, g in enumerate(each)) for each in (gained, most))
    return gain / whole


def average_precision(ranked: Ranked, grades: Grades) -> float:
    """Return the mean of the precision at each relevant article; those not found count 0."""
    found = [rank for rank, id in enumerate(ranked, 1) if id in grades]
    return sum(n / rank for n, rank in enumerate(found, 1)) / len(grades)


def recall(ranked: Ranked, grades: Grades, depth: int = 100) -> float:
    """Return the part of the relevant articles that is among the first."""
    return sum(id in grades for id in ranked[:depth]) / len(grades)


def precision(ranked: Ranked, grades: Grades, depth: int = 10) -> float:
    """Return the part of the first articles that is relevant; missing ones are not."""
    return sum(id in grades for id in ranked[:depth]) / depth


MEASURES: Mapping[str, Callable[[Ranked, Grades], float]] = {
    "nDCG@10": ndcg,
    "MAP": average_precision,
    "R@100": recall,
    "P@10": precision,
}
Scores = Mapping[str, Mapping[str, float]]  # by query, then by measure


def score_answer(ranked: Ranked, grades: Grades) -> dict[str, float]:
    """Return the score of one answer by every measure."""
    return {name: score(ranked, grades) for name, score in MEASURES.items()}


def means(scores: Scores) -> dict[str, float]:
    """Return the mean of each measure over all queries."""
    return {
        name: sum(each[name] for each in scores.values()) / max(1, len(scores)) for name in MEASURES
    }


class Comparison(NamedTuple):
    """One measure of two runs, over the queries that both have."""

    measure: str
    now: float
    before: float
    better: int  # queries
    worse: int
    p: float  # the probability of so large a difference if neither run is better


def compare_runs(now: Scores, before: Scores) -> list[Comparison]:
    """Return the comparison by every measure, with a paired test."""
    both = [query for query in now if query in before]
    comparisons = []
    for name in MEASURES:
        ours, theirs = ([each[query][name] for query in both] for each in (now, before))
        gains = [a - b for a, b in zip(ours, theirs, strict=True)]
        better, worse = (sum(sign * gain > 1e-9 for gain in gains) for sign in (1, -1))
        size = max(1, len(both))
        mean, old = sum(ours) / size, sum(theirs) / size
        comparisons.append(Comparison(name, mean, old, better, worse, p_value(gains)))
    return comparisons


def p_value(gains: Sequence[float]) -> float:
    """Return the probability of a mean so far from 0 if the sign of each gain is random.

    Source: Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for
    Information Retrieval Evaluation, 2007. All combinations of signs where there are few, else
    DRAWS of a fixed seed.
    """
    changes = [gain for gain in gains if abs(gain) > 1e-9]
    actual, rng = abs(sum(changes)) - 1e-9, random.Random(1)
    if len(changes) <= 12:
        draws = [[n >> i & 1 for i in range(len(changes))] for n in range(1 << len(changes))]
    else:
        draws = [[rng.random() < 0.5 for _ in changes] for _ in range(DRAWS)]
    sums = (sum(-g if s else g for g, s in zip(changes, signs, strict=True)) for signs in draws)
    return sum(abs(each) >= actual for each in sums) / len(draws)
