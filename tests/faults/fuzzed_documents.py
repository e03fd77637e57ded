"""Mutated documents of every format, and what must hold of what a reader makes of them."""

import gzip
import io
import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from docx import Document as WordFile
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from support import news_files

from faults.mutations import mutate
from search.article import Article, Document, Seed, Skip
from search.cleaning import OverLimit, clean
from search.people import article_people
from search.readers import read
from search.stories.sketches import story_sketch

PAGES = Path(__file__).parents[1] / "pages"
NAMES = tuple(  # of files of every format; some readers have two ways to read
    "a.txt a.html a.csv a.tsv a.jsonl a.json a.md a.eml a.mbox a.mhtml a.xml a.atom a.pdf a.docx"
    " a.odt a.warc a.warc.gz a.wacz a.txt.gz a.csv.gz a.jsonl.gz a.mbox.gz".split()
)


@cache
def samples() -> Mapping[str, bytes]:
    """Return a good file of each name, most of them made by other programs."""
    made = {Path(name).suffix: _written(name) for name in news_files.FILES if "warc" not in name}
    page, text = _page(), "\n\n".join((news_files.WEATHER.format("egret"), news_files.REST))
    record = {
        "title": "Egret",
        "date": "2025-01-09",
        "source": "The Post",
        "text": text,
        "n": [1.5],
    }
    lines = "".join(json.dumps({**record, "id": number}) + "\n" for number in range(3)).encode()
    archive = news_files.warc(
        news_files.response(page, "text/html; charset=utf-8", url="https://example.org/a"),
        packed=False,
    )
    plain = {
        **made,
        ".txt": f"By Ann Lee, Jan. 13, 2025\n\n{text}\n\nRead more\n\nShare\n".encode(),
        ".html": page,
        ".tsv": f"title\tdate\ttext\nEgret\t2025-01-09\t{news_files.REST}\n".encode(),
        ".jsonl": lines,
        ".json": json.dumps({"response": {"docs": [record, record]}}).encode(),
        ".mhtml": _saved_page(page),
        ".atom": made[".xml"].replace(b"<item>", b"<entry>").replace(b"</item>", b"</entry>"),
        ".docx": _word(text),
        ".odt": _open_document(text),
        ".warc": archive,
        ".wacz": _written("h.wacz"),
    }
    suffixes = {name: Path(name.removesuffix(".gz")).suffix for name in NAMES}
    return {
        name: gzip.compress(plain[suffix], mtime=0) if name.endswith(".gz") else plain[suffix]
        for name, suffix in suffixes.items()
    }


def mutated(name: str, number: int) -> bytes:
    """Return a mutated file of that name, always the same one for a number."""
    random = Random(f"{name} {number}")
    others = list(samples().values())
    if name.endswith(".gz") and random.random() < 0.8:  # packed again: the reader sees the changes
        return gzip.compress(mutate(gzip.decompress(samples()[name]), others, random), 1, mtime=0)
    return mutate(samples()[name], others, random)


def trouble(name: str, content: bytes) -> str:
    """Return what is wrong with how a file is read; empty where all is well.

    A reader yields documents and skips, and raises nothing; each document becomes an article.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        found = list(read(Seed(f"archive/{name}", str(path))))
    paths = [each.path for each in found]
    if len({*paths}) != len(paths):
        return f"a path is given twice: {paths}"
    return next(filter(None, (_trouble_of(name, each) for each in found)), "")


def _trouble_of(name: str, found: Document | Skip) -> str:
    if not found.path.startswith(f"archive/{name}") or not found.path.isprintable():
        return f"odd path {found.path!r}"
    if isinstance(found, Skip):
        return "" if found.reason.isprintable() and found.reason else f"reason {found.reason!r}"
    texts = (found.content, *found.hints.keys(), *found.hints.values())
    if not all(map(_is_utf_8, texts)):
        return f"a text that cannot be written: {found.path}"
    try:
        article = clean(found)
    except OverLimit:
        return ""
    return _trouble_of_article(found, article)


def _trouble_of_article(document: Document, article: Article) -> str:
    """Return what is wrong with an article: its blocks must be the whole document."""
    article_people(article)
    story_sketch(article.body)
    whole = "".join(block.text for block in article.blocks)
    texts = (article.title, article.source, article.body, whole, *article.authors)
    if not all(map(_is_utf_8, texts)):
        return "an article that cannot be written"
    if document.kind == "text" and "".join(whole.split()) != "".join(document.content.split()):
        return "the blocks are not the whole text"
    return ""


def _is_utf_8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _written(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        news_files.FILES[name](path)
        return path.read_bytes()


def _page() -> bytes:
    return news_files.page("egret", "2025-01-09")


def _saved_page(page: bytes) -> bytes:
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
    part = (
        b"Content-Type: text/html; charset=utf-8\r\nContent-Location: https://example.org/a\r\n\r\n"
    )
    return head + b' boundary="=_x"\r\n\r\n--=_x\r\n' + part + page + b"\r\n--=_x--\r\n"


def _word(text: str) -> bytes:
    file, stored = WordFile(), io.BytesIO()
    file.add_heading("Egret at the bridge", 0)
    file.add_paragraph(text)
    file.save(stored)
    return stored.getvalue()


def _open_document(text: str) -> bytes:
    file, stored = OpenDocumentText(), io.BytesIO()
    file.text.addElement(odf_text.P(text=text))
    file.save(stored)
    return stored.getvalue()
