"""The words that the matches of a query have more often than the other articles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple, Protocol

from search.analysis import STOP_WORDS, tokens
from search.article import Article
from search.query import FacetCount, Leaf, Node, SynonymGroup, Word
from search.query.trees import scoring_leaves

SAMPLE = 400  # matches whose text is read to find the words; they are counted in all matches
COUNTED = 200  # words that are counted in all matches
LEAST = 2  # matches a word must have: a word of one article does not describe the others
SURE = 10.83  # G2 that chance reaches once in a thousand words: chi-squared with one degree


class WordStatistics(Protocol):
    """The counts of words in the matches of a query, and in the whole index."""

    matches: int  # articles that match
    articles: int  # of the index

    def sample(self, most: int) -> Iterable[Article]:
        """Return matches evenly spaced by id, so many at most."""
        ...

    def frequency(self, stem: str) -> int:
        """Return about how many articles of the index have the stem."""
        ...

    def counts(self, stems: Sequence[str]) -> Iterable[tuple[int, int]]:
        """Return for each stem how many matches have it, and how many articles of the index."""
        ...


def sampling_notices(statistics: WordStatistics) -> tuple[str, ...]:
    """Return notices about the words of these matches."""
    matches = statistics.matches
    if matches == statistics.articles:
        return ("every article matches: there are no others to compare their words with",)
    if matches > SAMPLE:
        return (f"words were looked for in {SAMPLE} of {matches} matches, and counted in all",)
    return ()


def significant_words(statistics: WordStatistics, node: Node) -> tuple[FacetCount, ...]:
    """Return the words, the most significant first, in their most frequent form.

    `node` is the tree that the user asked for: its words are left out. Counts are of articles.
    """
    query_stems = {stem for leaf in scoring_leaves(node) for stem in _stems(leaf)}
    sample = _read(statistics.sample(SAMPLE))
    stems = _candidates(sample, statistics, query_stems)
    rows = []
    for stem, (here, everywhere) in zip(stems, statistics.counts(stems), strict=True):
        score = significance(here, statistics.matches, everywhere, statistics.articles)
        if here >= LEAST and score >= SURE:
            rows.append((-score, most_frequent(sample.forms[stem]), here, everywhere))
    return tuple(FacetCount(form, here, False, total) for _, form, here, total in sorted(rows))


def most_frequent(forms: Mapping[str, int]) -> str:
    """Return the form with the highest count, of equal ones the first of the alphabet."""
    return min(forms, key=lambda form: (-forms[form], form))


def significance(here: int, matches: int, everywhere: int, articles: int) -> float:
    """Return how far the share of matches with a word departs from that of the other articles.

    It is the log-likelihood ratio G2, negative where the share is smaller. `here` of the `matches`
    have the word, and `everywhere` of all `articles`.
    Source: Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993.
    """
    rest, elsewhere = articles - matches, everywhere - here
    table = (
        (here, matches, everywhere),
        (matches - here, matches, articles - everywhere),
        (elsewhere, rest, everywhere),
        (rest - elsewhere, rest, articles - everywhere),
    )
    ratio = 2 * sum(n * log(n * articles / (row * column)) for n, row, column in table if n)
    return ratio if here * articles > everywhere * matches else -ratio


def _stems(leaf: Leaf) -> tuple[str, ...]:
    """Return the stems that the query asks for by this leaf."""
    match leaf:
        case Word(text):
            return (text,)
        case SynonymGroup(forms):
            return tuple(word for form in forms for word in form)
        case _:
            return ()


class _Sample(NamedTuple):
    """The words of some matches, by the number of articles that have them."""

    articles: int
    stems: Mapping[str, int]
    forms: Mapping[str, Mapping[str, int]]  # as they are written, by stem


def _read(articles: Iterable[Article]) -> _Sample:
    """Return the words of the articles."""
    stems: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    size = 0
    for article in articles:
        size += 1
        text = f"{article.title}\n{article.body}"
        pairs = {
            (stem, text[start:end])
            for word, stem, start, end in tokens(text)
            if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()
        }
        stems.update({stem for stem, _ in pairs})
        for stem, form in pairs:
            forms[stem][form] += 1
    return _Sample(size, stems, forms)


def _candidates(sample: _Sample, statistics: WordStatistics, query_stems: set[str]) -> list[str]:
    """Return the stems most likely to be significant, by the sample and rough frequencies."""
    matches, articles = statistics.matches, statistics.articles
    scores = {}
    for stem, count in sample.stems.items():
        if stem in query_stems or count < LEAST:
            continue
        here = round(count * matches / sample.articles)
        everywhere = min(max(statistics.frequency(stem), here), here + articles - matches)
        scores[stem] = significance(here, matches, everywhere, articles)
    likely = [stem for stem, score in scores.items() if score > 0]
    return sorted(likely, key=lambda stem: (-scores[stem], stem))[:COUNTED]
