"""The answer to one query, put together: matches, what is left of them, order, facets, advice."""

from collections.abc import Callable, Mapping
from functools import partial
from time import perf_counter
from typing import NamedTuple

from search.engines import notices
from search.engines.query_leaves import optional_words, scoring_leaves, typed_leaves
from search.engines.query_reader import QueryReader
from search.engines.tree_matching import match_tree
from search.engines.whoosh.searching.did_you_mean import meant
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.facet_counts import FacetTables
from search.engines.whoosh.searching.filtering import FilteredMatches, filtered_total
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.kernel_choice import KernelChoice
from search.engines.whoosh.searching.matches import Matches, Place
from search.engines.whoosh.searching.more_like_this import Likeness
from search.engines.whoosh.searching.ordering import Ordering
from search.engines.whoosh.searching.recency import Recency
from search.engines.whoosh.searching.significant_words import with_words
from search.engines.whoosh.searching.story_collapse import Found
from search.query import (
    WORDS,
    ClauseScore,
    Copy,
    FacetCount,
    Leaf,
    Node,
    Query,
    Results,
    Suggestion,
)
from search.query.relaxation import require_all

Told = tuple[Mapping[str, tuple[FacetCount, ...]], tuple[str, ...]]  # tables, and what is said


class Answer(NamedTuple):
    """What a query found."""

    results: Callable[..., Results]  # less the hits
    shown: Found  # what these are made of
    answered: "Answered"  # what they ask


class Understood(NamedTuple):
    """What a query was understood as, and what that matches."""

    evaluator: Evaluator
    tree: Node  # as it is told of
    node: Node  # as it was answered
    words: Node  # as it was answered, less what the article brought whose likes are asked for
    matching: Matches
    said: tuple[str, ...]


class Answering:
    """Answers the queries to one index."""

    def __init__(self, generation: IndexReader, reader: QueryReader, choice: KernelChoice) -> None:
        self._generation, self._reader, self._choice = generation, reader, choice

    def answer(self, query: Query) -> Answer:
        """What the query found."""
        began = perf_counter()
        asked = self._understood(query)
        filtered = FilteredMatches(asked.evaluator, asked.matching, query)
        suggestions, said = self._advice(query, asked, filtered)
        recency = self._recency(query)
        ordering = Ordering(self._generation, asked.evaluator, asked.node, query, recency)
        found, more = ordering.shown(filtered.matches)
        tables, told = self._tables(query, asked, filtered)
        results = partial(
            Results,
            query=query,
            total=filtered.total,
            facets=tables,
            notices=(*said, *told),
            seconds=perf_counter() - began,
            complete=_complete(query, asked, filtered),
            stories=self._stories(query, filtered),
            more=more,
            suggestions=suggestions,
        )
        among = None if query.copies or self._generation.copies.none else filtered.matches
        answered = Answered(self._generation, asked, recency, among)
        return Answer(results, found, answered)

    def _understood(self, query: Query) -> Understood:
        """What the query matches before its days and filters."""
        tree = self._reader.tree(query)
        tree = require_all(tree) if query.whole else tree
        likeness = self._likeness(query)
        kernel = self._choice.kernel(likeness.work(tree) if likeness else tree)
        evaluator = self._generation.evaluator(kernel)
        node, documents, said = match_tree(tree, evaluator, query.whole)
        if not likeness:
            return Understood(evaluator, tree, node, node, documents, said)
        tree, telling = likeness.telling(evaluator, self._generation.size)
        alike = documents & evaluator.matches(telling)
        copies = self._generation.copies.same(self._generation.place(query.like))
        others = likeness.others(evaluator, alike, copies)  # a copy is never said to be like it
        return Understood(evaluator, tree, telling, node, others, said)

    def _advice(
        self, query: Query, asked: Understood, filtered: FilteredMatches
    ) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
        """What the query was likely meant to be, and what is to be said of what it did not find."""
        evaluator, said = asked.evaluator, asked.said
        if filtered.total and not said:
            return (), ()
        segments, read = self._generation.segments, self._reader.tree
        suggestions = tuple(meant(query, asked.tree, evaluator, segments, read))
        if not filtered.total and (found := len(asked.matching)):
            said += tuple(notices.filtered(found, query.filters, self._generation.values))
            said += tuple(
                notices.without(query, partial(filtered_total, evaluator, asked.matching))
            )
        return suggestions, (*said, *map(notices.meant, suggestions))

    def _tables(self, query: Query, asked: Understood, filtered: FilteredMatches) -> Told:
        """The facets asked for, and what is to be said of them."""
        evaluator = asked.evaluator
        counted = {each: filtered.counted_by(each) for each in query.facets if each != WORDS}
        copies = self._generation.copies if query.by_story else None
        selection = filtered.selection
        tables = FacetTables(evaluator.searchers, counted, selection, query.interval, copies)
        if WORDS not in query.facets:
            return tables, ()
        read = self._generation.article
        return with_words(tables, query.facets, evaluator, filtered.matches, asked.words, read)

    def _stories(self, query: Query, filtered: FilteredMatches) -> int | None:
        """How many stories there are, where these are counted."""
        if not query.by_story:
            return None
        return self._generation.copies.total(filtered.matches)

    def _likeness(self, query: Query) -> Likeness | None:
        """The words of the article whose likes are asked for."""
        if not query.like:
            return None
        article = self._generation.article(self._generation.place(query.like))
        return Likeness(article)

    def _recency(self, query: Query) -> Recency | None:
        """What newness adds to scores, where it is to count."""
        if not query.recent or query.sort != "relevance":
            return None
        newest = max(self._generation.values("date"), default="")
        return Recency(query.recent, newest)


def _complete(query: Query, asked: Understood, filtered: FilteredMatches) -> int | None:
    """How many have every word, where some are enough."""
    if query.like or not optional_words(asked.node):
        return None
    return len(asked.evaluator.complete(asked.node, filtered.matches))


class Answered:
    """What hits ask of the search that found them; `among` are those that a story may be of."""

    def __init__(
        self,
        generation: IndexReader,
        asked: Understood,
        recency: Recency | None,
        among: Matches | None,
    ) -> None:
        self.head, self.article = generation.head, generation.article
        self._evaluator, self._node, self._tree = asked.evaluator, asked.node, asked.tree
        self._recency = recency
        self._copies, self._among = generation.copies, among

    def copies(self, place: Place) -> tuple[Copy, ...]:
        """The other copies of its story that match; none where each is shown for itself."""
        if self._among is None:
            return ()
        return self._copies.others(place, self._among)

    def leaves(self) -> list[Leaf]:
        """What is to be marked."""
        return scoring_leaves(self._node)

    def why(self, place: Place) -> tuple[ClauseScore, ...]:
        """What each leaf as typed added to the score, and what newness did."""
        words = tuple(self._evaluator.clause_scores(self._node, place, typed_leaves(self._tree)))
        if not self._recency:
            return words
        score = sum(share.score for share in words)
        segment = self._evaluator.searchers[place[0]].segment
        return (*words, *self._recency.share(segment, place[1], score))
