"""The words of the index that misspelt words of a query most likely stand for."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from search.analysis import analyze, tokens
from search.engines.term_expansion import within_edits
from search.query import TEXT_ZONES, Node, Phrase, Query, Suggestion, Word
from search.query.trees import scoring_leaves
from search.values import replace

LONGEST = 100  # letters; a longer word is no slip
HALF = 3  # letters at least of each half of a word written as one: longrange
SHORTEST = 4  # letters: a shorter word is within one edit of many others
LONG = 6  # letters from which on two slips are likely
START = 3  # letters at the start that are seldom wrong together


class Vocabulary(Protocol):
    """The words of an index."""

    def similar_words(self, word: str, prefix: str, edits: int) -> Iterable[str]:
        """Return the words with the prefix that are within so many edits, and maybe others."""
        ...

    def frequency(self, word: str, zones: Sequence[str]) -> int:
        """Return how many articles have the stem of the word, added up over the zones."""
        ...


def suggestions(
    query: Query,
    tree: Node,
    vocabulary: Vocabulary,
    count: Callable[[Node], int],
    total: Callable[[Query], int],
) -> Iterator[Suggestion]:
    """Return the query with its misspelt words corrected, if that finds anything.

    `tree` is the tree of the query. `count` returns how many articles of the index match a tree,
    and `total` how many a query finds.
    """
    text = query.text
    for leaf in dict.fromkeys(scoring_leaves(tree)):
        if isinstance(leaf, Word) and not count(analyze(leaf)):
            correct = _correct(leaf, vocabulary, count)
            typed = rf"(?<!\w){re.escape(leaf.text)}(?!\w)"
            text = re.sub(typed, correct, text, count=1) if correct else text
    if text != query.text and (found := total(replace(query, text=text))):
        yield Suggestion(text, found)


def _correct(leaf: Word, vocabulary: Vocabulary, count: Callable[[Node], int]) -> str:
    """Return the nearest word of the index, or the halves of the word where they follow."""
    words = tokens(leaf.text)
    if len(words) != 1 or len(leaf.text) > LONGEST or (leaf.exact and leaf.zones == TEXT_ZONES):
        return ""
    word = words[0].word
    for at in range(HALF, len(word) - HALF + 1):
        halves = analyze(Phrase((word[:at], word[at:]), leaf.zones))
        if not leaf.exact and count(halves):
            return f"{word[:at]}-{word[at:]}"
    return nearest_word(vocabulary, word, leaf.zones)


def nearest_word(vocabulary: Vocabulary, typed: str, zones: tuple[str, ...]) -> str:
    """Return the word of these zones with the fewest slips, or "" where none is near.

    Of equal ones names come first, then those that start alike, then the most frequent. Words that
    start with another letter are not looked at, but for the first two swapped.
    """
    if len(typed) < SHORTEST or not typed.isalpha():
        return ""
    edits = 1 if len(typed) < LONG else 2
    articles = {
        word: vocabulary.frequency(word, zones)
        for prefix in dict.fromkeys((typed[0], typed[1] + typed[0]))
        for word in vocabulary.similar_words(typed, prefix, edits)
        if word != typed and within_edits(typed, word, edits)
    }

    def key(word: str) -> tuple[bool, bool, int, int, str]:
        alike = sum(word.startswith(typed[:size]) for size in range(1, START + 1))
        is_name = vocabulary.frequency(word, ("person",)) * 2 >= articles[word]
        return not within_edits(typed, word, 1), not is_name, -alike, -articles[word], word

    return min((word for word in articles if articles[word]), key=key, default="")
