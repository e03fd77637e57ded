"""Reads a page of HTML: one document. What it says of itself is for `clean` to find."""

from collections.abc import Iterator

from search.article import Document
from search.readers.plain_text import worded
from search.readers.raw_bytes import PAGE_LIMIT, Raw, whole
from search.readers.text_decoding import declared, decoded


def documents(raw: Raw) -> Iterator[Document]:
    """The one document of a page.

    Raises: UnreadError, and what reading raises.
    """
    content, digest = whole(raw, PAGE_LIMIT)
    yield Document(raw.path, "html", worded(decoded(content, declared(content))), digest)
