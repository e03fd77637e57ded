"""A reader of Markdown with front matter: one document, rendered as HTML."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt

from search.article import Document
from search.readers.column_names import hints, normalize_keys
from search.readers.plain_text import require_text
from search.readers.raw_bytes import Raw, read_document, reporting_damage
from search.readers.text_decoding import decode

FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)??(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LONGEST = 65_536  # characters of front matter
MOST_MEMBERS = 100  # members of a list
PAIR = re.compile(r"^(\w[\w -]{0,60}?)[ \t]*[:=][ \t]*(.*)$", re.MULTILINE)
COLON = re.compile(r"^(\w[\w -]{0,60}:[ \t]+)([^\s\"'\[{|>&*!].*)$", re.MULTILINE)
LINKED = re.compile(r"\[\[(?:[^\]|]{0,300}\|)?([^\]]{0,300})\]\]")  # [[Ann Lee]], of notebooks


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a file."""
    content, digest = read_document(raw)
    text = require_text(decode(content))
    front = FRONT.match(text)
    facts = _front_matter(front[1], front[2] or "") if front else None
    if front and facts is not None:  # otherwise it is text between two rules
        text = require_text(text[front.end() :])
    with reporting_damage("Markdown"):
        html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    yield Document(raw.path, "html", html, digest, hints(normalize_keys(facts or {})))


def _front_matter(fence: str, front: str) -> dict[str, Any] | None:
    """Return the keys and values of front matter; None if it is not front matter."""
    if len(front) > LONGEST:
        return None
    try:
        stated = PARSERS[fence](front)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        stated = dict(PAIR.findall(front)) or None
    if not isinstance(stated, dict):
        return None if front.strip() else {}
    return {str(key): _plain(value) for key, value in stated.items()}


def _plain(value: Any, depth: int = 2) -> Any:
    """Return a value as in the columns of a row: names, lists of names, lists of people.

    Deeper values are dropped: a few lines of YAML can expand to a billion.
    """
    if isinstance(value, list):
        return [_plain(each, depth - 1) for each in value[:MOST_MEMBERS]] if depth else ""
    if isinstance(value, dict):
        return {str(key): _plain(each, 0) for key, each in value.items()} if depth else ""
    return LINKED.sub(r"\1", str(value)).strip("\"' ")


def _yaml(front: str) -> Any:
    """Parse YAML with values as written; a headline with a colon, common, is read as if quoted."""
    try:
        return yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        quoted = COLON.sub(_quoted, front)
        return yaml.load(quoted, Loader=yaml.BaseLoader)


def _quoted(found: re.Match[str]) -> str:
    """Return the pair with its value in quotes, if there is a colon in it."""
    value = found[2].rstrip(" \t")
    return found[1] + json.dumps(value) if ":" in value[1:] else found[0]


PARSERS: dict[str, Callable[[str], Any]] = {"---": _yaml, "+++": tomllib.loads}
