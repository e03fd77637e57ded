"""Facts a page states in its markup: JSON-LD, meta elements, its title and its times."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup
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


_PIECES = etree.XPath(
    "//*[self::meta[@content] or self::title or self::h1 or self::time or "
    "self::script[@type='application/ld+json'] or self::link[@rel='canonical'] or "
    "@itemprop='datePublished' or @itemprop='author' or "
    "contains(concat(' ', @rel, ' '), ' author ')]"
)
_CALLED = ("property", "name", "itemprop")  # attributes that say what a meta element states
_KNOWN = {name for name, _ in METAS}


def facts(root: Any) -> Iterator[Fact]:
    """What the markup states, most trusted first for each fact.

    Only the elements that may state something are read again by BeautifulSoup: that takes a tenth
    of the time of reading the page by it.
    """
    tree = BeautifulSoup(_pieces(root), "lxml") if root is not None else BeautifulSoup("", "lxml")
    yield from _linked(tree)
    yield from _metas(tree)
    yield from _elements(tree)


def _pieces(root: Any) -> str:
    """The elements that may state a fact, as HTML."""
    return "".join(
        etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        for element in _PIECES(root)
        if element.tag != "meta" or _called(element) in _KNOWN
    )


def _called(meta: Any) -> str:
    return next((meta.get(name) for name in _CALLED if meta.get(name)), "").casefold()


def _linked(tree: BeautifulSoup) -> Iterator[Fact]:
    for script in tree.find_all("script", type="application/ld+json"):
        try:
            stated = json.loads(script.string or "", strict=False)
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


def _metas(tree: BeautifulSoup) -> Iterator[Fact]:
    stated: dict[str, list[str]] = {}
    for meta in tree.find_all("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        content = str(meta.get("content") or "").strip()
        if key and content:
            stated.setdefault(key, []).append(content)
    for key, fact in METAS:
        values = stated.get(key, [])
        yield Fact(fact, "; ".join(values) if fact == "authors" else next(iter(values), ""), key)


def _elements(tree: BeautifulSoup) -> Iterator[Fact]:
    yield Fact("title", _headline(tree), "h1" if tree.find("h1") else "<title>")
    for time in [*tree.find_all("time"), *tree.find_all(itemprop="datePublished")]:
        stated = time.get("datetime") or time.get("content") or time.get_text(" ")
        yield Fact("date", str(stated), "<time>")
    author = tree.find(itemprop="author") or tree.find(rel="author")
    if author is not None:
        yield Fact("authors", author.get_text(" "), "author element")
    link = tree.find("link", rel="canonical", href=True)
    if link is not None:
        yield Fact("url", str(link["href"]), "canonical link")


def _headline(tree: BeautifulSoup) -> str:
    """The h1 that the page's title names, else the only h1, else the page's title."""
    title = " ".join(tree.title.get_text(" ").split()) if tree.title else ""
    headings = [" ".join(heading.get_text(" ").split()) for heading in tree.find_all("h1")]
    named = [heading for heading in headings if heading and heading.casefold() in title.casefold()]
    if named:
        return max(named, key=len)
    return headings[0] if len(headings) == 1 and headings[0] else title
