"""The record of an article in a segment: everything but its head, which is stored in columns."""

import json
import struct
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from search.article import Article, Block, Person, Verdict
from search.bounded_zlib import inflate_record
from search.query import ArticleHead
from search.values import defaults

UTF_8 = ("utf-8", "surrogatepass")  # a file name may contain half of a surrogate pair
_SIZE = struct.Struct("<I")
# Stored in the head, or in the record outside of its JSON.
_NOT_IN_JSON = {"id", "title", "body", "date", "source", "path"}


def encode(text: str) -> bytes:
    """Return any text as bytes."""
    return text.encode(*UTF_8)


def decode(text: bytes) -> str:
    """Return text that `encode` made bytes of."""
    return text.decode(*UTF_8)


def encode_record(article: Article) -> bytes:
    """Return the record of the article: the size of the body, the body, other fields as JSON."""
    fields = vars(article)
    changed = {name: fields[name] for name, default in _DEFAULTS.items() if fields[name] != default}
    if article.path != article.id:
        changed["path"] = article.path
    body = encode(article.body)
    return _SIZE.pack(len(body)) + body + encode(_JSON.encode(changed))


def decode_record(head: ArticleHead, compressed: bytes, dictionary: bytes) -> Article:
    """Return the article of that head and that record, which is compressed with the dictionary.

    Raises: UNDECODABLE, where it is not what `encode_record` returned.
    """
    record = inflate_record(compressed, dictionary)
    (size,) = _SIZE.unpack_from(record)
    end = _SIZE.size + size
    changed = json.loads(decode(record[end:]))
    fields: dict[str, Any] = {"path": head.id}
    fields |= {name: _DECODERS.get(name, _tuples)(value) for name, value in changed.items()}
    return Article(
        id=head.id,
        title=head.title,
        body=decode(record[_SIZE.size : end]),
        date=date.fromisoformat(head.day) if head.day else None,
        source=head.source,
        **fields,
    )


def _json_value(value: object) -> object:
    """Return a value that JSON can express."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"cannot store {value!r}")


_JSON = json.JSONEncoder(ensure_ascii=False, default=_json_value, separators=(",", ":"))


def _tuples(value: Any) -> Any:
    """Return the value with tuples in place of lists, and days where `_json_value` stored them."""
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    if isinstance(value, dict) and value.keys() == {"day"}:
        return date.fromisoformat(value["day"])
    return value


def _people(rows: list[list[Any]]) -> tuple[Person, ...]:
    return tuple(Person(*map(_tuples, row)) for row in rows)


def _catalogue(stated: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in stated.items()}


def _blocks(rows: list[list[Any]]) -> tuple[Block, ...]:
    return tuple(Block(text, start, end, Verdict(*verdict)) for text, start, end, verdict in rows)


_DECODERS: Mapping[str, Callable[[Any], Any]] = {
    "people": _people,
    "blocks": _blocks,
    "origin": dict,
    "confidence": dict,
    "catalogue": _catalogue,
}
_DEFAULTS = {name: value for name, value in defaults(Article).items() if name not in _NOT_IN_JSON}
