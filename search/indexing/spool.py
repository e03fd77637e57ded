"""Values put by until all of them are there: in memory at first, on disk when there are many."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

from search.errors import NoTemporarySpace

MEMORY = 64 << 20  # bytes held before they go to disk


class Spool:
    """A file without a name, which is gone when it is left, however that is."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - closed by `__exit__`

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):  # what is still to be written finds no room, and is not wanted
            self._file.close()

    def put(self, value: object) -> None:
        """Take in one more value.

        Raises: NoTemporarySpace.
        """
        try:
            pickle.dump(value, self._file)
        except OSError as error:
            raise _full(error) from error

    def __iter__(self) -> Iterator[Any]:
        """Return all of them, in order.

        Raises: NoTemporarySpace, because some may not have been written yet.
        """
        try:
            self._file.seek(0)
        except OSError as error:
            raise _full(error) from error
        while True:
            try:
                yield pickle.load(self._file)
            except EOFError:
                return


def _full(error: OSError) -> NoTemporarySpace:
    return NoTemporarySpace(tempfile.gettempdir(), (error.strerror or "cannot be written").lower())
