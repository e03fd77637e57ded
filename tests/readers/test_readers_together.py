"""A folder of files of every kind, indexed and asked by the commands."""

import io
import json
import mailbox
import random
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest
from feedgen.feed import FeedGenerator
from pypdf import PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from test_warc import response, warc

from search.article import Seed, Skip
from search.cli import main
from search.readers import read

WEATHER = (
    "The {0} was seen at the old bridge on Monday night by three people who were on their way home "
    "from the harbour, the mayor of the town said on Tuesday morning at a meeting with reporters. "
    "Nobody had seen a {0} there since the flood of 2003, and the council wants to put up a sign."
)
REST = (
    "Divers who looked at the first pillar of the bridge found that the river had washed out the "
    "ground below it. The road will be closed until the pillar is mended, which may take a year."
)
KYIV = timezone(timedelta(hours=2))


class Expected(NamedTuple):
    """What the commands must find by a word that one file alone has."""

    word: str
    id: str
    title: str
    date: str
    source: str | None


EXPECTED = [
    Expected("aardwolf", "archive/a.csv#3", "Aardwolf at the bridge", "2025-01-01", "Daily Ledger"),
    Expected("badger", "archive/b.eml", "Badger at the bridge", "2025-01-02", "The Morning Post"),
    Expected("caracal", "archive/c.mbox#2", "Caracal at the bridge", "2025-01-03", "Harbour Mail"),
    Expected("dingo", "archive/d.xml#1", "Dingo at the bridge", "2025-01-04", "Harbour Feed"),
    Expected("ermine", "archive/e.pdf", "Ermine at the bridge", "2025-01-05", None),
    Expected("ferret", "archive/f.md", "Ferret: seen at the bridge", "2025-01-06", "Valley Times"),
    Expected(
        "gibbon", "archive/g.warc.gz#2", "Gibbon at the bridge", "2025-01-07", "Northern Herald"
    ),
    Expected(
        "hyena",
        "archive/h.wacz#archive/data.warc.gz#2",
        "Hyena at the bridge",
        "2025-01-08",
        "Northern Herald",
    ),
]


def told(word: str) -> tuple[str, str]:
    return WEATHER.format(word), REST


def page(word: str, day: str) -> bytes:
    first, second = told(word)
    return (
        f"<!doctype html><html><head><title>{word.title()} at the bridge</title>"
        '<meta property="og:site_name" content="Northern Herald">'
        f'<meta property="article:published_time" content="{day}T09:00:00+02:00"></head><body>'
        f"<nav><a href='/'>Home</a></nav><article><h1>{word.title()} at the bridge</h1>"
        f"<p>{first}</p><p>{second}</p></article></body></html>"
    ).encode()


def archived(word: str, day: str) -> bytes:
    url = f"https://www.northern-herald.example/{word}"
    return warc(response(page(word, day), "text/html; charset=utf-8", url=url))


def table(file: Path) -> None:
    first, second = told("aardwolf")
    file.write_text(
        "Headline;Date;Publisher;Body\nNothing;2025-01-01;Daily Ledger;\n"
        f'Aardwolf at the bridge;2025-01-01;Daily Ledger;"{first}\n\n{second}"\n',
        encoding="utf-8-sig",
    )


def letter(word: str, sender: str, day: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{sender} <news@example.org>"
    mail["Subject"] = f"{word.title()} at the bridge"
    mail["Date"] = f"{day:02} Jan 2025 00:30:00 +0200"
    mail["List-Unsubscribe"] = "<https://example.org/off>"
    mail.set_content("\n\n".join(told(word)))
    mail.add_alternative("".join(f"<p>{text}</p>" for text in told(word)), subtype="html")
    return mail


def mail(file: Path) -> None:
    file.write_bytes(letter("badger", "The Morning Post", 2).as_bytes())


def box(file: Path) -> None:
    made = mailbox.mbox(str(file))
    made.add(letter("cormorant", "Harbour Mail", 3))
    made.add(letter("caracal", "Harbour Mail", 3))
    made.close()


def feed(file: Path) -> None:
    made = FeedGenerator()
    made.title("Harbour Feed")
    made.link(href="https://feed.example/")
    made.description("News")
    entry = made.add_entry()
    entry.title("Dingo at the bridge")
    entry.link(href="https://feed.example/dingo")
    entry.published(datetime(2025, 1, 4, 0, 30, tzinfo=KYIV))
    entry.content("".join(f"<p>{text}</p>" for text in told("dingo")), type="CDATA")
    made.rss_file(str(file))


def pdf(file: Path) -> None:
    style = getSampleStyleSheet()["BodyText"]
    sheet = io.BytesIO()
    SimpleDocTemplate(sheet).build([Paragraph(text, style) for text in told("ermine")])
    writer = PdfWriter(clone_from=sheet)
    writer.add_metadata(
        {"/Title": "Ermine at the bridge", "/CreationDate": "D:20250105003000+02'00'"}
    )
    writer.write(file)


def markdown(file: Path) -> None:
    front = "title: Ferret: seen at the bridge\ndate: 2025-01-06\npublication: Valley Times"
    text = "\n\n".join(told("ferret"))
    file.write_text(
        f"---\n{front}\n---\n\n# Ferret: seen at the bridge\n\n{text}\n", encoding="utf-8"
    )


def crawl(file: Path) -> None:
    file.write_bytes(archived("gibbon", "2025-01-07"))


def collection(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("archive/data.warc.gz", archived("hyena", "2025-01-08"))


WRITTEN: dict[str, Callable[[Path], None]] = {
    "a.csv": table,
    "b.eml": mail,
    "c.mbox": box,
    "d.xml": feed,
    "e.pdf": pdf,
    "f.md": markdown,
    "g.warc.gz": crawl,
    "h.wacz": collection,
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one file of each kind, some broken ones, and the index of them."""
    work = tmp_path_factory.mktemp("work")
    archive = work / "archive"
    archive.mkdir()
    for name, write in WRITTEN.items():
        write(archive / name)
    for name in ("x.pdf", "x.warc", "x.wacz", "x.xml", "x.eml", "x.mbox", "x.csv"):
        (archive / name).write_text("no such thing", encoding="utf-8")
    return work


@pytest.fixture(scope="module")
def indexed(work: Path) -> int:
    """The exit status of the first build."""
    return main(["index", str(work / "archive"), "--index", str(work / "index"), "--jobs", "1"])


def test_what_is_broken_is_named_and_the_rest_is_built(
    work: Path, indexed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert indexed == 4
    assert main(["index", "--index", str(work / "index"), "--jobs", "1"]) == 4
    said = capsys.readouterr()
    assert said.out == "added 0, changed 0, removed 0, unchanged 9, skipped 8\n"
    assert sorted(line.partition(":")[0] for line in said.err.splitlines()) == [
        "skipped archive/a.csv#2",
        "skipped archive/x.csv",
        "skipped archive/x.eml",
        "skipped archive/x.mbox",
        "skipped archive/x.pdf",
        "skipped archive/x.wacz",
        "skipped archive/x.warc",
        "skipped archive/x.xml",
    ]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: each.word)
def test_an_article_of_each_kind_is_found_with_its_facts(
    work: Path, expected: Expected, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", expected.word, "--output", "json", "--index", str(work / "index")]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    source, day = hit["source"], hit["date"]
    found = (hit["id"], hit["title"], day, source)
    assert found == (expected.id, expected.title, expected.date, expected.source)


@pytest.mark.usefixtures("indexed")
def test_an_article_within_archives_is_shown_by_its_address(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id = "archive/h.wacz#archive/data.warc.gz#2"
    assert main(["show", id, "--index", str(work / "index")]) == 0
    assert REST.split(".")[0] in " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("indexed")
def test_a_page_in_an_archive_that_changes_is_the_only_one_made_anew(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = warc(response(page("ibis", "2025-01-09"), url="https://www.northern-herald.example/i"))
    whole = archived("gibbon", "2025-01-07") + second
    (work / "archive" / "g.warc.gz").write_bytes(whole)
    assert main(["index", "--index", str(work / "index"), "--jobs", "1"]) == 4
    assert capsys.readouterr().out == "added 1, changed 0, removed 0, unchanged 9, skipped 8\n"


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """The same with bytes changed, put in, left out and repeated, or cut."""
    spoilt = bytearray(content)
    for _ in range(rng.choice((1, 3, 30))):
        place = rng.randrange(len(spoilt) or 1)
        change = rng.randrange(4)
        if change == 0:
            spoilt[place : place + 1] = rng.randbytes(1)
        elif change == 1:
            spoilt[place:place] = spoilt[place : place + rng.randrange(400)]
        elif change == 2:
            del spoilt[place : place + rng.randrange(40)]
        elif rng.random() < 0.2:
            del spoilt[place:]
    return bytes(spoilt)


@pytest.mark.parametrize("name", WRITTEN)
def test_whatever_is_wrong_with_a_file_its_reading_ends_in_words(tmp_path: Path, name: str) -> None:
    WRITTEN[name](tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for number in range(40):
        file = tmp_path / f"{number}{name}"
        file.write_bytes(spoiled(whole, random.Random(number)))
        for found in read(Seed(name, str(file))):
            assert found.path.partition("#")[0] == name
            if isinstance(found, Skip):
                assert found.reason.isprintable(), number
            else:
                assert "; ".join([found.content, *found.hints.values()]).encode(), number
