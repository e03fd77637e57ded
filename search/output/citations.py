"""What citations in every form have in common: keys, authors, addresses."""

import re
import unicodedata
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from search.article import Article

LONGEST = 24  # letters that a key opens with at most

# A name of two words or three may still be that of a desk: then it is given whole.
NOT_PERSONS = frozenset(
    "agency agencies ap afp associated board bureau center centre channel committee company "
    "contributor contributors correspondent daily desk dpa editor editorial editors foundation "
    "freelance group guest herald institute intern international journal magazine media ministry "
    "network news newspaper newsroom office online post press radio reporter reporters report "
    "reuters review service services staff studio team telegraph the times today tribune tv "
    "university web wire world writer writers and of for".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_FAMILY_FIRST = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class Parted(NamedTuple):
    """The name of a person."""

    given: str
    family: str


def parted(name: str) -> Parted | None:
    """Given and family name where that is sure; None for desks, single names and others.

    Sure are two words in letters, with initials between them or before the second: not three full
    words, whose middle one may be of either, nor scripts that put the family first.

    >>> parted("Kateryna Hodunova"), parted("George W. Bush"), parted("Ursula von der Leyen")
    (Parted(given='Kateryna', family='Hodunova'), Parted(given='George W.', family='Bush'), None)
    """
    words = name.split()
    if len(words) < 2 or _FAMILY_FIRST.search(name):
        return None
    first, *between, last = words
    whole = _WORD.fullmatch(last) and (_WORD.fullmatch(first) or _INITIAL.fullmatch(first))
    if not whole or not all(map(_INITIAL.fullmatch, between)):
        return None
    if not all(word[0].isupper() for word in words) or last.isupper():
        return None
    if NOT_PERSONS.intersection(map(str.casefold, words)):
        return None
    return Parted(" ".join((first, *between)), last)


def key(article: Article) -> str:
    """What a citation is called: the same for the same article in every export.

    48 bits of its id tell two apart: among 100,000 articles two are alike once in 50,000 exports.
    """
    person = parted(article.authors[0]) if article.authors else None
    opening = person.family if person else article.source or "article"
    year = str(article.date.year) if article.date else "nd"
    digest = sha256(article.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_ascii(opening) or 'article'}{year}-{digest}"


def address(url: str) -> str:
    """The address with what would end it, or part it, written as percent codes."""
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~-._")


def _ascii(text: str) -> str:
    """Its letters and digits that every program takes in a key."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())[:LONGEST]
