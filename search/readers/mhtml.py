"""A reader of MHTML, a page as browsers save it in one file: one document."""

from collections.abc import Iterator
from email import message_from_bytes

from search.article import Document
from search.readers.mail import Part, RawHeaders
from search.readers.plain_text import require_text
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document, reporting_damage
from search.readers.text_decoding import declared_encoding, decode, known_encoding

PAGES = ("text/html", "application/xhtml+xml")
ADDRESSES = ("Snapshot-Content-Location", "Content-Location")


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of the page; the pages of its frames are left out."""
    content, digest = read_document(raw, PAGE_LIMIT)
    require_text(content.decode("latin-1"))
    with reporting_damage("MHTML"):
        saved = message_from_bytes(content, policy=RawHeaders())
        page = _page(saved)
        stored = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(stored, bytes):
        raise UnreadError("is no MHTML: it has no page of HTML")
    encoding = known_encoding(page.get_content_charset() or "") or declared_encoding(stored)
    text = require_text(decode(stored, encoding))
    addresses = (_header(part, name) for part in (saved, page) for name in ADDRESSES)
    url = next((each.strip() for each in addresses if each.startswith(("http:", "https:"))), "")
    yield Document(raw.path, "html", text, digest, {"url": url} if url else {})


def _header(part: Part, name: str) -> str:
    """Return a header; bytes that are not ASCII are decoded."""
    return decode(str(part.get(name) or "").encode("utf-8", "surrogateescape"))


def _page(saved: Part) -> "Part | None":
    """Return the page: the part that the file names as its start, or its first page."""
    pages = [part for part in saved.walk() if part.get_content_type() in PAGES]
    start = str(saved.get_param("start") or "")
    named = [part for part in pages if start and part.get("Content-ID") == start]
    return next(iter((*named, *pages)), None)
