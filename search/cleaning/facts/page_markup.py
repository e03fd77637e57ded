"""What a page's markup holds that may state facts: JSON-LD, meta elements, title and headings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.facts.text_keys import key

LONGEST = 2_000  # characters of a meta element or a heading that are read; none says more
LARGEST = 1 << 22  # characters of a JSON-LD script: those of live pages take half of it
MOST = 20_000  # values of JSON-LD looked at: no page that states an article needs a tenth
DEEPEST = 12  # levels of JSON-LD looked into; @graph and lists of lists need three

_FOUND = etree.XPath(
    "//*[self::meta[@content] or self::title or self::h1 or self::script[@type] or "
    "self::link[@rel='canonical']]"
)
_CALLED = ("property", "name", "itemprop")  # attributes that say what a meta element states

Node = Mapping[str, Any]


class Markup(NamedTuple):
    """The statements of a page, as written."""

    metas: Mapping[str, Sequence[str]]  # by the key of their names; those of pictures left out
    nodes: Sequence[Node]  # all of JSON-LD that has a type, in order
    title: str
    headings: Sequence[Any]  # the h1 elements
    canonical: str
    lang: str  # as declared, in lower case: "en-us"

    def said(self, name: str) -> Sequence[str]:
        """What the meta elements of that name say; how papers part its words does not count."""
        return self.metas.get(key(name), ())


def read(root: Any) -> Markup:
    """The statements of the page below the root, each bounded in length and number."""
    found: dict[str, list[Any]] = {"meta": [], "title": [], "h1": [], "script": [], "link": []}
    for element in _FOUND(root) if root is not None else ():
        found[element.tag].append(element)
    links = [link.get("href", "") for link in found["link"]]
    return Markup(
        _metas(found["meta"]),
        list(_linked(found["script"])),
        shown(found["title"][0]) if found["title"] else "",
        [heading for heading in found["h1"] if shown(heading)],
        links[0].strip()[:LONGEST] if links else "",
        (root.get("lang") or "").casefold() if root is not None else "",
    )


def shown(element: Any) -> str:
    """The text of an element, words of neighbouring elements kept apart."""
    return " ".join(" ".join(element.itertext()).split())[:LONGEST]


def _metas(elements: Sequence[Any]) -> dict[str, list[str]]:
    stated: dict[str, list[str]] = {}
    for meta in elements:
        content = " ".join(_cut(meta.get("content")).split())
        for name in _CALLED:
            called = key(meta.get(name) or "")
            if called and content and not (name == "itemprop" and _is_inner(meta)):
                stated.setdefault(called, []).append(content)
                break
    return stated


def _cut(text: str) -> str:
    """A text, or what it lists within LONGEST characters: no name is cut in two."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(",")[0]


def _is_inner(meta: Any) -> bool:
    """Whether a meta element states something of a picture or a comment inside the page."""
    around = meta.getparent()
    while around is not None:
        kind = around.get("itemtype") or ""
        if kind:
            return "article" not in kind.casefold() and "posting" not in kind.casefold()
        around = around.getparent()
    return False


def _linked(scripts: Sequence[Any]) -> Iterator[Node]:
    left = MOST
    for script in scripts:
        text = script.text or ""
        if "ld+json" not in script.get("type", "") or len(text) > LARGEST:
            continue
        stack = [(_loaded(text), DEEPEST)]
        while stack and left:
            value, depth = stack.pop()
            left -= 1
            if isinstance(value, list):
                stack += [(inner, depth - 1) for inner in reversed(value) if depth]
            elif isinstance(value, dict):
                if "@type" in value:
                    yield value
                stack += [(value[key], depth - 1) for key in _INNER if key in value and depth]


_INNER = ("item", "itemListElement", "mainEntity", "mainEntityOfPage", "@graph")
_WRAPPINGS = ("//", "<![CDATA[", "<!--", "]]>", "-->", ";")
_LOOSE = re.compile(r",(?=\s{0,200}[}\]])")


def _unwrapped(text: str) -> str:
    """A script without what hides it from old browsers, and without commas before an end."""
    for _ in range(2):
        for sign in _WRAPPINGS:
            text = text.strip().removeprefix(sign).removesuffix(sign)
    return _LOOSE.sub("", text)


def _loaded(text: str) -> Any:
    """The value a script holds; None where it is broken or nested to break us."""
    for read_as in (str, _unwrapped):
        try:
            return json.loads(read_as(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None
