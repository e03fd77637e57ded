"""Texts read together have the words that `analysis.tokens` finds in each of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.random_queries import wikinews

from search.analysis import tokens
from search.engines.whoosh.writing.vocabulary import Vocabulary

SIGNS = "aBz09._,'’ʼ-“”—… \n\t\u00a0é\u0301ßİŁ\u200dдїЇ中文カな\U00020000ع\u064bא_/@:;!\x00\ud800"


def words_and_stems(vocabulary: Vocabulary, texts: list[str]) -> list[list[tuple[str, str]]]:
    words, counts = vocabulary.read(texts)
    stems = vocabulary.stem_numbers
    pairs = [(vocabulary.words[n], vocabulary.stems[stems[n]]) for n in words.tolist()]
    rows, start = [], 0
    for count in counts.tolist():
        rows.append(pairs[start : start + count])
        start += count
    return rows


def expected(texts: list[str]) -> list[list[tuple[str, str]]]:
    return [[(token.word, token.stem) for token in tokens(text)] for text in texts]


def test_articles_have_the_same_words_together_as_one_by_one() -> None:
    texts = [text for article in wikinews() for text in (article.title, article.body)]
    vocabulary = Vocabulary()
    assert words_and_stems(vocabulary, texts) == expected(texts)
    again = texts[::-1]  # when the words are known
    assert words_and_stems(vocabulary, again) == expected(again)


@settings(max_examples=500)
@given(st.lists(st.text(st.sampled_from(SIGNS), max_size=40), max_size=8))
def test_any_texts_have_the_same_words(texts: list[str]) -> None:
    assert words_and_stems(Vocabulary(), texts) == expected(texts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.S. Grayback", ["uss", "grayback"]),
        ("741 B.C.E. to 551", ["741", "bce", "to", "551"]),
        ("Їжак. Слово.", ["їжак", "слово"]),
        ("防空系统", ["防", "空", "系", "统"]),
        ("الدفاع الجوي", ["الدفاع", "الجوي"]),
        ("30,000 men, 3.5 miles.", ["30000", "men", "3.5", "miles"]),
        ("a" * 40 + " " + "a" * 40, ["a" * 40, "a" * 40]),
        ("", []),
    ],
)
def test_initials_numbers_and_scripts_are_split_like_other_text(
    text: str, words: list[str]
) -> None:
    assert [word for word, _ in words_and_stems(Vocabulary(), [text])[0]] == words


def test_a_vocabulary_grows_beyond_its_first_hash_table() -> None:
    texts = [" ".join(f"w{n} longerword{n}" for n in range(60_000))]
    assert words_and_stems(Vocabulary(), texts) == expected(texts)
