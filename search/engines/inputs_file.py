"""The inputs of an index as one flat file: what was read, and the articles it gave.

    head      magic, the number of files, of articles, and the bytes of the names of both
    files     the end of the name of each file among the names; names, sorted; digests; stamps
    articles  the end of the id of each article among the ids; ids, sorted; digests

Numbers are little-endian: ends have 32 bits, the four numbers of a stamp 64. A digest has 32 bytes,
0 where there is none. Names and ids are in UTF-8. 100,000 files of one article each take 24 MB.
"""

import struct
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

NAME = "inputs"  # of the file of a generation
_MAGIC = b"NEWSINPT"
_HEAD = struct.Struct("<8sIIQQ")
_DIGEST = 32  # bytes
_NO_DIGEST = bytes(_DIGEST)
_UTF_8 = ("utf-8", "surrogatepass")  # a file name may contain half of a surrogate pair


class Stamp(NamedTuple):
    """The state of a file by which it is known to be unchanged without being opened."""

    inode: int
    size: int  # in bytes
    modified: int  # ns since 1970
    changed: int  # ns; a change of the name or the permissions counts too


class Inputs(NamedTuple):
    """The files and the articles of an index."""

    files: Mapping[str, str]  # path -> sha256
    articles: Mapping[str, str]  # id -> sha256
    stamps: Mapping[str, Stamp]  # of the files that are known by them


def encode_inputs(inputs: Inputs) -> bytes:
    """Return the inputs as bytes, for `decode_inputs`."""
    files, articles = sorted(inputs.files), sorted(inputs.articles)
    none = Stamp(0, 0, 0, 0)
    stamps = chain.from_iterable(inputs.stamps.get(path, none) for path in files)
    parts = [*_names(files), _digests(inputs.files, files), array("Q", stamps).tobytes()]
    file_size = len(parts[1])
    parts += [*_names(articles), _digests(inputs.articles, articles)]
    sizes = (len(files), len(articles), file_size, len(parts[5]))
    return b"".join([_HEAD.pack(_MAGIC, *sizes), *parts])


def decode_inputs(contents: bytes) -> Inputs:
    """Return the inputs of these bytes, which a stranger may have written.

    Raises: ValueError, struct.error.
    """
    magic, files, articles, file_size, article_size = _HEAD.unpack_from(contents)
    sizes = (
        _HEAD.size,
        *(4 * files, file_size, _DIGEST * files, 32 * files),
        *(4 * articles, article_size, _DIGEST * articles),
    )
    if magic != _MAGIC or sum(sizes) != len(contents):
        raise ValueError("not what was written")
    whole = memoryview(contents)
    pieces = [whole[start:end] for start, end in pairwise((0, *accumulate(sizes)))]
    paths = _split(pieces[1], pieces[2])
    numbers = array("Q", pieces[4].tobytes())
    rows = zip(*(numbers[column::4] for column in range(4)), strict=True)
    stamps = {path: Stamp(*row) for path, row in zip(paths, rows, strict=True) if any(row)}
    ids = _split(pieces[5], pieces[6])
    return Inputs(
        dict(zip(paths, _hexadecimal(pieces[3]), strict=True)),
        dict(zip(ids, _hexadecimal(pieces[7]), strict=True)),
        stamps,
    )


def _names(names: Sequence[str]) -> tuple[bytes, bytes]:
    encoded = [name.encode(*_UTF_8) for name in names]
    return array("I", accumulate(map(len, encoded))).tobytes(), b"".join(encoded)


def _split(ends: memoryview, names: memoryview) -> list[str]:
    """Return the names, given where each ends."""
    places = [0, *array("I", ends.tobytes())]
    if places[-1] != len(names) or places != sorted(places):
        raise ValueError("names that do not fit")
    text = bytes(names)
    if text.isascii():
        whole = text.decode("ascii")
        return [whole[start:end] for start, end in pairwise(places)]
    return [text[start:end].decode(*_UTF_8) for start, end in pairwise(places)]


def _digests(digests: Mapping[str, str], names: Sequence[str]) -> bytes:
    return b"".join(bytes.fromhex(digests[name]) or _NO_DIGEST for name in names)


def _hexadecimal(digests: memoryview) -> list[str]:
    text, none = digests.hex(), _NO_DIGEST.hex()
    size = 2 * _DIGEST
    each = (text[start : start + size] for start in range(0, len(text), size))
    return ["" if digest == none else digest for digest in each]
