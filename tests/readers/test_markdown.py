"""Markdown: front matter states the facts, the rest is a page."""

import re
from pathlib import Path

import pytest

from search.article import Document, Seed, Skip
from search.readers import read

TEXT = "The bridge fell.\n"
HTML = "<p>The bridge fell.</p>\n"


def found(folder: Path, content: bytes | str, name: str = "a.md") -> Document | Skip:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (document,) = read(Seed(f"archive/{name}", str(folder / name)))
    return document


def only(folder: Path, content: bytes | str, name: str = "a.md") -> Document:
    document = found(folder, content, name)
    assert isinstance(document, Document), document
    return document


def hints(folder: Path, front: str, fence: str = "---") -> dict[str, str]:
    document = only(folder, f"{fence}\n{front}\n{fence}\n\n{TEXT}")
    assert document.content == HTML
    return dict(document.hints)


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.MD"])
def test_a_file_is_one_page(tmp_path: Path, name: str) -> None:
    document = only(tmp_path, TEXT, name)
    assert (document.path, document.kind) == (f"archive/{name}", "html")
    assert (document.content, document.hints) == (HTML, {})


def test_marks_become_elements(tmp_path: Path) -> None:
    page = only(
        tmp_path,
        "# Flood\n\nThe **old** [bridge](/b) _fell_.\n\n> He said\n> so.\n\n- one\n- two\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<div class='related'>Rain</div>\n",
    ).content
    assert re.findall(r"<(\w+)", page) == (
        "h1 p strong a em blockquote p ul li li table thead tr th th tbody tr td td div".split()
    )


@pytest.mark.parametrize(
    ("front", "stated"),
    [
        ("title: Flood\ndate: 2025-01-13", {"title": "Flood", "date": "2025-01-13"}),
        ("title: 'Flood: a day'", {"title": "Flood: a day"}),
        ("title: Flood: a day\ndate: 2025-01-13", {"title": "Flood: a day", "date": "2025-01-13"}),
        ('title: The "old" bridge: it fell', {"title": 'The "old" bridge: it fell'}),
        ("title: >\n  Flood\n  and rain", {"title": "Flood and rain"}),
        ("date: 2025-01-13T00:30:00+02:00", {"date": "2025-01-13T00:30:00+02:00"}),
        ("date: 20250113", {"date": "2025-01-13"}),
        ("published: 2025-01-13\ncreated: 2026-01-01", {"date": "2025-01-13"}),
        ("authors: [Ann Lee, Bo Ek]", {"authors": "Ann Lee; Bo Ek"}),
        ("authors:\n  - Ann Lee\n  - Bo Ek", {"authors": "Ann Lee; Bo Ek"}),
        ("author:\n  - name: Ann Lee\n  - name: Bo Ek", {"authors": "Ann Lee; Bo Ek"}),
        ('author: ["[[people/Ann Lee|Ann Lee]]", "[[Bo Ek]]"]', {"authors": "Ann Lee; Bo Ek"}),
        ("author: {name: Ann Lee, mail: a@b.c}", {"authors": "Ann Lee"}),
        ("publication: Daily Ledger", {"source": "Daily Ledger"}),
        ("source: https://example.org/2025/a", {"url": "https://example.org/2025/a"}),
        ("site: Ledger\nurl: https://a.org/b", {"source": "Ledger", "url": "https://a.org/b"}),
        ("tags: [war]\ndraft: true\nid: 7", {}),
        ("", {}),
    ],
)
def test_front_matter_states_the_facts(tmp_path: Path, front: str, stated: dict[str, str]) -> None:
    assert hints(tmp_path, front) == stated


def test_front_matter_may_be_toml(tmp_path: Path) -> None:
    front = 'title = "Flood: a day"\ndate = 2025-01-13\nauthors = ["Ann Lee", "Bo Ek"]'
    assert hints(tmp_path, front, "+++") == {
        "title": "Flood: a day",
        "date": "2025-01-13",
        "authors": "Ann Lee; Bo Ek",
    }


@pytest.mark.parametrize(
    "front",
    ["title: [Flood\ndate: 2025-01-13", "\ttitle: x\ndate: 2025-01-13", "date: 2025-01-13\n@"],
)
def test_broken_front_matter_is_read_line_by_line(tmp_path: Path, front: str) -> None:
    assert hints(tmp_path, front)["date"] == "2025-01-13"


@pytest.mark.parametrize(
    "text",
    [
        "---\nIt rained.\n---\nThe bridge fell.\n",
        "---\ntitle: Flood\nThe bridge fell.\n",
        "Text first.\n---\ntitle: Flood\n---\n",
        "---\n- one\n- two\n---\n",
    ],
)
def test_a_text_between_rules_is_no_front_matter(tmp_path: Path, text: str) -> None:
    document = only(tmp_path, text)
    assert document.hints == {}
    for word in re.findall(r"\w+", text):
        assert word in document.content


def test_lists_within_lists_do_not_grow_without_end(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{y}: &{y} [{', '.join([f'*{x}'] * 9)}]"
        for x, y in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert (
        hints(tmp_path, "\n".join([*lines, "title: *i", "date: 2025-01-13"]))["date"]
        == "2025-01-13"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n \n", "holds only white space"),
        (b"---\ntitle: Flood\n---\n", "is empty"),
        (b"The bridge\0fell.", "is binary: it holds NUL bytes"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG image, not text"),
        (b"a" * 8_000_001, "is larger than 8 MB"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert found(tmp_path, content) == Skip("archive/a.md", why)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "> " * 5_000 + "a", "*a_ " * 20_000, "- " * 2_000 + "a", "`" * 50_000]
)
def test_a_text_made_to_be_slow_is_read_or_named(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text).path == "archive/a.md"
