"""The word lists of `data/`, and names as they are looked up in them: in ASCII."""

import re
import unicodedata
from importlib.resources import files

_LETTERS = str.maketrans(
    dict(zip("øØłŁđĐıəƏ’‐‑", "oOlLdDieE'--", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
)


def folded(name: str) -> str:
    """The name in ASCII, accents off, its case kept."""
    if name.isascii():
        return name
    parted = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _text(title: str) -> str:
    return (files(__package__) / "data" / f"{title}.txt").read_text("utf-8")


def lines(title: str) -> frozenset[str]:
    """The lines of a table that `benchmarks/make_names.py` writes."""
    return frozenset(_text(title).splitlines())


def rows(title: str) -> list[str]:
    """The lines of a table kept by hand, comments left out."""
    return [line for line in _text(title).splitlines() if line and not line.startswith("#")]


def table(title: str) -> frozenset[str]:
    """The words of a table kept by hand: `_` stands for a space, `#` opens a comment."""
    words = re.sub(r"#.*", "", _text(title)).split()
    return frozenset(folded(word.replace("_", " ")) for word in words)


WORDS = lines("words")  # ordinary English words, written small
GIVEN_NAMES = lines("given")
KNOWN_NAMES = table("known")
SURNAMES = lines("surnames") | KNOWN_NAMES
FAMILY_NAMES = table("family_names")
PLACES = lines("territories") | table("places")
THINGS = PLACES | table("things")  # of several words, no name in them
PEOPLES = table("peoples")
ORGANISATIONS = table("organisations")
HONORIFICS = table("honorifics")
ROLES = table("roles")
SPEECH = table("speech")
FUNCTION_WORDS = table("function_words")
CALENDAR_WORDS = table("calendar")
VESSELS = table("vessels")
PARTICLES = table("particles")
