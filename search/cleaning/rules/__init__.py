"""Tables of rules: lines cut anywhere, lines cut at the edges of an article, parts of a line.

A rule is a name, a pattern, the reason shown to a reader, and the shortest sample that it matches.
Prefer the narrow rule: text lost is worse than a menu kept. The kinds and how often they occur are
those of the notes on cleaning, section 7.
"""

import copyreg
from collections.abc import Callable
from functools import cache

from search.cleaning.rules.context_rules import CONTEXT_RULES, END_RULES
from search.cleaning.rules.edge_rules import EDGE_RULES
from search.cleaning.rules.inline_rules import INLINE_RULES, inline_matches
from search.cleaning.rules.line_rules import LINE_RULES
from search.cleaning.rules.pattern_parts import DAY
from search.cleaning.rules.rule_table import Rule, RuleTable

__all__ = [
    "CONTEXT_RULES",
    "DAY",
    "EDGE_RULES",
    "END_RULES",
    "INLINE_RULES",
    "LINE_RULES",
    "Rule",
    "RuleTable",
    "inline_matches",
]


@cache
def _rule_called(name: str) -> Rule:
    rules: tuple[Rule, ...] = (*LINE_RULES, *EDGE_RULES, *INLINE_RULES)
    return next(rule for rule in rules if rule.name == name)


def _reduce(rule: Rule) -> tuple[Callable[[str], Rule], tuple[str]]:
    return _rule_called, (rule.name,)


copyreg.pickle(Rule, _reduce)  # drafts go between processes without the patterns
