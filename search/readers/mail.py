"""Reads a mail: one document, its HTML where it has any."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from html import escape
from typing import NamedTuple, TypeAlias, cast

from search.article import Document
from search.readers.column_names import UNSOUND
from search.readers.hard_wraps import flowing, unwrapped
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, check_size, sound, whole
from search.readers.text_decoding import decoded, understood
from search.readers.timestamps import of_mail

Part: TypeAlias = "Message[str, str]"  # a mail, or one of those it is made of

ENVELOPE = re.compile(rb"From [^\n]*\n")  # of a mail that was taken out of an mbox
BULK = ("List-Unsubscribe", "List-Id")  # a newsletter has one; a letter from somebody has none
TAG = re.compile(r"<(/?)(\w*)[^<>]*>")
UNSEEN = frozenset(("head", "script", "style", "title"))
ENTITY = re.compile(r"&#?\w+;")
DEEPEST = 50  # parts within parts; a mail of mails of mails has ten
MOST = 1000  # parts that are looked at


class _Policy(Compat32):
    """Headers as they stand: ours are decoded below, and no broken one raises."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


class Body(NamedTuple):
    """The text of a mail, or of a part of it."""

    plain: str = ""
    html: str = ""

    @property
    def pages(self) -> str:
        """All of it as HTML."""
        paragraphs = self.plain.split("\n\n") if self.plain else []
        return self.html + "".join(f"<p>{escape(each)}</p>\n" for each in paragraphs)


def documents(raw: Raw) -> Iterator[Document]:
    """The one document of a mail.

    Raises: UnreadError, and what reading raises.
    """
    content, digest = whole(raw, PAGE_LIMIT)
    envelope = ENVELOPE.match(content)
    yield document(raw.path, content[envelope.end() :] if envelope else content, digest)


def document(path: str, content: bytes, digest: str) -> Document:
    """The document of a mail.

    Attachments and mails that were attached are left out. Of a text that is there as HTML and as
    plain text the HTML is taken: the plain one of a newsletter is often a stub, and has lost the
    boxes by which its foot is known.
    Raises: UnreadError for what is no mail, or has no text.
    """
    if not content.strip():
        raise UnreadError("is empty")
    with sound("mail"):
        mail = message_from_bytes(content, policy=_Policy())
        if not any(mail.get(name) for name in ("From", "Date", "Subject", "Received")):
            raise UnreadError("is no mail: it has no sender, date or subject")
        body = _body(mail, 0)
        hints = _hints(mail)
        if not (body.html or body.plain.strip()):
            raise UnreadError(_textless(mail))
    check_size(body.plain.encode("utf-8", "replace"))
    if body.html:
        return Document(path, "html", body.pages, digest, hints)
    return Document(path, "text", body.plain, digest, hints)


def _textless(mail: Part) -> str:
    attached = sum(_attached(part) for part in mail.walk())
    return f"has no text, only attachments ({attached})" if attached else "has no text"


def _body(part: Part, depth: int) -> Body:
    """The text of a part and those within it."""
    if depth > DEEPEST or _attached(part):
        return Body()
    if part.is_multipart():
        if part.get_content_maintype() == "message":
            return Body()
        parts = cast(list[Part], part.get_payload())
        within = [_body(each, depth + 1) for each in parts[:MOST]]
        if part.get_content_subtype() == "alternative":
            return _richest(within)
        return _joined(within)
    kind = _type(part)
    if kind == "text/html":
        html = _text(part)
        return Body(html=html) if _is_worded(html) else Body()
    return Body(plain=_plain(part)) if kind == "text/plain" else Body()


def _richest(choices: list[Body]) -> Body:
    """The first with HTML, else the first with any text."""
    ordered = sorted(choices, key=lambda body: (not body.html, not body.plain))
    return ordered[0] if ordered else Body()


def _joined(parts: list[Body]) -> Body:
    """One text of several; as HTML where one of them is."""
    if any(part.html for part in parts):
        return Body(html="\n".join(part.pages for part in parts))
    return Body("\n\n".join(part.plain for part in parts if part.plain.strip()))


def _attached(part: Part) -> bool:
    if part.is_multipart():
        return part.get_content_maintype() == "message"
    text = _type(part) in ("text/plain", "text/html")
    return not text or part.get_content_disposition() == "attachment"


def _type(part: Part) -> str:
    """The type of a part without parts; one that states parts and has none is text."""
    return "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()


def _is_worded(html: str) -> bool:
    """Whether there is anything to read: a newsletter may be one picture."""
    start, hidden = 0, ""
    for tag in TAG.finditer(html):
        if not hidden and _has_words(html[start : tag.start()]):
            return True
        name = tag[2].lower()
        if name in UNSEEN and not hidden and not tag[1]:
            hidden = name
        elif name == hidden:
            hidden = ""
        start = tag.end()
    return not hidden and _has_words(html[start:])


def _has_words(text: str) -> bool:
    return re.search(r"\w", ENTITY.sub("", text)) is not None


def _plain(part: Part) -> str:
    """Plain text, its paragraphs on a line each."""
    text = _text(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        return flowing(text, str(part.get_param("delsp", "")).lower() == "yes")
    return unwrapped(text)


def _text(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return decoded(content, understood(part.get_content_charset() or ""))


def _hints(mail: Part) -> dict[str, str]:
    """What the headers state. A newsletter is its own source; a letter has an author, and his
    domain for a source.
    """
    name, address = parseaddr(str(mail.get("From") or ""))
    name = _words(name)
    domain = address.rpartition("@")[2].lower()
    bulk = any(mail.get(header) for header in BULK) or "bulk" in _header(mail, "Precedence")
    facts = {
        "title": _header(mail, "Subject"),
        "date": of_mail(_header(mail, "Date") or _header(mail, "Received").rpartition(";")[2]),
        "source": (name or domain) if bulk else domain,
        "authors": "" if bulk else name,
        "url": _header(mail, "Archived-At").strip("<> "),
        "language": _header(mail, "Content-Language"),
    }
    return {fact: UNSOUND.sub("\ufffd", stated) for fact, stated in facts.items() if stated}


def _header(mail: Part, name: str) -> str:
    return _words(mail.get(name) or "")


def _words(stated: str) -> str:
    """What a header states, however it is encoded."""
    try:
        pieces = decode_header(stated)
    except Exception:  # "=?utf-8?b?x?=": the header is then taken as it stands
        pieces = [(stated, None)]
    words = "".join(_piece(said, charset) for said, charset in pieces)
    return " ".join(words.replace("\0", "").split())


def _piece(said: bytes | str, charset: str | None) -> str:
    content = said.encode("ascii", "surrogateescape") if isinstance(said, str) else said
    return decoded(content.replace(b"\0", b""), understood(charset or ""))
