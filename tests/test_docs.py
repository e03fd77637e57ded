"""The documentation agrees with the program: its examples print what the pages show."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from support.pages import ROOT, blocks, examples, is_shown, page_text, reader_folder, run
from support.processes import environment

from search.cli.command_group import COMMANDS, program
from search.readers import READERS

PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
HOW_TOS = "docs/architecture.md"  # changes the program: see test_how_tos.py
SEARCH = [sys.executable, "-m", "search"]


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    setup = re.findall(r"^    (python3 -m venv .*)$", page_text("README.md"), re.MULTILINE)
    assert setup == [
        "python3 -m venv .venv && .venv/bin/pip install -e ."
        ' && .venv/bin/search query "air defense"',
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ]
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in setup] == setup


def test_the_readme_is_short() -> None:
    assert len(page_text("README.md").splitlines()) <= 150


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != HOW_TOS and examples(page_text(page))]
)
def test_every_example_prints_what_the_page_shows(page: str, tmp_path: Path) -> None:
    folder = reader_folder(tmp_path)
    for command, shown in examples(page_text(page)):
        printed = run(command, folder)
        assert is_shown(printed, shown), f"{command}\n{printed}"


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page_text(page), "python")])
def test_every_example_in_python_prints_what_the_page_shows(page: str, seeds_index: Path) -> None:
    for code, shown in re.findall(
        r"^```python\n(.*?)^```\n```text\n(.*?)^```", page_text(page), re.DOTALL | re.MULTILINE
    ):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            cwd=seeds_index.parent,
            env=environment(PATH=""),
        )
        assert ran.stdout + ran.stderr == shown


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_heading(page: str) -> None:
    for place in re.findall(r"\]\(([^)\s]+)\)", page_text(page)):
        if place.startswith("http"):
            continue
        path, _, anchor = place.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), place
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [as_anchor(heading) for heading in headings], place


def as_anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_first_page_names_every_command_and_every_page() -> None:
    text = page_text("docs/README.md")
    assert [name for name in COMMANDS if f"| `search {name}` |" not in text] == []
    names = [Path(page).name for page in PAGES if page not in ("README.md", "docs/README.md")]
    assert [name for name in names if f"]({name})" not in text] == []


def test_the_page_of_inputs_has_every_file_type() -> None:
    cells = re.findall(r"^\| (`\..*?) \|", page_text("docs/inputs.md"), re.MULTILINE)
    listed = {suffix for cell in cells for suffix in re.findall(r"`(\.[\w.]+)`", cell)}
    assert listed == set(READERS)


def options() -> list[tuple[str, str]]:
    context = click.Context(program)
    return [
        (name, option)
        for name in COMMANDS
        for parameter in program.get_command(context, name).params  # type: ignore[union-attr]
        for option in parameter.opts
        if option.startswith("--") and not getattr(parameter, "hidden", False)
    ]


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_explained_in_its_help(command: str, option: str) -> None:
    text = subprocess.run(
        [*SEARCH, command, "-h"], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    ).stdout
    assert re.search(rf"{option}\b[^\n]*\n?.*\w", text)
