"""Dates written in text, in words or in figures."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from search.cleaning.facts.data_rows import read_pairs, read_rows

MONTHS = read_pairs("months")  # a language -> the names of its months, from January on
MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(read_rows("more_months"), 1)
    for name in names.split()
} | {  # where languages differ, as in listopada, those of most papers win
    name: number
    for language in MONTHS.values()
    for number, names in enumerate(language.split(), 1)
    for name in names.split("/")
}


def month_names(*languages: str) -> frozenset[str]:
    """Return the names of the months in these languages."""
    return frozenset(name for each in languages for name in MONTHS[each].replace("/", " ").split())


EARLIEST = 1600  # from the first printed papers: 0001-01-01 is a blank
# Another time zone may be ahead by so much; a later day is an error, since it has not come yet.
MOST_AHEAD = timedelta(days=1)

_MONTH = "|".join(sorted(month_names(*MONTHS), key=lambda name: (-len(name), name)))


def _forms(month: str) -> tuple[str, ...]:
    """Return the patterns of dates, given a pattern for the names of months."""
    return (
        # 2024-12-18, 2024/12/18
        r"(?<!\d)(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)",
        # 2024年12月18日
        r"(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]",
        # Jan. 13, 2025
        rf"\b(?P<m3>{month})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>\d{{4}})(?!\d)",
        # 13 January 2025, 13 de enero de 2025, 21-Dec-2023
        rf"(?<!\d)(?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-](?:de |of )?(?P<m4>{month})\.?,?"
        r"[\s-](?:del? )?(?P<y4>\d{4})(?!\d)",
        # 18.12.2024, day first
        r"(?<!\d)(?P<d5>\d{1,2})\.\s?(?P<m5>\d{1,2})\.\s?(?P<y5>\d{4})(?!\d)",
        # 12/18/2024, 18-12-2024: where both numbers may be months, the order decides
        r"(?<![\d/-])(?P<a6>\d{1,2})(?P<s6>[/-])(?P<b6>\d{1,2})(?P=s6)(?P<y6>\d{4})(?![\d/-])",
    )


_RARE_FORMS = (
    # 13 tháng 1, 2025
    r"(?P<d7>\d{1,2}) tháng (?P<m7>\d{1,2}),? (?:năm )?(?P<y7>\d{4})(?!\d)",
    # 2025. január 13.
    r"(?<!\d)(?P<y8>\d{4})\.?\s(?P<m8>[^\W\d_]{3,14})\.?\s(?P<d8>\d{1,2})(?!\d)",
    # 20250113T101500Z
    r"^\s*(?P<y9>[12]\d{3})(?P<m9>[01]\d)(?P<d9>[0-3]\d)(?=T|\s*$)",
)
_ANY_MONTH = r"[^\W\d_][^\s\d.,;:()/|-]{2,13}"
_DATE = re.compile("|".join((*_forms(_ANY_MONTH), *_RARE_FORMS)), re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
# The dates that rules cut: without groups, as a part of other patterns.
DATE_PATTERN = re.sub(r"\?P<\w+>", "?:", "|".join(_forms(_MONTH)[:-1])) + (
    r"|(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])"
)


class DateMatch(NamedTuple):
    """A day, and its place in the text."""

    day: date
    start: int
    end: int  # exclusive


def parse_date(text: str, order: str = "") -> date | None:
    """Return the first complete date in the text that exists and is not in the future.

    A date with slashes counts only where one number cannot be a month, or where the order is
    known, "dm" or "md": 03/04/2024 may be two days.

    >>> parse_date("Published Jan. 13, 2025, 9:18 PM")
    datetime.date(2025, 1, 13)
    >>> parse_date("2024-02-30") is None
    True
    >>> parse_date("03/04/2024", "dm")
    datetime.date(2024, 4, 3)
    """
    match = find_date(text, order)
    return match.day if match else None


def find_date(text: str, order: str = "") -> DateMatch | None:
    """Return the date of `parse_date` with its place."""
    if _YEAR.search(text) is None:  # most texts have none, and the whole pattern is slow
        return None
    for match in _DATE.finditer(text):
        day = valid_date(*_numbers(match, order))
        if day:
            return DateMatch(day, match.start(), match.end())
    return None


_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)")


def parse_timestamp(text: str) -> datetime | None:
    """Return the moment of a timestamp with its zone; None for a day, or a time without a zone.

    >>> parse_timestamp("2023-12-18T22:57-05:00").utcoffset()
    datetime.timedelta(days=-1, seconds=68400)
    """
    match = _TIMESTAMP.match(text.strip())
    try:
        return datetime.fromisoformat(match[0].replace(" +", "+")) if match else None
    except ValueError:
        return None


# Languages in which the month comes first, and those in which either may; elsewhere the day does.
MONTH_FIRST = ("en-us", "en-ph", "es-us")
EITHER_FIRST = ("en", "en-ca", "fil", "")
_INTERNATIONAL_DOMAINS = frozenset("com org net info news io co tv me us ca ph biz edu gov".split())


def date_order(language: str, address: str = "") -> str:
    """Return the order of day and month on a page, "dm" or "md"; empty where it is unknown.

    English papers differ, and a ".com" may be in any country.

    >>> date_order("en", "https://www.example.co.uk/"), date_order("en-us"), date_order("en")
    ('dm', 'md', '')
    """
    language = language.replace("_", "-").casefold()
    if language in MONTH_FIRST:
        return "md"
    if language not in EITHER_FIRST:
        return "dm"
    try:
        domain = (urlsplit(address).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""
    if domain == "us":
        return "md"
    return "dm" if domain and domain not in _INTERNATIONAL_DOMAINS else ""


def _numbers(match: re.Match[str], order: str) -> tuple[int, int, int]:
    """Return year, month and day; zeros where the order of a date with slashes is unknown."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    if "a" in parts:
        year, first, second = int(parts["y"]), int(parts["a"]), int(parts["b"])
        if first > 12 or first == second or (order == "dm" and second <= 12):
            return year, second, first
        return (year, first, second) if second > 12 or order == "md" else (0, 0, 0)
    month = MONTH_NUMBERS.get(parts["m"].casefold(), 0)
    if not month and parts["m"].isdigit():
        month = int(parts["m"])
    if "." in match[0] and month > 12 and parts["m"].isdigit():  # 11.14.2019: the month came first
        return int(parts["y"]), int(parts["d"]), month
    return int(parts["y"]), month, int(parts["d"])


def valid_date(year: int, month: int, day: int) -> date | None:
    """Return the date, if it exists and is not in the future."""
    if year < EARLIEST:
        return None
    try:
        valid = date(year, month, day)
    except ValueError:
        return None
    return valid if valid <= date.today() + MOST_AHEAD else None
