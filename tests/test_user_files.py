"""The files of people survive a full disk, a kill, a second writer, and keep their comments."""

import os
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.processes import HAS_LINKS, environment
from support.small_disk import Disk
from tomlkit import TOMLDocument

from search.errors import BadUserFile, LockedUserFile
from search.user_files import edit_lock
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked, tidy
from search.user_files.toml_edit import edit_toml, remove_table, rename_table, set_table, to_toml
from search.user_files.user_file import read

ROOT = Path(__file__).parents[1]
SEED = 20250113

ADD = """
import sys
from pathlib import Path
from search.user_files.edit_lock import locked
from search.user_files.toml_edit import edit_toml
path, name = Path(sys.argv[1]), sys.argv[2]
for number in range(int(sys.argv[3])):
    with locked(path):
        edit_toml(path, lambda names: names.update({f"{name}{number}": number}))
"""


def add(path: Path, name: str, count: int) -> "subprocess.Popen[bytes]":
    """Begin a process that adds keys to the file, one at a time."""
    command = [sys.executable, "-c", ADD, str(path), name, str(count)]
    return subprocess.Popen(command, env=environment())


def put(path: Path, key: str, value: object) -> None:
    """Set a key of the file."""

    def edit(document: TOMLDocument) -> None:
        document[key] = value

    with locked(path):
        edit_toml(path, edit)


def names(folder: Path) -> list[str]:
    """Return the names in the folder."""
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "names.toml"


# Reading


def test_a_missing_file_is_empty(path: Path) -> None:
    assert read(path) == (path, "", False)
    assert read(path).tables() == {}
    assert not read(path / "below").exists


def test_the_text_comes_as_it_stands(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read(path).text == "a = 1\r\n"
    assert read(path).tables() == {"a": 1}


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"a = 1\nb = = 2\n", " at line 2, column 5: invalid value; fix it, or remove it"),
        (b"a = [\n\n", " at line 3: invalid value; fix it"),
        (b"a = 1\na = 2\n", " at line 2, column 6: cannot overwrite a value; fix it"),
        (b"a = 1\nb = '\xff'\n", " at line 2: it is not UTF-8; save it as UTF-8"),
        (b"a = " + b"[" * 9999, ": too many brackets inside one another; fix it"),
        (b"a = 'x\x7f'", " at line 1, column 7: found invalid character '\\x7f'; fix it"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    path: Path, contents: bytes, message: str
) -> None:
    path.write_bytes(contents)
    with pytest.raises(BadUserFile) as caught:
        read(path).tables()
    assert str(caught.value).startswith(f"cannot read {str(path)!r}{message}")
    with pytest.raises(BadUserFile, match="cannot read"):
        put(path, "c", 3)
    assert path.read_bytes() == contents


def test_a_line_is_found_by_its_text_or_by_its_key(path: Path) -> None:
    path.write_text(
        '# a = 1\na = "b\\u007f"\n["a.b"]\n[lines."c"]\nx = "c"\n"a" = "quoted"\n', encoding="utf-8"
    )
    file = read(path)
    assert file.line_of_key("a") == 2
    assert file.line_of_key("a.b") == 3
    assert file.line_of_key("c") == 4
    assert (file.line_of("c"), file.line_of("c", last=True)) == (4, 5)
    assert (file.line_of_key("d"), file.line_of("zebra")) == (0, 0)
    assert str(file.mistake("'a' is 1", 2)) == (
        f"cannot read {str(path)!r} at line 2: 'a' is 1; fix it, or remove it to start again"
    )


@HAS_LINKS
def test_a_special_file_is_one_error_and_no_wait(path: Path) -> None:
    for make, fault in ((os.mkfifo, "it is a pipe"), (os.mkdir, "it is a folder")):
        make(path)
        with pytest.raises(BadUserFile) as caught:
            read(path)
        assert str(caught.value) == f"cannot read {str(path)!r}: {fault}; move it away"
        with pytest.raises(BadUserFile) as caught:
            replace_files({path: ""})
        assert str(caught.value) == f"cannot write {str(path)!r}: {fault}; move it away"
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(BadUserFile, match="it is a device; move it away"):
        read(Path("/dev/zero"))
    path.symlink_to(path)
    with pytest.raises(BadUserFile, match="too many levels of symbolic links"):
        read(path)


# Changing


BY_HAND = """\
# ours

hide = [  # nobody
    "A",  # a missile
    # more
    "B",
]

[merge]  # one person
"V. Z." = ['W. S.']   # in German
"""


def test_comments_and_layout_stay(path: Path) -> None:
    path.write_text(BY_HAND, encoding="utf-8")

    def edit(document: TOMLDocument) -> None:
        document["hide"].append("C")
        document["merge"]["J. H."] = ["H."]

    with locked(path):
        edit_toml(path, edit)
    changed = BY_HAND.replace('    "B",\n', '    "B",\n    "C",\n') + '"J. H." = ["H."]\n'
    assert path.read_text(encoding="utf-8") == changed


def test_ends_of_lines_stay(path: Path) -> None:
    path.write_bytes(b"a = 1  # one\r\n")
    put(path, "b", 2)
    assert path.read_bytes() == b"a = 1  # one\r\nb = 2\r\n"


@pytest.mark.parametrize("text", ["\x7f", "a\x00b\x1f", "\r\n\t", "'''\"\"\"\\", "\u2028\u0085"])
def test_a_control_character_leaves_the_file_readable(path: Path, text: str) -> None:
    put(path, "cut", text)
    put(path, text, "key")
    assert read(path).tables() == {"cut": text, text: "key"}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(codec="utf-8")))
def test_every_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, key: str, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.toml"
    put(path, key, text)
    assert read(path).tables() == {key: text}


def test_what_utf_8_cannot_hold_is_an_error(path: Path) -> None:
    with pytest.raises(BadUserFile, match=r"cannot write .*'\\ud800' is not a character of UTF-8"):
        put(path, "a", "x\ud800")
    assert names(path.parent) == []


def test_an_unchanged_file_is_not_written(path: Path) -> None:
    put(path, "a", 1)
    before = path.stat()
    put(path, "a", 1)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# Tables


TABLES = """\
# ours

# every week
[weekly]
query = "air"  # the sky
since = "2024"

# people
['john.healey']
person = [
    "John Healey",  # the secretary
]
"""


def edited(
    text: str,
    edit: Callable[[TOMLDocument], None],
    path: Path,
    expected: dict[str, object] | None = None,
) -> str:
    path.write_text(text, encoding="utf-8")
    edit_toml(path, edit, expected)
    return path.read_text(encoding="utf-8")


def test_a_table_is_changed_where_it_stands(path: Path) -> None:
    def edit(document: TOMLDocument) -> None:
        set_table(document, "weekly", {"query": "drone", "sort": "newest"})
        set_table(document, "sea", {"query": "ships", "person": ["A", "B"]})

    after = TABLES.replace('"air"', '"drone"').replace('since = "2024"', 'sort = "newest"')
    added = '\n[sea]\nquery = "ships"\nperson = ["A", "B"]\n'
    assert edited(TABLES, edit, path) == after + added


def test_a_table_is_renamed_where_it_stands(path: Path) -> None:
    def edit(document: TOMLDocument) -> None:
        rename_table(document, "john.healey", "healey")
        rename_table(document, "weekly", "every week")

    after = TABLES.replace("['john.healey']", "[healey]").replace("[weekly]", '["every week"]')
    assert edited(TABLES, edit, path, tomllib.loads(after)) == after


def test_comments_around_a_removed_table_stay(path: Path) -> None:
    after = edited(TABLES, lambda document: remove_table(document, "weekly"), path)
    assert after == TABLES.replace('[weekly]\nquery = "air"  # the sky\nsince = "2024"\n', "")
    after = edited(TABLES, lambda document: remove_table(document, "john.healey"), path)
    assert after == TABLES[: TABLES.index("['john")]


def test_tables_on_one_line_are_changed_too(path: Path) -> None:
    def edit(document: TOMLDocument) -> None:
        set_table(document, "a", {"query": "x"})
        rename_table(document, "a", "b")
        remove_table(document, "c")

    before = '# ours\na = {query = "air", since = "2024"}  # one\nc = {}\n'
    after = '# ours\nb = {query = "x" }  # one\n'
    assert edited(before, edit, path, tomllib.loads(after)) == after


def test_an_unusual_layout_is_left_to_people(path: Path) -> None:
    before = "[a]\nx = 1\n[b]\n[a.c]\ny = 2\n"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(BadUserFile, match="its layout is unusual; edit it by hand"):
        edit_toml(path, lambda document: rename_table(document, "a", "d"), {"d": {}, "b": {}})
    assert path.read_text(encoding="utf-8") == before


def test_tables_are_written_as_text() -> None:
    assert to_toml({"a b": {"x": 1, "y": ["c", "d"]}}) == '["a b"]\nx = 1\ny = ["c", "d"]\n'


# The file and its surroundings


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_mode_and_owner_stay_and_a_new_file_follows_the_umask(path: Path) -> None:
    put(path, "a", 1)
    assert path.stat().st_mode & 0o777 == 0o666 & ~os.umask(os.umask(0o22))
    path.chmod(0o640)
    if os.getuid() == 0:
        os.chown(path, 12345, 54321)
    before = path.stat()
    put(path, "a", 2)
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    private = path.with_name("private")
    replace_files({private: ""}, private=[private])
    assert private.stat().st_mode & 0o777 == 0o600


@HAS_LINKS
def test_a_symlink_stays_and_its_target_changes(path: Path, tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir()
    path.symlink_to(home / "real.toml")
    put(path, "a", 1)  # the target is made
    put(path, "b", 2)
    assert path.is_symlink()
    assert (home / "real.toml").read_text(encoding="utf-8") == "a = 1\nb = 2\n"
    assert names(home) == ["real.toml"]


@HAS_LINKS
def test_two_links_to_one_file_are_one_file(path: Path, tmp_path: Path) -> None:
    links = [tmp_path / "one", tmp_path / "two"]
    for link in links:
        link.symlink_to(path)
    with locked(*links):
        replace_files(dict.fromkeys(links, "a = 1\n"))
    assert (path.read_text(encoding="utf-8"), names(tmp_path)) == (
        "a = 1\n",
        ["names.toml", "one", "two"],
    )


@HAS_LINKS
def test_a_link_in_the_place_of_the_temporary_file_is_not_followed(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("mine", encoding="utf-8")
    path.with_name(f".{path.name}.{os.getpid()}.new").symlink_to(victim)
    replace_files({path: "a = 1\n"})
    assert (victim.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")) == (
        "mine",
        "a = 1\n",
    )
    assert not path.is_symlink()


def test_a_missing_folder_is_an_error(path: Path) -> None:
    with pytest.raises(BadUserFile, match=r"no such file or directory; create its folder"):
        put(path / "below" / "names.toml", "a", 1)


def test_several_files_are_written_all_or_none(path: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "folder"
    blocked.mkdir()
    with pytest.raises(BadUserFile, match="folder': it is a folder"):
        replace_files({path: "a = 1\n", blocked: "b = 2\n"})
    assert names(tmp_path) == ["folder"]


# Full disks, kills, and several writers


def test_a_full_disk_leaves_the_old_file(disk: Disk) -> None:
    disk.resize(40)
    path = disk.place / "cleaning.toml"
    decisions = "".join(f'[lines."{n:x}"]\ntext = "{"word " * 20}"\n' for n in range(200))
    path.write_text(decisions, encoding="utf-8")
    disk.resize(disk.used)
    with pytest.raises(BadUserFile) as caught:
        put(path, "extra", "x" * 9000)
    assert str(caught.value) == (
        f"cannot write {str(path)!r}: no space left on device; free some space"
    )
    assert path.read_text(encoding="utf-8") == decisions
    assert names(disk.place) == ["cleaning.toml"]
    disk.resize(disk.used + 20)
    put(path, "extra", "x" * 9000)
    assert len(read(path).tables()["lines"]) == 200


def test_a_kill_at_any_moment_leaves_a_whole_file(path: Path) -> None:
    chance = random.Random(SEED)
    path.write_text("# ours\n", encoding="utf-8")
    for attempt in range(8):
        process = add(path, f"of{attempt}-", 1000)
        while f"of{attempt}-" not in path.read_text(encoding="utf-8"):
            time.sleep(0.001)
        time.sleep(chance.random() / 20)
        process.kill()
        process.wait()
        assert path.read_text(encoding="utf-8").startswith("# ours\n")
        own = [name for name in read(path).tables() if name.startswith(f"of{attempt}-")]
        assert own == [f"of{attempt}-{number}" for number in range(len(own))]
    put(path, "end", True)
    assert names(path.parent) == [path.name]  # what the killed ones left is gone


def test_four_writers_at_once_lose_nothing(path: Path) -> None:
    writers = [add(path, name, 10) for name in "abcd"]
    assert [each.wait(timeout=120) for each in writers] == [0] * 4
    assert sorted(tomllib.loads(path.read_text(encoding="utf-8"))) == sorted(
        f"{name}{number}" for name in "abcd" for number in range(10)
    )
    assert names(path.parent) == [path.name]


def test_a_writer_that_does_not_end_is_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_lock, "PATIENCE", 0.1)
    with locked(path):
        with pytest.raises(LockedUserFile) as caught, locked(path):
            pass
        assert str(caught.value) == (
            f"another process is changing {str(path)!r}; try again when it has ended"
        )
    with locked(path):
        pass


def test_a_lock_file_of_a_killed_process_stops_nobody(path: Path) -> None:
    path.with_name(f".{path.name}.lock").touch()
    put(path, "a", 1)
    assert names(path.parent) == [path.name]


def test_where_the_system_has_no_locks_a_file_is_written_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("search.user_files.edit_lock.lock", no_locks)
    put(path, "a", 1)
    assert path.read_text(encoding="utf-8") == "a = 1\n"


def test_what_killed_processes_have_left_is_tidied(tmp_path: Path) -> None:
    gone = [".people.toml.lock", ".people.toml.4711.new", ".searches-seen-ann-weekly.lock"]
    kept = [".bashrc.lock", ".people.toml.4711.new.mine", "people.toml.new", "people.toml"]
    for name in (*gone, *kept):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / ".people.toml.4712.new").mkdir()
    tidy(tmp_path, ("people.toml", "searches-seen-"))
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(kept)


def test_what_another_process_is_changing_is_not_tidied(path: Path) -> None:
    with locked(path):
        names = set(path.parent.iterdir())
        tidy(path.parent, (path.name,))
        assert set(path.parent.iterdir()) == names
