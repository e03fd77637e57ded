"""The contract of every engine.

An engine finds, scores and counts the articles that match an analyzed query tree. What engines do
alike is written once, next to this module:

    query_reader                               text to tree, tree to matches
    did_you_mean  notices  nonmatch            corrections, advice, reasons
    more_like_this  significant_words          queries and facets made of words
    scoring  answer_order                      the formula of scores, ties, copies
    lazy_hits  highlights                      hits, snippets
    index_folder  read_generation              generations on the disk
    staging  write_lock                        their changes
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from search.article import Article
from search.engines.inputs_file import Stamp
from search.identities import Identities
from search.query import Hit, Placement, Query, Results
from search.stories.story_index import Stories
from search.values import Value, field

Versions = Mapping[str, int | str]  # part of the program -> number, or digest of its files
SavedSearches = Callable[[], Mapping[str, Query]]  # by their names in lower case


class Stats(Value):
    """The size and the span of an index."""

    articles: int
    sources: int
    people: int
    first: date | None = None  # the earliest day an article is dated
    last: date | None = None
    undated: int = 0
    generation: int = 0
    digest: str = ""  # the same for the same documents and settings
    folders: Mapping[str, str] = field(default_factory=dict)  # name -> where it was read


class Ledger(Value):
    """The inputs of an index, and the articles and skips they gave: a build does what changed."""

    versions: Versions = field(default_factory=dict)  # of cleaning, people, stories
    folders: Mapping[str, str] = field(default_factory=dict)  # name -> where it lies
    files: Mapping[str, str] = field(default_factory=dict)  # path -> sha256 of its bytes
    articles: Mapping[str, str] = field(default_factory=dict)  # id -> sha256 of its bytes
    skips: Mapping[str, str] = field(default_factory=dict)  # path -> reason
    rulings: Mapping[str, str] = field(default_factory=dict)  # code of a line -> keep or cut
    people: str = ""  # sha256 of the user's decisions about people
    unread: Mapping[str, int] = field(default_factory=dict)  # ending -> files that no reader reads
    unread_members: Mapping[str, str] = field(default_factory=dict)  # those of them in containers,
    # each with the saved page that it is a part of, if any
    decisions: Mapping[str, str] = field(default_factory=dict)  # file of decisions -> its sha256
    stamps: Mapping[str, Stamp] = field(default_factory=dict)  # path -> its state when it was read

    def digest(self) -> str:
        """Return a digest that is the same for the same documents, versions and user decisions.

        It does not depend on where the documents lie.
        """
        parts = (self.versions, self.articles, self.rulings)
        facts = [*(sorted(part.items()) for part in parts), self.people]
        from hashlib import sha256  # a query does not wait for OpenSSL

        return sha256(json.dumps(facts).encode()).hexdigest()


class WordCounts(NamedTuple):
    """The number of words that cleaning kept and cut."""

    kept: int
    cut: int


class Engine(Protocol):
    """An index that is open for reading. It answers as of the moment it was opened."""

    def search(self, query: Query) -> Results:
        """Return the articles that match, best first; ties go to the lower id.

        Raises: BadQuery, BrokenIndex.
        """
        ...

    def search_all(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """Return the answer without hits, and an iterator over all hits, whatever the limit.

        The hits come in the order of `search`, one at a time, in little memory.

        Raises: BadQuery, BrokenIndex.
        """
        ...

    def explain(self, id: str, query: Query) -> Placement:
        """Return the rank of the article among all answers, or the reasons why it is not one.

        Raises: NoArticle, BadQuery.
        """
        ...

    def get(self, id: str) -> Article:
        """Return the article of that id.

        Raises: NoArticle.
        """
        ...

    def find(self, name: str) -> Article:
        """Return the article whose id is the name, or the only one whose id contains it.

        Raises: NoArticle, which lists the candidates where there are several.
        """
        ...

    def articles(self) -> Iterator[Article]:
        """Return every article, by id."""
        ...

    def identities(self) -> Identities:
        """Return the identities of the people of all articles; every answer uses them."""
        ...

    def stories(self) -> Stories:
        """Return the stories: which articles are copies of one another."""
        ...

    def stats(self) -> Stats:
        """Return the size and the span of the index."""
        ...

    def word_counts(self) -> Mapping[str, WordCounts]:
        """Return the words kept and cut by source; NONE stands for articles without a source."""
        ...

    def skips(self) -> Mapping[str, str]:
        """Return the documents that the build could not read: path -> reason."""
        ...

    def unread(self) -> Mapping[str, int]:
        """Return the number of files of kinds that are not read, by their endings."""
        ...

    def close(self) -> None:
        """Let go of the files: nothing can be asked any more, nor read of an answer.

        Until then no build removes the files that the engine reads.
        """
        ...


class Writer(Protocol):
    """One change of an index: readers see nothing of it before `commit`, and all of it after.

    `ledger` says what the current index was built from; it is empty where everything is rebuilt.
    `folders` are the folders it was built from, known even then where they can be read. `warning`
    is set by `commit` where the change is made, but may not survive a power cut.
    """

    ledger: Ledger
    warning: str
    folders: Mapping[str, str]

    def add(self, article: Article) -> None:
        """Add the article, in place of the one of the same id."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Remove these articles."""
        ...

    def read_store(self, name: str) -> bytes | None:
        """Return what the current index stores under the name; None where all is rebuilt."""
        ...

    def store_names(self, prefix: str) -> list[str]:
        """Return the names that begin like this under which the index stores something, sorted."""
        ...

    def drop_store(self, name: str) -> None:
        """Store nothing under the name any more."""
        ...

    def write_store(self, name: str, contents: Callable[[], bytes]) -> None:
        """Store something under the name; `commit` calls `contents` as late as it can."""
        ...

    def commit(self, ledger: Ledger) -> None:
        """Publish the change, together with what it was built from."""
        ...

    def close(self) -> None:
        """Discard what was not committed."""
        ...


class EngineModule(Protocol):
    """The functions of an engine's package: those of `search.engines`, but of its own folder."""

    def open_engine(self, folder: Path, saved: SavedSearches) -> Engine:
        """Open the index for reading."""
        ...

    def open_writer(self, folder: Path, fresh: bool, dry: bool) -> Writer:
        """Open the index for a change."""
        ...

    def is_current(self, folder: Path) -> bool:
        """Return whether the index has the versions of this program, and all its files.

        Raises: NoIndex, OldIndex, BrokenIndex.
        """
        ...

    def problems(self, folder: Path) -> list[str]:
        """Read every byte of the index and return what is wrong with it, one problem a line."""
        ...
