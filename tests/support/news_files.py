"""Files of news of every type, made by other programs: what the readers are tested on."""

import io
import mailbox
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

from feedgen.feed import FeedGenerator
from pypdf import PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = b"<!doctype html><title>Flood</title><p>The bridge fell."
URL = "https://example.org/2025/01/13/flood"
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


def response(
    body: bytes = PAGE,
    kind: str = "text/html",
    *headers: tuple[str, str],
    url: str = URL,
    status: str = "200 OK",
    record: str = "response",
) -> dict[str, object]:
    """What the writer of warcio makes a record of."""
    stated = [("Content-Type", kind), *headers]
    return {
        "uri": url,
        "record_type": record,
        "payload": io.BytesIO(body),
        "http_headers": StatusAndHeaders(status, stated, protocol="HTTP/1.1"),
    }


class Writer(WARCWriter):  # type: ignore[misc]
    """warcio's writer in memory: it leaves its temporary files open."""

    _create_temp_file = staticmethod(io.BytesIO)


def warc(*records: dict[str, object], packed: bool = True) -> bytes:
    """An archive as warcio writes it: each record a gzip member, the first about the file."""
    stored = io.BytesIO()
    writer = Writer(stored, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a test"}))
    for record in records:
        writer.write_record(writer.create_warc_record(**record))
    return stored.getvalue()


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


FILES: dict[str, Callable[[Path], None]] = {
    "a.csv": table,
    "b.eml": mail,
    "c.mbox": box,
    "d.xml": feed,
    "e.pdf": pdf,
    "f.md": markdown,
    "g.warc.gz": crawl,
    "h.wacz": collection,
}
