"""Facts a page states in its markup and around its headline."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from search.cleaning.facts import bylines, headline, json_ld, page_dates, page_markup, publisher
from search.cleaning.facts.fact_resolution import Fact
from search.cleaning.facts.page_header import elsewhere, header


def facts(root: Any, address: str = "") -> Iterator[Fact]:
    """What the page says of itself, each fact weighed over the places that state it.

    `address` is where the page was found, if that is known; else what the page gives for it counts.
    """
    page = page_markup.read(root)
    urls = (address, *page.said("og:url"), page.canonical)
    own = next((url for url in urls if publisher.host_of(url)), "")
    stated = json_ld.article(page, own)
    outlet = publisher.outlet(page, stated, own)
    sites = publisher.sites(page, stated, outlet, own)
    head = headline.chosen(page, stated, sites)
    pieces = header(root, page, head.text)
    marked = cache(partial(elsewhere, root))  # looked for only where nothing better says it
    days = page_dates.stamps(page, stated, pieces, marked, own)
    writers = bylines.byline(page, stated, pieces, marked, sites)
    yield Fact("title", head.text, head.origin)
    if days.published:
        own_day = days.published
        yield Fact("date", own_day.day.isoformat(), own_day.origin, own_day.sure)
    if days.updated:
        yield Fact("updated", days.updated.day.isoformat(), days.updated.origin)
    yield Fact("authors", "; ".join(writers.names), writers.origin)
    yield Fact("source", outlet.name, outlet.origin)
    yield Fact("url", own, _place(page, own))


def _place(page: page_markup.Markup, own: str) -> str:
    return "og:url" if own in page.said("og:url") else "canonical link"
