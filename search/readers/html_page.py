"""A reader of HTML pages: one document, whose facts are found by cleaning."""

from collections.abc import Iterator

from search.article import Document
from search.readers.plain_text import require_text
from search.readers.raw_bytes import PAGE_LIMIT, Raw, read_document
from search.readers.text_decoding import declared_encoding, decode


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a page."""
    content, digest = read_document(raw, PAGE_LIMIT)
    text = require_text(decode(content, declared_encoding(content)))
    yield Document(raw.path, "html", text, digest)
