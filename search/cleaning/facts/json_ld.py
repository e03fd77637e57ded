"""The article among the nodes of a page's JSON-LD, and what it says of itself."""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from search.cleaning.facts.page_markup import LONGEST, Markup, Node
from search.cleaning.facts.text_keys import key

ARTICLES = {
    "AdvertiserContentArticle",
    "AnalysisNewsArticle",
    "Article",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "NewsArticle",
    "OpinionNewsArticle",
    "Recipe",
    "Report",
    "ReportageNewsArticle",
    "Review",
    "ReviewNewsArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
}  # the types of schema.org that are one article
FILMS = {"VideoObject", "Movie", "TVEpisode"}  # the article of a page that has no other
PAGES = {"WebPage", "ItemPage", "AboutPage"}
MOST_AUTHORS = 30


class Stated(NamedTuple):
    """What one node states."""

    headline: str = ""
    published: str = ""
    created: str = ""
    modified: str = ""
    authors: tuple["Author", ...] = ()
    publisher: tuple[str, ...] = ()  # its name and its other names
    url: str = ""


class Author(NamedTuple):
    """Somebody who is said to have written it."""

    name: str
    person: bool  # False for what the markup calls an organisation


def article(markup: Markup, address: str) -> Stated:
    """What the page's own article node states; nothing where no node is the page's.

    A list of stories has many article nodes and is none of them.
    """
    names = _names(markup.nodes)
    found = [_stated(node, names) for node in markup.nodes if _kinds(node) & ARTICLES]
    if not found:
        found = [_stated(node, names) for node in markup.nodes if _kinds(node) & FILMS]
    own = [each for each in found if _is_own(each, markup, address)]
    if own:
        return _filled(own)
    stories = {key(each.headline) for each in found}
    return _filled(found) if len(stories) == 1 else Stated()


def publishers(markup: Markup) -> list[str]:
    """The names the nodes give the publisher of the page or the site."""
    kinds = ({"NewsMediaOrganization", "Organization", "newsMediaOrganization"}, {"WebSite"})
    names = _names(markup.nodes)
    own = [name for node in markup.nodes for name in _publisher(node.get("publisher"), names)]
    for kind in kinds:
        own += [name for node in markup.nodes if _kinds(node) & kind for name in _called(node)]
    return list(dict.fromkeys(own))


def page_date(markup: Markup) -> str:
    """When the page was published, as a node of the page itself says."""
    return next((text(n.get("datePublished")) for n in markup.nodes if _kinds(n) & PAGES), "")


def _kinds(node: Node) -> set[str]:
    kinds = node.get("@type")
    return {
        str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])
    }


def _is_own(stated: Stated, markup: Markup, address: str) -> bool:
    """Whether a node speaks of this page: by its headline or by its address."""
    heads = [
        markup.title,
        *markup.said("og:title"),
        *markup.said("twitter:title"),
    ]
    heads += ["".join(heading.itertext()) for heading in markup.headings[:5]]
    wanted = key(stated.headline)
    if len(wanted) > 8 and any(wanted in key(head[:LONGEST]) for head in heads):
        return True
    own = {_bare(url) for url in (address, markup.canonical, *markup.said("og:url")) if url}
    return bool(stated.url) and _bare(stated.url) in own


def _bare(url: str) -> str:
    return url.split("?")[0].split("#")[0].split("://")[-1].removeprefix("www.").rstrip("/")


def _filled(found: Sequence[Stated]) -> Stated:
    """The first node, its gaps filled from the others."""
    parts = zip(*found, strict=True)
    return Stated(*(next((value for value in values if value), values[0]) for values in parts))


def _stated(node: Node, names: Mapping[str, Sequence[str]]) -> Stated:
    return Stated(
        text(node.get("headline")) or text(node.get("name")),
        text(node.get("datePublished")) or text(node.get("uploadDate")),
        text(node.get("dateCreated")),
        text(node.get("dateModified")),
        tuple(_authors(node.get("author") or node.get("creator"), names))[:MOST_AUTHORS],
        tuple(_publisher(node.get("publisher"), names)),
        _url(node),
    )


def _url(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return next((text(url) for url in (node.get("url"), page, node.get("@id")) if text(url)), "")


def _names(nodes: Sequence[Node]) -> dict[str, list[str]]:
    """The names of the nodes that others refer to."""
    return {
        node["@id"]: _called(node)
        for node in nodes
        if isinstance(node.get("@id"), str) and _called(node)
    }


def _called(node: Any) -> list[str]:
    """The names of a person or an organisation, however they are wrapped."""
    if isinstance(node, str):
        return [text(node)] if text(node) else []
    if not isinstance(node, dict):
        return []
    found: list[str] = []
    for value in (node.get("name"), node.get("alternateName")):
        for name in value if isinstance(value, list) else [value]:
            found += [text(name)] if text(name) else []
    return found[:MOST_AUTHORS]


def _publisher(value: Any, names: Mapping[str, Sequence[str]]) -> list[str]:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict) and not _called(value):
        return list(names.get(text(value.get("@id")), ()))
    return _called(value)


def _authors(value: Any, names: Mapping[str, Sequence[str]]) -> Iterator[Author]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _authors(each[:MOST_AUTHORS], {})
        elif isinstance(each, str):
            yield Author(text(each), True)
        elif isinstance(each, dict):
            own = each.get("name")
            listed = own if isinstance(own, list) else [own]
            called = [text(name) for name in listed if text(name)]
            called = called or list(names.get(text(each.get("@id")), ()))[:1]
            yield from (Author(name, "Organization" not in str(_kinds(each))) for name in called)


def text(value: Any) -> str:
    """A string with its entities read, at most LONGEST of it; nothing for any other value."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(value[:LONGEST]).split())
