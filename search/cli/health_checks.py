"""What may be wrong with an archive, and what mends it: the table of `search doctor`."""

import importlib.util
import os
import platform
import re
import shlex
import shutil
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from search.cli import settings
from search.engines import (
    engine_folder,
    lock_holder,
    open_engine,
    problems,
    read_ledger,
    read_manifest,
)
from search.engines.build_inputs import Ledger
from search.engines.index_folder import Manifest
from search.engines.write_lock import LOCK
from search.errors import SearchError
from search.query import NONE, Filter, Query
from search.saved_searches import read_searches, searches_file

Sign = Literal["ok", "note", "mend", "broken"]
REASONS = 5  # kinds of skips that are named
WANT = re.compile(r"needs (.+): (pip install '[^']+')")  # of readers: a library is missing

BUILT = ("x86_64", "AMD64", "arm64", "aarch64")  # the machines that isal comes built for


class Finding(NamedTuple):
    """One thing that was looked at."""

    sign: Sign  # note: nothing to mend, but to know; broken: there is no index that can be used
    what: str
    mend: str = ""  # a command, or what to do


class Case(NamedTuple):
    """The index that is looked at."""

    folder: Path
    deep: bool
    manifest: Manifest | None  # none where it cannot be read
    ledger: Ledger  # empty where it cannot be read

    @property
    def at(self) -> str:
        """How a command is told of the index."""
        return "" if str(self.folder) == "index" else f" --index {shlex.quote(str(self.folder))}"


def case(index: Path, deep: bool) -> Case:
    """The index in the folder, as far as it can be read."""
    found, ledger = None, Ledger()
    try:
        found = read_manifest(index)
        ledger = read_ledger(index) or ledger
    except (SearchError, ValueError, TypeError):
        pass  # `_index` says so
    return Case(index, deep, found, ledger)


def findings(patient: Case) -> Iterator[Finding]:
    """Everything that was found, check by check; nothing twice."""
    told = set()
    for check in CHECKS:
        for found in check(patient):
            if found.what not in told:
                told.add(found.what)
                yield found


def _settings(patient: Case) -> Iterator[Finding]:
    wrong: dict[str, SearchError] = {}
    for path in settings.settings_files(patient.folder):
        try:
            settings.file_values(path)
        except SearchError as error:
            wrong[str(error)] = error
    try:
        settings.setting_values(str(patient.folder))
    except SearchError as error:
        wrong[str(error)] = error
    yield from (Finding("mend", error.fact, error.remedy) for error in wrong.values())


def _index(patient: Case) -> Iterator[Finding]:
    """Whether it answers; the quick way, or every byte of it."""
    try:
        stats = open_engine(patient.folder).stats()
        faults = problems(patient.folder) if patient.deep else []
    except SearchError as error:
        _, _, command = error.remedy.partition("'")
        mend = command.removesuffix("'") if command.startswith("search ") else error.remedy
        yield Finding("broken", error.fact, mend)
        return
    mend = f"search index --rebuild{patient.at}"
    yield from (Finding("mend", f"the index is damaged: {fault}", mend) for fault in faults)
    if not faults:
        looked = "every byte of it" if patient.deep else "at a quick look"
        yield Finding("ok", f"the index is whole, {looked}: {stats.articles} articles")


def _gone(patient: Case) -> Iterator[Finding]:
    for name, home in sorted(patient.ledger.folders.items()):
        if not Path(home).exists():
            rest = [each for each in patient.ledger.folders.values() if Path(each).exists()]
            without = shlex.join(["search", "index", "--rebuild", *rest]) + patient.at
            mend = f"bring it back, or go on without it: {without}" if rest else "bring it back"
            yield Finding("mend", f"the folder {name!r} is gone from {home!r}", mend)


def _decided(patient: Case) -> Iterator[Finding]:
    """Whether the files of decisions can be read, and are those the index was built with."""
    from search.cleaning.line_decisions import line_decisions  # loads the write path
    from search.people.people_decisions import decisions

    homes = list(patient.ledger.folders.values())
    try:
        ruled = {code: each.verdict for code, each in line_decisions(homes).items()}
        as_built = (ruled, decisions(homes).digest) == (
            patient.ledger.rulings,
            patient.ledger.people,
        )
    except SearchError as error:
        yield Finding("mend", error.fact, error.remedy)
    else:
        if not as_built:
            mend = f"search index{patient.at}"
            yield Finding("mend", "people decided other things since the index was built", mend)
    try:
        read_searches(searches_file(homes, patient.folder))
    except SearchError as error:
        yield Finding("mend", error.fact, error.remedy)


def _seeds(patient: Case) -> Iterator[Finding]:
    """What a build would do."""
    from search.indexing import build  # loads the write path
    from search.indexing.step_versions import current_versions

    try:
        open_engine(patient.folder)
    except SearchError:  # said before
        return
    if patient.ledger.versions != current_versions():
        what = "the rules or models of the program have changed since the index was built"
        yield Finding("mend", what, f"search index{patient.at}")
        return
    try:
        report = build([], patient.folder, dry_run=True)
    except SearchError as error:
        yield Finding("mend", error.fact, error.remedy)
        return
    counts = {"new": report.added, "changed": report.changed, "removed": report.removed}
    other = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if other:
        mend = f"search index{patient.at}"
        yield Finding("mend", f"the documents are others than those of the index: {other}", mend)
    elif all(Path(home).exists() for home in patient.ledger.folders.values()):
        yield Finding("ok", f"the documents are those of the index: {report.unchanged}")


def _skips(patient: Case) -> Iterator[Finding]:
    """What was left out, by reason; a library that is missing has its own mend."""
    counts = Counter(patient.ledger.skips.values())
    example = {reason: path for path, reason in patient.ledger.skips.items()}
    for reason, count in counts.most_common(REASONS):
        want = WANT.fullmatch(reason)
        many = "one document is" if count == 1 else f"{count} documents are"
        named = f"{example[reason]!r}" if count == 1 else f"{example[reason]!r} for one"
        mend = want[2] if want else "mend it, or name it in .searchignore"
        yield Finding("mend", f"{many} skipped: {reason.split(': pip')[0]}; {named}", mend)
    if len(counts) > REASONS:
        rest = sum(count for _, count in counts.most_common()[REASONS:])
        mend = f"search index{patient.at}, which names them"
        yield Finding("mend", f"{rest} more are skipped for other reasons", mend)


def _facts(patient: Case) -> Iterator[Finding]:
    """Articles that filters by date and source do not find."""
    try:
        engine = open_engine(patient.folder)
        for facet in ("date", "source"):
            wanted = (Filter(facet, (NONE,)),)
            total = engine.search(Query(filters=wanted, limit=0, facets=())).total
            if total:
                many = "one article has" if total == 1 else f"{total} articles have"
                mend = f"search query --filter {facet}={NONE}{patient.at}"
                yield Finding("note", f"{many} no {facet}", mend)
    except SearchError:
        return  # said before


def _lock(patient: Case) -> Iterator[Finding]:
    holder = lock_holder(patient.folder)
    if not holder:
        return
    found = re.match(r"process (\d+) on (\S+) since", holder)
    if found and found[2] == socket.gethostname() and not _lives(int(found[1])):
        lock = engine_folder(patient.folder) / LOCK
        mend = f"end who has it: fuser {shlex.quote(str(lock))}"
        yield Finding("mend", f"the index is locked for {holder}, which has ended", mend)
    else:
        yield Finding("note", f"the index is being written by {holder}")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def _leftovers(patient: Case) -> Iterator[Finding]:
    """Generations that a build which was killed has left."""
    folder = engine_folder(patient.folder)
    if not patient.manifest or lock_holder(patient.folder):
        return
    left = [path for path in folder.glob("g[0-9]*") if path.name != patient.manifest.name]
    size = sum(each.stat().st_size for path in left for each in path.rglob("*") if each.is_file())
    if left:
        what = f"a build that was killed has left {_size(size)} in {str(folder)!r}"
        yield Finding("mend", what, f"search index{patient.at}")


def _room(patient: Case) -> Iterator[Finding]:
    """A build is made beside the old index."""
    if not patient.manifest:
        return
    needed = sum(size for size, _ in patient.manifest.files.values())
    free = shutil.disk_usage(patient.folder).free
    if free < needed:
        what = f"the disk has {_size(free)} left, a rebuild takes {_size(needed)}"
        yield Finding("mend", what, f"make room where {str(patient.folder)!r} lies")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _slower(patient: Case) -> Iterator[Finding]:  # noqa: ARG001
    """What builds do without, where there is a faster library to be had."""
    if platform.python_implementation() != "CPython":
        return
    if not importlib.util.find_spec("Stemmer"):
        what = "words are stemmed by Python alone, which makes builds slower"
        yield Finding("mend", what, "pip install PyStemmer")
    if platform.machine() in BUILT and not importlib.util.find_spec("isal"):
        what = "articles are deflated by zlib, which makes builds slower"
        yield Finding("mend", what, "pip install isal")


def _terminal(patient: Case) -> Iterator[Finding]:  # noqa: ARG001
    """A terminal of another encoding shows UTF-8 as rubbish."""
    if sys.platform == "win32" or not sys.stdout.isatty():
        return
    named = [os.environ.get(each, "") for each in ("LC_ALL", "LC_CTYPE", "LANG")]
    locale = next(filter(None, named), "C")
    if "utf8" not in locale.lower().replace("-", ""):
        what = f"the locale is {locale!r}: what is not English may be garbled"
        yield Finding("mend", what, "export LC_ALL=C.UTF-8")


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _settings,
    _index,
    _gone,
    _decided,
    _seeds,
    _skips,
    _facts,
    _lock,
    _leftovers,
    _room,
    _slower,
    _terminal,
)
