"""The run of a build: with a bar for a person who waits, and with skips named."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

from search.article import BuildReport, Skip
from search.cli.progress_bars import build_bar
from search.cli.terminal import say

MAX_OF_A_FILE = 20  # lines: most rows of a wrong file have the same fault
MAX_IN_ALL = 50  # lines: what a person reads through
LeftOut = Literal["none", "some", "all"]  # the files that are named
MAX_ENDINGS = 8  # that are named in a line


def build_index(
    folders: Sequence[Path],
    index: Path,
    *,
    jobs: int,
    rebuild: bool = False,
    dry_run: bool = False,
    left_out: LeftOut = "some",
) -> BuildReport:
    """Build the index, and print what was left out; print nothing if that is "none"."""
    from search.indexing import build  # loads the write path

    with build_bar(quiet=left_out == "none") as progress:
        report = build(
            folders, index, rebuild=rebuild, jobs=jobs, dry_run=dry_run, progress=progress
        )
    for line in export_lines(report.exports) if left_out != "none" else ():
        say(line)
    for line in _LEFT_OUT[left_out](report):
        say(line)
    if report.warning:
        say(f"warning: {report.warning}")
    return report


def export_lines(exports: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    """Yield what each export was taken for: "nexis.docx: Nexis Uni, 50 articles"."""
    for path, provider, count in exports[:MAX_IN_ALL]:
        yield f"{path}: {provider}, {count} article{'' if count == 1 else 's'}"
    if len(exports) > MAX_IN_ALL:
        yield f"and {len(exports) - MAX_IN_ALL} more exports"


def _some_left_out(report: BuildReport) -> Iterator[str]:
    yield from skip_lines(report.skipped)
    yield from unread_line(Counter(each.ending for each in report.unread))


def _all_left_out(report: BuildReport) -> Iterator[str]:
    yield from (f"skipped {skip.path}: {skip.reason}" for skip in sorted(report.skipped))
    yield from (f"not read {each.path}: {each.reason}" for each in report.unread)


def unread_line(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield one line on files of kinds that are not read: "7 files not read: .jpg 6, .log 1"."""
    if counts:
        total = sum(counts.values())
        files = "one file" if total == 1 else f"{total} files"
        yield f"{files} not read: {endings(counts)}; --skipped names them"


def endings(counts: Mapping[str, int]) -> str:
    """Return the most frequent endings with their counts: ".jpg 6, .log 1"."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    listed = [f"{ending} {count}" for ending, count in ordered[:MAX_ENDINGS]]
    rest = sum(count for _, count in ordered[MAX_ENDINGS:])
    return ", ".join([*listed, *([f"others {rest}"] if rest else [])])


def skip_lines(skips: Sequence[Skip]) -> Iterator[str]:
    """Yield a line for each skip, and where there are too many, how many more there are."""
    left, hidden = MAX_IN_ALL, 0
    for file, rows in groupby(sorted(skips, key=_place), _file):
        skips_of_file = list(rows)
        shown = skips_of_file[: min(MAX_OF_A_FILE, left)]
        more = len(skips_of_file) - len(shown)
        yield from (f"skipped {skip.path}: {skip.reason}" for skip in shown)
        if shown and more:
            yield f"and {more} more in {file}"
        else:
            hidden += more
        left -= len(shown)
    if hidden:
        yield f"and {hidden} more in other files"


def _place(skip: Skip) -> tuple[str, int]:
    """Return the file and the number of the line, 0 for the whole file."""
    found = re.search(r"#([0-9]+)\Z", skip.path)
    return _file(skip), int(found[1]) if found else 0


def _file(skip: Skip) -> str:
    return re.sub(r"#[0-9]+\Z", "", skip.path)


_LEFT_OUT: dict[LeftOut, Callable[[BuildReport], Iterator[str]]] = {
    "none": lambda _: iter(()),
    "some": _some_left_out,
    "all": _all_left_out,
}
