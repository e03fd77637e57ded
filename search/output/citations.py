"""Keys, authors and URLs, which are the same in citations of every format."""

import re
import unicodedata
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from search.article import Article

MAX_PREFIX = 24  # letters before the year in a key

# A name of two or three words may still be that of a desk: then it is given whole.
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


class PersonName(NamedTuple):
    """The name of a person in its two parts."""

    given: str
    family: str


def split_name(name: str) -> PersonName | None:
    """Return given and family name where that is sure; None for desks, single names and others.

    Two words in letters are sure, with initials between them or before the second. Three full words
    are not, for the middle one may belong to either part, nor are scripts that put the family
    first.

    >>> split_name("Kateryna Hodunova")
    PersonName(given='Kateryna', family='Hodunova')
    >>> split_name("Ursula von der Leyen")
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
    return PersonName(" ".join((first, *between)), last)


def citation_key(article: Article) -> str:
    """Return the key of the article's citation, which is the same in every export.

    It ends with 48 bits of a digest of the id: among 100,000 articles two have the same key once in
    50,000 exports.
    """
    person = split_name(article.authors[0]) if article.authors else None
    opening = person.family if person else article.source or "article"
    year = str(article.date.year) if article.date else "nd"
    digest = sha256(article.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_ascii(opening) or 'article'}{year}-{digest}"


def encoded_url(url: str) -> str:
    """Return the URL with the characters that would end or split it as percent codes."""
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~-._")


def _ascii(text: str) -> str:
    """Return the letters and digits of the text that every program takes in a key."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isascii() and char.isalnum())[:MAX_PREFIX]
