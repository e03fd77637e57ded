"""A small engine, the example of docs/architecture.md: it looks at every article for each query.

It finds, counts and scores with the referee of the tests, where a real engine has an index of its
own. Everything else here is what every engine does.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from support.reference import Referee

from search import identities
from search.article import Article, Block, Person, Verdict
from search.engines import index_folder, staging
from search.engines.base import Ledger, SavedSearches, Stats, WordCounts
from search.engines.highlights import article_snippets
from search.engines.id_lookup import single_id
from search.engines.index_folder import Manifest
from search.engines.write_lock import WriteLock
from search.errors import NoArticle, NoIndex
from search.identities import Identities
from search.query import NONE, Hit, Placement, Query, Results
from search.query.trees import scoring_leaves
from search.stories import story_index
from search.stories.story_index import Stories

VERSIONS = {"scan": 1}  # raise it when the format changes: an older index is refused
ARTICLES = "articles.jsonl"


def open_engine(folder: Path, saved: SavedSearches = dict) -> "ScanEngine":  # noqa: ARG001
    """Open the index for reading; this engine knows no saved searches."""
    manifest = index_folder.read_manifest(folder)
    index_folder.check_versions(folder, manifest, VERSIONS)
    return ScanEngine(folder, manifest)


def open_writer(folder: Path, fresh: bool = False, dry: bool = False) -> "ScanWriter":
    """Open the index for a change."""
    return ScanWriter(folder, fresh, dry)


def is_current(folder: Path) -> bool:
    """Return whether the index has the versions of this program, and all its files."""
    manifest = index_folder.read_manifest(folder)
    index_folder.check_versions(folder, manifest, VERSIONS)
    return index_folder.generation_folder(folder, manifest).is_dir()


def problems(folder: Path) -> list[str]:
    """Return the files that were changed."""
    return list(index_folder.changed_files(folder, index_folder.read_manifest(folder)))


class ScanEngine:
    """The articles of one generation, in memory."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._manifest = manifest
        self._ledger = index_folder.read_ledger(folder, manifest) or Ledger()
        people = index_folder.read_file(folder, manifest, identities.FILE)
        self._identities = identities.parse_identities(people) if people else Identities()
        self._stories = Stories(index_folder.read_file(folder, manifest, story_index.FILE))
        lines = (index_folder.read_file(folder, manifest, ARTICLES) or b"").splitlines()
        self._articles = {article.id: article for article in map(_decode, lines)}
        self._referee = Referee(self._articles.values(), self._identities)

    def search(self, query: Query) -> Results:
        """Return the articles that match, best first."""
        results = self._referee.search(query)
        leaves = scoring_leaves(self._referee.answered_tree(query)[0])
        hits = tuple(
            Hit(self.get(hit.id), hit.score, article_snippets(self._articles[hit.id], leaves))
            for hit in results.hits
        )
        return replace(results, hits=hits)

    def search_all(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """Return the answer without hits, and an iterator over all hits."""
        results = self.search(replace(query, offset=0, limit=len(self._articles)))
        return replace(results, hits=()), iter(results.hits)

    def explain(self, id: str, query: Query) -> Placement:
        """Return the rank of the article among all answers."""
        results, hits = self.search_all(query)
        ids = [hit.id for hit in hits]
        if id in ids:
            return Placement(id, ids.index(id) + 1, results.total)
        return Placement(id, 0, results.total, ("it does not match",))

    def get(self, id: str) -> Article:
        """Return the article of that id, its people by their identities."""
        if id not in self._articles:
            raise NoArticle(f"no article {id!r}", "find one with 'search query'")
        article = self._articles[id]
        day = article.date.isoformat() if article.date else ""
        return replace(article, people=self._identities.resolve(article.people, day))

    def find(self, name: str) -> Article:
        """Return the article whose id is the name, or the only one whose id contains it."""
        return self.get(single_id(name, (id for id in self._articles if name in id)))

    def articles(self) -> Iterator[Article]:
        """Return every article, by id."""
        return map(self.get, sorted(self._articles))

    def identities(self) -> Identities:
        """Return the identities of the people of all articles."""
        return self._identities

    def stories(self) -> Stories:
        """Return the stories."""
        return self._stories

    def stats(self) -> Stats:
        """Return the size and the span of the index."""
        facets = self.search(Query(limit=0, interval="day")).facets
        values = {facet: {each.value for each in counts} for facet, counts in facets.items()}
        days = sorted(map(date.fromisoformat, values["date"] - {NONE}))
        return Stats(
            articles=len(self._articles),
            sources=len(values["source"] - {NONE}),
            people=len(values["people"] - {NONE}),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            undated=sum(article.date is None for article in self._articles.values()),
            generation=self._manifest.generation,
            digest=self._manifest.digest,
            folders=self._manifest.folders,
        )

    def word_counts(self) -> Mapping[str, WordCounts]:
        """Return the words kept and cut by source."""
        counts: dict[str, WordCounts] = defaultdict(lambda: WordCounts(0, 0))
        for article in self._articles.values():
            kept, cut = counts[article.source or NONE]
            cuts = sum(len(block.text.split()) for block in article.cuts)
            counts[article.source or NONE] = WordCounts(
                kept + len(article.body.split()), cut + cuts
            )
        return counts

    def skips(self) -> Mapping[str, str]:
        """Return the documents that the build could not read."""
        return self._ledger.skips

    def unread(self) -> Mapping[str, int]:
        """Return the number of files of kinds that are not read, by their endings."""
        return self._ledger.unread

    def close(self) -> None:
        """Do nothing: all of it is in memory."""


class ScanWriter:
    """A change of the index, which is locked until `commit` or `close`."""

    def __init__(self, folder: Path, fresh: bool, dry: bool) -> None:
        self._folder = folder
        self._lock = None if dry else WriteLock(folder)
        self._base = None if fresh else _current(folder)
        base = self._base and index_folder.read_ledger(folder, self._base)
        self.ledger = base or Ledger()
        self.folders = self.ledger.folders or index_folder.document_folders(folder)
        self.warning = ""
        lines = (self.read_store(ARTICLES) or b"").splitlines()
        self._articles = {article.id: article for article in map(_decode, lines)}
        self._stores: dict[str, Callable[[], bytes]] = {ARTICLES: self._encoded}
        self._dropped: list[str] = []

    def add(self, article: Article) -> None:
        """Add the article, in place of the one of the same id."""
        self._articles[article.id] = article

    def remove(self, ids: Iterable[str]) -> None:
        """Remove these articles."""
        for id in ids:
            self._articles.pop(id, None)

    def read_store(self, name: str) -> bytes | None:
        """Return what the current index stores under the name."""
        return index_folder.read_file(self._folder, self._base, name) if self._base else None

    def store_names(self, prefix: str) -> list[str]:
        """Return the names that begin like this under which something is stored."""
        return sorted(n for n in (self._base.files if self._base else ()) if n.startswith(prefix))

    def drop_store(self, name: str) -> None:
        """Store nothing under the name any more."""
        self._dropped.append(name)

    def write_store(self, name: str, contents: Callable[[], bytes]) -> None:
        """Store something under the name."""
        self._stores[name] = contents

    def commit(self, ledger: Ledger) -> None:
        """Publish the change."""
        draft = staging.stage(self._folder, self._base)
        for name in self._dropped:
            draft.drop(name)
        for name, contents in self._stores.items():
            draft.create(name).write_bytes(contents())
        versions = {**ledger.versions, **VERSIONS}
        self.warning = staging.publish(self._folder, draft, versions, ledger, {})
        self.close()

    def close(self) -> None:
        """Discard what was not committed, and release the lock."""
        if self._lock:
            self._lock.release()

    def _encoded(self) -> bytes:
        articles = (self._articles[id] for id in sorted(self._articles))
        return "".join(map(_encode, articles)).encode()


def _current(folder: Path) -> Manifest | None:
    """Return the manifest of the current index; None where there is none."""
    try:
        return index_folder.read_manifest(folder)
    except NoIndex:
        return None


def _encode(article: Article) -> str:
    """Return the article as a line of JSON: dates as text, tuples as lists."""
    return json.dumps(vars(article), default=str) + "\n"


def _decode(line: bytes) -> Article:
    fields = json.loads(line)
    for name in ("date", "updated"):
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    people = [Person(name, tuple(variants), quoted) for name, variants, quoted in fields["people"]]
    blocks = [Block(text, start, end, Verdict(*cut)) for text, start, end, cut in fields["blocks"]]
    fields |= {
        "people": tuple(people),
        "blocks": tuple(blocks),
        "authors": tuple(fields["authors"]),
    }
    return Article(**fields)
