"""Segments return what was written, whatever the script, the length and the number of runs."""

import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from isal import isal_zlib
from support.agreement import difference
from support.indexes import publish
from support.random_queries import wikinews
from support.reference import Referee

from search.article import Article, Block, Person, Verdict
from search.engines import compression, open_engine, open_writer, whoosh
from search.engines.base import Ledger
from search.engines.whoosh.searching.kernel import KERNELS
from search.engines.whoosh.storage.stored_articles import decode_record
from search.engines.whoosh.writing import runs, workers
from search.engines.whoosh.writing import writer as writer_module
from search.engines.whoosh.writing.merge_policy import plan
from search.engines.whoosh.writing.runs import compressed_records
from search.query import ArticleHead, Filter, Query

SMALL_RUN = 40_000  # characters: three hundred articles make many runs


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles in Ukrainian, Chinese and Arabic, each in its own segment."""
    folder = tmp_path_factory.mktemp("scripts")
    articles = (
        Article("ua", "Нічна атака", "Сили ППО збили їжака. Їжак упав.", source="Українська"),
        Article("zh", "防空系统", "乌克兰防空系统击落导弹。", people=(Person("王毅"),)),
        Article("ar", "الدفاع الجوي", "أسقط الدفاع الجوي صاروخا.", date=date(2025, 1, 13)),
    )
    for article in articles:
        publish([article], folder)
    return folder


@pytest.mark.parametrize("kernel", list(KERNELS))
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("їжак", ["ua"]),
        ("їжа*", ["ua"]),
        ('"防空系统"', ["zh"]),
        ("person:王毅", ["zh"]),
        ('"الدفاع الجوي"', ["ar"]),
        ("导弹 OR صاروخا", ["ar", "zh"]),
        ("ППО -їжак", []),
    ],
)
def test_words_of_every_script_are_found(
    scripts: Path, kernel: str, text: str, ids: list[str]
) -> None:
    results = whoosh.open_engine(scripts / "whoosh", kernel=kernel).search(Query(text))
    assert sorted(hit.article.id for hit in results.hits) == ids


def test_names_of_every_script_filter(scripts: Path) -> None:
    results = open_engine(scripts).search(Query("", (Filter("source", ("УКРАЇНСЬКА",)),)))
    assert [hit.article.id for hit in results.hits] == ["ua"]


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_no_article_is_too_long(tmp_path: Path, kernel: str) -> None:
    """One word occurs seventy thousand times, before the word of the query."""
    body = "word " * 70_000 + "needle haystack"
    publish([Article("long", "Long", body), Article("short", "Short", "needle")], tmp_path)
    engine = whoosh.open_engine(tmp_path / "whoosh", kernel=kernel)
    assert [hit.article.id for hit in engine.search(Query('"needle haystack"')).hits] == ["long"]
    (hit,) = engine.search(Query("body:word")).hits
    assert hit.why[0].count == 70_000


def test_articles_are_unchanged_by_runs_merges_and_deletions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "RUN", SMALL_RUN)
    articles = [strange(each, number) for number, each in enumerate(wikinews())]
    writer = open_writer(tmp_path)
    for article in [*articles, *articles[:9]]:  # some are replaced
        writer.add(article)
    writer.commit(Ledger(articles={each.id: "" for each in articles}))
    assert len(list(tmp_path.glob("whoosh/g*/*.seg"))) == 1
    publish([], tmp_path, [each.id for each in articles[::2]])  # more than a third: rewritten
    assert list(tmp_path.glob("whoosh/g*/*.deleted")) == []
    left = sorted(articles[1::2], key=lambda each: each.id)
    engine = open_engine(tmp_path)
    assert list(engine.articles()) == left
    forms = [form for each in left[:40] for person in each.people for form in person.variants]
    query = Query("", (Filter("quoted", tuple(forms)),), facets=("people", "quoted", "authors"))
    assert difference(engine.search(query), Referee(left).search(query)) == ""


def build(folder: Path) -> bytes:
    """Build an index of the Wikinews articles and return its only segment."""
    writer = open_writer(folder)
    for article in wikinews():
        writer.add(article)
    writer.commit(Ledger())
    (segment,) = folder.glob("whoosh/g*/*.seg")
    return segment.read_bytes()


def test_a_segment_is_the_same_to_the_byte_however_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build(tmp_path / "in one run")
    monkeypatch.setattr(writer_module, "RUN", SMALL_RUN)
    monkeypatch.setattr(workers, "core_count", lambda: 1)
    assert build(tmp_path / "in many runs") == whole
    monkeypatch.setattr(runs, "MOST_CHUNKS", 3000)
    assert build(tmp_path / "with several vocabularies") == whole
    monkeypatch.setattr(workers, "core_count", lambda: 3)
    assert build(tmp_path / "by three processes") == whole
    monkeypatch.setattr(workers, "SHARED_FROM", 0)
    assert build(tmp_path / "merged in shares") == whole


def strange(article: Article, number: int) -> Article:
    """Return the article with values that are difficult to store."""
    verdict = Verdict("cut", "teaser", "why", "other", 0.25)
    odd = Block("\ud800 half a pair\x00", 0, 3, verdict)
    return replace(
        article,
        url=f"https://example.org/{number}?a=b",
        blocks=(*article.blocks, odd),
        origin={"date": "meta", "title": "h1"},
        updated=date(2025, 1, 13 + number % 3),
        via="MENAFN",
        confidence={"day": 0.5} if number % 2 else {"date": 0.75, "title": 1.0},
        path="" if number % 2 else article.path,
    )


def test_fifty_more_articles_leave_the_large_segment_unchanged(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles[:250], tmp_path)
    (large,) = tmp_path.glob("whoosh/g*/*.seg")
    inode = large.stat().st_ino
    publish(articles[250:300], tmp_path, [articles[0].id])
    inodes = {path.stat().st_ino for path in tmp_path.glob("whoosh/g*/*.seg")}
    assert inode in inodes
    assert len(inodes) == 2


@pytest.mark.parametrize(
    ("new", "old", "groups"),
    [
        ([4000] * 25, [], [list(range(25))]),
        ([50], [(100_000, 0)], [[0]]),
        ([], [(100_000, 0)], []),
        ([50], [(50, 0)] * 7, [list(range(8))]),
        ([], [(100_000, 60_000)], [[0]]),
        ([4000] * 100, [], [list(range(50)), list(range(50, 100))]),
    ],
)
def test_segments_are_merged_by_tiers(
    new: Sequence[int], old: Sequence[tuple[int, int]], groups: list[list[int]]
) -> None:
    assert plan(new, old) == groups


def test_ten_readers_answer_correctly_while_a_writer_commits_twenty_times(tmp_path: Path) -> None:
    articles = [
        replace(each, body=each.body + " Harbour.", catalogue={}) for each in wikinews()[:40]
    ]
    publish(articles[:20], tmp_path)
    code = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        "from search.query import Query\n"
        "while not Path(sys.argv[1], 'end').exists():"
        " results = open_engine(Path(sys.argv[1])).search(Query('harbour', limit=50));"
        " assert 20 <= results.total <= 40 and len({hit.article.id for hit in results.hits})"
        " == results.total\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(10)]
    for number in range(20):
        publish([articles[20 + number]], tmp_path)
    (tmp_path / "end").touch()
    errors = [reader.communicate()[1].decode() for reader in readers]
    assert errors == [""] * 10


@pytest.mark.parametrize("library", [zlib, isal_zlib])
@pytest.mark.parametrize("dictionary", [b"", b"The bridge fell in the night."])
def test_articles_compressed_by_either_library_are_unchanged(
    library: ModuleType, dictionary: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "compressobj", library.compressobj)
    articles = [strange(each, number) for number, each in enumerate(wikinews()[:20])]
    records = compressed_records(articles, dictionary)
    for article, record in zip(articles, records, strict=True):
        day = article.date.isoformat() if article.date else ""
        head = ArticleHead(article.id, article.title, day, article.source)
        assert decode_record(head, record, dictionary) == article
        assert library.crc32(record) == compression.crc32(record)
