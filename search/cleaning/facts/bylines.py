"""The authors of an article: names in the markup and in the lines around the headline."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from search.cleaning.facts.author_names import (
    BY,
    MOST_AUTHORS,
    PREFIX,
    is_agency,
    is_organisation,
    leading_persons,
    split_authors,
)
from search.cleaning.facts.fact_resolution import Fact
from search.cleaning.facts.json_ld import ArticleNode
from search.cleaning.facts.page_header import SHORT, HeaderText
from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import text_key

METAS = tuple(
    "author parsely-author sailthru.author byl byline article:author article:author_name "
    "dc.creator dc.creator.author dcsext.author dcterms.creator citation_author "
    "cxenseparse:author og:article:author article.author authors".split()
)

_BYLINE = re.compile(
    r"^\W*(?:(?:Written|Reported|Posted|Story|Words|Review|Analysis|Opinion|Commentary|Interview|"
    r"Report)\s+)?(?:[Bb]y|BY|Von|von|Par|par|Por|por|Di|di|Door|door|Av|Af|Af:|Autor(?:in)?:|"
    r"Auteurs?\s?:|Autore:|Authors?:|Text:|Автор:?|Yazan:|Penulis:|Oleh:?|Tekst:?)(?=\s|$)\s*"
)
_OTHER_WORK = re.compile(
    r"(?:contributions? (?:from|by)|(?:fact[- ]?checked|medically reviewed|reviewed|edited|"
    r"photograph(?:s|y|ed)?|photos?|illustrat\w{1,20}|styled|produced|updated|images?|video|translated|"
    r"art|audio|curated|approved|research|sponsored|presented|powered|published) (?:from|by)|"
    r"additional reporting(?: by)?|with(?: reporting from)?|editors?|foto(?:s|graf)?|bilder?)\W*$",
    re.IGNORECASE,
)
_AUTHOR_NAMES = re.compile(
    r"author|byline|by-line|writer|\bautor|auteur|redakt|journalist|contributor", re.I
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|by|staff|people|person|profiles?|contributors?|journalists?|autor(?:en|es)?|"
    r"auteurs?|autori|redaktion|reporters?|writers?|byline|team|columnists?|correspondents?)/",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\W*+(?:(?:and|und|et|og|och|y|e|by)\W*+)?", re.IGNORECASE)
_TRAILING_CONJUNCTION = re.compile(r"(?:,|&|\band|\bund|\bet)\s*$")
MOST_MARKED = 3  # people in a page's author elements: more are those of several stories


def page_byline(
    markup: Markup,
    article: ArticleNode,
    header: Sequence[HeaderText],
    marked: Callable[[], Sequence[HeaderText]],
    sites: Sequence[str],
) -> Fact:
    """Return the persons of the first place that names any, else the organisations in the markup.

    `header` has the texts around the headline, `marked` returns those marked as authors anywhere.
    Where the markup has more names than the line below the headline, the others checked, edited or
    took pictures: the line counts.
    """
    site_keys = {text_key(site).removeprefix("the") for site in sites}
    in_json_ld = [name for author in article.authors for name in split_authors(author)]
    in_metas = [(name, split_authors("; ".join(markup.meta(name)))) for name in METAS]
    by_origin = [("JSON-LD", in_json_ld), *in_metas]
    in_header = _persons(_authors_in_texts(header), site_keys)
    for origin, names in by_origin:
        persons = _persons(names, site_keys)
        if persons and _has_fewer(in_header, persons):
            return _byline(in_header, "byline")
        if persons:
            others = {name for name in names if is_agency(name)}
            others |= _single_authors(article, site_keys)
            authors = (name for name in names if name in persons or name in others)
            return _byline(authors, origin)
    origin, names = next(((origin, names) for origin, names in by_origin if names), ("", []))
    elsewhere = [] if in_header or names else _persons(_authors_in_texts(marked()), site_keys)
    if in_header or 0 < len(set(elsewhere)) <= MOST_MARKED:
        return _byline(in_header or elsewhere, "byline")
    return _byline(names, origin)


def _has_fewer(names: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether there are names, all among the others, and others besides."""
    keys = set(map(text_key, names))
    return bool(keys) and keys < set(map(text_key, others))


def _single_authors(article: ArticleNode, site_keys: set[str]) -> set[str]:
    """Return the teams and desks that JSON-LD lists as separate authors."""
    single = [names[0] for names in map(split_authors, article.authors) if len(names) == 1]
    return {name for name in single if text_key(name).removeprefix("the") not in site_keys}


def _persons(names: Iterable[str], site_keys: set[str]) -> list[str]:
    return [name for name in names if not is_organisation(name, site_keys)]


def _byline(names: Iterable[str], origin: str) -> Fact:
    """Return each name once, whatever its case, and not in capitals if it has another form."""
    by_key: dict[str, str] = {}
    for name in names:
        earlier = by_key.get(text_key(name))
        if earlier is None or (earlier.isupper() and not name.isupper()):
            by_key[text_key(name)] = name
    return Fact("authors", "; ".join(islice(by_key.values(), MOST_AUTHORS)), origin)


def _authors_in_texts(texts: Sequence[HeaderText]) -> list[str]:
    """Return the people in a line that starts with "By", else those in elements of authors."""
    return _authors_in_byline(texts) or list(_authors_in_elements(texts))


def _authors_in_byline(texts: Sequence[HeaderText]) -> list[str]:
    for place, text in enumerate(texts):
        match = _BYLINE.match(text.text)
        if match is None or len(text.text) > SHORT:
            continue
        rest = text.text[match.end() :].strip(" —–-:|")
        names = leading_persons(rest)
        if rest and not names:
            continue
        if not rest or _TRAILING_CONJUNCTION.search(rest):
            names += _authors_in_next(texts[place + 1 : place + 12])
        if names:
            return names
    return []


def _authors_in_next(texts: Sequence[HeaderText]) -> Iterator[str]:
    """Yield the people in the texts that continue a byline."""
    for text in texts:
        names = leading_persons(BY.sub("", text.text)) if len(text.text) <= SHORT else []
        if not names and not _CONJUNCTION.fullmatch(text.text):
            break
        yield from names


def _authors_in_elements(texts: Sequence[HeaderText]) -> Iterator[str]:
    label = ""
    for text in texts:
        link = text.element.get("href") or "" if text.element.tag == "a" else ""
        is_author = _AUTHOR_NAMES.search(text.names) or _AUTHOR_PAGE.search(link)
        if is_author and len(text.text) <= SHORT and not _OTHER_WORK.search(label):
            yield from leading_persons(BY.sub("", PREFIX.sub("", text.text)))
        if text.text.strip(" ,"):
            label = text.text
