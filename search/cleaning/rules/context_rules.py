"""Rules that depend on the lines around or on the facts, and the rules that end an article."""

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
