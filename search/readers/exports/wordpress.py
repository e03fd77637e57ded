"""A reader of WXR, what WordPress exports: its published posts and pages, one after another."""

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from search.article import Document, Skip
from search.readers.exports.entry import Entry, numbered
from search.readers.exports.xml_parts import text_of
from search.readers.mail import mail_date
from search.readers.office import local
from search.readers.raw_bytes import Raw, reporting_damage

PROVIDER = "WordPress"
TYPES = ("post", "page")
NO_DAY = "0000"  # of a draft
SHORT_CODE = re.compile(r"\[/?(?:gallery|audio|video|playlist|embed|embedyt)\b[^\[\]]{0,2000}\]")
CAPTION = re.compile(r"\[caption\b[^\[\]]{0,2000}\](.{0,5000}?)\[/caption\]", re.DOTALL)
PICTURE = re.compile(r"(?:<a\b[^<>]{0,2000}>)?\s{0,9}<img\b[^<>]{0,2000}>\s{0,9}(?:</a>)?")
BLOCK = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|figure|section|pre)\b", re.I)
EMPTY_LINES = re.compile(r"\n\s*\n")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each published post and page; the file may have any size."""
    faults: list[str] = []
    yield from numbered(raw.path, _entries(raw, faults))
    for fault in faults:
        yield Skip(raw.path, fault)


def _entries(raw: Raw, faults: list[str]) -> Iterator[Entry]:
    """Yield the posts; add what is wrong with the file to the faults at its end."""
    site, names = "", dict[str, str]()
    for node in _nodes(raw, faults):
        name = local(node)
        if name == "author":
            facts = _facts(node)
            names[facts.get("author_login", "")] = facts.get("author_display_name", "")
        elif name == "title":
            site = site or text_of(node)
        else:
            facts = _facts(node)
            if facts.get("post_type") in TYPES and facts.get("status") == "publish":
                yield _entry(node, facts, site, names)


def _nodes(raw: Raw, faults: list[str]) -> Iterator[Any]:
    """Yield the title of the site, its authors and items; each is dropped when the next comes."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}
    with reporting_damage("file of WordPress"):
        events = etree.iterparse(raw.unpacked(), events=("end",), **options)
    while True:
        with reporting_damage("file of WordPress"):
            _, node = next(events, (None, None))
        if node is None:
            break
        above = node.getparent()
        is_asked = local(node) in ("title", "author", "item")
        if is_asked and above is not None and local(above) == "channel":
            yield node
            node.clear()
            while node.getprevious() is not None:
                del above[0]
    errors = [each for each in events.error_log if each.level == etree.ErrorLevels.FATAL]
    if errors:
        faults.append(f"is damaged, and some of it may be missing: {errors[0].message}")


def _facts(node: Any) -> dict[str, str]:
    """Return the texts of the children by their names; of two the first with a text."""
    found: dict[str, str] = {}
    for child in node:
        own = local(child)
        name = "content" if own == "encoded" and "content" in child.tag else own
        found[name] = found.get(name) or (child.text or "").strip()
    return found


def _entry(node: Any, facts: dict[str, str], site: str, names: dict[str, str]) -> Entry:
    found = Entry(PROVIDER)
    title = " ".join(html.unescape(facts.get("title", "")).split())
    found.state("title", title)
    found.add("title", title)
    found.state("source", html.unescape(site))
    creator = facts.get("creator", "")
    found.state("authors", names.get(creator) or creator)
    dates = [facts.get(each, "") for each in ("post_date", "post_date_gmt")]
    stated = next((each for each in dates if each and not each.startswith(NO_DAY)), "")
    found.state("date", stated or mail_date(facts.get("pubDate", "")))
    found.state("updated", facts.get("post_modified", ""))
    if facts.get("link", "").startswith(("http:", "https:")):
        found.state("url", facts["link"])
    found.list("accession", [facts.get("post_id", "")])
    found.list("subjects", (text_of(each) for each in node if local(each) == "category"))
    found.add_html(_page(facts.get("content", "")))
    return found


def _page(content: str) -> str:
    """Return the text of a post as HTML: in old ones, empty lines part the paragraphs."""
    text = SHORT_CODE.sub("", CAPTION.sub(_figure, content))
    if "<!-- wp:" in text:
        return text
    pieces = (piece.strip() for piece in EMPTY_LINES.split(text.replace("\r\n", "\n")))
    return "\n".join(_paragraph(piece) for piece in pieces if piece)


def _paragraph(piece: str) -> str:
    if BLOCK.match(piece):
        return piece
    return "<p>" + piece.replace("\n", "<br>\n") + "</p>"


def _figure(found: re.Match[str]) -> str:
    caption = PICTURE.sub("", found[1]).strip()
    return f"\n\n<figure><figcaption>{caption}</figcaption></figure>\n\n"
