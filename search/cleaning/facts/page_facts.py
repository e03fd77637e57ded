"""The facts in the markup of a page and around its headline."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from search.cleaning.facts.bylines import page_byline
from search.cleaning.facts.fact_resolution import Fact
from search.cleaning.facts.headline import choose_headline
from search.cleaning.facts.json_ld import article_node
from search.cleaning.facts.page_dates import page_dates
from search.cleaning.facts.page_header import header_texts, marked_texts
from search.cleaning.facts.page_markup import read_markup
from search.cleaning.facts.publisher import host_of, page_publisher, site_names


def facts_of_page(root: Any, address: str = "") -> Iterator[Fact]:
    """Yield the facts of the page, each chosen among all places of the page that have it.

    `address` is the address of the page, if it is known; else the page's own address counts.
    """
    markup = read_markup(root)
    urls = (address, *markup.meta("og:url"), markup.canonical)
    url = next((url for url in urls if host_of(url)), "")
    article = article_node(markup, url)
    publisher = page_publisher(markup, article, url)
    sites = site_names(markup, article, publisher, url)
    headline = choose_headline(markup, article, sites)
    header = header_texts(root, markup, headline.value)
    marked = cache(partial(marked_texts, root))  # slow, and needed only where nothing else is found
    published, updated = page_dates(markup, article, header, marked, url)
    yield headline
    if published:
        yield Fact("date", published.day.isoformat(), published.origin, published.confidence)
    if updated:
        yield Fact("updated", updated.day.isoformat(), updated.origin)
    yield page_byline(markup, article, header, marked, sites)
    yield Fact("source", publisher.name, publisher.origin)
    yield Fact("url", url, "og:url" if url in markup.meta("og:url") else "canonical link")
