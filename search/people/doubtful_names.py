"""Names that may be no person's, or several people's, each with the reason for the doubt."""

from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    FUNCTION,
    GIVEN,
    GROUP,
    INITIAL,
    ORDINARY,
    ORGANISATION,
    PARTICLE,
    PLACE,
    SURNAME,
    word_flags,
)

_DOUBTFUL_WORDS = (  # a class of a word that is no name besides, and what it is called
    (ORGANISATION, "a word of organisations"),
    (PLACE, "a place"),
    (GROUP, "a people, language, religion or party"),
    (CALENDAR, "a day or month"),
    (ACRONYM, "an acronym"),
    (FUNCTION | ORDINARY, "an ordinary word"),
)


def doubt(name: str) -> str:
    """Return why the name may be no person's, or several people's; empty without a doubt.

    >>> doubt("Angela Monday"), doubt("Obama"), doubt("Angela Merkel")
    ("'Monday' is a day or month", 'one word: no full name was found for it', '')
    """
    words = [(word, word_flags(word)) for word in name.split()]
    names = [(word, flags) for word, flags in words if not flags & PARTICLE]
    for word, flags in names:
        for kind, noun in _DOUBTFUL_WORDS:
            if flags & kind and not flags & (GIVEN | SURNAME | INITIAL):
                return f"{word!r} is {noun}"
    if len(names) < 2:
        return "one word: no full name was found for it"
    known = any(flags & (GIVEN | INITIAL) for _, flags in names)
    return "" if known else "no word of it is a known given name"
