"""The execution of a query: matches, filters, order, facets, suggestions and notices."""

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from search.engines import notices
from search.engines.query_reader import QueryReader, analyze_cached, match_tree
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filtering import FilteredMatches, filtered_total
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.ordering import MatchedQuery, Ordering, Ranked
from search.engines.whoosh.searching.person_values import FACET_OF_ZONE
from search.query import WORDS, Facets, Query, Results, Suggestion
from search.query.trees import optional_words, require_all, scoring_leaves

# What few queries need is imported where it is used: each module adds to a cold start.
if TYPE_CHECKING:
    from search.engines.more_like_this import SimilarityWords

Notices = tuple[str, ...]


class QueryExecutor:
    """The executor of the queries to one index."""

    def __init__(self, index: IndexReader, reader: QueryReader) -> None:
        self._index, self._reader = index, reader

    def answer(self, query: Query) -> tuple[Callable[..., Results], Ranked, Ordering]:
        """Return the answer, to be given its hits; their places; and a reader of what they show."""
        began = perf_counter()
        matched = self._match(query)
        filtered = FilteredMatches(matched.evaluator.searchers, matched.matches, query)
        suggestions, advice = self._advice(matched, filtered)
        ordering = Ordering(self._index, matched, filtered.matches)
        ranked, more = ordering.page()
        facets, about_facets = self._facets(matched, filtered)
        about_text = filter(None, (self._reader.read(query).notice,))
        results = partial(
            Results,
            query=query,
            total=filtered.total,
            facets=facets,
            notices=(*about_text, *advice, *self._name_notices(matched, filtered), *about_facets),
            seconds=perf_counter() - began,
            complete=_complete(matched, filtered),
            stories=self._index.story_places.count(filtered.matches) if query.by_story else None,
            more=more,
            suggestions=suggestions,
        )
        return results, ranked, ordering

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
            return MatchedQuery(query, evaluator, tree, node, node, matches, about_words)
        typed, analyzed = similar.query(evaluator.count, self._index.size)
        matches &= evaluator.matches(analyzed)
        own_copies = self._index.story_places.members(self._index.place(query.like))
        matches -= evaluator.only(own_copies)  # a copy does not count as a similar article
        return MatchedQuery(query, evaluator, typed, analyzed, node, matches, about_words)

    def _similarity(self, query: Query) -> "SimilarityWords | None":
        """Return the words of the article that the query asks for similar articles of."""
        if not query.like:
            return None
        from search.engines.more_like_this import SimilarityWords

        return SimilarityWords(self._index.article(self._index.place(query.like)))

    def _advice(
        self, matched: MatchedQuery, filtered: FilteredMatches
    ) -> tuple[tuple[Suggestion, ...], Notices]:
        """Return corrected queries, and notices about what the query did not find."""
        if filtered.total and not matched.notices:
            return (), ()
        from search.engines.did_you_mean import suggestions
        from search.engines.whoosh.searching.index_views import SegmentVocabulary

        query, evaluator = matched.query, matched.evaluator
        words, total = SegmentVocabulary(self._index.segments), partial(self._total, evaluator)
        corrected = tuple(suggestions(query, matched.tree, words, evaluator.count, total))
        about_filters = () if filtered.total else self._filter_notices(matched)
        corrections = map(notices.did_you_mean, corrected)
        return corrected, (*matched.notices, *about_filters, *corrections)

    def _name_notices(self, matched: MatchedQuery, filtered: FilteredMatches) -> Notices:
        """Return who is meant by names that are no facet values, where that is not one person."""
        zones = {zone for leaf in scoring_leaves(matched.node) for zone in leaf.zones}
        if not filtered.has_loose and zones.isdisjoint(FACET_OF_ZONE):
            return ()
        from search.engines.whoosh.searching.loose_names import name_notices

        return tuple(name_notices(matched, filtered))

    def _filter_notices(self, matched: MatchedQuery) -> Notices:
        """Return why the filters leave none of the matches, if there are matches."""
        query, searchers, matches = matched.query, matched.evaluator.searchers, matched.matches
        if not len(matches):
            return ()
        reasons = notices.no_match_passes(len(matches), query.filters, self._index.values)
        total = partial(filtered_total, searchers, matches)
        return (*reasons, *notices.fewer_filters(query, total))

    def _total(self, evaluator: Evaluator, query: Query) -> int:
        """Return how many articles have all that the query asks for."""
        node = analyze_cached(self._reader.tree(query))
        return filtered_total(evaluator.searchers, evaluator.matches(node), query)

    def _facets(self, matched: MatchedQuery, filtered: FilteredMatches) -> tuple[Facets, Notices]:
        """Return the facets that the query asks for, and notices about them."""
        query = matched.query
        if not query.facets:
            return {}, ()
        from search.engines.whoosh.searching.facet_counts import FacetTables

        evaluator = matched.evaluator
        counted = {each: filtered.counted_by(each) for each in query.facets if each != WORDS}
        stories = self._index.story_places if query.by_story else None
        tables = FacetTables(evaluator.searchers, counted, query.interval, stories, filtered)
        if WORDS not in query.facets:
            return tables, ()
        from search.engines.significant_words import sampling_notices, significant_words
        from search.engines.whoosh.searching.index_views import MatchStatistics

        statistics = MatchStatistics(evaluator, filtered.matches, self._index.article)
        words = {**tables, WORDS: significant_words(statistics, matched.words)}
        return {each: words[each] for each in query.facets}, sampling_notices(statistics)


def _complete(matched: MatchedQuery, filtered: FilteredMatches) -> int | None:
    """Return how many matches have every word, where some words are enough."""
    if matched.query.like or not optional_words(matched.node):
        return None
    return len(matched.evaluator.complete(matched.node, filtered.matches))
