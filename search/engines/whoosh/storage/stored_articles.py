"""The whole article as the index keeps it; what a list of hits shows stands in columns."""

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from search.article import Article, Block, Person, Verdict
from search.engines.article_head import ArticleHead
from search.values import defaults

UTF_8 = ("utf-8", "surrogatepass")  # a file name may hold half of a pair
_SIZE = struct.Struct("<I")
_APART = {"id", "title", "body", "date", "source", "path"}  # in the head, or written apart


def encoded(text: str) -> bytes:
    """The text as bytes, whatever is in it."""
    return text.encode(*UTF_8)


def record(article: Article) -> bytes:
    """The article less its head; deflated with a dictionary, `read_record` gives it back."""
    held = vars(article)
    rest = {name: held[name] for name, default in _DEFAULTS.items() if held[name] != default}
    if article.path != article.id:
        rest["path"] = article.path
    body = encoded(article.body)
    told = _TOLD.encode(rest)
    return _SIZE.pack(len(body)) + body + encoded(told)


def read_record(head: ArticleHead, stored: bytes, dictionary: bytes) -> Article:
    """The article of that head.

    Raises: zlib.error, ValueError, where it was damaged.
    """
    held = zlib.decompressobj(-15, zdict=dictionary).decompress(stored)
    (size,) = _SIZE.unpack_from(held)
    end = _SIZE.size + size
    rest = json.loads(held[end:].decode(*UTF_8))
    known: dict[str, Any] = {"path": head.id}
    known |= {name: _READ.get(name, _tuples)(value) for name, value in rest.items()}
    return Article(
        id=head.id,
        title=head.title,
        body=held[_SIZE.size : end].decode(*UTF_8),
        date=date.fromisoformat(head.day) if head.day else None,
        source=head.source,
        **known,
    )


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"cannot store {value!r}")


_TOLD = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":"))


def _tuples(value: Any) -> Any:
    """The value with tuples for lists, days for what `_plain` made of them."""
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    if isinstance(value, dict) and value.keys() == {"day"}:
        return date.fromisoformat(value["day"])
    return value


def _people(rows: list[list[Any]]) -> tuple[Person, ...]:
    return tuple(Person(*map(_tuples, row)) for row in rows)


def _blocks(rows: list[list[Any]]) -> tuple[Block, ...]:
    return tuple(Block(text, start, end, Verdict(*verdict)) for text, start, end, verdict in rows)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "people": _people,
    "blocks": _blocks,
    "origin": dict,
    "confidence": dict,
}
_DEFAULTS = {name: value for name, value in defaults(Article).items() if name not in _APART}
