"""The checks of `search doctor`: what may be wrong with an archive, and what fixes it."""

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
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from psutil import pid_exists

from search.cli import settings
from search.cli.run_build import endings
from search.engines import (
    engine_folder,
    lock_holder,
    open_engine,
    problems,
    read_ledger,
    read_manifest,
)
from search.engines.base import Ledger
from search.engines.index_folder import Manifest
from search.engines.read_generation import is_read
from search.engines.write_lock import LOCK
from search.errors import BrokenIndex, SearchError
from search.query import NONE, Query
from search.readers import MISSING_LIBRARY
from search.saved_searches import read_searches, searches_file

MAX_REASONS = 5  # reasons of skips that are named
ISAL_MACHINES = ("x86_64", "AMD64", "arm64", "aarch64")  # those that isal is built for

# What an article had better not have -> the query that finds those that do.
QUERIES = {
    "no date": "date:none",
    "no source": "source:none",
    "no headline": "title:none",
    "no text": "is:empty",
    "ten times the usual length": "is:long",
}

Sign = Literal["ok", "note", "mend", "broken"]
FIX: Sign = "mend"  # the word that programs know from the first version


class Finding(NamedTuple):
    """The result of a check."""

    sign: Sign  # broken: there is no index that can be used
    fact: str
    remedy: str = ""  # a command, or what to do


class Archive(NamedTuple):
    """The index to check, as far as it can be read."""

    folder: Path
    manifest: Manifest | None  # None where it cannot be read
    ledger: Ledger  # empty where it cannot be read

    @property
    def option(self) -> str:
        """The option that names the index to a command."""
        return "" if str(self.folder) == "index" else f" --index {shlex.quote(str(self.folder))}"

    @property
    def update(self) -> str:
        """The command that brings the index up to date."""
        return f"search index{self.option}"


Check = Callable[[Archive], Iterator[Finding]]


def read_archive(index: Path) -> Archive:
    """Return the archive of the index."""
    manifest, ledger = None, Ledger()
    with suppress(SearchError):  # `_check_index` reports it
        manifest = read_manifest(index)
        ledger = read_ledger(index) or ledger
    return Archive(index, manifest, ledger)


def findings(archive: Archive) -> Iterator[Finding]:
    """Yield the findings of all checks, none of them twice."""
    facts = set()
    for check in CHECKS:
        for finding in _findings(check, archive):
            if finding.fact not in facts:
                facts.add(finding.fact)
                yield finding


def _findings(check: Check, archive: Archive) -> Iterator[Finding]:
    """Yield the findings of a check; an error ends it, and is one itself."""
    try:
        yield from check(archive)
    except SearchError as error:
        yield _mistake(error)


def _mistake(error: SearchError) -> Finding:
    return Finding(FIX, error.fact, error.remedy)


def _check_settings(archive: Archive) -> Iterator[Finding]:
    """Find mistakes in files of settings and in the environment."""
    for path in settings.settings_files(archive.folder):
        try:
            settings.file_values(path)
        except SearchError as error:
            yield _mistake(error)
    settings.setting_values(str(archive.folder))


def _check_index(archive: Archive) -> Iterator[Finding]:
    """Find out whether the index answers, and whether every byte of it is as it was written."""
    try:
        with closing(open_engine(archive.folder)) as engine:
            stats = engine.stats()
        damages = problems(archive.folder)
    except SearchError as error:
        yield Finding("broken", error.fact, error.command or error.remedy)
        return
    for fault in damages:
        broken = BrokenIndex(str(archive.folder), fault)
        yield Finding(FIX, broken.fact, broken.command)
    if not damages:
        yield Finding("ok", f"the index is intact, every byte of it: {stats.articles} articles")


def _check_folders(archive: Archive) -> Iterator[Finding]:
    """Find folders of documents that no longer exist."""
    folders = archive.ledger.folders
    present = [home for home in folders.values() if Path(home).exists()]
    for name, home in sorted(folders.items()):
        if home not in present:
            remedy = "bring it back"
            if present:
                command = shlex.join(["search", "index", "--rebuild", *present])
                remedy += f", or go on without it: {command}{archive.option}"
            yield Finding(FIX, f"the folder {name!r} is missing from {home!r}", remedy)


def _check_decisions(archive: Archive) -> Iterator[Finding]:
    """Find mistakes in the files of decisions, and decisions that the index does not know."""
    from search.cleaning.line_decisions import line_decisions  # loads the write path
    from search.indexing.decisions_dump import mistakes
    from search.people.people_decisions import decisions

    ledger = archive.ledger
    homes = list(ledger.folders.values())
    yield from map(_mistake, mistakes(homes))
    verdicts = {code: each.verdict for code, each in line_decisions(homes).items()}
    if (verdicts, decisions(homes).digest) != (ledger.rulings, ledger.people):
        yield Finding(FIX, "decisions changed since the index was built", archive.update)


def _check_searches(archive: Archive) -> Iterator[Finding]:
    """Find mistakes in the file of saved searches."""
    read_searches(searches_file(list(archive.ledger.folders.values()), archive.folder))
    return iter(())


def _check_documents(archive: Archive) -> Iterator[Finding]:
    """Find documents that a build would add, change or remove."""
    from search.indexing import build  # loads the write path
    from search.indexing.step_versions import current_versions

    open_engine(archive.folder).close()
    if archive.ledger.versions != current_versions():
        fact = "the rules or models of the program have changed since the index was built"
        yield Finding(FIX, fact, archive.update)
        return
    report = build([], archive.folder, dry_run=True)
    counts = {"new": report.added, "changed": report.changed, "removed": report.removed}
    changes = ", ".join(f"{count} {change}" for change, count in counts.items() if count)
    if changes:
        yield Finding(FIX, f"the documents differ from the index: {changes}", archive.update)
    elif all(Path(home).exists() for home in archive.ledger.folders.values()):
        yield Finding("ok", f"the documents are those of the index: {report.unchanged}")


def _check_skips(archive: Archive) -> Iterator[Finding]:
    """Find documents that were skipped, by reason; a missing library has its own remedy."""
    counts = Counter(archive.ledger.skips.values())
    examples = {reason: path for path, reason in archive.ledger.skips.items()}
    for reason, count in counts.most_common(MAX_REASONS):
        missing = MISSING_LIBRARY.match(reason)
        documents = "one document is" if count == 1 else f"{count} documents are"
        example = f"{examples[reason]!r}" if count == 1 else f"{examples[reason]!r} for one"
        fact = f"{documents} skipped: {missing[1] if missing else reason}; {example}"
        remedy = missing[2] if missing else "fix it, or name it in .searchignore"
        yield Finding(FIX, fact, remedy)
    if len(counts) > MAX_REASONS:
        rest = sum(count for _, count in counts.most_common()[MAX_REASONS:])
        fact = f"{rest} more are skipped for other reasons"
        yield Finding(FIX, fact, f"{archive.update}, which names them")


def _check_unread(archive: Archive) -> Iterator[Finding]:
    """Find files of kinds that are not read."""
    counts = archive.ledger.unread
    if counts:
        total = sum(counts.values())
        files = "one file is" if total == 1 else f"{total} files are"
        fact = f"{files} of kinds that are not read: {endings(counts)}"
        yield Finding("note", fact, f"search index --dry-run --skipped{archive.option}")


def _check_exports(archive: Archive) -> Iterator[Finding]:
    """Find articles of databases that may be cut short, and those that are there twice."""
    with closing(open_engine(archive.folder)) as engine:
        odd = engine.search(Query("is:miscounted", limit=0, facets=())).total
        counts = engine.search(Query("", limit=0, facets=("accession",))).facets["accession"]
    twice = [each for each in counts if each.count > 1 and each.value != NONE]
    if odd:
        articles = "one article differs" if odd == 1 else f"{odd} articles differ"
        fact = f"{articles} by more than a fifth from the number of words that its database states"
        yield Finding("note", fact, f"search query is:miscounted{archive.option}")
    for each in twice[:MAX_REASONS]:
        fact = f"{each.count} articles have the accession number {each.value}"
        yield Finding("note", fact, f"search query accession:{each.value}{archive.option}")
    if len(twice) > MAX_REASONS:
        fact = f"{len(twice) - MAX_REASONS} more accession numbers are met twice or more"
        yield Finding("note", fact, f"search facets --by accession --min 2{archive.option}")


def _check_facts(archive: Archive) -> Iterator[Finding]:
    """Find articles that lack what a reader of counts expects, or have far too much."""
    with closing(open_engine(archive.folder)) as engine:
        totals = {
            fact: engine.search(Query(text, limit=0, facets=())).total
            for fact, text in QUERIES.items()
        }
    for fact, total in totals.items():
        if total:
            articles = "one article has" if total == 1 else f"{total} articles have"
            remedy = f"search query {QUERIES[fact]}{archive.option}"
            yield Finding("note", f"{articles} {fact}", remedy)


def _check_lock(archive: Archive) -> Iterator[Finding]:
    """Find a process that is writing to the index, and a lock that has outlived its process."""
    holder = lock_holder(archive.folder)
    if not holder:
        return
    found = re.match(r"process (\d+) on (\S+) since", holder)
    if found and found[2] == socket.gethostname() and not pid_exists(int(found[1])):
        lock = engine_folder(archive.folder) / LOCK
        remedy = f"end the process that has it: fuser {shlex.quote(str(lock))}"
        yield Finding(FIX, f"the index is locked for {holder}, which has ended", remedy)
    else:
        yield Finding("note", f"the index is being written by {holder}")


def _check_leftovers(archive: Archive) -> Iterator[Finding]:
    """Find what killed builds have left; what is still read is left to the next build."""
    folder = engine_folder(archive.folder)
    if not archive.manifest or lock_holder(archive.folder):
        return
    others = [path for path in folder.glob("g[0-9]*") if path.name != archive.manifest.name]
    left = [path for path in others if not is_read(path)]
    size = sum(each.stat().st_size for path in left for each in path.rglob("*") if each.is_file())
    if left:
        fact = f"a build that was killed has left {_megabytes(size)} in {str(folder)!r}"
        yield Finding(FIX, fact, archive.update)


def _check_space(archive: Archive) -> Iterator[Finding]:
    """Find a disk that is too full for a rebuild, which is made next to the old index."""
    if not archive.manifest:
        return
    needed = sum(size for size, _ in archive.manifest.files.values())
    free = shutil.disk_usage(archive.folder).free
    if free < needed:
        fact = f"the disk has {_megabytes(free)} left, a rebuild takes {_megabytes(needed)}"
        yield Finding(FIX, fact, f"free some space on the disk of {str(archive.folder)!r}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _check_libraries(archive: Archive) -> Iterator[Finding]:  # noqa: ARG001
    """Find libraries that are missing and would make builds faster."""
    if platform.python_implementation() != "CPython":
        return
    if not importlib.util.find_spec("Stemmer"):
        fact = "words are stemmed by Python alone, which makes builds slower"
        yield Finding(FIX, fact, "pip install PyStemmer")
    if platform.machine() in ISAL_MACHINES and not importlib.util.find_spec("isal"):
        fact = "articles are deflated by zlib, which makes builds slower"
        yield Finding(FIX, fact, "pip install isal")


def _check_terminal(archive: Archive) -> Iterator[Finding]:  # noqa: ARG001
    """Find a terminal whose encoding is not UTF-8."""
    if sys.platform == "win32" or not sys.stdout.isatty():
        return
    variables = [os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    locale = next(filter(None, variables), "C")
    if "utf8" not in locale.lower().replace("-", ""):
        fact = f"the locale is {locale!r}: text that is not English may be garbled"
        yield Finding(FIX, fact, "export LC_ALL=C.UTF-8")


CHECKS: tuple[Check, ...] = (
    _check_settings,
    _check_index,
    _check_folders,
    _check_decisions,
    _check_searches,
    _check_documents,
    _check_skips,
    _check_unread,
    _check_facts,
    _check_exports,
    _check_lock,
    _check_leftovers,
    _check_space,
    _check_libraries,
    _check_terminal,
)
