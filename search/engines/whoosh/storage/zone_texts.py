"""Which texts of an article are the stretches of which zone."""

from collections.abc import Mapping, Sequence

from search.article import Article
from search.facet_definitions import FACETS
from search.schema import ZONES

GAP = 1 << 10  # positions between two stretches of a zone: no phrase and no nearness spans it
SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def zone_texts(article: Article) -> Mapping[str, Sequence[str]]:
    """The stretches of text of each zone."""
    return {
        "title": (article.title,),
        "body": (article.body,),
        "teasers": [block.text for block in article.cuts],
        **{facet.field: facet.texts(article) for facet in FACETS.values() if facet.field},
    }
