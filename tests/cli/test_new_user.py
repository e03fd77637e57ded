"""The first half an hour: of every file in a mixed folder the program says what became of it.

The files are made by other programs and libraries: good, odd and broken ones of each kind.
"""

import bz2
import gzip
import io
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from support.at_desk import Desk, settled
from support.news_files import WEATHER, archived, box, feed, mail, markdown, page, pdf, told
from support.processes import HAS_LINKS, SEARCH, environment

from search.readers.pdf import TEXTLESS

COLUMNS = "has no column that is named text, body, content or the like"


def text(word: str) -> str:
    return f"{word.title()} at the bridge\n\n{told(word)[0]}\n\n{told(word)[1]}\n"


def word_file(path: Path) -> None:
    made = docx.Document()
    made.add_heading("Lemur at the bridge")
    for each in told("lemur"):
        made.add_paragraph(each)
    made.save(str(path))


def zip_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("in/magpie.txt", text("magpie"))
        packed.writestr("in/photo.jpg", b"\xff\xd8\xff")
        packed.writestr("in/empty.txt", "")


def tar_file(path: Path) -> None:
    with tarfile.open(path, "w:gz") as packed:
        entry = tarfile.TarInfo("newt.html")
        entry.size = len(page("newt", "2025-01-09"))
        packed.addfile(entry, io.BytesIO(page("newt", "2025-01-09")))


def database(path: Path) -> None:
    with sqlite3.connect(path) as made:
        made.execute("create table news (text)")
    made.close()


def empty_pdf(path: Path) -> None:
    made = PdfWriter()
    made.add_blank_page(200, 200)
    made.write(path)


def locked_pdf(path: Path) -> None:
    pdf(path)
    made = PdfWriter(clone_from=path)
    made.encrypt("secret", algorithm="RC4-128")
    made.write(path)


# Each file, and the word of the article that is found in it.
GOOD: dict[str, tuple[Callable[[Path], object], str]] = {
    "aurochs.txt": (lambda path: path.write_text(text("aurochs"), encoding="utf-8"), "aurochs"),
    "utf-16.txt": (lambda path: path.write_text(text("bittern"), encoding="utf-16"), "bittern"),
    "page.html": (lambda path: path.write_bytes(page("crane", "2025-01-02")), "crane"),
    "page-without-ending": (lambda path: path.write_bytes(page("egret", "2025-01-03")), "egret"),
    "strict.xhtml": (
        lambda path: path.write_bytes(b'<?xml version="1.0"?>\n' + page("kestrel", "2025-01-03")),
        "kestrel",
    ),
    "index.php": (lambda path: path.write_bytes(page("fulmar", "2025-01-03")), "fulmar"),
    "packed.html.gz": (
        lambda path: path.write_bytes(gzip.compress(page("heron", "2025-01-04"))),
        "heron",
    ),
    "rows.csv": (
        lambda path: path.write_text(f'title,text\nIbex,"{told("ibex")[0]}"\n', encoding="utf-8"),
        "ibex",
    ),
    "rows.jsonl": (
        lambda path: path.write_text(f'{{"text": "{told("jackal")[0]}"}}\n', encoding="utf-8"),
        "jackal",
    ),
    "tip.eml": (mail, "badger"),
    "letters.mbox": (box, "caracal"),
    "feed.xml": (feed, "dingo"),
    "report.pdf": (pdf, "ermine"),
    "note.md": (markdown, "ferret"),
    "crawl.warc.gz": (lambda path: path.write_bytes(archived("gibbon", "2025-01-07")), "gibbon"),
    "report.docx": (word_file, "lemur"),
    "many.zip": (zip_file, "magpie"),
    "many.tar.gz": (tar_file, "newt"),
}

# Each file that is odd or broken, and what is said of it or of a part of it.
SAID: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), "skipped {}: is empty"),
    "blank.txt": (lambda path: path.write_bytes(b" \n\n"), "skipped {}: holds only white space"),
    "zeros.txt": (
        lambda path: path.write_bytes(bytes(5000)),
        "skipped {}: is binary: it holds NUL bytes",
    ),
    "photo.txt": (
        lambda path: path.write_bytes(b"\xff\xd8\xff\xe0"),
        "skipped {}: is a JPEG image, not text",
    ),
    "nothing.html": (
        lambda path: path.write_text("<html><body></body></html>", encoding="utf-8"),
        "skipped {}: holds no text",
    ),
    "cut.txt.gz": (
        lambda path: path.write_bytes(gzip.compress(text("oryx").encode())[:60]),
        "skipped {}: is gzip cut short",
    ),
    "plain.txt.gz": (lambda path: path.write_bytes(b"plain"), "skipped {}: is not gzip"),
    "cut.zip": (
        lambda path: path.write_bytes(b"PK\x03\x04" + bytes(40)),
        "skipped {}: is a damaged ZIP: File is not a zip file",
    ),
    "broken.docx": (
        lambda path: path.write_bytes(b"no zip"),
        "skipped {}: is a damaged DOCX: File is not a zip file",
    ),
    "broken.json": (
        lambda path: path.write_text('{"a": [1, 2', encoding="utf-8"),
        "skipped {}: is not JSON: expecting ',' delimiter (character 12)",
    ),
    "package.json": (
        lambda path: path.write_text('{"name": "x"}', encoding="utf-8"),
        "skipped {}: has no text",
    ),
    "bad-row.jsonl": (
        lambda path: path.write_text('{"text": "Otters play."}\nnot json\n', encoding="utf-8"),
        "skipped {}#2: line 2 is not JSON: expecting value at column 1",
    ),
    "numbers.csv": (
        lambda path: path.write_text("a;b\n1;2\n", encoding="utf-8"),
        f"skipped {{}}: {COLUMNS}",
    ),
    "config.xml": (
        lambda path: path.write_text("<config/>", encoding="utf-8"),
        "skipped {}: is not a feed of RSS or Atom",
    ),
    "scan.pdf": (empty_pdf, f"skipped {{}}: {TEXTLESS}"),
    "locked.pdf": (locked_pdf, "skipped {}: is an encrypted PDF: it takes a password"),
    "news.db": (database, "not read {}: .db files are not read"),
    "README": (
        lambda path: path.write_text("clips of 2025", encoding="utf-8"),
        "not read {}: it has no ending, and is no page",
    ),
    "old.txt.bz2": (
        lambda path: path.write_bytes(bz2.compress(WEATHER.encode())),
        "not read {}: .bz2 files are not read",
    ),
    "in-a-zip.zip": (zip_file, "not read {}/in/photo.jpg: .jpg files are not read"),
    "also-in-a-zip.zip": (zip_file, "skipped {}/in/empty.txt: is empty"),
}
HAS_SYMLINKS = sys.platform != "win32"
LINKS = {
    "dead.txt": ("nowhere.txt", "skipped {}: is a broken link: no such file or directory"),
    "out.txt": ("../out.txt", "skipped {}: is a link out of the folder"),
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which somebody has put everything."""
    home = tmp_path_factory.mktemp("desk")
    (home / "clips").mkdir()
    (home / "out.txt").write_text(text("ousel"), encoding="utf-8")
    for name, (make, _) in {**GOOD, **SAID}.items():
        make(home / "clips" / name)
    for name, (target, _) in LINKS.items() if HAS_SYMLINKS else ():
        (home / "clips" / name).symlink_to(target)
    return home


@pytest.fixture(scope="module")
def build(clips: Path) -> "subprocess.CompletedProcess[str]":
    """The one build of these tests: `search index clips --skipped`, in a pipe."""
    return subprocess.run(
        [*SEARCH, "index", "clips", "--skipped"],
        cwd=clips,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def lines(build: "subprocess.CompletedProcess[str]") -> list[str]:
    return build.stderr.splitlines()


@pytest.fixture
def desk(
    clips: Path,
    build: "subprocess.CompletedProcess[str]",  # noqa: ARG001 - it must have run
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    settled(clips, monkeypatch)
    return Desk(capsys)


@pytest.mark.parametrize("name", [*SAID, *(pytest.param(each, marks=HAS_LINKS) for each in LINKS)])
def test_what_is_left_out_is_named_with_the_reason(lines: list[str], name: str) -> None:
    assert {**SAID, **LINKS}[name][1].format(f"clips/{name}") in lines


@pytest.mark.parametrize("name", GOOD)
def test_what_is_read_is_found(desk: Desk, name: str) -> None:
    found = desk.ids("query", GOOD[name][1], "--all", "--limit", "all")
    assert [id for id in found if id.startswith(f"clips/{name}")]


def test_no_file_vanishes_and_the_counts_add_up(
    build: "subprocess.CompletedProcess[str]", clips: Path, lines: list[str], desk: Desk
) -> None:
    ids = desk.ids("query", "--all", "--limit", "all")
    skipped = [line for line in lines if line.startswith("skipped ")]
    assert build.stdout == (
        f"added {len(ids)}, changed 0, removed 0, unchanged 0, skipped {len(skipped)}\n"
    )
    assert build.returncode == 4
    named = [line.partition(" clips/")[2] for line in lines]
    for file in (clips / "clips").iterdir():
        assert any(each.startswith((f"clips/{file.name}", file.name)) for each in (*ids, *named))


def test_one_asks_for_a_file_and_learns_why_it_is_missing(desk: Desk) -> None:
    for command in (["show", "cut.txt.gz"], ["why-not", "cut.txt.gz", "bridge"]):
        ran = desk.search(*command)
        assert (ran.status, ran.err) == (
            1,
            "Error: 'clips/cut.txt.gz' was skipped: is gzip cut short; "
            "'search index --skipped' names all that are left out\n",
        )


def test_the_next_commands_say_the_same(desk: Desk, lines: list[str]) -> None:
    skipped = [line for line in lines if line.startswith("skipped ")]
    shown = desk.search("stats", "-o", "text").out.splitlines()
    assert ["skipped", str(len(skipped))] in [line.split() for line in shown]
    assert any(line.split()[:3] == ["not", "read", "6"] for line in shown)
    report = desk.search("doctor", "-o", "text").out
    assert "files are of kinds that are not read: .jpg 3, " in report
    assert "documents are skipped: is empty; " in report
    again = desk.search("index", "--skipped")
    assert again.err.splitlines() == lines
