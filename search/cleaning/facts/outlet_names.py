"""What an outlet is called: as most of its documents call it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from search.cleaning.facts.text_keys import key


class Outlet(NamedTuple):
    """The outlet of a document."""

    known_by: str  # its domain; where there is none, the letters of its name
    name: str  # as the document has it


NAMELESS = Outlet("", "")


def outlet(domain: str, name: str) -> Outlet:
    """The outlet of that domain and name.

    >>> outlet("", "The Daily") == outlet("", "the daily")._replace(name="The Daily")
    True
    """
    return Outlet(domain or f"={key(name).removeprefix('the')}" if name else "", name)


def names(stated: Iterable[Outlet]) -> dict[str, str]:
    """One name for each: the most frequent, of equals the first by alphabet."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for each in stated:
        if each.known_by:
            votes[each.known_by][each.name] += 1
    return {
        known_by: min(counts, key=lambda name: (-counts[name], name))
        for known_by, counts in votes.items()
    }
