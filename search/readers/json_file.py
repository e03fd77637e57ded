"""A reader of JSON: one article, a list of articles, or an object with such a list."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

from search.article import Document, Skip
from search.readers.column_names import HTML, NAMES, TEXT, document, normalize_key, normalize_keys
from search.readers.json_values import JsonValue, values
from search.readers.raw_bytes import Raw, UnreadError, check_size

MOST_EMPTY = 1000  # consecutive records without a text, after which the file is rejected
DEEPEST = 3  # levels at which a list of articles is looked for: {"response": {"docs": [...]}}
# Keys of objects with its facts: Elasticsearch, the Guardian, Karakeep, JSON:API, Zotero.
WITHIN = ("source", "fields", "content", "attributes", "data", "article")

Json = Mapping[str, Any]  # an object


class _Record(NamedTuple):
    """A value that may be an article."""

    content: Any
    numbered: bool  # False if it is the whole file


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article, numbered unless it is the whole file.

    A Skip stands for each record without a text.
    """
    empty = number = 0
    for number, record in enumerate(_records(values(raw.unpacked())), 1):
        if empty == MOST_EMPTY:
            raise UnreadError(f"has no text in the {MOST_EMPTY} records before number {number}")
        path = f"{raw.path}#{number}" if record.numbered else raw.path
        try:
            yield _document(path, record.content)
            empty = 0
        except UnreadError as error:
            yield Skip(path, f"record {number} {error}" if record.numbered else str(error))
            empty += 1
    if not number:
        raise UnreadError("is empty")


def _records(found: Iterator[JsonValue]) -> Iterator[_Record]:
    for value in found:
        articles = None if value.in_list else _article_list(value.content, DEEPEST)
        if articles is None:
            yield _Record(value.content, not value.alone)
        else:
            yield from (_Record(each, numbered=True) for each in articles)


def _article_list(content: Any, depth: int) -> Sequence[Any] | None:
    """Return the list of articles in an object; None if it is an article itself, or has no list.

    Of several lists the longest counts. Articles may also be the values of an object, by their ids.
    """
    if not _is_object(content) or _has_text(content) or not depth:
        return None
    members = list(content.values())
    if members and all(_is_object(each) and _has_text(each) for each in members):
        return members
    lists: list[Sequence[Any]]
    lists = [each for each in members if isinstance(each, list) and any(map(_is_known, each))]
    within = (_article_list(each, depth - 1) for each in members)
    lists += [each for each in within if each is not None]
    return max(lists, key=len, default=None)


def _is_object(content: Any) -> TypeGuard[Json]:
    return isinstance(content, dict)


def _has_text(content: Json) -> bool:
    row = _row(content)
    return any(isinstance(row.get(name), str | list) and row[name] for name in (*TEXT, *HTML))


def _is_known(content: Any) -> bool:
    """Return True for an object that has facts of an article."""
    return _is_object(content) and not NAMES.isdisjoint(map(normalize_key, content))


def _row(record: Json) -> dict[str, Any]:
    """Return the record with normalized keys, with those of the objects in it that have facts."""
    row = normalize_keys(record)
    for name in WITHIN:
        inner = row.get(name)
        if _is_object(inner) and len(inner) > 1:  # {"name": ...} is the source itself
            facts = normalize_keys(inner)
            if {*TEXT, *HTML}.isdisjoint(facts):
                continue
            row = {**facts, **{key: each for key, each in row.items() if key != name and each}}
    return row


def _document(path: str, record: Any) -> Document:
    if not _is_object(record):
        raise UnreadError("is not a JSON object")
    content = json.dumps(record, ensure_ascii=False)
    check_size(len(content))
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return document(path, _row(record), digest)
