"""`search index --watch`: the index follows what changes in the folders, until it is ended."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from search.article import BuildReport, Skip
from search.cleaning import line_decisions
from search.cli.commands.index import DONE, build_summary
from search.cli.run_build import build_index
from search.cli.skip_summary import skip_lines
from search.cli.terminal import say
from search.engines import document_folders
from search.errors import LockedIndex, SearchError
from search.people import people_decisions

TICK = 0.5  # s between looks at whether the folders themselves are there
QUIET = 500  # ms without a change after which changes are taken up
LONGEST = 5_000  # ms after which they are taken up though there is no quiet
POLLING = 2_000  # ms between looks where the system tells nothing
FIRST_WAIT, LAST_WAIT = 1.0, 60.0  # s until an update that failed is tried again
LOCK_WAIT = 2.0  # s at most where somebody else was writing
KEPT_VISIBLE = ".searchignore"  # the hidden name that says what is read

State = tuple[int, ...]  # by what a place is known to be the one it was
States = Mapping[Path, State]
Looking = Callable[..., Iterator[Any]]


def watch(folders: Sequence[Path], index: Path, jobs: int, rebuild: bool = False) -> int:
    """Bring the index up to date, now and whenever something changes; the exit status.

    SIGTERM ends it with 0, for that is how such a process is ended; Ctrl-C with 130, as always.

    Raises: SearchError, where the first update cannot be made.
    """
    looking = _looking()
    end = _End()
    before = signal.signal(signal.SIGTERM, end.ask)
    try:
        _Watch(looking, folders, index, jobs).follow(rebuild)
    except KeyboardInterrupt:
        if not end.asked:
            raise
    finally:
        signal.signal(signal.SIGTERM, before)
    say("ended; the index is whole")
    return 0


def _looking() -> Looking:
    """Return the function that waits for changes, of an extra."""
    try:
        from watchfiles import watch as found
    except ImportError as error:
        mend = "pip install 'news-search[watch]'"
        raise SearchError("--watch needs watchfiles", mend) from error
    return found


class _End:
    """Whether the process was asked to end."""

    def __init__(self) -> None:
        self.asked = False
        self._process = os.getpid()

    def ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """End as at Ctrl-C: what waits and what writes knows how to; a second wish changes nothing.

        A process that has a share of the work has nothing to leave whole.
        """
        if os.getpid() != self._process:
            os._exit(143)
        if not self.asked:
            self.asked = True
            raise KeyboardInterrupt


class _Watch:
    """An index that follows its folders."""

    def __init__(self, looking: Looking, folders: Sequence[Path], index: Path, jobs: int) -> None:
        self._looking = looking
        self._folders = folders
        self._index = index
        self._jobs = jobs
        self._polling = False
        self._known: set[Skip] = set()  # those that were told
        self._gone: set[Path] = set()  # the folders that were told to be gone
        self._fault = ""  # the one that was told
        self._wait = FIRST_WAIT
        self._again = float("inf")  # when an update that failed is tried again, by the clock

    def follow(self, rebuild: bool) -> None:
        """Update, wait for a change, and so on; an exception ends it."""
        built_once = False
        while True:
            homes = self._homes()
            states = _states(homes)
            looks = self._looks([home for home in homes if home in states])
            next(looks, None)  # it looks from now on: nothing that changes meanwhile is missed
            decided = _states(_decided(homes))
            self._tell(homes, states)
            if built_once:
                self._update()
            else:
                self._start(rebuild)
                built_once = True
            self._stay(looks, homes, states, decided)

    def _stay(
        self, looks: Iterator[Any], homes: Sequence[Path], states: States, decided: States
    ) -> None:
        """Update at every change, for as long as the folders are the ones they were.

        `decided` is what was known of what people decided before the last update.
        """
        for changed in looks:
            if self._homes() != homes or _states(homes) != states:
                return
            now = _states(_decided(homes))
            if changed or now != decided or time.monotonic() > self._again:
                decided = now
                self._update()
        time.sleep(TICK)

    def _homes(self) -> list[Path]:
        """The folders of the index, and those that were named."""
        held = {Path(each) for each in document_folders(self._index).values()}
        return sorted(held | {folder.resolve() for folder in self._folders})

    def _looks(self, homes: Sequence[Path]) -> Iterator[Any]:
        """What changed in the folders, whenever there was some quiet; nothing, once in a while."""
        while not homes:
            time.sleep(TICK)
            yield ()
        try:
            yield from self._changes(homes)
        except FileNotFoundError:  # gone just now
            return
        except OSError as error:
            if self._polling:
                raise
            self._polling = True
            say(f"the system cannot say what changes, {error}: looked for every two seconds")
            yield from self._changes(homes)

    def _changes(self, homes: Sequence[Path]) -> Iterator[Any]:
        own = self._index.resolve()
        return self._looking(
            *homes,
            watch_filter=lambda _, path: _counts(Path(path), homes, own),
            step=QUIET,
            debounce=LONGEST,
            rust_timeout=int(TICK * 1000),
            yield_on_timeout=True,
            force_polling=self._polling or None,
            poll_delay_ms=POLLING,
            ignore_permission_denied=True,
        )

    def _start(self, rebuild: bool) -> None:
        """The first update, of the folders that were named.

        Raises: SearchError.
        """
        while True:
            try:
                report = self._built(self._folders, rebuild)
            except LockedIndex as error:
                self._put_off(error)
                time.sleep(FIRST_WAIT)
            else:
                self._report(report, first=True)
                return

    def _update(self) -> None:
        """Take up what has changed; where that cannot be, say so and put it off."""
        homes = [] if document_folders(self._index) else list(_states(self._homes()))
        try:
            report = self._built(homes)
        except (SearchError, OSError) as error:
            self._put_off(error)
        else:
            self._report(report)

    def _built(self, folders: Sequence[Path], rebuild: bool = False) -> BuildReport:
        return build_index(folders, self._index, jobs=self._jobs, rebuild=rebuild, quiet=True)

    def _put_off(self, error: SearchError | OSError) -> None:
        if str(error) != self._fault:
            say(f"{_clock()} {error}; trying again")
        self._fault = str(error)
        self._again = time.monotonic() + self._wait
        longest = LOCK_WAIT if isinstance(error, LockedIndex) else LAST_WAIT
        self._wait = min(2 * self._wait, longest)

    def _report(self, report: BuildReport, first: bool = False) -> None:
        """Say what was done, on one line, and which skips are new; nothing where nothing was."""
        self._fault, self._wait, self._again = "", FIRST_WAIT, float("inf")
        names = {home.name for home in self._gone}  # of which more was said
        fresh = [skip for skip in report.skipped if skip not in self._known]
        skips = [skip for skip in fresh if skip.path not in names]
        self._known = set(report.skipped)
        for line in skip_lines(skips):
            say(line)
        if first or skips or report.added or report.changed or report.removed:
            say(f"{_clock()} {build_summary(report, DONE)} in {report.seconds:.1f} s")

    def _tell(self, homes: Sequence[Path], states: States) -> None:
        """Say once of each folder that is gone or back."""
        gone = set(homes) - states.keys()
        for home in sorted(gone - self._gone):
            say(f"{_clock()} {str(home)!r} is gone; its articles stay until it is back")
        for home in sorted(self._gone - gone):
            say(f"{_clock()} {str(home)!r} is back")
        self._gone = gone


def _clock() -> str:
    return f"{datetime.now():%H:%M:%S}"


def _decided(homes: Iterable[Path]) -> set[Path]:
    """Where what people decided lies, whether it is there or not."""
    files = (people_decisions.decisions_file, line_decisions.decisions_file)
    return {file_of(str(home)) for home in homes for file_of in files}


def _states(places: Iterable[Path]) -> dict[Path, State]:
    """What the places are, of those that are there: a folder by what it is, a file by its time too.

    A disk that is mounted in the place of a folder is another one.
    """
    found: dict[Path, State] = {}
    for place in places:
        try:
            held = place.stat()
        except OSError:
            continue
        at = (held.st_dev, held.st_ino)
        found[place] = at if place.is_dir() else (*at, held.st_mtime_ns, held.st_size)
    return found


def _counts(path: Path, homes: Iterable[Path], index: Path) -> bool:
    """Whether a change at the path may be one of a document: not of the index, nor hidden."""
    if path.is_relative_to(index):
        return False
    below = [path.relative_to(home).parts for home in homes if path.is_relative_to(home)]
    return any(all(part[:1] != "." or part == KEPT_VISIBLE for part in parts) for parts in below)
