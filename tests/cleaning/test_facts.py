"""Facts of documents: date, headline, authors and source, chosen among all their places."""

import gzip
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from support.undated import PROSE, SOON, UNDATED

from search.article import Article, Document
from search.cleaning import clean
from search.cleaning.facts import publisher
from search.cleaning.facts.author_names import split_authors
from search.cleaning.facts.page_dates import date_in_address
from search.cleaning.facts.text_dates import date_order, parse_date
from search.engines import open_engine
from search.indexing import build
from search.query import Query

HEAD = "Old bridge over the Lenna closes to all traffic"
ADDRESS = "https://www.herald.example/news/bridge"


def page_of(content: str, url: str = ADDRESS, **hints: str) -> Article:
    return clean(Document("archive/a.html", "html", content, "", {"url": url, **hints}))


def text_of(content: str, path: str = "archive/a.txt", **hints: str) -> Article:
    return clean(Document(path, "text", content, "", hints))


def json_ld(**properties: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEAD, **properties}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def read(head: str, below: str = "", lang: str = "") -> Article:
    return page_of(f"<html lang='{lang}'><head>{head}</head><h1>{HEAD}</h1>{below}{PROSE}")


# Dates.


@pytest.mark.parametrize("content", UNDATED.values(), ids=UNDATED.keys())
def test_dates_of_other_things_are_not_dates_of_the_page(content: str) -> None:
    article = page_of(content)
    assert article.date is None
    assert "date" not in article.origin


def test_articles_without_a_date_are_found_by_date_none(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name in ("about page", "section"):
        (seeds / f"{name}.html").write_text(UNDATED[name], encoding="utf-8")
    dated = f"<h1>{HEAD}</h1><time datetime=2024-03-04>4 March</time>{PROSE}"
    (seeds / "dated.html").write_text(dated, encoding="utf-8")
    build([seeds], tmp_path / "index")
    found = open_engine(tmp_path / "index").search(Query("date:none")).hits
    assert {hit.article.id for hit in found} == {"seeds/about page.html", "seeds/section.html"}


@pytest.mark.parametrize(
    ("head", "below", "origin"),
    [
        (json_ld(datePublished="2024-03-04T08:00:00Z"), "", "JSON-LD"),
        (meta("article:published_time", "2024-03-04"), "", "article:published_time"),
        (meta("article:published:time", "2024-03-04"), "", "article:published_time"),
        (meta("DC.date.issued", "2024-03-04"), "", "dc.date.issued"),
        (meta("pubdate", "20240304"), "", "pubdate"),
        ("", "<time datetime=2024-03-04>Monday</time>", "<time>"),
        ("", "<p>By Mary Major | March 4, 2024</p>", "byline"),
        ("", "<div><span>March 4, 2024</span></div>", "byline"),
        ("", "<p>Last updated 4 March 2024</p>", "update"),
    ],
)
def test_the_date_of_publication_is_read_from_each_place(
    head: str, below: str, origin: str
) -> None:
    article = read(head, below)
    assert (article.date, article.origin["date"]) == (date(2024, 3, 4), origin)
    assert 0.5 < article.confidence["date"] < 1


def test_publication_and_update_are_two_dates() -> None:
    head = json_ld(datePublished="2024-03-04T08:00:00Z", dateModified="2024-03-09T08:00:00Z")
    article = read(head)
    assert (article.date, article.updated) == (date(2024, 3, 4), date(2024, 3, 9))
    article = read("", "<p>March 4, 2024</p><p>Updated March 9, 2024</p>")
    assert (article.date, article.updated) == (date(2024, 3, 4), date(2024, 3, 9))
    assert read(json_ld(datePublished="2024-03-04", dateModified="2024-03-04")).updated is None


@pytest.mark.parametrize(
    ("in_markup", "in_header", "day"),
    [
        ("2024-03-05T03:22:07Z", "March 4, 2024 10:22 PM EST", date(2024, 3, 4)),
        ("2024-03-03T18:30:00+00:00", "March 4, 2024", date(2024, 3, 4)),
        ("2024-03-03T22:57-05:00", "March 4, 2024 3:57 AM", date(2024, 3, 4)),
        ("2024-03-04T19:30:02+01:00", "5.3.2024", date(2024, 3, 4)),
        ("2024-03-04", "March 5, 2024", date(2024, 3, 4)),
        ("2024-03-04T08:00:00Z", "March 9, 2024", date(2024, 3, 4)),
    ],
)
def test_the_header_may_show_the_day_of_another_time_zone(
    in_markup: str, in_header: str, day: date
) -> None:
    assert read(json_ld(datePublished=in_markup), f"<p>{in_header}</p>").date == day


def test_the_confidence_of_a_date_depends_on_the_day_in_the_header() -> None:
    head = json_ld(datePublished="2024-03-04T08:00:00Z")
    articles = [read(head, f"<p>{day}</p>") for day in ("March 4, 2024", "", "March 19, 2024")]
    assert [article.confidence["date"] for article in articles] == [0.95, 0.92, 0.5]


def test_of_several_stories_in_the_markup_the_one_of_the_page_counts() -> None:
    other = {"@type": "NewsArticle", "headline": "Whale seen", "datePublished": "2024-01-01"}
    own = {"@type": "NewsArticle", "headline": HEAD, "datePublished": "2024-03-04"}
    graph = json.dumps({"@graph": [other, own]})
    script = f'<script type="application/ld+json">{graph}</script>'
    assert read(script).date == date(2024, 3, 4)


def test_a_script_with_a_trailing_comma_is_read() -> None:
    text = f'{{"@type": "Article", "headline": "{HEAD}", "datePublished": "2024-03-04",}}'
    script = f'<script type="application/ld+json">//<![CDATA[\n{text}\n//]]></script>'
    assert read(script).date == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2024/03/04/bridge", date(2024, 3, 4)),
        ("https://a.example/world/20240304-bridge", date(2024, 3, 4)),
        ("https://a.example/2024-03-04/bridge", date(2024, 3, 4)),
        ("https://a.example/story-2024-03-04", None),
        ("https://a.example/9999/99/99/bridge", None),
        ("https://a.example/12024/03/04/bridge", None),
        ("https://[a.example/2024/03/04/bridge", None),
        (f"https://a.example/{SOON.replace('-', '/')}/bridge", None),
    ],
)
def test_a_date_in_an_address_starts_a_segment_of_its_path(address: str, day: date | None) -> None:
    page_date = date_in_address(address)
    assert (page_date.day if page_date else None) == day


@pytest.mark.parametrize(
    ("lang", "address", "found"),
    [
        ("en-GB", "", date(2024, 4, 3)),
        ("de", "", date(2024, 4, 3)),
        ("en-US", "", date(2024, 3, 4)),
        ("en", "https://a.example.co.uk/", date(2024, 4, 3)),
        ("en", "https://a.example.us/", date(2024, 3, 4)),
        ("en", "https://a.example.com/", None),
        ("", "", None),
    ],
)
def test_language_and_country_decide_the_order_of_day_and_month(
    lang: str, address: str, found: date | None
) -> None:
    assert parse_date("03/04/2024", date_order(lang, address)) == found


@pytest.mark.parametrize(
    "text",
    [
        "13. januar 2025",
        "13 janúar 2025",
        "2025. január 13.",
        "13 ledna 2025",
        "13 sausio 2025",
        "13 Ιανουαρίου 2025",
        "13 tháng 1, 2025",
        "13 जनवरी 2025",
        "13 de janeiro de 2025",
        "1月13日 2025年1月13日",
    ],
)
def test_months_are_known_in_many_languages(text: str) -> None:
    assert parse_date(text) == date(2025, 1, 13)


def test_the_date_of_a_plain_text_is_from_the_most_trusted_place() -> None:
    body = "The old bridge over the Lenna was closed to all traffic, the council said on Monday."
    path = "archive/2024-03-09-bridge.txt"
    dated = f"{HEAD}\nMonday, March 4, 2024\n\n{body}\n\n{body}"
    assert text_of(dated, path).date == date(2024, 3, 4)
    assert text_of(f"{HEAD} Monday, March 4, 2024\n\n{body}\n\n{body}").date == date(2024, 3, 4)
    assert text_of(f"{HEAD}\n\n{body}\n\n{body}", path).date == date(2024, 3, 9)
    assert text_of(f"{HEAD}\n\n{body}\n\n{body}").date is None


def test_the_date_of_a_file_of_many_documents_is_ignored() -> None:
    assert text_of(PROSE, "archive/2024-03-04.jsonl#12").date is None


def test_no_wikinews_article_of_the_tests_has_a_wrong_date() -> None:
    stored = (Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz").read_bytes()
    wrong = []
    for row in map(json.loads, gzip.decompress(stored).decode().splitlines()):
        found = text_of("\n\n".join([row["title"], *row["paras"]]))
        assert found.title == row["title"]
        wrong += [row["id"]] if found.date and found.date.isoformat() != row["date"] else []
    assert wrong == []


# Headlines.


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (meta("og:title", "Bridge shut") + f"<title>{HEAD} | The Herald</title>", HEAD),
        (meta("og:title", f"{HEAD} - The Herald"), HEAD),
        (meta("og:title", f"The Herald: {HEAD}"), HEAD),
        (json_ld() + "<title>Lenna bridge closed: all you need to know</title>", HEAD),
        (meta("og:title", "Old bridge over the Lenna closes to ..."), HEAD),
    ],
)
def test_the_headline_is_the_text_of_most_places(head: str, title: str) -> None:
    site = meta("og:site_name", "The Herald")
    assert read(site + head, lang="en").title == title


def test_outside_english_the_odd_one_out_is_the_papers_own_headline() -> None:
    own = "Die alte Brücke ist müde: Lenna ohne Übergang"
    head = json_ld() + meta("og:title", own) + f"<title>{HEAD}</title>"
    assert read(head, lang="de").title == own
    assert read(head, lang="en").title == HEAD


def test_soft_hyphens_and_entities_are_removed_from_a_headline() -> None:
    title = page_of(f"{meta('og:title', 'Brü&shy;cke &amp;amp; Fähre')}{PROSE}").title
    assert title == "Brücke & Fähre"


def test_the_name_of_the_site_is_no_headline() -> None:
    head = meta("og:site_name", "The Herald") + meta("og:title", "The Herald")
    assert read(head).title == HEAD


# Authors.


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Mary Major"}, ["Mary Major"]),
        ([{"name": "Mary Major"}, {"name": "Jo Minor"}], ["Mary Major", "Jo Minor"]),
        ({"name": ["Mary Major", "Jo Minor"]}, ["Mary Major", "Jo Minor"]),
        ("By Mary Major and Jo Minor, Senior Editor", ["Mary Major", "Jo Minor"]),
        ({"name": "Mary Major | The Herald"}, ["Mary Major"]),
        ({"name": "Mary Major (mm)"}, ["Mary Major"]),
        ([{"name": "MARY MAJOR"}, {"name": "Mary Major"}], ["Mary Major"]),
        ([{"name": "Mary Major"}, {"name": "AFP"}], ["Mary Major", "AFP"]),
        ([{"name": "Mary Major"}, {"name": "The Herald"}], ["Mary Major"]),
        ({"@type": "Organization", "name": "The Herald"}, ["The Herald"]),
        ("https://herald.example/mary", []),
        ({"name": "mary@herald.example"}, []),
        ({"name": "admin"}, []),
        ({"name": ", The Herald"}, []),
        ({"name": "A" * 10_000}, []),
        ([[{"name": "Mary Major"}]], ["Mary Major"]),
    ],
)
def test_authors_are_read_from_every_form_of_json_ld(author: object, names: list[str]) -> None:
    head = meta("og:site_name", "The Herald") + json_ld(author=author)
    assert read(head).authors == tuple(names)


@pytest.mark.parametrize(
    "below",
    [
        "<p>By Mary Major and Jo Minor, The Herald</p>",
        "<p>By <a href=/x>Mary Major</a> and <a href=/y>Jo Minor</a></p>",
        "<p>By</p><p>Mary Major and Jo Minor March 4, 2024</p>",
        "<a class=author href=/x>Mary Major</a><a class=author href=/y>Jo Minor</a>",
        "<a href=/author/mary>Mary Major</a> <a href=/author/jo>Jo Minor, Reporter</a>",
        "<p>Von Mary Major und Jo Minor</p>",
        "<p>By <b>Mary Major</b>, <b>Jo Minor</b> | 5 min read</p>",
    ],
)
def test_authors_are_read_from_the_line_below_the_headline(below: str) -> None:
    article = read("", below)
    assert (article.authors, article.origin["authors"]) == (("Mary Major", "Jo Minor"), "byline")


def test_editors_and_photographers_are_no_authors() -> None:
    head = json_ld(author=[{"name": "Mary Major"}, {"name": "Jo Minor"}])
    below = "<p>By <a href=/author/m>Mary Major</a></p><p>Photography by Jo Minor</p>"
    assert read(head, below).authors == ("Mary Major",)


def test_an_author_may_be_another_node_of_the_graph() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": HEAD, "author": {"@id": "#mary"}},
        {"@type": "Person", "@id": "#mary", "name": "Mary Major"},
    ]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert read(script).authors == ("Mary Major",)


@pytest.mark.parametrize("text", ["A" * 10_000, "a " * 10_000, "https://a.example", "@mary", "42"])
def test_other_texts_are_no_authors(text: str) -> None:
    assert split_authors(text) == []


# Sources.


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (meta("og:site_name", "The Herald"), "The Herald"),
        (json_ld(publisher={"name": "Big Media AG"}) + meta("og:site_name", "Herald"), "Herald"),
        (json_ld(publisher={"name": "The Herald - News of the whole valley"}), "The Herald"),
        (
            json_ld(publisher={"name": "herald.example", "alternateName": "The Herald"}),
            "The Herald",
        ),
        (f"<title>{HEAD} | The Herald</title>", "The Herald"),
        ("", "herald.example"),
    ],
)
def test_the_source_is_the_name_that_matches_the_domain(head: str, source: str) -> None:
    assert read(head).source == source


def test_a_listed_outlet_has_its_listed_name() -> None:
    article = page_of(f"{meta('og:site_name', 'NOS')}{PROSE}", "https://sport.orf.at/stories/1")
    assert article.source == "Österreichischer Rundfunk (ORF)"
    assert article.origin["source"] == "table of publishers"


def test_the_table_of_publishers_is_sorted_without_duplicates() -> None:
    text = (Path(publisher.__file__).parent / "data" / "publishers.txt").read_text("utf-8")
    domains = [row.split("\t")[0] for row in text.splitlines() if not row.startswith("#")]
    assert domains == sorted(set(domains))


def test_a_story_has_its_agency_and_its_distributor() -> None:
    assert text_of(f"date 2024-12-18 (MENAFN- UkrinForm) {PROSE}").via == "MENAFN"
    published = text_of(f"LENNA (Reuters) - {PROSE}", source="The Herald")
    assert (published.source, published.via) == ("The Herald", "Reuters")
    own = text_of(f"LENNA (Reuters) - {PROSE}")
    assert (own.source, own.via) == ("Reuters", "")
    page = read(meta("og:site_name", "The Herald") + json_ld(author={"name": "AFP"}))
    assert (page.source, page.via) == ("The Herald", "AFP")


def test_a_text_may_name_its_agency() -> None:
    body = "The old bridge over the Lenna was closed to all traffic on Monday, Ukrinform reports."
    article = text_of(f"{body}\n\n{body}")
    assert (article.source, article.origin["source"]) == ("Ukrinform", "text")


def test_an_outlet_has_one_name_in_any_order_of_its_pages(tmp_path: Path) -> None:
    pages = {"a": "Lenna Herald", "b": "The Lenna Herald", "c": "The Lenna Herald"}
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, site in pages.items():
        head = meta("og:site_name", site) + meta("og:url", f"https://lennaherald.example/{name}")
        page = f"{head}<h1>{HEAD} {name}</h1>{PROSE.replace('Monday', name)}"
        (seeds / f"{name}.html").write_text(page, encoding="utf-8")
    build([seeds], tmp_path / "whole")
    for name in pages:
        (seeds / f"{name}.html").rename(tmp_path / name)
    for name in pages:  # one by one: the name of the first is another until the others come
        (tmp_path / name).rename(seeds / f"{name}.html")
        build([seeds], tmp_path / "grown")
    assert sources(tmp_path / "whole") == {"The Lenna Herald"} == sources(tmp_path / "grown")


def sources(index: Path) -> set[str]:
    return {hit.article.source for hit in open_engine(index).search(Query()).hits}


# Hostile pages.


def script(contents: str) -> str:
    return f'<script type="application/ld+json">{contents}</script>'


HOSTILE: Iterable[str] = (
    script('{"@type": "NewsArticle", "datePublished": '),
    script("[" * 1_000 + "]" * 1_000),
    script('{"@graph": [' * 1_000 + "]}" * 1_000),
    script('{"@type": "Article", "articleBody": "' + "x" * 5_000_000 + '"}'),
    script("{" + " " * 1_000_000),
    meta("author", "Mary Major of Lenna " * 100_000),
    meta("article:published_time", "9999-99-99"),
    meta("article:published_time", "0000-00-00"),
    meta("article:published_time", "2024 " * 100_000),
    meta("og:url", "https://[broken/2024/99/99"),
    f"<title>{' | ' * 100_000}</title>",
    "<time datetime=9999-99-99></time>" * 10_000,
)


@pytest.mark.parametrize("head", HOSTILE)
def test_hostile_markup_does_not_break_the_facts(head: str) -> None:
    article = read(head)
    assert (article.title, article.date, article.updated) == (HEAD, None, None)
    assert all(len(name) <= 60 for name in article.authors)
