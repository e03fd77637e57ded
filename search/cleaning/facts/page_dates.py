"""When a page was published and updated, chosen among what its places say."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from search.cleaning.facts import text_dates
from search.cleaning.facts.json_ld import Stated, page_date
from search.cleaning.facts.page_header import SHORT, Piece
from search.cleaning.facts.page_markup import Markup

AGREED, DENIED = (
    0.95,
    0.5,
)  # right, of 244 and of 15 pages: what is shown is the same, is another day
NEAR = timedelta(days=1)  # by so much a day of another time zone differs
METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "datepublished",
    "date_published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "citation_publication_date",
    "date",
)
UPDATES = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "article:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
)
PROSE = frozenset("p li a td dd dt blockquote figcaption".split())  # no place for a stamp
LABEL = 25  # characters of a text that says what the day behind it is of
_UPDATE = re.compile(
    r"update|modif|updt|edited|revis|aktualis|geändert|stand:|mis à jour|maj\b|actualiza|atualiza|"
    r"aggiorna|обновл|оновл|güncelle|bijgewerkt|gewijzigd|oppdatert|uppdatera|opdateret|"
    r"zaktualiz|aktualiz|更新",
    re.IGNORECASE,
)
# What themes call the day of publication, whatever else they call it.
_ENTRY = re.compile(
    r"entry-date|publish|posted-on|post-date|timestamp|dateline|byline", re.IGNORECASE
)
_OTHER_DAY = re.compile(
    r"\b(?:events?|when|starts?|ends?|begins?|until|from|deadline|expires?|due|born|died|founded|since|"
    r"valid|effective|delivery|review(?:s|ed)?|repl(?:y|ies)|copyright|edition|issue|ausgabe|opens?|closes?|doors|joined|member)\b|©|\bevent|start-?date|end-?date",
    re.IGNORECASE,
)
_PATH_DAY = re.compile(
    r"(?:^|/)(\d{4})[-/_](\d{1,2})[-/_](\d{1,2})(?=[/_.-]|$)|(?:^|/)(\d{4})(\d{2})(\d{2})(?=[/_.-]|$)"
)


Marked = Callable[[], Sequence[Piece]]  # the elements of the whole page made for days and authors


class Stamp(NamedTuple):
    """A day and where it was read."""

    day: date
    origin: str
    moment: datetime | None = None  # with its zone, where a machine states one
    sure: float = 0.0  # the chance that it is right; 0 leaves that to the origin


class Stamps(NamedTuple):
    """The days of a page."""

    published: Stamp | None
    updated: Stamp | None


def stamps(
    markup: Markup, stated: Stated, pieces: Sequence[Piece], marked: Marked, address: str
) -> Stamps:
    """The days of publication and of the last change, each where it can be trusted.

    `pieces` are those around the headline, `marked` gives those of the whole page made for days.
    """
    order = text_dates.order(markup.lang, address)
    seen = list(_seen(pieces, order))
    machine = _stated(markup, stated)
    shown = next((stamp for stamp, update in seen if not update), None)
    if not machine and not shown:
        shown = _alone(marked(), order)
    changed = next((stamp for stamp, update in seen if update), None)
    updated = _first((stated.modified, "JSON-LD"), *_metas(markup, UPDATES)) or changed
    published = (
        _settled(machine, shown)
        or shown
        or of_address(address)
        or (changed and changed._replace(origin="update"))
        or _first((page_date(markup) if _is_article(markup) else "", "JSON-LD"))
    )
    return Stamps(published, updated)


def _alone(marked: Sequence[Piece], order: str) -> Stamp | None:
    """The one day that all elements made for the day of publication state."""
    own = [each for each in marked if _ENTRY.search(each.names) or _is_bare(each, marked)]
    days = {stamp for stamp, update in _seen(own, order) if not update}
    return days.pop()._replace(origin="<time>") if len({stamp.day for stamp in days}) == 1 else None


def _is_bare(piece: Piece, marked: Sequence[Piece]) -> bool:
    """Whether it is the only time element of the page, and no part of a text or a list."""
    times = [each for each in marked if each.element.tag == "time"]
    around = piece.element.getparent()
    return [piece] == times and around is not None and around.tag not in PROSE


def _settled(machine: Stamp | None, shown: Stamp | None) -> Stamp | None:
    """The day markup states; the one shown beside the headline where it is of another zone.

    Machines state a moment in the time of Greenwich, or of the server; the reader is shown the
    day of the place the paper is at. A day that no zone has at that moment is another day.
    """
    if not machine or not shown:
        return machine
    if machine.day == shown.day:
        return machine._replace(sure=AGREED)
    if machine.moment and shown.day in _elsewhere(machine.moment):
        return shown
    return machine._replace(sure=DENIED)


def _elsewhere(moment: datetime) -> set[date]:
    """The days that papers may show for a moment: of any zone for Greenwich's, else Greenwich's."""
    if moment.utcoffset():
        return {moment.astimezone(UTC).date()}
    return {(moment + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}


def _stated(markup: Markup, stated: Stated) -> Stamp | None:
    return _first(
        (stated.published, "JSON-LD"),
        *_metas(markup, METAS),
        (stated.created, "JSON-LD"),
    )


def _metas(markup: Markup, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((value, name) for name in names for value in markup.said(name)[:1])


def _first(*said: tuple[str, str]) -> Stamp | None:
    for value, origin in said:
        found = text_dates.day(value)
        if found:
            return Stamp(found, origin, text_dates.moment(value))
    return None


def _is_article(markup: Markup) -> bool:
    return "article" in markup.said("og:type")


def _seen(pieces: Sequence[Piece], order: str) -> Iterator[tuple[Stamp, bool]]:
    """The days shown around the headline, and whether each is that of a change."""
    before = ""
    for piece in pieces:
        told = f"{before} {'' if _ENTRY.search(piece.names) else piece.names}"
        found = text_dates.day(piece.stated, order) if piece.stated else None
        origin = "<time>" if found else "byline"
        match = text_dates.first(piece.text, order) if len(piece.text) <= 2 * SHORT else None
        if match and (not found or abs(match.day - found) <= NEAR):
            found = match.day
            told = f"{told} {piece.text[: match.start]}"
        rest = len(piece.text) - (match.end - match.start if match else 0)
        if found and rest <= SHORT and not _OTHER_DAY.search(told):
            yield Stamp(found, origin), _UPDATE.search(told) is not None
        before = piece.text if len(piece.text) <= LABEL else ""


def of_address(address: str) -> Stamp | None:
    """The day the path of an address has for its folders or opens a name with.

    >>> of_address("https://example.com/2025/01/13/story").day
    datetime.date(2025, 1, 13)
    >>> of_address("https://example.com/story-2025-01-13-9")
    """
    try:
        path = urlsplit(address).path
    except ValueError:  # an address no reader could follow either
        return None
    for match in _PATH_DAY.finditer(path):
        year, month, number = (part for part in match.groups() if part)
        found = text_dates.calendar(int(year), int(month), int(number))
        if found:
            return Stamp(found, "URL")
    return None
