"""The index as one that stock Whoosh reads, for those who have nothing else."""

from pathlib import Path

from whoosh.index import create_in, open_dir

from search.engines import folder as folders
from search.engines.whoosh.fields import schema
from search.engines.whoosh.versions import VERSIONS


def export(folder: Path, target: Path) -> None:
    """Write the index in force to the target, a folder that has none.

    Its fields are analysed by what comes with Whoosh, so that nothing of this program is needed
    to open it: see fields.py for their names.

    Raises: NoIndex, OldIndex, BrokenIndex; OSError.
    """
    found = folders.manifest(folder)
    folders.demand(folder, found, VERSIONS)
    target.mkdir(parents=True, exist_ok=True)
    writer = create_in(str(target), schema(own=False)).writer(limitmb=256)
    with open_dir(str(folders.complete(folder, found)), readonly=True).reader() as reader:
        for leaf, _ in reader.leaf_readers():
            writer.add_reader(leaf)
    writer.commit()
