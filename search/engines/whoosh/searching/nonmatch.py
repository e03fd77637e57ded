"""What keeps one article out of the answer to a query, clause by clause."""

from collections.abc import Iterator, Mapping, Sequence

from search import faceting
from search.analysis import folded
from search.article import Article
from search.engines.scoring import MINIMUM_MATCH, rarity
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filter_conditions import kept
from search.facet_table import FACETS
from search.query import (
    And,
    DateRange,
    Filter,
    Filtered,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    SynonymGroup,
    Word,
)
from search.query.normal_form import hold_names
from search.query.unparse import unparse
from search.schema import FACET_NAMES
from search.values import replace

Place = tuple[int, int]  # the number of a segment, and of a document in it


class Lacking:
    """What one article lacks; `typed` has the leaves as they were asked for."""

    def __init__(
        self, evaluator: Evaluator, article: Article, place: Place, typed: Mapping[Leaf, Leaf]
    ) -> None:
        self._evaluator, self._article, self._place = evaluator, article, place
        self._typed = typed

    def clauses(self, node: Node) -> Iterator[str]:
        """Why the article is not among those that the tree matches, in the order of the tree."""
        if self._has(node):
            return
        match node:
            case And(parts):
                for part in parts:
                    yield from self.clauses(part)
            case MinimumMatch(words):
                yield self._too_little(words)
            case Or(parts):
                yield f"it has none of {', '.join(map(self._spelled, parts)) or 'no word'}"
            case Not(part):
                yield f"it has {self._spelled(part)}, which is left out"
            case DateRange() | Missing():
                facet = node.facet if isinstance(node, Missing) else "date"
                yield f"{unparse(node)}: {self._own(facet)}"
            case Filtered(filters):
                yield from self._outside(filters)
            case MatchAll():
                return
            case _:
                yield self._missing(node)

    def filters(self, query: Query) -> Iterator[str]:
        """Why the filters keep the article out."""
        day = self._article.date
        if (query.since or query.until) and day is None:
            yield "since or until: it has no date"
        elif day and query.since and day < query.since:
            yield f"since {query.since}: its date is {day}"
        elif day and query.until and day > query.until:
            yield f"until {query.until}: its date is {day}"
        yield from self._outside(query.filters)

    def _outside(self, filters: Sequence[Filter]) -> Iterator[str]:
        searcher = self._evaluator.searchers[self._place[0]]
        document = searcher.only({self._place[1]})
        for each in filters:
            if not kept(searcher, document, faceting.Selection((each,), folded)):
                sign = "!=" if each.exclude else "="
                yield f"filter {each.facet}{sign}{', '.join(each.values)}: {self._own(each.facet)}"

    def _has(self, node: Node) -> bool:
        return self._place in self._evaluator.matches(node)

    def _spelled(self, node: Node) -> str:
        if isinstance(node, And | Or | MinimumMatch):
            parts = node.words if isinstance(node, MinimumMatch) else node.parts
            joint = " OR " if isinstance(node, Or) else " "
            return joint.join(map(self._spelled, parts))
        return unparse(self._typed.get(node, node)) if isinstance(node, Leaf) else unparse(node)

    def _own(self, facet: str) -> str:
        row = FACETS[facet]
        own = ", ".join(row.values(self._article))
        verb = "are" if row.is_plural else "is"
        return f"its {row.noun} {verb} {own}" if own else f"it has no {row.noun}"

    def _missing(self, leaf: Leaf) -> str:
        """A leaf that the article does not have, and where something like it is."""
        asked = self._spelled(leaf)
        if hold_names(leaf.zones):
            return f"{asked}: {self._own(FACET_NAMES[leaf.zones[0]])}"
        said = f"no {asked} in {' or '.join(leaf.zones)}"
        if "teasers" not in leaf.zones and self._has(replace(leaf, zones=("teasers",))):
            return f"{said}; the text cut from it has it: in:teasers {asked}"
        if isinstance(leaf, Phrase) and all(
            self._has(Word(word, leaf.zones, leaf.exact)) for word in leaf.words
        ):
            return f"{said}; it has each of the words, but not one after the other"
        return said

    def _too_little(self, words: Sequence[Word | SynonymGroup]) -> str:
        """How much of what the words weigh together the article has."""
        sizes = {word: len(self._evaluator.matches(word)) for word in words}
        articles = len(self._evaluator.every())
        known = [word for word in words if sizes[word]]
        weights = [(word, rarity(sizes[word], articles)) for word in known]
        whole = sum(weight for _, weight in weights)
        own = sum(weight for word, weight in weights if self._has(word))
        lacks = [self._spelled(word) for word in dict.fromkeys(words) if not self._has(word)]
        percent = 100 * own / whole if whole else 0.0
        return (
            f"its words weigh {percent:.0f} % of the query, {100 * MINIMUM_MATCH:.0f} % are needed;"
            f" it lacks {', '.join(lacks)}"
        )
