"""Hits that read their article only when it is looked at."""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from search import snippet
from search.analysis import tokens
from search.article import Article
from search.engines.marks import marks
from search.engines.whoosh.segment import Head
from search.query import TEXT_ZONES, Hit, Leaf, Share, Snippet

Place = tuple[int, int]  # the number of a segment, and of a document in it


class Answered(Protocol):
    """What a hit asks of the search that found it."""

    def head(self, place: Place) -> Head: ...

    def article(self, place: Place) -> Article: ...

    def why(self, place: Place) -> tuple[Share, ...]: ...

    def leaves(self) -> Sequence[Leaf]: ...


class ReadLater(Hit):
    """A hit of which the place and the score are known; it equals the `Hit` it stands for."""

    def __init__(self, score: float, place: Place, answered: Answered) -> None:
        self.__dict__["_place"] = place
        self.__dict__["_answered"] = answered
        object.__setattr__(self, "score", score)

    @cached_property
    def head(self) -> Head:
        """Id, title, day and source: what a list needs."""
        return self._ask.head(self.__dict__["_place"])

    @property
    def id(self) -> str:
        return self.head.id

    @cached_property
    def article(self) -> Article:
        return self._ask.article(self.__dict__["_place"])

    @cached_property
    def why(self) -> tuple[Share, ...]:
        return self._ask.why(self.__dict__["_place"])

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        return snippets(self.article, self._ask.leaves())

    @property
    def _ask(self) -> Answered:
        found: Answered = self.__dict__["_answered"]
        return found

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
