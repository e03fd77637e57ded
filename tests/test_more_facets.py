"""To add a facet is to add a row: all else that a facet needs follows."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import environment

from search.facet_definitions import FACETS
from search.query.lexer import NAME

ROOT = Path(__file__).parent
SCRIPT = ROOT / "support" / "more_facets.py"
ARTICLES = (
    {"title": "Bridge falls", "authors": ["Jan Novak"], "text": "The bridge fell into the river."},
    {"title": "River floods", "authors": ["Jan Novak", "Ann Lee"], "text": "The river rose."},
    {"title": "Snow", "authors": [], "text": "Snow fell on the harbour for three long days."},
)

Done = subprocess.CompletedProcess[str]


def python(*arguments: str, folder: Path) -> Done:
    """Run Python in the folder, where it can import the program and the tests."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=f"{ROOT.parent}{os.pathsep}{ROOT}"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def search(folder: Path, *arguments: str) -> str:
    """Return what the command with more facets prints."""
    done = python(str(SCRIPT), *arguments, folder=folder)
    assert not done.stderr.startswith(("Error", "Traceback")), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of three articles and more facets."""
    folder = tmp_path_factory.mktemp("facets")
    lines = [json.dumps({"date": "2025-01-13", **article}) + "\n" for article in ARTICLES]
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    search(folder, "index", "a.jsonl")
    return folder


def test_a_new_facet_is_counted(folder: Path) -> None:
    counts = search(folder, "facets", "--by", "author-count,embargo,capitals")
    assert [line.split("\t")[:3] for line in counts.splitlines()] == [
        ["author-count", "0", "1"],
        ["author-count", "1", "1"],
        ["author-count", "2", "1"],
        ["embargo", "2025-02", "3"],
        ["capitals", "f", "2"],
        ["capitals", "B", "1"],
        ["capitals", "R", "1"],
        ["capitals", "S", "1"],
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--filter", "author-count=2"],
        ["--writers", "2"],
        ["writers:2"],
        ["--filter", "writers!=0", "--filter", "author-count!=1"],
        ["--filter", "capitals=r"],
    ],
    ids=" ".join,
)
def test_a_new_facet_is_filtered_by(folder: Path, arguments: list[str]) -> None:
    assert search(folder, "query", "--ids", *arguments) == "a.jsonl#2\n"


def test_a_new_facet_is_shown_and_exported(folder: Path) -> None:
    (hit,) = json.loads(search(folder, "query", "--output", "json", "writers:2"))["hits"]
    assert (hit["author-count"], hit["capitals"], hit["embargo"]) == ("2", ["R", "f"], "2025-02-15")
    table = search(folder, "export", "--output", "csv", "--fields", "id,author-count", "writers:2")
    assert table == "id,author-count\na.jsonl#2,2\n"
    assert re.search("^author-count +2$", search(folder, "show", "a.jsonl#2"), re.MULTILINE)


def test_why_an_article_has_not_its_value_is_said(folder: Path) -> None:
    said = search(folder, "why-not", "a.jsonl#1", "writers:2", "--filter", "author-count=2")
    assert said == (
        "a.jsonl#1: writers:2: its number of authors is 1\n"
        "a.jsonl#1: filter author-count=2: its number of authors is 1\n"
    )


def test_an_index_of_other_facets_is_refused(folder: Path) -> None:
    done = python("-m", "search", "query", "river", folder=folder)
    assert done.returncode == 3
    assert "(facets); rebuild it with 'search index --rebuild'" in done.stderr


COMPARED = """
from pathlib import Path
from support import more_facets
from support.indexes import publish
from support.random_queries import random_queries, wikinews
from support.reference import Referee
from search.engines.whoosh import open_engine
from support.agreement import difference, mixed_identities

articles, folder = wikinews()[:100], Path("compared")
publish(articles, folder, known=mixed_identities(articles))
referee = Referee(articles, mixed_identities(articles))
engines = [open_engine(folder / "whoosh", kernel=kernel) for kernel in ("plain", "arrays")]
for query in random_queries(articles, 7, 60):
    for engine in engines:
        if fault := difference(engine.search(query), referee.search(query)):
            print(fault, query)
print("compared")
"""


def test_both_kernels_answer_new_facets_as_the_referee_does(tmp_path: Path) -> None:
    done = python("-c", COMPARED, folder=tmp_path)
    assert (done.stdout, done.stderr) == ("compared\n", "")


def test_fields_are_names_that_the_query_language_reads() -> None:
    fields = [facet.field for facet in FACETS.values() if facet.field]
    assert all(re.fullmatch(NAME, field) for field in fields)
    assert len(set(fields)) == len(fields)
