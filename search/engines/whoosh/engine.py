"""The Whoosh engine, open for reading. It needs no Whoosh, and numpy only for long answers."""

import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from heapq import merge
from pathlib import Path
from time import perf_counter

from search import facets, grammar, identity
from search.analysis import analysed, folded
from search.article import Article
from search.engines import folder as folders
from search.engines import notices
from search.engines.contract import Stats
from search.engines.whoosh.evaluate import Evaluator, dated, partly, scoring
from search.engines.whoosh.filters import kept
from search.engines.whoosh.hits import Place, ReadLater
from search.engines.whoosh.kernel import KERNELS, Documents, Part, Weighed, part
from search.engines.whoosh.persons import Known, Persons
from search.engines.whoosh.ranking import DIGITS
from search.engines.whoosh.segment import SUFFIX, Head, Segment
from search.engines.whoosh.stored import read_record
from search.engines.whoosh.tables import Tables
from search.engines.whoosh.topics import Topics
from search.engines.whoosh.topics.nearness import BEST, Near, nearness
from search.engines.whoosh.work import work
from search.errors import NoArticle
from search.identity import Identities
from search.query import NONE, TOPICS, Hit, Interval, Leaf, Node, Query, Results, Share
from search.schema import FACETS, FIELDS, SCOPES
from search.stories import record
from search.stories.record import Stories
from search.values import replaced

HEAVY = 150_000  # postings that the plain kernel takes as long for as numpy takes to be loaded
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
        self._persons = [Persons(each, self._known) for each in self._segments]
        self._parts: dict[str, list[Part]] = {}
        self._called: dict[tuple[str, Interval], Set[str]] = {}
        self._answered = 0

    def search(self, query: Query) -> Results:
        """The articles that match, best first; ties go to the lower id.

        If none has all the words, those with some of them, and a notice.
        """
        results, shown, answered = self._answer(query)
        return replaced(results, hits=tuple(ReadLater(*each, answered) for each in shown))

    def matching(self, query: Query) -> tuple[Results, Iterator[Hit]]:
        """The answer without its hits, and all of these, one at a time, whatever the limit."""
        every = replaced(query, offset=0, limit=max(self._articles, 1))
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
        tree = _read(query.text, query.today or date.today(), self._saved)
        tree = grammar.strict(tree) if query.whole else tree
        evaluator = self._evaluator(tree)
        node, matching, said = _matching(tree, evaluator, query.whole)
        parts = evaluator.parts
        selection = facets.Selection(query.filters, folded)
        within = matching
        if query.since or query.until:
            pairs = zip(parts, matching, strict=True)
            within = [dated(part, each, query.since, query.until) for part, each in pairs]
        left = _kept(parts, within, selection)
        total = evaluator.size(left)
        if not total and (found := evaluator.size(matching)):
            said += tuple(notices.filtered(found, query.filters, self._values))
        ordered, near = self._ordered(node, evaluator, left, query)
        shown = ordered[query.offset :]
        counted = {
            facet: _kept(parts, within, selection, facet) if facet in selection.wanted else left
            for facet in query.facets
        }
        answered = _Answered(self, node, tree, evaluator, near)
        results = Results(
            query=query,
            total=total,
            facets=Tables(parts, counted, selection, query.interval),
            notices=said,
            seconds=perf_counter() - began,
            complete=evaluator.size(evaluator.complete(node, left)) if partly(node) else None,
        )
        return results, shown, answered

    def get(self, id: str) -> Article:
        """The article of that id."""
        for number, segment in enumerate(self._segments):
            document = segment.document(id)
            if document >= 0:
                return self.article((number, document))
        raise NoArticle(f"no article {id!r}", "find one with 'search query'")

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

    def identities(self) -> Identities:
        """Who is who over all articles."""
        return self._known.identities

    def stories(self) -> Stories:
        """Which articles are copies of one story."""
        return self._stories

    def _evaluator(self, tree: Node) -> Evaluator:
        """What answers the tree: the plain kernel where numpy would take longer to be loaded."""
        self._answered += 1
        lasts = self._answered > MANY or "numpy" in sys.modules
        heavy = lasts or work(self._segments, analysed(tree)) > HEAVY
        kernel = self._kernel or ("arrays" if heavy else "plain")
        return Evaluator(self._parts_of(kernel), self._manifest.means, self._articles)

    def _parts_of(self, kernel: str) -> list[Part]:
        assert kernel in KERNELS
        if kernel not in self._parts:
            pairs = zip(self._segments, self._persons, strict=True)
            self._parts[kernel] = [part(kernel, *each) for each in pairs]
        return self._parts[kernel]

    def _ordered(
        self, node: Node, evaluator: Evaluator, documents: Sequence[Documents], query: Query
    ) -> tuple[list[tuple[float, Place]], Mapping[Place, Near]]:
        """The first documents in the order asked for, as many as are to be seen or skipped, and
        what topics told of them.
        """
        most = query.offset + query.limit if query.limit else 0
        if not most:
            return [], {}
        parts, weighed = evaluator.parts, evaluator.weighed(node)
        if query.sort != "relevance":
            places = self._by_day(parts, documents, query.sort == "newest", most)
            return _scored(parts, weighed, places), {}
        looked = max(most, BEST) if query.topics else most
        triples = zip(parts, documents, weighed, strict=True)
        of_parts = (part.best(each, leaves, looked) for part, each, leaves in triples)
        found = [(s, (i, d)) for i, rows in enumerate(of_parts) for s, d in rows]
        if len(parts) > 1:
            found = self._sorted(found)[:looked]
        near = nearness(self._topics, parts, scoring(node), found) if query.topics else {}
        if near:
            shares = {place: each.share for place, each in near.items()}
            best = ((round(s + shares.get(at, 0), DIGITS), at) for s, at in found[:BEST])
            found = [*self._sorted(best), *found[BEST:]]  # which no score has fallen below
        return found[:most], near

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

    def _id(self, place: Place) -> str:
        return self._segments[place[0]].id(place[1])

    def _day(self, place: Place) -> str:
        return self._segments[place[0]].value("date", place[1])


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


class _Answered:
    """What hits ask of the search that found them."""

    def __init__(
        self,
        engine: WhooshEngine,
        node: Node,
        tree: Node,
        evaluator: Evaluator,
        near: Mapping[Place, Near],
    ) -> None:
        self.head, self.article = engine.head, engine.article
        self._node, self._tree, self._evaluator = node, tree, evaluator
        self._near = near

    def leaves(self) -> list[Leaf]:
        """What is to be marked."""
        return scoring(self._node)

    def why(self, place: Place) -> tuple[Share, ...]:
        """What each leaf as typed added to the score, and what topics did."""
        typed = {
            leaf: grammar.spelled(each)
            for each in scoring(self._tree)
            for leaf in scoring(analysed(each))
        }
        near = self._near.get(place)
        told = [Share(TOPICS, round(near.cosine, 3), 0, near.share)] if near else []
        return (*self._evaluator.why(self._node, place, typed), *told)
