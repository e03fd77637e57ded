"""A cache of calculated values within a limit of memory."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar, cast


class Cacheable(Protocol):
    """A value that knows the memory it takes."""

    @property
    def bytes(self) -> int: ...


Value = TypeVar("Value", bound=Cacheable)


class MemoryCache:
    """Values by key; the value that was used least recently is dropped first.

    All values of a key are of one type.
    """

    def __init__(self, limit: int) -> None:
        self._free = limit  # in bytes
        self._values: dict[Hashable, tuple[Cacheable, int]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of the key, from `make` unless it is still stored."""
        with self._lock:
            stored = self._values.pop(key, None)
            if stored is not None:
                self._values[key] = stored  # as the one used last
                return cast(Value, stored[0])
        value = make()
        size = value.bytes
        with self._lock:
            if key not in self._values:
                self._values[key] = value, size
                self._free -= size
            while self._free < 0:
                oldest = next(iter(self._values))
                self._free += self._values.pop(oldest)[1]
        return value
