"""The kinds of files: found by name and content, loaded when met, mended by a command."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.containers import zipped

from search.article import Skip
from search.indexing import build
from search.readers.file_types import READERS

LIBRARIES = {
    "a.warc": "warcio",
    "a.wacz": "warcio",
    "a.warc.gz": "warcio",
    "a.xml": "feedparser",
    "a.rss": "feedparser",
    "a.atom": "feedparser",
    "a.pdf": "pypdf",
    "a.md": "yaml",
    "a.markdown": "yaml",
    "a.7z": "py7zr",
    "a.xlsx": "openpyxl",
}
EXTRAS = {
    "warcio": "warc",
    "feedparser": "feeds",
    "pypdf": "pdf",
    "yaml": "markdown",
    "py7zr": "7z",
    "openpyxl": "tables",
}

# A machine on which none of the libraries is installed.
BARE = """
import sys

LIBRARIES = "warcio brotli feedparser pypdf yaml markdown_it py7zr openpyxl".split()

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in LIBRARIES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


def bare(code: str, *arguments: str) -> str:
    """What a process without the libraries prints."""
    ran = subprocess.run(
        [sys.executable, "-c", BARE + code, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return ran.stdout


def test_a_file_that_needs_a_library_says_how_to_get_it(tmp_path: Path) -> None:
    for name in LIBRARIES:
        (tmp_path / name).write_text("The bridge fell.", encoding="utf-8")
    code = (
        "from pathlib import Path; from search.readers import read, walk\n"
        "for seed in walk(Path(sys.argv[1])):\n"
        "    for found in read(seed): print(seed.path.split('/')[-1], found.reason)"
    )
    said = dict(line.split(" ", 1) for line in bare(code, str(tmp_path)).splitlines())
    assert said == {
        name: f"needs {library}: pip install 'news-search[{EXTRAS[library]}]'"
        for name, library in LIBRARIES.items()
    }


def test_files_without_a_library_leave_the_rest_of_a_build_alone(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.md").write_text("The bridge fell.", encoding="utf-8")
    (archive / "b.txt").write_text(
        "It rained on the bridge for nine days in a row.", encoding="utf-8"
    )
    code = (
        "from pathlib import Path; from search.indexing import build\n"
        "report = build([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "print(report.added, len(report.skipped))"
    )
    index = tmp_path / "index"
    assert bare(code, str(archive), str(index)) == "1 1\n"
    assert bare(code, str(archive), str(index)) == "0 1\n"
    report = build([archive], index)
    assert (report.added, report.unchanged, report.skipped) == (1, 1, ())


def test_a_file_in_a_container_waits_for_its_library_too(tmp_path: Path) -> None:
    archive, index = tmp_path / "archive", tmp_path / "index"
    archive.mkdir()
    files = {"a.txt": b"It rained on the bridge.", "b.md": b"The bridge fell at night."}
    (archive / "dump.zip").write_bytes(zipped(files))
    code = (
        "from pathlib import Path; from search.indexing import build\n"
        "report = build([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "print(report.added, report.unchanged, *(skip[:2] for skip in report.skipped))"
    )
    needs = "('archive/dump.zip/b.md', \"needs yaml: pip install 'news-search[markdown]'{}\")\n"
    assert bare(code, str(archive), str(index)) == "1 0 " + needs.format("")
    assert bare(code, str(archive), str(index)) == "0 1 " + needs.format("")
    report = build([archive], index)
    assert (report.added, report.unchanged, report.skipped) == (1, 1, ())
    (archive / "dump.zip").write_bytes(zipped({**files, "c.txt": b"The mill burnt down."}))
    kept = needs.format("; its articles are kept")
    assert bare(code, str(archive), str(index)) == "1 2 " + kept
    rebuilt = code.replace("sys.argv[2]))", "sys.argv[2]), rebuild=True)")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        bare(rebuilt, str(archive), str(index))
    assert "a rebuild would lose its articles" in caught.value.stderr
    report = build([archive], index)
    assert (report.added, report.changed, report.unchanged, report.skipped) == (0, 0, 3, ())


def test_nothing_is_loaded_before_a_file_of_its_kind_is_met(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge fell.", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from search.readers import read, walk\n"
        "print([found.content for seed in walk(Path(sys.argv[1])) for found in read(seed)])\n"
        "libraries = 'warcio brotli feedparser pypdf yaml markdown_it email.message csv zipfile'\n"
        "print([name for name in libraries.split() if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "['The bridge fell.']\n[]\n"


def test_a_file_skipped_for_another_reason_is_not_read_again(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.pdf").write_text("The bridge fell.", encoding="utf-8")
    (archive / "b.txt").write_text("It rained.", encoding="utf-8")
    for _ in range(2):
        report = build([archive], tmp_path / "index")
        assert report.skipped == (Skip("archive/a.pdf", "is not a PDF"),)


def test_every_extra_of_the_table_is_one_of_the_distribution() -> None:
    stated = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    extras = {format.extra for format in READERS.values() if format.extra}
    assert all(f"\n{extra} = [" in stated for extra in extras)
    inputs = next(line for line in stated.splitlines() if line.startswith("inputs = "))
    assert all(format.extra in inputs for format in READERS.values())


@pytest.mark.parametrize("opening", ["<!-- a comment -->\n", "<?xml-stylesheet a='b'?>\n", " "])
def test_a_page_may_open_with_any_number_of_comments(tmp_path: Path, opening: str) -> None:
    """An ambiguous pattern tries each way to part them: 30 comments took minutes."""
    page = tmp_path / "page.html"
    page.write_text(opening * 5_000 + "<p>The bridge fell into the river.</p>", encoding="utf-8")
    code = "import sys; from search.readers import read; from search.article import Seed; "
    code += "print([type(each).__name__ for each in read(Seed('page.html', sys.argv[1]))])"
    command = [sys.executable, "-c", code, str(page)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert ran.stdout == "['Document']\n"
