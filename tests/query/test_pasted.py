"""Pasted texts are answered by their words; slips in the language stay mistakes with a column."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from support.indexes import EngineOf
from test_query_language import SLIPS

from search.article import Article
from search.engines import notices
from search.engines.query_reader import QueryReader
from search.errors import BadQuery
from search.query import Query
from search.query.pasted import plain_words
from search.query.trees import scoring_leaves

WIKINEWS = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
TODAY = date(2026, 11, 21)
LINES = (  # made up, as people write them
    'RT @{w}: {w} {w} "{w} {w}” says {w} => {w} :)',
    "1) {w} {w} 2) {w} ({w} {w} {w}",
    '“{w} {w}" ... {w}?! {w}:{w} {w} {w} https://example.org/{w}?a=b',
    "#{w} {w} & {w} | {w} — {w}’s {w} (+)-{w} :)))",
    "{w}: {w} {w} {w} ({w}, {w} {w}",
    '{w} {w} {w} {w} {w} {w} "{w} {w}',
    "[{w}] {w} {w} {w} -> {w} ;-) {w}",
    "BREAKING‼️ {w} {w} {w} {w} ~{w} = {w} {w} $5 + 3 % /{w}",
)
SENTENCES = (
    "Die Brücke bei Warna (erbaut 1962 ist am „Freitag“ eingestürzt, sagte Bürgermeisterin Kovač.",
    "Le pont de Varna – « fermé depuis lundi » – s'est effondré : 3 blessés (dont un enfant",
    "El puente de Varna cayó ayer: ¿quién responde? «Nadie”, dijo la alcaldesa (otra vez",
    "Мост под Варной рухнул в пятницу: «никто не пострадал», сказала мэр (снова :)",
    "انهار جسر فارنا يوم الجمعة: «لم يصب أحد»، قالت رئيسة البلدية (مرة أخرى",
    "瓦尔纳大桥周五倒塌:“无人受伤”,市长说(再次 => 2026年",
)


def headlines() -> Iterator[str]:
    with gzip.open(WIKINEWS, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["title"] for line in lines)


def messages() -> Iterator[str]:
    random = Random(15)
    words = [word for title in headlines() for word in title.split() if word.isalpha()]
    for number in range(200):
        yield "".join(
            part + random.choice(words).lower() for part in LINES[number % len(LINES)].split("{w}")
        )


PASTED = [*headlines(), *messages(), *SENTENCES]


def slips() -> Iterator[str]:
    """Yield mistakes of the language, in the midst of other words too."""
    yield from (text for text, _, _ in SLIPS)
    for before, after in (("", " AND flood"), ("flood ", ""), ("bridge OR ", "")):
        for text, column, _ in SLIPS:
            whole = f"{before}{text}{after}"
            if len(whole) < 80 and column and is_mistake(whole):
                yield whole


def is_mistake(text: str) -> bool:
    from search.query.parser import parse

    try:
        parse(text, TODAY)
    except BadQuery:
        return True
    return False


@pytest.fixture(scope="module")
def reader() -> QueryReader:
    return QueryReader(dict, (), frozenset)


def test_every_pasted_text_has_words_to_look_for(reader: QueryReader) -> None:
    assert len(PASTED) >= 500
    for text in PASTED:
        assert scoring_leaves(reader.tree(Query(text, today=TODAY))), text


def test_every_slip_stays_a_mistake_with_its_column(reader: QueryReader) -> None:
    mistakes = list(slips())
    assert len(mistakes) >= 300
    for text in mistakes:
        with pytest.raises(BadQuery) as caught:
            reader.tree(Query(text, today=TODAY))
        assert caught.value.column >= 1 and caught.value.remedy, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"zero sugar?”', "zero sugar"),
        ("(+)-catechin and health", "catechin and health"),
        ("1) bile duct", "1 bile duct"),
        ("1) Witness:Female (+)-", "1 Witness Female"),
        ("=> Germany", "Germany"),
        ("so happy :)))", "so happy"),
        ('flood "river', ""),
        ("(air defense", ""),
        ("Witness:Female", "Witness Female"),
        ("witness:female", ""),
        ("sorce:reuters says that it has (never seen", ""),
        ("missile AND (drone and what followed from there", ""),
    ],
)
def test_what_is_pasted_and_what_was_meant(text: str, words: str) -> None:
    assert plain_words(text) == words


def test_a_pasted_text_is_answered_with_a_notice(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine = engine_of(three, tmp_path)
    results = engine.search(Query("1) old bridge => river :)"))
    assert results.hits[0].article.id == "a.txt"
    assert results.notices[0].startswith(
        "read as plain words, since column 2 is no query: expected"
    )


def test_quotes_in_a_long_text_are_not_required(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine = engine_of(three, tmp_path)
    long = 'the old bridge fell into a cold river today "nobody was hurt at all"'
    results = engine.search(Query(long))
    assert results.hits and notices.QUOTES in results.notices
    assert not engine.search(Query('old bridge "nobody was hurt at all"', whole=True)).hits
