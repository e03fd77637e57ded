"""The words that the matches of a query have more often than the other articles."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from search.analysis import STOP_WORDS, tokens
from search.article import Article
from search.engines.query_leaves import scoring_leaves
from search.engines.significance import significance
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.matches import Matches, Place
from search.engines.whoosh.storage.segment import Segment
from search.query import TEXT_ZONES, WORDS, FacetCount, Leaf, Node, SynonymGroup, Word

READ = 400  # matches whose text is read to find the words; they are counted in all
COUNTED = 200  # words of those that are counted in all matches
LEAST = 2  # matches a word must have: one article's own words are not the set's
SURE = 10.83  # G2 that chance reaches once in a thousand words: chi-squared with one degree

Read = Callable[[Place], Article]


Tables = Mapping[str, tuple[FacetCount, ...]]


def with_words(
    tables: Tables,
    names: Sequence[str],
    evaluator: Evaluator,
    documents: Matches,
    node: Node,
    read: Read,
) -> tuple[Tables, tuple[str, ...]]:
    """The tables of facets with that of the words, in the order of the names, and what is to be
    said of it.
    """
    matches, articles = len(documents), len(evaluator.every())
    make = partial(significant, evaluator, documents, node, read)
    return WithWords(tables, names, make), _told(matches, articles)


def _told(matches: int, articles: int) -> tuple[str, ...]:
    """What is to be said of the words of so many matches."""
    if matches == articles:
        return ("every article matches: there are no others to compare their words with",)
    if matches > READ:
        return (f"words were looked for in {READ} of {matches} matches, and counted in all",)
    return ()


class WithWords(Mapping[str, tuple[FacetCount, ...]]):
    """The tables of facets, with that of the words, which is made when it is asked for."""

    def __init__(
        self,
        tables: Tables,
        names: Sequence[str],
        make: Callable[[], tuple[FacetCount, ...]],
    ) -> None:
        self._tables = tables
        self._names = names
        self._make = make
        self._made: tuple[FacetCount, ...] | None = None

    def __getitem__(self, name: str) -> tuple[FacetCount, ...]:
        if name != WORDS or name not in self._names:
            return self._tables[name]
        if self._made is None:
            self._made = self._make()
        return self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def significant(
    evaluator: Evaluator, documents: Matches, node: Node, read: Read
) -> tuple[FacetCount, ...]:
    """The words, the most significant first, in the form most written; counts are of articles.

    Words are looked for in READ of the matches, evenly spaced by id; those of the query itself are
    left out.
    """
    matches, articles = len(documents), len(evaluator.every())
    left_out = {word for leaf in scoring_leaves(node) for word in _own(leaf)}
    sample = _sample(evaluator, documents)
    held, forms = _words(sample, read)
    found = []
    for stem in _likely(held, len(sample), matches, articles, evaluator, left_out):
        having = evaluator.matches(Word(stem))
        counts = len(having & documents), matches, len(having), articles
        score = significance(*counts)
        if counts[0] >= LEAST and score >= SURE:
            form = min(forms[stem], key=lambda word: (-forms[stem][word], word))
            found.append((-score, form, counts[0], counts[2]))
    return tuple(FacetCount(form, here, False, having) for _, form, here, having in sorted(found))


def _own(leaf: Leaf) -> tuple[str, ...]:
    """The words that the query asks for by this leaf."""
    match leaf:
        case Word(text):
            return (text,)
        case SynonymGroup(forms):
            return tuple(word for form in forms for word in form)
        case _:
            return ()


def _sample(evaluator: Evaluator, documents: Matches) -> list[Place]:
    """Documents evenly spaced by id, READ of them at most."""
    every = list(documents)
    if len(every) > READ:
        every.sort(key=lambda place: evaluator.searchers[place[0]].segment.id(place[1]))
    return every[:: -(-len(every) // READ) or 1]


def _words(places: Sequence[Place], read: Read) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """In how many of the articles each stem is, and in how many each way to write it."""
    held: Counter[str] = Counter()
    written: Counter[tuple[str, str]] = Counter()
    for place in places:
        article = read(place)
        text = f"{article.title}\n{article.body}"
        pairs = {
            (stem, text[start:end])
            for word, stem, start, end in tokens(text)
            if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()
        }
        written.update(pairs)
        held.update({stem for stem, _ in pairs})
    forms: dict[str, Counter[str]] = {}
    for (stem, form), count in written.items():
        forms.setdefault(stem, Counter())[form] = count
    return held, forms


def _likely(
    held: Mapping[str, int],
    sampled: int,
    matches: int,
    articles: int,
    evaluator: Evaluator,
    left_out: set[str],
) -> list[str]:
    """The stems that are most likely to be significant, as far as the sample and the postings of
    the body tell, which count deleted articles too.
    """
    scores = {}
    for stem, count in held.items():
        if stem in left_out or count < LEAST:
            continue
        having = sum(_frequency(each.segment, stem) for each in evaluator.searchers)
        here = round(count * matches / sampled)
        having = min(max(having, here), here + articles - matches)
        scores[stem] = significance(here, matches, having, articles)
    likely = [stem for stem, score in scores.items() if score > 0]
    return sorted(likely, key=lambda stem: (-scores[stem], stem))[:COUNTED]


def _frequency(segment: Segment, stem: str) -> int:
    """In how many documents the stem is, as far as one zone tells."""
    term = segment.stemmed(stem)
    return max(segment.frequency(zone, term.stem) for zone in TEXT_ZONES) if term else 0
