"""The command `search index`, which builds the index or brings it up to date."""

from pathlib import Path

import click

from search.article import BuildReport
from search.cli.options import index_option
from search.cli.param_types import AnyPath, expanded
from search.cli.run_build import LeftOut, build_index
from search.cli.terminal import is_attended, say, write
from search.process_pools import core_count

DONE = ("added {}", "changed {}", "removed {}", "unchanged {}", "skipped {}")
PLANNED = ("would add {}", "change {}", "remove {}", "leave {}", "skip {}")


@click.command(short_help="Build the index, or bring it up to date.")
@click.argument(
    "folders", nargs=-1, metavar="[PATH]...", type=AnyPath(pattern=True), callback=expanded
)
@click.option("--rebuild", is_flag=True, help="Build from nothing next to the old index, and swap.")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--skipped", is_flag=True, help="Name every file that is skipped or not read.")
@click.option("--watch", is_flag=True, help="Stay, and take up changes until it is ended.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    default=core_count,
    show_default="all processors",
    help="Processes that read and clean.",
)
@index_option
def index(
    folders: tuple[Path, ...],
    rebuild: bool,
    dry_run: bool,
    skipped: bool,
    watch: bool,
    jobs: int,
    folder: Path,
) -> int:
    """Build the index of the documents in PATH, or bring it up to date.

    \b
    search index seeds/                add what is new or changed, remove what was deleted
    search index                       the same for the folders the index was built from
    search index --dry-run             what that would do
    search index --rebuild             from nothing; the old index answers until the end
    search index --watch seeds/        stay, and take up changes after half a second of quiet

    Text, HTML, JSON Lines, tables and mails are read, also as .gz; feeds, PDF, Markdown and
    web archives with pip install 'news-search[inputs]'. A file that cannot be read is named
    and left out; the build goes on.

    Exit status: 0 done, 2 usage error or no documents, 3 the index is locked or broken, or cannot
    be written, 4 some inputs were skipped. With --watch 0 when SIGTERM ends it, 130 at Ctrl-C.
    """
    if watch and dry_run:
        raise click.UsageError("--dry-run writes nothing; choose it or --watch")
    if watch:
        from search.cli.watch import watch as follow  # loads all that builds

        return follow(folders, folder, jobs, rebuild)
    named: LeftOut = "all" if skipped else "some"
    report = build_index(
        folders, folder, jobs=jobs, rebuild=rebuild, dry_run=dry_run, left_out=named
    )
    write([build_summary(report, PLANNED if dry_run else DONE)])
    if is_attended() and not dry_run:
        say(f"in {report.seconds:.1f} s; ask it: search query QUERY")
    return 4 if report.skipped else 0


def build_summary(report: BuildReport, words: tuple[str, ...]) -> str:
    """Return the counts of a build: "added 12, changed 3, removed 1, unchanged 980, skipped 2"."""
    counts = (report.added, report.changed, report.removed, report.unchanged, len(report.skipped))
    return ", ".join(word.format(count) for word, count in zip(words, counts, strict=True))
