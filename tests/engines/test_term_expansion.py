"""Which words a pattern stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.term_expansion import compile_wildcard


def fits(glob: str, word: str) -> bool:
    """Whether the word is one of the glob's, as the definition says it and as slowly."""
    if not glob:
        return not word
    if glob[0] == "*":
        return any(fits(glob[1:], word[start:]) for start in range(len(word) + 1))
    return bool(word) and glob[0] in ("?", word[0]) and fits(glob[1:], word[1:])


@pytest.mark.parametrize(
    ("glob", "words", "others"),
    [
        ("defen*", ["defen", "defense", "defences"], ["defe", "redefend"]),
        ("d?fense", ["defense", "d?fense"], ["dfense", "deefense"]),
        ("*fen*e", ["defense", "fence", "fenfene"], ["fen", "defensed"]),
        ("*", ["", "a", "a\nb"], []),
        ("?", ["a", "\n"], ["", "ab"]),
        ("a.b*", ["a.b", "a.bc"], ["axb"]),
    ],
)
def test_a_pattern_is_for_whole_words(glob: str, words: list[str], others: list[str]) -> None:
    assert [word for word in words + others if compile_wildcard(glob).fullmatch(word)] == words


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_a_pattern_agrees_with_its_definition(glob: str, word: str) -> None:
    assert bool(compile_wildcard(glob).fullmatch(word)) == fits(glob, word)


@pytest.mark.parametrize(
    "glob", ["*a*a*a*a*a*a*b", "*a" * 50 + "*b", "*?" * 50 + "*b", "*" * 500 + "b"]
)
def test_no_word_takes_long(glob: str) -> None:
    """Tried in every way, the first would take years."""
    assert not compile_wildcard(glob).fullmatch("a" * 300)
    assert compile_wildcard(glob).fullmatch("a" * 300 + "b")
