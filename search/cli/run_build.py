"""How commands build: with a bar for a person who waits, and with every skip named."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from search.article import BuildReport
from search.cli.progress import bar
from search.cli.skip_summary import told
from search.cli.terminal import attended, say


def built(
    folders: Sequence[Path],
    index: Path,
    *,
    jobs: int,
    rebuild: bool = False,
    dry_run: bool = False,
    quiet: bool = False,
) -> BuildReport:
    """Build, and name the seeds that were skipped, each on a line of its own."""
    from search.indexing import build  # loads the write path

    with bar() if attended() and not quiet else nullcontext() as progress:
        report = build(
            folders, index, rebuild=rebuild, jobs=jobs, dry_run=dry_run, progress=progress
        )
    for line in () if quiet else told(report.skipped):
        say(line)
    return report
