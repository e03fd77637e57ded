"""The places that a command may write to: no document, no decision and no file of the index."""

import os
from pathlib import Path

from search.cli import settings
from search.engines import document_folders
from search.errors import BadTarget
from search.ordinary_file import NotOrdinary, status_of

ELSEWHERE = "name another place"


def check_output_file(path: Path, index: Path) -> None:
    """Refuse to write a file that would destroy something of the archive, or become part of it.

    Raises: BadTarget.
    """
    check_output_folder(path, index)
    from search.readers.file_types import has_ending, is_read  # loads the readers

    is_document = has_ending(path.name) or (path.exists() and is_read(path.name, str(path)))
    for home in document_folders(index).values():
        if is_document and _is_in(path, Path(home)):
            raise BadTarget(f"{str(path)!r} is, or would be, a document of {home!r}", ELSEWHERE)
    if path.name in _decision_files():
        raise BadTarget(f"{str(path)!r} is the name of a file of decisions", "name another file")
    try:
        status_of(path)
    except NotOrdinary as error:
        raise BadTarget(f"cannot write {str(path)!r}: {error.strerror}", ELSEWHERE) from error
    except OSError:
        return  # it does not exist, or writing reports what is wrong


def check_output_folder(path: Path, index: Path) -> None:
    """Refuse to write into the folder of the index, which may be deleted at any time.

    Raises: BadTarget.
    """
    if _is_in(path, index):
        raise BadTarget(f"{str(path)!r} is in the folder of the index, {str(index)!r}", ELSEWHERE)


def _is_in(path: Path, folder: Path) -> bool:
    """Return whether the path is the folder, or in it, whatever links lead there."""
    whole = Path(os.path.realpath(path))
    return any(_is_same(each, folder) for each in (whole, *whole.parents))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _decision_files() -> frozenset[str]:
    from search.cleaning import line_decisions  # the write path
    from search.people import people_decisions
    from search.query import synonyms
    from search.saved_searches import NAME

    names = (people_decisions.NAME, line_decisions.NAME, synonyms.FILE, NAME, settings.NAME)
    return frozenset(names)
