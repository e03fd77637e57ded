"""Which texts of an article are the stretches of which zone."""

from collections.abc import Mapping, Sequence

from search.article import Article

GAP = 1 << 10  # positions between two stretches of a zone: no phrase and no nearness spans it


def zone_texts(article: Article) -> Mapping[str, Sequence[str]]:
    """The stretches of text of each zone."""
    return {
        "title": (article.title,),
        "body": (article.body,),
        "teasers": [block.text for block in article.cuts],
        "person": [form for person in article.people for form in (person.name, *person.variants)],
        "source": (article.source,),
        "author": article.authors,
    }
