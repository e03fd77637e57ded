"""Who is named in an article: one person, one value, whatever the spelling."""

from search.article import Article, Person
from search.people.mentions import Mention, named

__all__ = ["PEOPLE_VERSION", "Mention", "mentioned", "named"]

PEOPLE_VERSION = 1  # raise it when the same article would name other people


def mentioned(article: Article) -> tuple[Person, ...]:
    """The people of the kept text, in order of first mention.

    Cut blocks may complete a name, never add one.
    """
    text = f"{article.title}\n\n{article.body}"
    variants: dict[str, list[str]] = {}
    for mention in named(text, "\n\n".join(block.text for block in article.cuts)):
        forms = variants.setdefault(mention.name, [])
        form = text[mention.start : mention.end]
        if form != mention.name and form not in forms:
            forms.append(form)
    return tuple(Person(name, tuple(forms)) for name, forms in variants.items())
