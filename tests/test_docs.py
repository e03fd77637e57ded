"""The README and the program cannot part."""

import contextlib
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from search.cli.command_group import COMMANDS, program

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    setup = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)
    assert setup == [
        "python3 -m venv .venv && .venv/bin/pip install -e ."
        ' && .venv/bin/search query "air defense"',
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ]
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line in setup] == setup


def options() -> list[tuple[str, str]]:
    context = click.Context(program)
    return [
        (name, option)
        for name in COMMANDS
        for parameter in program.get_command(context, name).params  # type: ignore[union-attr]
        for option in parameter.opts
        if option.startswith("--")
    ]


def test_the_readme_names_every_command() -> None:
    assert [name for name in COMMANDS if f"search {name}" not in README] == []


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_explained_in_its_help(command: str, option: str) -> None:
    text = subprocess.run(
        [*SEARCH, command, "-h"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert re.search(rf"{option}\b[^\n]*\n?.*\w", text)


def sessions() -> list[tuple[str, str]]:
    """The commands of the README's examples with the output it shows."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [
        (command, shown)
        for block in blocks
        for command, shown in re.findall(r"^\$ (.*)\n((?:[^$].*\n|\n)*)", block, re.MULTILINE)
    ]


def squeezed(text: str) -> str:
    """The words alone: a terminal wraps where it likes, and a clock tells what it likes."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return " ".join(re.sub(r"in \d+\.\d\d s", "in 0.01 s", text).split())


def on_terminal(command: list[str], folder: Path) -> str:
    """What the command prints on a terminal of 90 columns."""
    ours, theirs = pty.openpty()
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "COLUMNS": "90", "TERM": "xterm"}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment
    )
    os.close(theirs)
    printed = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal with an error
        while piece := os.read(ours, 1 << 16):
            printed += piece
    process.wait()
    os.close(ours)
    return printed.decode()


def in_a_pipe(command: list[str], folder: Path) -> str:
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)
    return ran.stderr + ran.stdout


def test_the_readmes_examples_print_what_it_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for number, (command, shown) in enumerate(sessions()):
        run = on_terminal if number == 0 else in_a_pipe
        printed = squeezed(run([*SEARCH, *shlex.split(command)[1:]], tmp_path))
        for piece in shown.split("...\n"):
            assert squeezed(piece) in printed, command
        if number == 0:
            shutil.rmtree(tmp_path / "index")  # so that the next examples build it again


def test_the_python_example_runs(seeds_index: Path) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    ran = subprocess.run(
        [sys.executable, "-c", code.group(1)],
        capture_output=True,
        text=True,
        cwd=seeds_index.parent,
        check=True,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    first, _, third, fourth, *_ = ran.stdout.splitlines()
    assert first.startswith("2025-01-13 UK to finance production")
    assert third.startswith("2 The Kyiv Independent ['seeds/000_cd4418e8e1d5f07a.txt']")
    assert fourth == "{'MENAFN - UkrinForm': 1, 'The Kyiv Independent': 1}"
