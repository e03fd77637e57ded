"""The Whoosh engine, open for reading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from search import facets, grammar, identity, snippet
from search.analysis import analysed, folded, tokens
from search.article import Article
from search.engines import folder as folders
from search.engines import notices
from search.engines.contract import Stats
from search.engines.marks import marks
from search.engines.whoosh.evaluate import Evaluator, scoring
from search.engines.whoosh.leaves import Leaves
from search.engines.whoosh.rows import Rows
from search.engines.whoosh.stored import read_record
from search.errors import NoArticle
from search.identity import Identities
from search.query import NONE, TEXT_ZONES, FacetCount, Hit, Leaf, Node, Query, Results, Snippet
from search.schema import FACETS, FIELDS, SCOPES


class WhooshEngine:
    """One generation of an index; a later build does not change its answers."""

    def __init__(self, home: Path, manifest: folders.Manifest) -> None:
        self._manifest = manifest
        self._reader = open_dir(str(home), readonly=True).reader()
        known = home / identity.FILE
        self._known = identity.identities(known.read_bytes()) if known.exists() else Identities()
        self._rows = Rows(self._reader, self._known)
        self._evaluator = Evaluator(Leaves(self._reader, self._rows), self._rows, manifest.means)

    def search(self, query: Query) -> Results:
        """The articles that match, best first; ties go to the lower id.

        If none has all the words, those with some of them, and a notice.
        """
        began = perf_counter()
        tree = grammar.parse(query.text, FIELDS, SCOPES, FACETS, query.today or date.today())
        node, matching, said = self._matching(tree)
        selection = facets.Selection(query.filters, folded)
        dated = matching & set(self._dated(query))
        kept = [each for each in dated if selection.keeps(self._rows.row(each))]
        scores = self._evaluator.scores(node, kept)
        shown = self._ordered(scores, query)[query.offset :][: query.limit]
        if matching and not kept:
            said += tuple(notices.filtered(len(matching), query.filters, self._values))
        return Results(
            query=query,
            total=len(kept),
            hits=tuple(self._hit(each, scores[each], node, tree) for each in shown),
            facets={facet: self._counts(facet, dated, selection, query) for facet in query.facets},
            notices=said,
            seconds=perf_counter() - began,
        )

    def get(self, id: str) -> Article:
        """The article of that id."""
        try:
            matcher = self._reader.postings("id", id.encode())
        except TermNotFound:
            matcher = None
        if matcher is None or not matcher.is_active():
            raise NoArticle(f"no article {id!r}", "find one with 'search query'")
        return self._article(matcher.id())

    def find(self, name: str) -> Article:
        """The article whose id is, or alone contains, the name."""
        ids = [self._rows.row(each).id for each in self._rows.all()]
        near = [id for id in ids if name in id]
        if name in ids or len(near) == 1:
            return self.get(name if name in ids else near[0])
        if not near:
            raise NoArticle(f"no article {name!r}", "find one with 'search query'")
        several = ", ".join(sorted(near)[:3]) + (", ..." if len(near) > 3 else "")
        raise NoArticle(f"{len(near)} articles go by {name!r}", f"name one of them: {several}")

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        for each in sorted(self._rows.all(), key=lambda each: self._rows.row(each).id):
            yield self._article(each)

    def stats(self) -> Stats:
        """What the index holds."""
        rows = [self._rows.row(each) for each in self._rows.all()]
        days = sorted(row.day for row in rows if row.day)
        return Stats(
            articles=len(rows),
            sources=len({row.source for row in rows if row.source}),
            people=len({names[0] for row in rows for names in row.people}),
            first=date.fromisoformat(days[0]) if days else None,
            last=date.fromisoformat(days[-1]) if days else None,
            undated=len(rows) - len(days),
            generation=self._manifest.generation,
            digest=self._manifest.digest,
            folders=self._manifest.folders,
        )

    def identities(self) -> Identities:
        """Who is who over all articles."""
        return self._known

    def _matching(self, tree: Node) -> tuple[Node, set[int], tuple[str, ...]]:
        """The tree that was answered, the documents it matches, and what is to be said of it."""
        node = analysed(tree)
        matching = self._evaluator.matches(node)
        if matching:
            return node, matching, ()
        said = tuple(notices.absent(scoring(tree), self._count))
        loose = grammar.relaxed(tree)
        if loose is None:
            return node, matching, said
        node = analysed(loose)
        return node, self._evaluator.matches(node), (notices.PARTIAL, *said)

    def _count(self, leaf: Leaf) -> int:
        return len(self._evaluator.matches(analysed(leaf)))

    def _dated(self, query: Query) -> Iterable[int]:
        if query.since is None and query.until is None:
            return self._rows.all()
        return self._rows.within(query.since, query.until)

    def _ordered(self, scores: dict[int, float], query: Query) -> list[int]:
        """The documents in the order asked for; where that is equal, by id."""
        row = self._rows.row
        found = sorted(scores, key=lambda each: row(each).id)
        if query.sort == "relevance":
            return sorted(found, key=lambda each: -scores[each])
        if query.sort == "newest":
            return sorted(found, key=lambda each: row(each).day, reverse=True)
        return sorted(found, key=lambda each: row(each).day or "9999-99-99")

    def _counts(
        self, facet: str, dated: Iterable[int], selection: facets.Selection, query: Query
    ) -> tuple[FacetCount, ...]:
        """How many articles have each value, the facet's own selection aside."""
        counts: Counter[str] = Counter()
        for each in dated:
            row = self._rows.row(each)
            if selection.keeps(row, but=facet):
                counts.update(facets.counted(row, facet, query.interval))
        return facets.table(facet, counts, selection)

    def _values(self, facet: str) -> set[str]:
        """Every value of the facet in the index."""
        rows = self._rows
        return {value for each in rows.all() for value in facets.values(rows.row(each), facet)} - {
            NONE
        }

    def _hit(self, document: int, score: float, node: Node, tree: Node) -> Hit:
        article = self._article(document)
        typed = {leaf: grammar.spelled(each) for each in scoring(tree) for leaf in _leaves(each)}
        why = tuple(self._evaluator.why(node, document, typed))
        return Hit(article, score, _snippets(article, scoring(node)), why)

    def _article(self, document: int) -> Article:
        article = read_record(self._reader.stored_fields(document)["record"])
        day = article.date.isoformat() if article.date else ""
        return replace(article, people=self._known.named(article.people, day))


def _leaves(typed: Leaf) -> list[Leaf]:
    """What a leaf as typed comes to."""
    return scoring(analysed(typed))


def _snippets(article: Article, leaves: Sequence[Leaf]) -> tuple[Snippet, ...]:
    """What to show of the article: of its body, or of the cut text if that was asked for."""
    cut = [leaf for leaf in leaves if "teasers" in leaf.zones]
    wanted = cut or [leaf for leaf in leaves if set(leaf.zones) & set(TEXT_ZONES)]
    text = "\n".join(block.text.strip() for block in article.cuts) if cut else article.body
    return snippet.snippets(text, marks(tokens(text), wanted))
