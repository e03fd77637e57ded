"""The dates of publication and of the last update of a page, chosen among its places."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from search.cleaning.facts import text_dates
from search.cleaning.facts.json_ld import ArticleNode, page_date
from search.cleaning.facts.page_header import SHORT, HeaderText
from search.cleaning.facts.page_markup import Markup

# The shares of right dates where the header shows the same day (244 pages), and another (15 pages).
CONFIRMED, CONTRADICTED = 0.95, 0.5
ONE_DAY = timedelta(days=1)  # between the days of two time zones
METAS = tuple(
    "article:published_time og:article:published_time og:published_time article:published "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime datepublished date_published "
    "dc.date.issued dcterms.issued dcterms.created dcterms.date dc.date.created dc.date pubdate "
    "pub_date publishdate publish-date publish_date publication_date publication-date "
    "citation_publication_date date".split()
)
UPDATES = tuple(
    "article:modified_time og:updated_time og:article:modified_time article:updated_time "
    "datemodified last-modified dcterms.modified dc.date.modified revised".split()
)
PROSE = frozenset("p li a td dd dt blockquote figcaption".split())  # without dates of the article
LONGEST_LABEL = 25  # characters of a text before a date that describes it
_UPDATE = re.compile(
    r"update|modif|updt|edited|revis|aktualis|geändert|stand:|mis à jour|maj\b|actualiza|atualiza|"
    r"aggiorna|обновл|оновл|güncelle|bijgewerkt|gewijzigd|oppdatert|uppdatera|opdateret|"
    r"zaktualiz|aktualiz|更新",
    re.IGNORECASE,
)
# The names that themes give to the date of publication.
_PUBLISHED = re.compile(
    r"entry-date|publish|posted-on|post-date|timestamp|dateline|byline", re.IGNORECASE
)
_OTHER_EVENT = re.compile(
    r"\b(?:events?|when|starts?|ends?|begins?|until|from|deadline|expires?|due|born|died|founded|since|"
    r"valid|effective|delivery|review(?:s|ed)?|repl(?:y|ies)|copyright|edition|issue|ausgabe|opens?|closes?|doors|joined|member)\b|©|\bevent|start-?date|end-?date",
    re.IGNORECASE,
)
_DATE_IN_PATH = re.compile(
    r"(?:^|/)(\d{4})[-/_](\d{1,2})[-/_](\d{1,2})(?=[/_.-]|$)|(?:^|/)(\d{4})(\d{2})(\d{2})(?=[/_.-]|$)"
)


class PageDate(NamedTuple):
    """A day and the place where it was read."""

    day: date
    origin: str
    timestamp: datetime | None = None  # with its zone, where the markup has one
    confidence: float = 0.0  # the chance that it is right; 0: that of the origin


def page_dates(
    markup: Markup,
    article: ArticleNode,
    header: Sequence[HeaderText],
    marked: Callable[[], Sequence[HeaderText]],
    address: str,
) -> tuple[PageDate | None, PageDate | None]:
    """Return the dates of publication and of the last update, where they can be trusted.

    `header` has the texts around the headline, `marked` returns those marked as dates anywhere.
    """
    order = text_dates.date_order(markup.language, address)
    dates = list(_dates_in_texts(header, order))
    in_markup = _first_date(
        (article.published, "JSON-LD"), *_metas(markup, METAS), (article.created, "JSON-LD")
    )
    in_header = next((found for found, is_update in dates if not is_update), None)
    if not in_markup and not in_header:
        in_header = _only_marked_date(marked(), order)
    last_update = next((found for found, is_update in dates if is_update), None)
    updated = _first_date((article.modified, "JSON-LD"), *_metas(markup, UPDATES)) or last_update
    published = (
        _reconcile(in_markup, in_header)
        or in_header
        or date_in_address(address)
        or (last_update and last_update._replace(origin="update"))
        or _first_date(
            (page_date(markup) if "article" in markup.meta("og:type") else "", "JSON-LD")
        )
    )
    return published, updated


def _only_marked_date(marked: Sequence[HeaderText], order: str) -> PageDate | None:
    """Return the only day in the elements that are marked as the date of publication."""
    own = [each for each in marked if _PUBLISHED.search(each.names) or _is_only_time(each, marked)]
    dates = {found for found, is_update in _dates_in_texts(own, order) if not is_update}
    days = {found.day for found in dates}
    return dates.pop()._replace(origin="<time>") if len(days) == 1 else None


def _is_only_time(text: HeaderText, marked: Sequence[HeaderText]) -> bool:
    """Return whether it is the only time element of the page, and not in a text or a list."""
    times = [each for each in marked if each.element.tag == "time"]
    parent = text.element.getparent()
    return [text] == times and parent is not None and parent.tag not in PROSE


def _reconcile(in_markup: PageDate | None, in_header: PageDate | None) -> PageDate | None:
    """Return the date of the markup, or that of the header where only the time zone differs.

    Markup has the time of Greenwich, or of the server; the reader sees the day at the place of the
    paper. A day that no zone has at that time is another day.
    """
    if not in_markup or not in_header:
        return in_markup
    if in_markup.day == in_header.day:
        return in_markup._replace(confidence=CONFIRMED)
    if in_markup.timestamp and in_header.day in _days_elsewhere(in_markup.timestamp):
        return in_header
    return in_markup._replace(confidence=CONTRADICTED)


def _days_elsewhere(timestamp: datetime) -> set[date]:
    """Return the days that papers may show for a timestamp.

    For one of Greenwich these are the days in all zones, for any other the day in Greenwich.
    """
    if timestamp.utcoffset():
        return {timestamp.astimezone(UTC).date()}
    return {(timestamp + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}


def _metas(markup: Markup, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((value, name) for name in names for value in markup.meta(name)[:1])


def _first_date(*values: tuple[str, str]) -> PageDate | None:
    """Return the first of the values with their origins that is a date."""
    for value, origin in values:
        day = text_dates.parse_date(value)
        if day:
            return PageDate(day, origin, text_dates.parse_timestamp(value))
    return None


def _dates_in_texts(texts: Sequence[HeaderText], order: str) -> Iterator[tuple[PageDate, bool]]:
    """Yield the dates in the texts, and whether each is the date of an update."""
    label = ""
    for text in texts:
        context = f"{label} {'' if _PUBLISHED.search(text.names) else text.names}"
        day = text_dates.parse_date(text.datetime, order) if text.datetime else None
        origin = "<time>" if day else "byline"
        line = text.text
        match = text_dates.find_date(line, order) if len(line) <= 2 * SHORT else None
        if match and (not day or abs(match.day - day) <= ONE_DAY):
            day = match.day
            context = f"{context} {line[: match.start]}"
        rest = len(line) - (match.end - match.start if match else 0)
        if day and rest <= SHORT and not _OTHER_EVENT.search(context):
            yield PageDate(day, origin), _UPDATE.search(context) is not None
        label = line if len(line) <= LONGEST_LABEL else ""


def date_in_address(address: str) -> PageDate | None:
    """Return the date in the folders, or at the start of a name, in the path of an address.

    >>> date_in_address("https://example.com/2025/01/13/story").day
    datetime.date(2025, 1, 13)
    >>> date_in_address("https://example.com/story-2025-01-13-9")
    """
    try:
        path = urlsplit(address).path
    except ValueError:  # an invalid address
        return None
    for match in _DATE_IN_PATH.finditer(path):
        year, month, number = (part for part in match.groups() if part)
        day = text_dates.valid_date(int(year), int(month), int(number))
        if day:
            return PageDate(day, "URL")
    return None
