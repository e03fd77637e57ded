"""The table of exports: what a file is, by its content and never by its name.

A page that merely mentions a database is a page, so the signs are those of the markup, or labels
at the start of lines.
"""

import re
from typing import Literal, NamedTuple

from search.readers.text_decoding import BOMS

SIGHT = 1_000_000  # bytes in which the signs are looked for: Factiva begins with its style sheets

BINARY_SIGHT = 4096  # characters in which control characters are counted
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
MOST_CONTROLS = 0.05  # a short message of a wire has 2 %, bytes at random 11 %

Kind = Literal["markup", "json", "text"]


class Export(NamedTuple):
    """A format, and how it is known."""

    module: str  # its `documents` is a reader
    kind: Kind
    words: tuple[str, ...]  # one of which is in the file: quick to rule out most
    sign: re.Pattern[str]  # that is in the file too; it runs in linear time


# Before the first element of XML, and its name; possessive, to run in linear time.
_ROOT = (
    r"\A\s*+(?:<\?[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+"
    r"<(?:\w{1,20}:)?"
)


EXPORTS: tuple[Export, ...] = (
    Export(
        "search.readers.exports.newsml_g2",
        "markup",
        ("iptc.org/std/nar", "newsMessage", "newsItem", "packageItem"),
        re.compile(_ROOT + r"(?:newsMessage|(?:news|package|concept|knowledge)Item)[\s>/]"),
    ),
    Export(
        "search.readers.exports.newsml",
        "markup",
        ("NewsML", "NewsItem"),
        re.compile(_ROOT + r"(?:NewsML|NewsItem)[\s>/]"),
    ),
    Export(
        "search.readers.exports.nitf",
        "markup",
        ("nitf",),
        re.compile(_ROOT + r"nitfs?[\s>/]"),
    ),
    Export(
        "search.readers.exports.rcv1",
        "markup",
        ("newsitem",),
        re.compile(_ROOT + r"newsitem[\s>/]"),
    ),
    Export(
        "search.readers.exports.wordpress",
        "markup",
        ("wordpress.org/export/",),
        re.compile(_ROOT + r"rss\s[^>]{0,3000}wordpress\.org/export/"),
    ),
    Export(
        "search.readers.exports.telegram_page",
        "markup",
        ('class="page_wrap',),
        re.compile(r'<div class="message (?:default|service)'),
    ),
    Export(
        "search.readers.exports.telegram",
        "json",
        ('"messages"',),
        re.compile(
            r'"type"\s{0,9}:\s{0,9}"(?:(?:public|private)_(?:channel|group|supergroup)'
            r'|personal_chat|bot_chat|saved_messages)"'
        ),
    ),
    Export(
        "search.readers.exports.json_feed",
        "json",
        ("jsonfeed.org",),
        re.compile(
            r'"version"\s{0,9}:\s{0,9}"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org\\?/version'
        ),
    ),
    Export(
        "search.readers.exports.ninjs",
        "json",
        ('"headline', "/ninjs/"),
        re.compile(
            r'"(?:version_?[cC]reated|pub_?[sS]tatus|body_xhtml|copyrightholder|ninjs\w{0,20})"'
            r"|iptc\.org/std/ninjs"
        ),
    ),
    Export(
        "search.readers.exports.iptc7901",
        "text",
        ("\x02",),
        re.compile(r"\x01[\t\n\r\x0e-\x7e]{8,2000}\x02[^\x00-\x02]{20}"),
    ),
    Export(
        "search.readers.exports.factiva_xml",
        "markup",
        ("<ppsarticle", "<accessionNo"),
        re.compile(r"<(?:\w{1,20}:)?(?:ppsarticle|accessionNo)\b"),
    ),
    Export(
        "search.readers.exports.factiva_html",
        "markup",
        ("articleParagraph", "Headline", 'id="hd"', ">HD"),
        re.compile(
            r"\barticle\s{1,3}(?:[a-z]{2}|zh-?cn|zh-?tw|pt-?br)Article\b"
            r"|\barticle-[A-Z][A-Z0-9]{2,10}\d{8}[a-z0-9]{6,16}\b"
        ),
    ),
    Export(
        "search.readers.exports.proquest_text",
        "text",
        ("________________________________________",),
        re.compile(
            r"^(?:Publication title|Publication info|ProQuest document ID|Full text"
            r"|Publikationstitel|Titel der Publikation|Titre de la publication"
            r"|Título de publicación): ",
            re.M | re.I,
        ),
    ),
    Export(
        "search.readers.exports.nexis_text",
        "text",
        ("DOCUM", "DOKUM", "ocument", "okument"),
        re.compile(
            r"^[ \t\f\u00a0]{0,120}(?:\d{1,6} \S{1,6} \d{1,6} DO[CK]UM[A-ZÀ-Þ]{2,8}|"
            r"(?:DO[CK]UM[A-ZÀ-Þ]{2,8}|[Dd]o[ck]um[a-zà-ÿ]{2,8}) \d{1,6} \S{1,6} \d{1,6})"
            r"[ \t\f\r]{0,120}$",
            re.M,
        ),
    ),
    Export(
        "search.readers.exports.factiva_text",
        "text",
        ("AN  ", "ocument", "okument", "文件", "文档"),
        re.compile(
            r"^(?:AN\s{1,9})?(?:[^\W\d_]{2,14} ){1,3}"
            r"[A-Z][A-Z0-9]{2,10}\d{8}[a-z0-9]{6,16}[ \t\r]{0,9}$",
            re.M,
        ),
    ),
    Export(
        "search.readers.exports.europresse_html",
        "markup",
        ("DocPublicationName", "DocHeader", "titreArticle"),
        re.compile(
            r"<\w{1,9}\b[^<>]{0,300}\bclass\s{0,3}=\s{0,3}[\"']?[^\"'<>]{0,99}"
            r"\b(?:DocPublicationName|DocHeader|titreArticle(?:Visu)?)\b"
        ),
    ),
    Export(
        "search.readers.exports.ris",
        "text",
        ("TY  -",),
        re.compile(r"^\ufeff?TY  ?- [A-Z]{2,12}\s{0,9}$", re.M),
    ),
    Export(
        "search.readers.exports.nexis_html",
        "markup",
        ("DOC_ID_", "doc_id_"),
        re.compile(r"<a\s{1,9}name\s{0,9}=\s{0,9}[\"']?DOC_ID_\d", re.I),
    ),
)


def export_of(opening: bytes) -> Export | None:
    """Return the export that a file with this opening is; None for any other file."""
    text = _decoded(opening)
    if _is_binary(text[:BINARY_SIGHT]):
        return None
    kind = _kind(text)
    return next((each for each in EXPORTS if each.kind == kind and _is_like(each, text)), None)


def _is_like(export: Export, text: str) -> bool:
    return any(word in text for word in export.words) and export.sign.search(text) is not None


def _kind(text: str) -> Kind:
    first = text.lstrip()[:1]
    return "markup" if first == "<" else "json" if first in ("{", "[") else "text"


def _is_binary(text: str) -> bool:
    """Return whether a text has more control characters than a message of a wire."""
    return len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text)


def _decoded(opening: bytes) -> str:
    mark = next((mark for mark in BOMS if opening.startswith(mark)), b"")
    return opening[len(mark) :].decode(BOMS.get(mark, "utf-8"), "replace")
