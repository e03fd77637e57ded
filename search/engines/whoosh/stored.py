"""What the index keeps of an article besides its words: the facts of every match, and the whole."""

import json
import zlib
from collections.abc import Mapping
from datetime import date

from search.article import Article, Block, Person, Verdict
from search.facets import Row
from search.identity import Identities
from search.schema import ZONES

SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def facts(article: Article, lengths: Mapping[str, int]) -> bytes:
    """What is read of every match: the row of its facets and the length of its zones in tokens."""
    day = article.date.isoformat() if article.date else ""
    scored = [lengths[zone] for zone in SCORED]
    row = [article.id, day, article.source, article.people, article.authors, scored]
    return json.dumps(row, ensure_ascii=False).encode()


def read_facts(stored: bytes, known: Identities) -> tuple[Row, dict[str, int]]:
    """The row, people under their one value, and the number of tokens of each zone that scores."""
    id, day, source, people, authors, scored = json.loads(stored)
    found = known.named((Person(*each) for each in people), day)
    names = (known.forms(each) for each in found)
    quoted = frozenset(each.name for each in found if each.quoted)
    row = Row(id, day, source, tuple(names), tuple(authors), quoted)
    return row, dict(zip(SCORED, scored, strict=True))


def record(article: Article) -> bytes:
    """The whole article, compressed; `read_record` gives it back."""
    whole = [
        article.id,
        article.title,
        article.body,
        article.date.isoformat() if article.date else None,
        article.source,
        article.authors,
        article.people,
        article.path,
        article.url,
        article.blocks,
        dict(article.origin),
        article.updated.isoformat() if article.updated else None,
        article.via,
        dict(article.confidence),
    ]
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode(), 6)


def read_record(stored: bytes) -> Article:
    """The article that was stored."""
    whole = json.loads(zlib.decompress(stored))
    id, title, body, day, source, authors, people, path, url, blocks, origin, *rest = whole
    changed, via, confidence = rest
    return Article(
        id=id,
        title=title,
        body=body,
        date=date.fromisoformat(day) if day else None,
        source=source,
        authors=tuple(authors),
        people=tuple(Person(name, tuple(forms), quoted) for name, forms, quoted in people),
        path=path,
        url=url,
        blocks=tuple(Block(text, start, end, Verdict(*v)) for text, start, end, v in blocks),
        origin=origin,
        updated=date.fromisoformat(changed) if changed else None,
        via=via,
        confidence=confidence,
    )
