"""Tables: each row with a text is a document, whatever parts its fields."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.memory import measured

from search.article import Document, Seed, Skip
from search.readers import read


def found(folder: Path, content: bytes | str, name: str = "a.csv") -> list[Document | Skip]:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def texts(folder: Path, content: bytes | str, name: str = "a.csv") -> list[tuple[str, str]]:
    """Each path with its text, or with the reason why there is none."""
    return [
        (each.path.removeprefix("archive/"), each.content)
        if isinstance(each, Document)
        else (each.path.removeprefix("archive/"), each.reason)
        for each in found(folder, content, name)
    ]


def written(*rows: list[str], **style: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, **style).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


HEADER = ["Headline", "Published", "Publisher", "Byline", "Link", "Body"]
ROW = [
    "Flood, again",
    "2025-01-13",
    "Daily Ledger",
    "Ann Lee; Bo Ek",
    "https://example.org/a",
    'He said "stop".\n\nThe bridge; it fell.',
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_is_a_document_by_the_names_of_its_columns(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    content = written(HEADER, ROW, delimiter=delimiter).encode(encoding)
    (document,) = found(tmp_path, content)
    assert isinstance(document, Document), document
    assert (document.path, document.kind) == ("archive/a.csv#2", "text")
    assert document.content == 'He said "stop".\n\nThe bridge; it fell.'
    assert document.hints == {
        "title": "Flood, again",
        "date": "2025-01-13",
        "source": "Daily Ledger",
        "authors": "Ann Lee; Bo Ek",
        "url": "https://example.org/a",
    }


@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\r\x00\x1f\x1b", exclude_categories=["Cs"])),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    ),
    style=st.sampled_from(["excel", "excel-tab", "unix"]),
)
def test_what_python_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], style: str
) -> None:
    content = written(["title", "text"], *rows, dialect=style)
    read_back = found(tmp_path_factory.mktemp("table"), content)
    kept = [row[1] for row in rows if row[1] and not row[1].isspace()]
    assert [each.content for each in read_back if isinstance(each, Document)] == kept


def test_a_row_goes_by_its_first_line(tmp_path: Path) -> None:
    content = 'title,text\nA,"one\ntwo"\n\nB,three\r\nC,four'
    assert texts(tmp_path, content) == [
        ("a.csv#2", "one\ntwo"),
        ("a.csv#5", "three"),
        ("a.csv#6", "four"),
    ]


@pytest.mark.parametrize("name", ["a.tsv", "a.csv.gz"])
def test_a_table_goes_by_other_names_too(tmp_path: Path, name: str) -> None:
    content = b"title\ttext\nA\tone\n"
    packed = gzip.compress(content) if name.endswith(".gz") else content
    assert texts(tmp_path, packed, name) == [(f"{name}#2", "one")]


def test_the_delimiter_is_the_one_that_gives_known_names(tmp_path: Path) -> None:
    assert texts(tmp_path, "a,b;title;text\n1;A;one, two, three\n") == [
        ("a.csv#2", "one, two, three")
    ]


def test_a_line_for_excel_names_the_delimiter(tmp_path: Path) -> None:
    assert texts(tmp_path, "sep=;\r\ntitle;text\r\nA;one\r\n") == [("a.csv#3", "one")]


def test_a_table_of_one_column_has_no_delimiter(tmp_path: Path) -> None:
    content = 'text\nThe bridge, it fell; so\n"It rained,\nand snowed."\n'
    assert texts(tmp_path, content) == [
        ("a.csv#2", "The bridge, it fell; so"),
        ("a.csv#3", "It rained,\nand snowed."),
    ]


def test_a_text_of_markup_is_html(tmp_path: Path) -> None:
    (document,) = found(tmp_path, 'title,content\nA,"<p>One.</p><p>Two.</p>"\n')
    assert isinstance(document, Document)
    assert document.kind == "html"


def test_authors_that_python_listed_are_names(tmp_path: Path) -> None:
    (document,) = found(tmp_path, 'text,authors\none,"[\'Ann Lee\', ""Bo O\'Ek""]"\n')
    assert isinstance(document, Document)
    assert document.hints == {"authors": "Ann Lee; Bo O'Ek"}


def test_a_source_that_is_the_address_of_a_page_is_an_address(tmp_path: Path) -> None:
    content = "text,source\none,https://example.org/2025/a\ntwo,https://example.org/\n"
    assert [each.hints for each in found(tmp_path, content) if isinstance(each, Document)] == [
        {"url": "https://example.org/2025/a"},
        {"source": "https://example.org/"},
    ]


def test_a_table_in_windows_1251_is_read(tmp_path: Path) -> None:
    text = "Мост через реку упал ночью, сказал мэр города"
    content = f'title;text\n"Мост";"{text}"\n'.encode("cp1251")
    assert texts(tmp_path, content) == [("a.csv#2", text)]


def test_a_row_of_another_width_is_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    content = "title,text,date\nA,one,2025-01-13\nB,two\nC,three,2025,more\nD,four,2025,,\n"
    assert texts(tmp_path, content) == [
        ("a.csv#2", "one"),
        ("a.csv#3", "line 3 has 2 fields where the header has 3"),
        ("a.csv#4", "line 4 has 4 fields where the header has 3"),
        ("a.csv#5", "four"),
    ]


@pytest.mark.parametrize("swallowed", ["D,four", 'D,"four"', 'D,"fo\nur"', 'D,fo"ur'])
def test_a_quote_left_open_costs_its_own_row_alone(tmp_path: Path, swallowed: str) -> None:
    rows = texts(tmp_path, f'title,text\nA,one\nB,"two\nC,three\n{swallowed}\n')
    assert rows[:3] == [
        ("a.csv#2", "one"),
        ("a.csv#3", "line 3 has a quote that is not closed"),
        ("a.csv#4", "three"),
    ]
    assert [path for path, _ in rows[3:]] == ["a.csv#5"]


def test_odd_quotes_on_a_single_line_are_read_as_they_can_be(tmp_path: Path) -> None:
    assert texts(tmp_path, 'title,text\nA,a 5" pipe\n"B" or C,"so" he said\n') == [
        ("a.csv#2", 'a 5" pipe'),
        ("a.csv#3", "so he said"),
    ]


def test_a_field_past_the_limit_costs_its_own_row_alone(tmp_path: Path) -> None:
    one_line = "title,text\nA," + "a" * 8_000_001 + "\nB,two\n"
    assert texts(tmp_path, one_line) == [
        ("a.csv#2", "line 2 is larger than 8 MB"),
        ("a.csv#3", "two"),
    ]
    many = 'title,text\nA,"' + ("one " * 1000 + "\n") * 2_001 + '"\nB,two\n'
    assert texts(tmp_path, many, "b.csv")[0] == ("b.csv#2", "line 2 is larger than 8 MB")


def test_a_long_field_is_read(tmp_path: Path) -> None:
    text = "It rained. " * 100_000
    ((path, content),) = texts(tmp_path, f"title,text\nA,{text}\n")
    assert (path, content) == ("a.csv#2", text)


def test_nul_bytes_cost_their_own_row_alone(tmp_path: Path) -> None:
    assert texts(tmp_path, "title,text\nA,o\0ne\nB,two\n") == [
        ("a.csv#2", "line 2 is binary: it holds NUL bytes"),
        ("a.csv#3", "two"),
    ]


NAMELESS = "has no column that is named text, body, content or the like"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"title,date\nA,2025\n", NAMELESS),
        (b"1,2,3\n4,5,6\n", NAMELESS),
        (b"The bridge fell.\nIt rained.\n", NAMELESS),
        (b"<html><body>Log in", NAMELESS),
        (b"%PDF-1.7", "is a PDF, not text"),
        (b"PK\x03\x04 an Excel file", "is a ZIP archive, not text"),
        (b"\0" * 99, "is binary: it holds NUL bytes"),
        (b"a" * 9_000_000, "is larger than 8 MB"),
    ],
)
def test_what_is_no_table_of_texts_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert texts(tmp_path, content) == [("a.csv", why)]


def test_a_table_without_a_text_in_any_row_is_left_after_a_thousand(tmp_path: Path) -> None:
    rows = texts(tmp_path, "title,text\n" + "A,\n" * 5000)
    assert rows[0] == ("a.csv#2", "line 2 has no text")
    assert rows[1000:] == [("a.csv", "has no text in the 1000 rows before line 1002")]


def test_quotes_made_to_be_read_again_and_again_are_given_up(tmp_path: Path) -> None:
    rows = texts(tmp_path, "title,text\n" + 'x","""\n' * 50_000)
    assert len(rows) == 21
    assert rows[0] == ("a.csv#2", "line 2 has a quote that is not closed")


def test_a_long_table_is_read_row_by_row(tmp_path: Path) -> None:
    content = "title,text\n" + ("A," + "It rained. " * 500 + "\n") * 1000
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(content.encode(), 1))
    del content
    seed = Seed("a.csv.gz", str(tmp_path / "a.csv.gz"))
    rows, peak = measured(lambda: sum(1 for _ in read(seed)))
    assert rows == 1000
    assert peak < 2_000_000


def test_the_rows_of_a_cut_table_stand(tmp_path: Path) -> None:
    rows = "".join(f"A,text {number * 7919 % 10007}\n" for number in range(9000))
    packed = gzip.compress(f"title,text\n{rows}".encode())
    read_rows = texts(tmp_path, packed[:-2000], "a.csv.gz")
    assert read_rows[0] == ("a.csv.gz#2", "text 0")
    assert read_rows[-1] == ("a.csv.gz", "is gzip cut short")


def test_the_digest_changes_with_the_row_and_the_header_alone(tmp_path: Path) -> None:
    first = found(tmp_path, "title,text\nA,one\nB,two\n")
    again = found(tmp_path, "title,text\nC,zero\nA,one\n")
    other = found(tmp_path, "heading,text\nA,one\n")
    digests = [each.digest for each in (*first, *again, *other) if isinstance(each, Document)]
    assert digests[0] == digests[3]
    assert len(set(digests)) == 4
