"""PDF: the text layer as one text, without what runs through its pages."""

import io
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from search.article import Document, Seed, Skip
from search.readers import read
from search.readers.pdf import join_pages

OPENING = (
    "The old bridge over the river fell on Monday night, and nobody was hurt, the mayor of the "
    "town said on Tuesday morning after divers had looked for the long-range cameras in the water."
)
SECOND = (
    "It had rained for nine days in a row, longer than in any year since the weather of the valley "
    "is written down, and the river stood a metre above the road when the first pillar gave way."
)


def found(folder: Path, content: bytes, name: str = "a.pdf") -> list[Document | Skip]:
    (folder / name).write_bytes(content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def only(folder: Path, content: bytes, name: str = "a.pdf") -> Document:
    (document,) = found(folder, content, name)
    assert isinstance(document, Document), document
    return document


def pdf(*paragraphs: str, **facts: str) -> bytes:
    """What reportlab sets of the paragraphs."""
    file = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(file, **facts).build([Paragraph(text, style) for text in paragraphs])
    return file.getvalue()


def sheets(*pages: Sequence[str], draw: Callable[[Canvas], None] | None = None) -> bytes:
    """A PDF with these lines on its pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for lines in pages:
        text = canvas.beginText(50, 800)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        if draw:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_pdf_is_one_text_with_its_paragraphs_whole(tmp_path: Path) -> None:
    document = only(tmp_path, pdf("Bridge falls", OPENING, SECOND))
    assert (document.path, document.kind) == ("archive/a.pdf", "text")
    assert document.content == f"Bridge falls\n{OPENING}\n{SECOND}"


def test_the_metadata_state_the_facts(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(OPENING)))
    writer.add_metadata(
        {
            "/Title": "Bridge falls",
            "/Author": "Ann Lee",
            "/CreationDate": "D:20250113003000+02'00'",
        }
    )
    file = io.BytesIO()
    writer.write(file)
    assert only(tmp_path, file.getvalue()).hints == {
        "title": "Bridge falls",
        "date": "2025-01-13",
        "authors": "Ann Lee",
    }


@pytest.mark.parametrize(
    "title", ["Microsoft Word - flood.doc", "untitled", "A1_FLOOD.indd", "Untitled-1", "...", " "]
)
def test_a_title_that_a_program_put_is_none(tmp_path: Path, title: str) -> None:
    assert "title" not in only(tmp_path, pdf(OPENING, title=title)).hints


def test_a_pdf_under_the_name_of_a_page_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, pdf(OPENING), "a.html").content == OPENING


def test_what_runs_through_the_pages_is_dropped_and_paragraphs_run_on(tmp_path: Path) -> None:
    words = f"{OPENING} {SECOND}".split(" ")
    lines = [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]
    pages = [
        [
            "The Daily Ledger | 13 January 2025",
            *lines[start : start + 2],
            f"Page {start // 2 + 1} of 4",
        ]
        for start in range(0, len(lines), 2)
    ]
    assert only(tmp_path, sheets(*pages)).content == f"{OPENING} {SECOND}"


def test_a_line_that_stands_on_two_pages_stays() -> None:
    assert join_pages(["Rain\nThe bridge fell.", "Rain\nThe road too."]) == (
        "Rain\nThe bridge fell.\nRain\nThe road too."
    )


def test_a_line_that_repeats_within_the_pages_stays() -> None:
    page = "Ledger {0}\nHead {0}x\nhe said.\nIt rained {0}y.\nThe end {0}z"
    assert join_pages([page.format(n) for n in "abc"]).count("he said.") == 3


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    assert join_pages(
        [
            "The govern-\nment spoke of long-range systems; the long-\nrange ones, and a Franco-\n"
            "German plan, were dis\u00ad\ncussed for hours in the old hall of the par-\nliament."
        ]
    ) == (
        "The government spoke of long-range systems; the long-range ones, and a Franco-German "
        "plan, were discussed for hours in the old hall of the parliament."
    )


def encrypted(password: str) -> bytes:
    file = io.BytesIO()
    lock = StandardEncryption(password, "owner", strength=128)
    canvas = Canvas(file, encrypt=lock)
    canvas.drawString(50, 800, "The bridge fell.")
    canvas.save()
    return file.getvalue()


def test_a_pdf_locked_without_a_password_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, encrypted("")).content == "The bridge fell."


# The same locked by AES, as its dictionary states it.
AES = (
    encrypted("")
    .replace(
        b"/V 2",
        b"/V 4 /CF << /StdCF << /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> "
        b"/StmF /StdCF /StrF /StdCF",
    )
    .replace(b"/R 3", b"/R 4")
)


def picture(canvas: Canvas) -> None:
    canvas.rect(50, 50, 100, 100, fill=1)


WHOLE = pdf(OPENING, SECOND)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (encrypted("secret"), "is an encrypted PDF: it takes a password"),
        (AES, "is an encrypted PDF: "),
        (sheets([], [], draw=picture), "has no text layer: its pages are pictures, or damaged"),
        (b"<!doctype html><title>Log in</title>", "is not a PDF"),
        (b"The bridge fell.", "is not a PDF"),
        (b"%PDF-1.7", "is a damaged PDF: "),
        (b"%PDF-1.7\n" + b"\0" * 5000, "is a damaged PDF: "),
        (b"%PDF-1.7\n" + b"[" * 100_000, "is a damaged PDF: "),
        (WHOLE[:300], "is a damaged PDF: "),
        (b"%PDF-1.7\n" + b"a" * 50_000_000, "is larger than 50 MB"),
    ],
)
def test_what_is_no_pdf_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    (skip,) = found(tmp_path, content)
    assert isinstance(skip, Skip), skip
    assert skip.path == "archive/a.pdf"
    assert skip.reason.startswith(why)
    assert "\n" not in skip.reason


def test_a_cut_pdf_is_read_or_named(tmp_path: Path) -> None:
    for end in range(400, len(WHOLE), 97):
        for each in found(tmp_path, WHOLE[:end]):
            assert isinstance(each, Document) or each.reason


def test_any_byte_may_be_wrong(tmp_path: Path) -> None:
    for place in range(0, len(WHOLE), 41):
        broken = WHOLE[:place] + bytes([WHOLE[place] ^ 0x15]) + WHOLE[place + 1 :]
        for each in found(tmp_path, broken):
            assert isinstance(each, Document) or each.reason


def test_a_page_that_cannot_be_read_is_named_and_the_rest_stands(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(sheets(["One."], ["Two."])))
    file = io.BytesIO()
    writer.write(file)
    content = file.getvalue().replace(b"/FlateDecode", b"/NotKnownYet", 1)
    whole, broken = found(tmp_path, content)
    assert isinstance(whole, Document)
    assert whole.content == "Two."
    assert broken == Skip("archive/a.pdf#1", "page 1 could not be read")


def test_nothing_is_printed_about_a_broken_pdf(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        found(tmp_path, WHOLE[:-200])
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")


def test_an_export_of_many_articles_is_named(tmp_path: Path) -> None:
    article = (
        "Bridge falls",
        "The Daily",
        "Length: 3 words",
        "Body",
        "It fell.",
        "End of Document",
    )
    (skip,) = found(tmp_path, sheets(article, article))
    assert isinstance(skip, Skip)
    assert skip.reason.startswith("is an export of Nexis with 2 articles as PDF")
