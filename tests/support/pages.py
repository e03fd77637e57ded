"""The pages of the documentation: their examples, run as a reader would run them."""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from support.processes import run_on_terminal

ROOT = Path(__file__).parents[2]
HOME = "/home/mary/archive"  # how pages show the folder of the reader
COLUMNS = 90  # of the terminal on which the examples are run
COPIED = ("seeds", "docs/example", "tests/data/wikinews.jsonl.gz")  # what the examples read


class Example(NamedTuple):
    """A command of a page, and what the page shows that it prints."""

    command: str
    shown: str


def page_text(name: str) -> str:
    """Return the text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of code in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def examples(text: str) -> list[Example]:
    """Return the commands of the `console` blocks of a page, in order."""
    return [
        Example(*found)
        for block in blocks(text, "console")
        for found in re.findall(r"^\$ (.*)\n((?:[^$].*\n|\n)*)", block, re.MULTILINE)
    ]


def reader_folder(folder: Path) -> Path:
    """Prepare the folder a reader stands in: a copy of this project with `search` on the PATH."""
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / "bin").mkdir()
    for name, arguments in {"search": "-m search", "python": ""}.items():
        program = folder / "bin" / name
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {arguments} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return folder


def run(command: str, folder: Path, root: Path = ROOT) -> str:
    """Return what the shell prints on a terminal, errors included; `root` holds the program."""
    command_line = ["/bin/sh", "-c", command]
    _, printed = run_on_terminal(command_line, environment(folder, root), folder, columns=COLUMNS)
    return printed.replace(str(folder), HOME)


def environment(folder: Path, root: Path = ROOT) -> dict[str, str]:
    """Return the variables of a reader's shell."""
    return {
        "PYTHONPATH": str(root),
        "PATH": os.pathsep.join((str(folder / "bin"), os.environ["PATH"])),
        "HOME": str(folder),
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "SEARCH_PAGER": "",  # a page of output does not wait for a key
    }


def is_shown(printed: str, shown: str) -> bool:
    """Return whether the page shows what was printed; `...` stands for lines that are left out."""
    pieces = (re.escape(plain(piece)) for piece in shown.split("...\n"))
    return re.fullmatch(r"\s*.*?\s*".join(pieces).strip(), plain(printed), re.DOTALL) is not None


def plain(text: str) -> str:
    """Return the words: a terminal breaks lines at its width, times and digests may differ."""
    text = re.sub(r"\b\d+\.\d+ s\b", "0.1 s", visible(text))
    text = re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, text)  # of the program and its rules, too
    return " ".join(text.split())


def visible(text: str) -> str:
    """Return what stays on the screen: a progress bar erases itself, and colors are not words."""
    text = text.replace("\r\n", "\n")
    text = re.sub(r"[^\n]*\n[^\n]*\x1b\[1A\x1b\[2K", "", text)  # up a line, which is erased
    text = re.sub(r"[^\n]*\x1b\[2K", "", text)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))
