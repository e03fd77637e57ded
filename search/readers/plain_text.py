"""Reads a file of plain text: one document."""

from collections.abc import Iterator

from search.article import Document
from search.readers.raw_bytes import Raw, UnreadError, whole
from search.readers.text_decoding import decoded


def documents(raw: Raw) -> Iterator[Document]:
    """The one document of a text file.

    Raises: UnreadError, and what reading raises.
    """
    content, digest = whole(raw)
    yield Document(raw.path, "text", worded(decoded(content)), digest)


def worded(text: str) -> str:
    """The same text.

    Raises: UnreadError where there is nothing to read in it.
    """
    if not text:
        raise UnreadError("is empty")
    if text.isspace():
        raise UnreadError("holds only white space")
    return text
