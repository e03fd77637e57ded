"""The how-tos of docs/architecture.md, followed to the letter in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support.pages import ROOT, examples, is_shown, page_text, reader_folder, run
from support.processes import environment

PAGE = page_text("docs/architecture.md")
BLOCK = r":\n\n(?P<fence>`{3,})\w+\n(?P<lines>.*?)^(?P=fence)$"
STEPS = {  # what the page asks for, most with the block below it
    "create": rf"^Create `(?P<file>\S+)`{BLOCK}",
    "add row": rf"^Add to `(?P<table>\w+)` in `(?P<file>\S+)`{BLOCK}",
    "put before": rf"^Put before (?P<ticks>`+)(?P<line>.+?)(?P=ticks) in `(?P<file>\S+)`{BLOCK}",
    "change": r"^In `(?P<file>\S+)`, change `(?P<old>.+?)` to `(?P<new>.+?)`\.$",
    "run": r"^```console\n.*?^```$",
    "test": r"^    pytest (?P<tests>[^\n]+)$",
}


class Step(NamedTuple):
    """A step of a how-to, at its place on the page."""

    start: int
    name: str
    match: re.Match[str]


def steps() -> list[Step]:
    return sorted(
        Step(match.start(), name, match)
        for name, pattern in STEPS.items()
        for match in re.finditer(pattern, PAGE, re.DOTALL | re.MULTILINE)
    )


def changed(text: str, step: Step) -> str:
    """Return the text of a file with the change made."""
    found = step.match
    if step.name == "create":
        assert text == "", f"{found['file']} is there already"
        return found["lines"]
    if step.name == "change":
        assert text.count(found["old"]) == 1
        return text.replace(found["old"], found["new"])
    if step.name == "put before":
        place = re.search(rf"^ *{re.escape(found['line'].strip())}", text, re.MULTILINE)
    else:
        place = end_of_table(text, found["table"], found["lines"])
    assert place, found[0]
    return text[: place.start()] + found["lines"] + text[place.start() :]


def end_of_table(text: str, table: str, row: str) -> re.Match[str] | None:
    """Return the bracket that closes the table of the row: the first one less indented than it."""
    start = re.search(rf"^{table}\b.*[(\[{{](?:  #.*)?$", text, re.MULTILINE)
    assert start, table
    indent = len(row) - len(row.lstrip())
    pattern = re.compile(rf"^ {{0,{indent - 1}}}[)\]}}]", re.MULTILINE)
    return pattern.search(text, start.end())


def test_every_file_that_the_page_names_exists() -> None:
    there = [
        "/docs",
        "/benchmarks",
        *(f"/{step.match['file']}" for step in steps() if step.name == "create"),
    ]
    for folder in ("search", "tests"):
        paths = (ROOT / folder, *(ROOT / folder).rglob("*"))
        there += [f"/{path.relative_to(ROOT).as_posix()}" for path in paths]
    named = re.findall(r"`([\w/]+\.py|[\w/]+(?=/`))", PAGE.replace("/NAME/", "/whoosh/"))
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in there)] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, which the how-tos change."""
    project = tmp_path_factory.mktemp("project")
    for name in ("search", "tests", "docs", "seeds"):
        shutil.copytree(
            ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, project)
    return project


@pytest.mark.slow
def test_every_how_to_works_as_it_is_written(project: Path, tmp_path: Path) -> None:
    folder = reader_folder(tmp_path)
    tests: list[str] = []
    for step in steps():
        if step.name == "test":
            tests += step.match["tests"].split()
        elif step.name == "run":
            for command, shown in examples(step.match[0] + "\n"):
                printed = run(command, folder, project)
                assert is_shown(printed, shown), f"{command}\n{printed}"
        else:
            file = project / step.match["file"]
            file.write_text(
                changed(file.read_text("utf-8") if file.exists() else "", step), "utf-8"
            )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "auto", *dict.fromkeys(tests)],
        cwd=project,
        env=environment(PYTHONPATH=str(project)),
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stdout
