"""Archives of the web: each page a crawler saved is a document, and nothing else is."""

import gzip
import http.client
import io
import threading
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import brotli
import pytest
from support.memory import measured
from support.news_files import response, warc
from warcio.capture_http import capture_http

from search.article import Document, Seed, Skip
from search.readers import read

PAGE = b"<!doctype html><title>Flood</title><p>The bridge fell."
TEXT = PAGE.decode()
URL = "https://example.org/2025/01/13/flood"
# 64 kB that gzip makes 30 times smaller, no more.
LONG_WORD = Random(1).randbytes(2_000).hex().encode() + b"a" * 60_000


def found(folder: Path, content: bytes, name: str = "a.warc.gz") -> list[Document | Skip]:
    (folder / name).write_bytes(content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def only(folder: Path, content: bytes, name: str = "a.warc.gz") -> Document:
    (document,) = found(folder, content, name)
    assert isinstance(document, Document), document
    return document


def reasons(folder: Path, content: bytes, name: str = "a.warc.gz") -> list[tuple[str, str]]:
    skips = found(folder, content, name)
    assert all(isinstance(skip, Skip) for skip in skips), skips
    return [(skip.path, skip.reason) for skip in skips if isinstance(skip, Skip)]


def test_a_page_goes_by_the_place_of_its_record_and_states_its_address(tmp_path: Path) -> None:
    document = only(tmp_path, warc(response()))
    assert (document.path, document.kind) == ("archive/a.warc.gz#2", "html")
    assert document.content == TEXT
    assert document.hints == {"url": URL}


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc", True)])
def test_an_archive_is_read_packed_or_not_whatever_its_name(
    tmp_path: Path, name: str, packed: bool
) -> None:
    assert only(tmp_path, warc(response(), packed=packed), name).content == TEXT


def test_an_archive_packed_as_one_is_read(tmp_path: Path) -> None:
    plain = warc(response(), response(b"<p>It rained."), packed=False)
    pages = found(tmp_path, gzip.compress(plain))
    assert [page.path for page in pages] == ["archive/a.warc.gz#2", "archive/a.warc.gz#3"]


def test_an_archive_under_the_name_of_a_text_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, warc(response(), packed=False), "a.txt").path == "archive/a.txt#2"


class Site(BaseHTTPRequestHandler):
    """A small site: two pages, one in chunks, a redirect, an image, an error, robots.txt."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/chunks":
            self.answer(200, "text/html", b"", ("Transfer-Encoding", "chunked"))
            for piece in (PAGE[:20], PAGE[20:], b""):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            return
        self.answer(*ANSWERS[self.path])

    def answer(self, status: int, kind: str, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for header in headers:
            self.send_header(*header)
        if not headers or headers[0][0] != "Transfer-Encoding":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ANSWERS: dict[str, tuple[int, str, bytes, *tuple[tuple[str, str], ...]]] = {
    "/": (200, "text/html; charset=utf-8", PAGE),
    "/robots.txt": (200, "text/html", b"<p>User-agent: *"),
    "/photo.png": (200, "image/png", b"\x89PNG\r\n\x1a\n"),
    "/moved": (301, "text/html", b"<p>Moved.", ("Location", "/")),
    "/gone": (404, "text/html", b"<p>There is no such page."),
    "/pixel": (200, "text/html", b""),
    "/packed": (200, "text/html", gzip.compress(PAGE), ("Content-Encoding", "gzip")),
}


@pytest.fixture
def site() -> Iterator[int]:
    """The port of a running site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=partial(server.serve_forever, 0.01), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def recorded(file: Path, port: int, paths: Iterable[str]) -> None:
    """Ask the site for the paths while warcio's recorder listens."""
    with capture_http(str(file)):
        for path in paths:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", path)
            connection.getresponse().read()
            connection.close()


def test_of_what_a_recorder_saved_the_pages_are_read(tmp_path: Path, site: int) -> None:
    recorded(tmp_path / "a.warc.gz", site, [*ANSWERS, "/chunks"])
    pages = list(read(Seed("a.warc.gz", str(tmp_path / "a.warc.gz"))))
    assert [page.hints["url"].rpartition("/")[2] for page in pages if page.content == TEXT] == [  # type: ignore[union-attr]
        "",
        "packed",
        "chunks",
    ]
    assert len(pages) == 3


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("GZip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
        ("gzip", PAGE),
    ],
)
def test_the_packing_of_the_transport_is_taken_off(
    tmp_path: Path, encoding: str, body: bytes
) -> None:
    record = response(body, "text/html", ("Content-Encoding", encoding))
    assert only(tmp_path, warc(record)).content == TEXT


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/html; charset=windows-1251", "cp1251"),
        ('text/html;charset="KOI8-R"', "koi8_r"),
        ("text/html; charset=windows-1251", "utf-8"),
        ("text/html", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_the_server_states(
    tmp_path: Path, kind: str, encoding: str
) -> None:
    page = "<p>Мост через реку упал, сказал мэр."
    assert only(tmp_path, warc(response(page.encode(encoding), kind))).content == page


def test_the_servers_word_counts_before_the_pages_own(tmp_path: Path) -> None:
    page = '<meta charset="koi8-r"><p>Мост через реку упал, сказал мэр.'
    record = response(page.encode("cp1251"), "text/html; charset=cp1251")
    assert only(tmp_path, warc(record)).content == page


@pytest.mark.parametrize(
    "record",
    [
        response(kind="application/json"),
        response(status="302 Found"),
        response(status="404 Not Found"),
        response(status="206 Partial Content"),
        response(b"{}"),
        response(b""),
        response(url="https://example.org/robots.txt"),
        response(url="dns:example.org"),
        response(record="revisit"),
    ],
)
def test_what_is_no_page_is_left_out_without_a_word(
    tmp_path: Path, record: dict[str, object]
) -> None:
    assert only(tmp_path, warc(record, response())).path == "archive/a.warc.gz#3"


def test_an_archive_without_a_page_is_named(tmp_path: Path) -> None:
    content = warc(response(kind="image/png"))
    assert reasons(tmp_path, content) == [("archive/a.warc.gz", "holds no page of HTML")]


def test_a_stored_page_is_read_too(tmp_path: Path) -> None:
    record = {
        "uri": URL,
        "record_type": "resource",
        "payload": io.BytesIO(PAGE),
        "warc_content_type": "text/html",
    }
    assert only(tmp_path, warc(record)).content == TEXT


def test_the_digest_of_a_page_is_that_of_the_page_alone(tmp_path: Path) -> None:
    first, second = found(tmp_path, warc(response(), response(b"<p>It rained.")))
    other, again = found(tmp_path, warc(response(b"<p>It snowed."), response()), "b.warc.gz")
    digests = {each.digest for each in (first, second, other) if isinstance(each, Document)}
    assert len(digests) == 3
    assert isinstance(again, Document)
    assert again.digest in digests


WHOLE = warc(response(), response(b"<p>It rained." + b"It rained. " * 500))
PLAIN = warc(response(), response(b"<p>It rained." * 50), packed=False)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.warc.gz", b"", "is empty"),
        ("a.warc", b"", "is empty"),
        ("a.warc.gz", b"The bridge fell.", "is not gzip"),
        ("a.warc", b"The bridge fell.", "is a damaged WARC: Unknown archive format, first line: "),
        ("a.warc", PAGE, "is a damaged WARC: Unknown archive format, first line: "),
        ("a.warc", b"\0" * 99, "is a damaged WARC: Unknown archive format, first line: "),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\n\r\n"), "holds no page of HTML"),
    ],
)
def test_what_is_no_archive_is_skipped_with_its_reason(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    ((path, reason),) = reasons(tmp_path, content, name)
    assert path == f"archive/{name}"
    assert reason.startswith(why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (WHOLE[:-90], "is gzip cut short"),
        (WHOLE[:-300] + b"\xff" * 300, "is damaged gzip"),
    ],
)
def test_the_pages_before_a_fault_stand(tmp_path: Path, content: bytes, why: str) -> None:
    first, *rest = found(tmp_path, content)
    assert first.path == "archive/a.warc.gz#2"
    assert rest[-1] == Skip("archive/a.warc.gz", why)


def test_a_record_that_is_cut_is_read_to_the_cut(tmp_path: Path) -> None:
    first, second = found(tmp_path, PLAIN[:-100], "a.warc")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert second.content.startswith("<p>It rained.")


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (response(PAGE + b"\0"), "is binary: it holds NUL bytes"),
        (
            response(b"?", "text/html", ("Content-Encoding", "zstd")),
            "has an unknown content encoding",
        ),
        (response(b"\xff" * 9, "text/html", ("Content-Encoding", "br")), "is damaged br"),
        (response(b"?", "text/html", ("Content-Encoding", "br")), "is br cut short"),
        (response(b"?", "text/html", ("Content-Encoding", "gzip")), "is damaged gzip"),
        (response(b"<" + LONG_WORD * 800), "is larger than 50 MB"),
        (response(PAGE, "text/html", ("A", "b" * 70_000)), "has headers that do not end"),
    ],
)
def test_a_page_that_cannot_be_read_skips_that_page_only(
    tmp_path: Path, record: dict[str, object], why: str
) -> None:
    broken, whole = found(tmp_path, warc(record, response()))
    assert isinstance(broken, Skip)
    assert broken.path == "archive/a.warc.gz#2"
    assert broken.reason.startswith(f"record 2 {why}")
    assert isinstance(whole, Document)


MANY = b"a" * 10_000_000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gzip.compress(MANY) * 100, "is a damaged WARC: the header of a record does not end"),
        (
            gzip.compress(b"WARC/1.0\r\nA: ") + gzip.compress(MANY) * 100,
            "is a damaged WARC: the header of a record does not end",
        ),
        (
            warc(
                response(
                    brotli.compress(b"<" * 500_000_000),
                    "text/html",
                    ("Content-Encoding", "br"),
                )
            ),
            "record 2 is larger than 50 MB",
        ),
        (
            warc(
                response(
                    gzip.compress(b"<" * 300_000_000), "text/html", ("Content-Encoding", "gzip")
                )
            ),
            "record 2 is larger than 50 MB",
        ),
    ],
    ids=["line", "header", "brotli", "gzip"],
)
def test_a_bomb_is_stopped_in_bounded_memory(tmp_path: Path, content: bytes, why: str) -> None:
    ((_, reason),), peak = measured(lambda: reasons(tmp_path, content))
    assert reason == why
    assert peak < 250_000_000


def test_a_long_archive_is_read_record_by_record(tmp_path: Path) -> None:
    film = response(Random(1).randbytes(20_000) + bytes(1_980_000), "video/mp4")
    (tmp_path / "a.warc.gz").write_bytes(warc(film, response()) * 30)
    seed = Seed("a.warc.gz", str(tmp_path / "a.warc.gz"))
    pages, peak = measured(lambda: sum(1 for _ in read(seed)))
    assert pages == 30
    assert peak < 10_000_000


def wacz(folder: Path, name: str = "site.wacz", **members: bytes) -> list[Document | Skip]:
    """What is read of a WACZ whose archives are named by "data"."""
    with zipfile.ZipFile(folder / name, "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}')
        for member, content in members.items():
            packed.writestr(member, content)
    return list(read(Seed(f"archive/{name}", str(folder / name))))


def test_the_pages_of_a_wacz_go_by_archive_and_record(tmp_path: Path) -> None:
    members = {
        "archive/b.warc": warc(response(), packed=False),
        "archive/a.warc.gz": warc(response(kind="image/png"), response()),
        "archive/screenshots.warc.gz": warc(response(kind="image/png")),
    }
    pages = wacz(tmp_path, **members)
    assert [page.path for page in pages] == [
        "archive/site.wacz#archive/a.warc.gz#3",
        "archive/site.wacz#archive/b.warc#2",
    ]
    assert [page.content for page in pages if isinstance(page, Document)] == [TEXT, TEXT]


def test_a_member_that_leads_out_of_the_archive_is_no_archive(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    members = {
        name: warc(response())
        for name in ("../../x.warc.gz", "archive/../../x.warc.gz", "/archive/x.warc.gz")
    }
    assert wacz(home, **members) == [
        Skip("archive/site.wacz", "is not a WACZ: it has no archive/*.warc or archive/*.warc.gz")
    ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["home", "site.wacz"]


def test_a_damaged_archive_in_a_wacz_costs_that_one(tmp_path: Path) -> None:
    members = {"archive/a.warc.gz": WHOLE[:-90], "archive/b.warc.gz": warc(response())}
    assert [(page.path, getattr(page, "reason", "")) for page in wacz(tmp_path, **members)] == [
        ("archive/site.wacz#archive/a.warc.gz#2", ""),
        ("archive/site.wacz#archive/a.warc.gz", "is gzip cut short"),
        ("archive/site.wacz#archive/b.warc.gz#2", ""),
    ]


def test_a_member_with_a_wrong_checksum_is_named(tmp_path: Path) -> None:
    wacz(tmp_path, **{"archive/a.warc": PLAIN})
    file = tmp_path / "site.wacz"
    file.write_bytes(file.read_bytes().replace(b"rained", b"snowed", 1))
    *_, last = read(Seed("site.wacz", str(file)))
    assert isinstance(last, Skip)
    assert last.path == "site.wacz#archive/a.warc"
    assert last.reason.startswith("is a damaged WARC: Bad CRC-32")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is a damaged WACZ: File is not a zip file"),
        (b"PK\x03\x04...", "is a damaged WACZ: File is not a zip file"),
        (PAGE, "is a damaged WACZ: File is not a zip file"),
    ],
)
def test_what_is_no_wacz_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, why: str
) -> None:
    assert reasons(tmp_path, content, "a.wacz") == [("archive/a.wacz", why)]


def test_a_wacz_without_a_page_is_named(tmp_path: Path) -> None:
    members = {"archive/a.warc.gz": warc(response(kind="image/png"))}
    assert wacz(tmp_path, **members) == [Skip("archive/site.wacz", "holds no page of HTML")]
