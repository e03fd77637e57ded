"""Tables of rules: lines cut anywhere, lines cut at the edges of an article, parts of a line.

A rule is a name, a pattern, the reason shown to a reader, and the shortest sample that it matches.
Prefer the narrow rule: text lost is worse than a menu kept. The kinds and how often they occur are
those of the notes on cleaning, section 7.
"""

import copyreg
from functools import cache

from search.cleaning.rules.edge_rules import EDGE_RULES
from search.cleaning.rules.inline_rules import INLINE_RULES, inline_matches
from search.cleaning.rules.line_rules import LINE_RULES
from search.cleaning.rules.rule_table import Rule, RuleTable

__all__ = [
    "CONTEXT_RULES",
    "EDGE_RULES",
    "END_RULES",
    "INLINE_RULES",
    "LINE_RULES",
    "Rule",
    "RuleTable",
    "inline_matches",
]

# Kinds of lines that no pattern recognises -> the reason; `outline` and `classify` find them.
CONTEXT_RULES = {
    "tag list": "list of topics",
    "kicker": "section above the headline",
    "repeated headline": "headline repeated",
    "teaser headline": "headline of another story",
    "teaser opening": "opening of another story, broken off",
    "teaser signature": "paper and author of another story",
    "author note": "about the author",
    "links": "nothing but a link to another page",
    "after the end": "after the line that ends the article",
}

# The rules whose line ends the article where enough paragraphs come before it -> how many
# paragraphs may then follow in a row. A credit or a link can be in the middle of an article;
# teasers are a headline and one paragraph; after the author or the comments anything may come.
END_RULES = {
    "author line": 99,
    "teaser signature": 99,
    "author note": 99,
    "comments": 99,
    "copyright": 99,
    "tag list": 99,
    "related header": 1,
    "read more": 1,
    "photo credit": 0,
}


@cache
def _rule_called(name: str) -> Rule:
    rules: tuple[Rule, ...] = (*LINE_RULES, *EDGE_RULES, *INLINE_RULES)
    return next(rule for rule in rules if rule.name == name)


# Drafts go between processes without the patterns.
copyreg.pickle(Rule, lambda rule: (_rule_called, (rule.name,)))
