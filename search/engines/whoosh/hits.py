"""Hits that read their article only when it is looked at."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from search import snippet
from search.analysis import tokens
from search.article import Article
from search.engines.marks import marks
from search.engines.whoosh.segment import Head
from search.query import TEXT_ZONES, Hit, Leaf, Share, Snippet


class ReadLater(Hit):
    """A hit of which the head and the score are known; it equals the `Hit` it stands for."""

    score: float

    def __init__(
        self,
        score: float,
        head: Callable[[], Head],
        article: Callable[[], Article],
        why: Callable[[], tuple[Share, ...]],
        leaves: Callable[[], Sequence[Leaf]],
    ) -> None:
        """Each of the parts is called at most once."""
        held: dict[str, Any] = self.__dict__
        held |= {"_head": head, "_article": article, "_why": why, "_leaves": leaves}
        object.__setattr__(self, "score", score)

    @cached_property
    def head(self) -> Head:
        """Id, title, day and source: what a list needs."""
        found: Head = self.__dict__["_head"]()
        return found

    @cached_property
    def article(self) -> Article:
        found: Article = self.__dict__["_article"]()
        return found

    @cached_property
    def why(self) -> tuple[Share, ...]:
        found: tuple[Share, ...] = self.__dict__["_why"]()
        return found

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        return snippets(self.article, self.__dict__["_leaves"]())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Hit.__match_args__)

    def __hash__(self) -> int:
        return hash((self.article.id, self.score))


def snippets(article: Article, leaves: Sequence[Leaf]) -> tuple[Snippet, ...]:
    """What to show of the article: of its body, or of the cut text if that was asked for."""
    cut = [leaf for leaf in leaves if "teasers" in leaf.zones]
    wanted = cut or [leaf for leaf in leaves if set(leaf.zones) & set(TEXT_ZONES)]
    text = "\n".join(block.text.strip() for block in article.cuts) if cut else article.body
    return snippet.snippets(text, marks(tokens(text), wanted))
