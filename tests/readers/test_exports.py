"""Exports of news databases: every article once, with its facts, and its text to the letter."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.export_samples import (
    FORMATS,
    INTERFACES,
    ONE_LANGUAGE,
    docx,
    factiva_html,
    nexis_rows,
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


def test_a_page_that_mentions_a_database_is_a_page(tmp_path: Path) -> None:
    page = (
        "<html><body><div class='article newsArticle'><h1>Factiva is sold</h1>"
        "<p class='articleParagraph'>Document 1 of 10 of Nexis says End of Document.</p>"
    )
    (document,) = found(tmp_path, "a.html", page.encode())
    assert isinstance(document, Document)
    assert (document.path, document.catalogue) == ("a.html", {})


def test_an_export_without_an_article_that_its_cover_lists_is_named(tmp_path: Path) -> None:
    rows = nexis_rows(stories(3), "German")
    ends = [number for number, (_, text) in enumerate(rows) if text == "Ende des Dokuments"]
    *made, skip = found(tmp_path, "a.docx", docx(rows[: ends[1] + 1]))
    assert [each.path for each in made] == ["a.docx#1", "a.docx#2"]
    assert skip == Skip("a.docx", "is Nexis Uni that states 3 articles; 2 were found")


def test_an_article_without_most_fields_is_read(tmp_path: Path) -> None:
    rows = [
        ("link", "Bridge falls"),
        ("plain", "The Daily"),
        ("plain", "May/June 2014"),
        ("bold", "Body"),
        ("plain", "It fell."),
        ("bold", "End of Document"),
    ]
    (article,) = articles(found(tmp_path, "a.docx", docx(rows)))
    assert (article.title, article.source, str(article.date)) == (
        "Bridge falls",
        "The Daily",
        "2014-05-01",
    )
    assert article.body == "It fell."


def test_an_older_text_with_the_copyright_on_top_and_labels_for_all_is_read(tmp_path: Path) -> None:
    text = """
                                2 of 2 DOCUMENTS

                 Copyright 2005 The Harbour Times Company
                           The Harbour Times

                        May 5, 2005 Thursday
                        Late Edition - Final

SECTION: Section A; Column 1; Pg. 1

LENGTH: 9 words

HEADLINE: Bridge falls

BYLINE: By ANN LEE

BODY:
The bridge fell into the river.

Nobody was hurt.

LOAD-DATE: May 6, 2005
"""
    made = found(tmp_path, "a.txt", text.encode())
    (article,) = [clean(each) for each in made if isinstance(each, Document)]
    assert (article.title, article.source, str(article.date), article.authors) == (
        "Bridge falls",
        "The Harbour Times",
        "2005-05-05",
        ("ANN LEE",),
    )
    assert article.body == "The bridge fell into the river.\n\nNobody was hurt."


def test_a_plain_rtf_is_one_text(tmp_path: Path) -> None:
    head = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}"
    text = head + rb"\b Br\'fccke\b0\par \f0 \'cc\'ee\'f1\'f2 \u8364? 3\par}"
    (document,) = found(tmp_path, "a.rtf", text)
    assert isinstance(document, Document)
    assert document.content == "Brücke\n\nМост € 3"


def test_the_articles_of_a_new_layout_are_named_with_their_text(tmp_path: Path) -> None:
    page = factiva_html(stories(2)).replace(b'<div id="hd">', b"<div>").replace(b"Headline", b"Top")
    made = found(tmp_path, "a.html", page)
    assert [type(each) for each in made] == [Skip, Skip]
    assert "This is report 2." in made[1].text


@pytest.mark.parametrize("name", ["Nexis Uni DOCX", "Nexis Uni RTF", "Nexis text", "Nexis HTML"])
def test_a_headline_and_a_paragraph_may_look_like_a_label(tmp_path: Path, name: str) -> None:
    ending, make = FORMATS[name]
    (story,) = stories(1)
    body = (*story.body, "Note: the ferry goes on.", "LENNA: " + "The river rose again. " * 6)
    story = story._replace(title="UPDATE: Bridge falls", body=tuple(map(str.strip, body)))
    (article,) = articles(found(tmp_path, f"a{ending}", make([story], "English")))
    assert article.title == story.title
    assert article.body == "\n\n".join(story.body)
