"""The errors a user may meet: each says what happened, then what to do, on one line."""

from shlex import quote
from typing import ClassVar


class SearchError(Exception):
    """What went wrong and what mends it; `status` is the exit status of the command line."""

    status: ClassVar[int] = 2

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


def _at(folder: str) -> str:
    """How a command is told of the folder; the usual one goes without saying."""
    return "" if folder == "index" else f" --index {quote(folder)}"


class NoIndex(SearchError):
    """There is no built index in the folder asked for."""

    status = 3

    def __init__(self, folder: str) -> None:
        mend = f"build one with 'search index seeds/{_at(folder)}'"
        super().__init__(f"no index in {folder!r}", mend)


class OldIndex(SearchError):
    """The index was built by another version of the program."""

    status = 3

    def __init__(self, folder: str, found: str, wanted: str) -> None:
        super().__init__(
            f"the index in {folder!r} is of version {found}, this program reads {wanted}",
            f"rebuild it with 'search index --rebuild{_at(folder)}'",
        )


class BrokenIndex(SearchError):
    """A file of the index is missing, cut short or changed."""

    status = 3

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"the index in {folder!r} is damaged: {fault}",
            f"rebuild it with 'search index --rebuild{_at(folder)}'",
        )
        self.fault = fault


class LockedAway(SearchError):
    """The index may not be read by this user."""

    status = 3

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"cannot read the index in {folder!r}: {fault}",
            "ask its owner for access, or build your own with 'search index FOLDER --index DIR'",
        )


class LockedIndex(SearchError):
    """Somebody else is writing to the index."""

    status = 3

    def __init__(self, folder: str, holder: str) -> None:
        super().__init__(
            f"the index in {folder!r} is being written by {holder}", "try again when it has ended"
        )


class UnwritableIndex(SearchError):
    """The folder of the index cannot be written to: no permission, no space, not a folder."""

    status = 3

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"cannot write to {folder!r}: {fault}", "free it, or name another with --index"
        )


class NoRoom(SearchError):
    """What a build puts by for a while finds no room on the disk."""

    status = 3

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"cannot write to {folder!r}: {fault}", "free it, or name another folder in TMPDIR"
        )


class KilledWorker(SearchError):
    """A process that had a share of the work was ended from outside."""

    status = 3

    def __init__(self) -> None:
        super().__init__(
            "a process of the build was killed, which a system short of memory does",
            "the index is as it was: free some memory and try again",
        )


class BadQuery(SearchError):
    """The query cannot be read.

    `column` counts characters from 1; `nearest` is the nearest right spelling of the whole query
    or of the slip, where there is one; `saved` is the name of the saved search whose text it is.
    """

    def __init__(
        self, text: str, column: int, expected: str, nearest: str = "", saved: str = ""
    ) -> None:
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        place = f" of the saved search {saved!r}" if saved else ""
        super().__init__(f"cannot read {text!r}{place} at column {column}", expected + hint)
        self.text = text
        self.column = column
        self.nearest = nearest
        self.expected = expected
        self.saved = saved


class BadSeeds(SearchError):
    """The folder of documents cannot be used."""


class BadTarget(SearchError):
    """The folder that something is to be written to cannot be used."""


class BadSettings(SearchError):
    """A setting is unknown, or its value is none."""


class BadKeep(SearchError):
    """A file in which something of an index was kept cannot be used."""


class BadSearches(SearchError):
    """The saved searches cannot be read or written, or are not what a command needs."""


class NoEngine(SearchError):
    """There is no engine of that name, or a package it needs is not installed."""


class NoArticle(SearchError):
    """No article, or more than one, goes by the name asked for."""

    status = 1


class BadJudgements(SearchError):
    """A file of judgements, or of earlier scores, cannot be used."""
