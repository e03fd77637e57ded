"""The reasons why one article does not match a query, clause by clause."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from search.article import Article
from search.engines.scoring import MINIMUM_MATCH, rarity
from search.facet_definitions import FACETS
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
    Word,
)
from search.query.trees import hold_names
from search.query.unparse import unparse
from search.schema import FACET_NAMES
from search.values import replace


class Nonmatch:
    """The reasons why an article is not among the answers.

    `has` returns whether the article matches a tree, and `count` how many articles of the index do.
    `typed` maps the leaves of the analyzed tree to those that the user typed.
    """

    def __init__(
        self,
        article: Article,
        has: Callable[[Node], bool],
        count: Callable[[Node], int],
        typed: Mapping[Leaf, Leaf],
    ) -> None:
        self._article, self._has, self._count, self._typed = article, has, count, typed

    def reasons(self, node: Node, query: Query) -> tuple[str, ...]:
        """Return why the tree of the query does not match, then why the filters do not."""
        return (*self._clauses(node), *self._days(query), *self._filters(query.filters))

    def _clauses(self, node: Node) -> Iterator[str]:
        """Return a reason for each clause that does not match, in the order of the tree."""
        if self._has(node):
            return
        match node:
            case And(parts):
                for part in parts:
                    yield from self._clauses(part)
            case MinimumMatch(words):
                yield self._too_few(words)
            case Or(parts):
                yield f"it has none of {', '.join(map(self._text, parts)) or 'no word'}"
            case Not(part):
                yield f"it has {self._text(part)}, which is left out"
            case DateRange() | Missing():
                facet = node.facet if isinstance(node, Missing) else "date"
                yield f"{unparse(node)}: {self._values(facet)}"
            case Filtered(filters):
                yield from self._filters(filters)
            case MatchAll():
                return
            case _:
                yield self._missing(node)

    def _days(self, query: Query) -> Iterator[str]:
        day = self._article.date
        if (query.since or query.until) and day is None:
            yield "since or until: it has no date"
        elif day and query.since and day < query.since:
            yield f"since {query.since}: its date is {day}"
        elif day and query.until and day > query.until:
            yield f"until {query.until}: its date is {day}"

    def _filters(self, filters: Sequence[Filter]) -> Iterator[str]:
        for each in filters:
            if not self._has(Filtered((each,))):
                sign = "!=" if each.exclude else "="
                values = ", ".join(each.values)
                yield f"filter {each.facet}{sign}{values}: {self._values(each.facet)}"

    def _text(self, node: Node) -> str:
        """Return the node as the user typed it."""
        if isinstance(node, And | Or | MinimumMatch):
            parts = node.words if isinstance(node, MinimumMatch) else node.parts
            joint = " OR " if isinstance(node, Or) else " "
            return joint.join(map(self._text, parts))
        return unparse(self._typed.get(node, node)) if isinstance(node, Leaf) else unparse(node)

    def _values(self, facet: str) -> str:
        """Return a clause that says which values of the facet the article has."""
        row = FACETS[facet]
        values = ", ".join(row.values(self._article))
        verb = "are" if row.is_plural else "is"
        return f"its {row.noun} {verb} {values}" if values else f"it has no {row.noun}"

    def _missing(self, leaf: Leaf) -> str:
        """Return the reason for a leaf that the article does not have, and what comes near it."""
        text = self._text(leaf)
        if hold_names(leaf.zones):
            return f"{text}: {self._values(FACET_NAMES[leaf.zones[0]])}"
        reason = f"no {text} in {' or '.join(leaf.zones)}"
        if "teasers" not in leaf.zones and self._has(replace(leaf, zones=("teasers",))):
            return f"{reason}; the text cut from it has it: in:teasers {text}"
        if isinstance(leaf, Phrase):
            words = (Word(word, leaf.zones, leaf.exact) for word in leaf.words)
            if all(map(self._has, words)):
                return f"{reason}; it has each of the words, but not one after the other"
        return reason

    def _too_few(self, words: Sequence[Leaf]) -> str:
        """Return the weight of the words that the article has, and those that it has not."""
        counts = {word: self._count(word) for word in words}
        articles = self._count(MatchAll())
        weights = [(word, rarity(counts[word], articles)) for word in words if counts[word]]
        total = sum(weight for _, weight in weights)
        present = {word for word in counts if self._has(word)}
        reached = sum(weight for word, weight in weights if word in present)
        percent = 100 * reached / total if total else 0.0
        absent = ", ".join(self._text(word) for word in counts if word not in present)
        return (
            f"its words weigh {percent:.0f} % of the query, {100 * MINIMUM_MATCH:.0f} % are needed;"
            f" it lacks {absent}"
        )
