"""Rows of JSON Lines become documents, whatever they call their title and text."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from search.article import Document, Seed, Skip
from search.readers import read


def rows(folder: Path, content: bytes, name: str = "a.jsonl") -> list[Document | Skip]:
    (folder / name).write_bytes(content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def row(folder: Path, **facts: Any) -> Document | Skip:
    (found,) = rows(folder, json.dumps(facts).encode())
    return found


def hints(folder: Path, **facts: Any) -> dict[str, str]:
    found = row(folder, text="The bridge fell.", **facts)
    assert isinstance(found, Document), found
    assert found.content == "The bridge fell."
    return dict(found.hints)


def test_each_row_is_a_document_named_by_its_line(tmp_path: Path) -> None:
    content = b'{"text": "One."}\n\n{"text": "Three."}\r\n{"text": "Four."}'
    found = rows(tmp_path, content)
    assert [(document.path, getattr(document, "content", "")) for document in found] == [
        ("archive/a.jsonl#1", "One."),
        ("archive/a.jsonl#3", "Three."),
        ("archive/a.jsonl#4", "Four."),
    ]


def test_the_digest_of_a_row_is_that_of_its_line(tmp_path: Path) -> None:
    first, second = rows(tmp_path, b'{"text": "One."}\n{"text": "Two."}')
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.digest == hashlib.sha256(b'{"text": "One."}\n').hexdigest()
    assert second.digest == hashlib.sha256(b'{"text": "Two."}').hexdigest()


def test_rows_of_paragraphs_are_read_as_wikinews_has_them(tmp_path: Path) -> None:
    line = {
        "id": "wikinews-2019-0",
        "coll": "wikinews",
        "topic": "wikinews",
        "date": "2019-01-04",
        "title": "Magnitogorsk apartment building collapses",
        "paras": ["An apartment building collapsed on Monday.", "It was home to 1,000 people."],
    }
    (found,) = rows(tmp_path, gzip.compress(json.dumps(line).encode()), "a.jsonl.gz")
    assert isinstance(found, Document)
    assert found.path == "archive/a.jsonl.gz#1"
    assert found.kind == "text"
    assert found.content == (
        "An apartment building collapsed on Monday.\n\nIt was home to 1,000 people."
    )
    assert found.hints == {
        "title": "Magnitogorsk apartment building collapses",
        "date": "2019-01-04",
    }


def test_the_articles_of_wikinews_are_read() -> None:
    file = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
    found = list(read(Seed("wikinews.jsonl.gz", str(file))))
    assert len(found) == 294
    assert sum(len(getattr(document, "content", "").split()) for document in found) == 215_413
    assert found[293].path == "wikinews.jsonl.gz#294"


@pytest.mark.parametrize(
    "key",
    [
        *("text", "body", "content", "article", "articleBody", "article_text", "maintext"),
        *("full_text", "paras", "paragraphs", "Text", "BODY"),
    ],
)
def test_a_text_goes_by_many_names(tmp_path: Path, key: str) -> None:
    found = row(tmp_path, **{key: "The bridge fell."})
    assert isinstance(found, Document)
    assert (found.kind, found.content) == ("text", "The bridge fell.")


@pytest.mark.parametrize(
    ("facts", "stated"),
    [
        ({"headline": "Flood"}, {"title": "Flood"}),
        ({"Title": " Flood "}, {"title": "Flood"}),
        ({"title": "", "headline": "Flood"}, {"title": "Flood"}),
        ({"title": None, "Title": "Flood"}, {"title": "Flood"}),
        ({"heading": "worse", "title": "better"}, {"title": "better"}),
        ({"datePublished": "2025-01-13"}, {"date": "2025-01-13"}),
        ({"publish_date": "13 January 2025"}, {"date": "13 January 2025"}),
        ({"timestamp": 1736762400}, {"date": "2025-01-13T10:00:00+00:00"}),
        ({"timestamp": 1736762400000}, {"date": "2025-01-13T10:00:00+00:00"}),
        ({"timestamp": "1736762400.0"}, {"date": "2025-01-13T10:00:00+00:00"}),
        ({"date": 20250113}, {"date": "2025-01-13"}),
        ({"date": "20250113"}, {"date": "2025-01-13"}),
        ({"date": 20250113.0}, {"date": "2025-01-13"}),
        ({"date": 20251399}, {"date": "20251399"}),
        ({"date": 202001051230}, {"date": "202001051230"}),
        ({"date": {"$date": "2025-01-13T10:00:00Z"}}, {"date": "2025-01-13T10:00:00Z"}),
        ({"publisher": {"@type": "Organization", "name": "Reuters"}}, {"source": "Reuters"}),
        ({"source": {"id": None, "name": "CNN"}}, {"source": "CNN"}),
        ({"source": ["", "BBC", "CNN"]}, {"source": "BBC"}),
        ({"title": ["Flood", "Rain"], "url": ["a", "b"]}, {"title": "Flood", "url": "a"}),
        ({"site_name": "BBC"}, {"source": "BBC"}),
        ({"authors": ["Ann Lee", "Bo Ek"]}, {"authors": "Ann Lee; Bo Ek"}),
        ({"author": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}, {"authors": "Ann Lee; Bo Ek"}),
        ({"byline": "By Ann Lee"}, {"authors": "By Ann Lee"}),
        ({"authors": [], "creator": "Ann Lee"}, {"authors": "Ann Lee"}),
        ({"canonical_url": "https://example.org/a"}, {"url": "https://example.org/a"}),
        ({"lang": "uk"}, {"language": "uk"}),
        ({"title": True, "date": {}, "source": [None], "id": 7, "score": 1.5}, {}),
    ],
)
def test_facts_go_by_many_names(
    tmp_path: Path, facts: dict[str, Any], stated: dict[str, str]
) -> None:
    assert hints(tmp_path, **facts) == stated


@pytest.mark.parametrize(
    ("facts", "kind", "content"),
    [
        ({"html": "<p>One."}, "html", "<p>One."),
        ({"text": "", "raw_html": "<b>One"}, "html", "<b>One"),
        ({"text": "One.", "html": "<p>One."}, "text", "One."),
        ({"content": "<p>One.</p><p>Two.</p>"}, "html", "<p>One.</p><p>Two.</p>"),
        ({"content": "One.<br />Two."}, "html", "One.<br />Two."),
        ({"content": "<!DOCTYPE html><title>x"}, "html", "<!DOCTYPE html><title>x"),
        ({"text": "If a < b and c > d, stop."}, "text", "If a < b and c > d, stop."),
        ({"text": "Write <p> first."}, "text", "Write <p> first."),
    ],
)
def test_a_row_of_markup_is_html(
    tmp_path: Path, facts: dict[str, str], kind: str, content: str
) -> None:
    found = row(tmp_path, **facts)
    assert isinstance(found, Document)
    assert (found.kind, found.content) == (kind, content)


def test_a_title_is_not_put_into_the_text(tmp_path: Path) -> None:
    assert hints(tmp_path, title="Flood") == {"title": "Flood"}


def test_what_utf8_cannot_hold_is_replaced_and_line_ends_are_one_kind(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, rb'{"text": "a\u0000b\ud800c\r\nd \ud83c\udf0a", "title": "\udfff"}')
    assert isinstance(found, Document)
    assert found.content == "a\ufffdb\ufffdc\nd 🌊"
    assert found.hints == {"title": "\ufffd"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": "Two."', "line 2 is not JSON: expecting ',' delimiter at column 16"),
        (b"{'text': 'Two.'}", None),
        (b"Two.", "line 2 is not JSON: expecting value at column 1"),
        (b'["Two."]', "line 2 is not a JSON object"),
        (b"null", "line 2 is not a JSON object"),
        (b'{"title": "Two"}', "line 2 has no text"),
        (b'{"text": " \\n"}', "line 2 has no text"),
        (b'{"text": {"en": "Two."}}', "line 2 has no text"),
        (b"\0\0\0\0", "line 2 is binary: it holds NUL bytes"),
        (
            b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
            "line 2 is not readable JSON: it is nested too deep or too long",
        ),
        (
            b'{"text": "Two.", "id": ' + b"9" * 5000 + b"}",
            "line 2 is not readable JSON: it is nested too deep or too long",
        ),
    ],
)
def test_a_broken_line_skips_that_line_only(tmp_path: Path, line: bytes, why: str | None) -> None:
    first, second, third = rows(tmp_path, b'{"text": "One."}\n' + line + b'\n{"text": "Three."}\n')
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert (first.content, third.content) == ("One.", "Three.")
    assert third.path == "archive/a.jsonl#3"
    assert second == Skip(
        "archive/a.jsonl#2",
        why or "line 2 is not JSON: expecting property name enclosed in double quotes at column 2",
    )


def test_a_line_past_the_limit_skips_that_line_only(tmp_path: Path) -> None:
    long = b'{"text": "' + b"a" * 8_000_000 + b'"}\n'
    first, second = rows(tmp_path, long + b'{"text": "Two."}')
    assert first == Skip("archive/a.jsonl#1", "line 1 is larger than 8 MB")
    assert isinstance(second, Document)
    assert (second.path, second.content) == ("archive/a.jsonl#2", "Two.")


def test_a_file_that_is_no_json_lines_is_left_after_a_thousand_lines(tmp_path: Path) -> None:
    found = rows(tmp_path, b"2025-01-13,The bridge fell.\n" * 100_000)
    assert len(found) == 1001
    assert found[-1] == Skip(
        "archive/a.jsonl", "has no JSON object in the 1000 lines before line 1001"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_rows_with_a_byte_order_mark_are_read(tmp_path: Path, encoding: str) -> None:
    lines = '{"text": "Київ\u2028впав."}\n{"text": "Міст"}\n'
    found = rows(tmp_path, lines.encode(encoding))
    assert [getattr(document, "content", document) for document in found] == [
        "Київ\u2028впав.",
        "Міст",
    ]


def test_a_row_in_windows_1251_is_read(tmp_path: Path) -> None:
    text = "Рада ухвалила закон про бюджет на наступний рік, повідомило міністерство."
    (found,) = rows(tmp_path, f'{{"text": "{text}"}}'.encode("cp1251"))
    assert isinstance(found, Document)
    assert found.content == text


def test_the_rows_of_a_cut_file_stand(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "Row %d."}\n' % number for number in range(20_000))
    found = rows(tmp_path, gzip.compress(lines)[:-5000], "a.jsonl.gz")
    assert found[-1] == Skip("archive/a.jsonl.gz", "is gzip cut short")
    assert len(found) > 1000
    assert all(isinstance(document, Document) for document in found[:-1])
