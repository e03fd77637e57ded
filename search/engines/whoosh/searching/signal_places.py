"""The places of the words of a query in the best articles, and what they add to the scores."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from search.engines import positions
from search.engines.scoring import DIGITS
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.kernel import Place, Searcher
from search.engines.whoosh.storage.segment import field_terms
from search.engines.word_signals import Occurrences, signal_scores, signal_words
from search.query import TEXT_ZONES, ClauseScore, Leaf, Node, Phrase, SynonymGroup, Word
from search.query.trees import scoring_leaves

Positions = Mapping[int, Sequence[int]]  # by document, rising


def signals_of(
    places: Sequence[Place], node: Node, evaluator: Evaluator
) -> dict[Place, tuple[ClauseScore, ...]]:
    """Return what the signals of the words in the tree add to the score of each article."""
    words = signal_words(scoring_leaves(node))
    weights = evaluator.rarities(words)
    words = [word for word in words if word in weights]
    most = evaluator.most(words)
    found: dict[Place, tuple[ClauseScore, ...]] = {}
    for number, documents in groupby(sorted(places), itemgetter(0)):
        own = [document for _, document in documents]
        searcher = evaluator.searchers[number]
        zones = [
            {word: leaf_places(searcher, word, zone, own) for word in weights}
            for zone in TEXT_ZONES
        ]
        for each in own:
            at = [{word: by[each] for word, by in zone.items() if each in by} for zone in zones]
            found[number, each] = signal_scores(Occurrences(words, *at), weights, most, DIGITS)
    return found


def leaf_places(searcher: Searcher, leaf: Leaf, zone: str, documents: Sequence[int]) -> Positions:
    """Return where the leaf begins in the zone of each of the documents that have it there."""
    if zone not in leaf.zones:
        return {}
    match leaf:
        case Word(text, _, exact):
            return _phrase(searcher, (text,), zone, exact, documents)
        case Phrase(words, _, exact):
            return _phrase(searcher, words, zone, exact, documents)
        case SynonymGroup(forms):
            found: dict[int, set[int]] = {}
            for form in forms:
                for document, places in _phrase(searcher, form, zone, False, documents).items():
                    found.setdefault(document, set()).update(places)
            return {document: sorted(places) for document, places in found.items()}
    return {}


def _phrase(
    searcher: Searcher, words: Sequence[str], zone: str, exact: bool, documents: Sequence[int]
) -> Positions:
    terms = field_terms(searcher.segment, zone, exact, words)
    if len(terms) < len(set(words)):
        return {}
    found = {word: searcher.places(zone, term, documents) for word, term in terms.items()}
    if len(words) == 1:
        return found[words[0]]
    common = set(documents).intersection(*found.values())
    begun = {each: positions.phrase([found[word][each] for word in words]) for each in common}
    return {document: places for document, places in begun.items() if places}
