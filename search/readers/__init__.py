"""Readers: the seeds of a folder, and the documents in them."""

from search.readers.file_types import (
    ENDINGS,
    MISSING_LIBRARY,
    NOT_READ,
    READERS,
    fingerprint,
    read,
)
from search.readers.ignore_files import NAME as IGNORE_FILE
from search.readers.raw_bytes import LeaveOut, skip_of, skip_reason
from search.readers.walk import walk

__all__ = [
    "ENDINGS",
    "IGNORE_FILE",
    "MISSING_LIBRARY",
    "NOT_READ",
    "READERS",
    "LeaveOut",
    "fingerprint",
    "read",
    "skip_of",
    "skip_reason",
    "walk",
]
