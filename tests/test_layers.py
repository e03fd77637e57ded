"""Imports point down: the house stands as DESIGN draws it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (  # from the ground up; the rooms of one layer do not know one another
    ("values", "garbage", "processes"),
    ("article", "query", "errors"),
    ("schema", "grammar", "analysis", "facets", "identity", "snippet", "stories", "judgements"),
    ("readers", "clean", "people", "engines", "output", "saved"),
    ("indexer",),
    ("cli", "web", "library"),
)
ALLOWED_SIDEWAYS = {("query", "article")}  # a hit holds an article
OUTSIDE = {  # packages that only some rooms may import
    "click": ("cli",),
    "bs4": ("readers", "clean"),
    "lxml": ("readers", "clean"),
    "warcio": ("readers/warc.py",),
    "brotli": ("readers/coding.py",),
    "feedparser": ("readers/feed.py",),
    "pypdf": ("readers/pdf.py",),
    "markdown_it": ("readers/markdown.py",),
    "yaml": ("readers/markdown.py",),
    "whoosh": ("engines/whoosh",),
    "numpy": ("engines/whoosh",),
    "isal": ("engines/zipped.py",),
    "rich": ("cli", "output"),
    "platformdirs": ("cli",),
    "watchfiles": ("cli",),
}
FILES = sorted((ROOT / "search").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "search").parts[0].removesuffix(".py")


def level(name: str) -> int:
    return next(i for i, rooms in enumerate(LAYERS) if name in rooms)


def imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [each.name for each in names]
        case ast.ImportFrom(module=str(module), names=names):
            if module == "search":
                return [f"search.{each.name}" for each in names]
            return [module]
        case _:
            return []


def imports(path: Path) -> set[str]:
    return {name for node in ast.walk(ast.parse(path.read_text())) for name in imported(node)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    if own in ("__init__", "__main__"):
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "search" or parts[1:2] in ([], [own], ["__version__"]):
            continue
        down = level(parts[1]) < level(own)
        assert down or (own, parts[1]) in ALLOWED_SIDEWAYS, f"{own} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_package_is_imported_in_its_own_rooms_only(path: Path) -> None:
    place = path.relative_to(ROOT / "search").as_posix()
    for name in imports(path):
        rooms = OUTSIDE.get(name.split(".")[0])
        assert rooms is None or place.startswith(rooms), f"{place} imports {name}"
