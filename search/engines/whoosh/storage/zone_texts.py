"""The texts of an article that make up each zone."""

from collections.abc import Mapping, Sequence

from search.article import Article
from search.facet_definitions import FACETS
from search.schema import ZONES

GAP = 1 << 10  # positions between two texts of a zone, so that no phrase or NEAR spans both
SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def zone_texts(article: Article) -> Mapping[str, Sequence[str]]:
    """Return the texts of each zone."""
    return {
        "title": (article.title,),
        "body": (article.body,),
        "teasers": [block.text for block in article.cuts],
        **{facet.field: facet.texts(article) for facet in FACETS.values() if facet.field},
    }
