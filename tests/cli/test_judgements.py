"""`search eval`: measures against published tools, bad rows named, runs compared."""

import csv
import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import DATA

from search import open_index
from search.article import Article
from search.cli import main
from search.errors import BadJudgements
from search.judgements import MEASURES, compare_runs, means, p_value, read_judgements

JUDGED = Path(__file__).parents[1] / "data" / "judged.csv"
FLOOR = 0.89  # nDCG@10 over the 30 judged queries, just under what is reached

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns its exit status and outputs."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["eval", *arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the Wikinews articles as they are, each named by its line."""
    folder = tmp_path_factory.mktemp("judged")
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    publish(
        [
            Article(
                str(line), row["title"], "\n\n".join(row["paras"]), date.fromisoformat(row["date"])
            )
            for line, row in enumerate(rows, 1)
        ],
        folder,
    )
    return folder


@pytest.fixture
def small(tmp_path: Path, three: tuple[Article, ...]) -> Path:
    """Return an index of the three small articles."""
    publish(three, tmp_path / "small")
    return tmp_path / "small"


def test_the_right_articles_come_first(folder: Path) -> None:
    judged = read_judgements(JUDGED)
    assert len(judged.grades) == 30
    with open_index(folder) as index:
        ranked = {query: [hit.id for hit in index.search(query).hits] for query in judged.grades}
    scores = [MEASURES["nDCG@10"](ranked[q], grades) for q, grades in judged.grades.items()]
    assert sum(scores) / len(scores) >= FLOOR


# Scored by trec_eval's definitions with another program: nDCG@10, MAP, R@100, P@10.
SCORED: tuple[tuple[list[str], Mapping[str, int], tuple[float, ...]], ...] = (
    (["a", "b", "c"], {"a": 1}, (1.0, 1.0, 1.0, 0.1)),
    (["x", "a", "y", "b"], {"a": 1, "b": 1, "z": 1}, (0.4982, 0.3333, 0.6667, 0.2)),
    (["b", "a"], {"a": 2, "b": 1}, (0.8597, 1.0, 1.0, 0.2)),
    (["x"] * 10 + ["a"], {"a": 1}, (0.0, 0.0909, 1.0, 0.0)),
    ([], {"a": 1}, (0.0, 0.0, 0.0, 0.0)),
)


@pytest.mark.parametrize(("ranked", "grades", "expected"), SCORED)
def test_measures_are_those_of_trec_eval_to_four_decimals(
    ranked: list[str], grades: Mapping[str, int], expected: tuple[float, ...]
) -> None:
    found = tuple(round(measure(ranked, grades), 4) for measure in MEASURES.values())
    assert found == expected


def test_a_table_has_a_row_for_each_query_and_the_mean(
    run: Run, small: Path, tmp_path: Path
) -> None:
    file = tmp_path / "judged.csv"
    file.write_text(
        'query,article,grade\n"river, flood",b.txt,2\nbridge,c.txt,1\n', encoding="utf-8"
    )
    status, out, err = run(str(file), "--index", str(small), "-o", "tsv")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "river, flood\t1.0000\t1.0000\t1.0000\t0.1000\triver, flood",
        "bridge\t0.6309\t0.5000\t1.0000\t0.1000\tbridge",
        "mean\t0.8155\t0.7500\t1.0000\t0.1000\t",
    ]


def test_three_layouts_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"id": "7", "text": "bridge"}\n', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("7\ta b.txt\t1\n", encoding="utf-8")
    (tmp_path / "trec.txt").write_text("7 0 c.txt 1\n\n", encoding="utf-8")
    (tmp_path / "own.csv").write_text("query,article,grade\nbridge,c.txt,1\n", encoding="utf-8")
    assert read_judgements(tmp_path).grades == {"7": {"a b.txt": 1}}
    trec = read_judgements(tmp_path / "trec.txt")
    assert (trec.queries["7"], trec.grades, trec.bad) == ("bridge", {"7": {"c.txt": 1}}, ())
    assert read_judgements(tmp_path / "own.csv").grades == {"bridge": {"c.txt": 1}}


def test_bad_rows_are_named_by_line_and_column_and_the_others_count(
    run: Run, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "1", "text": "bridge"}\n{"id": 2\n{"name": "3"}\n{"id": "4", "text": "(bridge"}\n',
        encoding="utf-8",
    )
    (tmp_path / "qrels.tsv").write_text(
        "1\ta.txt\t1\n1\tb.txt\thigh\n1\tc.txt\n9\ta.txt\t1\n1\ta.txt\t0\n4\ta.txt\t1\n1\tz.txt\t1\n",
        encoding="utf-8",
    )
    status, out, err = run(str(tmp_path), "--index", str(small), "-o", "tsv")
    assert status == 4
    assert err.splitlines() == [
        "qrels.tsv: line 2, column 9: 'high' is not a whole number",
        "qrels.tsv: line 3, column 8: expected query, article and grade, found 2 cells",
        "qrels.tsv: line 4, column 1: no query is named '9'",
        "qrels.tsv: line 5, column 3: 'a.txt' is judged twice",
        "queries.jsonl: line 2, column 9: expecting ',' delimiter",
        "queries.jsonl: line 3, column 1: expected an object with 'id' and 'text'",
        "queries.jsonl: line 4, column 1: cannot read '(bridge' at column 1; "
        "expected a closing parenthesis",
        "note: 1 article is judged but not in the index, 'z.txt' for one; "
        "a missing article counts 0",
    ]
    assert [row.split("\t")[0] for row in out.splitlines()] == ["1", "4", "mean"]


def test_an_earlier_run_is_compared_with_a_paired_test(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    ask = (str(JUDGED), "--index", str(folder))
    status, old, _ = run(*ask, "--recent", "1y", "-o", "json")
    assert status == 0
    earlier = json.loads(old)
    assert [len(earlier["queries"]), earlier["compared"], earlier["bad"]] == [30, [], []]
    (tmp_path / "old.json").write_text(old, encoding="utf-8")
    found = json.loads(run(*ask, "--compare", str(tmp_path / "old.json"), "-o", "json")[1])
    assert [each["measure"] for each in found["compared"]] == list(MEASURES)
    assert found["compared"][0]["before"] == pytest.approx(earlier["mean"]["nDCG@10"], abs=1e-6)
    same = json.loads(
        run(*ask, "--recent", "1y", "--compare", str(tmp_path / "old.json"), "-o", "json")[1]
    )
    assert [(each["better"], each["worse"], each["p"]) for each in same["compared"]] == [
        (0, 0, 1.0)
    ] * 4


def test_the_p_value_counts_every_combination_of_few_signs() -> None:
    assert p_value([1.0, 1.0, 1.0]) == 0.25  # all up or all down, of eight
    assert p_value([1.0, -1.0]) == 1.0
    assert p_value([]) == 1.0
    assert p_value([0.5] * 20) < 0.001


def test_only_queries_of_both_runs_are_compared() -> None:
    one, other = dict.fromkeys(MEASURES, 1.0), dict.fromkeys(MEASURES, 0.0)
    found = compare_runs({"a": one, "b": one}, {"a": other, "c": one})
    assert [(each.now, each.before, each.better) for each in found] == [(1.0, 0.0, 1)] * 4
    assert means({"a": one, "b": other}) == dict.fromkeys(MEASURES, 0.5)


def test_csv_has_a_header_and_text_a_mean(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "judged.csv"
    file.write_text("bridge,c.txt,1\n", encoding="utf-8")
    out = run(str(file), "--index", str(small), "-o", "csv")[1]
    assert next(iter(csv.reader(out.splitlines()))) == ["id", *MEASURES, "query"]
    text = run(str(file), "--index", str(small), "-o", "text")[1]
    assert text.splitlines()[-1].split() == ["mean", "0.6309", "0.5000", "1.0000", "0.1000"]


@pytest.mark.parametrize(
    ("name", "contents", "message"),
    [
        ("none.csv", None, "no such file or directory"),
        ("empty.csv", "query,article,grade\n", "no judgement in"),
        ("alone.tsv", "1\ta.txt\t1\n", "name the file of queries with --queries"),
    ],
)
def test_a_file_without_judgements_is_refused(
    tmp_path: Path, name: str, contents: str | None, message: str
) -> None:
    if contents is not None:
        (tmp_path / name).write_text(contents, encoding="utf-8")
    with pytest.raises(BadJudgements, match=message):
        read_judgements(tmp_path / name)


def test_scores_that_are_none_are_refused(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "judged.csv").write_text("bridge,c.txt,1\n", encoding="utf-8")
    (tmp_path / "old.json").write_text("[]", encoding="utf-8")
    status, _, err = run(
        str(tmp_path / "judged.csv"), "--index", str(small), "--compare", str(tmp_path / "old.json")
    )
    assert status == 2
    assert err.startswith("Error: there are no scores in ")
    assert err.endswith("; name a file that 'search eval QRELS --output json' wrote\n")
