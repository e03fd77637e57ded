"""The values of a JSON text, decoded one by one as the text is read."""

import codecs
import io
import json
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from search.readers.raw_bytes import PAGE_LIMIT, UnreadError
from search.readers.text_decoding import BOMS

CHUNK = 1 << 16  # bytes
SPACE = " \t\n\r"
_decoder = json.JSONDecoder()


class JsonValue(NamedTuple):
    """A value and its place."""

    content: Any
    in_list: bool  # whether it is an item of the list at the top of the text
    alone: bool  # whether it is the whole text


def values(stream: io.BufferedReader) -> Iterator[JsonValue]:
    """Yield the values of the text: the items of a list at its top, and whatever else is there.

    Memory is bounded by the largest value. A text may have several values in a row.
    Raises: UnreadError, after the values before the fault.
    """
    reader = _Reader(stream)
    first = True
    while opening := reader.peek():
        if opening == "[":
            for item in _items(reader):
                yield JsonValue(item, in_list=True, alone=False)
        else:
            content = reader.value()
            yield JsonValue(content, in_list=False, alone=first and not reader.peek())
        first = False


def members(
    stream: io.BufferedReader, into: Container[str], listed: Container[str]
) -> Iterator[tuple[str, Any]]:
    """Yield the members of an object, each after its key: memory is bounded by the largest.

    Objects, and lists of objects, under the keys `into` are not yielded: their members follow as
    those of the object do. Of a list under a key `listed` each item is yielded after that key.
    """
    yield from _members(_Reader(stream), "", into, listed)


def _members(
    reader: "_Reader", key: str, into: Container[str], listed: Container[str]
) -> Iterator[tuple[str, Any]]:
    opening = reader.peek()
    if opening == "{" and (not key or key in into):
        for inner in _parts(reader, "}"):
            name = str(reader.value())
            if reader.peek() != ":":
                raise reader.fault(f"expected ':' after {inner!r}")
            reader.take()
            yield from _members(reader, name, into, listed)
    elif opening == "[" and (key in into or key in listed):
        for _ in _parts(reader, "]"):
            if key in into:
                yield from _members(reader, key, into, listed)
            else:
                yield key, reader.value()
    else:
        yield key, reader.value()


def _items(reader: "_Reader") -> Iterator[Any]:
    return (reader.value() for _ in _parts(reader, "]"))


def _parts(reader: "_Reader", end: str) -> Iterator[str]:
    """Yield the first character of each part of a list or an object, which is then to be read."""
    reader.take()
    while (found := reader.peek()) != end:
        yield found
        found = reader.peek()
        if found == ",":
            reader.take()
        elif found != end:
            raise reader.fault(f"expected ',' or '{end}'")
    reader.take()


class _Reader:
    """A place in a text that is read in pieces."""

    def __init__(self, stream: io.BufferedReader) -> None:
        opening = stream.peek(4)
        encoding = next((name for mark, name in BOMS.items() if opening.startswith(mark)), "utf-8")
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._buffer = ""
        self._place = 0  # in the buffer
        self._passed = 0  # characters before the buffer

    def peek(self) -> str:
        """Return the next character that is not white space; empty at the end."""
        while True:
            while self._place < len(self._buffer):
                found = self._buffer[self._place]
                if found not in SPACE and found != "\ufeff":
                    return found
                self._place += 1
            if not self._read_more():
                return ""

    def take(self) -> None:
        """Go past the next character."""
        self._place += 1

    def value(self) -> Any:
        """Return the value that starts here.

        The text is decoded again each time it has doubled, so that the work stays linear.
        """
        while True:
            try:
                found, end = _decoder.raw_decode(self._buffer, self._place)
            except json.JSONDecodeError as error:
                fault = self.fault(error.msg, error.pos)
                if not self._read_more():
                    raise fault from error
            except (ValueError, RecursionError) as error:  # 5,000 digits, 1,000 brackets
                raise UnreadError("is not readable JSON: nested too deep or too long") from error
            else:
                if end < len(self._buffer) or not self._read_more():  # "12" may be half of "1234"
                    self._place = end
                    return found

    def fault(self, message: str, place: int | None = None) -> UnreadError:
        """Return the error that names the place of a fault."""
        at = self._passed + (self._place if place is None else place) + 1
        return UnreadError(f"is not JSON: {message[:1].lower()}{message[1:]} (character {at})")

    def _read_more(self) -> bool:
        """Return False at the end of the text."""
        rest = self._buffer[self._place :]
        if len(rest) > PAGE_LIMIT:
            raise UnreadError(f"has a value larger than {PAGE_LIMIT // 1_000_000} MB")
        stored = self._stream.read(max(CHUNK, len(rest)))
        more = self._decoder.decode(stored, final=not stored)
        self._passed += self._place
        self._buffer, self._place = rest + more, 0
        return bool(stored or more)
