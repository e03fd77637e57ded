"""The write path: documents are read, cleaned, searched for people and given to the engine."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from search.article import BuildReport
from search.engines.base import Ledger
from search.indexing.build_progress import BuildProgress, Progress
from search.indexing.build_report import make_report
from search.indexing.changes import resolve_folders
from search.indexing.inspection import inspect
from search.process_pools import raise_thresholds, restore_thresholds
from search.user_files import NAMES
from search.user_files.edit_lock import tidy


def build(
    folders: Sequence[Path],
    index: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Update the index from the folders and from those that it was built from.

    Without folders it is updated from its own ones. `rebuild` makes every article again, and keeps
    only the given folders. Nothing is written if nothing has changed, or in a `dry_run`. `progress`
    is called at each step.

    Raises: BadSeeds, BadUserFile, LockedIndex, UnwritableIndex, UnreadableIndex.
    """
    began = perf_counter()
    steps = BuildProgress(progress, dry=dry_run)
    named = resolve_folders(folders)
    raise_thresholds()
    try:
        look = None if rebuild else inspect(named, index, steps)
    finally:
        restore_thresholds()
    if look and look.is_unchanged:
        _tidy(look.ledger, dry_run=dry_run)
        return make_report(look.changes, look.ledger, began)
    from search.indexing.update import Order, update  # loads what makes articles, half a second

    order = Order(named, index, rebuild, bool(rebuild and folders), jobs, dry_run)
    changes, old, new, warning = update(order, look, steps)
    _tidy(new, dry_run=dry_run)
    return make_report(changes, old, began, warning)


def _tidy(ledger: Ledger, *, dry_run: bool) -> None:
    """Remove what killed processes have left of the files next to the folders."""
    for place in () if dry_run else {Path(home).parent for home in ledger.folders.values()}:
        tidy(place, NAMES)
