"""Pasted text: a headline, a message, a sentence with odd signs.

If the grammar cannot read it, its words are looked for. What was meant as a query stays a mistake
with its column: it has an operator, a field or a pattern, or is so short that a bracket or a quote
was forgotten. If it can, and is long, its quotes are not required: one other word inside them would
leave no answer.
"""

import re

from search.closest_name import closest_name
from search.query import And, Node, Phrase, Word
from search.query.lexer import MARKS, lower_all_caps
from search.query.parser import FIELD_NAMES, MOST_CHARACTERS, MOST_WORDS
from search.values import replace

SHORT = 5  # words; a text so short was typed, unless it has a sign that nobody types in a query

_MEANT = "|".join(
    (
        r"(?<!\w)(?:AND|OR|NOT)(?!\w)",  # operators
        r"\w\*|\*\w",  # patterns
        rf"[\w{MARKS})]~(?=[\s>\d)]|$)",  # fuzzy and near
        r"(?<!\S)-(?:\(|\w+:)",  # exclusions
        r"\w\.\.(?!\.)(?:\w|$)|\|\||[\[{]\S{1,60}\sTO\b",  # ranges, or by ||
    )
)
_PASTED = "|".join(
    (
        r"(?<!\S)\w{1,2}\)",  # 1) bile duct
        r'"[^"“”]*”|“[^"“”]*["“]',  # "zero sugar?”
        r"[:;]-?[()]",  # :)
        r"[=-]>",  # => Germany
        r"\([+-]\)",  # (+)-catechin
        r"(?<![\w:])[^\W\d_a-zа-я][^\W\d_]*:\S",  # Analysis:the war
    )
)
_FIELD = r"(?<![\w:])([^\W\d_]+):(?=[^\s)])"


def plain_words(text: str) -> str:
    """Return a pasted text as a query of its words; empty where it was meant as a query.

    >>> plain_words('1) bile duct (injury) => "zero sugar?”')
    '1 bile duct injury zero sugar'
    >>> plain_words("person:(umerov"), plain_words('flood "river')
    ('', '')
    """
    text = lower_all_caps(text)
    words = re.findall(r"\w+(?:['’.,-]\w+)*", text)
    is_pasted = SHORT < len(words) <= MOST_WORDS or re.search(_PASTED, text)
    if not is_pasted or len(text) > MOST_CHARACTERS or re.search(_MEANT, text):
        return ""
    fields = (field.lower() for field in re.findall(_FIELD, text))
    return "" if any(closest_name(field, FIELD_NAMES, 0.8) for field in fields) else " ".join(words)


def without_quotes(node: Node) -> Node:
    """Return the tree of a long text of words and phrases with the words of the phrases instead."""
    if not isinstance(node, And) or node.all_required:
        return node
    words = sum(isinstance(part, Word) for part in node.parts)
    quoted = sum(isinstance(part, Phrase) for part in node.parts)
    if words <= SHORT or not quoted or words + quoted < len(node.parts):
        return node
    return replace(node, parts=tuple(word for part in node.parts for word in _words(part)))


def _words(part: Node) -> tuple[Node, ...]:
    if isinstance(part, Phrase) and not part.exact:
        return tuple(Word(text, part.zones) for text in part.words)
    return (part,)
