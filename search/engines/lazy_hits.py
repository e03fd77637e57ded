"""Hits that read their article only when it is looked at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from search.article import Article
from search.engines.highlights import article_snippets
from search.query import ArticleHead, ClauseScore, Copy, Hit, Leaf
from search.values import asdict

BATCH = 16  # hits read before their pages are released: 1 MB or more are read for each
Place = Any  # where an engine keeps an article


class HitSource(Protocol):
    """The search that found a hit; it reads what the hit shows."""

    def head(self, place: Place) -> ArticleHead:
        """Return the head of the article."""
        ...

    def article(self, place: Place) -> Article:
        """Return the article."""
        ...

    def clause_scores(self, place: Place) -> tuple[ClauseScore, ...]:
        """Return the parts of the score of the article."""
        ...

    def leaves(self) -> Sequence[Leaf]:
        """Return the leaves that snippets mark."""
        ...

    def copies(self, place: Place) -> tuple[Copy, ...]:
        """Return the other copies of the story among the matches."""
        ...


class LazyHit(Hit):
    """A hit with a score and a place, which reads the rest when it is looked at.

    It equals the `Hit` that it stands for. Its head is cheaper to read than its article.
    """

    def __init__(self, score: float, place: Place, source: HitSource) -> None:
        self.__dict__.update(score=score, _place=place, _source=source)

    @property
    def id(self) -> str:
        """Return the id of the article."""
        return str(self.head.id)

    @property
    def listed(self) -> tuple[str, str, str, str]:
        """Return the columns of a list of hits: id, day, source and heading."""
        head = self.head
        return head.id, head.day, head.source, head.title or self.article.heading

    def __getattr__(self, name: str) -> Any:
        """Read a field when it is looked at for the first time."""
        if name not in LAZY_FIELDS:
            raise AttributeError(name)
        fields = self.__dict__
        value = fields[name] = LAZY_FIELDS[name](fields["_source"], fields["_place"], self)
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hit) and asdict(self) == asdict(other)

    def __hash__(self) -> int:
        return hash((self.article.id, self.score))


LAZY_FIELDS: Mapping[str, Callable[[HitSource, Place, LazyHit], Any]] = {
    "head": lambda source, place, _: source.head(place),
    "article": lambda source, place, _: source.article(place),
    "why": lambda source, place, _: source.clause_scores(place),
    "copies": lambda source, place, _: source.copies(place),
    "snippets": lambda source, _, hit: article_snippets(hit.article, source.leaves()),
}


def stream_hits(
    ranked: Iterable[tuple[float, Place]], source: HitSource, release: Callable[[], None]
) -> Iterator[Hit]:
    """Return the hits one at a time; `release` frees what was read for the previous ones."""
    for number, (score, place) in enumerate(ranked, 1):
        yield LazyHit(score, place, source)
        if number % BATCH == 0:
            release()
