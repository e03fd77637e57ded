"""What was worked out, kept while there is room for it."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Made = TypeVar("Made")


class Memo:
    """Values by their keys; what was not asked for longest goes first."""

    def __init__(self, room: int) -> None:
        self._room = room  # in bytes
        self._held: dict[Hashable, tuple[Any, int]] = {}
        self._lock = Lock()

    def held(
        self, key: Hashable, make: Callable[[], Made], size: int | Callable[[Made], int]
    ) -> Made:
        """What is kept under the key, or else what `make` gives, of so many bytes."""
        with self._lock:
            found = self._held.pop(key, None)
            if found is not None:
                self._held[key] = found
                known: Made = found[0]
                return known
        made = make()
        bytes = size if isinstance(size, int) else size(made)
        with self._lock:
            if key not in self._held:
                self._held[key] = made, bytes
                self._room -= bytes
            while self._room < 0:
                oldest = next(iter(self._held))
                self._room += self._held.pop(oldest)[1]
        return made
