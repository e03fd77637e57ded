"""Variants of names, and very common names, from the lists of `data/`.

All names are compared by their plain letters.
"""

from collections import defaultdict
from collections.abc import Mapping

from search.people import word_lists
from search.people.spelling_keys import plain_letters, spelling_key

# The line of a name in the list, which has all forms of one name, and the group within the line,
# which has the spellings in one language; groups are separated by strokes.
Groups = tuple[tuple[int, int], ...]


def _read_spellings() -> Mapping[str, Groups]:
    """Return the groups of each spelling, and of its spelling key for those that are not listed."""
    by_name: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    by_key: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    for line, row in enumerate(word_lists.read_rows("spellings")):
        for group, names in enumerate(row.split("|")):
            for name in map(plain_letters, names.split()):
                by_name[name][line, group] = None
                by_key[spelling_key(name)][line, group] = None
    return {name: tuple(groups) for name, groups in {**by_key, **by_name}.items()}


def _read_nicknames() -> Mapping[str, frozenset[str]]:
    """Return the names that each short form may stand for."""
    names_by_form: dict[str, set[str]] = defaultdict(set)
    for row in word_lists.read_rows("nicknames"):
        name, _, forms = row.partition(":")
        for form in forms.split():
            names_by_form[form].add(name)
    return {form: frozenset(names) for form, names in names_by_form.items()}


SPELLINGS = _read_spellings()
NICKNAMES = _read_nicknames()
COMMON_NAMES = frozenset(  # so many people have each that it does not tell them apart
    map(plain_letters, word_lists.read_words("common_names") | word_lists.EAST_ASIAN_SURNAMES)
)
_LATIN = frozenset(map(plain_letters, word_lists.read_lines("latin")))


def is_latin(name: str) -> bool:
    """Return whether the name is from a language in Latin letters, so has one right spelling."""
    return name in _LATIN and name not in SPELLINGS


def groups(name: str) -> Groups:
    """Return the groups of the plain name; none where neither it nor its key is listed."""
    return SPELLINGS.get(name) or SPELLINGS.get(spelling_key(name)) or ()
