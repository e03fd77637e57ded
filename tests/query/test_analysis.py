"""What counts as a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import EnglishStemmer
from support.random_queries import wikinews

from search.analysis import analyze, folded, tokens
from search.query import (
    And,
    DateRange,
    Fuzzy,
    MatchAll,
    MinimumMatch,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Air-Defense", ["air", "defense"]),
        ("U.S. and U.K.", ["us", "and", "uk"]),
        ("the U.S", ["the", "us"]),
        ("Zelensky's, Zelensky’s, soldiers'", ["zelensky", "zelensky", "soldiers"]),
        ("O'Brien", ["o", "brien"]),
        ("l’Ukraine", ["l", "ukraine"]),
        ("O'" * 1200 + "x", ["o"] * 1200 + ["x"]),
        ("a lone ʼ", ["a", "lone"]),
        ("don't", ["dont"]),
        ("30,000 drones at 3.5 million", ["30000", "drones", "at", "3.5", "million"]),
        ("Erdoğan in Łódź", ["erdogan", "in", "lodz"]),
        ("cafe\u0301 café", ["cafe", "cafe"]),
        ("Київ і йод", ["київ", "і", "йод"]),
        ("防空システム", ["防", "空", "シ", "ス", "テ", "ム"]),
        ("العَرَبية", ["العربية"]),
        ("हिन्दी", ["हिन्दी"]),
        ("soft\u00adware", ["software"]),
        ("under_score", ["under", "score"]),
        ("", []),
        ("— … &", []),
    ],
)
def test_words_are_folded_and_split_as_a_reader_would(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


def test_inflected_forms_share_a_stem() -> None:
    assert len({token.stem for token in tokens("defense defenses defensive defensively")}) == 1


@given(st.text())
def test_every_token_knows_its_place(text: str) -> None:
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.text())
def test_a_word_typed_as_it_is_indexed_is_found(text: str) -> None:
    for token in tokens(text):
        assert "".join(again.word for again in tokens(token.word)) == token.word


def test_names_are_compared_without_case_and_diacritics() -> None:
    assert folded("  Recep   Tayyip ERDOĞAN ") == "recep tayyip erdogan"


AIR = Word("air")
RAIDS = MinimumMatch((AIR, Word("raid"), Word("oil")))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        (And((Word("the"), Word("bridges"))), Word("bridg")),
        (And((Word("to"), Word("be"))), And((Word("to"), Word("be")))),
        (And((Word("IT"), Word("bridge"))), And((Word("it"), Word("bridg")))),
        (And((Word("it"), Word("bridge"))), Word("bridg")),
        (And((Word("May"), Word("bridge"))), And((Word("may"), Word("bridg")))),
        (And((Word("the"), DateRange(None, None))), And((Word("the"), DateRange(None, None)))),
        (Or((Word("who"), Word("bridge"))), Word("bridg")),
        (And((AIR, Word("of"), Word("raids")), False), And((Word("air"), Word("raid")))),
        (And((AIR, AIR, Word("raids")), False), And((Word("air"), Word("air"), Word("raid")))),
        (And((AIR, Word("raids"), Word("on"), Word("oil")), False), RAIDS),
        (
            And((AIR, Word("raids"), Word("oil"), Not(Word("gas"))), False),
            And((RAIDS, Not(Word("gas")))),
        ),
        (
            And((AIR, Word("raids"), Word("oil"), Phrase(("the", "gas"))), False),
            And((RAIDS, Phrase(("the", "gas")))),
        ),
        (
            And((Word("air-raids"), Word("oil"), Word("fire")), False),
            MinimumMatch((Word("air"), Word("raid"), Word("oil"), Word("fire"))),
        ),
        (Phrase(("man", "in", "the", "moon")), Phrase(("man", "in", "the", "moon"))),
        (Word("air-defense"), Phrase(("air", "defens"))),
        (Word("bridges", exact=True), Word("bridges", exact=True)),
        (Word("&"), Or(())),
        (And((Word("&"), Word("bridge"))), Word("bridg")),
        (Wildcard("Défen*"), Wildcard("defen*")),
        (Fuzzy("Zelenskyy", 2), Fuzzy("zelenskyy", 2)),
        (Near(("missiles", "air"), 4), Near(("missil", "air"), 4)),
        (Not(Word("bridges")), Not(Word("bridg"))),
        (MatchAll(), MatchAll()),
    ],
)
def test_a_tree_is_turned_into_tokens(typed: Word, tree: Word) -> None:
    assert analyze(typed) == tree


def test_both_stemmers_of_the_project_agree() -> None:
    """Whichever is installed, an index means the same."""
    fast = pytest.importorskip("Stemmer").Stemmer("english")
    words = {token.word for article in wikinews() for token in tokens(article.body)}
    plain = EnglishStemmer()
    ascii_words = [word for word in words if word.isascii()]
    assert len(ascii_words) > 10_000
    assert [word for word in ascii_words if fast.stemWord(word) != plain.stemWord(word)] == []


@given(st.text(st.sampled_from("aZs.,'’ʼ_-19 éß\u00ad–“ω\u02ff\u2019\u2026")))
def test_latin_texts_have_the_same_words_by_the_shorter_pattern(text: str) -> None:
    beyond = tokens(text + " \u0436")
    assert tokens(text) == beyond[:-1]


def test_the_words_of_articles_are_the_same_by_either_pattern() -> None:
    for article in wikinews():
        beyond = tokens(article.body + " \u0436")
        assert tokens(article.body) == beyond[:-1]


@given(st.text(st.sampled_from("aZs19"), min_size=1))
def test_a_plain_word_needs_no_pattern(word: str) -> None:
    assert tokens(word) == tokens(word + " ")
