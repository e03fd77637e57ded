"""The run of a build: with a bar for a person who waits, and with every skip named."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from search.article import BuildReport
from search.cli.progress import progress_bar
from search.cli.skip_summary import skip_lines
from search.cli.terminal import is_attended, say


def build_index(
    folders: Sequence[Path],
    index: Path,
    *,
    jobs: int,
    rebuild: bool = False,
    dry_run: bool = False,
    quiet: bool = False,
) -> BuildReport:
    """Build the index, and print each seed that was skipped on a line of its own."""
    from search.indexing import build  # loads the write path

    with progress_bar() if is_attended() and not quiet else nullcontext() as progress:
        report = build(
            folders, index, rebuild=rebuild, jobs=jobs, dry_run=dry_run, progress=progress
        )
    for line in () if quiet else skip_lines(report.skipped):
        say(line)
    if report.warning:
        say(f"warning: {report.warning}")
    return report
