"""How an article lies in a Whoosh index."""

from collections.abc import Generator, Iterable, Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.formats import Positions

from search.analysis import Token, tokens
from search.article import Article
from search.engines.whoosh.stored import facts, record
from search.schema import ZONES

GAP = 1 << 10  # positions between two stretches of a zone: no phrase and no nearness spans it


Posted = Generator[tuple[bytes, int, float, bytes], None, None]


class Words(fields.TEXT):
    """Terms with the positions that our own analysis found: the value is a list of both."""

    format: Positions

    def __init__(self) -> None:
        super().__init__(analyzer=IDTokenizer(), phrase=True)

    def index(self, value: Any, **_: Any) -> Posted:
        """Each term with its frequency, its weight and its encoded positions."""
        places: dict[str, list[int]] = {}
        for term, place in value:
            places.setdefault(term, []).append(place)
        for term, standing in places.items():
            yield term.encode(), len(standing), len(standing), self.format.encode(standing)


def field_of(zone: str, exact: bool) -> str:
    """The Whoosh field with the stems, or the folded words, of the zone."""
    return zone if ZONES[zone].stemmed and not exact else f"{zone}_words"


def whoosh_schema() -> fields.Schema:
    """Stems and words of every zone with positions; the facts as a column; the article stored."""
    schema = fields.Schema(
        id=fields.ID(unique=True),
        facts=fields.COLUMN(),
        record=fields.STORED(),
    )
    for zone in ZONES:
        for exact in (False, True):
            if field_of(zone, exact) not in schema:
                schema.add(field_of(zone, exact), Words())
    return schema


def document(article: Article) -> dict[str, Any]:
    """The article as the keyword arguments of `add_document`."""
    stored: dict[str, Any] = {"id": article.id, "record": record(article)}
    lengths = {}
    for zone, stretches in zone_texts(article).items():
        found = list(_placed(stretches))
        lengths[zone] = len(found)
        stored[field_of(zone, exact=True)] = [(token.word, place) for token, place in found]
        if ZONES[zone].stemmed:
            stored[zone] = [(token.stem, place) for token, place in found]
    stored["facts"] = facts(article, lengths)
    return stored


def zone_texts(article: Article) -> dict[str, list[str]]:
    """The stretches of text of each zone."""
    return {
        "title": [article.title],
        "body": [article.body],
        "teasers": [block.text for block in article.cuts],
        "person": [form for person in article.people for form in (person.name, *person.variants)],
        "quoted": [],  # of the people of the articles the facts tell who is quoted
        "source": [article.source],
        "author": list(article.authors),
    }


def _placed(stretches: Iterable[str]) -> Iterator[tuple[Token, int]]:
    place = 0
    for stretch in stretches:
        for token in tokens(stretch):
            yield token, place
            place += 1
        place += GAP
