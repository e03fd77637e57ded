"""The words of many texts as numbers: each distinct chunk of text is analysed once.

A chunk is a stretch between characters that are part of no word. `analysis.tokens` finds the same
words in each chunk by itself as in the whole text (tests/engines/test_vocabulary.py). So the words
of a chunk are looked up by its bytes: in arrays if it has up to 16 bytes, else in a dictionary.
"""

from array import array
from collections.abc import Sequence

import numpy as np

from search.analysis import stem, tokens
from search.engines.whoosh.storage.bit_packing import Numbers
from search.engines.whoosh.storage.stored_articles import decode, encode

_FULL_STOP = ord(".")
# The classes of bytes: an inner one is part of a chunk if it stands between two bytes of a word.
_SEPARATOR, _WORD, _INNER = 0, 1, 2
_WORD_BYTES = b"0123456789abcdefghijklmnopqrstuvwxyz_" + bytes(range(128, 256))
_BYTE_CLASSES = bytes(
    _WORD if n in _WORD_BYTES else _INNER if n in b".,'" else _SEPARATOR for n in range(256)
)
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(8)] + [(1 << 64) - 1], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: Knuth's multiplicative hash
_MIX_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)  # another odd number, for the second half of a chunk
_BATCH = 1 << 20  # bytes read at once: they fit a second-level cache


class Vocabulary:
    """Every chunk read so far and its words; words and stems are numbered as they appear."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.stems: list[str] = []
        self._stem_of = array("I")  # by word
        self._word_numbers: dict[str, int] = {}
        self._stem_numbers: dict[str, int] = {}
        self._chunk_words = array("I")  # the words of every chunk
        self._first_word = array("I")  # by chunk, its first place in _chunk_words
        self._word_count = array("I")  # by chunk
        self._short, self._long = _HashTable(1), _HashTable(2)
        self._longer: dict[bytes, int] = {}

    @property
    def chunk_count(self) -> int:
        """Return the number of distinct chunks."""
        return len(self._first_word)

    @property
    def stem_numbers(self) -> Numbers:
        """Return the number of the stem of each word."""
        return np.array(self._stem_of, np.uint32)

    def read(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return the words of the texts, one text after another, and the word count of each.

        Shapes: words (counts.sum(),), counts (texts,).
        """
        encoded = list(map(encode, texts))
        words, counts, start, size = [], [], 0, 0
        for number, text in enumerate(encoded, 1):
            size += len(text)
            if size >= _BATCH or number == len(encoded):
                batch_words, batch_counts = self._read_batch(encoded[start:number])
                words.append(batch_words)
                counts.append(batch_counts)
                start, size = number, 0
        if not words:
            return np.zeros(0, np.uint32), np.zeros(0, np.int64)
        return np.concatenate(words), np.concatenate(counts)

    def _read_batch(self, encoded: Sequence[bytes]) -> tuple[Numbers, Numbers]:
        content = b" " + b"\n".join(encoded) + b"\n" + bytes(16)
        content = content.lower()
        starts, lengths = _chunks(content)
        chunks = self._chunk_numbers(content, starts, lengths)
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)) + 1) + 1
        chunks_before_end = np.searchsorted(starts, ends)
        return self._words_of(chunks, chunks_before_end)

    def _words_of(self, chunks: Numbers, chunks_before_end: Numbers) -> tuple[Numbers, Numbers]:
        """Return the words of the chunks, and the word count of each text."""
        first = np.array(self._first_word, np.int64)
        counts = np.array(self._word_count, np.int64)[chunks]
        ends = np.concatenate(([0], np.cumsum(counts)))
        per_text = np.diff(ends[chunks_before_end], prepend=0)
        places = np.repeat(first[chunks] - ends[:-1], counts)
        places += np.arange(len(places))
        return np.array(self._chunk_words, np.uint32)[places], per_text

    def _chunk_numbers(self, content: bytes, starts: Numbers, lengths: Numbers) -> Numbers:
        """Return the number of each chunk."""
        numbers = np.empty(len(starts), np.uint32)
        words64 = np.ndarray((len(content) - 8,), "<u8", content, 0, (1,))  # at every byte
        short, long = lengths <= 8, np.flatnonzero((lengths > 8) & (lengths <= 16))
        keys = words64[starts] & _LOW_BYTES[np.minimum(lengths, 8)]
        numbers[short] = self._table_numbers(
            content, self._short, starts[short], lengths[short], keys[short]
        )
        second = words64[starts[long] + 8] & _LOW_BYTES[lengths[long] - 8]
        numbers[long] = self._table_numbers(
            content, self._long, starts[long], lengths[long], keys[long], second
        )
        for place in np.flatnonzero(lengths > 16).tolist():
            chunk = content[starts[place] : starts[place] + lengths[place]]
            number = self._longer.get(chunk)
            if number is None:
                number = self._longer[chunk] = self._add(chunk)
            numbers[place] = number
        return numbers

    def _table_numbers(
        self, content: bytes, table: "_HashTable", starts: Numbers, lengths: Numbers, *keys: Numbers
    ) -> Numbers:
        """Return the numbers of chunks by the table, after adding those it does not have."""
        numbers, missing = table.find(keys)
        if len(missing):
            place = _first_places([key[missing] for key in keys])
            first = missing[place]
            chunks = zip(starts[first].tolist(), lengths[first].tolist(), strict=True)
            added = [self._add(content[start : start + length]) for start, length in chunks]
            table.add([key[first] for key in keys], np.array(added, np.uint32))
            numbers[missing] = table.find([key[missing] for key in keys])[0]
        return numbers

    def _add(self, chunk: bytes) -> int:
        """Analyse a new chunk and return its number."""
        self._first_word.append(len(self._chunk_words))
        if chunk.isalnum():  # of ASCII: most chunks are, and each is one word
            self._word_count.append(1)
            word = chunk.decode()
            self._chunk_words.append(self._word_number(word, stem(word)))
            return len(self._first_word) - 1
        words = tokens(decode(chunk))
        self._word_count.append(len(words))
        for token in words:
            self._chunk_words.append(self._word_number(token.word, token.stem))
        return len(self._first_word) - 1

    def _word_number(self, word: str, stem: str) -> int:
        number = self._word_numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            stem_number = self._stem_numbers.setdefault(stem, len(self.stems))
            if stem_number == len(self.stems):
                self.stems.append(stem)
            self._stem_of.append(stem_number)
        return number


class _HashTable:
    """Numbers by keys of one or two 64-bit halves: open addressing, at most half full.

    An empty slot has a first half of 0, which no chunk has.
    """

    def __init__(self, halves: int, bits: int = 14) -> None:
        self._bits = bits
        self._size = 0
        self._keys = [np.zeros(1 << bits, np.uint64) for _ in range(halves)]
        self._numbers = np.zeros(1 << bits, np.uint32)

    def find(self, keys: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
        """Return the number of each key, and the places of the keys that are not in the table."""
        slots = self._slots(keys)
        numbers = self._numbers[slots]
        left = np.flatnonzero(~self._equal(slots, keys))
        slots, missing = slots[left], []
        while len(left):
            empty = self._keys[0][slots] == 0
            if empty.any():
                missing.append(left[empty])
                left, slots = left[~empty], slots[~empty]
            slots = (slots + 1) & (len(self._numbers) - 1)
            hit = self._equal(slots, [key[left] for key in keys])
            numbers[left[hit]] = self._numbers[slots[hit]]
            left, slots = left[~hit], slots[~hit]
        return numbers, np.concatenate(missing) if missing else left

    def add(self, keys: Sequence[Numbers], numbers: Numbers) -> None:
        """Add keys that are not in the table, each once."""
        self._size += len(numbers)
        if self._size * 2 > len(self._numbers):
            self._grow()
        slots = self._slots(keys)
        left = np.arange(len(numbers))
        while len(left):
            free = np.flatnonzero(self._keys[0][slots] == 0)
            filled, winner = np.unique(slots[free], return_index=True)  # one key for each slot
            added = left[free[winner]]
            for column, key in zip(self._keys, keys, strict=True):
                column[filled] = key[added]
            self._numbers[filled] = numbers[added]
            waits = np.ones(len(left), bool)
            waits[free[winner]] = False
            left = left[waits]
            slots = (slots[waits] + 1) & (len(self._numbers) - 1)

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        while self._size * 2 > 1 << self._bits:
            self._bits += 2
        self._keys = [np.zeros(1 << self._bits, np.uint64) for _ in keys]
        self._numbers = np.zeros(1 << self._bits, np.uint32)
        full = np.flatnonzero(keys[0])
        self._size -= len(full)  # `add` counts them again
        self.add([key[full] for key in keys], numbers[full])

    def _slots(self, keys: Sequence[Numbers]) -> Numbers:
        mixed = keys[0] * _MIX
        for key in keys[1:]:
            mixed ^= key * _MIX_SECOND
        mixed ^= mixed >> np.uint64(32)
        mixed *= _MIX
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)

    def _equal(self, slots: Numbers, keys: Sequence[Numbers]) -> Numbers:
        same: Numbers = self._keys[0][slots] == keys[0]
        for column, key in zip(self._keys[1:], keys[1:], strict=True):
            same &= column[slots] == key
        return same


def _chunks(content: bytes) -> tuple[Numbers, Numbers]:
    """Return where each chunk starts and how long it is, in bytes."""
    signs = np.frombuffer(content, np.uint8)
    classes = np.frombuffer(bytearray(content.translate(_BYTE_CLASSES)), np.uint8)
    inner = np.flatnonzero(classes == _INNER)
    classes[inner] = (classes[inner - 1] == _WORD) & (
        (classes[inner + 1] == _WORD) | _may_end_initials(signs, inner)
    )
    edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1
    starts = edges[0::2]
    return starts, edges[1::2] - starts


def _may_end_initials(signs: Numbers, inner: Numbers) -> Numbers:
    """Return whether each is a full stop that may be the last of U.S.S.: another is near."""
    is_stop = signs[inner] == _FULL_STOP
    follows_stop = signs[np.maximum(inner - 2, 0)] == _FULL_STOP
    for back in (3, 4, 5):  # a letter beyond ASCII has two to four bytes
        stop_before = signs[np.maximum(inner - back, 0)] == _FULL_STOP
        follows_stop |= stop_before & (signs[inner - 1] >= 128)
    return is_stop & follows_stop


def _first_places(keys: Sequence[Numbers]) -> Numbers:
    """Return the place of the first of each distinct key."""
    order = np.lexsort(tuple(keys))
    is_first = np.zeros(len(order), bool)
    is_first[:1] = True
    for key in keys:
        is_first[1:] |= key[order[1:]] != key[order[:-1]]
    return order[is_first]
