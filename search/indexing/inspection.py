"""A look at the folders before a build: most of the time nothing has changed, and that is all."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from search.engines import has_leftovers, is_current, read_ledger
from search.engines.base import Ledger
from search.errors import SearchError
from search.file_sync import read_bytes
from search.indexing.build_progress import BuildProgress
from search.indexing.changes import Changes, find_changes, merge_folders
from search.indexing.step_versions import current_versions
from search.user_files import DECISIONS

MOST_OPENED = 500  # files that are opened again in each build rather than to write their new times


class Inspection(NamedTuple):
    """The state of the folders, compared with a ledger."""

    ledger: Ledger  # of the current index
    homes: Mapping[str, str]  # name -> folder
    changes: Changes
    is_unchanged: bool  # nothing is to be done


def inspect(named: Sequence[Path], index: Path, steps: BuildProgress) -> Inspection | None:
    """Compare the folders with the index, which is not locked for it.

    The result is None without an index that can be updated.

    Raises: BadSeeds.
    """
    try:
        ledger = read_ledger(index) if is_current(index) else None
    except SearchError:  # the build says what is wrong, or repairs it
        return None
    if not ledger or ledger.versions != current_versions():
        return None
    homes = merge_folders(named, ledger.folders)
    given = {name for name, home in homes.items() if Path(home) in named}
    changes = find_changes(homes, given, ledger, ledger, steps.compare)
    now = (homes, changes.files, changes.articles, changes.skips, changes.unread_counts)
    before = (ledger.folders, ledger.files, ledger.articles, ledger.skips, ledger.unread)
    is_unchanged = (
        now == before
        and not changes.stale
        and changes.opened <= MOST_OPENED
        and ledger.decisions == decision_digests(homes.values())
        and not has_leftovers(index)
    )
    return Inspection(ledger, homes, changes, is_unchanged)


def decision_digests(homes: Iterable[str]) -> dict[str, str]:
    """Return the sha256 of each file of decisions next to the folders; "" if it cannot be read."""
    found = {}
    for place in sorted({Path(home).parent for home in homes}):
        for name in DECISIONS:
            try:
                found[str(place / name)] = sha256(read_bytes(place / name)).hexdigest()
            except FileNotFoundError:
                continue
            except OSError:
                found[str(place / name)] = ""
    return found
