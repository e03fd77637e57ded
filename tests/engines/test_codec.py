"""Whoosh's own searchers read our segments as they read Whoosh's."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import wikinews
from whoosh import query
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.qparser import MultifieldParser
from whoosh.searching import Searcher

from search.article import Article
from search.engines.whoosh.codec import FlatSegment
from search.engines.whoosh.codec.stock_export import export
from search.engines.whoosh.codec.whoosh_schema import schema

SEED = 4


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return wikinews()


@pytest.fixture(scope="module")
def folder(articles: Sequence[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three segments, with articles removed from two of them."""
    folder = three_segments(articles, tmp_path_factory.mktemp("flat"))
    publish([], folder, removed(articles))
    return folder


def three_segments(articles: Sequence[Article], folder: Path) -> Path:
    for start in range(0, 300, 100):
        publish(articles[start : start + 100], folder)
    return folder


def removed(articles: Sequence[Article]) -> list[str]:
    return [each.id for each in articles[:150:7]]


@pytest.fixture(scope="module")
def flat(folder: Path) -> FileIndex:
    return open_dir(str(generation(folder)), readonly=True)


@pytest.fixture(scope="module")
def stock(articles: Sequence[Article], tmp_path_factory: pytest.TempPathFactory) -> FileIndex:
    """An index with the same postings, documents and deletions, written by Whoosh."""
    whole = three_segments(articles, tmp_path_factory.mktemp("whole"))
    copy = create_in(str(tmp_path_factory.mktemp("stock")), schema())
    for leaf, _ in open_dir(str(generation(whole)), readonly=True).reader().leaf_readers():
        writer = copy.writer()
        writer.add_reader(leaf)
        writer.commit(merge=False)
    writer = copy.writer()
    for id in removed(articles):
        writer.delete_by_term("id", id)
    writer.commit(merge=False)
    return copy


def generation(folder: Path) -> Path:
    (generation,) = (folder / "whoosh").glob("g*")
    return generation


def ids_and_scores(searcher: Searcher, parsed: query.Query) -> list[tuple[str, float]]:
    hits = searcher.search(parsed, limit=None)
    return sorted((hit["id"], round(hit.score, 4)) for hit in hits)


def term(word: str, field: str = "body") -> query.Term:
    return query.Term(field, word)


QUERIES = {
    "term": term("polic"),
    "and": query.And([term("polic"), term("report")]),
    "or": query.Or([term("polic"), term("report", "title")]),
    "not": query.And([term("said"), query.Not(term("polic"))]),
    "and not": query.AndNot(term("said"), term("polic")),
    "and maybe": query.AndMaybe(term("said"), term("polic")),
    "require": query.Require(term("said"), term("polic")),
    "best of": query.DisjunctionMax([term("polic"), term("said")]),
    "phrase": query.Phrase("body", ["prime", "minist"]),
    "near": query.Phrase("body", ["presid", "said"], slop=4),
    "prefix": query.Prefix("body", "gov"),
    "wildcard": query.Wildcard("body", "?overn*"),
    "regex": query.Regex("body", "gover[a-n]+"),
    "fuzzy": query.FuzzyTerm("body_words", "polise", maxdist=1),
    "variations": query.Variations("body_words", "police"),
    "range": query.TermRange("date", "2019-03", "2019-06"),
    "open range": query.TermRange("date", None, "2019-06", endexcl=True),
    "every": query.Every(),
    "every of a field": query.Every("date"),
    "exact": term("police", "body_words"),
    "person": query.Phrase("person", ["donald", "trump"]),
    "id": term("wikinews/wikinews.jsonl#12", "id"),
    "source": term("Daily Ledger", "source_name"),
    "constant": query.ConstantScoreQuery(term("polic"), 2.0),
    "nothing": term("zyxomma"),
    "span near": query.SpanNear(term("presid"), term("said"), slop=3),
    "span first": query.SpanFirst(term("polic"), limit=20),
    "span or": query.SpanOr([term("polic"), term("presid")]),
    "span not": query.SpanNot(term("presid"), term("said")),
    "span contains": query.SpanContains(
        query.SpanNear(term("presid"), term("said"), slop=9), term("trump")
    ),
    "span before": query.SpanBefore(term("polic"), term("said")),
    "span condition": query.SpanCondition(term("polic"), term("said")),
    "ordered": query.Ordered([term("presid"), term("said")]),
    "boosted": query.Or([query.Term("body", "polic", boost=3.0), term("said")]),
}


@pytest.mark.parametrize("parsed", QUERIES.values(), ids=list(QUERIES))
def test_every_query_class_has_the_same_answer_and_scores(
    flat: FileIndex, stock: FileIndex, parsed: query.Query
) -> None:
    with flat.searcher() as ours, stock.searcher() as theirs:
        answer = ids_and_scores(ours, parsed)
        assert answer == ids_and_scores(theirs, parsed)
        assert bool(answer) is (parsed != QUERIES["nothing"])


def test_the_best_ten_are_the_same_although_whoosh_skips_postings(
    flat: FileIndex, stock: FileIndex
) -> None:
    words = query.Or([term(word) for word in ("polic", "report", "said", "presid")])
    with flat.searcher() as ours, stock.searcher() as theirs:
        best = [searcher.search(words) for searcher in (ours, theirs)]
        assert [hit["id"] for hit in best[0]] == [hit["id"] for hit in best[1]]
        assert best[0].score(0) == pytest.approx(best[1].score(0))


def test_whooshs_parser_facets_and_sorting_work(flat: FileIndex, stock: FileIndex) -> None:
    answers = []
    for index in (flat, stock):
        with index.searcher() as searcher:
            words = MultifieldParser(["title", "body"], index.schema).parse("police officers")
            results = searcher.search(words, limit=None, groupedby="source_name", sortedby="date")
            groups = {name: len(group) for name, group in results.groups("source_name").items()}
            answers.append(([hit["date"] for hit in results if "date" in hit], groups))
    assert answers[0] == answers[1]
    assert sum(answers[0][1].values()) > 10


def test_the_terms_of_every_field_are_the_same(flat: FileIndex, stock: FileIndex) -> None:
    with flat.reader() as ours, stock.reader() as theirs:
        for field in ("body", "title_words", "teasers", "person", "author", "date", "id"):
            used = [text for text in ours.lexicon(field) if ours.doc_frequency(field, text)]
            assert set(theirs.lexicon(field)) <= set(used), field
        rng = random.Random(SEED)
        for text in rng.sample(list(theirs.lexicon("body_words")), 200):
            assert ("body_words", text) in ours
            postings = [each.postings("body_words", text) for each in (ours, theirs)]
            assert len(list(postings[0].all_ids())) == len(list(postings[1].all_ids()))


def test_whoosh_adds_to_the_index_and_merges_it(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "g000009"
    shutil.copytree(generation(folder), place)
    index = open_dir(str(place))
    assert all(isinstance(each, FlatSegment) for each in index.reader().segments())
    before = index.doc_count()
    with index.writer() as writer:
        writer.add_document(id="new", body="Snow fell on the harbour.", title="Snow")
    index = open_dir(str(place))
    writer = index.writer()
    writer.delete_by_term("id", "wikinews/wikinews.jsonl#2")
    writer.commit(optimize=True)
    index = open_dir(str(place))
    assert index.doc_count() == before
    assert not any(isinstance(each, FlatSegment) for each in index.reader().segments() or ())
    with index.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(term("harbour") & term("snow"))] == ["new"]
        assert len(searcher.search(query.Phrase("body", ["prime", "minist"]), limit=None)) > 5


def test_an_export_needs_nothing_of_this_program(folder: Path, tmp_path: Path) -> None:
    export(folder / "whoosh", tmp_path / "stock")
    tables = b"".join(path.read_bytes() for path in (tmp_path / "stock").glob("*.toc"))
    assert b"search.engines" not in tables
    index = open_dir(str(tmp_path / "stock"))
    with index.searcher() as searcher:
        words = MultifieldParser(["title", "body"], index.schema).parse("prime ministers")
        assert len(searcher.search(words, limit=None)) > 10
