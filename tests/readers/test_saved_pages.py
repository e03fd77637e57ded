"""A page that a browser saved is one article, whatever it left in the folder beside it."""

import plistlib
from pathlib import Path

import pytest

from search.article import Document, Seed, Skip, Unread
from search.cli import main
from search.readers import read, walk
from search.readers.saved_pages import ENDINGS

PAGE = (
    "<html><head><title>Flood</title></head><body><p>The river rose – at night.</p></body></html>"
)
FRAME = "<html><body><script>show()</script></body></html>"


def save(folder: Path, name: str, ending: str) -> None:
    """A page as a browser saves it, with what it needs in a folder."""
    parts = folder / f"{Path(name).stem}{ending}"
    (parts / "fonts").mkdir(parents=True)
    (folder / name).write_text(PAGE, encoding="utf-8")
    (parts / "saved_resource.html").write_text(FRAME, encoding="utf-8")
    (parts / "frame(1).html").write_text(FRAME, encoding="utf-8")
    (parts / "saved_resource_files").mkdir()
    (parts / "saved_resource_files" / "ad.html").write_text(FRAME, encoding="utf-8")
    (parts / "fonts" / "a.txt").write_text("a licence", encoding="utf-8")
    (parts / "logo.png").write_bytes(b"\x89PNG")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_with_its_folder_is_one_seed(tmp_path: Path, ending: str) -> None:
    save(tmp_path, "Flood, at night.html", ending)
    home = f"{tmp_path.name}/Flood, at night"
    seeds = [each.path for each in walk(tmp_path) if isinstance(each, Seed)]
    assert seeds == [f"{home}.html"]
    parts = [each for each in walk(tmp_path) if isinstance(each, Unread)]
    assert [part.path for part in parts] == [
        f"{home}{ending}/fonts/a.txt",
        f"{home}{ending}/frame(1).html",
        f"{home}{ending}/logo.png",
        f"{home}{ending}/saved_resource.html",
        f"{home}{ending}/saved_resource_files/ad.html",
    ]
    assert {part.page for part in parts} == {f"{home}.html"}


@pytest.mark.parametrize("name", ["b.html", "a.txt", "A_files.html"])
def test_a_folder_without_its_page_is_an_ordinary_one(tmp_path: Path, name: str) -> None:
    save(tmp_path, "a.html", "_files")
    (tmp_path / "a.html").rename(tmp_path / name)
    found = {each.path.partition("/")[2] for each in walk(tmp_path) if isinstance(each, Seed)}
    assert {"a_files/fonts/a.txt", "a_files/frame(1).html", name} <= found


def test_a_folder_that_is_named_is_read(tmp_path: Path) -> None:
    save(tmp_path, "a.html", "_files")
    seeds = [each.path for each in walk(tmp_path / "a_files") if isinstance(each, Seed)]
    assert seeds == [
        "a_files/fonts/a.txt",
        "a_files/frame(1).html",
        "a_files/saved_resource.html",
    ]


def test_the_parts_are_counted_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "news", "a.html", "-Dateien")
    (tmp_path / "news" / "b.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["index", "news"]) == 0
    found = capsys.readouterr()
    assert found.out.startswith("added 1,")
    assert found.err == "6 files not read: parts of saved pages 5, .jpg 1; --skipped names them\n"
    assert main(["index", "--skipped"]) == 0
    named = capsys.readouterr().err.splitlines()
    assert "not read news/a-Dateien/logo.png: part of the saved page news/a.html" in named
    assert "not read news/b.jpg: .jpg files are not read" in named


def archive(page: dict[str, object] | None, **others: object) -> bytes:
    """A page as Safari saves it."""
    main = {} if page is None else {"WebMainResource": page}
    return plistlib.dumps({**main, **others}, fmt=plistlib.FMT_BINARY)


def found_in(folder: Path, stored: bytes) -> Document | Skip:
    (folder / "a.webarchive").write_bytes(stored)
    (found,) = read(Seed("news/a.webarchive", str(folder / "a.webarchive")))
    return found


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1252", "utf-16"])
def test_a_web_archive_is_its_page_with_address_and_encoding(tmp_path: Path, encoding: str) -> None:
    page = {
        "WebResourceData": PAGE.encode(encoding),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": encoding,
        "WebResourceURL": "https://a.example/flood",
        "WebResourceFrameName": "",
    }
    frame = {"WebMainResource": {"WebResourceData": FRAME.encode(), "WebResourceURL": "about:"}}
    document = found_in(tmp_path, archive(page, WebSubframeArchives=[frame], WebSubresources=[]))
    assert isinstance(document, Document)
    assert (document.kind, document.content) == ("html", PAGE)
    assert document.hints == {"url": "https://a.example/flood"}


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (b"", "is empty"),
        (b"bplist00", "is a damaged web archive: Invalid file"),
        (archive(None), "is no web archive: it has no page"),
        (plistlib.dumps([1]), "is no web archive: it has no page"),
        (
            archive({"WebResourceData": b"GIF", "WebResourceMIMEType": "image/gif"}),
            "is a web archive of image/gif, not of a page",
        ),
        (archive({"WebResourceData": b" "}), "holds only white space"),
    ],
)
def test_one_without_a_page_says_so(tmp_path: Path, stored: bytes, reason: str) -> None:
    assert found_in(tmp_path, stored) == Skip("news/a.webarchive", reason)
