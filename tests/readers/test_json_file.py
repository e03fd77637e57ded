"""A file of JSON is one article, a list of articles, or an object that has such a list."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from search.article import Document, Seed, Skip
from search.readers import read

FLOOD = {"title": "Flood", "text": "The river rose."}
STORM = {"title": "Storm", "text": "The wind rose."}


def found(folder: Path, content: object, name: str = "a.json") -> list[Document | Skip]:
    stored = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / name).write_bytes(stored)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def short(read: list[Document | Skip]) -> list[tuple[str, str]]:
    return [
        (each.path, getattr(each, "content", "") or getattr(each, "reason", "")) for each in read
    ]


def test_an_object_with_a_text_is_one_article(tmp_path: Path) -> None:
    (document,) = found(tmp_path, FLOOD)
    assert isinstance(document, Document)
    assert (document.path, document.content) == ("archive/a.json", "The river rose.")
    assert document.hints == {"title": "Flood"}


@pytest.mark.parametrize(
    "content",
    [
        [FLOOD, STORM],
        {"status": "ok", "totalResults": 2, "articles": [FLOOD, STORM]},
        {"response": {"docs": [FLOOD, STORM], "meta": {"hits": 2}}},
        {"hits": {"total": 2, "hits": [{"_source": FLOOD}, {"_source": STORM}]}},
        {"https://a.example/1": FLOOD, "https://a.example/2": STORM},
        json.dumps(FLOOD).encode() + b"\n\n" + json.dumps(STORM, indent=2).encode(),
        b"\xef\xbb\xbf" + json.dumps([FLOOD, STORM]).encode(),
        json.dumps([FLOOD, STORM]).encode("utf-16"),
    ],
    ids=["list", "member", "deeper", "elasticsearch", "by-address", "in-a-row", "marked", "utf-16"],
)
def test_each_article_of_a_file_is_found(tmp_path: Path, content: object) -> None:
    assert short(found(tmp_path, content)) == [
        ("archive/a.json#1", "The river rose."),
        ("archive/a.json#2", "The wind rose."),
    ]


def test_comments_of_an_article_are_no_articles(tmp_path: Path) -> None:
    comments = [{"text": "First!"}, {"text": "Second!"}]
    assert len(found(tmp_path, {**FLOOD, "comments": comments})) == 1


def test_a_record_without_a_text_is_named(tmp_path: Path) -> None:
    content = [FLOOD, {"title": "Nothing"}, "words", STORM]
    assert short(found(tmp_path, content)) == [
        ("archive/a.json#1", "The river rose."),
        ("archive/a.json#2", "record 2 has no text"),
        ("archive/a.json#3", "record 3 is not a JSON object"),
        ("archive/a.json#4", "The wind rose."),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"[]", "is empty"),
        (b'{"title": "Flood"', "is not JSON: expecting ',' delimiter (character 18)"),
        (b"<html>", "is not JSON: expecting value (character 1)"),
        (b"[" * 100_000, "is not readable JSON: nested too deep or too long"),
        (b"7", "is not a JSON object"),
        (b'{"name": "package", "version": "1.0"}', "has no text"),
    ],
)
def test_what_is_no_article_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    assert found(tmp_path, content) == [Skip("archive/a.json", reason)]


def test_articles_before_damage_are_kept(tmp_path: Path) -> None:
    stored = json.dumps([FLOOD, STORM]).encode()
    assert short(found(tmp_path, stored[:-10])) == [
        ("archive/a.json#1", "The river rose."),
        (
            "archive/a.json",
            "is not JSON: unterminated string starting at (character 76)",
        ),
    ]


def test_long_files_are_read_in_pieces(tmp_path: Path) -> None:
    many = [{"text": f"Story {n}. " + "The river rose. " * 300} for n in range(300)]
    assert len(found(tmp_path, many)) == 300


def test_numbers_that_python_writes_are_read(tmp_path: Path) -> None:
    stored = b'{"text": "The river rose.", "score": NaN, "most": Infinity}'
    assert short(found(tmp_path, stored)) == [("archive/a.json", "The river rose.")]


PROGRAMS: dict[str, tuple[Any, dict[str, str], str]] = {
    # keys as these programs write them, with other words
    "newspaper3k": (
        {
            "url": "https://news.example/flood",
            "title": "Flood",
            "authors": ["Ann Lee", "Bo Ray"],
            "publish_date": "2025-01-13 00:00:00",
            "text": "The river rose.",
            "meta_lang": "en",
            "source_url": "https://news.example",
            "images": [],
            "meta_data": {"og": {"title": "Flood"}},
        },
        {
            "title": "Flood",
            "date": "2025-01-13 00:00:00",
            "source": "https://news.example",
            "authors": "Ann Lee; Bo Ray",
            "url": "https://news.example/flood",
            "language": "en",
        },
        "The river rose.",
    ),
    "Zotero CSL": (
        [
            {
                "id": "lee_flood",
                "type": "article-newspaper",
                "title": "Flood",
                "container-title": "Daily Ledger",
                "abstract": "The river rose.",
                "URL": "https://ledger.example/flood",
                "language": "en",
                "author": [{"family": "Lee", "given": "Ann"}],
                "issued": {"date-parts": [["2025", 1, 13]]},
            }
        ],
        {
            "title": "Flood",
            "date": "2025-01-13",
            "source": "Daily Ledger",
            "authors": "Ann Lee",
            "url": "https://ledger.example/flood",
            "language": "en",
        },
        "The river rose.",
    ),
    "Zotero with Better BibTeX": (
        {
            "config": {"id": "36a3b0b5"},
            "version": {"zotero": "6.0"},
            "collections": {},
            "items": [
                {
                    "title": "Flood",
                    "publicationTitle": "Daily Ledger",
                    "abstractNote": "The river rose.",
                    "date": "2025-01-13",
                    "creators": [{"firstName": "Ann", "lastName": "Lee", "creatorType": "author"}],
                    "url": "https://ledger.example/flood",
                    "tags": [],
                }
            ],
        },
        {
            "title": "Flood",
            "date": "2025-01-13",
            "source": "Daily Ledger",
            "authors": "Ann Lee",
            "url": "https://ledger.example/flood",
        },
        "The river rose.",
    ),
    "ArchiveBox's readability": (
        {
            "title": "Flood",
            "byline": "Ann Lee",
            "dir": None,
            "lang": "en",
            "content": "<div><p>The river rose.</p></div>",
            "textContent": "The river rose.",
            "length": 15,
            "excerpt": "The river",
            "siteName": "Daily Ledger",
            "publishedTime": "2025-01-13T10:00:00Z",
        },
        {
            "title": "Flood",
            "date": "2025-01-13T10:00:00Z",
            "source": "Daily Ledger",
            "authors": "Ann Lee",
            "language": "en",
        },
        "<div><p>The river rose.</p></div>",
    ),
    "Karakeep": (
        {
            "bookmarks": [
                {
                    "createdAt": 1736762400,
                    "title": None,
                    "tags": ["news"],
                    "content": {
                        "type": "link",
                        "url": "https://ledger.example/flood",
                        "title": "Flood",
                        "author": "Ann Lee",
                        "publisher": "Daily Ledger",
                        "datePublished": "2025-01-13T10:00:00.000Z",
                        "htmlContent": "<p>The river rose.</p>",
                    },
                    "note": None,
                }
            ]
        },
        {
            "title": "Flood",
            "date": "2025-01-13T10:00:00.000Z",
            "source": "Daily Ledger",
            "authors": "Ann Lee",
            "url": "https://ledger.example/flood",
        },
        "<p>The river rose.</p>",
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_keys_of_programs_are_known(tmp_path: Path, program: str) -> None:
    content, hints, text = PROGRAMS[program]
    (document,) = found(tmp_path, content)
    assert isinstance(document, Document), document
    assert (document.hints, document.content) == (hints, text)


@pytest.mark.parametrize("name", ["a.ndjson", "a.jl", "a.jl.gz"])
def test_lines_of_json_have_several_endings(tmp_path: Path, name: str) -> None:
    stored = b"\n".join(json.dumps(each).encode() for each in (FLOOD, STORM))
    packed = gzip.compress(stored) if name.endswith(".gz") else stored
    assert [each.path for each in found(tmp_path, packed, name)] == [
        f"archive/{name}#1",
        f"archive/{name}#2",
    ]
