"""Who published a page: the outlet's name, keyed by its domain."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from search.cleaning.facts.json_ld import Stated, publishers
from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import key

LONGEST = 60  # characters of a name: a longer one is a slogan
METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
PLAIN = frozenset("www amp mobile edition news web www2".split())  # labels that name no outlet
_BREAK = re.compile(r"\s+[|\-–—·•»:]\s+|\s*[｜：|]\s*")
_LEGAL = re.compile(
    r"\s*,?\s+(?:GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|S\.?\s?L\.?U?\.?|S\.?p?A\.?|Inc\.?|LLC|Ltd\.?|Limited|"
    r"Corp(?:oration)?\.?|AS|A/S|AB|Oy|BV|B\.V\.|SAS|s\.r\.o\.|a\.s\.|PLC|Pty)$"
)
_EDITION = re.compile(r"\s*\((?:[A-Z]{2}|[a-z]{2}-[A-Z]{2})\)$")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zA-Z]{2,})/?")


class Outlet(NamedTuple):
    """A publisher's name, where it was read, and the domain it is known by."""

    name: str
    origin: str
    domain: str


def outlet(markup: Markup, stated: Stated, address: str) -> Outlet:
    """The outlet of a page: known by its domain, else as the page calls itself most aptly.

    Of the names a page has for itself the first that its domain bears out counts, in the order
    publisher, og:site_name, application, end of the title, addresses last; else the first of all.
    """
    urls = (address, markup.canonical, *markup.said("og:url"), stated.url)
    host = next((host_of(url) for url in urls if host_of(url)), "")
    domain = registrable(host)
    known = known_as(host)
    if known:
        return Outlet(known, "table of publishers", domain)
    named = sorted(_named(markup, stated), key=lambda each: _HOST.fullmatch(each[0]) is not None)
    found = [Outlet(tidy(name), origin, domain) for name, origin in named]
    found = [each for each in found if 1 < len(each.name) <= LONGEST]
    apt = [each for each in found if _bears_out(domain, each.name)]
    if apt or found:
        return (apt or found)[0]
    return Outlet(host.removeprefix("www."), "URL" if host else "", domain)


def sites(markup: Markup, stated: Stated, chosen: Outlet, address: str) -> list[str]:
    """All names of the site, to be taken off a headline and out of a byline."""
    label = chosen.domain.partition(".")[0]
    named = [
        name
        for name, origin in _named(markup, stated)
        if origin != "<title>" or _bears_out(chosen.domain, name)
    ]
    hosts = [chosen.domain, label, host_of(address).removeprefix("www.")]
    whole = [*named, *(tidy(name) for name in named), chosen.name, *hosts]
    return list(dict.fromkeys(name for name in whole if name))


def _named(markup: Markup, stated: Stated) -> Iterator[tuple[str, str]]:
    yield from ((name, "JSON-LD") for name in stated.publisher)
    for name in METAS[:1]:
        yield from ((value, name) for value in markup.said(name)[:1])
    yield from ((name, "JSON-LD") for name in publishers(markup))
    for name in METAS[1:]:
        yield from ((value, name) for value in markup.said(name)[:1])
    heads = (*markup.said("og:title")[:1], markup.title)
    for head in heads:
        parts = _BREAK.split(head)
        if len(parts) > 1 and len(parts[-1].split()) <= 5:
            yield parts[-1], "<title>"


def _bears_out(domain: str, name: str) -> bool:
    """Whether a domain is made of the name, of its words or of its initials.

    >>> _bears_out("boersen-zeitung.de", "Börsen-Zeitung"), _bears_out("nzz.ch", "Tamedia")
    (True, False)
    """
    label = _plain(domain.partition(".")[0])
    if not label or not _plain(name):
        return False
    words = [_plain(word) for word in re.split(r"[\s-]+", name) if _plain(word)]
    initials = "".join(word[0] for word in words)
    whole = "".join(words).removeprefix("the")
    return (len(whole) > 2 and (whole in label or label in whole)) or label == initials


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "å": "a"})


def _plain(text: str) -> str:
    """The letters of a text as addresses write them."""
    folded = normalize("NFKD", text.casefold().translate(_UMLAUTS))
    return key("".join(letter for letter in folded if not combining(letter)))


def tidy(name: str) -> str:
    """A name as shown: no slogan, no legal form, no address where it ends in a country.

    >>> tidy("Freie Presse - Chemnitzer Verlag und Druck GmbH & Co. KG"), tidy("golem.de")
    ('Freie Presse', 'golem')
    """
    shown = _EDITION.sub("", " ".join(name.split()))
    shown = _without_slogan(shown)
    shown = _LEGAL.sub("", shown)
    match = _HOST.fullmatch(shown)
    if match is None:
        return shown
    host = match[1]
    ending = registrable(host.casefold()).partition(".")[2]
    short = len(ending.rpartition(".")[2]) == 2 or ending == "org"
    label = host[: -len(ending) - 1].rpartition(".")[2]
    return label if short and len(label) > 2 else host


def _without_slogan(name: str) -> str:
    """The shorter side of a name with a slogan."""
    parts = [part for part in _BREAK.split(name) if part]
    if len(parts) > 1 and len(name) > 25:
        return min(parts, key=lambda part: (len(part.split()), len(part)))
    return name


def host_of(url: str) -> str:
    """The host an address names; nothing for what is no address."""
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:  # an address no reader could follow either
        return ""


def registrable(host: str) -> str:
    """The domain that was registered: hosts below it are its owner's.

    >>> registrable("www.news.example.co.uk"), registrable("de.example.com")
    ('example.co.uk', 'example.com')
    """
    labels = host.removeprefix("www.").split(".")
    below_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _second_levels()
    return ".".join(labels[-3:] if below_country else labels[-2:])


def home(host: str) -> str:
    """The part of a host that is an outlet's: its domain, or a host below that of its own kind.

    >>> home("edition.example.com"), home("fr.example.com"), home("sport.example.com")
    ('example.com', 'example.com', 'sport.example.com')
    """
    domain = registrable(host)
    below = host.removesuffix(domain).rstrip(".").split(".")
    plain = all(len(label) <= 2 or label in PLAIN for label in below)
    return domain if plain else host


def known_as(host: str) -> str:
    """What the table calls the outlet of a host; nothing where it is not in it."""
    names = _publishers()
    return names.get(host.removeprefix("www.")) or names.get(registrable(host)) or ""


def of_host(text: str) -> str:
    """The outlet where a text is nothing but a host; else nothing."""
    match = _HOST.fullmatch(text)
    return (known_as(match[1].casefold()) or match[1]) if match else ""


@cache
def _second_levels() -> frozenset[str]:
    return frozenset(_rows("second_level.txt"))


@cache
def _publishers() -> dict[str, str]:
    pairs = (row.partition("\t") for row in _rows("publishers.txt"))
    return {domain: name for domain, _, name in pairs}


def _rows(name: str) -> Iterator[str]:
    text = (files(__package__) / "data" / name).read_text("utf-8")
    return (row for row in text.splitlines() if row and not row.startswith("#"))
