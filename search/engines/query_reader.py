"""From the text of a query to its tree, and from the tree to the articles that match it."""

from collections.abc import Callable, Iterable, Mapping, Sized
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from search.analysis import analyze, folded, stems
from search.engines import notices
from search.engines.base import SavedSearches
from search.errors import BadQuery
from search.query import Leaf, Node, Query
from search.query.parser import parse
from search.query.synonyms import FILE, SynonymTable
from search.query.trees import leave_out, relax, scoring_leaves

CACHED = 1024  # queries whose trees are cached: the same words are asked for page by page
REFERENCE = "query:"  # a text with it may name saved searches

M = TypeVar("M", bound=Sized)  # a set of matching articles, as an engine represents it


class Reading(NamedTuple):
    """The tree of a query, and a notice where it is not what was typed."""

    tree: Node
    notice: str


class QueryReader:
    """A reader of the queries to one index.

    `saved` returns the searches that a query may name, `folders` are those the index was built
    from: a file of synonyms next to one of them adds to the synonyms of the program. `states`
    returns those states of articles that are left out unless they are asked for.
    """

    def __init__(
        self, saved: SavedSearches, folders: Iterable[str], states: Callable[[], AbstractSet[str]]
    ) -> None:
        self._saved = saved
        self._states = states
        files = sorted({Path(folder).parent / FILE for folder in folders})
        self._synonyms = SynonymTable(stems, folded, files)
        self._cached = lru_cache(CACHED)(partial(_read, self._synonyms, {}))

    def tree(self, query: Query) -> Node:
        """Return the tree of the query, its words expanded by their synonyms."""
        return self.read(query).tree

    def read(self, query: Query) -> "Reading":
        """Return the tree of the query, and how a pasted text was read.

        That of a text that names saved searches is not cached, because they change.

        Raises: BadQuery.
        """
        has_reference = REFERENCE in query.text.lower()
        read = partial(_read, self._synonyms, self._saved()) if has_reference else self._cached
        found = read(query.text, query.today or date.today(), query.synonyms)
        return found._replace(tree=leave_out(found.tree, self._states(), query.filters))


def _read(
    table: SynonymTable, saved: Mapping[str, Query], text: str, today: date, synonyms: bool
) -> Reading:
    """Return the tree of a text. It is no method: a cache of one would keep its object."""
    try:
        typed, notice = parse(text, today, saved), ""
    except BadQuery as mistake:
        from search.query.pasted import plain_words  # few queries are mistakes

        words = plain_words(text)
        if not words or mistake.saved:
            raise
        typed, notice = parse(words, today), notices.plain_text(mistake)
    if '"' in text or "“" in text:
        from search.query.pasted import without_quotes

        loose = without_quotes(typed)
        typed, notice = loose, notice if loose == typed else notices.QUOTES
    return Reading(table.expand(typed) if synonyms else typed, notice)


analyze_cached = lru_cache(maxsize=CACHED)(analyze)


def match_tree(
    tree: Node, matches: Callable[[Node], M], complete: Callable[[Node, M], M], whole: bool
) -> tuple[Node, M, tuple[str, ...]]:
    """Return the analyzed tree, what matches it, and notices about words that were not found.

    Where nothing matches, the tree is one that asks for some of the words, unless `whole`.
    `matches` returns what matches an analyzed tree, and `complete` those of the matches that have
    every word.
    """
    node = analyze_cached(tree)
    found = matches(node)
    if len(found) and len(complete(node, found)):
        return node, found, ()
    leaves = scoring_leaves(tree)
    absent = tuple(notices.absent_words(leaves, lambda leaf: len(matches(analyze(leaf)))))
    if len(found):
        return node, found, (notices.PARTIAL, *absent)
    less = None if whole else relax(tree)
    if less is None:
        return node, found, absent
    node = analyze(less)
    return node, matches(node), (notices.PARTIAL, *absent)


def typed_leaves(tree: Node) -> dict[Leaf, Leaf]:
    """Return for each leaf of the analyzed tree the leaf of the tree that the user typed."""
    return {leaf: each for each in scoring_leaves(tree) for leaf in scoring_leaves(analyze(each))}
