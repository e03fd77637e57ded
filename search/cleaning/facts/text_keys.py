"""What is left of a text when case, spaces and marks do not count."""

import re

_MARKS = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """The letters and figures alone.

    >>> key("Bridge falls!")
    'bridgefalls'
    """
    return _MARKS.sub("", text.casefold())


def says(text: str, wanted: str) -> bool:
    """Whether the key of a text is the one wanted; most lengths tell at once.

    >>> says("Bridge falls!", "bridgefalls")
    True
    """
    return len(wanted) <= 2 * len(text) and len(text) <= 2 * len(wanted) + 8 and key(text) == wanted
