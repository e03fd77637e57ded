"""Kinds that neighbours or place tell, and which lines end an article."""

from typing import NamedTuple


class Sign(NamedTuple):
    """A kind that no pattern knows alone: its neighbours or its place tell `verdicts`."""

    name: str
    reason: str


SIGNS = {
    sign.name: sign
    for sign in (
        Sign("tag list", "list of topics"),
        Sign("kicker", "section above the headline"),
        Sign("repeated headline", "headline given again"),
        Sign("teaser headline", "headline of another story"),
        Sign("teaser opening", "opening of another story, broken off"),
        Sign("teaser signature", "paper and author of another story"),
        Sign("author note", "who the author is"),
        Sign("links", "nothing but a link to another page"),
        Sign("after the end", "stands after the line that ends the article"),
    )
}

# The rules whose line ends the article where enough paragraphs stand before it -> how many
# paragraphs may then follow in a row. A credit or a link can stand in the middle of an article;
# teasers are a headline and one paragraph; behind the author or the comments anything may come.
CLOSERS = {
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
