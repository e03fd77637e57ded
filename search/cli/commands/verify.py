"""The command `search verify`, which compares the index with its checksums."""

from pathlib import Path

import click

from search.cli.options import index_option
from search.cli.terminal import say, write
from search.engines import problems, read_manifest
from search.errors import BrokenIndex


@click.command(short_help="Compare every byte of the index with its checksums.")
@index_option
def verify(folder: Path) -> int:
    """Read every byte of the index and compare it with the checksums it was written with.

    Prints the digest of what the index was made from, for a published result to cite: it is the
    same for the same documents, versions and decisions. A query checks only the sizes of files and
    what it reads. Each damage is a line with the file and, in a segment, the section.

    \b
    search verify                                       before a result is published
    search verify --index archive && echo intact
    search diff --save 2025-06-01.json                  what the digest stands for

    Exit status: 0 intact, 3 damaged, missing or of another version.
    """
    damages = problems(folder)
    write(damages)
    if damages:
        places = "one place was" if len(damages) == 1 else f"{len(damages)} places were"
        raise BrokenIndex(str(folder), f"{places} changed")
    write([read_manifest(folder).digest])
    say(f"the index in {str(folder)!r} is intact")
    return 0
