"""Compressed contents of an index, which inflate to no more than their size on the disk allows.

The text of articles shrinks to a half or a tenth. A stranger can write a megabyte that inflates to
a gigabyte, so reading stops at a limit; what would exceed it is written without compression.
"""

import zlib

RATIO = 32  # of the inflated to the stored size
ROOM = 1 << 20  # bytes that anything may inflate to
MOST = 1 << 29  # bytes of the record of one article; a document has 50 MB at most
RAW = -zlib.MAX_WBITS  # without a header


def limit(stored: int) -> int:
    """Return the number of bytes that so many stored bytes may inflate to."""
    return ROOM + RATIO * stored


def deflate(content: bytes) -> bytes:
    """Return the content compressed, for `inflate`."""
    compressed = zlib.compress(content, 1)
    return compressed if len(content) <= limit(len(compressed)) else zlib.compress(content, 0)


def inflate(compressed: bytes) -> bytes:
    """Return what was compressed.

    Raises: ValueError, zlib.error.
    """
    return _inflated(zlib.decompressobj(), compressed, limit(len(compressed)))


def stored_record(record: bytes) -> bytes:
    """Return a record that is not compressed, for `inflate_record`."""
    compressor = zlib.compressobj(0, zlib.DEFLATED, RAW)
    return compressor.compress(record) + compressor.flush()


def inflate_record(compressed: bytes, dictionary: bytes) -> bytes:
    """Return the record of an article, which has no header and no checksum.

    Raises: ValueError, zlib.error.
    """
    most = min(limit(len(compressed)), MOST)
    return _inflated(zlib.decompressobj(RAW, zdict=dictionary), compressed, most)


def _inflated(decompressor: "zlib._Decompress", compressed: bytes, most: int) -> bytes:
    content = decompressor.decompress(compressed, most + 1)
    if len(content) > most or not decompressor.eof:
        raise ValueError("the content is cut short, or inflates to too much")
    return content
