"""Small files that made a reader run for minutes or hours: each is read, or skipped, at once."""

import gzip
import random
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec
from support.child import printed, read_in_child

from search.readers.ignore_files import rules

EMPTY_MEMBER = gzip.compress(b"", mtime=0)
MAIL = b"From: ann@example.org\r\nSubject: Flood\r\n"


def web_archive(body: bytes) -> bytes:
    """A record with the body, which says that it is gzip."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/flood\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    ) % (len(http), http)


def test_a_body_of_empty_gzip_members_is_not_read(tmp_path: Path) -> None:
    """Each member copied all that followed it."""
    body = EMPTY_MEMBER * 2_000_000
    assert read_in_child(tmp_path / "a.warc", web_archive(body)) == [
        "record 1 is gzip of more than 100 members"
    ]


def test_a_body_of_some_gzip_members_is_read(tmp_path: Path) -> None:
    body = gzip.compress(b"<p>The bridge ") + gzip.compress(b"fell.") + EMPTY_MEMBER
    assert read_in_child(tmp_path / "a.warc", web_archive(body)) == ["html 19"]


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Type: text/plain" + b";" * 8_000_000,
        b"Content-Type: text/plain" + b';a="' * 2_000_000,
        b"Content-Type: text/plain\r\nContent-Disposition: inline" + b"; a*0=b" * 1_000_000,
        b"X: =?utf-8?q?a?= " + b"=?utf-8?q?a?= " * 500_000,
        b"Date: " + b"1 " * 4_000_000,
    ],
    ids=["semicolons", "quotes", "parameters", "words", "dates"],
)
def test_a_mail_with_an_endless_header_is_read(tmp_path: Path, headers: bytes) -> None:
    content = MAIL + headers + b"\r\n\r\nThe bridge fell.\r\n"
    assert read_in_child(tmp_path / "a.eml", content) == ["text 17"]


def test_a_subject_of_encoded_words_without_end_is_read(tmp_path: Path) -> None:
    content = b"Subject: " + b"=?utf-8?q?a?= " * 500_000 + b"\r\n\r\nThe bridge fell.\r\n"
    assert read_in_child(tmp_path / "a.eml", content) == ["text 17"]


@pytest.mark.parametrize("html", [b"<" + b"a" * 3_000_000, b"<p>" + b"&a" * 3_000_000])
def test_a_mail_with_a_tag_or_entity_that_does_not_end_is_read(tmp_path: Path, html: bytes) -> None:
    content = MAIL + b"Content-Type: text/html\r\n\r\n" + html + b"\r\n"
    (line,) = read_in_child(tmp_path / "a.eml", content)
    assert line.startswith("html ")


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 12 + "*b", "a" * 200),
        ("a*" * 12 + "b", "a" * 200),
        ("*" * 60 + "b", "a" * 200),
        ("*?" * 20 + "b", "a" * 200),
        ("*[!b]" * 12 + "b", "a" * 200),
        ("**/a/" * 12 + "b", "a/" * 1000 + "c"),
        ("**/*a*a/" * 5 + "b", "aaa/" * 500 + "c"),
    ],
)
def test_a_pattern_of_many_stars_is_tried_on_any_path(pattern: str, path: str) -> None:
    code = (
        "import sys; from search.readers.ignore_files import rules\n"
        "print(rules([sys.argv[1]]).check_file(sys.argv[2]).include)"
    )
    assert printed(code, pattern, path) == "None\n"


def test_patterns_ignore_the_same_paths_as_those_of_the_library() -> None:
    """The library takes hours for some; sets that exclude letters are left out, see below."""
    rng = random.Random(13)
    pieces = ["a", "b", "*", "*", "*", "?", "/", "**/", "/**/", "[ab]", "a", "!", r"\*", "b/"]
    found = 0
    for _ in range(3000):
        lines = ["".join(rng.choices(pieces, k=rng.randint(1, 8))) for _ in range(2)]
        try:
            theirs = GitIgnoreSpec.from_lines(lines)
        except ValueError:  # a lone "!"
            continue
        ours = rules(lines)
        for _ in range(5):
            names = ["".join(rng.choices("ab*", k=rng.randint(1, 5))) for _ in range(4)]
            path = "/".join(names[: rng.randint(1, 4)]) + rng.choice(("", "/"))
            found += theirs.check_file(path).include is not None
            assert ours.check_file(path) == theirs.check_file(path), (lines, path)
    assert found > 1000


def test_a_set_that_excludes_letters_matches_no_slash() -> None:
    """As in Git: the library's `[!a]` does."""
    assert rules(["x[!a]y"]).check_file("x/y").include is None
    assert rules(["x[!a]y"]).check_file("xby").include is True


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("a.mbox.gz", b""),
        ("a.mbox.gz", b"From ann@example.org 1:11\nSubject: x\n\n"),
        ("a.csv.gz", b""),
        ("a.csv.gz", b"title,text\n"),
        ("a.jsonl.gz", b""),
    ],
)
def test_a_small_file_of_a_billion_empty_lines_is_not_read(
    tmp_path: Path, name: str, opening: bytes
) -> None:
    """As gzip it has a megabyte; reading every line took an hour."""
    content = gzip.compress(opening) + gzip.compress(b"\n" * 10_000_000) * 100
    lines = read_in_child(tmp_path / name, content)
    assert lines
    assert not any(line.startswith(("text", "html")) for line in lines)


def test_a_quote_over_more_lines_than_a_text_has_is_not_read(tmp_path: Path) -> None:
    """All lines after the quote were kept, and read again for each of the next rows."""
    content = b'title,text\na,"' + b"x\n" * 3_000_000
    first, *_ = read_in_child(tmp_path / "a.csv", content)
    assert first == "line 2 has more than 100,000 lines in one row"


def test_gzip_that_unpacks_to_hundreds_of_times_its_size_is_not_read(tmp_path: Path) -> None:
    content = gzip.compress(b"From ann@example.org 1:11\nSubject: x\n\n" + b"a\n" * 20_000_000)
    assert read_in_child(tmp_path / "a.mbox.gz", content) == [
        "is gzip that unpacks to more than 500 times its size"
    ]


def test_text_that_packs_well_is_read(tmp_path: Path) -> None:
    row = b'{"title": "Flood", "text": "The bridge fell."}\n'
    lines = read_in_child(tmp_path / "a.jsonl.gz", gzip.compress(row * 50_000))
    assert lines == ["text 16"] * 50_000
