"""A reader of plain text: one document."""

from collections.abc import Iterator

from search.article import Document
from search.readers.raw_bytes import Raw, UnreadError, read_document
from search.readers.text_decoding import decode


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a text file."""
    content, digest = read_document(raw)
    yield Document(raw.path, "text", require_text(decode(content)), digest)


def require_text(text: str) -> str:
    """Return the text if it has more than white space."""
    if not text:
        raise UnreadError("is empty")
    if text.isspace():
        raise UnreadError("holds only white space")
    return text
