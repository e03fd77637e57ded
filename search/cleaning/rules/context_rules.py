"""Rules that depend on the lines around or on the facts, and the rules that end an article."""

from typing import NamedTuple


class ContextRule(NamedTuple):
    """A kind of line that no pattern can tell; `outline` and `classify` apply the rule."""

    name: str
    reason: str


CONTEXT_RULES = {
    rule.name: rule
    for rule in (
        ContextRule("tag list", "list of topics"),
        ContextRule("kicker", "section above the headline"),
        ContextRule("repeated headline", "headline repeated"),
        ContextRule("teaser headline", "headline of another story"),
        ContextRule("teaser opening", "opening of another story, broken off"),
        ContextRule("teaser signature", "paper and author of another story"),
        ContextRule("author note", "about the author"),
        ContextRule("links", "nothing but a link to another page"),
        ContextRule("after the end", "after the line that ends the article"),
    )
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
