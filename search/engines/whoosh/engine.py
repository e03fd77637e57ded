"""The Whoosh engine, open for reading. It needs no Whoosh, and numpy only for long answers."""

from collections.abc import Iterator, Mapping
from datetime import date
from heapq import merge
from pathlib import Path

from search.article import Article
from search.engines import index_folder
from search.engines.base import SavedSearches, Stats, WordCounts
from search.engines.index_folder import Manifest
from search.engines.nonmatch import Nonmatch
from search.engines.query_leaves import typed_leaves
from search.engines.query_reader import QueryReader
from search.engines.tree_matching import match_tree
from search.engines.whoosh.searching.cut_word_counts import cut_word_counts
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.kernel_choice import KernelChoice
from search.engines.whoosh.searching.lazy_hits import ReadLater, in_turn
from search.engines.whoosh.searching.place_matcher import PlaceMatcher
from search.engines.whoosh.searching.query_execution import Answering
from search.errors import NoArticle
from search.identities import Identities
from search.query import NONE, Hit, Placement, Query, Results
from search.stories.story_index import Stories
from search.values import replace


class WhooshEngine:
    """One generation of an index; a later build does not change its answers.

    `kernel` is one of KERNELS; without it each query gets the one that is faster for it. `saved`
    is asked for the searches that a query may name, when one does.

    Raises: BrokenIndex, from every method.
    """

    def __init__(
        self, home: Path, manifest: Manifest, kernel: str = "", saved: SavedSearches = dict
    ) -> None:
        self._home, self._manifest = home, manifest
        self._generation = IndexReader(home, manifest, kernel)
        self._reader = QueryReader(saved, manifest.folders.values())
        choice = KernelChoice(self._generation.segments, kernel)
        self._answering = Answering(self._generation, self._reader, choice)

    def search(self, query: Query) -> Results:
        """The articles that match, best first; ties go to the lower id.

        If none has all the words, those with some of them, and a notice.
        """
        results, shown, answered = self._answering.answer(query)
        return results(hits=tuple(ReadLater(*each, answered) for each in shown))

    def search_all(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """The answer without its hits, and all of these, one at a time, whatever the limit."""
        every = replace(query, offset=0, limit=max(self._generation.size, 1), copies=True)
        results, shown, answered = self._answering.answer(every)
        return results(), in_turn(shown, answered, self._generation.release_pages)

    def explain(self, id: str, query: Query) -> Placement:
        """Where the article of that id stands among all answers, or what keeps it out."""
        place, article = self._generation.place(id), self.get(id)
        limit = self._generation.size
        every = self.search(replace(query, limit=limit, offset=0, facets=(), copies=True))
        ranks = (rank for rank, hit in enumerate(every.hits, 1) if hit.article.id == id)
        if rank := next(ranks, 0):
            return Placement(id, rank, every.total)
        tree = self._reader.tree(query)
        evaluator = self._generation.evaluator("plain")
        node = match_tree(tree, evaluator, query.whole).node
        nonmatch = Nonmatch(article, PlaceMatcher(evaluator, place), typed_leaves(tree))
        return Placement(id, 0, every.total, nonmatch.reasons(node, query))

    def get(self, id: str) -> Article:
        """The article of that id."""
        return self._generation.article(self._generation.place(id))

    def find(self, name: str) -> Article:
        """The article whose id is, or alone contains, the name."""
        segments = self._generation.segments
        near = sorted(id for segment in segments for id in segment.ids_with(name))
        if name in near or len(near) == 1:
            return self.get(name if name in near else near[0])
        if not near:
            raise NoArticle(f"no article {name!r}", "find one with 'search query'")
        several = ", ".join(near[:3]) + (", ..." if len(near) > 3 else "")
        raise NoArticle(f"{len(near)} articles go by {name!r}", f"name one of them: {several}")

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        for id in merge(*(segment.ids for segment in self._generation.segments)):
            for number, segment in enumerate(self._generation.segments):
                document = segment.document(id)
                if document >= 0:
                    yield self._generation.article((number, document))

    def stats(self) -> Stats:
        """What the index holds."""
        days = sorted(self._generation.values("date", "day"))
        return Stats(
            articles=self._generation.size,
            sources=len(self._generation.values("source")),
            people=len(self._generation.values("people")),
            first=date.fromisoformat(days[0]) if days else None,
            last=date.fromisoformat(days[-1]) if days else None,
            undated=self._generation.counts("date").get(NONE, 0),
            generation=self._manifest.generation,
            digest=self._manifest.digest,
            folders=self._manifest.folders,
        )

    def word_counts(self) -> Mapping[str, WordCounts]:
        """How much was kept and cut, by source."""
        return cut_word_counts(self._generation.segments)

    def skips(self) -> Mapping[str, str]:
        """What could not be read when the index was built, by path, with the reason."""
        ledger = index_folder.read_ledger(self._home.parent, self._manifest)
        return dict(sorted(ledger.skips.items())) if ledger else {}

    def identities(self) -> Identities:
        """Who is who over all articles."""
        return self._generation.identity_lookup.identities

    def stories(self) -> Stories:
        """Which articles are copies of one story."""
        return self._generation.stories
