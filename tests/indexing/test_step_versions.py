"""A changed rule, word list or model gives a step a new version, and reaches indexed articles."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import search
from search.indexing import build
from search.indexing.step_versions import STEPS, current_versions, folder_digest

PACKAGE = Path(search.__file__).parent
CLEANING = PACKAGE / "cleaning"
STORY = """Old bridge over the Lenna closes

The old bridge over the Lenna was closed to all traffic on Monday, the city council said.

Please rate this story with stars

Two ferries will carry people across the river until the work is done in October.
"""


def copied(source: Path, target: Path) -> Path:
    """Return a copy of the package without what Python compiled."""
    return shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rules/line_rules.py", "skip to", "jump to"),
        ("html_rules.py", "newsletter", "news-letter"),
        ("outline.py", "ENOUGH = 3", "ENOUGH = 4"),
        ("cut_labels.py", "leads to another page", "link"),
        ("model/data/text.json", "[", "[ "),
        ("facts/data/publishers.txt", "\n", "\nexample.com\tExample\n"),
    ],
)
def test_a_change_gives_another_version(tmp_path: Path, name: str, old: str, new: str) -> None:
    copy = copied(CLEANING, tmp_path / "cleaning")
    assert folder_digest(copy) == folder_digest(CLEANING)
    text = (copy / name).read_text(encoding="utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert folder_digest(copy) != folder_digest(CLEANING)


def test_a_version_does_not_depend_on_the_system(tmp_path: Path) -> None:
    copy = copied(CLEANING, tmp_path / "cleaning")
    for path in copy.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "outline.cpython-313.pyc").write_bytes(b"compiled")
    (copy / ".#outline.py").write_text("opened in an editor", encoding="utf-8")
    assert folder_digest(copy) == folder_digest(CLEANING)


def test_another_process_has_the_same_versions() -> None:
    code = "from search.indexing.step_versions import current_versions; print(current_versions())"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", code]
    other = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert other.stdout.strip() == str(current_versions())
    assert current_versions().keys() == set(STEPS)


def test_without_a_change_nothing_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "bridge.txt").write_text(STORY, encoding="utf-8")
    build([tmp_path / "paper"], tmp_path / "index")
    assert build([], tmp_path / "index").unchanged == 1


def test_an_update_cleans_indexed_articles_by_a_changed_rule(tmp_path: Path) -> None:
    program = copied(PACKAGE, tmp_path / "program" / "search")
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "bridge.txt").write_text(STORY, encoding="utf-8")

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "search", *words, "--index", str(tmp_path / "index")]
        done = subprocess.run(command, cwd=program.parent, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("index", str(tmp_path / "paper"))
    assert "rate this story" in run("show", "bridge")
    rules = program / "cleaning" / "rules" / "line_rules.py"
    text = rules.read_text(encoding="utf-8")
    changed = text.replace('r"subtitles",', 'r"subtitles",\n        r"please rate this story .*",')
    assert changed != text
    rules.write_text(changed, encoding="utf-8")
    assert ", changed 1, " in run("index")
    assert "rate this story" not in run("show", "bridge")
