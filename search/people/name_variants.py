"""Names that are forms of one another, and names too many people bear, from the tables of `data/`.

All are compared as `plain` gives them.
"""

from collections import defaultdict
from collections.abc import Mapping

from search.people import word_lists
from search.people.spelling_keys import plain, skeleton

Places = tuple[tuple[int, int], ...]  # the line of a table, and the stretch between its strokes


def _spellings() -> Mapping[str, Places]:
    """Where each spelling stands; also by its skeleton, for those that nobody wrote down."""
    found: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    bare: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    for line, row in enumerate(word_lists.rows("spellings")):
        for stretch, names in enumerate(row.split("|")):
            for name in map(plain, names.split()):
                found[name][line, stretch] = None
                bare[skeleton(name)][line, stretch] = None
    both = {**bare, **found}
    return {name: tuple(places) for name, places in both.items()}


def _nicknames() -> Mapping[str, frozenset[str]]:
    """The names that each short form may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in word_lists.rows("nicknames"):
        name, _, short = row.partition(":")
        for form in short.split():
            found[form].add(name)
    return {form: frozenset(names) for form, names in found.items()}


SPELLINGS = _spellings()
NICKNAMES = _nicknames()
_COMMON = frozenset(plain(name) for name in word_lists.table("common") | word_lists.FAMILY_NAMES)
_LATIN = frozenset(plain(name) for name in word_lists.lines("latin"))


def is_common(name: str) -> bool:
    """Whether so many bear it that it tells little."""
    return name in _COMMON


def is_latin(name: str) -> bool:
    """Whether it is a name of a country that writes Latin letters, so has one right spelling."""
    return name in _LATIN and name not in SPELLINGS
