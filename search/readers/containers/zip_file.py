"""A reader of ZIP files: the documents in their files, of which nothing is unpacked to disk."""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import IO, cast

from search.article import Read
from search.readers.containers.members import (
    Container,
    Entry,
    Stream,
    check_depth,
    check_number,
    contents,
)
from search.readers.raw_bytes import Raw, UnreadError, check_size, reporting_damage, seekable
from search.readers.saved_pages import pages_by_stem

KIND = "ZIP"
END = b"PK\x05\x06"  # the end record, with the number of files and the size of their list
END_SIZE = 22
MOST_COMMENT = 65_536
MOST_LISTED = 100_000_000  # bytes of the list
ENCRYPTED = 0x1  # flags of a file
UTF_8 = 0x800
WIDE_END = b"PK\x06\x06"  # the same of a large file, before the locator that is before the other
WIDE_SIZE = 56
LOCATOR_SIZE = 20
MS_DOS = 0  # the system on which names may have backslashes
METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))


def documents(raw: Raw) -> Iterator[Read]:
    """Yield the documents, with paths "dump.zip/2020/a.html" and "dump.zip/a.csv#12"."""
    check_depth(raw)
    with seekable(raw) as stored:
        size = stored.seek(0, io.SEEK_END)
        _check_list(stored, size)
        with reporting_damage(KIND):
            packed = zipfile.ZipFile(stored)
        listed = [each for each in packed.infolist() if not each.filename.endswith("/")]
        check_number(len(listed))
        if not listed:
            raise UnreadError("is an empty ZIP")
        if all(each.flag_bits & ENCRYPTED for each in listed):
            raise UnreadError("needs a password")
        pages = pages_by_stem(map(_name, listed))
        entries = (_entry(packed, each) for each in listed)
        yield from contents(Container(raw, KIND, size, pages), entries)


def _check_list(stored: IO[bytes], size: int) -> None:
    """Check the length of the list of files, which the library reads into memory as a whole."""
    stored.seek(max(0, size - END_SIZE - MOST_COMMENT))
    tail = stored.read()
    place = tail.rfind(END)
    record = tail[place : place + END_SIZE]
    if place < 0 or len(record) < END_SIZE:
        return  # the library says what is wrong
    number, listed = struct.unpack_from("<HI", record, 10)
    wide = size - len(tail) + place - WIDE_SIZE - LOCATOR_SIZE
    if number == 0xFFFF and wide >= 0:
        stored.seek(wide)
        record = stored.read(WIDE_SIZE)
        if record.startswith(WIDE_END):
            number, listed = struct.unpack_from("<QQ", record, 32)
    check_number(number)
    check_size(listed, MOST_LISTED)


def _entry(packed: zipfile.ZipFile, listed: zipfile.ZipInfo) -> Entry:
    opened = cast("partial[Stream]", partial(packed.open, listed))
    return Entry(_name(listed), listed.file_size, opened, _problem(listed), listed.compress_size)


def _problem(listed: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(listed.external_attr >> 16):
        return "is a link"
    if listed.flag_bits & ENCRYPTED:
        return "needs a password"
    if listed.compress_type not in METHODS:
        return f"is packed by method {listed.compress_type}, which is not read"
    return ""


def _name(listed: zipfile.ZipInfo) -> str:
    """Return the name; most programs write UTF-8, also those that do not say so."""
    name = listed.orig_filename or "without a name"
    if not listed.flag_bits & UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/") if listed.create_system == MS_DOS else name
