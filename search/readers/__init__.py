"""Finds the seeds of a folder and reads the documents they hold."""

from search.readers.file_types import READERS, fingerprint, mended, read
from search.readers.raw_bytes import fault
from search.readers.walk import walk

__all__ = ["READERS", "fault", "fingerprint", "mended", "read", "walk"]
