"""Who is named in an article: one person, one value, whatever the spelling."""

from search.article import Article, Person
from search.people.mentions import Mention, named
from search.people.quotations import speaks

__all__ = ["PEOPLE_VERSION", "Mention", "mentioned", "named"]

PEOPLE_VERSION = 2  # raise it when the same article would name other people


def mentioned(article: Article) -> tuple[Person, ...]:
    """The people of the kept text, in order of first mention.

    Cut blocks may complete a name, never add one.
    """
    text = f"{article.title}\n\n{article.body}"
    found: dict[str, Person] = {}
    cut = "\n\n".join(block.text for block in article.cuts)
    for start, end, name in named(text, cut, len(article.title)):
        known = found.get(name, Person(name))
        form = text[start:end]
        forms = known.variants if form in (name, *known.variants) else (*known.variants, form)
        found[name] = Person(name, forms, known.quoted or speaks(text, start, end))
    return tuple(found.values())
