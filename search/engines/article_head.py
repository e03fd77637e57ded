"""The head of an article: what a list of hits shows of it, cheap to read."""

from typing import NamedTuple


class ArticleHead(NamedTuple):
    """The columns of an article in a list."""

    id: str
    title: str
    day: str  # "2025-01-13", empty where it has no date
    source: str
