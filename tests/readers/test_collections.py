"""What people collect, and what their programs export: a document an article, post or message."""

import json
from pathlib import Path
from typing import Any

import pytest

from search.article import Article, Document, Seed, Skip
from search.cleaning import clean
from search.readers import read

FIRST = "The river Oder rose by two metres in the night, the harbour master of Wriezen said."
SECOND = "Nobody was hurt. Divers will look at the old bridge at noon."
BODY = f"{FIRST}\n\n{SECOND}"
PAGE = f"<p>{FIRST}</p><p>{SECOND}</p>"


def articles(folder: Path, text: str | Any, name: str) -> list[Article]:
    stored = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, indent=1)
    (folder / name).write_text(stored, encoding="utf-8")
    found = list(read(Seed(f"kept/{name}", str(folder / name))))
    assert all(isinstance(each, Document) for each in found), found
    return [clean(each) for each in found if isinstance(each, Document)]


def facts(article: Article) -> tuple[str, str, str, tuple[str, ...]]:
    return article.title, str(article.date), article.source, article.authors


def post(title: str, content: str, kind: str = "post", status: str = "publish") -> str:
    return f"""<item><title>{title}</title><link>https://oder.example/{title.lower()}/</link>
<pubDate>Mon, 13 Jan 2025 20:18:00 +0000</pubDate><dc:creator><![CDATA[ada]]></dc:creator>
<guid isPermaLink="false">https://oder.example/?p=17</guid><description></description>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[An excerpt.]]></excerpt:encoded><wp:post_id>17</wp:post_id>
<wp:post_date>2025-01-13 21:18:00</wp:post_date><wp:post_type>{kind}</wp:post_type>
<wp:status>{status}</wp:status>
<category domain="category" nicename="f"><![CDATA[Floods]]></category>
<wp:comment><wp:comment_author>Max</wp:comment_author><wp:comment_content>First!
</wp:comment_content></wp:comment></item>"""


def site(*posts: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Oder &amp; its Herald</title><link>https://oder.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login><![CDATA[ada]]></wp:author_login>
<wp:author_display_name><![CDATA[Ada Weiss]]></wp:author_display_name></wp:author>
{"".join(posts)}</channel></rss>"""


def test_wordpress_gives_its_published_posts_and_pages(tmp_path: Path) -> None:
    classic = f"{FIRST}\n\n[caption id='a'] <img src='a.jpg'/> The bridge[/caption]\n\n{SECOND}"
    blocks = f"<!-- wp:paragraph -->\n<p>{FIRST}</p>\n<!-- /wp:paragraph -->\n\n<p>{SECOND}</p>"
    made = site(
        post("River", classic),
        post("Draft", PAGE, status="draft"),
        post("Picture", PAGE, kind="attachment", status="inherit"),
        post("About", blocks, kind="page"),
        post("Secret", PAGE, status="private"),
    )
    found = articles(tmp_path, made, "export.xml")
    assert [article.title for article in found] == ["River", "About"]
    assert [article.body for article in found] == [BODY, BODY]
    for article in found:
        assert facts(article)[1:] == ("2025-01-13", "The Oder & its Herald", ("Ada Weiss",))
        assert article.catalogue["subjects"] == ("Floods",)
    assert found[0].url == "https://oder.example/river/"


CHAT = {
    "name": "Oder Channel",
    "type": "public_channel",
    "id": 99,
    "messages": [
        {"id": 1, "type": "service", "date": "2025-01-01T00:00:00", "action": "create_channel"},
        {
            "id": 2,
            "type": "message",
            "date": "2025-01-13T21:18:00",
            "from": "Oder Channel",
            "text": BODY,
        },
        {"id": 3, "type": "message", "date": "2025-01-13T21:20:00", "photo": "a.jpg", "text": ""},
        {
            "id": 4,
            "type": "message",
            "date": "2025-01-14T08:00:00",
            "from": "Ada Weiss",
            "forwarded_from": "Max Roth",
            "text": ["The river ", {"type": "bold", "text": "Oder"}, " rose in the night."],
        },
    ],
}


@pytest.mark.parametrize("content", [CHAT, {"about": "", "chats": {"about": "", "list": [CHAT]}}])
def test_messages_of_telegram_are_documents(tmp_path: Path, content: dict[str, Any]) -> None:
    first, second = articles(tmp_path, content, "result.json")
    assert first.body == BODY
    assert facts(first)[1:] == ("2025-01-13", "Oder Channel", ())
    assert second.body == "The river Oder rose in the night."
    assert facts(second)[1:] == ("2025-01-14", "Oder Channel", ("Ada Weiss",))
    assert second.catalogue["accession"] == ("99/4",)


def message(number: int, text: str, sender: str = "", kind: str = "default") -> str:
    name = f'<div class="from_name">\n{sender}\n</div>' if sender else ""
    joined = "" if sender else " joined"
    return f"""<div class="message {kind} clearfix{joined}" id="message{number}"><div class="body">
<div class="pull_right date details" title="13.01.2025 21:18:00 UTC+02:00">21:18</div>{name}
<div class="text">
{text}
</div></div></div>"""


def test_pages_of_telegram_have_the_same(tmp_path: Path) -> None:
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head>
<body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
Oder Channel</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">13 January 2025</div></div>
{message(2, f"{FIRST}<br><br>{SECOND}", "Oder Channel")}
{message(3, 'The river <strong>Oder</strong> rose – <a href="https://a.example/">read</a>.')}
{message(4, "It rained in the night.", "Ada Weiss")}
</div></div></div></body></html>"""
    first, second, third = articles(tmp_path, page, "messages.html")
    assert (first.body, second.body) == (BODY, "The river Oder rose – read.")
    assert facts(first)[1:] == facts(second)[1:] == ("2025-01-13", "Oder Channel", ())
    assert third.authors == ("Ada Weiss",)
    assert [article.id for article in (first, third)] == [f"kept/messages.html#{n}" for n in (1, 3)]


def test_a_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Oder Herald",
        "items": [
            {
                "id": "17",
                "url": "https://oder.example/river",
                "title": "River rises",
                "content_html": PAGE,
                "date_published": "2025-01-13T21:18:00+02:00",
                "authors": [{"name": "Ada Weiss"}],
                "tags": ["Floods"],
            },
            {"id": "https://oder.example/b", "content_text": BODY, "author": {"name": "Max Roth"}},
        ],
    }
    first, second = articles(tmp_path, feed, "feed.json")
    assert facts(first) == ("River rises", "2025-01-13", "Oder Herald", ("Ada Weiss",))
    assert (first.body, second.body) == (BODY, BODY)
    assert (first.url, second.url) == ("https://oder.example/river", "https://oder.example/b")
    assert second.authors == ("Max Roth",)


def test_what_wallabag_exports(tmp_path: Path) -> None:
    kept = {
        "is_archived": 0,
        "tags": ["floods"],
        "id": 17,
        "title": "River rises",
        "url": "https://oder.example/river",
        "content": PAGE,
        "created_at": "2025-02-01T09:00:00+00:00",
        "published_at": "2025-01-13T21:18:00+00:00",
        "published_by": ["Ada Weiss"],
        "domain_name": "oder.example",
        "language": "en",
    }
    first, second = articles(tmp_path, [kept, {**kept, "title": "Bridge closed"}], "All.json")
    assert facts(first) == ("River rises", "2025-01-13", "oder.example", ("Ada Weiss",))
    assert (first.body, second.title) == (BODY, "Bridge closed")


def test_what_omnivore_exports_has_its_texts_in_other_files(tmp_path: Path) -> None:
    kept = {
        "id": "17",
        "slug": "river-rises",
        "title": "River rises",
        "description": None,
        "author": "Ada Weiss",
        "url": "https://oder.example/river",
        "state": "Active",
        "readingProgress": 0,
        "labels": [],
        "savedAt": "2025-02-01T09:00:00.000Z",
        "publishedAt": "2025-01-13T21:18:00.000Z",
    }
    (article,) = articles(tmp_path, [kept], "metadata_0_to_20.json")
    assert facts(article) == ("River rises", "2025-01-13", "oder.example", ("Ada Weiss",))
    assert (article.body, article.url) == ("", "https://oder.example/river")


def test_an_export_of_wordpress_that_is_cut_short_says_so(tmp_path: Path) -> None:
    whole = site(post("River", PAGE), post("Bridge", PAGE), post("Mill", PAGE))
    (tmp_path / "a.xml").write_text(whole[: whole.index("Mill") + 300], encoding="utf-8")
    found = list(read(Seed("a.xml", str(tmp_path / "a.xml"))))
    titles = [each.hints["title"] for each in found if isinstance(each, Document)]
    assert titles[:2] == ["River", "Bridge"]
    assert isinstance(found[-1], Skip)
    assert found[-1].reason.startswith("is damaged, and some of it may be missing: ")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xml", site(post("Draft", PAGE, status="draft")), "has no article"),
        ("a.json", json.dumps({**CHAT, "messages": []}), "has no article"),
        (
            "a.json",
            '{"version": "https://jsonfeed.org/version/1", "title": "A"}',
            "is a JSON Feed without items",
        ),
    ],
)
def test_one_without_articles_says_so(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert list(read(Seed(name, str(tmp_path / name)))) == [Skip(name, reason)]


def test_messages_before_the_end_of_a_cut_export_are_read(tmp_path: Path) -> None:
    stored = json.dumps({**CHAT, "mess": {"text": [1, {}]}, "done": []})
    (tmp_path / "a.json").write_text(stored[: stored.index("Ada Weiss")], encoding="utf-8")
    first, fault = read(Seed("a.json", str(tmp_path / "a.json")))
    assert isinstance(first, Document)
    assert isinstance(fault, Skip)
    assert fault.reason.startswith("is not JSON: ")
