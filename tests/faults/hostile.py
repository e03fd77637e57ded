"""Documents made to take all time and memory, and a build with one of them among good articles."""

import gzip
import io
import os
import random
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from search.engines import open_engine

GOOD = 10  # articles next to the hostile document
LOOK = 0.1  # s between two looks at the memory
SECONDS = 900  # after which a build hangs
SHARED = 1 << 20

Make = Callable[[float], bytes]  # of a part of the full size


class Outcome(NamedTuple):
    """A build with a hostile document."""

    seconds: float  # of processor time, of all processes
    memory: float  # MB at most, of all processes at once, shared pages counted once
    status: int
    said: str  # about the hostile document, or the whole error
    good: int  # articles that were indexed, without the hostile document


def words(count: int, most: int = 9) -> list[str]:
    """Return random words, always the same."""
    chance = random.Random(count)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(chance.choices(letters, k=chance.randint(3, most))) for _ in range(count)]


def repeat(text: str, count: int, head: str = "", tail: str = "") -> Make:
    """Return a document with that many copies of the text."""
    return lambda part: (head + text * int(count * part) + tail).encode()


def lines_of_words(count: int, each: int, end: str = "\n") -> Make:
    def made(part: float) -> bytes:
        found = words(int(count * part) * each)
        return end.join(" ".join(found[n : n + each]) for n in range(0, len(found), each)).encode()

    return made


def names(part: float) -> bytes:
    found = [word.capitalize() for word in words(2 * int(350_000 * part))]
    pairs = [f"{one} {two} said." for one, two in zip(found[::2], found[1::2], strict=True)]
    return "\n\n".join(" ".join(pairs[n : n + 20]) for n in range(0, len(pairs), 20)).encode()


def attributes(count: int, pages: int = 1) -> Make:
    def made(part: float) -> bytes:
        tag = (
            "<p " + " ".join(f"a{n}=1" for n in range(int(count * part))) + ">The bridge fell.</p>"
        )
        return (tag * pages).encode()

    return made


def zipped(content: Make) -> Make:
    return lambda part: gzip.compress(content(part), 6, mtime=0)


def bomb(line: bytes, size: int, head: bytes = b"") -> Make:
    """Return gzip that is that many bytes when it is unpacked."""

    def made(part: float) -> bytes:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = line * (SHARED // len(line))
        parts = [packer.compress(head)]
        parts += [packer.compress(block) for _ in range(int(size * part) // len(block))]
        return b"".join([*parts, packer.flush()])

    return made


def record(body: bytes, encoding: str = "", length: int = 0) -> bytes:
    """Return a record of a web archive, which may say that it is longer than it is."""
    coding = f"Content-Encoding: {encoding}\r\n" if encoding else ""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{coding}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        f"Content-Type: application/http\r\nContent-Length: {length or len(http)}\r\n\r\n"
    )
    return head.encode() + http + (b"" if length else b"\r\n\r\n")


def web_archive(body: Make, encoding: str = "") -> Make:
    page = record(b"<p>The bridge fell into the river on Monday, the mayor said.</p>")
    return lambda part: page + record(body(part), encoding) + page


def wacz(part: float) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"archive/{number}.warc", b"\n" * int(500_000_000 * part))
    return file.getvalue()


def nested_mail(part: float) -> bytes:
    count = int(20_000 * part)
    head = "From: ann@example.org\nSubject: Flood\n"
    boxes = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(count)]
    return (head + "".join(boxes) + "Content-Type: text/plain\n\nThe bridge fell.\n").encode()


def laughs(part: float) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, int(12 * part) + 2))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "flood">{levels}]><rss version="2.0">'
        "<channel><title>News</title><item><title>&l9;</title><description>&l9;</description>"
        "</item></channel></rss>"
    ).encode()


def feed(entries: int, text: str) -> Make:
    entry = f"<item><title>Flood</title><description>{text}</description></item>"
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
    return repeat(entry, entries, head, "</channel></rss>")


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects; the first one is the catalog."""
    file = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (count, table, trailer)


def pdf_page(stream: bytes, packed: bool = False) -> bytes:
    kind = b"/Filter /FlateDecode " if packed else b""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << "
        b"/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< %b/Length %d >>\nstream\n%b\nendstream" % (kind, len(stream), stream),
    )


def pdf_text(part: float) -> bytes:
    return pdf_page(b"BT /F 1 Tf " + b"(flood) Tj 1 1 Td " * int(1_000_000 * part) + b"ET")


def pdf_bomb(part: float) -> bytes:
    return pdf_page(zlib.compress(bytes(int(2_000_000_000 * part)), 9), packed=True)


def pdf_loop(_: float) -> bytes:
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", kids)


def csv_rows(part: float) -> bytes:
    return b"title,text\n" + b'Flood,"The bridge\n' * int(400_000 * part)


def json_row(inner: Make, name: str = "more") -> Make:
    row = b'{"title": "Flood", "text": "The bridge fell."'
    return lambda part: row + b"}\n" + row + b', "%b": %b}\n' % (name.encode(), inner(part))


def brackets(count: int) -> Make:
    return lambda part: b"[" * int(count * part) + b"]" * int(count * part)


def front_matter(text: str, count: int) -> Make:
    return repeat(text, count, "---\ntitle: ", "\n---\n\nThe bridge fell.\n")


def yaml_laughs(part: float) -> bytes:
    levels = "".join(
        f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, int(30 * part) + 2)
    )
    return f"---\nl0: &l0 [flood]\n{levels}title: *l1\n---\n\nThe bridge fell.\n".encode()


HTML = "<html><body><p>The bridge fell into the river.</p>"
HOSTILE: Mapping[str, tuple[str, Make]] = {  # what it is -> the name of the file, and its content
    "120,000 words, each on a line": ("a.txt", lines_of_words(120_000, 1)),
    "110,000 lines of one paragraph": ("a.txt", lines_of_words(110_000, 9)),
    "a line of 8 MB": ("a.txt", lines_of_words(1_100_000, 1, " ")),
    "350,000 names": ("a.txt", names),
    "8 MB of one letter": ("a.txt", repeat("a", 7_900_000)),
    "8 MB of full stops": ("a.txt", repeat(". ", 3_900_000)),
    "8 MB of bytes of no encoding": (
        "a.txt",
        lambda part: random.Random(1).randbytes(int(7_000_000 * part)).replace(b"\0", b"x"),
    ),
    "600,000 paragraphs": ("a.html", repeat("<p>x", 600_000)),
    "2,000,000 empty elements": ("a.html", repeat("<i></i>", 2_000_000, HTML)),
    "1,000,000 elements of one line": ("a.html", repeat("<b>x</b> ", 1_000_000, HTML)),
    "1,000,000 elements inside one another": ("a.html", repeat("<div>", 1_000_000, HTML)),
    "5,000 towers of 250 elements": (
        "a.html",
        repeat("<div>" * 250 + "x" + "</div>" * 250, 5000, HTML),
    ),
    "a tag of 20,000 attributes": ("a.html", attributes(20_000)),
    "a tag of 3,500,000 attributes": ("a.html", attributes(3_500_000)),
    "7,000 tags of 900 attributes": ("a.html", attributes(900, 7_000)),
    "a class of 45 MB": ("a.html", repeat("word ", 9_000_000, "<p class='", "'>The bridge fell.")),
    "45 MB of text in a page": (
        "a.html",
        repeat("<p>The bridge fell." + " It fell again." * 40, 70_000),
    ),
    "45 MB of opened comments": ("a.html", repeat("<!--", 11_000_000, HTML)),
    "45 MB of opened tags": ("a.html", repeat("<a ", 15_000_000, HTML)),
    "45 MB of opened quotes": ("a.html", repeat('<a b="', 7_500_000, HTML)),
    "30 comments": ("a.html", repeat("<!-- a -- b -->\n", 30, "", "<p>The bridge fell.")),
    "a table of 600,000 cells": ("a.html", repeat("<tr><td>x<td>y", 300_000, "<table>")),
    "JSON-LD of 40 MB": (
        "a.html",
        repeat("[", 40_000_000, "<script type='application/ld+json'>", f"</script>{HTML}"),
    ),
    "gzip of 5 GB of new lines": ("a.html.gz", bomb(b"\n", 5_000_000_000)),
    "a table of 5 GB of new lines": ("a.csv.gz", bomb(b"\n", 5_000_000_000, b"title,text\n")),
    "a table of open quotes": ("a.csv", csv_rows),
    "rows of 5 GB of new lines": ("a.jsonl.gz", bomb(b"\n", 5_000_000_000)),
    "a row with 1,900,000 objects": (
        "a.jsonl",
        json_row(repeat("{},", 1_900_000, "[", "{}]")),
    ),
    "a row nested 1,000,000 deep": ("a.jsonl", json_row(brackets(1_000_000))),
    "JSON nested 1,000,000 deep": ("a.json", brackets(1_000_000)),
    "mails of 5 GB of new lines": ("a.mbox.gz", bomb(b"\n", 5_000_000_000)),
    "20,000 parts inside one another": ("a.eml", nested_mail),
    "a mail of 45 MB of semicolons": (
        "a.eml",
        repeat(";", 45_000_000, "From: a@b.org\nContent-Type: text/plain", "\n\nThe bridge fell."),
    ),
    "a mail of 20 MB of one tag": (
        "a.eml",
        repeat("a", 20_000_000, "From: a@b.org\nContent-Type: text/html\n\n<"),
    ),
    "100,000 entries": ("a.xml", feed(100_000, "The bridge fell.")),
    "an entry of 2,000,000 tags": (
        "a.xml",
        repeat("&lt;b&gt;", 2_000_000, feed(1, "")(1).decode()),
    ),
    "a billion laughs": ("a.xml", laughs),
    "1,000,000 elements of XML inside one another": (
        "a.xml",
        repeat("<a>", 1_000_000, '<rss version="2.0"><channel>'),
    ),
    "a body of gzip of 3 GB": ("a.warc", web_archive(bomb(b" ", 3_000_000_000), "gzip")),
    "a body of empty gzip members": (
        "a.warc",
        web_archive(lambda part: gzip.compress(b"", mtime=0) * int(2_000_000 * part), "gzip"),
    ),
    "a record of a page of 600,000 paragraphs": (
        "a.warc",
        web_archive(repeat("<p>x", 600_000)),
    ),
    "a WARC of 5 GB of new lines": ("a.warc.gz", bomb(b"\n", 5_000_000_000, b"WARC/1.0\r\n")),
    "a WACZ of 2 GB of new lines": ("a.wacz", wacz),
    "a PDF of 1,000,000 words": ("a.pdf", pdf_text),
    "a PDF with a stream of 2 GB": ("a.pdf", pdf_bomb),
    "a PDF whose pages contain themselves": ("a.pdf", pdf_loop),
    "front matter of brackets": ("a.md", front_matter("[", 3_000_000)),
    "front matter of aliases": ("a.md", yaml_laughs),
    "2,000,000 quotations inside one another": ("a.md", repeat("> ", 2_000_000, "The bridge.\n\n")),
    "4,000,000 emphases": ("a.md", repeat("*a ", 2_600_000)),
    "Markdown of 4,000,000 brackets": ("a.md", repeat("[", 4_000_000)),
    "150,000 lists": ("a.md", repeat("- x\n\n1. y\n\n", 150_000)),
}


def prepared(name: str, folder: Path, part: float = 1) -> Path:
    """Make a folder with good articles and the hostile document."""
    found = folder / "news"
    found.mkdir()
    for number in range(GOOD):
        text = f"Story {number}\n\nThe bridge number {number} fell into the river on Monday.\n"
        (found / f"good{number}.txt").write_text(text, encoding="utf-8")
    file, make = HOSTILE[name]
    (found / file).write_bytes(make(part))
    return found


def outcome(news: Path, index: Path, budget: str = "", jobs: int = 2) -> Outcome:
    """Build an index in a process of its own, and watch what it takes.

    `budget` has the arguments of another budget than the program's.
    """
    code = (
        "import sys; import search.guarded_pool as pool; from search.cli import main;"
        f"pool.BUDGET = pool.Budget({budget}); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "index", news, "--index", index, "--jobs", str(jobs)]
    build = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    process, most, before = psutil.Process(build.pid), 0, _seconds()
    began = time.monotonic()
    while build.poll() is None and time.monotonic() < began + SECONDS:
        most = max(most, memory(process))
        time.sleep(LOOK)
    build.kill()
    said = build.communicate()[0].decode("utf-8", "replace")
    hostile = next(path.name for path in news.iterdir() if path.stem.split(".")[0] == "a")
    lines = [line for line in said.splitlines() if hostile in line or "rror" in line]
    ids = [article.id for article in open_engine(index).articles()]
    good = len([id for id in ids if "/good" in id])
    more = f"{len(ids) - good} articles" if len(ids) > good else ""
    return Outcome(
        _seconds() - before, most / 1e6, build.returncode, "; ".join([*lines[:2], more]), good
    )


def memory(process: psutil.Process) -> int:
    """Return the bytes of a process and its children, a shared page counted once."""
    found = 0
    with suppress(psutil.Error):
        for each in [process, *process.children()]:
            with suppress(psutil.Error):
                found += each.memory_full_info().pss
    return found


def _seconds() -> float:
    """Return the processor time of all processes that have ended."""
    used = os.times()
    return used.children_user + used.children_system
