"""Dates of mail, feeds and PDF in ISO form, in their own time zone."""

import re
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime

PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def mail_date(stated: str) -> str:
    """Return a date of RFC 5322, as in mail and RSS, in ISO form; other text is returned as it is.

    >>> mail_date("Mon, 13 Jan 2025 21:18:00 +0200"), mail_date("2025-01-13")
    ('2025-01-13T21:18:00+02:00', '2025-01-13')
    """
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated.strip()


def pdf_date(stated: str) -> str:
    """Return the day of a PDF date; empty if it is not one.

    >>> pdf_date("D:20250113211800+02'00'")
    '2025-01-13'
    """
    found = PDF.match(stated.strip())
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups())).isoformat()
    return ""
