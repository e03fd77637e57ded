"""Fingerprints of documents: hashes of their lines, by which documents are compared.

They are stored with an index until the next build: see evidence/.
"""

import hashlib
import re
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress, count, islice
from typing import NamedTuple
from zlib import crc32

from search.cleaning.facts.publisher import UNKNOWN_OUTLET, Outlet
from search.cleaning.text_lines import words

LEAD = 8  # words of an opening that identify it; teasers break openings off
ENDS = 5  # words at either end that identify a headline whose other end was edited
HEADLINE = range(5, 31)  # words of a headline that can be recognised
MOST_WORDS = 65_535
RUN = 5  # words of a run
SAMPLED = 8  # a hash begins at one word in so many; with 4, the statistics take 43 MB more
MOST_RUNS = 255  # of a line
ARRAYS = {  # field -> type: 16 bits for word counts, 64 for hashes of lines, 32 for those of runs
    "word_counts": "H",
    "hashes": "Q",
    "head_hashes": "Q",
    "tail_hashes": "Q",
    "lead_hashes": "Q",
    "run_counts": "B",
    "run_hashes": "I",
}

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[^\w\x00-\x7f]|_")
_ZEROS = {ord(digit): "0" for digit in "123456789"}


class TitleHashes(NamedTuple):
    """The hashes of a headline."""

    word_count: int
    whole: int
    head: int
    tail: int


class Fingerprint(NamedTuple):
    """The hashes of a document's lines: about 1.5 kB for an article.

    The arrays have one number for each line of the document. `run_hashes` has `run_counts` numbers
    for each line, one line after the other. The hash 0 means that there is nothing to compare.
    """

    source: str  # the publisher, case-folded; lines are counted by source
    word_counts: Sequence[int]
    hashes: Sequence[int]  # of all words, with every digit as 0
    head_hashes: Sequence[int]  # of the first ENDS words, for lines as long as a headline
    tail_hashes: Sequence[int]  # of the last ENDS words, for the same lines
    lead_hashes: Sequence[int]  # of the first LEAD words
    run_counts: Sequence[int]
    run_hashes: Sequence[int]  # of the source and RUN words that begin with a sampled word
    title: TitleHashes
    outlet: Outlet = UNKNOWN_OUTLET
    item: tuple[str, str] = ("", "")  # of a wire: its number and version


def fingerprint(
    source: str,
    lines: Iterable[str],
    title: str,
    outlet: Outlet = UNKNOWN_OUTLET,
    item: tuple[str, str] = ("", ""),
) -> Fingerprint:
    """Return the fingerprint of a document, given all its lines and its headline."""
    folded = source.casefold()
    split = list(map(_normalised_words, lines))
    line_runs = [_run_hashes(line, folded) for line in split]
    own = TitleHashes(*_line_hashes(_normalised_words(title))[:4])
    hashes = list(map(_line_hashes, split))
    columns = [[line[n] for line in hashes] for n in range(5)]
    columns += [list(map(len, line_runs)), list(chain.from_iterable(line_runs))]
    return Fingerprint(source=folded, title=own, outlet=outlet, item=item, **_arrays(columns))


def line_code(line: str) -> str:
    """Return the code of a line, the same in every document that has the line."""
    return f"{_hash(_normalised_words(line)):016x}"


def _line_hashes(line: Sequence[str]) -> tuple[int, int, int, int, int]:
    """Return the size and the hashes of a line: whole, head, tail, lead.

    A hash is 0 for a line that is too short for it, or too long.
    """
    size = min(len(line), MOST_WORDS)
    head = tail = 0
    if HEADLINE.start <= size < HEADLINE.stop:
        head, tail = _hash(line[:ENDS]), _hash(line[-ENDS:])
    lead = _hash(line[:LEAD]) if size >= LEAD else 0
    return size, _hash(line), head, tail, lead


def _run_hashes(line: Sequence[str], source: str) -> list[int]:
    """Return the hashes of a line's sampled runs; none for a document without a source."""
    if not source:
        return []
    salt = crc32(source.encode("utf-8", "replace"))
    sampled = map(_is_sampled, line[: 1 - RUN])
    starts = islice(compress(count(), sampled), MOST_RUNS)
    texts = [" ".join(line[start : start + RUN]) for start in starts]
    return [crc32(text.encode("utf-8", "replace"), salt) for text in texts]


@lru_cache(maxsize=1 << 16)
def _is_sampled(word: str) -> bool:
    return crc32(word.encode("utf-8", "replace")) % SAMPLED == 0


def _normalised_words(line: str) -> Sequence[str]:
    """Return the words in lower case, with every digit as 0."""
    folded = line.casefold()
    plain = _MARK.sub(" ", folded)  # quotation marks and dashes
    if plain.isascii():
        return words(plain.translate(_ZEROS))
    return _WORD.findall(_DIGIT.sub("0", folded))


def _hash(line: Sequence[str]) -> int:
    if not line:
        return 0
    digest = hashlib.blake2b(" ".join(line).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _arrays(columns: Iterable[Sequence[int]]) -> dict[str, Sequence[int]]:
    pairs = zip(ARRAYS.items(), columns, strict=True)
    return {name: array(kind, column) for (name, kind), column in pairs}
