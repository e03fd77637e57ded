"""Reads Markdown with front matter: one document, rendered as a page."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt

from search.article import Document
from search.readers.column_names import hints, squeezed
from search.readers.plain_text import worded
from search.readers.raw_bytes import Raw, sound, whole
from search.readers.text_decoding import decoded
from search.readers.time_limit import impatient

FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)??(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LONGEST = 65_536  # characters of front matter
MANY = 100  # members of a list
PAIR = re.compile(r"^(\w[\w -]*?)[ \t]*[:=][ \t]*(.*)$", re.MULTILINE)
COLON = re.compile(r"^(\w[\w -]*:[ \t]+)([^\s\"'\[{|>&*!].*:.*?)[ \t]*$", re.MULTILINE)
LINKED = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")  # [[Ann Lee]], as notebooks link a page


def documents(raw: Raw) -> Iterator[Document]:
    """The one document of a file.

    Raises: UnreadError, and what reading raises.
    """
    content, digest = whole(raw)
    text = worded(decoded(content))
    front = FRONT.match(text)
    facts = _stated(front[1], front[2] or "") if front else None
    if front and facts is not None:  # else it is a text between two rules
        text = worded(text[front.end() :])
    with sound("Markdown"), impatient():
        html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    yield Document(raw.path, "html", html, digest, hints(squeezed(facts or {})))


def _stated(fence: str, front: str) -> dict[str, Any] | None:
    """What front matter states by its keys; None where it is none."""
    if len(front) > LONGEST:
        return None
    try:
        stated = PARSERS[fence](front)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        stated = dict(PAIR.findall(front)) or None
    if not isinstance(stated, dict):
        return None if front.strip() else {}
    return {str(key): _plain(value) for key, value in stated.items()}


def _plain(value: Any, deep: int = 2) -> Any:
    """A value as the columns of a row have them: names, lists of names, lists of people.

    What lies deeper is dropped: a few lines of YAML can hold a billion.
    """
    if isinstance(value, list):
        return [_plain(each, deep - 1) for each in value[:MANY]] if deep else ""
    if isinstance(value, dict):
        return {str(key): _plain(each, 0) for key, each in value.items()} if deep else ""
    return LINKED.sub(r"\1", str(value)).strip("\"' ")


def _yaml(front: str) -> Any:
    """YAML with every value as it is written: a day stays a day in its own zone.

    A headline with a colon is no YAML and common: it is read as if it stood in quotes.
    """
    try:
        return yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        quoted = COLON.sub(lambda found: found[1] + json.dumps(found[2]), front)
        return yaml.load(quoted, Loader=yaml.BaseLoader)


PARSERS: dict[str, Callable[[str], Any]] = {
    "---": _yaml,
    "+++": tomllib.loads,
}
