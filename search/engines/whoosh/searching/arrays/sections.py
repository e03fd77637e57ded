"""The sections of a segment file as arrays."""

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import Numbers
from search.engines.whoosh.storage.segment_file import SegmentFile


class Sections(dict[str, Numbers]):
    """The numbers of a segment file by section; each is a view of the file."""

    def __init__(self, file: SegmentFile) -> None:
        super().__init__()
        self._file = file

    def __missing__(self, name: str) -> Numbers:
        numbers = self._file.numbers(name)
        array = self[name] = np.frombuffer(numbers, numbers.format)
        return array
