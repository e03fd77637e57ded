"""A reader of HTML pages: one document, whose facts are found by cleaning."""

import re
from collections.abc import Iterator

from search.article import Document
from search.readers.plain_text import require_text
from search.readers.raw_bytes import PAGE_LIMIT, Raw, read_document
from search.readers.text_decoding import declared_encoding, decode

OPENING = 4096  # characters in which programs that save a page say where it was
# Browsers write `<!-- saved from url=(0045)https://... -->`, with the length of the address, and
# SingleFile `<!-- Page saved with SingleFile`, then a line `url: https://...`.
SAVED_FROM = re.compile(
    r"<!--\s{0,99}saved from url=\(\d{4}\)(https?://\S{1,2000})"
    r"|<!--\s{0,99}Page saved with SingleFile\s{1,99}url: (https?://\S{1,2000})"
)


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a page."""
    content, digest = read_document(raw, PAGE_LIMIT)
    text = require_text(decode(content, declared_encoding(content)))
    saved = SAVED_FROM.search(text, 0, OPENING)
    yield Document(raw.path, "html", text, digest, {"url": saved[1] or saved[2]} if saved else {})
