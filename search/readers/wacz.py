"""Reads a WACZ, a ZIP archive around archives of the web; nothing of it is put on the disk."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import cast

from search.article import Document, Skip
from search.readers import warc
from search.readers.raw_bytes import FAULTS, Raw, UnreadError, fault, gunzipped, plain, sound

ARCHIVE = re.compile(r"archive/[\w.,+=@~()%& -]+\.warc(?:\.gz)?", re.I)
MOST = 10_000  # archives in one; crawlers begin a new one at a gigabyte


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """The documents of its archives, named "site.wacz#archive/data.warc.gz#12".

    Raises: UnreadError where the file is no WACZ or has no page, and what reading raises.
    """
    with sound("WACZ"):
        packed = zipfile.ZipFile(raw.stored)
    names = sorted({name for name in packed.namelist() if ARCHIVE.fullmatch(name)})
    if not names:
        raise UnreadError("is no WACZ: it has no archive/*.warc or archive/*.warc.gz")
    found = None
    for name in names[:MOST]:
        for found in _pages(packed, name, raw.path):
            yield found
    if not found:
        raise UnreadError("holds no page of HTML")


def _pages(packed: zipfile.ZipFile, name: str, home: str) -> Iterator[Document | Skip]:
    """What one archive holds; that of the screenshots holds none."""
    path = f"{home}#{name}"
    unpack = gunzipped if name.lower().endswith(".gz") else plain
    try:
        with sound("archive"):
            stream: io.BufferedReader = io.BufferedReader(cast(io.RawIOBase, packed.open(name)))
        with stream:
            yield from warc.pages(Raw(path, stream, unpack))
    except FAULTS as error:
        yield Skip(path, fault(error))
