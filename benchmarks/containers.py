"""A measurement of containers: a ZIP next to the folder of its texts, a TAR of 2 GB, and bombs.

The TAR is read in one process, whose peak of memory is printed. The rest is indexed by `search
index`: the CPU seconds are those of all its processes.
"""

import argparse
import bz2
import io
import os
import random
import resource
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

WORDS = 300  # of a text
MEMBER = 20_000_000  # bytes of a picture in the TAR
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def texts(count: int) -> list[str]:
    """Return texts of made-up words."""
    rng = random.Random(1)
    words = ["".join(rng.choices(ALPHABET, k=rng.randint(3, 9))) for _ in range(5000)]
    found = []
    for number in range(count):
        paragraphs = [" ".join(rng.choices(words, k=WORDS // 5)) + "." for _ in range(5)]
        found.append(f"Headline {number}\n\n" + "\n\n".join(paragraphs) + "\n")
    return found


def folder_and_zip(home: Path, count: int) -> tuple[Path, Path]:
    """Write the texts as a folder, and as a ZIP file in another."""
    folder, packed = home / "folder", home / "packed"
    folder.mkdir()
    packed.mkdir()
    with zipfile.ZipFile(packed / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts(count)):
            (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
            archive.writestr(f"{number:06}.txt", text)
    return folder, packed


def indexed(folder: Path, home: Path) -> tuple[float, str]:
    """Return the CPU seconds of a build, and the first line that it says."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "search", "index", "--jobs", "1", "--index"]
    ran = subprocess.run(
        [*command, str(home / f"index-{folder.name}"), str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = (ran.stderr.splitlines() or ran.stdout.splitlines() or [""])[0]
    return seconds, said


def tar(home: Path, size: int) -> Path:
    """Write a TAR of that size: pictures, and twenty texts after each."""
    picture, some = os.urandom(MEMBER), texts(20)
    with tarfile.open(home / "large.tar", "w") as archive:
        for number in range(size // MEMBER):
            for name, content in [
                ("0.jpg", picture),
                *((f"{place}.txt", text.encode()) for place, text in enumerate(some)),
            ]:
                member = tarfile.TarInfo(f"{number}/{name}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return home / "large.tar"


def read_tar(file: Path) -> str:
    """Return what reading the TAR takes, in a process of its own."""
    code = (
        "import resource, sys\nfrom search.article import Document, Seed\n"
        "from search.readers import read\n"
        "found = read(Seed('large.tar', sys.argv[1]))\n"
        "count = sum(isinstance(each, Document) for each in found)\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(count, 'documents', round(used.ru_utime + used.ru_stime, 2), 's')\n"
        "status = open('/proc/self/status').read()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024, 'MB')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, encoding="utf-8", check=True
    )
    return ", ".join(ran.stdout.splitlines())


def bombs(home: Path) -> list[Path]:
    """Write each bomb into a folder of its own."""
    zeros = io.BytesIO()
    with (
        zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros.csv", "w", force_zip64=True) as file,
    ):
        for _ in range(10_000):
            file.write(bytes(1_000_000))
    nested = b"It rained. " * 100_000
    for level in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.{'zip' if level else 'txt'}", nested)
        nested = outer.getvalue()
    made = {
        "zeros.zip": zeros.getvalue(),
        "nested.zip": nested,
        "million.zip": million(1_000_000),
        "million.tar.bz2": bz2.compress(tarfile.TarInfo("a.txt").tobuf() * 1_000_000),
    }
    for name, content in made.items():
        (home / name.replace(".", "-")).mkdir()
        (home / name.replace(".", "-") / name).write_bytes(content)
    return [home / name.replace(".", "-") for name in made]


def million(count: int) -> bytes:
    """Return a ZIP whose list names the same bytes so many times."""
    text = b"It rained."
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush()
    facts = (zlib.crc32(text), len(packed), len(text))
    first = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *facts, 5, 0) + b"0.txt" + packed
    head = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, *facts, 11, *[0] * 4, 0, 0)
    listed = b"".join(head + b"%07d.txt" % number for number in range(count))
    place = len(first)
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(listed), place)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, place + len(listed), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return first + listed + end + locator + last


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--tar", type=int, default=2_000_000_000, help="bytes of the TAR")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        for folder in folder_and_zip(home, options.texts):
            print("{}: {:.1f} s CPU; {}".format(folder.name, *indexed(folder, home)))
        print(f"TAR of {options.tar / 1e9:g} GB: {read_tar(tar(home, options.tar))}")
        for folder in bombs(home):
            print("{}: {:.1f} s CPU; {}".format(folder.name, *indexed(folder, home)))


if __name__ == "__main__":
    main()
