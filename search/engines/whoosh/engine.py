"""The Whoosh engine, open for reading. It needs no Whoosh, and numpy only for long answers."""

import re
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache, partial
from heapq import merge
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, cast

from search import facets, grammar, identity
from search.analysis import analysed, folded, stems, tokens
from search.article import Article
from search.engines import folder as folders
from search.engines import notices
from search.engines.contract import Stats, Words
from search.engines.whoosh.copies import Copies, Found
from search.engines.whoosh.evaluate import Evaluator, dated, partly, scoring
from search.engines.whoosh.filters import kept
from search.engines.whoosh.hits import Place, ReadLater
from search.engines.whoosh.kernel import KERNELS, Documents, Part, Weighed, part
from search.engines.whoosh.lacking import Lacking
from search.engines.whoosh.persons import Known, Persons
from search.engines.whoosh.ranking import DIGITS
from search.engines.whoosh.segment import SUFFIX, Head, Segment
from search.engines.whoosh.spelling import nearest
from search.engines.whoosh.stored import read_record
from search.engines.whoosh.tables import Tables
from search.engines.whoosh.topics import Topics
from search.engines.whoosh.topics.nearness import BEST, Near, asked, laid, nearness
from search.engines.whoosh.work import work
from search.errors import NoArticle
from search.grammar.widen import FILE as SYNONYMS
from search.identity import Identities
from search.loading import loaded
from search.query import (
    NONE,
    TEXT_ZONES,
    TOPICS,
    WORDS,
    Copy,
    FacetCount,
    Hit,
    Interval,
    Leaf,
    Node,
    Phrase,
    Query,
    Results,
    Share,
    Standing,
    Suggestion,
    Word,
)
from search.schema import FACETS, FIELDS, SCOPES
from search.stories import record
from search.stories.record import Stories
from search.values import replaced

if TYPE_CHECKING:
    from search.engines.whoosh.likeness import Likeness
    from search.engines.whoosh.recency import Recency

# Loaded when they are asked for: what hardly any cold query needs.
LIKENESS = "search.engines.whoosh.likeness:Likeness"
RECENCY = "search.engines.whoosh.recency:Recency"
WITH_WORDS = "search.engines.whoosh.significant:with_words"
LENGTHS = "search.engines.whoosh.lengths:lengths"
READ_LEDGER = "search.engines.ledger:read"
HEAVY = 150_000  # postings that the plain kernel takes as long for as numpy takes to be loaded
HALF = 3  # letters at least of each half of a word written as one: longrange
KNOWN = 1024  # queries whose trees are kept: the same words are asked for page by page
AT_ONCE = (
    16  # hits read before the pages of the file are given back: 1 MB or more are read for each
)
SAVED = "query:"  # where a text has it, it may name saved searches
MANY = 16  # queries after which the process is one that lasts


Searches = Callable[[], Mapping[str, Query]]  # by their folded names


class WhooshEngine:
    """One generation of an index; a later build does not change its answers.

    `kernel` is one of KERNELS; without it each query gets the one that is faster for it. `saved`
    is asked for the searches that a query may name, when one does.

    Raises: BrokenIndex, from every method.
    """

    def __init__(
        self, home: Path, manifest: folders.Manifest, kernel: str = "", saved: Searches = dict
    ) -> None:
        self._home = home
        self._saved = saved
        self._manifest = manifest
        self._kernel = kernel
        index = home.parent.parent
        paths = sorted(home / name for name in manifest.files if name.endswith(SUFFIX))
        self._segments = [Segment(path, index) for path in paths]
        self._articles = sum(each.documents - len(each.gone) for each in self._segments)
        self._topics = Topics(home, self._segments, index)
        self._known = Known(folders.contents(home.parent, manifest, identity.FILE))
        self._stories = Stories(folders.contents(home.parent, manifest, record.FILE))
        self.copies = Copies(self._stories, self._segments)
        self._persons = [Persons(each, self._known) for each in self._segments]
        self._parts: dict[str, list[Part]] = {}
        self._called: dict[tuple[str, Interval], Set[str]] = {}
        more = sorted({Path(each).parent / SYNONYMS for each in manifest.folders.values()})
        self._widened = lru_cache(KNOWN)(grammar.Synonyms(stems, folded, more).widened)
        self._answered = 0

    def search(self, query: Query) -> Results:
        """The articles that match, best first; ties go to the lower id.

        If none has all the words, those with some of them, and a notice.
        """
        results, shown, answered = self._answer(query)
        return replaced(results, hits=tuple(ReadLater(*each, answered) for each in shown))

    def matching(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """The answer without its hits, and all of these, one at a time, whatever the limit."""
        every = replaced(query, offset=0, limit=max(self._articles, 1), copies=True)
        results, shown, answered = self._answer(every)
        scores = array("d", (score for score, _ in shown))
        segments, documents = (array("I", (at[i] for _, at in shown)) for i in (0, 1))
        return results, self._read_in_turn(scores, segments, documents, answered)

    def _read_in_turn(
        self,
        scores: "array[float]",
        segments: "array[int]",
        documents: "array[int]",
        answered: "_Answered",
    ) -> Iterator[Hit]:
        """The hits, none of which is kept, nor what was read of the files."""
        places = zip(segments, documents, strict=True)
        for number, (score, place) in enumerate(zip(scores, places, strict=True), 1):
            yield ReadLater(score, place, answered)
            if number % AT_ONCE == 0:
                for segment in self._segments:
                    segment.file.let_go()

    def _answer(self, query: Query) -> tuple[Results, Sequence[tuple[float, Place]], "_Answered"]:
        """The answer without its hits, and what these are made of."""
        began = perf_counter()
        tree = self._asked(query)
        tree = grammar.strict(tree) if query.whole else tree
        likeness = self._likeness(query)
        evaluator = self._evaluator(likeness.work(tree) if likeness else tree)
        node, matching, said = _matching(tree, evaluator, query.whole)
        typed = node
        if likeness:
            tree, node = likeness.telling(evaluator, self._articles)
            alike = evaluator.both(matching, evaluator.matches(node))
            matching = likeness.others(evaluator, alike, self._copies(query.like))
        parts = evaluator.parts
        selection = facets.Selection(query.filters, folded)
        within = _dated(parts, matching, query)
        left = _kept(parts, within, selection)
        total = evaluator.size(left)
        missed = bool(said) or not total  # the query did not find everything it asked for
        suggestions = tuple(self._meant(query, tree, evaluator)) if missed else ()
        if not total and (found := evaluator.size(matching)):
            said += tuple(notices.filtered(found, query.filters, self._values))
            said += tuple(notices.without(query, partial(_left, evaluator, matching)))
        said += tuple(map(notices.meant, suggestions))
        recency = self._recency(query)
        shown, near, more = self._shown(node, evaluator, left, query, recency)
        counted = {
            facet: _kept(parts, within, selection, facet) if facet in selection.wanted else left
            for facet in query.facets
            if facet != WORDS
        }
        tables: Mapping[str, tuple[FacetCount, ...]]
        tables = Tables(
            parts, counted, selection, query.interval, self.copies if query.by_story else None
        )
        if WORDS in query.facets:
            told = loaded(WITH_WORDS)(tables, query.facets, evaluator, left, typed, self.article)
            tables, said = told[0], (*said, *told[1])
        unfolded = query.copies or self.copies.none
        among = () if unfolded else left
        answered = _Answered(self, node, tree, evaluator, near, among, recency)
        results = Results(
            query=query,
            total=total,
            facets=tables,
            notices=said,
            seconds=perf_counter() - began,
            complete=evaluator.size(evaluator.complete(node, left))
            if partly(node) and not likeness
            else None,
            stories=self.copies.total(parts, left) if query.by_story else None,
            more=more,
            suggestions=suggestions,
        )
        return results, shown, answered

    def _meant(self, query: Query, tree: Node, evaluator: Evaluator) -> Iterator[Suggestion]:
        """The query with the words that no article has spelled as the corpus spells them."""
        text = query.text
        for leaf in dict.fromkeys(scoring(tree)):
            if isinstance(leaf, Word) and not evaluator.size(evaluator.matches(analysed(leaf))):
                right = self._spelled(leaf, evaluator)
                typed = rf"(?<!\w){re.escape(leaf.text)}(?!\w)"
                text = re.sub(typed, right, text, count=1) if right else text
        if text != query.text:
            node = _analysed(self._asked(replaced(query, text=text)))
            if total := _left(evaluator, evaluator.matches(node), query):
                yield Suggestion(text, total)

    def _spelled(self, leaf: Word, evaluator: Evaluator) -> str:
        """The word of the corpus nearest to one it has not, or its halves where they follow."""
        found = tokens(leaf.text)
        if len(found) != 1 or (leaf.exact and leaf.zones == TEXT_ZONES):
            return ""
        word = found[0].word
        for at in range(HALF, len(word) - HALF + 1):
            halves = analysed(Phrase((word[:at], word[at:]), leaf.zones))
            if not leaf.exact and evaluator.size(evaluator.matches(halves)):
                return f"{word[:at]}-{word[at:]}"
        return nearest(self._segments, word, leaf.zones)

    def standing(self, id: str, query: Query) -> Standing:
        """Where the article of that id stands among all answers, or what keeps it out."""
        place, article = self._place(id), self.get(id)
        every = self.search(replaced(query, limit=self._articles, offset=0, facets=(), copies=True))
        ranks = (rank for rank, hit in enumerate(every.hits, 1) if hit.article.id == id)
        if rank := next(ranks, 0):
            return Standing(id, rank, every.total)
        tree = self._asked(query)
        evaluator = Evaluator(self._parts_of("plain"), self._manifest.means, self._articles)
        node, _, _ = _matching(tree, evaluator, query.whole)
        lacking = Lacking(evaluator, article, place, _typed(tree))
        return Standing(id, 0, every.total, (*lacking.clauses(node), *lacking.filters(query)))

    def get(self, id: str) -> Article:
        """The article of that id."""
        return self.article(self._place(id))

    def find(self, name: str) -> Article:
        """The article whose id is, or alone contains, the name."""
        near = sorted(id for segment in self._segments for id in segment.ids_with(name))
        if name in near or len(near) == 1:
            return self.get(name if name in near else near[0])
        if not near:
            raise NoArticle(f"no article {name!r}", "find one with 'search query'")
        several = ", ".join(near[:3]) + (", ..." if len(near) > 3 else "")
        raise NoArticle(f"{len(near)} articles go by {name!r}", f"name one of them: {several}")

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        for id in merge(*(segment.ids for segment in self._segments)):
            for number, segment in enumerate(self._segments):
                document = segment.document(id)
                if document >= 0:
                    yield self.article((number, document))

    def stats(self) -> Stats:
        """What the index holds."""
        days = sorted(self._values("date", "day"))
        undated = self._tables("date").counts("date").get(NONE, 0)
        return Stats(
            articles=self._articles,
            sources=len(self._values("source")),
            people=len(self._values("people")),
            first=date.fromisoformat(days[0]) if days else None,
            last=date.fromisoformat(days[-1]) if days else None,
            undated=undated,
            generation=self._manifest.generation,
            digest=self._manifest.digest,
            folders=self._manifest.folders,
        )

    def words(self) -> Mapping[str, Words]:
        """How much was kept and cut, by source."""
        return cast(Mapping[str, Words], loaded(LENGTHS)(self._segments))

    def skips(self) -> Mapping[str, str]:
        """What could not be read when the index was built, by path, with the reason."""
        held = folders.contents(self._home.parent, self._manifest, folders.LEDGER)
        return dict(sorted(loaded(READ_LEDGER)(held).skips.items())) if held else {}

    def identities(self) -> Identities:
        """Who is who over all articles."""
        return self._known.identities

    def stories(self) -> Stories:
        """Which articles are copies of one story."""
        return self._stories

    def _asked(self, query: Query) -> Node:
        """The tree of the query, with what its words also stand for."""
        tree = _read(query.text, query.today or date.today(), self._saved)
        return self._widened(tree) if query.synonyms else tree

    def _evaluator(self, tree: Node) -> Evaluator:
        """What answers the tree: the plain kernel where numpy would take longer to be loaded."""
        self._answered += 1
        lasts = self._answered > MANY or "numpy" in sys.modules
        heavy = lasts or work(self._segments, _analysed(tree)) > HEAVY
        kernel = self._kernel or ("arrays" if heavy else "plain")
        return Evaluator(self._parts_of(kernel), self._manifest.means, self._articles)

    def _parts_of(self, kernel: str) -> list[Part]:
        assert kernel in KERNELS
        if kernel not in self._parts:
            pairs = zip(self._segments, self._persons, strict=True)
            self._parts[kernel] = [part(kernel, *each) for each in pairs]
        return self._parts[kernel]

    def _shown(
        self,
        node: Node,
        evaluator: Evaluator,
        documents: Sequence[Documents],
        query: Query,
        recency: "Recency | None",
    ) -> tuple[Found, Mapping[Place, Near], bool]:
        """The hits, what topics told of them, and whether there are more; one hit a story."""
        wanted = query.offset + query.limit
        near: dict[Place, Near] = {}
        if not query.limit:
            return [], near, False

        def order(most: int) -> Found:
            found, told = self._ordered(node, evaluator, documents, query, most, recency)
            near.update(told)
            return found

        if query.copies or self.copies.none:
            found = order(wanted)
            more = len(found) < evaluator.size(documents)
        else:
            found, more = self.copies.shown(order, wanted, query.sort == "relevance")
        return found[query.offset :], near, more

    def _ordered(
        self,
        node: Node,
        evaluator: Evaluator,
        documents: Sequence[Documents],
        query: Query,
        most: int,
        recency: "Recency | None",
    ) -> tuple[Found, Mapping[Place, Near]]:
        """The first so many documents in the order asked for, and what topics told of them."""
        parts, weighed = evaluator.parts, evaluator.weighed(node)
        if query.sort != "relevance":
            places = self._by_day(parts, documents, query.sort == "newest", most)
            return _scored(parts, weighed, places), {}
        looked = max(most, BEST) if query.topics else most
        triples = zip(parts, documents, weighed, strict=True)
        best_of = recency.best if recency else _best
        of_parts = (best_of(part, each, leaves, looked) for part, each, leaves in triples)
        found = [(s, (i, d)) for i, rows in enumerate(of_parts) for s, d in rows]
        if len(parts) > 1:
            found = self._sorted(found)[:looked]
        near = nearness(self._topics, parts, self._direction(node, query), found)
        if near:
            shares = {place: each.share for place, each in near.items()}
            best = ((round(s + shares.get(at, 0), DIGITS), at) for s, at in found[:BEST])
            found = [*self._sorted(best), *found[BEST:]]  # which no score has fallen below
        return found[:most], near

    def _direction(self, node: Node, query: Query) -> Sequence[int]:
        """Where what is asked for lies among the topics; empty where they do not count."""
        if not query.topics:
            return []
        if query.like:
            return laid(self._topics, self._place(query.like))
        return asked(self._topics, scoring(node))

    def _sorted(self, found: Iterable[tuple[float, Place]]) -> list[tuple[float, Place]]:
        """The best first; equal ones by id."""
        return sorted(found, key=lambda each: (-each[0], self._id(each[1])))

    def _by_day(
        self, parts: Sequence[Part], documents: Sequence[Documents], newest: bool, most: int
    ) -> list[Place]:
        pairs = zip(parts, documents, strict=True)
        latest = (part.latest(each, newest, most) for part, each in pairs)
        places = sorted(
            ((i, d) for i, rows in enumerate(latest) for d in rows),
            key=self._id,
        )
        ends = {True: "", False: "9999-99-99"}
        places.sort(key=lambda each: self._day(each) or ends[newest], reverse=newest)
        return places[:most]

    def _tables(self, facet: str, interval: Interval = "month") -> Tables:
        """The counts over all articles."""
        kernel = next(iter(self._parts), "") or self._kernel or "plain"
        parts = self._parts_of(kernel)
        every = [part.every() for part in parts]
        return Tables(parts, {facet: every}, facets.Selection((), folded), interval)

    def _values(self, facet: str, interval: Interval = "day") -> Set[str]:
        """Every value of the facet in the index."""
        if (facet, interval) not in self._called:
            values = frozenset(self._tables(facet, interval).counts(facet)) - {NONE}
            self._called[facet, interval] = values
        return self._called[facet, interval]

    def head(self, place: Place) -> Head:
        """What a list of hits shows of the article there."""
        return self._segments[place[0]].head(place[1])

    def article(self, place: Place) -> Article:
        """The article there."""
        segment, document = self._segments[place[0]], place[1]
        stored, dictionary = segment.record(document), segment.dictionary(document)
        try:
            article = read_record(segment.head(document), stored, dictionary)
        except (zlib.error, ValueError) as error:
            raise segment.file.broken(f"was changed in record {document}") from error
        day = segment.value("date", document)
        return replaced(article, people=self._known.identities.named(article.people, day))

    def _place(self, id: str) -> Place:
        """Where the article of that id is.

        Raises: NoArticle.
        """
        for number, segment in enumerate(self._segments):
            document = segment.document(id)
            if document >= 0:
                return number, document
        raise NoArticle(f"no article {id!r}", "find one with 'search query'")

    def _likeness(self, query: Query) -> "Likeness | None":
        """The words of the article whose likes are asked for."""
        if not query.like:
            return None
        return cast("Likeness", loaded(LIKENESS)(self.get(query.like)))

    def _recency(self, query: Query) -> "Recency | None":
        """What newness adds to scores, where it is to count."""
        if not query.recent or query.sort != "relevance":
            return None
        newest = max(self._values("date"), default="")
        return cast("Recency", loaded(RECENCY)(query.recent, newest))

    def _copies(self, id: str) -> list[Place]:
        """The article of that id and the copies of its story: what is never said to be like it."""
        return self.copies.same(self._place(id))

    def _id(self, place: Place) -> str:
        return self._segments[place[0]].id(place[1])

    def _day(self, place: Place) -> str:
        return self._segments[place[0]].value("date", place[1])


def _best(
    part: Part, documents: Documents, weighed: Sequence[Weighed], most: int
) -> list[tuple[float, int]]:
    """The documents with the highest scores by words."""
    return part.best(documents, weighed, most)


def _left(evaluator: Evaluator, matching: Sequence[Documents], query: Query) -> int:
    """How many of the documents pass the filters of the query."""
    parts, selection = evaluator.parts, facets.Selection(query.filters, folded)
    return evaluator.size(_kept(parts, _dated(parts, matching, query), selection))


def _dated(
    parts: Sequence[Part], documents: Sequence[Documents], query: Query
) -> Sequence[Documents]:
    """The documents of the days that the query keeps to."""
    if not (query.since or query.until):
        return documents
    pairs = zip(parts, documents, strict=True)
    return [dated(part, each, query.since, query.until) for part, each in pairs]


def _kept(
    parts: Sequence[Part],
    documents: Sequence[Documents],
    selection: facets.Selection,
    but: str = "",
) -> list[Documents]:
    """The documents that pass the filters, the including one of facet `but` aside."""
    return [kept(part, each, selection, but) for part, each in zip(parts, documents, strict=True)]


def _scored(
    parts: Sequence[Part], weighed: Sequence[list[Weighed]], places: Sequence[Place]
) -> list[tuple[float, Place]]:
    """The places with their scores."""
    found: dict[Place, float] = {}
    for i, each in enumerate(parts):
        mine = [document for number, document in places if number == i]
        told = each.scores(mine, weighed[i]) if mine else []
        found.update(zip(((i, document) for document in mine), told, strict=True))
    return [(found[place], place) for place in places]


@lru_cache(maxsize=KNOWN)
def _read(text: str, today: date, saved: Searches) -> Node:
    """The tree of a query."""
    known = saved() if SAVED in text.lower() else {}
    return grammar.parse(text, FIELDS, SCOPES, FACETS, today, known)


_analysed = lru_cache(maxsize=KNOWN)(analysed)


def _matching(
    tree: Node, evaluator: Evaluator, whole: bool
) -> tuple[Node, list[Documents], tuple[str, ...]]:
    """The tree that was answered, the documents it matches, and what is to be said of it."""
    node = _analysed(tree)
    matching = evaluator.matches(node)
    found = evaluator.size(matching)
    if found and evaluator.size(evaluator.complete(node, matching)):
        return node, matching, ()

    def count(leaf: Leaf) -> int:
        return evaluator.size(evaluator.matches(analysed(leaf)))

    said = tuple(notices.absent(scoring(tree), count))
    if found:
        return node, matching, (notices.PARTIAL, *said)
    loose = None if whole else grammar.relaxed(tree)
    if loose is None:
        return node, matching, said
    node = analysed(loose)
    return node, evaluator.matches(node), (notices.PARTIAL, *said)


def _typed(tree: Node) -> dict[Leaf, Leaf]:
    """The leaves of the tree that was asked for, by what they are once analysed."""
    return {leaf: each for each in scoring(tree) for leaf in scoring(analysed(each))}


class _Answered:
    """What hits ask of the search that found them."""

    def __init__(
        self,
        engine: WhooshEngine,
        node: Node,
        tree: Node,
        evaluator: Evaluator,
        near: Mapping[Place, Near],
        among: Sequence[Documents],
        recency: "Recency | None",
    ) -> None:
        self.head, self.article = engine.head, engine.article
        self._copies, self._among = engine.copies, among
        self._node, self._tree, self._evaluator = node, tree, evaluator
        self._near = near
        self._recency = recency

    def copies(self, place: Place) -> tuple[Copy, ...]:
        """The other copies of its story that match; none where each is shown for itself."""
        if not self._among:
            return ()
        return self._copies.others(place, self._evaluator.parts, self._among)

    def leaves(self) -> list[Leaf]:
        """What is to be marked."""
        return scoring(self._node)

    def why(self, place: Place) -> tuple[Share, ...]:
        """What each leaf as typed added to the score, and what topics did."""
        near = self._near.get(place)
        told = [Share(TOPICS, round(near.cosine, 3), 0, near.share)] if near else []
        words = tuple(self._evaluator.why(self._node, place, _typed(self._tree)))
        if self._recency:
            score = sum(share.score for share in words)
            told += self._recency.share(self._evaluator.parts[place[0]], place[1], score)
        return (*words, *told)
