"""What an article is most about, asked as a query: the articles like it.

Measured by benchmarks/like.py: of articles that answer the same question, how many of the five
first are. The logarithm or the root of how often a word stands there, its terms weighed by it, and
25 instead of 40 of them, are level within .02.
"""

from collections import Counter
from collections.abc import Sequence

from search.analysis import STOP_WORDS, stem, tokens
from search.article import Article
from search.engines.scoring import rarity
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.matches import Matches, Place
from search.query import And, MinimumMatch, Node, Or, Word
from search.schema import ZONES

TERMS = 40  # the most telling words of an article, which stand for it
_DROPPED = STOP_WORDS | {stem(word) for word in STOP_WORDS}


class Likeness:
    """The words of one article: `asked` as they stand there, `node` by their stems."""

    def __init__(self, article: Article) -> None:
        self._times: Counter[str] = Counter()
        self._forms: dict[str, Counter[str]] = {}
        for text, weight in (
            (article.title, ZONES["title"].weight),
            (article.body, ZONES["body"].weight),
        ):
            for token in tokens(text):
                if len(token.word) > 1 and token.word not in _DROPPED and not token.word.isdigit():
                    self._times[token.stem] += weight
                    self._forms.setdefault(token.stem, Counter())[token.word] += 1

    def work(self, tree: Node) -> Node:
        """All that has to be looked up to find the articles that are like it and of the tree."""
        return And((Or(tuple(map(Word, self._times))), tree))

    def telling(self, evaluator: Evaluator, articles: int) -> tuple[MinimumMatch, MinimumMatch]:
        """The words that tell most, as they stand in the article and by their stems: those that
        are there often, and elsewhere seldom. A word that no other article has tells nothing.
        """
        weights = {}
        for each, times in self._times.items():
            matching = len(evaluator.matches(Word(each)))
            if matching > 1:
                weights[each] = times * rarity(matching, articles)
        stems = sorted(weights, key=lambda each: (-weights[each], each))[:TERMS]
        return MinimumMatch(tuple(Word(self._form(each)) for each in stems)), MinimumMatch(
            tuple(map(Word, stems))
        )

    def others(self, evaluator: Evaluator, documents: Matches, known: Sequence[Place]) -> Matches:
        """The documents less those that are the article itself, whatever their name."""
        return documents - Matches(
            searcher.only(d for i, d in known if i == number)
            for number, searcher in enumerate(evaluator.searchers)
        )

    def _form(self, stem: str) -> str:
        """The word of the stem that stands there most often."""
        forms = self._forms[stem]
        return min(forms, key=lambda word: (-forms[word], word))
