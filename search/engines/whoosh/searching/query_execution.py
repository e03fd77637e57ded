"""The execution of a query: matches, filters, order, facets, suggestions and notices."""

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from search.engines import notices
from search.engines.query_reader import QueryReader, analyze_cached, match_tree, typed_leaves
from search.engines.scoring import Recency
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filtering import FilteredMatches, filtered_total
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.kernel import Matches, Place
from search.engines.whoosh.searching.ordering import Ordering, Ranked
from search.query import (
    WORDS,
    ClauseScore,
    Copy,
    Facets,
    Leaf,
    Node,
    Query,
    Results,
    Suggestion,
)
from search.query.trees import optional_words, require_all, scoring_leaves

# What few queries need is imported where it is used: each module adds to a cold start.
if TYPE_CHECKING:
    from search.engines.more_like_this import SimilarityWords

Notices = tuple[str, ...]


class MatchedQuery(NamedTuple):
    """A query as it was read, and what it matches before days and filters."""

    evaluator: Evaluator
    tree: Node  # as the user typed it; of a similarity query, the words of the article
    node: Node  # as it was matched
    words: Node  # as it was matched, without the words of a similar article
    matches: Matches
    notices: Notices


class QueryExecutor:
    """The executor of the queries to one index."""

    def __init__(self, index: IndexReader, reader: QueryReader) -> None:
        self._index, self._reader = index, reader

    def answer(self, query: Query) -> tuple[Callable[..., Results], Ranked, "MatchReader"]:
        """Return the answer, to be given its hits; their places; and a reader of what they show."""
        began = perf_counter()
        matched = self._match(query)
        filtered = FilteredMatches(matched.evaluator.searchers, matched.matches, query)
        suggestions, advice = self._advice(query, matched, filtered)
        recency = self._recency(query)
        ordering = Ordering(self._index, matched.evaluator, matched.node, query, recency)
        ranked, more = ordering.page(filtered.matches)
        facets, about_facets = self._facets(query, matched, filtered)
        results = partial(
            Results,
            query=query,
            total=filtered.total,
            facets=facets,
            notices=(*advice, *about_facets),
            seconds=perf_counter() - began,
            complete=_complete(query, matched, filtered),
            stories=self._index.story_places.count(filtered.matches) if query.by_story else None,
            more=more,
            suggestions=suggestions,
        )
        shows_all = query.copies or self._index.story_places.is_empty
        copies_among = None if shows_all else filtered.matches
        return results, ranked, MatchReader(self._index, matched, recency, copies_among)

    def _match(self, query: Query) -> MatchedQuery:
        """Return what the query matches before its days and filters."""
        tree = self._reader.tree(query)
        tree = require_all(tree) if query.whole else tree
        similar = self._similarity(query)
        evaluator = self._index.evaluator(similar.lookups(tree) if similar else tree)
        node, matches, about_words = match_tree(
            tree, evaluator.matches, evaluator.complete, query.whole
        )
        if not similar:
            return MatchedQuery(evaluator, tree, node, node, matches, about_words)
        typed, analyzed = similar.query(evaluator.count, self._index.size)
        matches &= evaluator.matches(analyzed)
        own_copies = self._index.story_places.members(self._index.place(query.like))
        matches -= evaluator.only(own_copies)  # a copy does not count as a similar article
        return MatchedQuery(evaluator, typed, analyzed, node, matches, about_words)

    def _similarity(self, query: Query) -> "SimilarityWords | None":
        """Return the words of the article that the query asks for similar articles of."""
        if not query.like:
            return None
        from search.engines.more_like_this import SimilarityWords

        return SimilarityWords(self._index.article(self._index.place(query.like)))

    def _advice(
        self, query: Query, matched: MatchedQuery, filtered: FilteredMatches
    ) -> tuple[tuple[Suggestion, ...], Notices]:
        """Return corrected queries, and notices about what the query did not find."""
        if filtered.total and not matched.notices:
            return (), ()
        from search.engines.did_you_mean import suggestions
        from search.engines.whoosh.searching.index_views import SegmentVocabulary

        evaluator = matched.evaluator
        words, total = SegmentVocabulary(self._index.segments), partial(self._total, evaluator)
        corrected = tuple(suggestions(query, matched.tree, words, evaluator.count, total))
        about_filters = () if filtered.total else self._filter_notices(query, matched)
        corrections = map(notices.did_you_mean, corrected)
        return corrected, (*matched.notices, *about_filters, *corrections)

    def _filter_notices(self, query: Query, matched: MatchedQuery) -> Notices:
        """Return why the filters leave none of the matches, if there are matches."""
        searchers, matches = matched.evaluator.searchers, matched.matches
        if not len(matches):
            return ()
        reasons = notices.no_match_passes(len(matches), query.filters, self._index.values)
        total = partial(filtered_total, searchers, matches)
        return (*reasons, *notices.fewer_filters(query, total))

    def _total(self, evaluator: Evaluator, query: Query) -> int:
        """Return how many articles have all that the query asks for."""
        node = analyze_cached(self._reader.tree(query))
        return filtered_total(evaluator.searchers, evaluator.matches(node), query)

    def _facets(
        self, query: Query, matched: MatchedQuery, filtered: FilteredMatches
    ) -> tuple[Facets, Notices]:
        """Return the facets that the query asks for, and notices about them."""
        if not query.facets:
            return {}, ()
        from search.engines.whoosh.searching.facet_counts import FacetTables

        evaluator, selection = matched.evaluator, filtered.selection
        counted = {each: filtered.counted_by(each) for each in query.facets if each != WORDS}
        stories = self._index.story_places if query.by_story else None
        tables = FacetTables(evaluator.searchers, counted, selection, query.interval, stories)
        if WORDS not in query.facets:
            return tables, ()
        from search.engines.significant_words import sampling_notices, significant_words
        from search.engines.whoosh.searching.index_views import MatchStatistics

        statistics = MatchStatistics(evaluator, filtered.matches, self._index.article)
        words = {**tables, WORDS: significant_words(statistics, matched.words)}
        return {each: words[each] for each in query.facets}, sampling_notices(statistics)

    def _recency(self, query: Query) -> Recency | None:
        """Return the bonus for new articles, where it counts."""
        if not query.recent or query.sort != "relevance":
            return None
        newest = max(self._index.values("date"), default="")
        return Recency(query.recent, newest)


def _complete(query: Query, matched: MatchedQuery, filtered: FilteredMatches) -> int | None:
    """Return how many matches have every word, where some words are enough."""
    if query.like or not optional_words(matched.node):
        return None
    return len(matched.evaluator.complete(matched.node, filtered.matches))


class MatchReader:
    """A reader of what hits show; copies are those `copies_among` the matches."""

    def __init__(
        self,
        index: IndexReader,
        matched: MatchedQuery,
        recency: Recency | None,
        copies_among: Matches | None,
    ) -> None:
        self.head, self.article = index.head, index.article
        self._index, self._matched, self._recency = index, matched, recency
        self._copies_among = copies_among

    def copies(self, place: Place) -> tuple[Copy, ...]:
        """Return the other copies of the story; none where each copy is a hit."""
        if self._copies_among is None:
            return ()
        return self._index.story_places.copies(place, self._copies_among)

    def leaves(self) -> list[Leaf]:
        """Return the leaves that snippets mark."""
        return scoring_leaves(self._matched.node)

    def clause_scores(self, place: Place) -> tuple[ClauseScore, ...]:
        """Return the parts of the score: one for each leaf, and one for recency."""
        evaluator, tree, node = self._matched[:3]
        by_words = tuple(evaluator.clause_scores(node, place, typed_leaves(tree)))
        if not self._recency:
            return by_words
        score = sum(each.score for each in by_words)
        return (*by_words, *self._recency.clause_score(self._index.day(place), score))
