"""Walking: which files of a folder are seeds, and what is said of those that are not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import ANY_BYTES, HAS_LINKS, HAS_MODES, HAS_PIPES, posix_alone

from search.article import Seed, Skip, Unread
from search.errors import BadSeeds
from search.places import verbatim
from search.readers import READERS, walk
from search.readers.ignore_files import Layer, is_ignored, rules


def folder(root: Path, *names: str, **contents: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(contents.get(name, "The bridge fell."), encoding="utf-8")
    return root


def paths(root: Path) -> list[str]:
    """The paths of the seeds; a Skip makes the test fail."""
    found = list(walk(root))
    assert [skip for skip in found if isinstance(skip, Skip)] == []
    return [seed.path for seed in found]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def test_seeds_come_in_the_order_of_their_paths(archive: Path) -> None:
    folder(archive, "b.txt", "a/z.html", "a.txt", "a-b.txt", "a/b/c.jsonl", "C.TXT", "a/b.htm.gz")
    assert paths(archive) == [
        "archive/C.TXT",
        "archive/a-b.txt",
        "archive/a.txt",
        "archive/a/b.htm.gz",
        "archive/a/b/c.jsonl",
        "archive/a/z.html",
        "archive/b.txt",
    ]
    assert paths(archive) == sorted(paths(archive))


def test_a_seed_says_where_it_lies(archive: Path) -> None:
    folder(archive, "2003/a.txt")
    assert list(walk(archive)) == [
        Seed("archive/2003/a.txt", verbatim(str(archive / "2003" / "a.txt")))
    ]


def test_hidden_names_are_passed_over_and_other_kinds_are_unread(archive: Path) -> None:
    folder(archive, "a.doc", "README", "a.img.gz", "a.gz", ".a.txt", ".git/a.txt", ".txt", "b.txt")
    assert list(walk(archive)) == [
        Unread("archive/README"),
        Unread("archive/a.doc"),
        Unread("archive/a.gz"),
        Unread("archive/a.img.gz"),
        Seed("archive/b.txt", verbatim(str(archive / "b.txt"))),
    ]


def test_the_name_of_the_root_is_its_own_wherever_one_stands(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(archive, "2003/a.txt")
    monkeypatch.chdir(archive)
    assert paths(Path()) == ["archive/2003/a.txt"]
    assert paths(Path("../archive")) == ["archive/2003/a.txt"]
    monkeypatch.chdir(archive / "2003")
    assert paths(Path("..")) == ["archive/2003/a.txt"]


def test_a_hidden_root_is_walked_for_it_was_named(tmp_path: Path) -> None:
    assert paths(folder(tmp_path / ".archive", "a.txt")) == [".archive/a.txt"]


@HAS_LINKS
def test_a_root_that_is_a_link_keeps_the_name_it_was_given(archive: Path) -> None:
    folder(archive, "a.txt")
    (archive.parent / "news").symlink_to(archive)
    assert paths(archive.parent / "news") == ["news/a.txt"]


def test_a_file_may_be_the_root(archive: Path) -> None:
    folder(archive, ".a.txt")
    assert list(walk(archive / ".a.txt")) == [Seed(".a.txt", verbatim(str(archive / ".a.txt")))]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("gone", "no such folder 'gone'"),
        ("gone.txt", "no such folder 'gone.txt'"),
        pytest.param(
            *("a.doc/b.txt", "cannot read 'a.doc/b.txt': not a directory"),
            marks=posix_alone("Windows says that it does not exist"),
        ),
        pytest.param(
            "loop", "cannot read 'loop': too many levels of symbolic links", marks=HAS_LINKS
        ),
    ],
)
def test_a_root_that_is_none_is_refused_at_once(
    archive: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    folder(archive, "a.doc")
    if name == "loop":
        (archive / "loop").symlink_to("loop")
    monkeypatch.chdir(archive)
    with pytest.raises(BadSeeds) as caught:
        walk(Path(name))
    assert caught.value.fact == what
    assert caught.value.remedy == (
        f"give a folder of articles, or one file ({', '.join(sorted(READERS))}, also with .gz)"
    )


@HAS_LINKS
def test_a_link_within_the_folder_is_not_read_twice(archive: Path) -> None:
    folder(archive, "2003/a.txt")
    (archive / "b.txt").symlink_to("2003/a.txt")
    (archive / "latest").symlink_to("2003")
    assert paths(archive) == ["archive/2003/a.txt"]


@HAS_LINKS
def test_cycles_of_links_are_harmless(archive: Path) -> None:
    folder(archive, "2003/a.txt")
    (archive / "2003" / "up").symlink_to("..")
    (archive / "2003" / "self").symlink_to(".")
    (archive / "x").symlink_to("y")
    (archive / "y").symlink_to("x")
    assert paths(archive) == ["archive/2003/a.txt"]


@HAS_LINKS
def test_a_link_whose_text_would_be_lost_is_named(archive: Path) -> None:
    folder(archive.parent, "outside/b.txt", "outside.bin")
    folder(archive, ".hidden/a.txt", "a.dat")
    (archive / "1").symlink_to("../outside")
    (archive / "2.txt").symlink_to("../outside/b.txt")
    (archive / "3.txt").symlink_to("gone.txt")
    (archive / "4.txt").symlink_to("4.txt")
    (archive / "5.txt").symlink_to(".hidden/a.txt")
    (archive / "6.txt").symlink_to("a.dat")
    (archive / "7.bin").symlink_to("../outside.bin")
    (archive / "8.bin").symlink_to("gone.bin")
    (archive / "9").symlink_to("..")
    assert list(walk(archive)) == [
        Skip("archive/1", "is a link out of the folder"),
        Skip("archive/2.txt", "is a link out of the folder"),
        Skip("archive/3.txt", "is a broken link: no such file or directory"),
        Skip("archive/4.txt", "is a broken link: too many levels of symbolic links"),
        Skip("archive/5.txt", "is a link to what is not read in its own place"),
        Skip("archive/6.txt", "is a link to what is not read in its own place"),
        Skip("archive/9", "is a link out of the folder"),
        Unread("archive/a.dat"),
    ]


@HAS_LINKS
def test_a_folder_beside_with_a_longer_name_is_out_of_the_folder(archive: Path) -> None:
    folder(archive.parent, "archive2/a.txt")
    (archive / "a.txt").symlink_to("../archive2/a.txt")
    assert list(walk(archive)) == [Skip("archive/a.txt", "is a link out of the folder")]


@HAS_PIPES
def test_a_pipe_is_named_and_one_of_no_kind_is_not(archive: Path) -> None:
    os.mkfifo(archive / "a.txt")
    os.mkfifo(archive / "b")
    assert list(walk(archive)) == [Skip("archive/a.txt", "is a pipe")]


def test_a_folder_that_goes_during_the_walk_is_named(archive: Path) -> None:
    folder(archive, "a.txt", "b/c.txt", "d.txt")
    found = walk(archive)
    assert next(found) == Seed("archive/a.txt", verbatim(str(archive / "a.txt")))
    (archive / "b" / "c.txt").unlink()
    (archive / "b").rmdir()
    assert list(found) == [
        Skip("archive/b", "no such file or directory"),
        Seed("archive/d.txt", verbatim(str(archive / "d.txt"))),
    ]


AS_NOBODY = """
import os, sys
from pathlib import Path
from search.errors import BadSeeds
from search.readers import read, walk
from search.readers import plain_text

if os.geteuid() == 0:
    os.chdir(sys.argv[1])
    os.setgroups([])
    os.setuid(65534)
for place in walk(Path("archive")):
    print(*place[:1], *(read(place) if hasattr(place, "location") else [place.reason]))
try:
    walk(Path("archive/shut"))
except BadSeeds as error:
    print(error.fact)
"""


@HAS_MODES
def test_what_one_may_not_read_is_named(tmp_path: Path) -> None:
    archive = folder(tmp_path / "archive", "shut/a.txt", "b.txt", "c/d.txt", "e/f.txt")
    (archive / "e" / ".searchignore").write_text("f.txt", encoding="utf-8")
    for place in (archive / "b.txt", archive / "shut", archive / "e" / ".searchignore"):
        place.chmod(0)
    tmp_path.chmod(0o755)  # pytest keeps it to its owner
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    (archive / "shut").chmod(0o700)
    assert done.stderr == ""
    first, second, *others = done.stdout.splitlines()
    skip = "TemporarySkip(path='archive/b.txt', reason='permission denied', text='')"
    assert first == f"archive/b.txt {skip}"
    assert second.startswith("archive/c/d.txt Document(")
    assert others == [
        "archive/e its .searchignore: permission denied",
        "archive/shut permission denied",
        "cannot read 'archive/shut': permission denied",
    ]


def test_folders_deeper_than_the_stack_are_walked(archive: Path) -> None:
    deep = [f"{archive}{'/d' * depth}" for depth in range(1, 1101)]
    for place in deep:
        Path(place).mkdir()
    Path(deep[-1], "a.txt").write_text("The bridge fell.", encoding="utf-8")
    found = paths(archive)
    Path(deep[-1], "a.txt").unlink()
    for place in reversed(deep):  # pytest would go down by recursion
        Path(place).rmdir()
    assert found == ["archive" + "/d" * 1100 + "/a.txt"]


@ANY_BYTES
def test_a_name_that_is_not_utf8_is_shown_with_its_bytes(archive: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (archive / name).write_text("The bridge fell.", encoding="utf-8")
    assert list(walk(archive)) == [Seed(r"archive/caf\xe9.txt", str(archive / name))]


@ANY_BYTES
def test_no_two_names_have_one_path(archive: Path) -> None:
    raw = {b"a\xe9.txt", rb"a\xe9.txt", rb"a\\xe9.txt", b"a\n.txt", rb"a\x0a.txt", b"a\xc2\x85.txt"}
    for name in (*raw, b"a\x85.txt"):
        (archive / os.fsdecode(name)).write_text("The bridge fell.", encoding="utf-8")
    assert paths(archive) == [
        r"archive/a\\\\xe9.txt",
        r"archive/a\\x0a.txt",
        r"archive/a\\xe9.txt",
        r"archive/a\u0085.txt",
        r"archive/a\x0a.txt",
        r"archive/a\x85.txt",
        r"archive/a\xe9.txt",
    ]


@pytest.mark.parametrize(
    "sign",
    [*(pytest.param(each, marks=ANY_BYTES) for each in "\t\x1b"), *"\x7f\u2028\u202e\u2066\u2069"],
)
def test_what_would_steer_a_terminal_is_no_part_of_a_path(archive: Path, sign: str) -> None:
    (archive / f"a{sign}b.txt").write_text("The bridge fell.", encoding="utf-8")
    written = f"x{ord(sign):02x}" if sign.isascii() else f"u{ord(sign):04x}"
    assert paths(archive) == [rf"archive/a\{written}b.txt"]


def test_ignored_folders_and_files_are_passed_over(archive: Path) -> None:
    folder(archive, "a.txt", "drafts/b.txt", "2003/drafts/c.txt", "2003/d.html", "2003/e.html")
    (archive / ".searchignore").write_text("# not yet\ndrafts/\n*.html\n", encoding="utf-8")
    (archive / "2003" / ".searchignore").write_text("!e.html\n", encoding="utf-8")
    assert paths(archive) == ["archive/2003/e.html", "archive/a.txt"]


def test_a_folder_within_states_rules_for_itself_alone(archive: Path) -> None:
    folder(archive, "a/x.txt", "b/x.txt", "x.txt", "a/c/x.txt")
    (archive / "a" / ".searchignore").write_text("/x.txt\n", encoding="utf-8")
    assert paths(archive) == ["archive/a/c/x.txt", "archive/b/x.txt", "archive/x.txt"]


def test_what_lies_in_an_ignored_folder_cannot_be_taken_back(archive: Path) -> None:
    folder(archive, "drafts/a.txt")
    (archive / ".searchignore").write_text("drafts/\n!drafts/a.txt\n", encoding="utf-8")
    assert paths(archive) == []


@HAS_PIPES
def test_an_ignore_file_that_is_a_pipe_is_named_and_the_rest_is_walked(archive: Path) -> None:
    folder(archive, "a.txt")
    os.mkfifo(archive / ".searchignore")
    assert list(walk(archive)) == [
        Skip("archive/.searchignore", "is a pipe"),
        Seed("archive/a.txt", str(archive / "a.txt")),
    ]


@pytest.mark.parametrize(
    ("line", "left_out", "kept"),
    [
        ("a.txt", ["a.txt", "x/a.txt", "a.txt/"], ["b.txt", "aa.txt", "a_txt"]),
        ("/a.txt", ["a.txt"], ["x/a.txt"]),
        ("x/a.txt", ["x/a.txt"], ["a.txt", "y/x/a.txt"]),
        ("x/", ["x/", "y/x/"], ["x", "y/x"]),
        ("/x/", ["x/"], ["y/x/", "x"]),
        ("x/y/", ["x/y/"], ["z/x/y/", "x/y"]),
        ("*.txt", ["a.txt", "x/a.txt"], ["a.html", "txt"]),
        ("x/*.txt", ["x/a.txt"], ["x/y/a.txt"]),
        ("*", ["a", "x/a"], []),
        ("?.txt", ["a.txt"], ["aa.txt", ".txt"]),
        ("x?a", [], ["x/a"]),
        ("**/a", ["a", "x/a", "x/y/a"], ["xa"]),
        ("/**", ["a", "x/a"], []),
        ("x//", [], ["x/", "x"]),
        ("x/**", ["x/a", "x/y/a", "x/"], ["y/x/a"]),
        ("x/**/a", ["x/a", "x/y/a", "x/y/z/a"], ["xa", "a"]),
        ("x/**/**/a", ["x/a", "x/y/a"], ["a"]),
        ("x**y", ["xy", "xay"], ["x/y"]),
        ("[ab].txt", ["a.txt", "b.txt"], ["c.txt"]),
        ("[a-c].txt", ["b.txt"], ["d.txt", "-.txt"]),
        ("[!a].txt", ["b.txt"], ["a.txt"]),
        ("[^a].txt", ["b.txt"], ["a.txt"]),
        ("[]a].txt", ["].txt", "a.txt"], ["b.txt"]),
        ("x[!a]b", ["xcb"], ["xab"]),
        ("[a--b]&&[c]", [], ["a"]),
        ("[a", [], ["[a", "a"]),
        (r"\#a", ["#a"], ["a"]),
        (r"\!a", ["!a"], ["a"]),
        (r"\*", ["*"], ["a"]),
        ("a+(b).txt", ["a+(b).txt"], ["aab.txt"]),
        ("Kyїv.txt", ["Kyїv.txt"], ["Kyiv.txt"]),
        ("a b  ", ["a b"], ["a b  "]),
        ("a\\ ", ["a "], ["a"]),
        ("a\r", ["a"], ["a\r"]),
        ("A.txt", ["A.txt"], ["a.txt"]),
    ],
)
def test_a_pattern_means_what_it_means_to_git(
    line: str, left_out: list[str], kept: list[str]
) -> None:
    """A path that ends in a slash is a folder."""
    layers = [Layer("top", rules([line]))]
    fits = [
        path
        for path in (*left_out, *kept)
        if is_ignored(f"top/{path.rstrip('/')}", path.endswith("/"), layers)
    ]
    assert fits == left_out


@pytest.mark.parametrize("line", ["", "# a comment", "   ", "[z-a]"])
def test_a_line_may_be_no_pattern(line: str) -> None:
    assert not is_ignored("top/a.txt", False, [Layer("top", rules([line]))])


def test_the_last_pattern_that_fits_decides() -> None:
    lines = ["*.txt", "!a.txt", "/x/a.txt"]
    layers = [Layer("top", rules(lines))]
    assert is_ignored("top/b.txt", False, layers)
    assert not is_ignored("top/a.txt", False, layers)
    assert is_ignored("top/x/a.txt", False, layers)
