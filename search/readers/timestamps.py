"""Points in time as the formats of mail, feeds and PDF write them, in ISO, in their own zone."""

import re
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime

PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def of_mail(stated: str) -> str:
    """RFC 5322, as mail and RSS have it; what is none stays as it is.

    >>> of_mail("Mon, 13 Jan 2025 21:18:00 +0200"), of_mail("2025-01-13")
    ('2025-01-13T21:18:00+02:00', '2025-01-13')
    """
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated.strip()


def of_pdf(stated: str) -> str:
    """The day of a PDF's date; empty where it is none.

    >>> of_pdf("D:20250113211800+02'00'")
    '2025-01-13'
    """
    found = PDF.match(stated.strip())
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups())).isoformat()
    return ""
