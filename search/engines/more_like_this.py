"""The query that finds articles like one article: the words that it is most about.

Measured by benchmarks/like.py: of articles that answer the same question, how many of the five
first are. The logarithm or the root of how often a word stands there, its terms weighed by it, and
25 instead of 40 of them, are level within .02.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

from search.analysis import STOP_WORDS, stem, tokens
from search.article import Article
from search.engines.scoring import rarity
from search.engines.significant_words import most_frequent
from search.query import TEXT_ZONES, And, MinimumMatch, Node, Or, Word
from search.schema import ZONES

TERMS = 40  # the words of an article that stand for it
_IGNORED = STOP_WORDS | {stem(word) for word in STOP_WORDS}


class SimilarityWords:
    """The words of one article that a query for similar articles may have."""

    def __init__(self, article: Article) -> None:
        self._occurrences: Counter[str] = Counter()  # weighted, by stem
        self._forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for zone in TEXT_ZONES:
            for token in tokens(getattr(article, zone)):
                if len(token.word) > 1 and token.word not in _IGNORED and not token.word.isdigit():
                    self._occurrences[token.stem] += ZONES[zone].weight
                    self._forms[token.stem][token.word] += 1

    def lookups(self, tree: Node) -> Node:
        """Return a tree of all leaves to look up for the similar articles that match the tree."""
        return And((Or(tuple(map(Word, self._occurrences))), tree))

    def query(self, count: Callable[[Node], int], articles: int) -> tuple[Node, Node]:
        """Return the words that are frequent in the article and rare elsewhere, then their stems.

        Similar articles need only some of them. `count` returns how many of the `articles` of the
        index match a tree. A word that no other article has is left out.
        """
        weights = {}
        for each, occurrences in self._occurrences.items():
            matching = count(Word(each))
            if matching > 1:
                weights[each] = occurrences * rarity(matching, articles)
        stems = sorted(weights, key=lambda each: (-weights[each], each))[:TERMS]
        typed = (most_frequent(self._forms[each]) for each in stems)
        return MinimumMatch(tuple(map(Word, typed))), MinimumMatch(tuple(map(Word, stems)))
