"""`search index --watch`: the index follows the changes of its folders until it is stopped."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from search.article import BuildReport, Skip
from search.cleaning import line_decisions
from search.cli.commands.index import DONE, build_summary
from search.cli.run_build import build_index, skip_lines
from search.cli.terminal import say
from search.engines import document_folders
from search.errors import LockedIndex, SearchError
from search.people import people_decisions

TICK = 0.5  # s between checks that the folders exist
QUIET = 500  # ms without a change before an update
LONGEST = 5_000  # ms before an update while changes go on
POLLING = 2_000  # ms between checks where the system reports no changes
FIRST_WAIT, LAST_WAIT = 1.0, 60.0  # s until a failed update is tried again
LOCK_WAIT = 2.0  # s at most, if another process was writing
KEPT_VISIBLE = ".searchignore"  # the only hidden file that is watched

State = tuple[int, ...]  # identifies a file or folder
States = Mapping[Path, State]
Watcher = Callable[..., Iterator[Any]]


def watch(folders: Sequence[Path], index: Path, jobs: int, rebuild: bool = False) -> int:
    """Update the index now and at every change, and return the exit status.

    SIGTERM stops it with 0, as for any service; Ctrl-C with 130, as always.

    Raises: SearchError, if the first update fails.
    """
    watcher, process = _watchfiles(), os.getpid()
    requests: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if os.getpid() != process:  # a worker, which has nothing to complete
            os._exit(143)
        requests.append(number)
        if len(requests) == 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        _Follower(watcher, folders, index, jobs, requests).follow(rebuild)
    except KeyboardInterrupt:
        if signal.SIGTERM not in requests:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    say("stopped; the index is complete")
    return 0


def _watchfiles() -> Watcher:
    """Return the function that waits for changes, which an extra installs."""
    try:
        from watchfiles import watch as found
    except ImportError as error:
        remedy = "pip install 'news-search[watch]'"
        raise SearchError("--watch needs watchfiles", remedy) from error
    return found


class _Follower:
    """An index that follows its folders."""

    def __init__(
        self,
        watcher: Watcher,
        folders: Sequence[Path],
        index: Path,
        jobs: int,
        requests: Sequence[int],
    ) -> None:
        self._requests = requests  # to stop; Python may have dropped what they raised
        self._watcher = watcher
        self._folders = folders
        self._index = index
        self._jobs = jobs
        self._polling = False
        self._reported: set[Skip] = set()
        self._known: set[Path] = set()  # folders of the index
        self._missing: set[Path] = set()  # folders reported as missing
        self._error = ""  # the last one reported
        self._wait = FIRST_WAIT
        self._retry_at = float("inf")  # the time to try a failed update again

    def follow(self, rebuild: bool) -> None:
        """Update, wait for a change, and repeat until an exception."""
        first = True
        while True:
            homes = self._homes()
            states = _states(homes)
            looks = self._looks([home for home in homes if home in states])
            next(looks, None)  # it watches from now on: no change is missed
            decisions = _states(_decision_files(homes))
            self._report_folders(homes, states)
            if first:
                self._start(rebuild)
            else:
                self._update()
            first = False
            self._update_on_changes(looks, homes, states, decisions)

    def _update_on_changes(
        self, looks: Iterator[Any], homes: Sequence[Path], states: States, decisions: States
    ) -> None:
        """Update at every change, as long as the folders stay the same ones.

        `decisions` are the states of the files of decisions before the last update.
        """
        for changed in looks:
            if self._requests:
                raise KeyboardInterrupt
            if self._homes() != homes or _states(homes) != states:
                return
            now = _states(_decision_files(homes))
            if changed or now != decisions or time.monotonic() > self._retry_at:
                decisions = now
                self._update()
        time.sleep(TICK)

    def _homes(self) -> list[Path]:
        """Return the folders of the index and those on the command line."""
        with suppress(SearchError):  # unreadable for a moment: its folders are those it had before
            self._known = {Path(each) for each in document_folders(self._index).values()}
        return sorted(self._known | {folder.resolve() for folder in self._folders})

    def _looks(self, homes: Sequence[Path]) -> Iterator[Any]:
        """Yield the changes of the folders after each quiet moment, and () once in a while."""
        while not homes:
            time.sleep(TICK)
            yield ()
        try:
            yield from self._changes(homes)
        except FileNotFoundError:  # deleted just now
            return
        except OSError as error:
            if self._polling:
                raise
            self._polling = True
            say(f"the system cannot report changes, {error}; checking every two seconds")
            yield from self._changes(homes)

    def _changes(self, homes: Sequence[Path]) -> Iterator[Any]:
        """Yield the changes of documents in the folders."""
        own = self._index.resolve()
        return self._watcher(
            *homes,
            watch_filter=lambda _, path: _is_watched(Path(path), homes, own),
            step=QUIET,
            debounce=LONGEST,
            rust_timeout=int(TICK * 1000),
            yield_on_timeout=True,
            force_polling=self._polling or None,
            poll_delay_ms=POLLING,
            ignore_permission_denied=True,
        )

    def _start(self, rebuild: bool) -> None:
        """Run the first update, of the folders on the command line.

        Raises: SearchError.
        """
        while True:
            try:
                report = self._build(self._folders, rebuild)
            except LockedIndex as error:
                self._postpone(error)
                time.sleep(FIRST_WAIT)
            else:
                self._report(report, first=True)
                return

    def _update(self) -> None:
        """Update the index; report a failure, and try again later."""
        try:
            homes = [] if document_folders(self._index) else list(_states(self._homes()))
            report = self._build(homes)
        except (SearchError, OSError) as error:
            self._postpone(error)
        else:
            self._report(report)

    def _build(self, folders: Sequence[Path], rebuild: bool = False) -> BuildReport:
        return build_index(folders, self._index, jobs=self._jobs, rebuild=rebuild, left_out="none")

    def _postpone(self, error: SearchError | OSError) -> None:
        """Report the error once, and set the time of the next try."""
        if str(error) != self._error:
            say(f"{_clock()} {error}; trying again")
        self._error = str(error)
        self._retry_at = time.monotonic() + self._wait
        longest = LOCK_WAIT if isinstance(error, LockedIndex) else LAST_WAIT
        self._wait = min(2 * self._wait, longest)

    def _report(self, report: BuildReport, first: bool = False) -> None:
        """Report the update on one line, with the new skips; nothing if nothing changed."""
        self._error, self._wait, self._retry_at = "", FIRST_WAIT, float("inf")
        names = {home.name for home in self._missing}  # reported with the folder
        fresh = [skip for skip in report.skipped if skip not in self._reported]
        skips = [skip for skip in fresh if skip.path not in names]
        self._reported = set(report.skipped)
        for line in skip_lines(skips):
            say(line)
        if first or skips or report.added or report.changed or report.removed:
            say(f"{_clock()} {build_summary(report, DONE)} in {report.seconds:.1f} s")

    def _report_folders(self, homes: Sequence[Path], states: States) -> None:
        """Report each folder once when it is missing and when it is back."""
        missing = set(homes) - states.keys()
        for home in sorted(missing - self._missing):
            say(f"{_clock()} {str(home)!r} is missing; its articles are kept until it is back")
        for home in sorted(self._missing - missing):
            say(f"{_clock()} {str(home)!r} is back")
        self._missing = missing


def _clock() -> str:
    return f"{datetime.now():%H:%M:%S}"


def _decision_files(homes: Iterable[Path]) -> set[Path]:
    """Return the files of decisions next to the folders, existing or not."""
    files = (people_decisions.decisions_file, line_decisions.decisions_file)
    return {file_of(str(home)) for home in homes for file_of in files}


def _states(places: Iterable[Path]) -> dict[Path, State]:
    """Return the states of the existing paths: device and inode, of a file also time and size.

    A disk mounted in the place of a folder is another folder.
    """
    found: dict[Path, State] = {}
    for place in places:
        try:
            stat = place.stat()
        except OSError:
            continue
        at = (stat.st_dev, stat.st_ino)
        found[place] = at if place.is_dir() else (*at, stat.st_mtime_ns, stat.st_size)
    return found


def _is_watched(path: Path, homes: Iterable[Path], index: Path) -> bool:
    """Return True if the path may be a document: not in the index, not hidden."""
    if path.is_relative_to(index):
        return False
    below = [path.relative_to(home).parts for home in homes if path.is_relative_to(home)]
    return any(all(part[:1] != "." or part == KEPT_VISIBLE for part in parts) for parts in below)
