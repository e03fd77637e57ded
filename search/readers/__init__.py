"""Finds the seeds of a folder and reads the documents they hold."""

from search.readers.kinds import READERS, fingerprint, read
from search.readers.raw import fault
from search.readers.walk import walk

__all__ = ["READERS", "fault", "fingerprint", "read", "walk"]
