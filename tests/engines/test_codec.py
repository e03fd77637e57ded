"""Whoosh's own searchers read the segments as they read stock ones."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
    """Three segments, and articles removed from two of them."""
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
    """The same postings, documents and deletions in segments that Whoosh wrote."""
    whole = three_segments(articles, tmp_path_factory.mktemp("whole"))
    made = create_in(str(tmp_path_factory.mktemp("stock")), schema())
    for leaf, _ in open_dir(str(generation(whole)), readonly=True).reader().leaf_readers():
        writer = made.writer()
        writer.add_reader(leaf)
        writer.commit(merge=False)
    writer = made.writer()
    for id in removed(articles):
        writer.delete_by_term("id", id)
    writer.commit(merge=False)
    return made


def generation(folder: Path) -> Path:
    (found,) = (folder / "whoosh").glob("g*")
    return found


def answer(searcher: Searcher, asked: query.Query, **request: Any) -> list[tuple[str, float]]:
    found = searcher.search(asked, limit=None, **request)
    return sorted((hit["id"], round(hit.score, 4)) for hit in found)


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


@pytest.mark.parametrize("asked", QUERIES.values(), ids=list(QUERIES))
def test_every_kind_of_query_has_the_same_answer_and_scores(
    flat: FileIndex, stock: FileIndex, asked: query.Query
) -> None:
    with flat.searcher() as one, stock.searcher() as other:
        found = answer(one, asked)
        assert found == answer(other, asked)
        assert bool(found) is (asked != QUERIES["nothing"])


def test_the_best_ten_are_the_same_though_whoosh_skips(flat: FileIndex, stock: FileIndex) -> None:
    asked = query.Or([term(word) for word in ("polic", "report", "said", "presid")])
    with flat.searcher() as one, stock.searcher() as other:
        best = [each.search(asked) for each in (one, other)]
        assert [hit["id"] for hit in best[0]] == [hit["id"] for hit in best[1]]
        assert best[0].score(0) == pytest.approx(best[1].score(0))


def test_whooshs_parser_facets_and_sorting_work(flat: FileIndex, stock: FileIndex) -> None:
    answers = []
    for index in (flat, stock):
        with index.searcher() as searcher:
            asked = MultifieldParser(["title", "body"], index.schema).parse("police officers")
            found = searcher.search(asked, limit=None, groupedby="source_name", sortedby="date")
            groups = {name: len(group) for name, group in found.groups("source_name").items()}
            answers.append(([hit["date"] for hit in found if "date" in hit], groups))
    assert answers[0] == answers[1]
    assert sum(answers[0][1].values()) > 10


def test_the_terms_of_every_field_are_the_same(flat: FileIndex, stock: FileIndex) -> None:
    with flat.reader() as one, stock.reader() as other:
        for field in ("body", "title_words", "teasers", "person", "author", "date", "id"):
            lived = [text for text in one.lexicon(field) if one.doc_frequency(field, text)]
            assert set(other.lexicon(field)) <= set(lived), field
        rng = random.Random(SEED)
        for text in rng.sample(list(other.lexicon("body_words")), 200):
            assert ("body_words", text) in one
            mine, theirs = one.postings("body_words", text), other.postings("body_words", text)
            assert len(list(mine.all_ids())) == len(list(theirs.all_ids()))


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
    held = b"".join(path.read_bytes() for path in (tmp_path / "stock").glob("*.toc"))
    assert b"search.engines" not in held
    index = open_dir(str(tmp_path / "stock"))
    with index.searcher() as searcher:
        asked = MultifieldParser(["title", "body"], index.schema).parse("prime ministers")
        assert len(searcher.search(asked, limit=None)) > 10
