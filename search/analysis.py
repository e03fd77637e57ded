"""Text analysis: the words of a text, the same for the index, the query and the snippet."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from search.query import (
    TEXT_ZONES,
    And,
    Fuzzy,
    Leaf,
    MinimumMatch,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    SynonymGroup,
    Wildcard,
    Word,
)

try:  # the same algorithm by the same project, in C: 0.5 us a word instead of 28
    from Stemmer import Stemmer

    _snowball = Stemmer("english", 0).stemWord
except ImportError:
    from snowballstemmer.english_stemmer import EnglishStemmer

    _snowball = EnglishStemmer().stemWord


MANY = 3  # different plain words; from so many on, an article need not have all
ANALYSIS_VERSION = 1  # raise it when the same text would give other tokens

# The English stop list of the Snowball project, as used by NLTK and bm25s (127 words). Measured
# against Whoosh's 34 words it lifts nDCG@10 from .654 to .667 on news (TIME 1963).
STOP_WORDS = frozenset(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves what which who whom this
    that these those am is are was were be been being have has had having do does did doing a an
    the and but if or because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under again further then
    once here there when where why how all any both each few more most other some such no nor not
    only own same so than too very s t can will just don should now may""".split()
)

_MARKS = (  # combining marks of the scripts whose words hold them
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u1037-\u103e\u17b4-\u17d3"
)
_INVISIBLE = "\u00ad\u200b-\u200d\u2060"  # soft hyphen, zero width space and joiners
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"  # kana, Han
_LETTER = rf"[^\W_{_UNSPACED}]|[{_MARKS}{_INVISIBLE}]"
_LATIN = "[^\\W_]|\u00ad"  # the same, where there is none of _BEYOND
_BEYOND = "[^\0-\u02ff\u200e-\u205f]"  # marks, joiners and scripts: all but Latin and quotes


def _chunk(letter: str, alone: str = "") -> str:
    """Return the pattern of chunks of these letters, each of which holds words."""
    return rf"""(?x)
    (?:[^\W\d_]\.){{2,}}(?![^\W_]{{2}})     # U.S., U.K.
    | (?:[^\W\d_]\.)+[^\W\d_](?![\w.])      # U.S with its last stop lost
    | \d{{1,3}}(?:,\d{{3}})+(?![\d])        # 30,000
    | \d+(?:\.\d+)+                         # 3.5
    {alone}
    | (?:{letter})+(?:['’ʼ](?:{letter})+)*   # Zelensky's, O'Brien, don't
    """


# Patterns are compiled on first use: a plain query needs none, and a cold process that shows Latin
# texts does not need the first, which takes 4 ms.
_CHUNK = _chunk(_LETTER, rf"| [{_UNSPACED}]")  # in scripts without spaces a character is a word
_LATIN_CHUNK = _chunk(_LATIN)
_APOSTROPHE = "['’ʼ]"
_GLOB = rf"[\w*?{_MARKS}{_INVISIBLE}]+"
_NOT_OF_A_WORD = rf"[^\w{_MARKS}]|ʼ"
_ELISION = r"(?i:[cdjlmnost]|qu)['’ʼ]"  # l'Ukraine, d'Artagnan, O'Brien
_DROPPED = rf"(?<![иіИІ])[\u0300-\u036f]|[\u0591-\u05c7\u064b-\u065f{_INVISIBLE},.]"
_PLAIN = str.maketrans("łøđıŁØĐ", "lodilod")  # letters that Unicode does not decompose


class Token(NamedTuple):
    """A word of a text. Its position is its place in the list of tokens."""

    word: str  # folded
    stem: str
    start: int  # in characters of the text
    end: int  # exclusive


def tokens(text: str) -> list[Token]:
    """Return the words of the text, in order.

    >>> [token.word for token in tokens("The U.S. and Zelensky’s air-defense")]
    ['the', 'us', 'and', 'zelensky', 'air', 'defense']
    """
    if text.isascii() and text.isalnum():  # as most words of queries are
        return [Token(*each) for each in _pieces(text)]
    found = []
    latin = text.isascii() or not re.search(_BEYOND, text)
    for match in re.finditer(_LATIN_CHUNK if latin else _CHUNK, text):
        start = match.start()
        for word, stem, first, last in _pieces(match.group()):
            found.append(Token(word, stem, start + first, start + last))
    return found


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of the text."""
    return _texts((text,), exact=False)


def folded(text: str) -> str:
    """Return the text without case, diacritics and extra white space, to compare names.

    >>> folded(" Recep  Tayyip Erdoğan")
    'recep tayyip erdogan'
    """
    return " ".join(_fold(part) for part in text.split())


@lru_cache(maxsize=1 << 17)
def _pieces(chunk: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return the words of one chunk with their places in it: the elided article, then the rest."""
    if chunk.isascii() and chunk.isalnum():
        word = chunk.lower()
        return ((word, stem(word), 0, len(chunk)),)
    found: list[tuple[str, str, int, int]] = []
    start, rest = 0, chunk
    while (split := re.match(_ELISION, rest)) and split.end() < len(rest):
        found += _piece(rest[: split.end() - 1], start)
        start, rest = start + split.end(), rest[split.end() :]
    owner = re.split(_APOSTROPHE, rest)
    if len(owner) > 1 and owner[-1] in ("s", "S", ""):  # a possessive
        rest = rest[: -len(owner[-1]) - 1]
    return (*found, *_piece(rest, start))


def _piece(text: str, start: int) -> tuple[tuple[str, str, int, int], ...]:
    decimal = text[:1].isdigit() and "." in text  # 3.5 is not 35
    word = text if decimal else re.sub(_NOT_OF_A_WORD, "", _fold(text))
    return ((word, stem(word), start, start + len(text)),) if word else ()


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().replace(",", "").replace(".", "")
    plain = normalize("NFKD", text.translate(_PLAIN)).casefold()
    return normalize("NFC", re.sub(_DROPPED, "", plain)).translate(_PLAIN)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the English stem of a folded word (Snowball); words of other scripts are unchanged."""
    return str(_snowball(word)) if word.isascii() else word


def analyze(node: Node) -> Node:
    """Return the tree with tokens for texts: stems, or folded words if the leaf is exact.

    A chunk of several words (`air-defense`) becomes a phrase. Stop words are dropped if
    another leaf is left. A leaf without a word matches nothing: Or(()). Of many plain words in
    a row some are enough.
    """
    match node:
        case And(parts, False):
            return _lenient(_without_stop_words(parts))
        case And(parts) | Or(parts):
            return _combined(type(node), map(analyze, _without_stop_words(parts)))
        case Not(part):
            return Not(analyze(part))
        case _:
            return _leaf(node) if isinstance(node, Leaf) else node


def _lenient(parts: tuple[Node, ...]) -> Node:
    """Return the tree of parts in a row: all are required, or of many plain words some."""
    plain = [part for part in parts if isinstance(part, Word | SynonymGroup) and _is_plain(part)]
    words = [each for part in plain if (each := _words_of(part))]
    if len({each[0] for each in words}) < MANY:
        return _combined(And, map(analyze, parts))
    strict = (analyze(part) for part in parts if part not in plain)
    return _combined(And, (MinimumMatch(tuple(word for each in words for word in each)), *strict))


def _words_of(part: Word | SynonymGroup) -> tuple[Word | SynonymGroup, ...]:
    """Return the words of one part of many; a word with a hyphen is its parts."""
    if isinstance(part, SynonymGroup):
        found = _forms(part)
        return (found,) if isinstance(found, Word | SynonymGroup) else ()
    return tuple(Word(token.stem) for token in tokens(part.text))


def _is_plain(word: Word | SynonymGroup) -> bool:
    return word.zones == TEXT_ZONES and not (isinstance(word, Word) and word.exact)


def _combined(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node:
    """Return one node of the parts that can match."""
    left = tuple(part for part in parts if part != Or(()))
    return left[0] if len(left) == 1 else kind(left) if left else Or(())


def _without_stop_words(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the parts without stop words, unless no other leaf would be left."""
    kept = tuple(part for part in parts if not is_stop_word(part))
    return kept if any(isinstance(part, Leaf | And | Or) for part in kept) else parts


def is_stop_word(node: Node) -> bool:
    """Return True for a plain stop word; `US`, `IT` and `May` are words when typed so."""
    if not isinstance(node, Word) or node.exact:
        return False
    typed = node.text
    if (len(typed) > 1 and typed.isupper()) or typed in ("May", "Will"):
        return False
    return _fold(typed) in STOP_WORDS


def _leaf(node: Leaf) -> Node:
    match node:
        case Word(text, zones, exact):
            return _in_a_row(_texts((text,), exact), zones, exact)
        case Phrase(words, zones, exact):
            return _in_a_row(_texts(words, exact), zones, exact)
        case Near(words, distance, ordered, zones, exact):
            found = _texts(words, exact)
            return Near(found, distance, ordered, zones, exact) if found else Or(())
        case Wildcard(glob, zones):  # of one with a hyphen (`air-def*`) each part is required
            globs = (part for part in re.findall(_GLOB, glob) if part.strip("*?"))
            return _combined(And, (Wildcard(_fold(part), zones) for part in globs))
        case Fuzzy(text, edits, zones):
            return _combined(And, (Fuzzy(token.word, edits, zones) for token in tokens(text)))
        case SynonymGroup():
            return _forms(node)


def _texts(typed: Iterable[str], exact: bool) -> tuple[str, ...]:
    """Return the words of the texts, by their stems unless exact."""
    found = (token for text in typed for token in tokens(text))
    return tuple(token.word if exact else token.stem for token in found)


def _in_a_row(words: tuple[str, ...], zones: tuple[str, ...], exact: bool = False) -> Node:
    if not words:
        return Or(())
    return Phrase(words, zones, exact) if len(words) > 1 else Word(words[0], zones, exact)


def _forms(node: SynonymGroup) -> Node:
    """Return the forms by their stems, each once; Or(()) if the first has no word."""
    typed = [_texts(form, exact=False) for form in node.forms]
    if not typed[0]:
        return Or(())
    forms = tuple(dict.fromkeys(filter(None, typed)))
    return SynonymGroup(forms, node.zones) if len(forms) > 1 else _in_a_row(forms[0], node.zones)
