"""Texts to numbers of words, many at a time: each distinct chunk is analysed once.

A chunk runs between signs that no word holds. `analysis.tokens` gives the same words for each chunk
by itself as for the whole text (tests/engines/test_vocabulary.py), so the numbers of the words of a
chunk are looked up by its bytes: in arrays for chunks of up to 16 bytes, in a dictionary for longer
ones.
"""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import stem, tokens

Numbers = NDArray[Any]

_STOP = ord(".")
_APART, _WITHIN, _INNER = 0, 1, 2  # what a byte is to a chunk; inner: within between two of it
_WORDS = b"0123456789abcdefghijklmnopqrstuvwxyz_" + bytes(range(128, 256))
_KINDS = bytes(_WITHIN if n in _WORDS else _INNER if n in b".,'" else _APART for n in range(256))
_BLANKS = [sign.encode() for sign in "“”–—…\u00a0«»"]  # the commonest signs beyond ASCII
_LOW = np.array([(1 << 8 * size) - 1 for size in range(8)] + [(1 << 64) - 1], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: Knuth's multiplicative hash
_ALSO = np.uint64(0xC2B2AE3D27D4EB4F)  # another odd number, for the second half of a chunk
_BATCH = 1 << 20  # bytes taken up at a time: what fits a cache of the second level


class Vocabulary:
    """Every chunk met so far and its words; words and stems are numbered as they come.

    The words of a stem are its forms, numbered as they come too.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.stems: list[str] = []
        self._stem_of = array("I")  # by word
        self._form_of = array("I")  # by word
        self._forms = array("I")  # by stem, how many it has
        self._numbers: dict[str, int] = {}
        self._stem_numbers: dict[str, int] = {}
        self._flat = array("I")  # the words of every chunk
        self._first = array("I")  # by chunk, where its words start
        self._count = array("I")
        self._short, self._long = _Table(1), _Table(2)
        self._longer: dict[bytes, int] = {}

    @property
    def chunks(self) -> int:
        """How many were met."""
        return len(self._first)

    @property
    def stem_of(self) -> Numbers:
        """The number of the stem of each word."""
        return np.array(self._stem_of, np.uint32)

    @property
    def form_of(self) -> Numbers:
        """Which form of its stem each word is."""
        return np.array(self._form_of, np.uint32)

    def read(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The words of the texts, one text after the other, and how many each text has.

        Shapes: words (sum of counts,), counts (texts,).
        """
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        words, counts, start, size = [], [], 0, 0
        for number, each in enumerate(encoded, 1):
            size += len(each)
            if size >= _BATCH or number == len(encoded):
                found, count = self._batch(encoded[start:number])
                words.append(found)
                counts.append(count)
                start, size = number, 0
        if not words:
            return np.zeros(0, np.uint32), np.zeros(0, np.int64)
        return np.concatenate(words), np.concatenate(counts)

    def _batch(self, encoded: Sequence[bytes]) -> tuple[Numbers, Numbers]:
        held = b" " + b"\n".join(encoded) + b"\n" + bytes(16)
        held = held.lower()
        starts, lengths = _chunks(held)
        chunks = self._lookup(held, starts, lengths)
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)) + 1) + 1
        last = np.searchsorted(starts, ends)
        return self._expanded(chunks, last)

    def _expanded(self, chunks: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
        """The words of the chunks; `last` is how many chunks there are up to each text's end."""
        first, count = np.array(self._first, np.int64), np.array(self._count, np.int64)
        flat = np.array(self._flat, np.uint32)
        counts = count[chunks]
        ends = np.concatenate(([0], np.cumsum(counts)))
        per_text = np.diff(ends[last], prepend=0)
        places = np.repeat(first[chunks] - ends[:-1], counts)
        places += np.arange(len(places))
        return flat[places], per_text

    def _lookup(self, held: bytes, starts: Numbers, lengths: Numbers) -> Numbers:
        """The number of each chunk."""
        found = np.empty(len(starts), np.uint32)
        loads = np.ndarray((len(held) - 8,), "<u8", held, 0, (1,))
        short, long = lengths <= 8, np.flatnonzero((lengths > 8) & (lengths <= 16))
        keys = loads[starts] & _LOW[np.minimum(lengths, 8)]
        found[short] = self._known(held, self._short, starts[short], lengths[short], keys[short])
        rest = loads[starts[long] + 8] & _LOW[lengths[long] - 8]
        found[long] = self._known(held, self._long, starts[long], lengths[long], keys[long], rest)
        for place in np.flatnonzero(lengths > 16).tolist():
            chunk = held[starts[place] : starts[place] + lengths[place]]
            number = self._longer.get(chunk)
            if number is None:
                number = self._longer[chunk] = self._take_in(chunk)
            found[place] = number
        return found

    def _known(
        self, held: bytes, table: "_Table", starts: Numbers, lengths: Numbers, *keys: Numbers
    ) -> Numbers:
        """The numbers of chunks by the table; those it lacks are analysed and added."""
        found, lacking = table.find(keys)
        if len(lacking):
            place = _distinct([key[lacking] for key in keys])
            first = lacking[place]
            chunks = zip(starts[first].tolist(), lengths[first].tolist(), strict=True)
            numbers = [self._take_in(held[start : start + length]) for start, length in chunks]
            table.add([key[first] for key in keys], np.array(numbers, np.uint32))
            found[lacking] = table.find([key[lacking] for key in keys])[0]
        return found

    def _take_in(self, chunk: bytes) -> int:
        """The number of a chunk that was not met before."""
        self._first.append(len(self._flat))
        if chunk.isalnum():  # of ASCII: most are, and are one word as they stand
            self._count.append(1)
            word = chunk.decode()
            self._flat.append(self._word(word, stem(word)))
            return len(self._first) - 1
        found = tokens(chunk.decode("utf-8", "surrogatepass"))
        self._count.append(len(found))
        for token in found:
            self._flat.append(self._word(token.word, token.stem))
        return len(self._first) - 1

    def _word(self, word: str, stem: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            stem_number = self._stem_numbers.setdefault(stem, len(self.stems))
            if stem_number == len(self.stems):
                self.stems.append(stem)
                self._forms.append(0)
            self._stem_of.append(stem_number)
            self._form_of.append(self._forms[stem_number])
            self._forms[stem_number] += 1
        return number


class _Table:
    """Numbers by keys of one or two 64-bit halves: open addressing, at most half full."""

    def __init__(self, halves: int, bits: int = 14) -> None:
        self._bits = bits
        self._filled = 0
        self._keys = [np.zeros(1 << bits, np.uint64) for _ in range(halves)]
        self._numbers = np.zeros(1 << bits, np.uint32)

    def find(self, keys: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
        """The number of each key, and the places of the keys that are not here."""
        slots = self._slots(keys)
        found = self._numbers[slots]
        left = np.flatnonzero(~self._equal(slots, keys))
        slots, lacking = slots[left], []
        while len(left):
            empty = self._keys[0][slots] == 0
            if empty.any():
                lacking.append(left[empty])
                left, slots = left[~empty], slots[~empty]
            slots = (slots + 1) & (len(self._numbers) - 1)
            hit = self._equal(slots, [key[left] for key in keys])
            found[left[hit]] = self._numbers[slots[hit]]
            left, slots = left[~hit], slots[~hit]
        return found, np.concatenate(lacking) if lacking else left

    def add(self, keys: Sequence[Numbers], numbers: Numbers) -> None:
        """Take in keys that are not here, each once."""
        self._filled += len(numbers)
        if self._filled * 2 > len(self._numbers):
            self._grow()
        slots = self._slots(keys)
        left = np.arange(len(numbers))
        while len(left):
            free = np.flatnonzero(self._keys[0][slots] == 0)
            taken, which = np.unique(slots[free], return_index=True)  # one of those that clash
            mine = left[free[which]]
            for held, key in zip(self._keys, keys, strict=True):
                held[taken] = key[mine]
            self._numbers[taken] = numbers[mine]
            waits = np.ones(len(left), bool)
            waits[free[which]] = False
            left = left[waits]
            slots = (slots[waits] + 1) & (len(self._numbers) - 1)

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        while self._filled * 2 > 1 << self._bits:
            self._bits += 2
        self._keys = [np.zeros(1 << self._bits, np.uint64) for _ in keys]
        self._numbers = np.zeros(1 << self._bits, np.uint32)
        full = np.flatnonzero(keys[0])
        self._filled -= len(full)  # `add` counts them again
        self.add([key[full] for key in keys], numbers[full])

    def _slots(self, keys: Sequence[Numbers]) -> Numbers:
        mixed = keys[0] * _MIX
        for key in keys[1:]:
            mixed ^= key * _ALSO
        mixed ^= mixed >> np.uint64(32)
        mixed *= _MIX
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)

    def _equal(self, slots: Numbers, keys: Sequence[Numbers]) -> Numbers:
        same: Numbers = self._keys[0][slots] == keys[0]
        for held, key in zip(self._keys[1:], keys[1:], strict=True):
            same &= held[slots] == key
        return same


def _chunks(held: bytes) -> tuple[Numbers, Numbers]:
    """Where each chunk starts and how long it is, in bytes."""
    signs = np.frombuffer(held, np.uint8)
    kinds = np.frombuffer(bytearray(held.translate(_KINDS)), np.uint8)
    if not held.isascii():
        _blank(signs, kinds)
    inner = np.flatnonzero(kinds == _INNER)
    kinds[inner] = (kinds[inner - 1] == _WITHIN) & (
        (kinds[inner + 1] == _WITHIN) | _ends_initials(signs, inner)
    )
    edges = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    starts = edges[0::2]
    return starts, edges[1::2] - starts


def _blank(signs: Numbers, kinds: Numbers) -> None:
    """Set the common signs beyond ASCII apart, in `kinds`."""
    for lead in {sign[0] for sign in _BLANKS}:
        places = np.flatnonzero(signs == lead)
        for sign in _BLANKS:
            if sign[0] == lead:
                fits = signs[places + 1] == sign[1]
                fits &= signs[places + len(sign) - 1] == sign[-1]
                for byte in range(len(sign)):
                    kinds[places[fits] + byte] = _APART


def _ends_initials(signs: Numbers, inner: Numbers) -> Numbers:
    """Whether a stop may be the last of U.S.S.: one stands a letter before it."""
    stop = signs[inner] == _STOP
    found = signs[np.maximum(inner - 2, 0)] == _STOP
    for back in (3, 4, 5):  # a letter beyond ASCII takes two bytes to four
        found |= (signs[np.maximum(inner - back, 0)] == _STOP) & (signs[inner - 1] >= 128)
    return stop & found


def _distinct(keys: Sequence[Numbers]) -> Numbers:
    """The place of the first of each distinct key."""
    order = np.lexsort(tuple(keys))
    fresh = np.zeros(len(order), bool)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[order[1:]] != key[order[:-1]]
    return order[fresh]
