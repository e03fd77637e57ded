"""Feeds: each entry is a document that states what the entry states, then the feed."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from feedgen.feed import FeedGenerator

from search.article import Document, Seed, Skip
from search.readers import read

KYIV = timezone(timedelta(hours=2))
NIGHT = datetime(2025, 1, 13, 0, 30, tzinfo=KYIV)  # the day before in UTC


def found(folder: Path, content: bytes | str, name: str = "a.xml") -> list[Document | Skip]:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def documents(folder: Path, content: bytes | str, name: str = "a.xml") -> list[Document]:
    entries = found(folder, content, name)
    assert all(isinstance(entry, Document) for entry in entries), entries
    return [entry for entry in entries if isinstance(entry, Document)]


def feed() -> FeedGenerator:
    """Two entries, one with all that feedgen knows of an article, one with a summary."""
    made = FeedGenerator()
    made.id("https://example.org/")
    made.title("The Daily Ledger")
    made.link(href="https://example.org/")
    made.description("News of the harbour")
    made.language("en")
    first = made.add_entry(order="append")
    first.id("https://example.org/a")
    first.title("Flood & rain")
    first.link(href="https://example.org/a")
    first.author({"name": "Ann Lee", "email": "ann@example.org"})
    first.published(NIGHT)
    first.updated(NIGHT + timedelta(days=1))
    first.summary("The bridge fell.")
    first.content("<p>The bridge fell.</p><p>It rained.</p>", type="CDATA")
    second = made.add_entry(order="append")
    second.id("https://example.org/b")
    second.title("Rain")
    second.link(href="https://example.org/b")
    second.updated(NIGHT)
    second.summary("It rained < a day.")
    return made


@pytest.mark.parametrize("name", ["a.atom", "a.xml"])
def test_an_entry_of_atom_states_its_facts(tmp_path: Path, name: str) -> None:
    first, second = documents(tmp_path, feed().atom_str(), name)
    assert (first.path, first.kind) == (f"archive/{name}#1", "html")
    assert first.content == "<p>The bridge fell.</p><p>It rained.</p>"
    assert first.hints == {
        "title": "Flood & rain",
        "date": "2025-01-13T00:30:00+02:00",
        "updated": "2025-01-14T00:30:00+02:00",
        "source": "The Daily Ledger",
        "authors": "Ann Lee",
        "url": "https://example.org/a",
        "language": "en",
    }
    assert second.path == f"archive/{name}#2"
    assert second.content == "<p>It rained &lt; a day.</p>"
    assert second.hints["date"] == "2025-01-13T00:30:00+02:00"


def test_an_item_of_rss_states_its_facts(tmp_path: Path) -> None:
    first, second = documents(tmp_path, feed().rss_str(), "a.rss")
    assert first.content == "<p>The bridge fell.</p><p>It rained.</p>"
    assert first.hints["date"] == "2025-01-13T00:30:00+02:00"
    assert first.hints["source"] == "The Daily Ledger"
    assert first.hints["title"] == "Flood & rain"
    assert first.hints["url"] == "https://example.org/a"
    assert "date" not in second.hints


def rss(items: str, head: str = "<title>The Daily Ledger</title>") -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>"


def test_an_entry_from_elsewhere_has_its_own_source(tmp_path: Path) -> None:
    item = "<source url='https://a.org'>Reuters</source><description>It fell.</description>"
    (document,) = documents(tmp_path, rss(f"<item>{item}</item>"))
    assert document.hints == {"source": "Reuters"}


def test_the_page_in_an_entry_keeps_its_boxes(tmp_path: Path) -> None:
    page = '<p>It fell.</p><div class="related" style="x"><a href="/b">Rain</a></div>'
    (document,) = documents(
        tmp_path, rss(f"<item><description><![CDATA[{page}]]></description></item>")
    )
    assert document.content == page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_a_feed_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = rss("<item><title>Міст</title><description>Міст упав.</description></item>")
    stated = text.replace("?>", f" encoding='{encoding}'?>", 1).encode(encoding)
    (document,) = documents(tmp_path, stated)
    assert (document.content, document.hints["title"]) == ("Міст упав.", "Міст")


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_feed_under_the_name_of_a_page_is_read(tmp_path: Path, name: str) -> None:
    assert len(documents(tmp_path, feed().rss_str(pretty=True), name)) == 2
    assert len(documents(tmp_path, feed().atom_str(pretty=True), name)) == 2


def test_an_entry_without_a_text_is_skipped(tmp_path: Path) -> None:
    items = "<item><title>Flood</title></item><item><description>It fell.</description></item>"
    first, second = found(tmp_path, rss(items))
    assert first == Skip("archive/a.xml#1", "entry 1 has no text")
    assert second.path == "archive/a.xml#2"


def test_a_cut_feed_gives_its_whole_entries(tmp_path: Path) -> None:
    whole = feed().rss_str(pretty=True)
    first, *_ = found(tmp_path, whole[: whole.index(b"It rained &lt;")])
    assert isinstance(first, Document)
    assert first.content == "<p>The bridge fell.</p><p>It rained.</p>"


def test_a_feed_with_a_stray_ampersand_is_read(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, rss("<item><description>Rain & snow.</description></item>"))
    assert "Rain" in document.content


def test_the_digest_is_that_of_what_is_read(tmp_path: Path) -> None:
    one, two = (
        f"<item><description>It {what}.</description></item>" for what in ("fell", "rained")
    )
    (first,) = documents(tmp_path, rss(one))
    _, again = documents(tmp_path, rss(two + one), "b.xml")
    (other,) = documents(tmp_path, rss(one, "<title>Another</title>"), "c.xml")
    assert first.digest == again.digest != other.digest


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {x} '{f'&{y};' * 10}'>" for x, y in zip("bcdefghij", "abcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<!doctype html><title>Log in</title>", "is a page of HTML, not a feed"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html/>", "is a page of HTML, not a feed"),
        (
            b"<urlset><url><loc>https://example.org/</loc></url></urlset>",
            "is not a feed of RSS or Atom",
        ),
        (b"The bridge fell.", "is not a feed of RSS or Atom"),
        (b"https://example.org/feed.xml", "is not a feed of RSS or Atom"),
        (b"/etc/passwd", "is not a feed of RSS or Atom"),
        (rss("").encode(), "is a feed without entries"),
        (b"\0" * 99, "is not a feed of RSS or Atom"),
        (b"%PDF-1.7", "is a PDF, not text"),
    ],
)
def test_what_is_no_feed_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert found(tmp_path, content) == [Skip("archive/a.xml", why)]


def test_no_entity_grows_without_end_or_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET", encoding="utf-8")
    item = "<item><description>It fell. &j;</description></item>"
    outside = f"<!DOCTYPE rss [<!ENTITY j SYSTEM 'file://{tmp_path}/secret'>]>"
    laughs, secret = (
        repr(found(tmp_path, rss(item).replace("<rss", f"{doctype}<rss")))
        for doctype in (LAUGHS, outside)
    )
    assert "SECRET" not in secret
    assert "haha" not in laughs


def test_a_feed_made_to_go_deep_is_read_or_named(tmp_path: Path) -> None:
    deep = "<div>" * 50_000
    item = f"<item><description>{deep}It fell.</description></item>"
    (entry,) = found(tmp_path, rss(item))
    assert entry.path.startswith("archive/a.xml")
