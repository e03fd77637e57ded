"""A word stands for its other spellings, and all of them count as one word."""

from pathlib import Path

import pytest
from support.indexes import EngineOf

from search.analysis import folded, stems
from search.article import Article
from search.engines.base import Engine
from search.errors import BadUserFile
from search.query import And, Node, Not, Phrase, Query, SynonymGroup, Word
from search.query.synonyms import SynonymTable

TEXTS = {
    "a": "Trains leave Kyiv at noon. Kyiv waits.",
    "b": "Trains leave Kiev at noon. Kiev waits.",
    "c": "The air defence of Київ held.",
    "d": "Long-range missiles over Côte d'Ivoire.",
    "e": "A longrange missile over the Ivory Coast.",
    "f": "The U.S. and the UK met; the US paid.",
    "g": "A turkey walked home.",
    "h": "Talks in Türkiye went on.",
}


@pytest.fixture
def engine(engine_of: EngineOf, tmp_path: Path) -> Engine:
    return engine_of([Article(id, "", text) for id, text in TEXTS.items()], tmp_path)


def ids(engine: Engine, text: str, synonyms: bool = True) -> str:
    found = engine.search(Query(text, synonyms=synonyms))
    return "".join(sorted(hit.article.id for hit in found.hits))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kyiv", "abc"),
        ("Kiev's", "abc"),
        ("Київ", "abc"),
        ('"kyiv"', "a"),
        ("=Kiev", "b"),
        ("kyi*", "a"),
        ("trains -kiev", ""),
        ("defense", "c"),
        ("ivory coast", "de"),
        ("Cote d’Ivoire", "de"),
        ("long-range", "de"),
        ("Türkiye", "gh"),
        ("turkey", "gh"),
        ("US", "f"),
        ("U.S.", "f"),
        ("U.S", "f"),
        ("U.K.", "f"),
    ],
)
def test_a_word_is_found_as_journalists_write_it(engine: Engine, text: str, found: str) -> None:
    assert ids(engine, text) == found


def test_other_spellings_can_be_switched_off(engine: Engine) -> None:
    assert ids(engine, "kiev", synonyms=False) == "b"


def test_all_spellings_count_as_one_word(engine: Engine) -> None:
    found = engine.search(Query("kiev"))
    scores = {hit.article.id: hit.score for hit in found.hits}
    assert scores["a"] == scores["b"]


def test_a_hit_says_what_its_words_also_stood_for(engine: Engine) -> None:
    (share,) = engine.search(Query("kiev noon")).hits[0].why[:1]
    assert (share.clause, share.also) == ("kiev", ("kyiv", "київ", "киев"))


@pytest.mark.parametrize(
    ("typed", "wide"),
    [
        (Word("Peking"), SynonymGroup((("Peking",), ("beijing",)))),
        (Word("person", ("person",)), Word("person", ("person",))),
        (Word("kiev", ("person",)), Word("kiev", ("person",))),
        (Phrase(("kiev",)), Phrase(("kiev",))),
        (Not(Word("peking")), Not(SynonymGroup((("peking",), ("beijing",))))),
        (
            And((Word("czech"), Word("republic"), Word("poll"))),
            And((SynonymGroup((("czech", "republic"), ("czechia",))), Word("poll"))),
        ),
        (Word("air-raid"), SynonymGroup((("air-raid",), ("airraid",)))),
        (Word("2024-25"), Word("2024-25")),
    ],
)
def test_a_tree_is_made_wider(typed: Node, wide: Node) -> None:
    assert SynonymTable(stems, folded).expand(typed) == wide


def test_a_person_adds_groups_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "synonyms.txt"
    own.write_text("# mine\nTübingen, tuebingen  # a town\n", encoding="utf-8")
    wide = SynonymTable(stems, folded, (own, tmp_path / "none.txt")).expand(Word("tubingen"))
    assert wide == SynonymGroup((("tubingen",), ("tuebingen",)))


def test_a_file_that_is_not_utf_8_is_an_error_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "synonyms.txt"
    own.write_bytes("arms, weapons\nMünchen, munich\n".encode("latin-1"))
    with pytest.raises(BadUserFile, match=r"synonyms\.txt' at line 2: it is not UTF-8; save it as"):
        SynonymTable(stems, folded, [own]).expand(Word("arms"))


def test_no_form_is_twice_in_a_line() -> None:
    path = Path(__file__).parents[2] / "search" / "query" / "data" / "synonyms.txt"
    lines = path.read_text("utf-8").splitlines()
    for line in (line for line in lines if "," in line and not line.startswith("#")):
        forms = [stems(form) for form in line.split(",")]
        assert len(set(forms)) == len(forms), line
