"""The publisher of a page: the name of the outlet, by its domain or by most of its documents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from search.cleaning.facts.data_rows import read_pairs, read_rows
from search.cleaning.facts.json_ld import ArticleNode, publisher_names
from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import text_key

LONGEST_NAME = 60  # characters; a longer text is a slogan
METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_LISTED_NAMES = read_pairs("publishers")  # a domain -> the name of the outlet
_SECOND_LEVELS = frozenset(read_rows("second_level"))  # "co" in "co.uk"
# Space is read from its start only: otherwise a title of spaces is read again from each of them.
_BREAK = re.compile(r"(?<!\s)\s++[|\-–—·•»:]\s+|(?:(?<!\s)\s++)?[｜：|]\s*")
_LEGAL_FORM = re.compile(
    r"(?<!\s)(?:\s*+,)?\s++(?:GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|S\.?\s?L\.?U?\.?|S\.?p?A\.?|Inc\.?|LLC|Ltd\.?|Limited|"
    r"Corp(?:oration)?\.?|AS|A/S|AB|Oy|BV|B\.V\.|SAS|s\.r\.o\.|a\.s\.|PLC|Pty)$"
)
_EDITION = re.compile(r"(?:(?<!\s)\s++)?\((?:[A-Z]{2}|[a-z]{2}-[A-Z]{2})\)$")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zA-Z]{2,})/?")


class Publisher(NamedTuple):
    """The name of an outlet, the place where it was read, and its domain."""

    name: str
    origin: str
    domain: str


def page_publisher(markup: Markup, article: ArticleNode, address: str) -> Publisher:
    """Return the publisher of a page: listed for its domain, else named by the page.

    Of the names in the markup, the first that matches the domain counts, in the order publisher,
    og:site_name, application, end of the title, with addresses last; else the first of all.
    """
    urls = (address, markup.canonical, *markup.meta("og:url"), article.url)
    host = next((host_of(url) for url in urls if host_of(url)), "")
    domain = registered_domain(host)
    listed = listed_name(host)
    if listed:
        return Publisher(listed, "table of publishers", domain)
    names = sorted(_names(markup, article), key=lambda each: _HOST.fullmatch(each[0]) is not None)
    publishers = [Publisher(clean_publisher(name), origin, domain) for name, origin in names]
    publishers = [each for each in publishers if 1 < len(each.name) <= LONGEST_NAME]
    publishers.sort(key=lambda each: not _matches_domain(each.name, domain))
    by_host = Publisher(host.removeprefix("www."), "URL" if host else "", domain)
    return next(iter(publishers), by_host)


def site_names(
    markup: Markup, article: ArticleNode, publisher: Publisher, address: str
) -> list[str]:
    """Return all names of the site, which are removed from headlines and bylines."""
    label = publisher.domain.partition(".")[0]
    names = [
        name
        for name, origin in _names(markup, article)
        if origin != "<title>" or _matches_domain(name, publisher.domain)
    ]
    hosts = [publisher.domain, label, host_of(address).removeprefix("www.")]
    all_names = [*names, *map(clean_publisher, names), publisher.name, *hosts]
    return list(dict.fromkeys(filter(None, all_names)))


def _names(markup: Markup, article: ArticleNode) -> Iterator[tuple[str, str]]:
    """Yield the names in the markup with their places, in the order of trust."""
    yield from ((name, "JSON-LD") for name in article.publisher)
    yield from ((name, METAS[0]) for name in markup.meta(METAS[0])[:1])
    yield from ((name, "JSON-LD") for name in publisher_names(markup))
    for meta in METAS[1:]:
        yield from ((name, meta) for name in markup.meta(meta)[:1])
    for title in (*markup.meta("og:title")[:1], markup.title):
        parts = _BREAK.split(title)
        if len(parts) > 1 and len(parts[-1].split()) <= 5:
            yield parts[-1], "<title>"


def _matches_domain(name: str, domain: str) -> bool:
    """Return whether a domain consists of the name, of its words or of its initials.

    >>> _matches_domain("Börsen-Zeitung", "boersen-zeitung.de")
    True
    >>> _matches_domain("Tamedia", "nzz.ch")
    False
    """
    label = _domain_letters(domain.partition(".")[0])
    if not label or not _domain_letters(name):
        return False
    words = list(filter(None, map(_domain_letters, re.split(r"[\s-]+", name))))
    initials = "".join(word[0] for word in words)
    joined = "".join(words).removeprefix("the")
    return (len(joined) > 2 and (joined in label or label in joined)) or label == initials


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "å": "a"})


def _domain_letters(text: str) -> str:
    """Return the letters of a text as they are written in domains."""
    decomposed = normalize("NFKD", text.casefold().translate(_UMLAUTS))
    return text_key("".join(letter for letter in decomposed if not combining(letter)))


def clean_publisher(name: str) -> str:
    """Return a name without slogan and legal form, and without a country at the end of a host.

    >>> clean_publisher("Freie Presse - Chemnitzer Verlag und Druck GmbH & Co. KG")
    'Freie Presse'
    >>> clean_publisher("golem.de")
    'golem'
    """
    cleaned = _EDITION.sub("", " ".join(name.split()))
    cleaned = _LEGAL_FORM.sub("", _without_slogan(cleaned))
    match = _HOST.fullmatch(cleaned)
    if match is None:
        return cleaned
    host = match[1]
    ending = registered_domain(host.casefold()).partition(".")[2]
    is_removed = len(ending.rpartition(".")[2]) == 2 or ending == "org"
    label = host[: -len(ending) - 1].rpartition(".")[2]
    return label if is_removed and len(label) > 2 else host


def _without_slogan(name: str) -> str:
    """Return the shortest part of a long name with a separator."""
    parts = [part for part in _BREAK.split(name) if part]
    if len(parts) > 1 and len(name) > 25:
        return min(parts, key=lambda part: (len(part.split()), len(part)))
    return name


def host_of(url: str) -> str:
    """Return the host of an address; empty for a text that is not an address."""
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:  # an invalid address
        return ""


def registered_domain(host: str) -> str:
    """Return the domain that was registered: its owner has all hosts below it.

    >>> registered_domain("www.news.example.co.uk"), registered_domain("de.example.com")
    ('example.co.uk', 'example.com')
    """
    labels = host.removeprefix("www.").split(".")
    is_second_level = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if is_second_level else labels[-2:])


def listed_name(host: str) -> str:
    """Return the name in the table of publishers for a host; empty where it is not listed."""
    domain = registered_domain(host)
    return _LISTED_NAMES.get(host.removeprefix("www.")) or _LISTED_NAMES.get(domain, "")


def name_of_host(text: str) -> str:
    """Return the name of the outlet where a text is only a host; else an empty text."""
    match = _HOST.fullmatch(text)
    return (listed_name(match[1].casefold()) or match[1]) if match else ""


class Outlet(NamedTuple):
    """The outlet of a document."""

    key: str  # its domain; without one, the letters of its name
    name: str  # as in the document


UNKNOWN_OUTLET = Outlet("", "")


def make_outlet(domain: str, name: str) -> Outlet:
    """Return the outlet of that domain and name.

    >>> make_outlet("", "The Daily") == make_outlet("", "the daily")._replace(name="The Daily")
    True
    """
    return Outlet(domain or f"={text_key(name).removeprefix('the')}" if name else "", name)


def outlet_names(outlets: Iterable[Outlet]) -> dict[str, str]:
    """Return one name for each key: the most frequent, of equals the first by alphabet."""
    counts_by_key: dict[str, Counter[str]] = defaultdict(Counter)
    for each in outlets:
        if each.key:
            counts_by_key[each.key][each.name] += 1
    return {
        key: min(counts, key=lambda name: (-counts[name], name))
        for key, counts in counts_by_key.items()
    }
