"""Days written in text: read from words or figures, or left alone where they are none."""

import re
from datetime import date

# Month names by number, full and short, in the languages of most papers; genitives where dates
# use them.
MONTHS = (
    "january jan januar janvier enero gennaio janeiro januari stycznia январ января січня "
    "ocak يناير",
    "february feb februar février febrero febbraio fevereiro februari lutego февраля "
    "лютого şubat فبراير",
    "march mar märz mars marzo março maart marca марта березня mart مارس",
    "april apr avril abril aprile kwietnia апреля квітня nisan أبريل",
    "may mai mayo maggio maio mei maja мая травня mayıs مايو",
    "june jun juni juin junio giugno junho czerwca июня червня haziran يونيو",
    "july jul juli juillet julio luglio julho lipca июля липня temmuz يوليو",
    "august aug août agosto augustus sierpnia августа серпня ağustos أغسطس",
    "september sept sep septembre septiembre settembre setembro września сентября вересня "
    "eylül سبتمبر",
    "october oct oktober octobre octubre ottobre outubro października октября жовтня ekim أكتوبر",
    "november nov novembre noviembre novembro listopada ноября листопада kasım نوفمبر",
    "december dec dezember décembre diciembre dicembre dezembro grudnia декабря грудня "
    "aralık ديسمبر",
)
NUMBER = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
EARLIEST, LATEST = (
    1600,
    2100,
)  # from the first printed papers to past any scrape: 0001-01-01 is a blank

_MONTH = "|".join(sorted(NUMBER, key=len, reverse=True))
_FORMS = (
    r"(?<!\d)(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)",  # 2024-12-18, 2024/12/18
    # 2024年12月18日
    r"(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]",
    # Jan. 13, 2025
    rf"\b(?P<m3>{_MONTH})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>\d{{4}})(?!\d)",
    rf"(?<!\d)(?P<d4>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-](?:de |of )?(?P<m4>{_MONTH})\.?,?"
    r"[\s-](?:de )?(?P<y4>\d{4})(?!\d)",  # 13 January 2025, 13 de enero de 2025, 21-Dec-2023
    r"(?<!\d)(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>\d{4})(?!\d)",  # 18.12.2024, day first
    # 12/18/2024, where one number is no month
    r"(?<![\d/])(?P<a6>\d{1,2})/(?P<b6>\d{1,2})/(?P<y6>\d{4})(?![\d/])",
)
PATTERN = re.compile("|".join(_FORMS), re.IGNORECASE)
SHAPE = re.sub(
    r"\?P<\w+>", "?:", PATTERN.pattern
)  # the same without names, to stand in other patterns


def day(text: str) -> date | None:
    """The first day named in full that the calendar has.

    A date with slashes counts only where one number cannot be a month: 03/04/2024 is two days.

    >>> day("Published Jan. 13, 2025, 9:18 PM")
    datetime.date(2025, 1, 13)
    >>> day("2024-02-30") is None
    True
    """
    for match in PATTERN.finditer(text):
        found = _calendar(*_figures(match))
        if found:
            return found
    return None


def _figures(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as written; zeros where the order of a date with slashes is open."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        if first <= 12 and second <= 12 and first != second:
            return 0, 0, 0
        month, number = (second, first) if first > 12 else (first, second)
        return int(parts["y"]), month, number
    month = NUMBER.get(parts["m"].casefold()) or int(parts["m"])
    if "." in match[0] and month > 12 and parts["m"].isdigit():  # 11.14.2019: the month came first
        return int(parts["y"]), int(parts["d"]), month
    return int(parts["y"]), month, int(parts["d"])


def _calendar(year: int, month: int, number: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
