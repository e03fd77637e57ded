"""Reading: bytes become documents with nothing lost, or a Skip that says why."""

import gzip
import hashlib
import os
import random
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.memory import measured
from support.processes import HAS_LINKS, HAS_PIPES

from search.article import Document, Seed, Skip
from search.readers import fingerprint, read, skip_reason
from search.readers.text_decoding import declared_encoding, decode

UKRAINIAN = (
    "Рада ухвалила закон про бюджет на наступний рік. Прем'єр-міністр заявив, що видатки на "
    "оборону зростуть, а їхній обсяг перевищить торішній."
)
RUSSIAN = (
    "Президент подписал указ о повышении пенсий. Как сообщает агентство, новые выплаты начнутся "
    "в январе следующего года."
)
FRENCH = (
    "Le président de la République a été réélu dimanche. « Nous avons gagné », a-t-il déclaré à "
    "ses partisans réunis près de la tour Eiffel, où la fête a duré toute la nuit."
)
SPANISH = (
    "El Gobierno aprobó ayer la reforma de la ley después de una larga sesión. Según fuentes del "
    "ministerio, mañana se publicará en el boletín y entrará en vigor el próximo año."
)
POLISH = (
    "Sejm przyjął w piątek ustawę o podwyżce świadczeń. Premier zapowiedział, że środki trafią do "
    "najuboższych rodzin już w przyszłym roku."
)
TURKISH = (
    "Hükümet dün yeni ekonomik önlemleri açıkladı. Başbakan, emekli maaşlarının gelecek yıl "
    "artacağını söyledi. İstanbul'da düzenlenen toplantıya çok sayıda gazeteci katıldı."
)
JAPANESE = "政府は昨日、新しい経済対策を発表した。首相は来年から年金が増えると述べた。"
CHINESE = "政府昨天宣布了新的经济措施。总理表示，明年养老金将会增加。许多记者参加了新闻发布会。"
ENGLISH = "The minister said the plan would “change everything”, and nobody’s surprised."


def seed(folder: Path, name: str, content: bytes | str) -> Seed:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Seed(f"archive/{name}", str(file))


def only(folder: Path, name: str, content: bytes | str) -> Document | Skip:
    (found,) = read(seed(folder, name, content))
    return found


def text_of(folder: Path, name: str, content: bytes | str) -> str:
    found = only(folder, name, content)
    assert isinstance(found, Document), found
    return found.content


def reason(folder: Path, name: str, content: bytes | str) -> str:
    found = only(folder, name, content)
    assert isinstance(found, Skip), found
    assert found.path == f"archive/{name}"
    return found.reason


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    assert only(tmp_path, "a.txt", "The bridge fell.\n") == Document(
        path="archive/a.txt",
        kind="text",
        content="The bridge fell.\n",
        digest="2ff4cd987746a89c8cbbfb4809272c3355f8b9f1766cdb617b9fd5bcc5546598",
    )


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML"])
def test_a_page_is_one_document_of_html(tmp_path: Path, name: str) -> None:
    found = only(tmp_path, name, "<p>The bridge fell.")
    assert isinstance(found, Document)
    assert (found.kind, found.content, found.hints) == ("html", "<p>The bridge fell.", {})


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.HTM.GZ"])
def test_every_kind_may_be_packed(tmp_path: Path, name: str) -> None:
    assert text_of(tmp_path, name, gzip.compress(b"<p>The bridge fell.")) == "<p>The bridge fell."


def test_several_gzip_members_are_one_file(tmp_path: Path) -> None:
    packed = gzip.compress(b"The bridge ") + gzip.compress(b"fell.")
    assert text_of(tmp_path, "a.txt.gz", packed) == "The bridge fell."


def test_the_digest_is_that_of_the_file_as_stored(tmp_path: Path) -> None:
    packed = gzip.compress(b"The bridge fell.", mtime=0)
    found = only(tmp_path, "a.txt.gz", packed)
    assert isinstance(found, Document)
    assert found.digest == hashlib.sha256(packed).hexdigest()
    assert found.digest == fingerprint(Seed(found.path, str(tmp_path / "a.txt.gz")))


def test_line_ends_become_one_kind_and_all_else_stays(tmp_path: Path) -> None:
    content = b"  one\r\ntwo\rthree\n\n\tfour\x0c\xc2\xa0five\xe2\x80\xa8 "
    assert text_of(tmp_path, "a.txt", content) == "  one\ntwo\nthree\n\n\tfour\x0c\xa0five\u2028 "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (FRENCH, "latin_1"),
        (FRENCH[:90], "latin_1"),
        (SPANISH, "latin_1"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (TURKISH, "cp1254"),
        (ENGLISH, "cp1252"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_an_encoding_that_is_not_stated_is_detected(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert text_of(tmp_path, "a.txt", text.encode(encoding)) == text


def test_one_letter_in_a_long_english_text_is_detected(tmp_path: Path) -> None:
    text = "Nobody saw it fall.\n" * 5000 + "He sat in the café.\n" + "It rained.\n" * 5000
    assert text_of(tmp_path, "a.txt", text.encode("latin_1")) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_dropped(tmp_path: Path, encoding: str) -> None:
    assert text_of(tmp_path, "a.txt", UKRAINIAN.encode(encoding)) == UKRAINIAN


def test_a_big_endian_byte_order_mark_is_believed(tmp_path: Path) -> None:
    content = b"\xfe\xff" + UKRAINIAN.encode("utf-16-be")
    assert text_of(tmp_path, "a.txt", content) == UKRAINIAN


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


@given(TEXTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_what_is_written_with_a_mark_reads_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(TEXTS.filter(lambda text: not text.startswith("\ufeff") and "\x1b$" not in text))
def test_what_is_written_in_utf8_reads_back(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta charset=cp1251>", "cp1251"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=Windows-1251'>", "cp1251"),
        ("<meta charset=x-cp1251>", "cp1251"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=us-ascii>", "cp1252"),
        ("<meta charset=iso-8859-9>", "cp1254"),
        ("<meta charset=gb2312>", "gb18030"),
        ("<meta charset=Shift_JIS>", "cp932"),
        ("<meta charset=utf-8>", None),  # tried before anything declared
        ("<meta charset=utf-16>", None),  # or this could not be read
        ("<meta charset=rot13>", None),
        ("<meta charset=nonsense>", None),
        ("<p>charset=cp1251", None),
    ],
)
def test_a_declared_encoding_is_what_browsers_take_it_for(head: str, encoding: str | None) -> None:
    assert declared_encoding(f"<html><head>{head}</head>".encode()) == encoding


def test_an_xml_declaration_counts_where_it_opens_the_page() -> None:
    declaration = '<?xml version="1.0" encoding="windows-1251"?>'
    assert declared_encoding(f"{declaration}\n<html><head></head>".encode()) == "cp1251"
    assert declared_encoding(f"<p>One writes {declaration} first.</p>".encode()) is None


def test_a_page_is_read_as_it_declares(tmp_path: Path) -> None:
    page = "<meta charset=windows-1251><p>Їжак"
    assert text_of(tmp_path, "a.html", page.encode("cp1251")) == page


def test_quotes_of_windows_in_a_page_that_declares_latin1_are_quotes(tmp_path: Path) -> None:
    page = "<meta charset=iso-8859-1><p>“It’s over”"
    assert text_of(tmp_path, "a.html", page.encode("cp1252")) == page


def test_a_page_in_utf8_that_declares_another_encoding_is_read_as_utf8(tmp_path: Path) -> None:
    page = "<meta charset=windows-1251><p>Їжак"
    assert text_of(tmp_path, "a.html", page) == page


def test_a_bad_byte_in_a_good_text_costs_one_character(tmp_path: Path) -> None:
    content = UKRAINIAN.encode() + b" \xff end"
    assert text_of(tmp_path, "a.txt", content) == UKRAINIAN + " \ufffd end"


def test_a_text_cut_within_a_character_is_read(tmp_path: Path) -> None:
    assert text_of(tmp_path, "a.txt", "Київ — Львів".encode()[:-1]) == "Київ — Льві\ufffd"


PACKED = gzip.compress(random.Random(7).randbytes(5000))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.jsonl", b"", "is empty"),
        ("a.jsonl", b"\n \n", "is empty"),
        ("a.txt.gz", b"", "is empty"),
        ("a.txt.gz", gzip.compress(b""), "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "is empty"),
        ("a.txt", b" \r\n\t\n", "holds only white space"),
        ("a.txt", b"\0" * 5000, "is binary: it holds NUL bytes"),
        ("a.txt", b"The bridge\0fell.", "is binary: it holds NUL bytes"),
        ("a.txt", "a\0".encode("utf-16"), "is binary: it holds NUL bytes"),
        ("a.jsonl", b"%PDF-1.7 ...", "is a PDF, not text"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "is a PNG image, not text"),
        ("a.txt", b"PK\x03\x04...", "is a ZIP archive, not text"),
        ("a.txt", gzip.compress(b"The bridge fell."), "is gzip, not text"),
        ("a.jsonl", gzip.compress(b"{}"), "is gzip, not text"),
        ("a.txt", random.Random(7).randbytes(3000).replace(b"\0", b"\x01"), None),
        ("a.txt.gz", b"The bridge fell.", "is not gzip"),
        ("a.jsonl.gz", b'{"text": "The bridge fell."}', "is not gzip"),
        ("a.txt.gz", PACKED[:3000], "is gzip cut short"),
        ("a.txt.gz", PACKED[:6], "is gzip cut short"),
        ("a.txt.gz", PACKED[:-6] + b"\0\0\0\0\0\0", "is damaged gzip"),
        ("a.txt.gz", PACKED[:10] + b"\xff" * 50, "is damaged gzip"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "is of a type that is not read"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(
    tmp_path: Path, name: str, content: bytes, why: str | None
) -> None:
    assert reason(tmp_path, name, content) == (why or "is binary or in an unknown encoding")


def test_a_document_past_the_limit_is_skipped(tmp_path: Path) -> None:
    assert reason(tmp_path, "a.txt", b"a" * 8_000_001) == "is larger than 8 MB"


def test_a_page_may_be_longer_for_most_of_it_is_markup(tmp_path: Path) -> None:
    page = "<p>The bridge fell.</p>" + "<br>" * 2_500_000
    assert text_of(tmp_path, "a.html", page) == page
    assert reason(tmp_path, "a.html", b"a" * 50_000_001) == "is larger than 50 MB"


BOMB = gzip.compress(b"a" * 10_000_000) * 300  # 3 GB in 3 MB


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.txt.gz", ["is larger than 8 MB"]),
        ("a.html.gz", ["is gzip that unpacks to more than 500 times its size"]),
        (
            "a.jsonl.gz",
            [
                "line 1 is larger than 8 MB",
                "is gzip that unpacks to more than 500 times its size",
            ],
        ),
    ],
)
def test_a_gzip_bomb_is_stopped_in_bounded_memory(
    tmp_path: Path, name: str, why: list[str]
) -> None:
    bomb = seed(tmp_path, name, BOMB)
    found, peak = measured(lambda: list(read(bomb)))
    assert [skip.reason for skip in found if isinstance(skip, Skip)] == why
    assert len(found) == len(why)
    assert peak < 250_000_000


def test_a_bomb_of_empty_lines_is_stopped(tmp_path: Path) -> None:
    found = reason(tmp_path, "a.jsonl.gz", gzip.compress(b"\n" * 10_000_000) * 300)
    assert found == "has no JSON object in the 1000 lines before line 1001"


def test_a_seed_that_is_gone_is_skipped(tmp_path: Path) -> None:
    gone = Seed("archive/a.txt", str(tmp_path / "a.txt"))
    assert list(read(gone)) == [Skip("archive/a.txt", "no such file or directory")]
    with pytest.raises(OSError) as caught:
        fingerprint(gone)
    assert skip_reason(caught.value) == "no such file or directory"


def test_a_seed_that_became_a_folder_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert list(read(Seed("a.txt", str(tmp_path / "a.txt")))) == [Skip("a.txt", "is a folder")]


@HAS_PIPES
def test_a_pipe_is_skipped_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert list(read(Seed("a.txt", str(tmp_path / "a.txt")))) == [Skip("a.txt", "is a pipe")]
    with pytest.raises(OSError, match="is a pipe"):
        fingerprint(Seed("a.txt", str(tmp_path / "a.txt")))


@HAS_LINKS
def test_a_device_and_a_socket_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    assert list(read(Seed("a.txt", str(tmp_path / "a.txt")))) == [Skip("a.txt", "is a device")]
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's path may have 107 bytes
        try:
            listener.bind("b.txt")
        finally:
            os.chdir(here)
    assert list(read(Seed("b.txt", str(tmp_path / "b.txt")))) == [Skip("b.txt", "is a socket")]
