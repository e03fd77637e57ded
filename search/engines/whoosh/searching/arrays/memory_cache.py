"""A cache of calculated values within a limit of memory."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar, cast


class Cacheable(Protocol):
    """A value that knows the memory it takes, which does not change."""

    @property
    def bytes(self) -> int: ...


Value = TypeVar("Value", bound=Cacheable)


class MemoryCache:
    """Values by key; the value that was used least recently is dropped first.

    All values of a key are of one type.
    """

    def __init__(self, limit: int) -> None:
        self._free = limit  # in bytes
        self._values: dict[Hashable, Cacheable] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of the key, from `make` unless it is still stored."""
        with self._lock:
            if key in self._values:
                self._values[key] = self._values.pop(key)  # as the one used last
                return cast(Value, self._values[key])
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._free -= value.bytes
            while self._free < 0:
                oldest = next(iter(self._values))
                self._free += self._values.pop(oldest).bytes
        return value
