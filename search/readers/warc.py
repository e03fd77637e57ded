"""Reads an archive of the web, WARC: a document for each page in it."""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeadersParser

from search.article import Document, Skip
from search.readers.content_encoding import unpacked
from search.readers.raw_bytes import (
    PAGE_LIMIT,
    Raw,
    UnreadError,
    check_size,
    fault,
    gunzipped,
    sound,
)
from search.readers.text_decoding import declared, decoded, understood

PAGES = frozenset(("text/html", "application/xhtml+xml"))
HEAD = 65_536  # bytes in which the headers of a response end; servers allow 8,000 to 32,000
END = re.compile(rb"\r?\n\r?\n")  # of the headers
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
SLACK = 1_000_000  # bytes of a record besides its content: headers, and what is read ahead

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else it prints


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each page, named by the place of its record, and a Skip for each that cannot
    be read.

    Raises: UnreadError where the file is no WARC or has no page, and what reading raises.
    """
    found = None
    for found in pages(raw):
        yield found
    if not found:
        raise UnreadError("holds no page of HTML")


def pages(raw: Raw) -> Iterator[Document | Skip]:
    """The same, where there may be none.

    Requests, redirects, errors, revisits, images, scripts and robots.txt are left out.
    Raises: UnreadError where the file is no WARC, and what reading raises.
    """
    for number, record in _records(raw):
        path = f"{raw.path}#{number}"
        try:
            with sound("record"):
                found = _page(path, record)
        except UnreadError as error:
            yield Skip(path, f"record {number} {error}")
        else:
            if found:
                yield found


class _Archive(ArchiveIterator):  # type: ignore[misc]
    """warcio's own, but for what it prints where the length of a record is wrong."""

    INC_RECORD = ""


class _Metered:
    """A stream that gives no more than is allowed at the time: a head without end is a bomb."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.allowed = SLACK

    def read(self, size: int) -> bytes:
        try:
            content = self._stream.read1(size)  # `read` loses what is before a fault
        except EOFError as error:  # which warcio takes for the end of the archive
            raise UnreadError(fault(error)) from error
        self.allowed -= len(content)
        if self.allowed < 0:
            raise UnreadError("is a damaged WARC: the head of a record does not end")
        return content

    def tell(self) -> int:
        """Nothing that is asked for here."""
        return 0


def _records(raw: Raw) -> Iterator[tuple[int, Any]]:
    """Each record with its place, its content still to be read."""
    stream = raw.unpack(raw.stored)
    with sound("WARC"):
        opening = stream.peek(2)
    if opening.startswith(b"\x1f\x8b"):  # packed, though its name does not say so
        stream = gunzipped(stream)
    if not opening:
        raise UnreadError("is empty")
    metered = _Metered(stream)
    archive = _Archive(metered, no_record_parse=True)
    number = 0
    while True:
        with sound("WARC"):
            record = next(archive, None)
        if record is None:
            return
        number += 1
        metered.allowed = SLACK + (record.length or 0)
        yield number, record
        with sound("WARC"):
            archive.read_to_end()
        metered.allowed = SLACK


def _page(path: str, record: Any) -> Document | None:
    """The page of a record; None where it has none.

    Raises: UnreadError, and what warcio raises.
    """
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = _headers(record) if _is_web(url) else {}
    stated = headers.get("content-type", "")
    if stated.partition(";")[0].strip().lower() not in PAGES:
        return None
    body = _body(record, headers)
    if b"<" not in body:  # a counter's pixel, the answer to a script
        return None
    charset = CHARSET.search(stated)
    text = decoded(body, (charset and understood(charset[1])) or declared(body))
    digest = hashlib.sha256(f"{url}\n{stated}\n".encode("utf-8", "replace") + body)
    return Document(path, "html", text, digest.hexdigest(), {"url": url})


def _is_web(url: str) -> bool:
    """Whether it is the address of a page; robots.txt is sent as one by some servers."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.path != "/robots.txt"


def _headers(record: Any) -> dict[str, str]:
    """What the server said of the content, by names in lower case; nothing of what was not found.

    The content is left to be read.
    """
    if record.rec_type == "resource":
        return {"content-type": record.content_type or ""}
    if record.rec_type != "response" or not (record.content_type or "").startswith(
        "application/http"
    ):
        return {}
    opening = record.raw_stream.read(HEAD)
    end = END.search(opening)
    if not end:
        raise UnreadError("has headers that do not end")
    record.raw_stream = _Again(opening[end.end() :], record.raw_stream)
    parsed = StatusAndHeadersParser([], verify=False).parse(io.BytesIO(opening[: end.end()]))
    if not parsed.statusline.startswith(("200", "203")):
        return {}
    return {name.lower(): value for name, value in parsed.headers}


class _Again:
    """A stream with what was read of it put back."""

    def __init__(self, opening: bytes, stream: Any) -> None:
        self._opening = io.BytesIO(opening)
        self._stream = stream

    def read(self, size: int) -> bytes:
        found = self._opening.read(size)
        return found if len(found) == size else found + self._stream.read(size - len(found))


def _body(record: Any, headers: dict[str, str]) -> bytes:
    """The content as the server meant it.

    Raises: UnreadError.
    """
    stored = record.raw_stream.read(PAGE_LIMIT + 1)
    check_size(stored, PAGE_LIMIT)
    if headers.get("transfer-encoding", "").strip().lower().endswith("chunked"):
        stored = ChunkedDataReader(io.BytesIO(stored)).read()
    return unpacked(stored, headers.get("content-encoding", ""))
