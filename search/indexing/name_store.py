"""The names of all articles, kept beside the index, and who is who by them."""

import json
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from search.article import Article
from search.engines import open_writer
from search.engines.base import Writer
from search.identities import FILE
from search.indexing.parallel_map import Aside
from search.people.identity_resolution import Sighting, census
from search.people.people_decisions import Decisions, beside, decisions, write

SIGHTINGS = "names"  # the name under which the index keeps them


class Names:
    """The names of the articles of one index; `kept` is what `record` gave when last built."""

    def __init__(self, kept: bytes | None) -> None:
        self._articles: dict[str, Sighting] = {}
        if kept:
            names, articles = json.loads(zlib.decompress(kept))
            for id, day, own in articles:
                self._articles[id] = Sighting(day, tuple([names[number] for number in own]))

    def note(self, article: Article) -> None:
        """Take the names of the article, in place of what they were."""
        day = article.date.isoformat() if article.date else ""
        names = tuple(person.name for person in article.people)
        self._articles[article.id] = Sighting(day, names)

    def hand_over(
        self, present: Collection[str], decided: Decisions, writer: Writer, aside: Aside
    ) -> None:
        """Keep the names of these articles, and who is who by them."""
        self._articles = {id: self._articles[id] for id in sorted(present) if id in self._articles}
        writer.write_store(FILE, aside.begin(_who_is_who, list(self._articles.values()), decided))
        writer.write_store(SIGHTINGS, self._record)

    def _record(self) -> bytes:
        """Each name once, and the articles by the numbers of their names."""
        numbers: dict[str, int] = {}
        articles = [
            (id, day, [numbers.setdefault(name, len(numbers)) for name in names])
            for id, (day, names) in self._articles.items()
        ]
        whole = json.dumps([list(numbers), articles], ensure_ascii=False)
        return zlib.compress(whole.encode(), 1)


def _who_is_who(sightings: Sequence[Sighting], decided: Decisions) -> bytes:
    return census(sightings, decided).record()


ACTS: dict[str, Callable[[Decisions, Sequence[str]], Decisions]] = {
    "merge": Decisions.merge,
    "split": Decisions.take_apart,
    "hide": Decisions.hide,
}


def decide(index: Path, act: str, names: Sequence[str]) -> Path:
    """Decide one of ACTS on the names, and apply it at once; where it was written.

    No article is made anew.

    Raises: BadSeeds, LockedIndex, UnwritableIndex.
    """
    writer = open_writer(index)
    try:
        folders = list(writer.ledger.folders.values())
        changed = ACTS[act](decisions(folders), names)
        for path in sorted({beside(folder) for folder in folders[1:]} - {beside(folders[0])}):
            write(path, decisions([str(path)]).within(changed))
        write(beside(folders[0]), changed)
        every = Names(writer.read_store(SIGHTINGS))
        with Aside(jobs=1) as aside:
            every.hand_over(writer.ledger.articles.keys(), changed, writer, aside)
            writer.commit(replace(writer.ledger, people=changed.digest))
    finally:
        writer.close()
    return beside(folders[0])
