"""The errors a user may meet: each states the fact, then the remedy, on one line."""

from errno import EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR
from os import strerror
from os.path import isdir
from shlex import quote
from typing import ClassVar

IN_USE = {32: "another program has it open", 33: "another program has locked it"}  # on Windows


def system_reason(error: OSError) -> str:
    """Return what the system says about an error, in the same words on every system.

    Windows itself has them in the language of the user.

    >>> system_reason(PermissionError(13, "Permission denied"))
    'permission denied'
    """
    code = getattr(error, "winerror", None)
    if code and error.errno:
        return IN_USE.get(code) or system_reason(OSError(0, strerror(error.errno)))
    reason = error.strerror or str(error) or type(error).__name__
    return reason[:1].lower() + reason[1:]


# Errors that say of a file that it is deleted, or that nothing of that name can be read.
LASTING = frozenset((0, ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG, EINVAL))
LASTING_ON_WINDOWS = frozenset((2, 3, 123, 206, 267))  # the same; most others are EINVAL there


def is_temporary(error: Exception) -> bool:
    """Return True for an error of the system, such as no permission: the file may be as before.

    >>> is_temporary(PermissionError(13, "Permission denied")), is_temporary(EOFError())
    (True, False)
    """
    if not isinstance(error, OSError) or error.errno is None:
        return isinstance(error, MemoryError)
    code = getattr(error, "winerror", None)
    return error.errno not in LASTING if code is None else code not in LASTING_ON_WINDOWS


class SearchError(Exception):
    """A failure the user can do something about; `status` is the command's exit status.

    `command` is the command that fixes it, where one alone does.
    """

    status: ClassVar[int] = 2
    command = ""

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(f"{fact}; {remedy}")
        self.fact = fact
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Let worker processes send an error: pickle would call `__init__` with the message."""
        return _unpickled, (type(self), self.args), vars(self)


def _unpickled(kind: type[SearchError], args: tuple[object, ...]) -> SearchError:
    return kind.__new__(kind, *args)


def _index_option(folder: str) -> str:
    """Return the option that names the folder to a command; the default folder needs none."""
    return "" if folder == "index" else f" --index {quote(folder)}"


class _Unavailable(SearchError):
    """Something that the command needs is missing, damaged or in use."""

    status = 3


class NoIndex(_Unavailable):
    """There is no built index in the folder."""

    def __init__(self, folder: str, other: str = "") -> None:
        """Suggest another index where there is one, else to build one from a folder that exists."""
        documents = "seeds/" if isdir("seeds") else "."  # noqa: PTH112 - False without permission
        self.command = f"search index {documents}{_index_option(folder)}"
        build = f"build one with '{self.command}'"
        remedy = f"there is one: --index {quote(other)}" if other else build
        super().__init__(f"no index in {folder!r}", remedy)


class OldIndex(_Unavailable):
    """The index was built by another version of the program."""

    def __init__(self, folder: str, actual: str, expected: str) -> None:
        self.command = f"search index --rebuild{_index_option(folder)}"
        super().__init__(
            f"the index in {folder!r} is of version {actual}, this program reads {expected}",
            f"rebuild it with '{self.command}'",
        )


class BrokenIndex(_Unavailable):
    """A file of the index is missing, cut short or changed."""

    def __init__(self, folder: str, fault: str) -> None:
        self.command = f"search index --rebuild{_index_option(folder)}"
        super().__init__(
            f"the index in {folder!r} is damaged: {fault}",
            f"rebuild it with '{self.command}', "
            f"or see all damage with 'search verify{_index_option(folder)}'",
        )
        self.fault = fault


class ClosedIndex(_Unavailable):
    """The index was closed, or a hit is read whose index was."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"the index in {folder!r} is closed", "open it again, or close it later")


class UnreadableIndex(_Unavailable):
    """The system does not let the user read a file of the index, maybe only for a moment."""

    def __init__(self, folder: str, file: str, error: OSError) -> None:
        remedy = f"try again, or rebuild it with 'search index --rebuild{_index_option(folder)}'"
        if isinstance(error, PermissionError):
            remedy = "ask its owner for access, or build your own with 'search index FOLDER --index"
            remedy += " DIR'"
        self.fault = f"{file}: {system_reason(error)}"
        super().__init__(f"cannot read the index in {folder!r}: {self.fault}", remedy)


class LockedIndex(_Unavailable):
    """Another process is writing to the index."""

    def __init__(
        self, folder: str, holder: str, remedy: str = "try again when it has ended"
    ) -> None:
        super().__init__(f"the index in {folder!r} is being written by {holder}", remedy)


class UnwritableIndex(_Unavailable):
    """The folder of the index cannot be written to: no permission, no space, not a folder."""

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"cannot write to {folder!r}: {fault}", "free it, or name another with --index"
        )


class NoTemporarySpace(_Unavailable):
    """The temporary files of a command cannot be written."""

    def __init__(self, folder: str, fault: str) -> None:
        super().__init__(
            f"cannot write to {folder!r}: {fault}", "free it, or name another folder in TMPDIR"
        )


class KilledWorker(_Unavailable):
    """A worker process of the build was killed from outside."""

    def __init__(self) -> None:
        super().__init__(
            "a process of the build was killed, which a system short of memory does",
            "the index did not change: free some memory and try again",
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


class UnreadSeeds(BadSeeds):
    """The one file that was named is of a type that is not read."""

    status = 4


class BadTarget(SearchError):
    """The folder that a command should write to cannot be used."""


class BadUserFile(SearchError):
    """A file that people keep next to their documents cannot be read or written."""


class LockedUserFile(_Unavailable):
    """Another process has been changing the same file for a long time."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact, "try again when it has ended")


class BadSettings(SearchError):
    """A setting is unknown, or its value is not allowed."""


class BadSavedFile(SearchError):
    """A file that `search dump` or `search diff --save` wrote cannot be used."""


class BadSearches(SearchError):
    """There is no saved search of a name, or there is one already, or others refer to it."""


class NoEngine(SearchError):
    """There is no engine of that name, or a package it needs is not installed."""


class NoArticle(SearchError):
    """No article, or more than one, has the name."""

    status = 1


class BadJudgements(SearchError):
    """A file of judgements, or of earlier scores, cannot be used."""
