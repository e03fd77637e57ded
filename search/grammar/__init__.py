"""The query language: text to tree, tree to text, and the tree made easier to meet."""

from search.grammar.parse import parse
from search.grammar.refer import references
from search.grammar.relax import relaxed, strict
from search.grammar.spell import spelled
from search.grammar.widen import Synonyms

__all__ = ["Synonyms", "parse", "references", "relaxed", "spelled", "strict"]
