"""The sketches of all articles, stored with the index, and the stories found by them."""

from collections.abc import Collection, Set

from search.article import Article
from search.engines.base import Writer
from search.process_pools import Pool
from search.stories.grouping import DatedSketch, group_stories
from search.stories.regrouping import Regrouping
from search.stories.sketch_table import SketchTable, make_table, read_table
from search.stories.sketches import StorySketch
from search.stories.story_index import FILE, Stories, encode_stories

SKETCHES = "sketches"  # the name of the stored sketches in the index: some 250 bytes an article
FEW = 50  # changed articles, or one in LARGE: with more, all stories are formed again
LARGE = 20


class SketchStore:
    """The sketches of the articles of one index; `kept` and `stories` are those of last build."""

    def __init__(self, kept: bytes | None, stories: bytes | None) -> None:
        self._is_new = not (kept and stories)
        self._table = read_table(kept) if kept and stories else make_table({})
        self._stories = stories
        self._new: dict[str, DatedSketch] = {}

    def add(self, article: Article, sketch: StorySketch) -> None:
        """Add or replace the sketch of the article."""
        day = article.date.isoformat() if article.date else ""
        self._new[article.id] = DatedSketch(sketch, day)

    def store(self, present: Collection[str], writer: Writer, pool: Pool) -> None:
        """Store the sketches of these articles, and their stories, if they have changed."""
        new = {id: each for id, each in self._new.items() if id in present}
        changed = {*new, *(id for id in self._table.ids if id not in present)}
        if changed or self._is_new:
            table = self._table.changed(present, new)
            stories = pool.submit(_stories, self._table, table, self._stories, changed)
            writer.write_store(FILE, stories.result)
            writer.write_store(SKETCHES, table.to_bytes)


def _stories(old: SketchTable, new: SketchTable, known: bytes | None, changed: Set[str]) -> bytes:
    if len(changed) > max(FEW, len(old.ids) // LARGE):
        return encode_stories(group_stories(new.sketches()))
    return encode_stories(Regrouping(old, new, Stories(known)).stories(changed))
