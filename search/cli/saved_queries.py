"""The saved searches for an index, as the queries they stand for."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from search.cli.request_fields import Misstated, asked
from search.engines import document_folders
from search.errors import BadSearches
from search.query import Query
from search.query.parser import parse
from search.query.saved_references import name_key
from search.saved_searches import Kept, beside, kept
from search.schema import FACET_NAMES, FIELDS, SCOPES

SEEDS = Path("seeds")  # where documents are before there is an index


class Searches(Mapping[str, Query]):
    """The queries by folded name, each read when it is asked for.

    Raises: BadSearches, where what is written down is no request.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._names = {name_key(name): name for name in kept.stated}

    def __getitem__(self, name: str) -> Query:
        stated = self._kept.stated[self._names[name]]
        try:
            return asked(stated)
        except Misstated as error:
            place = f"{error.key!r} of the saved search {self._names[name]!r}"
            what = f"cannot read {place} in {str(self._kept.path)!r}: {error.fault}"
            raise BadSearches(
                what, f"change it with 'search saved add --replace {name}'"
            ) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def place(folder: Path) -> Path:
    """The file of the searches for the index in the folder."""
    return beside(list(document_folders(folder).values()), SEEDS)


def saved(folder: Path) -> Searches:
    """The saved searches for the index in the folder.

    Raises: BadSearches.
    """
    return Searches(kept(place(folder)))


def check(name: str, searches: Mapping[str, Query]) -> None:
    """Refuse a search whose text cannot be read, or that comes back to itself.

    Raises: BadQuery, BadSearches.
    """
    parse(f'query:"{name}"', FIELDS, SCOPES, FACET_NAMES, date.today(), searches)
