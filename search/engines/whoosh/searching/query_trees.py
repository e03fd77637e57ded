"""From the text of a query to the tree that is answered, and the documents which that matches."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from search.analysis import analyze, folded, stems
from search.engines import notices
from search.engines.base import SavedSearches
from search.engines.whoosh.searching.evaluator import Evaluator, scoring_leaves
from search.engines.whoosh.searching.matches import Matches
from search.query import Leaf, Node, Query
from search.query.parser import parse
from search.query.relaxation import relax
from search.query.synonyms import SynonymTable
from search.schema import FACET_NAMES, FIELDS, SCOPES

KNOWN = 1024  # queries whose trees are kept: the same words are asked for page by page
SAVED = "query:"  # where a text has it, it may name saved searches


class Asking:
    """How queries are read: the searches they may name, and what words stand for one another.

    `synonyms` are the files of the index that add to those of everybody.
    """

    def __init__(self, saved: SavedSearches, synonyms: Sequence[Path]) -> None:
        self._saved = saved
        self._synonyms = SynonymTable(stems, folded, synonyms)
        self._kept = lru_cache(KNOWN)(partial(self._read, {}))

    def tree(self, query: Query) -> Node:
        """The tree of the query, with what its words also stand for.

        That of a text which names saved searches is not kept: they change.
        """
        names_some = SAVED in query.text.lower()
        read = partial(self._read, self._saved()) if names_some else self._kept
        return read(query.text, query.today or date.today(), query.synonyms)

    def _read(self, saved: Mapping[str, Query], text: str, today: date, synonyms: bool) -> Node:
        tree = parse(text, FIELDS, SCOPES, FACET_NAMES, today, saved)
        return self._synonyms.expand(tree) if synonyms else tree


stemmed = lru_cache(maxsize=KNOWN)(analyze)


class Matched(NamedTuple):
    """What a tree was answered as."""

    node: Node  # that tree once analysed, or one that is easier to meet
    documents: Matches
    said: tuple[str, ...]  # of what it did not find


def matching(tree: Node, evaluator: Evaluator, whole: bool) -> Matched:
    """What the tree matches; where nothing does, and it need not be met as a whole, what matches
    some of it.
    """
    node = stemmed(tree)
    documents = evaluator.matches(node)
    found = len(documents)
    if found and len(evaluator.complete(node, documents)):
        return Matched(node, documents, ())
    said = tuple(_absent(tree, evaluator))
    if found:
        return Matched(node, documents, (notices.PARTIAL, *said))
    loose = None if whole else relax(tree)
    if loose is None:
        return Matched(node, documents, said)
    node = analyze(loose)
    return Matched(node, evaluator.matches(node), (notices.PARTIAL, *said))


def _absent(tree: Node, evaluator: Evaluator) -> Iterable[str]:
    """Which words of the tree are nowhere."""

    def count(leaf: Leaf) -> int:
        return len(evaluator.matches(analyze(leaf)))

    return notices.absent(scoring_leaves(tree), count)


def typed(tree: Node) -> dict[Leaf, Leaf]:
    """The leaves of the tree that was asked for, by what they are once analysed."""
    return {leaf: each for each in scoring_leaves(tree) for leaf in scoring_leaves(analyze(each))}
