"""The markup of a page that may contain facts: JSON-LD, meta elements, title and headings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.facts.text_keys import text_key

LONGEST = 2_000  # characters that are read of a meta element or a heading; none has more facts
LARGEST_SCRIPT = 1 << 22  # characters of JSON-LD: the largest of live pages have half of it
MOST_VALUES = 20_000  # of JSON-LD that are visited: no page of an article needs a tenth
DEEPEST = 12  # levels of JSON-LD that are visited; @graph and lists of lists need three

_FACT_ELEMENTS = etree.XPath(
    "//*[self::meta[@content] or self::title or self::h1 or self::script[@type] or "
    "self::link[@rel='canonical']]"
)
_NAME_ATTRIBUTES = ("property", "name", "itemprop")  # of a meta element

Node = Mapping[str, Any]


class Markup(NamedTuple):
    """The markup of a page that may contain facts, as written."""

    metas: Mapping[str, Sequence[str]]  # contents by the key of their name; not of pictures
    nodes: Sequence[Node]  # all of JSON-LD that have a type, in order
    title: str
    headings: Sequence[Any]  # the h1 elements
    canonical: str
    language: str  # as declared, in lower case: "en-us"

    def meta(self, name: str) -> Sequence[str]:
        """Return the contents of the meta elements of that name; its punctuation is ignored."""
        return self.metas.get(text_key(name), ())


def read_markup(root: Any) -> Markup:
    """Return the markup of the page below the root, limited in length and number."""
    elements: dict[str, list[Any]] = {"meta": [], "title": [], "h1": [], "script": [], "link": []}
    for element in _FACT_ELEMENTS(root) if root is not None else ():
        elements[element.tag].append(element)
    links = [link.get("href", "") for link in elements["link"]]
    return Markup(
        _metas(elements["meta"]),
        list(_json_ld_nodes(elements["script"])),
        element_text(elements["title"][0]) if elements["title"] else "",
        [heading for heading in elements["h1"] if element_text(heading)],
        links[0].strip()[:LONGEST] if links else "",
        (root.get("lang") or "").casefold() if root is not None else "",
    )


def element_text(element: Any) -> str:
    """Return the text of an element, with a space between neighbouring elements."""
    return " ".join(" ".join(element.itertext()).split())[:LONGEST]


def _metas(elements: Sequence[Any]) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in elements:
        text = meta.get("content")
        if len(text) > LONGEST:
            text = text[:LONGEST].rpartition(",")[0]  # no name is cut in two
        content = " ".join(text.split())
        for attribute in _NAME_ATTRIBUTES:
            name = text_key(meta.get(attribute) or "")
            if name and content and not (attribute == "itemprop" and _is_of_part(meta)):
                metas.setdefault(name, []).append(content)
                break
    return metas


def _is_of_part(meta: Any) -> bool:
    """Return whether a meta element describes a picture or a comment inside the page."""
    parent = meta.getparent()
    while parent is not None:
        type_name = parent.get("itemtype") or ""
        if type_name:
            return "article" not in type_name.casefold() and "posting" not in type_name.casefold()
        parent = parent.getparent()
    return False


def _json_ld_nodes(scripts: Sequence[Any]) -> Iterator[Node]:
    left = MOST_VALUES
    for script in scripts:
        text = script.text or ""
        if "ld+json" not in script.get("type", "") or len(text) > LARGEST_SCRIPT:
            continue
        stack = [(_parse_json(text), DEEPEST)]
        while stack and left:
            value, depth = stack.pop()
            left -= 1
            if isinstance(value, list):
                stack += [(inner, depth - 1) for inner in reversed(value) if depth]
            elif isinstance(value, dict):
                if "@type" in value:
                    yield value
                stack += [(value[key], depth - 1) for key in _INNER_KEYS if key in value and depth]


_INNER_KEYS = ("item", "itemListElement", "mainEntity", "mainEntityOfPage", "@graph")
_WRAPPERS = ("//", "<![CDATA[", "<!--", "]]>", "-->", ";")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")


def _repair_json(text: str) -> str:
    """Return JSON without comments that hide it from old browsers, and without trailing commas."""
    for _ in range(2):
        for wrapper in _WRAPPERS:
            text = text.strip().removeprefix(wrapper).removesuffix(wrapper)
    return _TRAILING_COMMA.sub("", text)


def _parse_json(text: str) -> Any:
    """Return the value of a script; None where it is invalid, or nested too deeply to parse."""
    for prepare in (str, _repair_json):
        try:
            return json.loads(prepare(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None
