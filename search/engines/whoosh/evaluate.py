"""Which documents a query tree matches, and what each leaf adds to their scores."""

from collections.abc import Iterable, Iterator, Mapping

from search.engines.whoosh.leaves import Counts, Leaves
from search.engines.whoosh.ranking import DIGITS, idf, pooled, share
from search.engines.whoosh.rows import Rows
from search.facets import is_missing
from search.grammar import spelled
from search.query import And, Days, Everything, Leaf, Missing, Node, Not, Or, Share


class Evaluator:
    """Answers trees over one open index.

    `means` is the mean length in tokens of each zone over all articles.
    """

    def __init__(self, leaves: Leaves, rows: Rows, means: Mapping[str, float]) -> None:
        self._leaves = leaves
        self._rows = rows
        self._means = means

    def matches(self, node: Node) -> set[int]:
        """The documents that the tree matches."""
        match node:
            case And(parts):
                return set.intersection(*map(self.matches, parts))
            case Or(parts):
                return set().union(*map(self.matches, parts))
            case Not(part):
                return set(self._rows.all()) - self.matches(part)
            case Everything():
                return set(self._rows.all())
            case Days(first, last):
                return set(self._rows.within(first, last))
            case Missing(facet):
                rows = self._rows
                return {each for each in rows.all() if is_missing(rows.row(each), facet)}
            case _:
                return set(self._leaves.counts(node))

    def scores(self, node: Node, documents: Iterable[int]) -> dict[int, float]:
        """The score of each document: the sum over the leaves that are not denied."""
        scores = dict.fromkeys(documents, 0.0)
        for leaf in scoring(node):
            counts = self._leaves.counts(leaf)
            weight = self._idf(counts)
            for document in scores.keys() & counts.keys():
                scores[document] += self._share(leaf, counts[document], document, weight)
        return {document: round(score, DIGITS) for document, score in scores.items()}

    def why(self, node: Node, document: int, typed: Mapping[Leaf, str]) -> Iterator[Share]:
        """What each leaf added to the score of the document; `typed` has the leaves as asked."""
        for leaf in scoring(node):
            counts = self._leaves.counts(leaf)
            if count := counts.get(document):
                score = self._share(leaf, count, document, self._idf(counts))
                articles = sum(1 for count in counts.values() if count)
                clause = typed.get(leaf) or spelled(leaf)
                yield Share(clause, count, articles, round(score, DIGITS))

    def _idf(self, counts: Counts) -> float:
        return idf(sum(1 for count in counts.values() if count), len(self._rows.all()))

    def _share(self, leaf: Leaf, count: float, document: int, weight: float) -> float:
        if not count:
            return 0.0
        length = pooled(self._rows.lengths(document), leaf.zones)
        return share(count, length, pooled(self._means, leaf.zones), weight)


def scoring(node: Node) -> list[Leaf]:
    """The leaves that count for the score, each as often as it stands in the tree."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in scoring(part)]
        case Not() | Everything() | Days() | Missing():
            return []
        case _:
            return [node]
