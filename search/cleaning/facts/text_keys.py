"""Keys of texts, which ignore case, spaces and punctuation."""

import re

_IGNORED = re.compile(r"[\W_]+")


def text_key(text: str) -> str:
    """Return the letters and digits of the text alone.

    >>> text_key("Bridge falls!")
    'bridgefalls'
    """
    return _IGNORED.sub("", text.casefold())


def has_key(text: str, key: str) -> bool:
    """Return whether the text has the key; most texts are excluded by their length.

    >>> has_key("Bridge falls!", "bridgefalls")
    True
    """
    is_similar_length = len(key) <= 2 * len(text) and len(text) <= 2 * len(key) + 8
    return is_similar_length and text_key(text) == key
