"""A table of an index that is stored in parts: a change adds one, and may merge the last ones."""

from collections.abc import Callable, Iterator

from search.engines.base import Writer


class StoredParts:
    """The parts of one table, oldest first; none count where everything is made again."""

    def __init__(self, writer: Writer, name: str, *, is_kept: bool) -> None:
        self._writer, self._name = writer, name
        self._names = writer.store_names(f"{name}.")
        self._kept = list(self._names) if is_kept else []

    def read(self) -> Iterator[bytes]:
        """Yield the contents of each part."""
        for name in self._kept:
            yield self._writer.read_store(name) or b""

    def write(self, contents: Callable[[], bytes], merged: int) -> None:
        """Add a part in place of so many of the last ones."""
        kept = self._kept[: len(self._kept) - merged]
        for name in self._names:
            if name not in kept:
                self._writer.drop_store(name)
        last = int(self._names[-1].rpartition(".")[2]) if self._names else 0
        self._writer.write_store(f"{self._name}.{last + 1:06}", contents)
