"""What a cold command loads: nothing that its answer does not need."""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from search.cli.answer import answer
from search.cli.program import run
from search.cli.quick import plain
from search.errors import SearchError

HEAVY = ("whoosh", "numpy", "bs4", "lxml", "rich")
RARE = (  # what a plain command needs no more than it needs those
    *("click", "dataclasses", "inspect", "hashlib", "difflib", "shutil", "csv", "pkgutil", "shlex"),
    *("unicodedata", "threading", "subprocess", "locale", "getpass"),
)


def loaded(code: str, *arguments: str) -> set[str]:
    """Which of the modules named above a process has loaded once it has run the code."""
    named = HEAVY + RARE
    listed = f"\nimport sys; print(*(n for n in {named} if n in sys.modules), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code + listed, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize("module", ["search.cli", "search.cli.program", "search.engines.whoosh"])
def test_what_answers_is_loaded_without_what_builds(module: str) -> None:
    assert loaded(f"import {module}") & set(HEAVY) == set()


@pytest.mark.parametrize(
    "asked", ["air defense", '"air defense"', "defen*", "missle~", "date:2025 OR -air", ""]
)
def test_a_cold_query_needs_the_standard_library_alone(seeds_index: Path, asked: str) -> None:
    code = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        "from search.query import Query;"
        "found = open_engine(Path(sys.argv[1])).search(Query(sys.argv[2]));"
        "[(hit.article, hit.snippets, hit.why) for hit in found.hits]; dict(found.facets)"
    )
    assert loaded(code, str(seeds_index), asked) & set(HEAVY) == set()


@pytest.mark.parametrize("form", ["tsv", "text"])
def test_a_plain_command_loads_neither_click_nor_what_is_rarely_needed(
    seeds_index: Path, form: str
) -> None:
    code = (
        "import sys; from search.cli import main;"
        "assert main(['query', 'air defense', '--index', *sys.argv[1:]]) == 0;"
    )
    letters = {"unicodedata"} if form == "text" else set()  # those of the articles
    assert loaded(code, str(seeds_index), "-o", form) <= letters


def test_any_other_command_loads_click_and_no_more(seeds_index: Path) -> None:
    code = (
        "import sys; from search.cli import main;"
        "assert main(['query', 'air defense', '--sort=newest', '--index', sys.argv[1]]) == 0;"
    )
    assert loaded(code, str(seeds_index)) & {"click", *HEAVY} == {"click"}


PLAIN = (
    "query",
    "query air defense",
    "query air defense -n 1",
    "query --limit 1 air --offset 1 defense --explain",
    "query air -o json",
    "query air --output csv --explain",
    "query air -o jsonl",
    "query air --ids",
    "query air -c",
    "query air --quiet",
    "query no_such_word",
    "query (air",
)
FOR_CLICK = (
    *("query air --help", "query -- -air", "query -", "query air --limit x", "query air --limit"),
    *("query air --limit=3", "query air -n -1", "query air --output xml", "query air --inde x"),
    *("query air --index", "query air --sort newest", "query air --source X", "facets air", ""),
)


@pytest.mark.parametrize("typed", PLAIN)
def test_a_plain_command_is_answered_as_click_would_have_it(
    seeds_index: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*typed.split(), "--index", str(seeds_index)]
    asking = plain(arguments)
    assert asking is not None
    answers = []
    for way in (partial(answer, asking), partial(run, arguments)):
        try:
            status = way()
        except SearchError as error:
            answers.append((str(error), error.status))
        else:
            told = re.sub(r'"seconds": [0-9.e-]+', "", capsys.readouterr().out)
            answers.append((told, status))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("typed", FOR_CLICK)
def test_what_is_not_plain_is_left_to_click(typed: str) -> None:
    assert plain(typed.split()) is None


def test_the_folder_of_a_plain_command_may_be_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ["query", "air"]
    monkeypatch.delenv("SEARCH_INDEX", raising=False)
    assert folder(asked) == Path("index")
    monkeypatch.setenv("SEARCH_INDEX", "elsewhere")
    assert folder(asked) == Path("elsewhere")
    assert folder([*asked, "--index", "here"]) == Path("here")
    monkeypatch.setenv("_SEARCH_COMPLETE", "bash_complete")
    assert plain(asked) is None


def folder(arguments: list[str]) -> Path:
    asking = plain(arguments)
    assert asking is not None
    return asking.folder
