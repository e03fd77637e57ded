"""What is in a container is read in place, by the readers of files, and nothing leads out of it."""

import bz2
import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.containers import MAKERS, seven_zipped, tarred, zipped

from search.article import Document, Member, Seed, Skip, Unread
from search.indexing import build
from search.readers import read
from search.readers.containers import members

PAGE = b"<!doctype html><html><body><p>The river rose at night.</p></body></html>"
TABLE = b"title,text\nFlood,The river rose.\nFire,The mill burnt.\n"
FILES = {
    "2020/a.html": PAGE,
    "2020/b.csv": TABLE,
    "2020/c.jpg": b"\xff\xd8\xff",
    "2020/d": PAGE,
    "README": b"no article",
    "e.txt.gz": gzip.compress(b"The mill burnt."),
    ".hidden/f.txt": b"no article",
    "Zeitung/\u00c4rger.txt": b"The bridge fell.",
}


def found_in(folder: Path, stored: bytes, name: str) -> list[object]:
    """What is found in a container of that name; the files that are begun are left out."""
    (folder / name).write_bytes(stored)
    found = read(Seed(f"news/{name}", str(folder / name)))
    return [each for each in found if not isinstance(each, Member)]


def texts(found: list[object]) -> dict[str, str]:
    return {each.path: each.content for each in found if isinstance(each, Document)}


def skips(found: list[object]) -> dict[str, str]:
    return {each.path: each.reason for each in found if isinstance(each, Skip)}


@pytest.mark.parametrize("name", MAKERS)
def test_files_are_read_like_those_of_a_folder(tmp_path: Path, name: str) -> None:
    found = found_in(tmp_path, MAKERS[name](FILES), name)
    assert texts(found) == {
        f"news/{name}/2020/a.html": PAGE.decode(),
        f"news/{name}/2020/b.csv#2": "The river rose.",
        f"news/{name}/2020/b.csv#3": "The mill burnt.",
        f"news/{name}/2020/d": PAGE.decode(),
        f"news/{name}/e.txt.gz": "The mill burnt.",
        f"news/{name}/Zeitung/\u00c4rger.txt": "The bridge fell.",
    }
    assert [each for each in found if not isinstance(each, Document)] == [
        Unread(f"news/{name}/2020/c.jpg"),
        Unread(f"news/{name}/README"),
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_a_container_may_be_in_one_other(tmp_path: Path, name: str) -> None:
    third = MAKERS[name]({"deep.txt": b"The bridge fell."})
    second = MAKERS[name]({"b.txt": b"The mill burnt.", name: third})
    found = found_in(tmp_path, MAKERS[name]({"a.txt": b"It rained.", name: second}), name)
    assert texts(found) == {
        f"news/{name}/a.txt": "It rained.",
        f"news/{name}/{name}/b.txt": "The mill burnt.",
    }
    reason = "is in more than one container, and not read"
    assert skips(found) == {f"news/{name}/{name}/{name}": reason}


@pytest.mark.parametrize("name", MAKERS)
def test_the_parts_of_a_saved_page_are_known_in_a_container_too(tmp_path: Path, name: str) -> None:
    files = {"b-Dateien/ad.html": PAGE, "a_files/c.html": PAGE, "b.html": PAGE}
    found = found_in(tmp_path, MAKERS[name](files), name)
    assert sorted(texts(found)) == [f"news/{name}/a_files/c.html", f"news/{name}/b.html"]
    part = Unread(f"news/{name}/b-Dateien/ad.html", f"news/{name}/b.html")
    assert [each for each in found if isinstance(each, Unread)] == [part]


def test_nothing_leads_out_of_a_zip(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("a secret", encoding="utf-8")
    made = io.BytesIO(zipped({"../outside.txt": b"no secret", "/etc/a.txt": b"It rained."}))
    with zipfile.ZipFile(made, "a") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../outside.txt")
    found = found_in(tmp_path, made.getvalue(), "a.zip")
    assert texts(found) == {"news/a.zip/etc/a.txt": "It rained."}
    assert skips(found) == {
        "news/a.zip/../outside.txt": "has a name that leads out of the container",
        "news/a.zip/link.txt": "is a link",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "outside.txt"]


def test_nothing_leads_out_of_a_tar(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("a secret", encoding="utf-8")
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(f"{number}.txt")
            member.type, member.linkname = kind, "../outside.txt"
            archive.addfile(member)
        for name in ("../b.txt", str(tmp_path / "c.txt"), "./d.txt"):
            archive.addfile(tarfile.TarInfo(name))
    found = found_in(tmp_path, made.getvalue(), "a.tar")
    inside = f"news/a.tar/{tmp_path.as_posix().lstrip('/')}/c.txt"
    assert skips(found) == {
        "news/a.tar/0.txt": "is a link",
        "news/a.tar/1.txt": "is a link",
        "news/a.tar/2.txt": "is no file",
        "news/a.tar/../b.txt": "has a name that leads out of the container",
        inside: "is empty",
        "news/a.tar/d.txt": "is empty",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar", "outside.txt"]


def test_one_with_a_password_is_named(tmp_path: Path) -> None:
    stored = bytearray(zipped({"a.txt": b"It rained.", "b.txt": b"The mill burnt."}))
    for place in (stored.index(b"PK\x01\x02") + 8, stored.index(b"PK\x03\x04") + 6):
        stored[place] |= 1
    found = found_in(tmp_path, bytes(stored), "a.zip")
    assert texts(found) == {"news/a.zip/b.txt": "The mill burnt."}
    assert skips(found) == {"news/a.zip/a.txt": "needs a password"}
    second = stored.rindex(b"PK\x01\x02") + 8
    stored[second] |= 1
    assert skips(found_in(tmp_path, bytes(stored), "b.zip")) == {"news/b.zip": "needs a password"}
    locked = seven_zipped({"a.txt": b"It rained."}, password="rain")
    assert skips(found_in(tmp_path, locked, "c.7z")) == {"news/c.7z": "needs a password"}


@pytest.mark.parametrize("name", MAKERS)
def test_one_that_is_cut_short_loses_nothing_silently(tmp_path: Path, name: str) -> None:
    files = {f"{i}.txt": f"It rained on day {i}. ".encode() * 40 for i in range(20)}
    stored = MAKERS[name](files)
    for size in (0, 1, 30, len(stored) // 3, len(stored) // 2, len(stored) - 12_000):
        found = found_in(tmp_path, stored[: max(0, size)], name)
        assert skips(found), size
    assert not skips(found_in(tmp_path, stored, name))


@pytest.mark.parametrize("name", MAKERS)
def test_damage_is_named(tmp_path: Path, name: str) -> None:
    stored = MAKERS[name]({f"{i}.txt": b"It rained for nine days. " * 40 for i in range(9)})
    half = len(stored) // 2
    changed = stored[:half] + bytes(each ^ 0xFF for each in stored[half : half + 600])
    changed += stored[half + 600 :]
    found = found_in(tmp_path, changed, name)
    assert skips(found) or (name == "a.tar" and len(texts(found)) == 9)


def test_zeros_are_no_document(tmp_path: Path) -> None:
    """A hundred megabytes of zeros take a hundred kilobytes, and ten gigabytes ten megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros.csv", "w") as zeros:
            for _ in range(100):
                zeros.write(bytes(1_000_000))
        archive.writestr("a.txt", "It rained.")
    found = found_in(tmp_path, made.getvalue(), "a.zip")
    assert texts(found) == {"news/a.zip/a.txt": "It rained."}
    assert skips(found) == {"news/a.zip/zeros.csv": "unpacks to more than 500 times its size"}
    packed = bz2.compress(tarred({"zeros.csv": bytes(100_000_000)}))
    found = found_in(tmp_path, packed, "a.tar.bz2")
    assert skips(found) == {"news/a.tar.bz2": "unpacks to more than 500 times its size"}


def test_files_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    """The list of a ZIP may name the same bytes many times: 42 kB that unpack to 5 GB."""
    stored = zipped({"0.txt": b"It rained. " * 500_000})
    place, end = stored.index(b"PK\x01\x02"), stored.index(b"PK\x05\x06")
    listed = b"".join(stored[place:end].replace(b"0.txt", b"%05d" % i) for i in range(600))
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 600, 600, len(listed), place, 0)
    found = found_in(tmp_path, stored[:place] + listed + record, "a.zip")
    assert not texts(found)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.7z"])
def test_too_many_files_are_refused_at_once(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_FILES", 20)
    monkeypatch.setattr("search.readers.containers.tar_file.MOST_FILES", 20)
    stored = MAKERS[name]({f"{i}.txt": b"It rained." for i in range(21)})
    found = found_in(tmp_path, stored, name)
    assert found == [Skip(f"news/{name}", "has more than 20 files")]


def test_the_length_of_the_list_is_known_before_it_is_read(tmp_path: Path) -> None:
    stored = bytearray(zipped({"a.txt": b"It rained."}))
    end = stored.index(b"PK\x05\x06")
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 900_000, 90, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    stored[end + 8 : end + 12] = b"\xff" * 4
    found = found_in(tmp_path, bytes(stored[:end]) + wide + locator + stored[end:], "a.zip")
    assert found == [Skip("news/a.zip", "has more than 250,000 files")]


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_container_of_unreadable_files_is_left_at_last(tmp_path: Path, name: str) -> None:
    stored = MAKERS[name]({f"{i}.txt": b"" for i in range(1_500)})
    found = found_in(tmp_path, stored, name)
    assert len(found) == 1_001
    assert found[-1] == Skip(
        f"news/{name}", f"has 1,000 unreadable files in a row, up to news/{name}/999.txt"
    )


def test_names_of_other_systems_are_read(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("2020/xx.txt")
        entry.create_system = 0
        archive.writestr(entry, "It rained.")
    stored = made.getvalue().replace(b"2020/xx.txt", "2020\\\u00e9.txt".encode())
    found = found_in(tmp_path, stored, "a.zip")
    assert list(texts(found)) == ["news/a.zip/2020/\u00e9.txt"]


def test_the_second_of_two_files_with_a_name_is_named(tmp_path: Path) -> None:
    made = io.BytesIO(zipped({"a.txt": b"It rained."}))
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "It snowed.")
    found = found_in(tmp_path, made.getvalue(), "a.zip")
    assert texts(found) == {"news/a.zip/a.txt": "It rained."}
    assert skips(found) == {"news/a.zip/a.txt": "is there twice: the first is read"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "news"
    home.mkdir()
    (home / "dump.zip").write_bytes(zipped({**FILES, "broken.docx": b"no DOCX"}))
    (home / "own.txt").write_text("The train was late again.", encoding="utf-8")
    yield home


def test_an_unchanged_container_keeps_its_articles_and_what_is_said_of_it(archive: Path) -> None:
    index = archive.parent / "index"
    first = build([archive], index)
    assert first.added == 7
    again = build([archive], index)
    assert (again.unchanged, again.added, again.changed) == (7, 0, 0)
    assert (
        again.unread
        == first.unread
        == (
            Unread("news/dump.zip/2020/c.jpg"),
            Unread("news/dump.zip/README"),
        )
    )
    assert again.skipped == first.skipped
    assert [skip.path for skip in again.skipped] == ["news/dump.zip/broken.docx"]


def test_of_a_changed_container_what_changed_is_made_again(archive: Path) -> None:
    index = archive.parent / "index"
    build([archive], index)
    files = {**FILES, "2020/a.html": PAGE.replace(b"night", b"dawn"), "new.txt": b"It snowed."}
    del files["2020/d"]
    (archive / "dump.zip").write_bytes(zipped(files))
    report = build([archive], index)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 5)
    (archive / "dump.zip").unlink()
    report = build([archive], index)
    assert (report.removed, report.unchanged, report.unread, report.skipped) == (6, 1, (), ())
