"""Indexes of given articles, written without reading or cleaning documents."""

from collections.abc import Callable, Sequence
from pathlib import Path

from search.article import Article
from search.engines import DEFAULT_ENGINE, open_writer
from search.engines.base import Engine, Ledger
from search.identities import FILE, Identities

EngineOf = Callable[..., Engine]


def publish(
    articles: Sequence[Article],
    index: Path,
    removed: Sequence[str] = (),
    known: Identities | None = None,
    *,
    engine: str = DEFAULT_ENGINE,
) -> None:
    """Add the articles to the index, remove others, and store the identities of people."""
    writer = open_writer(index, engine)
    present = dict(writer.ledger.articles)
    for article in articles:
        writer.add(article)
        present[article.id] = "1" * 64
    writer.remove(removed)
    for id in removed:
        del present[id]
    if known:
        writer.write_store(FILE, known.to_json)
    writer.commit(Ledger(articles=present))
