"""The Whoosh engine, open for reading. It needs no Whoosh, and numpy only for long answers."""

from collections.abc import Iterator, Mapping, Set
from datetime import date
from functools import partial
from heapq import merge
from itertools import groupby
from pathlib import Path

from search.article import Article
from search.engines.base import SavedSearches, Stats, WordCounts
from search.engines.index_folder import Manifest
from search.engines.lazy_hits import LazyHit, stream_hits
from search.engines.query_reader import QueryReader, match_tree, typed_leaves
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.ordering import compact
from search.engines.whoosh.searching.query_execution import QueryExecutor
from search.engines.whoosh.searching.story_places import find_place
from search.errors import ClosedIndex
from search.facet_definitions import LEFT_OUT
from search.identities import Identities
from search.query import NONE, Hit, Node, Placement, Query, Results
from search.schema import FIELDS
from search.stories.story_index import Stories
from search.values import replace


class WhooshEngine:
    """One generation of an index; a later build does not change its answers.

    `kernel` is one of KERNELS; without it each query gets the one that is faster for it. `saved`
    returns the searches that a query may name; it is called when a query names one.

    Raises: BrokenIndex and ClosedIndex, from every method.
    """

    def __init__(
        self, home: Path, manifest: Manifest, kernel: str = "", saved: SavedSearches = dict
    ) -> None:
        self._home, self._manifest = home, manifest
        index = IndexReader(home, manifest, kernel)
        self._open_index: IndexReader | None = index
        states = partial(_left_out, index)  # no method: an engine that is gone closes its files
        self._reader = QueryReader(saved, manifest.folders.values(), states)

    @property
    def _executor(self) -> QueryExecutor:
        return QueryExecutor(self._index, self._reader)

    @property
    def _index(self) -> IndexReader:
        if self._open_index is None:
            raise ClosedIndex(str(self._home.parent.parent))
        return self._open_index

    def close(self) -> None:
        """Let go of the files; what is asked or read of an answer later raises ClosedIndex."""
        if self._open_index is not None:
            self._open_index.close()
        self._open_index = None

    def search(self, query: Query) -> Results:
        """Return the articles that match, best first; ties go to the lower id.

        If none has all the words, those with some of them, and a notice.
        """
        results, ranked, source = self._executor.answer(query)
        return results(hits=tuple(LazyHit(*each, source) for each in ranked))

    def search_all(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """Return the answer without hits, and an iterator over all hits, whatever the limit."""
        every = replace(query, offset=0, limit=max(self._index.size, 1), copies=True)
        results, ranked, source = self._executor.answer(every)
        return results(), stream_hits(compact(ranked), source, self._index.release_pages)

    def explain(self, id: str, query: Query) -> Placement:
        """Return the rank of the article among all answers, or the reasons why it is not one."""
        place, article = self._index.place(id), self.get(id)
        limit = self._index.size
        every = self.search(replace(query, limit=limit, offset=0, facets=(), copies=True))
        ranks = (rank for rank, hit in enumerate(every.hits, 1) if hit.article.id == id)
        if rank := next(ranks, 0):
            return Placement(id, rank, every.total)
        tree = self._reader.tree(query)
        evaluator = self._index.evaluator(tree)
        node, _, _ = match_tree(tree, evaluator.matches, evaluator.complete, query.whole)
        from search.engines.nonmatch import Nonmatch

        def has(node: Node) -> bool:
            return place in evaluator.matches(node)

        nonmatch = Nonmatch(article, has, evaluator.count, typed_leaves(tree))
        return Placement(id, 0, every.total, nonmatch.reasons(node, query))

    def get(self, id: str) -> Article:
        """Return the article of that id."""
        return self._index.article(self._index.place(id))

    def find(self, name: str) -> Article:
        """Return the article whose id is the name, or the only one whose id contains it."""
        from search.engines.id_lookup import single_id

        ids = (id for segment in self._index.segments for id in segment.ids_containing(name))
        return self.get(single_id(name, ids, self.skips))

    def articles(self) -> Iterator[Article]:
        """Yield every article once, by id."""
        ids = merge(*(iter(segment.ids) for segment in self._index.segments))
        for id, _ in groupby(ids):  # an id stays in a segment in which it is deleted
            if place := find_place(self._index.segments, id):
                yield self._index.article(place)

    def stats(self) -> Stats:
        """Return the size and the span of the index."""
        days = sorted(self._index.values("date"))
        return Stats(
            articles=self._index.size,
            sources=len(self._index.values("source")),
            people=len(self._index.values("people")),
            first=date.fromisoformat(days[0]) if days else None,
            last=date.fromisoformat(days[-1]) if days else None,
            undated=self._index.counts("date").get(NONE, 0),
            generation=self._manifest.generation,
            digest=self._manifest.digest,
            folders=self._manifest.folders,
        )

    def word_counts(self) -> Mapping[str, WordCounts]:
        """Return the words kept and cut by source."""
        from search.engines.whoosh.searching.index_views import cut_word_counts

        return cut_word_counts(self._index.segments)

    def skips(self) -> Mapping[str, str]:
        """Return the documents that the build could not read: path -> reason."""
        ledger = self._index.generation.ledger()
        return dict(sorted(ledger.skips.items())) if ledger else {}

    def unread(self) -> Mapping[str, int]:
        """Return the number of files of kinds that are not read, by their endings."""
        ledger = self._index.generation.ledger()
        return ledger.unread if ledger else {}

    def identities(self) -> Identities:
        """Return the identities of the people of all articles."""
        return self._index.identity_lookup.identities

    def stories(self) -> Stories:
        """Return the stories: which articles are copies of one another."""
        return self._index.stories


def _left_out(index: IndexReader) -> Set[str]:
    """Return which of the states that are left out articles have."""
    terms = (
        (state, segment, segment.word_term(state))
        for state in LEFT_OUT
        for segment in index.segments
    )
    zone = FIELDS["is"]
    return {
        state
        for state, segment, term in terms
        if term and segment.document_frequency(zone, term.stem)
    }
