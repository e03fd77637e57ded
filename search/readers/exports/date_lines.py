"""Lines that are a date, as databases write it below the name of a paper."""

import re

LONGEST = 160  # characters, with an edition after the date
_WEEKDAY = r"(?:[^\W\d_]{2,14}[.,]?,?\s{1,3}){0,2}"  # also "le mardi", "Le"
_MONTH = r"[^\W\d_]{3,14}"
_DAY = re.compile(
    rf"\W{{0,3}}{_WEEKDAY}(?:"
    rf"{_MONTH}\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}[12]\d{{3}}\b|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|\.|º|ª)?\s{{0,3}}(?:de\s{{1,3}})?{_MONTH}\.?,?\s{{1,3}}"
    r"(?:del?\s{1,3})?[12]\d{3}\b|"
    r"\d{1,2}[./-]\d{1,2}[./-][12]\d{3}\b|[12]\d{3}[./-]\d{1,2}[./-]\d{1,2}\b|"
    r"[12]\d{3}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]|"
    rf"\d{{1,2}}-{_MONTH}-[12]\d{{3}}\b)",
    re.I,
)
# Magazines: "May 2014", "May/June 2014", "Spring 2010".
_MONTH_ONLY = re.compile(
    rf"({_MONTH})\.?(?:\s{{0,2}}[-–/&,]\s{{0,2}}{_MONTH}\.?)?,?\s{{1,3}}([12]\d{{3}})"
    r"(?:[,;].{0,80})?",
    re.I,
)
_YEAR_MONTH = re.compile(r"([12]\d{3})\s?年\s?(\d{1,2})\s?月")


def date_in(line: str) -> str:
    """Return the date that a line begins with, as cleaning reads it; empty where it has none.

    >>> date_in("January 11, 2018 Thursday, Late Edition - Final")
    'January 11, 2018'
    >>> date_in("May/June 2014"), date_in("On 3 May 2014 it fell, as two of those who saw it said.")
    ('1 May 2014', '')
    """
    text = " ".join(line.split())
    if len(text) > LONGEST:
        return ""
    found = _DAY.match(text)
    if found:
        rest = text[found.end() :]
        return found[0].strip() if _ends_date(rest) else ""
    month = _MONTH_ONLY.fullmatch(text)
    if month:
        return f"1 {month[1]} {month[2]}"
    month = _YEAR_MONTH.fullmatch(text)
    return f"{month[1]}-{int(month[2]):02}-01" if month else ""


def _ends_date(rest: str) -> bool:
    """Return whether a date may go on like this: with a weekday, a time or an edition."""
    return not rest.endswith((".", "?", "!", "。")) or len(rest.split()) <= 8
