"""A queue of values that spills from memory to disk."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any

from search.errors import NoTemporarySpace, system_reason

MEMORY = 64 << 20  # bytes kept in memory before they go to disk


class Spool(AbstractContextManager["Spool"]):
    """A temporary file of pickled values, deleted on exit.

    Raises: NoTemporarySpace, when a value is added, or at last when they are read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - closed by `__exit__`

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):  # unwritten values are not needed any more
            self._file.close()

    def append(self, value: object) -> None:
        """Append a value."""
        try:
            pickle.dump(value, self._file)
        except OSError as error:
            raise _full(error) from error

    def __iter__(self) -> Iterator[Any]:
        """Yield the values in order."""
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
    return NoTemporarySpace(tempfile.gettempdir(), system_reason(error))
