"""What a cold command loads: nothing that its answer does not need."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("whoosh", "numpy", "bs4", "lxml", "rich", "platformdirs")


def loaded(code: str, *arguments: str) -> set[str]:
    """Return the heavy packages that a process has loaded once it has run the code."""
    listed = f"\nimport sys; print(*(n for n in {HEAVY} if n in sys.modules), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code + listed, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize(
    "module", ["search.cli", "search.cli.command_group", "search.engines.whoosh"]
)
def test_what_answers_is_loaded_without_what_builds(module: str) -> None:
    assert loaded(f"import {module}") == set()


@pytest.mark.parametrize(
    "query", ["air defense", '"air defense"', "defen*", "missle~", "date:2025 OR -air", ""]
)
def test_a_cold_query_needs_the_standard_library_alone(seeds_index: Path, query: str) -> None:
    code = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        "from search.query import Query;"
        "found = open_engine(Path(sys.argv[1])).search(Query(sys.argv[2]));"
        "[(hit.article, hit.snippets, hit.why) for hit in found.hits]; dict(found.facets)"
    )
    assert loaded(code, str(seeds_index), query) == set()


@pytest.mark.parametrize("option", [["-o", "tsv"], ["-o", "text"], ["--sort=newest", "-n", "2"]])
def test_the_query_command_needs_click_and_the_standard_library(
    seeds_index: Path, option: list[str]
) -> None:
    code = (
        "import sys; from search.cli import main;"
        "assert main(['query', 'air defense', '--index', *sys.argv[1:]]) == 0;"
    )
    assert loaded(code, str(seeds_index), *option) == set()
