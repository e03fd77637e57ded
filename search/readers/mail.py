"""A reader of mail: one document, its HTML if it has any."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr, parsedate_to_datetime
from html import escape
from typing import NamedTuple, TypeAlias, cast

from search.article import Document
from search.readers.column_names import UNSOUND
from search.readers.hard_wraps import unflow, unwrap
from search.readers.raw_bytes import (
    PAGE_LIMIT,
    Raw,
    UnreadError,
    check_size,
    read_document,
    reporting_damage,
)
from search.readers.text_decoding import decode, known_encoding

Part: TypeAlias = "Message[str, str]"  # a mail or one of its parts

ENVELOPE = re.compile(rb"From [^\n]*\n")  # of a mail extracted from an mbox
BULK_HEADERS = ("List-Unsubscribe", "List-Id")  # headers of a newsletter; a personal mail has none
TAG = re.compile(r"<(/?)(\w*+)[^<>]*+>")
HIDDEN_TAGS = frozenset(("head", "script", "style", "title"))
ENTITY = re.compile(r"&#?\w++;")
LONGEST = 10_000  # characters of a header that are read; the library copies the rest for each part
DEEPEST = 50  # levels of parts; a mail of mails of mails has ten
MOST = 1000  # parts that are read


class RawHeaders(Compat32):
    """A policy that returns raw headers: they are decoded below, and no broken one raises."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the start of the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        """Return the value as it is."""
        return value


class Body(NamedTuple):
    """The text of a mail, or of a part of it."""

    plain: str = ""
    html: str = ""

    @property
    def pages(self) -> str:
        """The whole text as HTML."""
        paragraphs = self.plain.split("\n\n") if self.plain else []
        return self.html + "".join(f"<p>{escape(each)}</p>\n" for each in paragraphs)


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a mail."""
    content, digest = read_document(raw, PAGE_LIMIT)
    envelope = ENVELOPE.match(content)
    yield document(raw.path, content[envelope.end() :] if envelope else content, digest)


def document(path: str, content: bytes, digest: str) -> Document:
    """Return the document of a mail.

    Attachments and attached mails are left out. Of HTML and plain text the HTML is taken: the plain
    text of a newsletter is often a stub, and has lost the boxes that mark its footer.
    """
    if not content.strip():
        raise UnreadError("is empty")
    with reporting_damage("mail"):
        mail = message_from_bytes(content, policy=RawHeaders())
        if not any(mail.get(name) for name in ("From", "Date", "Subject", "Received")):
            raise UnreadError("is not a mail: it has no sender, date or subject")
        body = _body(mail, 0)
        hints = _hints(mail)
        if not (body.html or body.plain.strip()):
            attached = sum(map(_is_attachment, mail.walk()))
            only = f", only attachments ({attached})" if attached else ""
            raise UnreadError(f"has no text{only}")
    check_size(len(body.plain.encode("utf-8", "replace")))
    if body.html:
        return Document(path, "html", body.pages, digest, hints)
    return Document(path, "text", body.plain, digest, hints)


def _body(part: Part, depth: int) -> Body:
    """Return the text of a part and of its own parts."""
    if depth > DEEPEST or _is_attachment(part):
        return Body()
    if part.is_multipart():
        parts = cast(list[Part], part.get_payload())
        within = [_body(each, depth + 1) for each in parts[:MOST]]
        if part.get_content_subtype() != "alternative":
            return _join(within)
        # the first with HTML, otherwise the first with text
        return min(within, key=lambda body: (not body.html, not body.plain), default=Body())
    kind = _type(part)
    if kind == "text/html":
        html = _text(part)
        return Body(html=html) if _html_has_words(html) else Body()
    return Body(plain=_plain_part(part)) if kind == "text/plain" else Body()


def _join(parts: list[Body]) -> Body:
    """Return one text of several; as HTML if one of them is."""
    if any(part.html for part in parts):
        return Body(html="\n".join(part.pages for part in parts))
    return Body("\n\n".join(part.plain for part in parts if part.plain.strip()))


def _is_attachment(part: Part) -> bool:
    if part.is_multipart():
        return part.get_content_maintype() == "message"
    text = _type(part) in ("text/plain", "text/html")
    return not text or part.get_content_disposition() == "attachment"


def _type(part: Part) -> str:
    """Return the type of a part without parts; an empty multipart is text."""
    return "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()


def _html_has_words(html: str) -> bool:
    """Return True if the HTML has words: a newsletter may be a single picture."""
    start, hidden = 0, ""
    for tag in TAG.finditer(html):
        if not hidden and _has_words(html[start : tag.start()]):
            return True
        name = tag[2].lower()
        if name in HIDDEN_TAGS and not hidden and not tag[1]:
            hidden = name
        elif name == hidden:
            hidden = ""
        start = tag.end()
    return not hidden and _has_words(html[start:])


def _has_words(text: str) -> bool:
    return re.search(r"\w", ENTITY.sub("", text)) is not None


def _plain_part(part: Part) -> str:
    """Return the plain text with each paragraph on a line."""
    text = _text(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, str(part.get_param("delsp", "")).lower() == "yes")
    return unwrap(text)


def _text(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return decode(content, known_encoding(part.get_content_charset() or ""))


def _hints(mail: Part) -> dict[str, str]:
    """Return the facts of the headers.

    A newsletter is its own source; a personal mail has an author, whose domain is the source.
    """
    name, address = parseaddr(str(mail.get("From") or ""))
    name = _words(name)
    domain = address.rpartition("@")[2].lower()
    bulk = any(mail.get(header) for header in BULK_HEADERS) or "bulk" in _header(mail, "Precedence")
    facts = {
        "title": _header(mail, "Subject"),
        "date": mail_date(_header(mail, "Date") or _header(mail, "Received").rpartition(";")[2]),
        "source": (name or domain) if bulk else domain,
        "authors": "" if bulk else name,
        "url": _header(mail, "Archived-At").strip("<> "),
        "language": _header(mail, "Content-Language"),
    }
    return {fact: UNSOUND.sub("\ufffd", stated) for fact, stated in facts.items() if stated}


def mail_date(stated: str) -> str:
    """Return a date of RFC 5322, as in mail and RSS, in ISO form; other text is returned as it is.

    >>> mail_date("Mon, 13 Jan 2025 21:18:00 +0200"), mail_date("2025-01-13")
    ('2025-01-13T21:18:00+02:00', '2025-01-13')
    """
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated.strip()


def _header(mail: Part, name: str) -> str:
    return _words(mail.get(name) or "")


def _words(stated: str) -> str:
    """Return the text of a header, however it is encoded."""
    try:
        pieces = decode_header(stated)
    except Exception:  # "=?utf-8?b?x?=": the header is used as it is
        pieces = [(stated, None)]
    words = "".join(_decode_piece(piece, charset) for piece, charset in pieces)
    return " ".join(words.replace("\0", "").split())


def _decode_piece(piece: bytes | str, charset: str | None) -> str:
    content = piece.encode("ascii", "surrogateescape") if isinstance(piece, str) else piece
    return decode(content.replace(b"\0", b""), known_encoding(charset or ""))
