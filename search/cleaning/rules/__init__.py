"""The tables of rules: what is cut at sight, at the edges of an article, or inside a line.

A rule is a name, a pattern, what a reader would call the thing, and the shortest sample that shows
it. Prefer the narrow rule: text lost is worse than a menu kept. The kinds and how often they occur
are those of the notes on cleaning, section 7.
"""

import copyreg
from collections.abc import Callable
from functools import cache

from search.cleaning.rules.context_rules import CLOSERS, SIGNS, Sign
from search.cleaning.rules.edge_rules import EDGES
from search.cleaning.rules.inline_rules import STRETCHES, stretches
from search.cleaning.rules.line_rules import LINES
from search.cleaning.rules.pattern_parts import DAY
from search.cleaning.rules.rule_table import Rule, Table

__all__ = [
    "CLOSERS",
    "DAY",
    "EDGES",
    "LINES",
    "SIGNS",
    "STRETCHES",
    "Rule",
    "Sign",
    "Table",
    "stretches",
]


@cache
def _named(name: str) -> Rule:
    every: tuple[Rule, ...] = (*LINES, *EDGES, *STRETCHES)
    return next(rule for rule in every if rule.name == name)


def _by_name(rule: Rule) -> tuple[Callable[[str], Rule], tuple[str]]:
    return _named, (rule.name,)


copyreg.pickle(Rule, _by_name)  # drafts travel between processes without the patterns
