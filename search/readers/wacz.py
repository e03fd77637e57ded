"""A reader of WACZ, a ZIP file of web archives; nothing is extracted to disk."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import cast

from search.article import Document, Skip
from search.readers import warc
from search.readers.raw_bytes import (
    READ_ERRORS,
    Raw,
    UnreadError,
    reporting_damage,
    seekable,
    skip_reason,
)

ARCHIVE = re.compile(r"archive/[\w.,+=@~()%& -]+\.warc(?:\.gz)?", re.I)
MOST = 10_000  # archives in one file; crawlers start a new one at a gigabyte


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield the documents of its archives, with paths "site.wacz#archive/data.warc.gz#12"."""
    found = None
    with seekable(raw) as stored:
        with reporting_damage("WACZ"):
            packed = zipfile.ZipFile(stored)
        names = sorted({name for name in packed.namelist() if ARCHIVE.fullmatch(name)})
        if not names:
            raise UnreadError("is not a WACZ: it has no archive/*.warc or archive/*.warc.gz")
        for name in names[:MOST]:
            for found in _pages(packed, name, raw.path):
                yield found
    if not found:
        raise UnreadError("holds no page of HTML")


def _pages(packed: zipfile.ZipFile, name: str, home: str) -> Iterator[Document | Skip]:
    """Yield the pages of one archive; the one of screenshots has none."""
    path = f"{home}#{name}"
    try:
        with reporting_damage("archive"):
            stream: io.BufferedReader = io.BufferedReader(cast(io.RawIOBase, packed.open(name)))
        with stream:
            yield from warc.pages(Raw(path, stream, name.lower().endswith(".gz")))
    except READ_ERRORS as error:
        yield Skip(path, skip_reason(error))
