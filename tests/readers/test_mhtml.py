"""A page that a browser saved in one file is one document, whatever frames it had."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from search.article import Document, Seed, Skip
from search.readers import read

PAGE = (
    "<html><head><title>Flood</title></head><body><p>The river rose – at night.</p></body></html>"
)


def found(folder: Path, stored: bytes, name: str = "a.mhtml") -> list[Document | Skip]:
    (folder / name).write_bytes(stored)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def part(page: str, address: str, charset: str = "utf-8") -> MIMEText:
    made = MIMEText(page, "html", charset)
    made["Content-Location"] = address
    return made


def saved(*parts: MIMEText, start: str = "") -> MIMEMultipart:
    whole = MIMEMultipart("related", type="text/html", **({"start": start} if start else {}))
    whole["From"] = "<Saved by Blink>"
    whole["Subject"] = "Flood"
    for each in parts:
        whole.attach(each)
    return whole


def test_the_page_is_read_and_its_frames_are_not(tmp_path: Path) -> None:
    whole = saved(part(PAGE, "https://a.example/flood"), part("<p>Buy!</p>", "cid:frame"))
    whole["Snapshot-Content-Location"] = "https://a.example/flood?x=1"
    (document,) = found(tmp_path, whole.as_bytes())
    assert isinstance(document, Document)
    assert (document.path, document.kind, document.content) == ("archive/a.mhtml", "html", PAGE)
    assert document.hints == {"url": "https://a.example/flood?x=1"}


@pytest.mark.parametrize("stored", ["é".encode(), "é".encode("latin-1")])
def test_an_address_that_is_not_ascii_can_be_written(tmp_path: Path, stored: bytes) -> None:
    whole = saved(part(PAGE, "https://a.example/flut")).as_bytes().replace(b"flut", stored)
    (document,) = found(tmp_path, whole)
    assert isinstance(document, Document)
    assert document.hints == {"url": "https://a.example/é"}


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_its_encoding_is_that_of_the_part(tmp_path: Path, charset: str) -> None:
    whole = saved(part(PAGE, "https://a.example/flood", charset))
    (document,) = found(tmp_path, whole.as_bytes(), "a.mht")
    assert isinstance(document, Document)
    assert (document.content, document.hints) == (PAGE, {"url": "https://a.example/flood"})


def test_the_start_of_the_file_is_the_page(tmp_path: Path) -> None:
    page = part(PAGE, "https://a.example/flood")
    page["Content-ID"] = "<page@a>"
    whole = saved(part("<p>Buy!</p>", "https://ads.example/"), page, start="<page@a>")
    (document,) = found(tmp_path, whole.as_bytes())
    assert isinstance(document, Document)
    assert document.content == PAGE


def letter() -> bytes:
    mail = EmailMessage()
    mail.set_content("No page.")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (b"", "is empty"),
        (b"no such thing", "is no MHTML: it has no page of HTML"),
        (letter(), "is no MHTML: it has no page of HTML"),
        (saved(part("", "https://a.example/")).as_bytes(), "is empty"),
    ],
)
def test_what_is_no_saved_page_is_named(tmp_path: Path, stored: bytes, reason: str) -> None:
    assert found(tmp_path, stored) == [Skip("archive/a.mhtml", reason)]
