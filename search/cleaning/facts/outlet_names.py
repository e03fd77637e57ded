"""Names of outlets: each is called what most of its documents call it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from search.cleaning.facts.text_keys import text_key


class Outlet(NamedTuple):
    """The outlet of a document."""

    key: str  # its domain; without one, the letters of its name
    name: str  # as in the document


UNKNOWN_OUTLET = Outlet("", "")


def make_outlet(domain: str, name: str) -> Outlet:
    """Return the outlet of that domain and name.

    >>> make_outlet("", "The Daily") == make_outlet("", "the daily")._replace(name="The Daily")
    True
    """
    return Outlet(domain or f"={text_key(name).removeprefix('the')}" if name else "", name)


def outlet_names(outlets: Iterable[Outlet]) -> dict[str, str]:
    """Return one name for each key: the most frequent, of equals the first by alphabet."""
    counts_by_key: dict[str, Counter[str]] = defaultdict(Counter)
    for each in outlets:
        if each.key:
            counts_by_key[each.key][each.name] += 1
    return {
        key: min(counts, key=lambda name: (-counts[name], name))
        for key, counts in counts_by_key.items()
    }
