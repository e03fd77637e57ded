"""The names of all articles, stored with the index, and the identities resolved from them."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from search.article import Article
from search.bounded_zlib import deflate, inflate
from search.engines import open_engine, open_writer
from search.engines.base import Writer
from search.engines.index_folder import LEDGER
from search.engines.undecodable import undecodable
from search.errors import BrokenIndex
from search.identities import FILE
from search.indexing.inspection import decision_digests
from search.people.identity_resolution import ArticleNames, resolve_identities
from search.people.people_decisions import Decisions, decide, decisions_file
from search.process_pools import Pool
from search.user_files import PEOPLE

SIGHTINGS = "names"  # the name of the stored names in the index


class NameStore:
    """The names of the articles of one index; `kept` is the record of the last build."""

    def __init__(self, kept: bytes | None) -> None:
        self._articles: dict[str, ArticleNames] = {}
        if kept:
            names, articles = json.loads(inflate(kept))
            for id, day, own in articles:
                self._articles[id] = ArticleNames(day, tuple([names[number] for number in own]))

    def add(self, article: Article) -> None:
        """Add or replace the names of the article."""
        day = article.date.isoformat() if article.date else ""
        names = tuple(person.name for person in article.people)
        self._articles[article.id] = ArticleNames(day, names)

    def store(
        self, present: Collection[str], decided: Decisions, writer: Writer, pool: Pool
    ) -> None:
        """Store the names of these articles, and their identities."""
        self._articles = {id: self._articles[id] for id in sorted(present) if id in self._articles}
        identities = pool.submit(_resolved, list(self._articles.values()), decided)
        writer.write_store(FILE, identities.result)
        writer.write_store(SIGHTINGS, self._record)

    def _record(self) -> bytes:
        """Return the record: each name once, and articles with the numbers of their names."""
        numbers: dict[str, int] = {}
        articles = [
            (id, day, [numbers.setdefault(name, len(numbers)) for name in names])
            for id, (day, names) in self._articles.items()
        ]
        whole = json.dumps([list(numbers), articles], ensure_ascii=False)
        return deflate(whole.encode())


def _resolved(articles: Sequence[ArticleNames], decided: Decisions) -> bytes:
    return resolve_identities(articles, decided).to_json()


ACTS: dict[str, Callable[[Decisions, Sequence[str]], Decisions]] = {
    "merge": Decisions.merge,
    "split": Decisions.keep_separate,
    "hide": Decisions.hide,
    "unhide": Decisions.unhide,
}


def record_decision(index: Path, act: str, names: Sequence[str]) -> Path:
    """Record one of ACTS for the names, apply it to the index and return the file written.

    No article is made again.

    Raises: NoIndex, OldIndex, BrokenIndex, BadUserFile, LockedUserFile, LockedIndex,
    UnwritableIndex.
    """
    open_engine(index).close()  # a writer starts from nothing where an index cannot be read
    writer = open_writer(index)
    try:
        folders = list(writer.ledger.folders.values())
        if not folders:
            raise BrokenIndex(str(index), f"{LEDGER} names no folder")
        changed = decide(folders, lambda known: ACTS[act](known, names))
        with undecodable(index, f"{SIGHTINGS} cannot be read"):
            every = NameStore(writer.read_store(SIGHTINGS))
        with Pool(processes=1) as pool:
            every.store(writer.ledger.articles.keys(), changed, writer, pool)
            read = {path: sha for path, sha in decision_digests(folders).items() if _is_own(path)}
            known = {p: sha for p, sha in writer.ledger.decisions.items() if not _is_own(p)}
            ledger = replace(writer.ledger, people=changed.digest, decisions=known | read)
            writer.commit(ledger)
    finally:
        writer.close()
    return decisions_file(folders[0])


def _is_own(path: str) -> bool:
    """Return whether the file of decisions is about people."""
    return Path(path).name == PEOPLE
