"""Files that a command writes for a person: whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from search.errors import BadTarget


def write_whole(files: dict[Path, str]) -> None:
    """Write the files: each beside its place first, and when all are safe there, put in place.

    Raises: BadTarget; nothing is changed then, unless the system refuses a mere renaming.
    """
    fresh = {path: path.with_name(f"{path.name}.new") for path in files}
    path = next(iter(files), Path())
    try:
        for path, text in files.items():
            with fresh[path].open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for path, beside in fresh.items():
            beside.replace(path)
    except OSError as error:
        for beside in fresh.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        fault = (error.strerror or "no access").lower()
        raise BadTarget(
            f"cannot write {str(path)!r}: {fault}", "make room, or name another"
        ) from error
