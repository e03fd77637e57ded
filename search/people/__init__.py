"""Identity resolution: the people of an article, and of all articles under one name each."""

from search.article import Article, Person
from search.people.mentions import Mention, person_mentions
from search.people.quotations import is_quoted

__all__ = ["Mention", "article_people", "person_mentions"]


def article_people(article: Article) -> tuple[Person, ...]:
    """Return the people of the kept text, in order of first mention.

    Cut blocks may complete a name, but add no people.
    """
    text = f"{article.title}\n\n{article.body}"
    cut_text = "\n\n".join(block.text for block in article.cuts)
    people: dict[str, Person] = {}
    for start, end, name in person_mentions(text, cut_text, len(article.title)):
        person = people.get(name, Person(name))
        form, forms = text[start:end], person.variants
        if form not in (name, *forms):
            forms = (*forms, form)
        people[name] = Person(name, forms, person.quoted or is_quoted(text, start, end))
    return tuple(people.values())
