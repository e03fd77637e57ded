"""The article node in the JSON-LD of a page, and its properties."""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from search.cleaning.facts.page_markup import LONGEST, Markup, Node
from search.cleaning.facts.text_keys import text_key

ARTICLES = frozenset(
    "AdvertiserContentArticle AnalysisNewsArticle Article AskPublicNewsArticle "
    "BackgroundNewsArticle BlogPosting LiveBlogPosting NewsArticle OpinionNewsArticle Recipe "
    "Report ReportageNewsArticle Review ReviewNewsArticle ScholarlyArticle SocialMediaPosting "
    "TechArticle".split()
)  # the types of schema.org that stand for an article
FILMS = {"VideoObject", "Movie", "TVEpisode"}  # for a page without an article node
PAGES = {"WebPage", "ItemPage", "AboutPage"}
ORGANISATIONS = {"NewsMediaOrganization", "Organization", "newsMediaOrganization"}
SITES = {"WebSite"}
MOST_AUTHORS = 30


class ArticleNode(NamedTuple):
    """The properties of an article node that are facts."""

    headline: str = ""
    published: str = ""
    created: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()  # its name and its other names
    url: str = ""


def article_node(markup: Markup, address: str) -> ArticleNode:
    """Return the article node of the page; an empty one where no node is about this page.

    A list of stories has many article nodes, and none is the page's.
    """
    names = _names_by_id(markup.nodes)
    found = [_article(node, names) for node in markup.nodes if _types(node) & ARTICLES]
    if not found:
        found = [_article(node, names) for node in markup.nodes if _types(node) & FILMS]
    own = [each for each in found if _is_of_page(each, markup, address)]
    if own:
        return _fill_gaps(own)
    headlines = {text_key(each.headline) for each in found}
    return _fill_gaps(found) if len(headlines) == 1 else ArticleNode()


def publisher_names(markup: Markup) -> list[str]:
    """Return the names of the publisher of the page or the site."""
    by_id = _names_by_id(markup.nodes)
    names = [name for node in markup.nodes for name in _publisher(node.get("publisher"), by_id)]
    for types in (ORGANISATIONS, SITES):
        names += [name for node in markup.nodes if _types(node) & types for name in _names(node)]
    return list(dict.fromkeys(names))


def page_date(markup: Markup) -> str:
    """Return the date of publication in a node of the page itself."""
    dates = (clean_text(n.get("datePublished")) for n in markup.nodes if _types(n) & PAGES)
    return next(dates, "")


def _types(node: Node) -> set[str]:
    types = node.get("@type")
    return {
        str(each).rpartition("/")[2] for each in (types if isinstance(types, list) else [types])
    }


def _is_of_page(article: ArticleNode, markup: Markup, address: str) -> bool:
    """Return whether a node is about this page: by its headline or by its address."""
    headlines = [markup.title, *markup.meta("og:title"), *markup.meta("twitter:title")]
    headlines += ["".join(heading.itertext()) for heading in markup.headings[:5]]
    own = text_key(article.headline)
    if len(own) > 8 and any(own in text_key(each[:LONGEST]) for each in headlines):
        return True
    urls = {_bare_url(url) for url in (address, markup.canonical, *markup.meta("og:url")) if url}
    return bool(article.url) and _bare_url(article.url) in urls


def _bare_url(url: str) -> str:
    return url.split("?")[0].split("#")[0].split("://")[-1].removeprefix("www.").rstrip("/")


def _fill_gaps(articles: Sequence[ArticleNode]) -> ArticleNode:
    """Return the first node, with its empty properties taken from the others."""
    columns = zip(*articles, strict=True)
    return ArticleNode(
        *(next((value for value in values if value), values[0]) for values in columns)
    )


def _article(node: Node, names: Mapping[str, Sequence[str]]) -> ArticleNode:
    return ArticleNode(
        clean_text(node.get("headline")) or clean_text(node.get("name")),
        clean_text(node.get("datePublished")) or clean_text(node.get("uploadDate")),
        clean_text(node.get("dateCreated")),
        clean_text(node.get("dateModified")),
        tuple(_authors(node.get("author") or node.get("creator"), names))[:MOST_AUTHORS],
        tuple(_publisher(node.get("publisher"), names)),
        _url(node),
    )


def _url(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return next(iter(_texts([node.get("url"), page, node.get("@id")])), "")


def _names_by_id(nodes: Sequence[Node]) -> dict[str, list[str]]:
    """Return the names of the nodes that others may refer to."""
    return {
        node["@id"]: _names(node)
        for node in nodes
        if isinstance(node.get("@id"), str) and _names(node)
    }


def _names(node: Any) -> list[str]:
    """Return the names of a person or an organisation, which may be a text or a node."""
    if isinstance(node, str):
        return _texts(node)
    if not isinstance(node, dict):
        return []
    return [*_texts(node.get("name")), *_texts(node.get("alternateName"))][:MOST_AUTHORS]


def _texts(value: Any) -> list[str]:
    """Return the strings of a value, which may be a list, that are not empty."""
    return list(filter(None, map(clean_text, value if isinstance(value, list) else [value])))


def _publisher(value: Any, names: Mapping[str, Sequence[str]]) -> list[str]:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict) and not _names(value):
        return list(names.get(clean_text(value.get("@id")), ()))
    return _names(value)


def _authors(value: Any, names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _authors(each[:MOST_AUTHORS], {})
        elif isinstance(each, str):
            yield clean_text(each)
        elif isinstance(each, dict):
            yield from _texts(each.get("name")) or names.get(clean_text(each.get("@id")), ())[:1]


def clean_text(value: Any) -> str:
    """Return a string without entities, at most LONGEST of it; empty for any other value."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(value[:LONGEST]).split())
