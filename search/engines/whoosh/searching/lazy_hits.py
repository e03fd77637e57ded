"""Hits that read their article only when it is looked at."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from search import snippets as snippets_module
from search.analysis import tokens
from search.article import Article
from search.engines.highlights import marks
from search.engines.whoosh.storage.segment import Head
from search.query import TEXT_ZONES, ClauseScore, Copy, Hit, Leaf, Snippet
from search.values import asdict

Place = tuple[int, int]  # the number of a segment, and of a document in it
AT_ONCE = 16  # hits read before what was read is let go: 1 MB or more are read for each


class Answered(Protocol):
    """What a hit asks of the search that found it."""

    def head(self, place: Place) -> Head: ...

    def article(self, place: Place) -> Article: ...

    def why(self, place: Place) -> tuple[ClauseScore, ...]: ...

    def leaves(self) -> Sequence[Leaf]: ...

    def copies(self, place: Place) -> tuple[Copy, ...]: ...


class ReadLater(Hit):
    """A hit of which the place and the score are known; it equals the `Hit` it stands for."""

    def __init__(self, score: float, place: Place, answered: Answered) -> None:
        held = self.__dict__
        held["score"], held["_place"], held["_answered"] = score, place, answered

    @property
    def head(self) -> Head:
        """Id, title, day and source: what a list needs."""
        held = self.__dict__
        if "_head" not in held:
            held["_head"] = held["_answered"].head(held["_place"])
        found: Head = held["_head"]
        return found

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def listed(self) -> tuple[str, str, str, str]:
        head = self.head
        return head.id, head.day, head.source, head.title or self.article.heading

    def __getattr__(self, name: str) -> Any:
        """What is looked at for the first time."""
        if name not in LATER:
            raise AttributeError(name)
        found = self.__dict__[name] = LATER[name](self._ask, self)
        return found

    @property
    def _ask(self) -> Answered:
        found: Answered = self.__dict__["_answered"]
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hit) and asdict(self) == asdict(other)

    def __hash__(self) -> int:
        return hash((self.article.id, self.score))


LATER: Mapping[str, Callable[[Answered, ReadLater], Any]] = {
    "article": lambda answered, hit: answered.article(hit.__dict__["_place"]),
    "why": lambda answered, hit: answered.why(hit.__dict__["_place"]),
    "copies": lambda answered, hit: answered.copies(hit.__dict__["_place"]),
    "snippets": lambda answered, hit: snippets(hit.article, answered.leaves()),
}


def snippets(article: Article, leaves: Sequence[Leaf]) -> tuple[Snippet, ...]:
    """What to show of the article: of its body, or of the cut text if that was asked for."""
    cut = [leaf for leaf in leaves if "teasers" in leaf.zones]
    wanted = cut or [leaf for leaf in leaves if set(leaf.zones) & set(TEXT_ZONES)]
    text = "\n".join(block.text.strip() for block in article.cuts) if cut else article.body
    return snippets_module.snippets(text, marks(tokens(text), wanted))


def in_turn(
    shown: Sequence[tuple[float, Place]], answered: Answered, let_go: Callable[[], None]
) -> Iterator[Hit]:
    """The hits, none of which is kept, nor what was read of the files: `let_go` gives it back."""
    scores = array("d", (score for score, _ in shown))
    segments, documents = (array("I", (at[i] for _, at in shown)) for i in (0, 1))
    places = zip(segments, documents, strict=True)
    return _read_in_turn(zip(scores, places, strict=True), answered, let_go)


def _read_in_turn(
    shown: Iterable[tuple[float, Place]], answered: Answered, let_go: Callable[[], None]
) -> Iterator[Hit]:
    for number, (score, place) in enumerate(shown, 1):
        yield ReadLater(score, place, answered)
        if number % AT_ONCE == 0:
            let_go()
