"""Compression of the records of articles, one by one, with a dictionary of frequent text."""

from collections.abc import Iterator, Sequence
from zlib import DEFLATED, MAX_WBITS

from search.article import Article
from search.engines import compression
from search.engines.whoosh.storage.stored_articles import encode, encode_record

LEVEL = 2  # of ISA-L: records shrink to 46 %
DICTIONARY = 1 << 13  # bytes; without it 50 %, with twice as many 45 %, in 31 us an article
DICTIONARY_FROM = 512  # articles; fewer do not save the bytes of a dictionary


def compression_dictionary(articles: Sequence[Article]) -> bytes:
    """Return the starts of some of the articles, to compress them all with; empty for a few."""
    if len(articles) < DICTIONARY_FROM:
        return b""
    sample = articles[:: len(articles) // 32]
    starts = (encode(article.body[: DICTIONARY // 32]) for article in sample)
    return b"".join(starts)[-DICTIONARY:]


def compressed_records(articles: Sequence[Article], dictionary: bytes) -> Iterator[bytes]:
    """Yield the compressed record of each article; `decode_record` reads it."""
    for article in articles:
        compressor = compression.compressobj(LEVEL, DEFLATED, -MAX_WBITS, zdict=dictionary)
        yield compressor.compress(encode_record(article)) + compressor.flush()
