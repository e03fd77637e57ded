"""Names of files on every system: ids are the same wherever an archive was copied to."""

import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Literal

import pytest
from support.processes import IS_WINDOWS

from search.indexing import build
from search.places import (
    as_stored,
    drive_name,
    path_name,
    readable,
    root_name,
    verbatim,
    verbatim_path,
)
from search.readers import walk

ACCENTED = "Zürich – Kyjiv"
Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")


@pytest.fixture
def ignoring_case(tmp_path: Path) -> Iterator[Path]:
    """A folder in which two spellings of a name are one file."""
    if IS_WINDOWS:
        yield tmp_path
        return
    image, place = tmp_path / "image", tmp_path / "drive"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(8 << 20)
    device = ""
    try:
        ran(["mkfs.exfat", str(image)])
        device = ran(["losetup", "--find", "--show", str(image)])
        ran(["mount.exfat-fuse", device, str(place)])
    except (OSError, subprocess.CalledProcessError) as error:
        if device:
            ran(["losetup", "--detach", device])
        pytest.skip(f"no exFAT drive can be made here: {error}")
    try:
        yield place
    finally:
        ran(["umount", str(place)])
        ran(["losetup", "--detach", device])


def ran(command: list[str]) -> str:
    """Return what the command prints."""
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


@pytest.mark.parametrize("form", FORMS)
def test_an_id_is_nfc_however_the_system_writes_names(
    tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    folder = tmp_path / unicodedata.normalize(form, ACCENTED)
    folder.mkdir()
    (folder / unicodedata.normalize(form, "été.txt")).write_bytes(b"It rained.")
    assert [seed.path for seed in walk(folder)] == [f"{ACCENTED}/été.txt"]


def test_a_copy_with_names_in_nfd_has_the_digest_of_the_original(tmp_path: Path) -> None:
    digests = []
    for form in FORMS:
        folder = tmp_path / form / unicodedata.normalize(form, ACCENTED)
        folder.mkdir(parents=True)
        (folder / unicodedata.normalize(form, "é.txt")).write_bytes(b"It rained.")
        build([folder], tmp_path / form / "index")
        manifest = (tmp_path / form / "index" / "whoosh" / "manifest.json").read_text("utf-8")
        digests.append(manifest.partition('"digest": ')[2].partition(",")[0])
    assert digests[0] == digests[1] != ""


def test_two_files_with_one_name_are_not_both_read(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for form in FORMS:
        name = unicodedata.normalize(form, "é.txt")
        (folder / name).write_text(f"It rained in {form}.", encoding="utf-8")
    report = build([folder], tmp_path / "index")
    assert report.added == 1
    assert [skip.reason for skip in report.skipped] == ["another file has this path"]


@pytest.mark.parametrize(
    ("drive", "name"), [("C:", "C"), (r"\\server\news", "news"), (r"\\?\C:", "C"), ("", "")]
)
def test_the_name_of_a_drive_is_its_letter(drive: str, name: str) -> None:
    assert drive_name(drive) == name


@pytest.mark.parametrize(
    ("path", "verbatim"),
    [
        (r"C:\news\aux.txt", r"\\?\C:\news\aux.txt"),
        (r"\\server\share\a", r"\\?\UNC\server\share\a"),
        (r"\\?\C:\news", r"\\?\C:\news"),
    ],
)
def test_a_path_is_taken_as_it_is(path: str, verbatim: str) -> None:
    assert verbatim_path(path) == verbatim
    assert PureWindowsPath(readable(verbatim)) == PureWindowsPath(readable(path))


def test_a_deep_folder_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    place = folder.joinpath(*("n" * 100 for _ in range(4)))
    Path(verbatim(str(place))).mkdir(parents=True)
    Path(verbatim(str(place / "a.txt"))).write_bytes(b"It rained.")
    report = build([folder], tmp_path / "index")
    assert (report.added, report.skipped) == (1, ())


def test_a_folder_keeps_the_name_it_is_stored_under(ignoring_case: Path) -> None:
    (ignoring_case / "Archive" / "Été").mkdir(parents=True)
    (ignoring_case / "Archive" / "Été" / "a.txt").write_bytes(b"It rained.")
    assert as_stored(ignoring_case / "ARCHIVE" / "éTÉ") == ignoring_case / "Archive" / "Été"
    index = ignoring_case / "index"
    build([ignoring_case / "archive"], index)
    report = build([ignoring_case / "ARCHIVE"], index)
    assert (report.added, report.unchanged) == (0, 1)


def test_a_folder_is_named_as_its_ids_are(tmp_path: Path) -> None:
    folder = tmp_path / "ne\u0301ws"
    folder.mkdir()
    assert root_name(folder) == path_name("néws") == "néws"


def test_an_unplugged_folder_with_a_name_in_nfd_keeps_its_articles(tmp_path: Path) -> None:
    folder = tmp_path / "ne\u0301ws"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"It rained.")
    build([folder], tmp_path / "index")
    folder.rename(tmp_path / "elsewhere")
    assert build([], tmp_path / "index").unchanged == 1
