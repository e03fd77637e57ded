"""Cleaning of HTML pages: facts in the markup, text that stays, and pages that are broken."""

from datetime import date
from pathlib import Path

import pytest

from search.article import Article, Document
from search.cleaning import clean, html_text

PAGES = Path(__file__).parents[1] / "pages"
BRIDGE = "The bridge over the river was closed on Monday after cracks were found in it."
FERRY = "Two ferries will carry people across the water until the work is done in October."


def page_of(content: str, **hints: str) -> Article:
    return clean(Document("archive/a.html", "html", content, "", hints))


def with_json_ld(data: str) -> Article:
    return page_of(f'<script type="application/ld+json">{data}</script><p>{BRIDGE}</p>')


@pytest.mark.parametrize("name", ["story", "broken"])
def test_a_page_gives_the_body_in_the_file_next_to_it(name: str) -> None:
    content = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    expected = (PAGES / f"{name}.body.txt").read_text(encoding="utf-8")
    assert page_of(content).body == expected.strip()


def test_the_facts_of_a_page_are_read_from_its_markup() -> None:
    article = page_of((PAGES / "story.html").read_text(encoding="utf-8"))
    assert article.title == "Old bridge over the Lenna closes"
    assert article.date == date(2024, 3, 4)
    assert article.source == "The Lenna Herald"
    assert article.authors == ("Mary Major",)
    assert article.url == "https://herald.example/2024/03/04/bridge"
    assert article.origin == {
        "title": "JSON-LD",
        "date": "JSON-LD",
        "source": "JSON-LD",
        "authors": "JSON-LD",
        "url": "canonical link",
    }


def test_elements_that_are_cut_stay_in_the_text_as_cuts() -> None:
    article = page_of((PAGES / "story.html").read_text(encoding="utf-8"))
    cuts = {block.text.strip(): block.verdict.rule for block in article.cuts}
    assert cuts == {
        "The Lenna Herald": "head",
        "World": "menu",
        "Sport": "menu",
        "By Mary Major": "bare byline",
        "The northern pillar on Monday": "caption",
        "Why the council sold the ferries": "related",
        "Most read": "side column",
        "A whale was seen in the harbour on Sunday.": "side column",
        "Copyright 2024 The Lenna Herald. All rights reserved.": "foot",
    }
    titles = [block.text.strip() for block in article.blocks if block.verdict.part == "title"]
    assert titles == ["Old bridge over the Lenna closes"]


def test_scripts_styles_and_comments_are_not_text() -> None:
    content = (
        f"<style>p {{}}</style><p>{BRIDGE}<script>x()</script><!-- no --></p><template>t</template>"
    )
    assert html_text.flatten(html_text.parse(content)).text == BRIDGE


def test_lines_end_at_blocks_and_br_but_not_at_links() -> None:
    flat = html_text.flatten(
        html_text.parse("<div id=top><p class=lead>The <a href=/x>bridge</a> fell.<br>Again.</p>")
    )
    assert [line.text for line in flat.lines] == ["The bridge fell.", "Again."]
    home = flat.elements[flat.lines[0].element]
    assert (home.label, flat.elements[home.parent].label) == ("div>p.lead", "body>div#top")
    assert flat.lines[0].link_share == pytest.approx(6 / 16)


def test_a_form_around_the_whole_page_is_kept() -> None:
    assert page_of(f"<form><p>{BRIDGE}</p><p>{FERRY}</p></form>").body == f"{BRIDGE}\n\n{FERRY}"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Bridge falls | The Daily</title>", "Bridge falls"),
        ("<title>Bridge falls - The Daily</title>", "Bridge falls"),
        ("<title>Bridge falls - a report</title>", "Bridge falls - a report"),
        ("<meta property=og:title content='Bridge &amp; ferry'>", "Bridge & ferry"),
    ],
)
def test_the_name_of_the_site_is_removed_from_the_title(head: str, title: str) -> None:
    site = "<meta property='og:site_name' content='The Daily'>"
    assert page_of(f"{head}{site}<p>{BRIDGE}</p>").title == title


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "NewsArticle", "headline": "Bridge falls"}',
        '[{"@type": ["Article", "NewsArticle"], "headline": "Bridge falls"}]',
        '{"@graph": [{"@type": "Article", "headline": "Bridge falls"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Bridge falls"}}',
    ],
)
def test_json_ld_is_read_in_any_wrapping(data: str) -> None:
    article = with_json_ld(data)
    assert (article.title, article.origin["title"]) == ("Bridge falls", "JSON-LD")


@pytest.mark.parametrize(
    "data",
    ["{", "[" * 100_000, '"text"', "null", '{"@type": "Article", "author": [null, 3, {}]}'],
)
def test_broken_json_ld_is_ignored(data: str) -> None:
    assert with_json_ld(data).body == BRIDGE


@pytest.mark.parametrize("day", ["2024-02-30", "9999-99-99", "yesterday", ""])
def test_the_next_date_is_used_after_an_impossible_one(day: str) -> None:
    article = page_of(
        f"<meta property=article:published_time content='{day}'>"
        f"<time datetime=2024-03-04>today</time><p>{BRIDGE}</p>"
    )
    assert (article.date, article.origin["date"]) == (date(2024, 3, 4), "<time>")


def test_the_source_is_the_host_of_the_address_without_another_name() -> None:
    article = page_of(f"<p>{BRIDGE}</p>", url="https://www.herald.example/2024/03/04/bridge")
    assert (article.source, article.origin["source"]) == ("herald.example", "URL")
    assert (article.date, article.origin["date"]) == (date(2024, 3, 4), "URL")


@pytest.mark.parametrize("content", ["", "   ", "<html></html>", "<!-- -->", "\x00", "\ud800"])
def test_an_empty_page_has_an_empty_body(content: str) -> None:
    assert page_of(content).body.strip("\ufffd?") == ""


def test_a_page_without_an_article_keeps_all_but_the_menu() -> None:
    article = page_of("<nav><a href=/>World</a></nav><p>Nothing here yet</p>")
    assert article.body == "Nothing here yet"


@pytest.mark.parametrize("tag", ["div", "b"])
def test_a_hundred_thousand_nested_elements_are_read(tag: str) -> None:
    assert BRIDGE in page_of(f"<{tag}>" * 100_000 + f"<p>{BRIDGE}</p>").body


def test_a_huge_page_is_read() -> None:
    article = page_of(f"<article>{f'<p>{BRIDGE}</p>' * 5_000}</article>")
    assert len(article.body) == 5_000 * len(BRIDGE) + 4_999 * 2
