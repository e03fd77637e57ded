"""Readers: the seeds of a folder, and the documents in them."""

from search.readers.file_types import READERS, fingerprint, is_fixed, read
from search.readers.raw_bytes import skip_reason
from search.readers.walk import walk

__all__ = ["READERS", "fingerprint", "is_fixed", "read", "skip_reason", "walk"]
