"""Facts a page states in its markup: JSON-LD, meta elements, its title and its times."""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from search.clean.facts import Fact

ARTICLES = {
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
}  # the types of schema.org that are one article
DEEPEST = 12  # levels of JSON-LD looked into; @graph and lists of lists need three

# What a meta element is called -> the fact it states. Earlier rows are trusted more.
METAS = (
    ("og:title", "title"),
    ("twitter:title", "title"),
    ("dc.title", "title"),
    ("article:published_time", "date"),
    ("og:article:published_time", "date"),
    ("parsely-pub-date", "date"),
    ("sailthru.date", "date"),
    ("datepublished", "date"),
    ("dc.date.issued", "date"),
    ("dcterms.created", "date"),
    ("dc.date", "date"),
    ("pubdate", "date"),
    ("publishdate", "date"),
    ("publish-date", "date"),
    ("publication_date", "date"),
    ("date", "date"),
    ("og:site_name", "source"),
    ("application-name", "source"),
    ("dc.publisher", "source"),
    ("author", "authors"),
    ("parsely-author", "authors"),
    ("sailthru.author", "authors"),
    ("byl", "authors"),
    ("article:author", "authors"),
    ("dc.creator", "authors"),
    ("og:url", "url"),
)


_NAMED = etree.XPath("/descendant::*[@itemprop or @rel]")
_SAID = etree.XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False)
_CALLED = ("property", "name", "itemprop")  # attributes that say what a meta element states
_KNOWN = {name for name, _ in METAS}


def facts(root: Any) -> Iterator[Fact]:
    """What the markup states, most trusted first for each fact."""
    if root is not None:
        yield from _linked(root)
        yield from _metas(root)
        yield from _elements(root)


def _called(meta: Any) -> str:
    return next((meta.get(name) for name in _CALLED if meta.get(name)), "").casefold()


def _linked(root: Any) -> Iterator[Fact]:
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            stated = json.loads(script.text or "", strict=False)
        except (
            ValueError,
            RecursionError,
        ):  # broken or nested to break us: the page has other facts
            continue
        for node in _nodes(stated, DEEPEST):
            yield from _article(node)


def _nodes(stated: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The article nodes of a JSON-LD value, wherever they hang."""
    if depth and isinstance(stated, list):
        for inner in stated:
            yield from _nodes(inner, depth - 1)
    elif depth and isinstance(stated, dict):
        kinds = stated.get("@type")
        if ARTICLES & {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}:
            yield stated
        for key in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _nodes(stated.get(key), depth - 1)


def _article(node: Mapping[str, Any]) -> Iterator[Fact]:
    stated = {
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "date": _text(node.get("datePublished")) or _text(node.get("dateCreated")),
        "source": _name(node.get("publisher")),
        "authors": "; ".join(_authors(node.get("author"))),
        "url": _text(node.get("url")),
    }
    for fact, value in stated.items():
        yield Fact(fact, value, "JSON-LD")


def _text(value: Any) -> str:
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _name(value: Any) -> str:
    """The name of a person or an organisation, however it is wrapped."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    return _text(value)


def _authors(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    return [name for person in people for name in [_name(person)] if name]


def _metas(root: Any) -> Iterator[Fact]:
    stated: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key, content = _called(meta), meta.get("content", "").strip()
        if key in _KNOWN and content:
            stated.setdefault(key, []).append(content)
    for key, fact in METAS:
        values = stated.get(key, [])
        yield Fact(fact, "; ".join(values) if fact == "authors" else next(iter(values), ""), key)


def _elements(root: Any) -> Iterator[Fact]:
    headings = [_shown(heading) for heading in root.iter("h1")]
    yield Fact("title", _headline(root, headings), "h1" if headings else "<title>")
    named = [each for each in _NAMED(root) if each.tag != "meta" or _called(each) in _KNOWN]
    dated = [each for each in named if each.get("itemprop") == "datePublished"]
    for time in [*root.iter("time"), *dated]:
        stated = time.get("datetime") or time.get("content") or _said(time)
        yield Fact("date", stated, "<time>")
    authors = [each for each in named if each.get("itemprop") == "author"]
    authors += [each for each in named if "author" in each.get("rel", "").split()]
    if authors:
        yield Fact("authors", _said(authors[0]), "author element")
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and "href" in link.attrib:
            yield Fact("url", link.get("href"), "canonical link")


def _headline(root: Any, headings: Sequence[str]) -> str:
    """The h1 that the page's title names, else the only h1, else the page's title."""
    title = next(map(_shown, root.iter("title")), "")
    named = [heading for heading in headings if heading and heading.casefold() in title.casefold()]
    if named:
        return max(named, key=len)
    return headings[0] if len(headings) == 1 and headings[0] else title


def _said(element: Any) -> str:
    """The text inside an element, a space at each tag."""
    return " ".join(_SAID(element))


def _shown(element: Any) -> str:
    return " ".join(_said(element).split())
