"""A reader of web archives (WARC): a document for each page."""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.statusandheaders import StatusAndHeadersParser

from search.article import Document, Skip
from search.readers.content_encoding import decode_body
from search.readers.raw_bytes import (
    PAGE_LIMIT,
    Raw,
    UnreadError,
    check_size,
    gunzip,
    reporting_damage,
    skip_reason,
)
from search.readers.text_decoding import declared_encoding, decode, known_encoding

PAGES = frozenset(("text/html", "application/xhtml+xml"))
HEAD = 65_536  # bytes of the headers of a response; servers allow 8,000 to 32,000
END = re.compile(rb"\r?\n\r?\n")  # of the headers
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
SLACK = 1_000_000  # bytes of a record besides its content: headers and read-ahead

logging.getLogger("warcio").addHandler(logging.NullHandler())  # otherwise it prints


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each page, numbered by its record; a Skip for each unreadable one."""
    found = None
    for found in pages(raw):
        yield found
    if not found:
        raise UnreadError("holds no page of HTML")


def pages(raw: Raw) -> Iterator[Document | Skip]:
    """Yield the same, or nothing if there are only images, errors, robots.txt and so on."""
    for number, record in _records(raw):
        path = f"{raw.path}#{number}"
        try:
            with reporting_damage("record"):
                found = _page(path, record)
        except UnreadError as error:
            yield Skip(path, f"record {number} {error}")
        else:
            if found:
                yield found


class _Archive(ArchiveIterator):  # type: ignore[misc]
    """An iterator of warcio that prints nothing if the length of a record is wrong."""

    INC_RECORD = ""


class _MeteredStream:
    """A stream that returns no more bytes than allowed: an endless header is a bomb."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.allowed = SLACK

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        try:
            content = self._stream.read1(size)  # `read` loses the bytes before an error
        except EOFError as error:  # which warcio reads as the end of the archive
            raise UnreadError(skip_reason(error)) from error
        self.allowed -= len(content)
        if self.allowed < 0:
            raise UnreadError("is a damaged WARC: the header of a record does not end")
        return content

    def tell(self) -> int:
        """Return 0: nobody needs the position."""
        return 0


def _records(raw: Raw) -> Iterator[tuple[int, Any]]:
    """Yield each record with its number, its content still unread."""
    stream = raw.unpacked()
    with reporting_damage("WARC"):
        opening = stream.peek(2)
    if opening.startswith(b"\x1f\x8b"):  # compressed, though its name does not say so
        stream = gunzip(stream)
    if not opening:
        raise UnreadError("is empty")
    metered = _MeteredStream(stream)
    archive = _Archive(metered, no_record_parse=True)
    number = 0
    while True:
        with reporting_damage("WARC"):
            record = next(archive, None)
        if record is None:
            return
        number += 1
        metered.allowed = SLACK + (record.length or 0)
        yield number, record
        with reporting_damage("WARC"):
            archive.read_to_end()
        metered.allowed = SLACK


def _page(path: str, record: Any) -> Document | None:
    """Return the page of a record; None if it has none."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = _headers(record) if _is_web(url) else {}
    content_type = headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() not in PAGES:
        return None
    body = _body(record, headers)
    if b"<" not in body:  # a tracking pixel, a response to a script
        return None
    charset = CHARSET.search(content_type)
    text = decode(body, (charset and known_encoding(charset[1])) or declared_encoding(body))
    digest = hashlib.sha256(f"{url}\n{content_type}\n".encode("utf-8", "replace") + body)
    return Document(path, "html", text, digest.hexdigest(), {"url": url})


def _is_web(url: str) -> bool:
    """Return True if it is the address of a page; some servers send robots.txt as HTML."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.path != "/robots.txt"


def _headers(record: Any) -> dict[str, str]:
    """Return the headers by lower-case names, the content unread; none for an error response."""
    if record.rec_type == "resource":
        return {"content-type": record.content_type or ""}
    is_http = (record.content_type or "").startswith("application/http")
    if record.rec_type != "response" or not is_http:
        return {}
    opening = record.raw_stream.read(HEAD)
    end = END.search(opening)
    if not end:
        raise UnreadError("has headers that do not end")
    record.raw_stream = BufferedReader(record.raw_stream, starting_data=opening[end.end() :])
    parsed = StatusAndHeadersParser([], verify=False).parse(io.BytesIO(opening[: end.end()]))
    if not parsed.statusline.startswith(("200", "203")):
        return {}
    return {name.lower(): value for name, value in parsed.headers}


def _body(record: Any, headers: dict[str, str]) -> bytes:
    """Return the decoded content."""
    stored = record.raw_stream.read(PAGE_LIMIT + 1)
    check_size(len(stored), PAGE_LIMIT)
    if headers.get("transfer-encoding", "").strip().lower().endswith("chunked"):
        stored = ChunkedDataReader(io.BytesIO(stored)).read()
    return decode_body(stored, headers.get("content-encoding", ""))
