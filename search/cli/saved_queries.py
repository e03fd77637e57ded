"""The saved searches of an index, as queries."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from search.cli.open_index import SEEDS
from search.cli.request_fields import BadOption, to_query
from search.engines import document_folders
from search.query import Query
from search.query.parser import parse
from search.query.saved_references import name_key
from search.saved_searches import SearchesFile, read_searches, searches_file
from search.user_files.user_file import read


class SavedQueries(Mapping[str, Query]):
    """The queries by the key of their name, each made when it is first needed.

    Raises: BadUserFile, where the options of a search are not those of a query.
    """

    def __init__(self, searches: SearchesFile) -> None:
        self._searches = searches
        self._names = {name_key(name): name for name in searches.options}

    def __getitem__(self, key: str) -> Query:
        name = self._names[key]
        try:
            return to_query(self._searches.options[name])
        except BadOption as error:
            file = read(self._searches.path)
            raise file.mistake_at(
                name,
                f"{error.key!r} of the saved search {name!r}: {error.fault}",
                f"change it there, or with 'search saved add --replace {name}'",
            ) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def searches_path(folder: Path) -> Path:
    """Return the file of the searches for the index in the folder."""
    return searches_file(list(document_folders(folder).values()), SEEDS)


def saved_queries(folder: Path) -> SavedQueries:
    """Return the saved searches for the index in the folder."""
    return SavedQueries(read_searches(searches_path(folder)))


def check_search(name: str, queries: Mapping[str, Query]) -> None:
    """Refuse a search whose text cannot be parsed, or that refers to itself."""
    parse(f'query:"{name}"', date.today(), queries)
