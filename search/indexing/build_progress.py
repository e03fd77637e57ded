"""The progress of a build: its phase, and the share of its whole work that is done.

Work is counted in characters of texts that are read. What cleaning and writing will cost follows
from the documents that were read so far, and from the share of the bytes of the files that they
take. The share of a phase is known when it begins, so that 40 % of the work are shown as 40 %.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from search.article import Document, Seed
from search.indexing.reading import Piece, size_of

Phase = Literal["comparing", "reading", "cleaning", "stories", "people", "writing"]


class BuildStep(NamedTuple):
    """A moment of a build."""

    phase: Phase
    share: float  # of the whole work, from 0 to 1; 0 as long as it is not known
    done: int = 0  # files in the first two phases, articles in cleaning
    total: int = 0
    path: str = ""  # the file or document that is read


Progress = Callable[[BuildStep], None]


class Costs(NamedTuple):
    """The work that a character of a document is, once it is read, next to reading a text."""

    clean: float
    write: float


# Time of the phases, two processes: 294 and 3,325 texts 1 : 2.6 : .4 and 1 : 3.5 : .45; 301 pages
# 1 : .4 : .07, since most of a page is markup. Comparing files takes less than .5 %.
COSTS = {"text": Costs(3.0, 0.4), "html": Costs(0.4, 0.07)}


class BuildProgress:
    """The progress of one build, reported at each step; a `dry` one reads and does nothing else."""

    def __init__(self, report: Progress | None, *, dry: bool = False) -> None:
        self._report = report
        self._is_dry = dry
        self._seeds: Sequence[Seed] = ()
        self._begun = 0  # files
        self._size = self._passed = self._bytes = 0  # of the file, of those before it, of all
        self._read = self._clean = self._write = 0.0  # work that the documents so far make
        self._before = (0.0, 0.0, 0.0)  # the same, when this pass over files began
        self._documents = self._cleaned = 0
        self._is_written = False

    def compare(self, done: int, total: int, path: str) -> None:
        """Report a file that is compared with the index."""
        self._tell("comparing", done, total, path)

    def begin_reading(self, seeds: Sequence[Seed]) -> None:
        """Report that these files are read, before others or after them."""
        self._seeds, self._begun = seeds, 0
        self._size = self._passed = 0
        self._bytes = sum(map(size_of, seeds)) if self._report else 0
        self._before = (self._read, self._clean, self._write)
        if seeds:
            self._tell("reading", 0, len(seeds))

    def read(self, piece: Piece, *, is_used: bool) -> None:
        """Report what is read; it is cleaned and written only if it is used."""
        found = piece.found
        position = piece.position
        if isinstance(found, Seed):
            self._begun += 1
            self._passed += self._size
            self._size = size_of(found) if self._report else 0
        elif isinstance(found, Document):
            self._read += len(found.content)
            if is_used:
                costs = COSTS[found.kind]
                self._documents += 1
                self._clean += costs.clean * len(found.content)
                self._write += costs.write * len(found.content)
        done = self._passed + min(position, self._size)
        self._tell("reading", self._begun - 1, len(self._seeds), found.path, done)

    def end_reading(self) -> None:
        """Report that all files are read."""
        self._begun = len(self._seeds)
        if self._seeds:
            self._tell("reading", self._begun, self._begun, "", self._bytes)

    def clean(self, path: str) -> None:
        """Report a document that was made an article."""
        self._cleaned += 1
        self._tell("cleaning", self._cleaned, self._documents, path, self._bytes)

    def start(self, phase: Phase) -> None:
        """Report that one of the last phases begins."""
        self._cleaned = self._documents
        self._tell(phase, read=self._bytes)

    def _tell(
        self, phase: Phase, done: int = 0, total: int = 0, path: str = "", read: int = 0
    ) -> None:
        if self._report:
            self._report(BuildStep(phase, self._share(read), done, total, path))

    def _share(self, read: int) -> float:
        """Return the share of the work that is done, if so many bytes are read in this pass."""
        if not read and not any(self._before):
            return 0.0
        rest = self._bytes / read - 1 if read else 0  # of this pass, next to what is done of it
        works = zip((self._read, self._clean, self._write), self._before, strict=True)
        reading, cleaning, writing = (now + rest * (now - before) for now, before in works)
        if self._is_dry:
            return self._read / (reading or 1)
        cleaned = cleaning * self._cleaned / (self._documents or 1)
        return (self._read + cleaned) / (reading + cleaning + writing or 1)
