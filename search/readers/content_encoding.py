"""Decoding of HTTP bodies in bounded memory: gzip, deflate, brotli."""

import zlib
from collections.abc import Callable

import brotli

from search.readers.raw_bytes import PAGE_LIMIT, UnreadError, check_size

GZIP = b"\x1f\x8b"
MEMBERS = 100  # gzip members of one body; servers send one, and each copies the rest of the body


def decode_body(body: bytes, encoding: str) -> bytes:
    """Return the body without its Content-Encoding; one that was stored decoded is unchanged."""
    for name in reversed([each.strip().lower() for each in encoding.split(",")]):
        if name in ("", "identity") or body.lstrip().startswith(b"<"):
            continue
        decoder = DECODERS.get(name)
        if decoder is None:
            raise UnreadError(f"has an unknown content encoding: {name[:20]!r}")
        try:
            plain = decoder(body, PAGE_LIMIT + 1)
        except (zlib.error, brotli.error) as error:
            raise UnreadError(f"is damaged {name}") from error
        if body and not plain:
            raise UnreadError(f"is {name} cut short")
        check_size(len(plain), PAGE_LIMIT)
        body = plain
    return body


def _gunzip(body: bytes, most: int) -> bytes:
    """Unpack as much as possible: a truncated page is read to its end."""
    parts: list[bytes] = []
    size = 0
    while body.startswith(GZIP) and size < most:
        if len(parts) == MEMBERS:
            raise UnreadError(f"is gzip of more than {MEMBERS} members")
        decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        parts.append(decoder.decompress(body, most - size))
        size += len(parts[-1])
        body = decoder.unused_data
    if not parts:
        raise zlib.error("not gzip")
    return b"".join(parts)


def _inflate(body: bytes, most: int) -> bytes:
    """Unpack with the zlib header of the standard, or without, as some servers send it."""
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)


def _brotli(body: bytes, most: int) -> bytes:
    decoder = brotli.Decompressor()
    parts = [decoder.process(body, output_buffer_limit=most)]
    size = len(parts[0])
    while size < most and not decoder.can_accept_more_data():
        parts.append(decoder.process(b"", output_buffer_limit=most - size))
        size += len(parts[-1])
    return b"".join(parts)


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _brotli,
}
