"""Who wrote an article: names in what markup states and in the lines around the headline."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from search.cleaning.facts.author_names import (
    BY,
    MOST_AUTHORS,
    PREFIX,
    is_agency,
    is_organisation,
    parts,
    persons,
)
from search.cleaning.facts.json_ld import Stated
from search.cleaning.facts.page_header import SHORT, Piece
from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import key

METAS = (
    "author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "article:author",
    "article:author_name",
    "dc.creator",
    "dc.creator.author",
    "dcsext.author",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "og:article:author",
    "article.author",
    "authors",
)

_STRICT_BY = re.compile(
    r"^\W*(?:(?:Written|Reported|Posted|Story|Words|Review|Analysis|Opinion|Commentary|Interview|"
    r"Report)\s+)?(?:[Bb]y|BY|Von|von|Par|par|Por|por|Di|di|Door|door|Av|Af|Af:|Autor(?:in)?:|"
    r"Auteurs?\s?:|Autore:|Authors?:|Text:|Автор:?|Yazan:|Penulis:|Oleh:?|Tekst:?)(?=\s|$)\s*"
)
_OTHER_WORK = re.compile(
    r"(?:contributions? (?:from|by)|(?:fact[- ]?checked|medically reviewed|reviewed|edited|"
    r"photograph(?:s|y|ed)?|photos?|illustrat\w+|styled|produced|updated|images?|video|translated|"
    r"art|audio|curated|approved|research|sponsored|presented|powered|published) (?:from|by)|"
    r"additional reporting(?: by)?|with(?: reporting from)?|editors?|foto(?:s|graf)?|bilder?)\W*$",
    re.IGNORECASE,
)
_AUTHORED = re.compile(
    r"author|byline|by-line|writer|\bautor|auteur|redakt|journalist|contributor", re.I
)
_PERSONAL = re.compile(
    r"/(?:authors?|by|staff|people|person|profiles?|contributors?|journalists?|autor(?:en|es)?|"
    r"auteurs?|autori|redaktion|reporters?|writers?|byline|team|columnists?|correspondents?)/",
    re.IGNORECASE,
)


ALONE = 3  # people named in a page's author elements: more are those of several stories


class Byline(NamedTuple):
    """Those who are named, and where."""

    names: tuple[str, ...]
    origin: str


def byline(
    markup: Markup,
    stated: Stated,
    pieces: Sequence[Piece],
    marked: Callable[[], Sequence[Piece]],
    sites: Sequence[str],
) -> Byline:
    """The persons of the first place that names any, else the organisations that are stated.

    `pieces` are those around the headline, `marked` gives those of the whole page made for authors.
    Where markup names more than the line below the headline does, the others checked, edited or
    took pictures: the line counts.
    """
    own = {key(site).removeprefix("the") for site in sites}
    linked = [name for author in stated.authors for name in parts(author.name)]
    metas = [(name, parts("; ".join(said))) for name in METAS if (said := markup.said(name))]
    shown = _people(_shown(pieces), own)
    stated_by = (("JSON-LD", linked), *metas)
    for origin, said in stated_by:
        people = _people(said, own)
        if people and shown and {key(name) for name in shown} < {key(name) for name in people}:
            return Byline(_once(shown), "byline")
        if people:
            beside = {name for name in said if is_agency(name)} | _whole(stated, own)
            return Byline(_once(name for name in said if name in people or name in beside), origin)
    origin, said = next(((at, said) for at, said in stated_by if said), ("", []))
    below = [] if shown or said else _people(_shown(marked()), own)
    if shown or 0 < len(set(below)) <= ALONE:
        return Byline(_once(shown or below), "byline")
    return Byline(_once(said), origin)


def _whole(stated: Stated, own: set[str]) -> set[str]:
    """The teams and desks that JSON-LD lists as authors of their own, beside the people."""
    listed = [parts(author.name) for author in stated.authors]
    return {names[0] for names in listed if len(names) == 1 and not _is_own(names[0], own)}


def _is_own(name: str, own: set[str]) -> bool:
    return key(name).removeprefix("the") in own


def _people(said: Iterable[str], own: set[str]) -> list[str]:
    return [name for name in said if not is_organisation(name, own)]


def _once(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, whatever the case: of two spellings the one that is not all capitals."""
    best: dict[str, str] = {}
    for name in found:
        known = best.get(key(name))
        if known is None or (known.isupper() and not name.isupper()):
            best[key(name)] = name
    return tuple(best.values())[:MOST_AUTHORS]


def _shown(pieces: Sequence[Piece]) -> Iterator[str]:
    """The people named by a line that opens with "By", else those in elements made for authors."""
    by = list(_by_line(pieces))
    yield from by or _in_elements(pieces)


def _by_line(pieces: Sequence[Piece]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        match = _STRICT_BY.match(piece.text)
        if match is None or len(piece.text) > SHORT:
            continue
        rest = piece.text[match.end() :].strip(" —–-:|")
        found = persons(rest)
        if rest and not found:
            continue
        for after in pieces[place + 1 : place + 12] if not rest or _is_joined(rest) else ():
            more = persons(BY.sub("", after.text)) if len(after.text) <= SHORT else []
            if not more and not _JOIN.fullmatch(after.text):
                break
            found += more
        if found:
            yield from found
            return


_JOIN = re.compile(r"\W*(?:and|und|et|og|och|y|e|&|by|und|—)?\W*|(?:, )?(?:and|&)", re.IGNORECASE)


def _is_joined(text: str) -> bool:
    return re.search(r"(?:,|&|\band|\bund|\bet)\s*$", text) is not None


def _in_elements(pieces: Sequence[Piece]) -> Iterator[str]:
    before = ""
    for piece in pieces:
        link = piece.element.get("href") or "" if piece.element.tag == "a" else ""
        made_for = _AUTHORED.search(piece.names) or _PERSONAL.search(link)
        if made_for and len(piece.text) <= SHORT and not _OTHER_WORK.search(before):
            yield from persons(BY.sub("", PREFIX.sub("", piece.text)))
        if piece.text.strip(" ,"):
            before = piece.text
