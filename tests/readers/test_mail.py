"""Mails, alone or many in a file: the text is read in whatever a mail packs it."""

import gzip
import mailbox
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from support.memory import measured

from search.article import Document, Seed, Skip
from search.readers import read
from search.readers.hard_wraps import unflow, unwrap

DATE = "Mon, 13 Jan 2025 21:18:00 +0200"


def found(folder: Path, content: bytes, name: str = "a.eml") -> list[Document | Skip]:
    (folder / name).write_bytes(content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def only(folder: Path, mail: EmailMessage | MIMEMultipart | MIMEText | bytes) -> Document:
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    (document,) = found(folder, content)
    assert isinstance(document, Document), document
    return document


def letter(text: str = "The bridge fell.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ann Lee <ann@example.org>"
    mail["Subject"] = "Flood"
    mail["Date"] = DATE
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def test_a_letter_has_an_author_and_his_domain_for_a_source(tmp_path: Path) -> None:
    document = only(tmp_path, letter())
    assert (document.path, document.kind) == ("archive/a.eml", "text")
    assert document.content.strip() == "The bridge fell."
    assert document.hints == {
        "title": "Flood",
        "date": "2025-01-13T21:18:00+02:00",
        "source": "example.org",
        "authors": "Ann Lee",
    }


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("List_Unsubscribe", "<https://example.org/off>"),
        ("List_Id", "<news.example.org>"),
        ("Precedence", "bulk"),
    ],
)
def test_a_newsletter_is_its_own_source(tmp_path: Path, header: str, value: str) -> None:
    sender = "The Daily Ledger <news@example.org>"
    hints = only(tmp_path, letter(From=sender, **{header: value})).hints
    assert hints["source"] == "The Daily Ledger"
    assert "authors" not in hints


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Mon, 13 Jan 2025 21:18:00 +0200", "2025-01-13T21:18:00+02:00"),
        ("13 Jan 2025 23:59:00 -0800", "2025-01-13T23:59:00-08:00"),
        ("13 Jan 25 10:00 GMT", "2025-01-13T10:00:00+00:00"),
    ],
)
def test_the_day_is_that_of_the_senders_clock(tmp_path: Path, stated: str, day: str) -> None:
    assert only(tmp_path, b"Date: %b\n\nText." % stated.encode()).hints["date"] == day


def test_a_mail_without_a_date_has_that_of_its_receipt(tmp_path: Path) -> None:
    mail = b"Received: from a by b;\n Mon, 13 Jan 2025 21:18:00 +0000\nSubject: Flood\n\nText."
    assert only(tmp_path, mail).hints["date"] == "2025-01-13T21:18:00+00:00"


@pytest.mark.parametrize("charset", ["utf-8", "koi8-u", "windows-1251"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_a_text_is_read_however_it_is_packed(tmp_path: Path, charset: str, transfer: str) -> None:
    mail = letter()
    mail.set_content("Міст через річку впав, сказав мер.", charset=charset, cte=transfer)
    assert only(tmp_path, mail).content.strip() == "Міст через річку впав, сказав мер."


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "iso-2022-jp"])
def test_headers_are_read_as_words(tmp_path: Path, charset: str) -> None:
    words = "洪水のニュース" if charset == "iso-2022-jp" else "Мост упал: новости"
    mail = MIMEText("The bridge fell.")
    mail["Subject"] = Header(words * 5, charset)
    mail["From"] = f"{Header(words, charset).encode()} <news@example.org>"
    hints = only(tmp_path, mail).hints
    assert hints["title"] == words * 5
    assert hints["authors"] == words


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Мост упал".encode(), "Мост упал"),
        ("Мост упал, сказал мэр города".encode("cp1251"), "Мост упал, сказал мэр города"),
        (b"=?utf-8?q?Caf=C3=A9?=\n =?utf-8?q?_at_night?=", "Café at night"),
        (b"=?nonsense?q?Caf=C3=A9?=", "Café"),
        (b"=?utf-8?b?x?=", "=?utf-8?b?x?="),
    ],
)
def test_a_broken_header_is_read_as_far_as_it_goes(
    tmp_path: Path, subject: bytes, title: str
) -> None:
    assert only(tmp_path, b"Subject: %b\n\nText." % subject).hints["title"] == title


def test_of_two_versions_the_html_is_taken(tmp_path: Path) -> None:
    mail = letter("See this mail in a browser.")
    mail.add_alternative("<p>The bridge fell.</p>", subtype="html")
    document = only(tmp_path, mail)
    assert document.kind == "html"
    assert document.content.strip() == "<p>The bridge fell.</p>"


def test_html_without_a_word_gives_way_to_the_plain_text(tmp_path: Path) -> None:
    mail = letter("The bridge fell.")
    page = "<html><head><style>p {color: red}</style></head><img src='cid:a'>&nbsp;</html>"
    mail.add_alternative(page, subtype="html")
    document = only(tmp_path, mail)
    assert (document.kind, document.content.strip()) == ("text", "The bridge fell.")


def test_a_page_in_a_mail_is_read_with_its_pictures_left_out(tmp_path: Path) -> None:
    mail = letter("x")
    mail.add_alternative("<p>The bridge fell.<img src='cid:a'></p>", subtype="html")
    page = mail.get_payload()[1]  # type: ignore[index]
    page.add_related(b"\x89PNG", "image", "png", cid="<a>")  # type: ignore[union-attr]
    assert only(tmp_path, mail).content.startswith("<p>The bridge fell.")


def test_attachments_are_left_out(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment("A long report.", filename="report.txt")
    mail.add_attachment("<p>A page.", subtype="html", filename="page.html")
    mail.add_attachment(letter("An older mail."))
    assert only(tmp_path, mail).content.strip() == "The bridge fell."


def test_a_mail_of_attachments_alone_is_named(tmp_path: Path) -> None:
    mail = letter()
    mail.clear_content()
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="a.pdf")
    mail.add_attachment(b"\x89PNG", "image", "png", filename="a.png")
    assert found(tmp_path, mail.as_bytes()) == [
        Skip("archive/a.eml", "has no text, only attachments (2)")
    ]


def test_a_text_in_several_parts_is_one(tmp_path: Path) -> None:
    mail = MIMEMultipart()
    mail["Subject"] = "Flood"
    mail.attach(MIMEText("The bridge & the road fell."))
    mail.attach(MIMEText("<p>It rained.</p>", "html"))
    mail.attach(MIMEText("The list's foot."))
    document = only(tmp_path, mail)
    assert document.kind == "html"
    assert [line for line in document.content.splitlines() if line] == [
        "<p>The bridge &amp; the road fell.</p>",
        "<p>It rained.</p>",
        "<p>The list&#x27;s foot.</p>",
    ]


def test_a_mail_taken_out_of_an_mbox_keeps_its_envelope_to_itself(tmp_path: Path) -> None:
    mail = b"From ann@example.org Mon Jan 13 21:18:00 2025\nSubject: Flood\n\nText."
    assert only(tmp_path, mail).hints == {"title": "Flood"}


def test_a_flowed_text_has_its_paragraphs_whole(tmp_path: Path) -> None:
    mail = (
        b"Subject: Flood\nContent-Type: text/plain; format=flowed\n\n"
        b"The bridge \nfell. \n> I said \n>so.\n\nIt rained.\n"
    )
    assert only(tmp_path, mail).content == "The bridge fell. \n> I said \n>so.\n\nIt rained.\n"
    assert unflow("The bri \ndge.", delsp=True) == "The bridge."


def test_a_wrapped_text_has_its_paragraphs_whole() -> None:
    text = (
        "Bridge falls\n\n"
        "The old bridge over the river fell on Monday night, and nobody\n"
        "was hurt, the mayor of the town said. Divers are look-\n"
        "ing for the long-range cameras that had watched it since the\n"
        "flood of 2003, a long-\n"
        "range system.\n"
        "- one\n"
        "- two\n"
    )
    assert unwrap(text) == (
        "Bridge falls\n\n"
        "The old bridge over the river fell on Monday night, and nobody was hurt, the mayor of the "
        "town said. Divers are looking for the long-range cameras that had watched it since the "
        "flood of 2003, a long-range system.\n"
        "- one\n"
        "- two\n"
    )


def test_lines_of_many_lengths_are_left_alone() -> None:
    text = "The bridge fell.\n" + "It rained for a long time and the river rose. " * 20 + "\nEnd"
    assert unwrap(text) == text


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<style>p {}</style><p>Words.", "html"),
        ("<style>p {}<p>Words.", "text"),
        ("<head><title>Flood</title></head><body><img></body>", "text"),
        ("<!-- words --><p>&nbsp;&#8203;</p>", "text"),
        ("Words alone.", "html"),
        ("<" * 2_000_000, "text"),
        ("<style>" * 300_000, "text"),
        ("<!--" * 500_000, "text"),
    ],
)
def test_html_counts_where_it_shows_a_word(tmp_path: Path, html: str, kind: str) -> None:
    mail = letter("The bridge fell.")
    mail.add_alternative(html, subtype="html")
    assert only(tmp_path, mail).kind == kind


def test_long_texts_are_made_whole_in_one_go() -> None:
    line = "The old bridge over the river that was closed last year is a long-"
    text = "\n".join(
        [line, "range one, and nobody was hurt when it fell on a Monday night in the"] * 10_000
    )
    assert unwrap(text).count("\n") == 0
    assert unflow("It rained. \n" * 200_000).count("\n") == 0


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(3000)
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"The bridge fell.", "is not a mail: it has no sender, date or subject"),
        (b"<!doctype html><p>Page.", "is not a mail: it has no sender, date or subject"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG image, not text"),
        (b"Subject: Flood\n\n", "has no text"),
        (b"Subject: Flood\n\nThe bridge\0fell.", "is binary: it holds NUL bytes"),
        (b"Subject: Flood\n" + NESTED, "is a damaged mail: maximum recursion depth exceeded"),
        (b"a" * 50_000_001, "is larger than 50 MB"),
    ],
)
def test_what_is_no_mail_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    (skip,) = found(tmp_path, content)
    assert isinstance(skip, Skip), skip
    assert skip.path == "archive/a.eml"
    assert skip.reason.startswith(why)


@pytest.mark.parametrize(
    "mail",
    [
        b'Subject: a\nContent-Type: text/plain; charset="\n\nThe bridge fell.',
        b"Subject: a\nContent-Type: text/plain; charset=no-such\n\nThe bridge fell.",
        b"Subject: a\nContent-Type: nonsense\n\nThe bridge fell.",
        b"Subject: a\nFrom: \xd1 <a@b\xd1.\xff>\nDate: \xd1\n\nThe bridge fell.",
        b"Subject: a\nContent-Type: multipart/mixed\n\nThe bridge fell.",
        b"Subject: a\nFrom: <<>>,,@\nDate: tomorrow\n\nThe bridge fell.",
        b"Subject: a\nFrom: =?=?=\nContent-Transfer-Encoding: base64\n\n!!VGhlIGJyaWRnZSBmZWxsLg=",
    ],
)
def test_a_mail_with_broken_headers_is_read(tmp_path: Path, mail: bytes) -> None:
    document = only(tmp_path, mail)
    assert document.content.startswith("The bridge fell.")
    assert "; ".join(document.hints.values()).encode("utf-8")


def written(folder: Path, *mails: EmailMessage) -> bytes:
    """The file that Python's own library makes of the mails."""
    file = folder / "written"
    box = mailbox.mbox(str(file))
    for mail in mails:
        box.add(mail)
    box.close()
    return file.read_bytes()


@pytest.mark.parametrize("name", ["a.mbox", "a.mbox.gz"])
def test_each_mail_of_a_box_goes_by_its_place(tmp_path: Path, name: str) -> None:
    quoted = "He wrote:\n\nFrom here on it rained.\nFrom 10:15 on it snowed.\n"
    content = written(tmp_path, letter(), letter(quoted), letter("It rained."))
    mails = found(tmp_path, gzip.compress(content) if name.endswith(".gz") else content, name)
    assert [(mail.path, getattr(mail, "content", "").strip()) for mail in mails] == [
        (f"archive/{name}#1", "The bridge fell."),
        (f"archive/{name}#2", quoted.strip()),
        (f"archive/{name}#3", "It rained."),
    ]


def test_a_mail_that_cannot_be_read_skips_that_mail_only(tmp_path: Path) -> None:
    mails = found(tmp_path, written(tmp_path, letter(""), letter("It rained.")), "a.mbox")
    assert mails[0] == Skip("archive/a.mbox#1", "mail 1 has no text")
    assert isinstance(mails[1], Document)


def test_the_digest_of_a_mail_is_its_own(tmp_path: Path) -> None:
    file = tmp_path / "written"
    (first,) = found(tmp_path, written(tmp_path, letter()), "a.mbox")
    file.unlink()
    _, again = found(tmp_path, written(tmp_path, letter("It rained."), letter()), "b.mbox")
    assert isinstance(first, Document)
    assert isinstance(again, Document)
    assert first.digest == again.digest


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"The bridge fell.\n", "is not an mbox: it does not start with 'From '"),
        (b"From here on it rained.\n", "is not an mbox: it does not start with 'From '"),
        (b"%PDF-1.7", "is a PDF, not text"),
    ],
)
def test_what_is_no_box_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert found(tmp_path, content, "a.mbox") == [Skip("archive/a.mbox", why)]


def test_a_box_without_one_readable_mail_is_left_after_a_thousand(tmp_path: Path) -> None:
    mails = found(tmp_path, b"From a 10:15\n\n" * 5000, "a.mbox")
    assert len(mails) == 1001
    assert mails[-1].reason == (  # type: ignore[union-attr]
        "has no mail that can be read in the 1000 before mail 1001"
    )


def test_a_long_box_is_read_mail_by_mail(tmp_path: Path) -> None:
    one = b"From a 10:15\nSubject: Flood\n\n" + b"It rained. " * 7 + b"\n" * 2
    large = b"From a 10:15\nSubject: Large\n\n" + (b"It rained. " * 90_000 + b"\n") * 51 + b"\n"
    (tmp_path / "a.mbox.gz").write_bytes(gzip.compress(one * 2000 + large + one, 1))
    seed = Seed("a.mbox.gz", str(tmp_path / "a.mbox.gz"))
    mails, peak = measured(lambda: list(read(seed)))
    assert len(mails) == 2002
    assert mails[2000] == Skip("a.mbox.gz#2001", "mail 2001 is larger than 50 MB")
    assert peak < 250_000_000


def test_parts_without_end_are_read_to_a_depth(tmp_path: Path) -> None:
    part: MIMEPart = letter()
    for _ in range(60):
        outer = EmailMessage()
        outer["Subject"] = "Flood"
        outer.make_mixed()
        outer.attach(part)
        part = outer
    assert found(tmp_path, part.as_bytes())[0] == Skip("archive/a.eml", "has no text")
