"""The words of the program: docstrings, comments, messages and pages say it plainly."""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "search").rglob("*.py"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

# Words that a stranger stumbles over; the plain ones stand behind them.
MANNERED = {
    r"anew": "again",
    r"(?<![\"'`])mend(?![\"'`:])|mends|mended|mending": "fix, remedy",  # "mend" is a key of JSON
    r"is told|are told|was told|told of|told apart": "reported, shown",
    r"in force": "current",
    r"of before": "previous, old",
    r"put by": "saved",
    r"laid out|laying": "layout, writing",
    r"who is who": "identity resolution",
    r"beside": "next to, compared with",
    r"becomes of|came of": "how a line is classified",
    r"likeness": "similarity",
    r"crew": "workers",
    r"in the light of|in its light": "against the whole collection",
    r"wants? (?:to be|closing)": "needs",
}
OPENINGS = re.compile(r"(?:What|Whether|How|Those|Such as|That of|As far as|Where|Who|Which)\b")


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments and the string literals of a file, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.start[0], token.string


def docstrings(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the docstrings of a file, each with the name of its owner."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, kinds) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", path.stem), text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_holds_a_mannered_word(path: Path) -> None:
    found = [
        f"line {line}: {match[0]!r}, say {plain}"
        for line, text in prose(path)
        for words, plain in MANNERED.items()
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)
    ]
    assert not found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_holds_a_mannered_word(path: Path) -> None:
    found = [
        f"{match[0]!r}, say {plain}"
        for words, plain in MANNERED.items()
        for match in re.finditer(rf"\b(?:{words})\b", path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert not found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_docstring_opens_with_a_verb_or_a_noun(path: Path) -> None:
    assert [name for name, text in docstrings(path) if OPENINGS.match(text)] == []


def test_a_file_name_stands_once_in_the_package() -> None:
    names = Counter(path.name for path in SOURCES if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []
