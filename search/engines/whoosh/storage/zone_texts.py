"""Which texts of an article are the stretches of which zone."""

from collections.abc import Iterable, Mapping, Sequence

from search.article import Article, Person
from search.schema import ZONES

GAP = 1 << 10  # positions between two stretches of a zone: no phrase and no nearness spans it
SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def zone_texts(article: Article) -> Mapping[str, Sequence[str]]:
    """The stretches of text of each zone."""
    return {
        "title": (article.title,),
        "body": (article.body,),
        "teasers": [block.text for block in article.cuts],
        "person": _names(article.people),
        "quoted": _names(person for person in article.people if person.quoted),
        "source": (article.source,),
        "author": article.authors,
    }


def _names(people: Iterable[Person]) -> list[str]:
    return [form for person in people for form in (person.name, *person.variants)]
