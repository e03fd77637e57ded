"""Drives of other file systems, made in a file and mounted for as long as a test takes."""

import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

SIZE = 64 << 20  # bytes
SECONDS = 60  # after which a command hangs


class FileSystem(NamedTuple):
    """A file system: what makes one in a file, and what mounts it from a device."""

    make: Sequence[str]
    mount: Sequence[str]


FILE_SYSTEMS: Mapping[str, FileSystem] = {
    "ntfs-3g": FileSystem(("mkfs.ntfs", "-F", "-Q", "-q"), ("ntfs-3g",)),
    "exfat-fuse": FileSystem(("mkfs.exfat",), ("mount.exfat-fuse",)),
    "vfat": FileSystem(("mkfs.vfat",), ("mount", "-t", "vfat")),
    "ext4 without case": FileSystem(
        ("mkfs.ext4", "-q", "-O", "casefold", "-E", "encoding=utf8"), ("mount", "-t", "ext4")
    ),
}

WEAK: Mapping[str, Mapping[str, float]] = {
    "slow": {"pause": 0.003},  # seconds, at each call of the system
    "without links": {"links": False},
    "without locks": {"locks": False},
}


class NoDrive(Exception):
    """The machine cannot mount such a drive; the message says why."""


@contextmanager
def mounted(name: str, folder: Path, size: int = SIZE) -> Iterator[Path]:
    """Mount a new drive of that file system in the folder; unmount it whatever happens.

    Raises: NoDrive.
    """
    system = FILE_SYSTEMS[name]
    if sys.platform != "linux":
        raise NoDrive("only Linux mounts it")
    for program in (system.make[0], system.mount[0], "losetup", "umount"):
        if not shutil.which(program):
            raise NoDrive(f"there is no {program}")
    image, place = folder / f"{name}.img", folder / name
    place.mkdir(parents=True)
    with image.open("wb") as file:
        file.truncate(size)
    with ExitStack() as stack:
        stack.callback(image.unlink)
        run(*system.make, str(image))
        device = run("losetup", "--find", "--show", str(image)).strip()
        stack.callback(subprocess.run, ["losetup", "--detach", device], check=False)
        run(*system.mount, device, str(place))
        stack.callback(unmount, place)
        if name == "ext4 without case":
            run("chattr", "+F", str(_new_folder(place)))
        yield _new_folder(place)


@contextmanager
def slow_drive(folder: Path, **abilities: float) -> Iterator[Path]:
    """Mount a drive that is slow, or lacks links or locks: see slow_drive.py.

    Raises: NoDrive.
    """
    if importlib.util.find_spec("mfusepy") is None or not Path("/dev/fuse").exists():
        raise NoDrive("there is no FUSE, or no mfusepy")
    behind, place = folder / "behind", folder / "drive"
    behind.mkdir()
    place.mkdir()
    script = Path(__file__).with_name("slow_drive.py")
    command = [sys.executable, script, behind, place, json.dumps(abilities)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as drive:
        try:
            while not place.is_mount():
                if drive.poll() is not None and drive.stderr:
                    raise NoDrive(f"FUSE fails: {drive.stderr.read().strip()}")
                time.sleep(0.05)
            yield _new_folder(place)
        finally:
            unmount(place)
            drive.terminate()


def run(*command: str) -> str:
    """Run a command that prepares a drive, and return what it prints.

    Raises: NoDrive.
    """
    ran = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    if ran.returncode:
        reason = (ran.stderr or ran.stdout).strip().splitlines()[:1]
        raise NoDrive(f"{command[0]} fails: {' '.join(reason)}")
    return ran.stdout


def unmount(place: Path) -> None:
    """Unmount a drive, even one that is in use."""
    for options in ((), ("-l",)):
        ran = subprocess.run(["umount", *options, str(place)], capture_output=True, check=False)
        if ran.returncode == 0:
            return


def _new_folder(place: Path) -> Path:
    (place / "archive").mkdir(exist_ok=True)
    return place / "archive"
