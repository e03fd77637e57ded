"""The words of the corpus that misspelt ones were most likely meant to be."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import sub

from search.analysis import analyze, tokens
from search.engines.query_leaves import scoring_leaves
from search.engines.query_reader import analyze_cached
from search.engines.term_expansion import within
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filtering import filtered_total
from search.engines.whoosh.storage.segment import Segment
from search.query import TEXT_ZONES, Node, Phrase, Query, Suggestion, Word
from search.values import replace

HALF = 3  # letters at least of each half of a word written as one: longrange
SHORTEST = 4  # letters: shorter words have neighbours of every kind
LONG = 6  # letters from which on two slips are likely
HEAD = 3  # letters at the start that are seldom wrong together


def meant(
    query: Query,
    tree: Node,
    evaluator: Evaluator,
    segments: Sequence[Segment],
    read: Callable[[Query], Node],
) -> Iterator[Suggestion]:
    """The query with the words that no article has spelled as the corpus spells them.

    `tree` is what the query was read as, by `read`.
    """
    text = query.text
    for leaf in dict.fromkeys(scoring_leaves(tree)):
        if isinstance(leaf, Word) and not len(evaluator.matches(analyze(leaf))):
            right = _spelled(leaf, evaluator, segments)
            typed = rf"(?<!\w){re.escape(leaf.text)}(?!\w)"
            text = re.sub(typed, right, text, count=1) if right else text
    if text != query.text:
        node = analyze_cached(read(replace(query, text=text)))
        if total := filtered_total(evaluator, evaluator.matches(node), query):
            yield Suggestion(text, total)


def _spelled(leaf: Word, evaluator: Evaluator, segments: Sequence[Segment]) -> str:
    """The word of the corpus nearest to one it has not, or its halves where they follow."""
    found = tokens(leaf.text)
    if len(found) != 1 or (leaf.exact and leaf.zones == TEXT_ZONES):
        return ""
    word = found[0].word
    for at in range(HALF, len(word) - HALF + 1):
        halves = analyze(Phrase((word[:at], word[at:]), leaf.zones))
        if not leaf.exact and len(evaluator.matches(halves)):
            return f"{word[:at]}-{word[at:]}"
    return nearest(segments, word, leaf.zones)


def nearest(segments: Sequence[Segment], typed: str, zones: tuple[str, ...]) -> str:
    """The word of these zones with the fewest slips, or "" where none is near.

    Of equal ones names come first, then those that start alike, then the most frequent. Words that
    start with another letter are not looked at, but for the first two swapped.
    """
    if len(typed) < SHORTEST or not typed.isalpha():
        return ""
    edits = 1 if len(typed) < LONG else 2
    articles: dict[str, int] = {}
    names: dict[str, int] = {}
    for segment in segments:
        for number, word in _near(segment, typed, edits):
            stem = segment.file.numbers("words.stem")[number]
            found = sum(segment.frequency(zone, stem) for zone in zones)
            articles[word] = articles.get(word, 0) + found
            names[word] = names.get(word, 0) + segment.frequency("person", stem)

    def place(word: str) -> tuple[bool, bool, int, int, str]:
        alike = sum(word.startswith(typed[:size]) for size in range(1, HEAD + 1))
        is_name = names[word] * 2 >= articles[word]
        return not within(typed, word, 1), not is_name, -alike, -articles[word], word

    return min((word for word in articles if articles[word]), key=place, default="")


def _near(segment: Segment, typed: str, edits: int) -> Iterator[tuple[int, str]]:
    """The words that so few edits make of it; most are ruled out by length and by letters."""
    words, at = segment.words, segment.file.numbers("words.at")
    letters, size = set(typed.encode()), len(typed.encode())
    spare = edits if typed.isascii() else 2 * edits  # in bytes
    for start in dict.fromkeys((typed[0], typed[1] + typed[0])):
        some = words.starting(start)
        ends = at[some.start : some.stop + 1].tolist()
        sizes = enumerate(map(sub, ends[1:], ends), some.start)
        for number in [n for n, each in sizes if -spare <= each - size <= spare]:
            encoded = words.encoded(number)
            if len(letters.difference(encoded)) > spare:
                continue
            word = encoded.decode("utf-8", "surrogatepass")
            if word != typed and within(typed, word, edits):
                yield number, word
