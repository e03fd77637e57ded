"""Exports of news databases: every article once, with its facts, and its text to the letter."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.export_samples import (
    FORMATS,
    INTERFACES,
    ONE_LANGUAGE,
    stories,
)

from search.article import Article, Document, Seed, Skip
from search.cleaning import clean
from search.readers import read

CASES = [
    (name, language)
    for name in FORMATS
    for language in INTERFACES
    if name not in ONE_LANGUAGE or language == "English"
]


def found(folder: Path, name: str, content: bytes) -> list[Document | Skip]:
    """Return what is read of a file with this content."""
    (folder / name).write_bytes(content)
    return list(read(Seed(name, str(folder / name))))


def articles(made: Sequence[Document | Skip]) -> list[Article]:
    assert [each for each in made if isinstance(each, Skip)] == []
    return [clean(each) for each in made if isinstance(each, Document)]


@pytest.mark.parametrize(("name", "language"), CASES, ids=str)
def test_an_export_is_read_article_by_article(tmp_path: Path, name: str, language: str) -> None:
    ending, make = FORMATS[name]
    told = stories(5)
    read_articles = articles(found(tmp_path, f"export{ending}", make(told, language)))
    for article, story in zip(read_articles, told, strict=True):
        assert article.title == story.title
        assert article.source == story.source
        assert article.date == story.day
        assert article.authors == (story.author,)
        assert article.body == "\n\n".join(story.body)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_an_export_is_lost(tmp_path: Path, name: str) -> None:
    ending, make = FORMATS[name]
    (story,) = stories(1)
    (document,) = found(tmp_path, f"export{ending}", make([story], "English"))
    article = clean(document)
    assert "".join(block.text for block in article.blocks) == document.content
    if name not in ("Factiva HTML", "Factiva RTF", "Europresse"):  # which state none
        assert set(article.catalogue["subjects"]) >= set(story.subjects)
    assert {each.verdict.rule.partition(" ")[0] for each in article.cuts} == {"export"}
