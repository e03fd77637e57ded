"""`search verify`: whether the index is as it was written."""

from pathlib import Path

import click

from search.cli.options import at_index
from search.cli.terminal import say, write
from search.engines import problems, read_manifest
from search.errors import BrokenIndex


@click.command(short_help="Compare every byte of the index with its checksums.")
@at_index
def verify(folder: Path) -> int:
    """Read every byte of the index and compare it with the checksums it was written with.

    Prints the digest of what the index was made of, for a published result to cite: it is the same
    for the same documents, versions and decisions. Answers themselves look only at the sizes of
    files and at what they read. Each fault is a line with the file and, of a segment, the section.

    \b
    search verify                                       before a result is published
    search verify --index archive && echo whole
    search diff --save 2025-06-01.json                  what the digest stands for

    Exit status: 0 whole, 3 damaged, missing or of another version.
    """
    faults = problems(folder)
    write(faults)
    if faults:
        some = "one place was" if len(faults) == 1 else f"{len(faults)} places were"
        raise BrokenIndex(str(folder), f"{some} changed")
    write([read_manifest(folder).digest])
    say(f"the index in {str(folder)!r} is whole")
    return 0
