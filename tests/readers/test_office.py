"""Texts of word processors are one document each: nothing that a reader sees is lost."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from odf import table, text
from odf.opendocument import OpenDocumentText

from search.article import Document, Seed, Skip
from search.readers import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def found(folder: Path, stored: bytes, name: str) -> list[Document | Skip]:
    (folder / name).write_bytes(stored)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def content(folder: Path, stored: bytes, name: str) -> str:
    (document,) = found(folder, stored, name)
    assert isinstance(document, Document), document
    assert (document.path, document.kind) == (f"archive/{name}", "html")
    return document.content


def saved(file: object) -> bytes:
    stored = io.BytesIO()
    file.save(stored)  # type: ignore[attr-defined]
    return stored.getvalue()


def test_a_docx_is_read_with_its_headings_lists_and_tables(tmp_path: Path) -> None:
    file = WordFile()
    file.add_heading("Flood", 0)
    file.add_heading("The night", 2)
    paragraph = file.add_paragraph("The river ")
    paragraph.add_run("rose").bold = True
    paragraph.add_run(" & fell <again>.")
    file.add_paragraph("First", style="List Bullet")
    rows = file.add_table(1, 2).rows
    rows[0].cells[0].text, rows[0].cells[1].text = "Day", "Level"
    file.sections[0].header.paragraphs[0].text = "Page header"
    assert content(tmp_path, saved(file), "a.docx") == (
        "<h1>Flood</h1>\n<h2>The night</h2>\n"
        "<p>The river rose &amp; fell &lt;again&gt;.</p>\n<p>First</p>\n"
        "<table><tr><td><p>Day</p>\n</td><td><p>Level</p>\n</td></tr></table>\n"
    )


def test_text_that_libraries_leave_out_of_a_docx_is_read(tmp_path: Path) -> None:
    file = WordFile()
    paragraph = file.add_paragraph("The river ")
    inserted = parse_xml(f'<w:ins xmlns:w="{WORD}"><w:r><w:t>rose</w:t></w:r></w:ins>')
    deleted = parse_xml(f'<w:del xmlns:w="{WORD}"><w:r><w:delText>fell</w:delText></w:r></w:del>')
    paragraph._p.extend([inserted, deleted])
    control = (
        f"<w:sdt xmlns:w='{WORD}'><w:sdtContent><w:p><w:r><w:t>Nobody was hurt.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    file.element.body.insert(1, parse_xml(control))
    box = (
        f"<w:r xmlns:w='{WORD}'><w:pict><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    assert content(tmp_path, saved(file), "a.docx") == (
        "<p>The river rose</p>\n<p>A box.</p>\n<p>Nobody was hurt.</p>\n"
    )


def test_links_of_a_docx_stay_links(tmp_path: Path) -> None:
    file = WordFile()
    paragraph = file.add_paragraph("Read ")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    found = OxmlElement("w:hyperlink")
    found.set(qn("r:id"), file.part.relate_to("https://a.example/?a&b", kind, is_external=True))
    run = OxmlElement("w:r")
    run.text = "more"
    found.append(run)
    paragraph._p.append(found)
    assert content(tmp_path, saved(file), "a.docx") == (
        '<p>Read <a href="https://a.example/?a&amp;b">more</a></p>\n'
    )


def open_document() -> OpenDocumentText:
    file = OpenDocumentText()
    file.text.addElement(text.H(outlinelevel=1, text="Flood"))
    paragraph = text.P(text="The river ")
    paragraph.addElement(text.Span(text="rose"))
    paragraph.addText(" & fell")
    note = text.Note(noteclass="footnote")
    body = text.NoteBody()
    body.addElement(text.P(text="As in 2003."))
    note.addElement(text.NoteCitation(text="1"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addElement(text.LineBreak())
    paragraph.addElement(text.A(href="https://a.example/", text="More"))
    file.text.addElement(paragraph)
    listed = text.List()
    item = text.ListItem()
    item.addElement(text.P(text="First"))
    listed.addElement(item)
    file.text.addElement(listed)
    grid = table.Table()
    row = table.TableRow()
    for words in ("Day", "Level"):
        cell = table.TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    grid.addElement(row)
    file.text.addElement(grid)
    return file


def test_an_odt_is_read_with_its_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    assert content(tmp_path, saved(open_document()), "a.odt") == (
        '<h1>Flood</h1>\n<p>The river rose &amp; fell<br><a href="https://a.example/">More</a></p>\n'
        "<li>First</li>\n<table><tr><td><p>Day</p>\n</td><td><p>Level</p>\n</td></tr></table>\n"
        "<p>As in 2003.</p>\n"
    )


def packed(name: str, part: str) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as parts:
        relation = f'<Relationship Type="x/officeDocument" Target="{name}"/>'
        parts.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
        parts.writestr(name, part)
    return stored.getvalue()


ENTITIES = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "aaaaaaaaaa">' for n in range(9)
)


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (b"", "is a damaged DOCX: File is not a zip file"),
        (b"\xd0\xcf\x11\xe0 and more", "is an old Office file, or needs a password"),
        (packed("word/other.xml", "<document/>"), "has no text"),
        (packed("word/document.xml", "<document>"), "is a damaged DOCX: Premature end of data"),
        (packed("word/document.xml", f"<document>{' ' * 50_000_001}</document>"), "is larger"),
        (
            packed("w.xml", f"<!DOCTYPE a [{ENTITIES}]><document><p><t>&a8;</t></p></document>"),
            "is a damaged DOCX: Maximum entity amplification",
        ),
        (
            packed(
                "w.xml",
                '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
                "<document><p><t>It rained. &b;</t></p></document>",
            ),
            "is no DOCX of a word processor: it has entities of its own",
        ),
    ],
    ids=["empty", "old", "textless", "broken", "bomb", "entities", "external"],
)
def test_what_is_no_docx_is_named(tmp_path: Path, stored: bytes, reason: str) -> None:
    (skip,) = found(tmp_path, stored, "a.docx")
    assert isinstance(skip, Skip), skip
    assert skip.reason.startswith(reason)


def test_a_docx_cut_short_is_named(tmp_path: Path) -> None:
    file = WordFile()
    file.add_paragraph("The river rose.")
    (skip,) = found(tmp_path, saved(file)[:-100], "a.docx")
    assert skip == Skip("archive/a.docx", "is a damaged DOCX: File is not a zip file")


def test_an_odt_without_its_text_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(open_document()))) as parts:
        stored = packed("other.xml", parts.read("content.xml").decode())
    assert found(tmp_path, stored, "a.odt") == [Skip("archive/a.odt", "is no ODT: it has no text")]
