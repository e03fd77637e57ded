"""What every engine keeps to, so that one can stand in for another."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from search.article import Article
from search.engines.build_inputs import Ledger
from search.identities import Identities
from search.query import Hit, Placement, Query, Results
from search.stories.story_index import Stories
from search.values import Value, field


class Stats(Value):
    """What an index holds."""

    articles: int
    sources: int
    people: int
    first: date | None = None  # the earliest day an article is dated
    last: date | None = None
    undated: int = 0
    generation: int = 0
    digest: str = ""  # the same for the same documents and settings
    folders: Mapping[str, str] = field(default_factory=dict)  # name -> where it was read


class Words(NamedTuple):
    """How many words were kept, and how many cut."""

    kept: int
    cut: int


class Engine(Protocol):
    """An index that is open for reading. It answers as of the moment it was opened."""

    def search(self, query: Query) -> Results:
        """The articles that match, best first; ties go to the lower id.

        Raises: BadQuery, BrokenIndex.
        """
        ...

    def matching(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """The answer without its hits, and all of these, one at a time, whatever the limit.

        They come in the order of `search`, and what is held of those to come is small.

        Raises: BadQuery, BrokenIndex.
        """
        ...

    def standing(self, id: str, query: Query) -> Placement:
        """Where the article of that id stands among all answers, or what keeps it out.

        Raises: NoArticle, BadQuery.
        """
        ...

    def get(self, id: str) -> Article:
        """The article of that id.

        Raises: NoArticle.
        """
        ...

    def find(self, name: str) -> Article:
        """The article whose id is, or alone contains, the name.

        Raises: NoArticle, which lists the candidates where there are several.
        """
        ...

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        ...

    def identities(self) -> Identities:
        """Who is who over all articles; every answer is in its light."""
        ...

    def stories(self) -> Stories:
        """Which articles are copies of one story."""
        ...

    def stats(self) -> Stats:
        """What the index holds."""
        ...

    def words(self) -> Mapping[str, Words]:
        """How much was kept and cut, by source; NONE stands for articles without one."""
        ...

    def skips(self) -> Mapping[str, str]:
        """What could not be read when the index was built, by path, with the reason."""
        ...


class Writer(Protocol):
    """One change of an index: nothing of it is seen before `commit`, all of it after.

    `ledger` says what the index in force was built from; it is empty where all is to be built
    anew. `folders` says which folders it was built from even then, where that can be read.
    """

    ledger: Ledger
    folders: Mapping[str, str]

    def add(self, article: Article) -> None:
        """Take the article in, in place of the one of the same id."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Take these articles out."""
        ...

    def kept(self, name: str) -> bytes | None:
        """What was kept by that name in the index in force; None where all is built anew."""
        ...

    def keep(self, name: str, contents: Callable[[], bytes]) -> None:
        """Put something by for the next change; it is asked for by `commit`, as late as may be."""
        ...

    def commit(self, ledger: Ledger) -> None:
        """Put the change in force, with what it was made from."""
        ...

    def close(self) -> None:
        """Leave the index as it is in force."""
        ...
