"""A reader of Safari's web archives, a page with its pictures in one file: one document."""

import plistlib
from collections.abc import Iterator
from typing import Any

from search.article import Document
from search.readers.plain_text import require_text
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document, reporting_damage
from search.readers.text_decoding import declared_encoding, decode, known_encoding

KIND = "web archive"
TEXTS = ("text/plain",)
PAGES = ("text/html", "application/xhtml+xml")


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of the page; the pages of its frames are left out."""
    content, digest = read_document(raw, PAGE_LIMIT)
    require_text(content.decode("latin-1"))
    with reporting_damage(KIND):
        saved = plistlib.loads(content)
    page = saved.get("WebMainResource") if isinstance(saved, dict) else None
    stored = page.get("WebResourceData") if isinstance(page, dict) else None
    if not isinstance(stored, bytes):
        raise UnreadError(f"is no {KIND}: it has no page")
    kind = _text(page, "WebResourceMIMEType") or PAGES[0]
    if kind not in (*PAGES, *TEXTS):
        raise UnreadError(f"is a {KIND} of {kind[:50]}, not of a page")
    encoding = known_encoding(_text(page, "WebResourceTextEncodingName"))
    text = require_text(decode(stored, encoding or declared_encoding(stored)))
    url = _text(page, "WebResourceURL")
    hints = {"url": url} if url.startswith(("http:", "https:")) else {}
    yield Document(raw.path, "html" if kind in PAGES else "text", text, digest, hints)


def _text(page: Any, name: str) -> str:
    stated = page.get(name)
    return stated.strip() if isinstance(stated, str) else ""
