"""Segments: what goes in comes back, whatever the script, the length and the number of runs."""

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
from search.engines.article_head import ArticleHead
from search.engines.build_inputs import Ledger
from search.engines.whoosh.searching.kernel import KERNELS
from search.engines.whoosh.storage.stored_articles import decode_record
from search.engines.whoosh.writing import runs, workers
from search.engines.whoosh.writing import writer as writer_module
from search.engines.whoosh.writing.article_records import compressed_records
from search.engines.whoosh.writing.merge_policy import plan
from search.query import Filter, Query


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles in Ukrainian, Chinese and Arabic, in a segment each."""
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
    found = whoosh.open_engine(scripts / "whoosh", kernel=kernel).search(Query(text))
    assert sorted(hit.article.id for hit in found.hits) == ids


def test_names_of_every_script_filter(scripts: Path) -> None:
    found = open_engine(scripts).search(Query("", (Filter("source", ("УКРАЇНСЬКА",)),)))
    assert [hit.article.id for hit in found.hits] == ["ua"]


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_no_article_is_too_long(tmp_path: Path, kernel: str) -> None:
    """Seventy thousand words before the one that is looked for, and a word as often as that."""
    body = "word " * 70_000 + "needle haystack"
    publish([Article("long", "Long", body), Article("short", "Short", "needle")], tmp_path)
    engine = whoosh.open_engine(tmp_path / "whoosh", kernel=kernel)
    assert [hit.article.id for hit in engine.search(Query('"needle haystack"')).hits] == ["long"]
    (hit,) = engine.search(Query("body:word")).hits
    assert hit.why[0].count == 70_000


def test_articles_come_back_whole_through_runs_merges_and_deletions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        writer_module, "RUN", 40_000
    )  # so that three hundred articles are many runs
    articles = [strange(each, number) for number, each in enumerate(wikinews())]
    writer = open_writer(tmp_path)
    for article in [*articles, *articles[:9]]:  # some twice: the last word counts
        writer.add(article)
    writer.commit(Ledger(articles={each.id: "" for each in articles}))
    assert len(list(tmp_path.glob("whoosh/g*/*.seg"))) == 1
    publish([], tmp_path, [each.id for each in articles[::2]])  # more than a third: written anew
    assert list(tmp_path.glob("whoosh/g*/*.deleted")) == []
    left = sorted(articles[1::2], key=lambda each: each.id)
    engine = open_engine(tmp_path)
    assert list(engine.articles()) == left
    forms = [form for each in left[:40] for person in each.people for form in person.variants]
    asked = Query("", (Filter("quoted", tuple(forms)),), facets=("people", "quoted", "authors"))
    assert difference(engine.search(asked), Referee(left).search(asked)) == ""


def built(folder: Path) -> bytes:
    """The one segment of an index of the Wikinews articles, made of many runs."""
    writer = open_writer(folder)
    for article in wikinews():
        writer.add(article)
    writer.commit(Ledger())
    (segment,) = folder.glob("whoosh/g*/*.seg")
    return segment.read_bytes()


def test_a_segment_is_the_same_to_the_byte_however_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = built(tmp_path / "in one run")
    monkeypatch.setattr(
        writer_module, "RUN", 40_000
    )  # so that three hundred articles are many runs
    monkeypatch.setattr(workers, "core_count", lambda: 1)
    assert built(tmp_path / "in many runs") == whole
    monkeypatch.setattr(runs, "MOST_CHUNKS", 3000)
    assert built(tmp_path / "in the words of several vocabularies") == whole
    monkeypatch.setattr(workers, "core_count", lambda: 3)
    assert built(tmp_path / "by three processes") == whole
    monkeypatch.setattr(workers, "SHARED_FROM", 0)
    assert built(tmp_path / "merged in shares") == whole


def strange(article: Article, number: int) -> Article:
    """The article with values that are hard to keep."""
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


def test_fifty_articles_more_leave_the_large_segment_alone(tmp_path: Path) -> None:
    articles = wikinews()
    publish(articles[:250], tmp_path)
    (large,) = tmp_path.glob("whoosh/g*/*.seg")
    inode = large.stat().st_ino
    publish(articles[250:300], tmp_path, [articles[0].id])
    found = {path.stat().st_ino for path in tmp_path.glob("whoosh/g*/*.seg")}
    assert inode in found
    assert len(found) == 2


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


def test_ten_readers_answer_rightly_while_a_writer_commits_twenty_times(tmp_path: Path) -> None:
    articles = [replace(each, body=each.body + " Harbour.") for each in wikinews()[:40]]
    publish(articles[:20], tmp_path)
    code = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        "from search.query import Query\n"
        "while not Path(sys.argv[1], 'over').exists():"
        " found = open_engine(Path(sys.argv[1])).search(Query('harbour', limit=50));"
        " assert 20 <= found.total <= 40 and len({hit.article.id for hit in found.hits})"
        " == found.total\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(10)]
    for number in range(20):
        publish([articles[20 + number]], tmp_path)
    (tmp_path / "over").touch()
    faults = [reader.communicate()[1].decode() for reader in readers]
    assert faults == [""] * 10


@pytest.mark.parametrize("library", [zlib, isal_zlib])
@pytest.mark.parametrize("common", [b"", b"The bridge fell in the night."])
def test_articles_deflated_by_either_library_come_back(
    library: ModuleType, common: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compression, "compressobj", library.compressobj)
    articles = [strange(each, number) for number, each in enumerate(wikinews()[:20])]
    for article, stored in zip(articles, compressed_records(articles, common), strict=True):
        day = article.date.isoformat() if article.date else ""
        head = ArticleHead(article.id, article.title, day, article.source)
        assert decode_record(head, stored, common) == article
        assert library.crc32(stored) == compression.crc32(stored)
