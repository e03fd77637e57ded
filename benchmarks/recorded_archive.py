"""The folders in which record_commands.py runs its commands.

    small/seeds/      the two documents of the repository
    small/later/      documents that the commands move into seeds/
    large/news/       the Wikinews articles of tests/data, as files of several kinds
    large/later/      the last of them, which the commands move into news/

Sources, authors and teasers are invented: none of them says who wrote or published a text.
"""

import csv
import gzip
import html
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
SOURCES = (
    "The Harbour Courier",
    "El País del Norte",
    "Agence Côte-Presse",
    "Daily Ledger",
    "Morning Ledger",
)
AUTHORS = ("Ana Núñez", "Peter O'Leary", "Mary-Jane Watts", "Łukasz Zając")
SHARING = "Share this article on Facebook"
COPIED = (0, 30, 60, 90)  # stories that are also in copies.jsonl: whole, cut, with an intro
INTRO = "This story was first published by a partner of ours and is carried here with permission."
IGNORED = "drafts/\n*.bak\n"


class Story(NamedTuple):
    """One of the Wikinews articles with an invented source, author and teaser."""

    number: int
    title: str
    date: str  # as in 2019-01-04; empty for some
    source: str  # empty for some
    author: str
    paragraphs: Sequence[str]
    teaser: str  # the title of another story
    opening: str  # the first paragraph of that story

    @property
    def day(self) -> str:
        """Return the date as a byline writes it: January 4, 2019."""
        day = date.fromisoformat(self.date or "2019-01-01")
        return f"{day:%B} {day.day}, {day.year}" if self.date else ""

    @property
    def url(self) -> str:
        """Return an address that belongs to nobody; empty where there is no source either."""
        return f"https://courier.example/news/{self.number}" if self.source else ""


def all_stories() -> list[Story]:
    """Return the 294 stories in the order of the file."""
    with gzip.open(DATA / "wikinews.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [_story(number, records) for number in range(len(records))]


def _story(number: int, records: Sequence[dict[str, object]]) -> Story:
    record, other = records[number], records[(number * 7 + 11) % len(records)]
    paragraphs, others = record["paras"], other["paras"]
    assert isinstance(paragraphs, list)
    assert isinstance(others, list)
    return Story(
        number=number,
        title=str(record["title"]),
        date="" if number % 11 == 3 else str(record["date"]),
        source="" if number % 7 == 6 else SOURCES[number % len(SOURCES)],
        author=AUTHORS[number % len(AUTHORS)],
        paragraphs=paragraphs,
        teaser=str(other["title"]),
        opening=others[0],
    )


def write_archive(folder: Path) -> list[str]:
    """Write the folders small/ and large/; return the titles of all stories."""
    stories = all_stories()
    copytree(ROOT / "seeds", folder / "small" / "seeds")
    for part in PARTS:
        path = folder / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write(path, stories[part.start : part.stop])
    for name, content in OTHERS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _write_copies(folder / "large" / "news" / "copies.jsonl", stories)
    _write_judgements(folder / "large")
    return [story.title for story in stories]


# Files of several kinds


def _rows(stories: Sequence[Story]) -> Iterator[str]:
    for story in stories:
        text = "\n\n".join((*story.paragraphs, f"Read more: {story.teaser}", SHARING))
        row = {"title": story.title, "text": text, "url": story.url, "source": story.source}
        yield json.dumps({**row, "date": story.date, "authors": [story.author]}) + "\n"


def _write_rows(path: Path, stories: Sequence[Story]) -> None:
    path.write_text("".join(_rows(stories)), encoding="utf-8")


def _write_packed(path: Path, stories: Sequence[Story]) -> None:
    path.write_bytes(gzip.compress("".join(_rows(stories)).encode(), mtime=0))


def _write_table(path: Path, stories: Sequence[Story]) -> None:
    written = io.StringIO()
    table = csv.writer(written, delimiter="\t" if path.suffix == ".tsv" else ",")
    table.writerow(("Headline", "Published", "Publisher", "Byline", "Body"))
    for story in stories:
        body = "\n\n".join(story.paragraphs)
        table.writerow((story.title, story.date, story.source, story.author, body))
    path.write_text(written.getvalue(), encoding="utf-8")


def _write_texts(path: Path, stories: Sequence[Story]) -> None:
    path.mkdir()
    for story in stories:
        lines = (
            *(story.title, f"by {story.author} {story.day}".strip(), *story.paragraphs, SHARING),
            *("Read more", story.teaser, story.opening, f"© 2020 {story.source}".strip()),
        )
        (path / f"{story.number}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def _write_pages(path: Path, stories: Sequence[Story]) -> None:
    path.mkdir()
    for story in stories:
        (path / f"{story.number}.html").write_text(_page(story), encoding="utf-8")


def _page(story: Story) -> str:
    """Return the story as a web page with a menu, a box of teasers and a foot."""
    title, teaser, opening = map(html.escape, (story.title, story.teaser, story.opening))
    facts = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.date}
    body = "".join(f"<p>{html.escape(each)}</p>\n" for each in story.paragraphs)
    return (
        f"<html lang=en><head><title>{title} - {html.escape(story.source)}</title>\n"
        f'<meta property="og:site_name" content="{html.escape(story.source)}">\n'
        f'<script type="application/ld+json">{json.dumps(facts)}</script></head><body>\n'
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>\n"
        f"<article><h1>{title}</h1><p class=byline>By {html.escape(story.author)}</p>\n{body}"
        f"<aside class=related><h3>Read next</h3><p>{teaser}</p><p>{opening}</p></aside>\n"
        f"</article><footer>© 2020 {html.escape(story.source)}</footer></body></html>\n"
    )


def _write_feed(path: Path, stories: Sequence[Story]) -> None:
    entries = "".join(
        f"<item><title>{html.escape(story.title)}</title><link>{story.url}</link>"
        f"<pubDate>{story.date}</pubDate>"
        f"<description>{html.escape(_paragraphs(story))}</description></item>\n"
        for story in stories
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
    name = "<title>Harbour Feed</title><link>https://courier.example/</link>"
    path.write_text(f"{head}{name}\n{entries}</channel></rss>\n", encoding="utf-8")


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)


def _mail(story: Story) -> str:
    head = (
        "From: Harbour Desk <desk@courier.example>\nMIME-Version: 1.0\n"
        f"Subject: =?utf-8?q?{_quoted(story.title)}?=\nDate: {story.date or '2019-05-05'} 09:00\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return head + "\n\n".join(story.paragraphs) + "\n"


def _quoted(text: str) -> str:
    """Return the text as the header of a mail quotes it."""
    return "".join(
        chr(each) if chr(each).isalnum() and each < 128 else f"={each:02X}"
        for each in text.encode()
    )


def _write_mails(path: Path, stories: Sequence[Story]) -> None:
    mails = (f"From desk@courier.example Thu Jan  1 00:00:00 2020\n{_mail(s)}\n" for s in stories)
    path.write_text("".join(mails), encoding="utf-8")


def _write_mail(path: Path, stories: Sequence[Story]) -> None:
    path.write_text(_mail(stories[0]), encoding="utf-8")


def _write_notes(path: Path, stories: Sequence[Story]) -> None:
    path.mkdir()
    for story in stories:
        front = f"---\ntitle: {json.dumps(story.title)}\ndate: {story.date}\n---\n\n"
        text = "\n\n".join(("## What is known", *story.paragraphs))
        (path / f"{story.number}.md").write_text(front + text + "\n", encoding="utf-8")


def _write_crawl(path: Path, stories: Sequence[Story]) -> None:
    path.write_bytes(gzip.compress(b"".join(map(_record, stories)), mtime=0))


def _record(story: Story) -> bytes:
    """Return the page of the story as a record of a WARC file."""
    page = _page(story).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://crawl.example/{story.number}\r\n"
        "WARC-Date: 2020-12-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{story.number:012}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


class Part(NamedTuple):
    """A run of stories, and how and where they are written."""

    path: str
    write: Callable[[Path, Sequence[Story]], None]
    start: int
    stop: int


PARTS = (
    Part("large/news/rows.jsonl", _write_rows, 0, 100),
    Part("large/news/more.jsonl.gz", _write_packed, 100, 130),
    Part("large/news/table.csv", _write_table, 130, 155),
    Part("large/news/table.tsv", _write_table, 155, 165),
    Part("large/news/text", _write_texts, 165, 210),
    Part("large/news/pages", _write_pages, 210, 250),
    Part("large/news/feed.xml", _write_feed, 250, 257),
    Part("large/news/letters.mbox", _write_mails, 257, 262),
    Part("large/news/tip.eml", _write_mail, 262, 263),
    Part("large/news/notes", _write_notes, 263, 267),
    Part("large/news/crawl.warc.gz", _write_crawl, 267, 270),
    Part("large/later/new.jsonl", _write_rows, 270, 285),
    Part("large/later/pages", _write_pages, 285, 294),
)


# Broken files, copies, judgements

OTHERS = {
    "empty/README": b"",
    "small/later/drill.txt": (
        b"Kyiv holds air defense drill\n\nby Ana Nunez February 3, 2025 9:00 AM 2 min read\n\n"
        b'Kyiv held an air defense drill on Monday. "Nobody was hurt," said Rustem Umerov, who\n'
        b"watched it with two generals.\n\nThe drill took six hours and used 30 drones.\n"
    ),
    "small/later/odd.txt": (
        "=SUM(1) \x1b[31mred\x1b[0m & <b>bold</b> {50%}\n\n"
        "A headline with signs that a terminal, a spreadsheet, a page and TeX would take for "
        "theirs. It was typed in 2024 by a reader in İstanbul, who had nothing better to do.\n"
    ).encode(),
    "large/news/.searchignore": IGNORED.encode(),
    "large/news/drafts/plan.txt": b"A plan\n\nNobody is to find these words in any answer.\n",
    "large/news/empty.txt": b"",
    "large/news/blank.html": b"<html><body> </body></html>\n",
    "large/news/binary.txt": bytes(range(256)) * 8,
    "large/news/broken.jsonl": b'{"title": "Half a row", "text": "It ends\n[1]\n{"title": "x"}\n',
    "large/news/short.csv": b"title,text,source\nOne,Two\nA,B,C,D\n",
    "large/news/nameless.csv": b"first,second\n1,2\n",
    "large/news/login.pdf": b"<html><body>Please log in</body></html>\n",
    "large/news/login.xml": b"<html><body>Please log in</body></html>\n",
    "large/news/half.jsonl.gz": gzip.compress(b'{"text": "cut off"}\n' * 99, mtime=0)[:30],
    "large/news/latin.txt": "Café déjà vu\n\nLe café a été fermé à Besançon.\n".encode("latin-1"),
}


def _write_copies(path: Path, stories: Sequence[Story]) -> None:
    """Write three copies of some stories: whole, cut short, with an intro."""
    rows = []
    for number in COPIED:
        story = stories[number]
        half = story.paragraphs[: len(story.paragraphs) // 2 + 1]
        for step, paragraphs in enumerate((story.paragraphs, half, (INTRO, *story.paragraphs)), 1):
            source, title = SOURCES[(number + step) % len(SOURCES)], story.title
            row = {"title": title if step < 3 else "Carried again", "source": source}
            row |= {"date": story.date, "text": "\n\n".join(paragraphs)}
            rows.append(json.dumps(row) + "\n")
    path.write_text("".join(rows), encoding="utf-8")


def _write_judgements(folder: Path) -> None:
    """Write judged.csv for the stories of rows.jsonl, and partly.csv with all, most not there."""
    with (DATA / "judged.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    whole = [(text, f"news/rows.jsonl#{line}", grade) for text, line, grade in rows]
    there = [row for row, (_, line, _) in zip(whole, rows, strict=True) if int(line) <= 100]
    for name, kept in (("judged.csv", there), ("partly.csv", whole)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *kept])
