"""What is written never destroys a document, a decision or a file of the index."""

import os
from pathlib import Path

import pytest
from support.at_desk import FIRST, Desk
from support.processes import HAS_LINKS, IS_WINDOWS

DECISIONS = ("people.toml", "cleaning.toml", "synonyms.txt", "searches.toml", "search.toml")
COMMANDS = (
    ("export", "air", "--to"),
    ("export", "air", "--header", "side", "--to"),
    ("dump",),
    ("diff", "--save"),
)


@pytest.fixture
def archive(desk: Desk) -> Desk:
    """A desk with decisions to dump, and links to what must not be written."""
    assert desk.search("people", "hide", "John Healey").status == 0
    if not IS_WINDOWS:  # where only administrators make links
        Path("linked").symlink_to("seeds")
        Path("link.csv").symlink_to(FIRST)
    return desk


def contents() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("target", "fact"),
    [
        (FIRST, "is, or would be, a document of "),
        ("seeds/new.csv", "is, or would be, a document of "),
        pytest.param("linked/new.csv", "is, or would be, a document of ", marks=HAS_LINKS),
        ("index/new.csv", "is in the folder of the index, 'index'"),
        ("index/whoosh/manifest.json", "is in the folder of the index, 'index'"),
        ("./index/../index/new.csv", "is in the folder of the index, 'index'"),
        *((name, "is the name of a file of decisions") for name in DECISIONS),
    ],
)
def test_a_file_of_the_archive_is_not_written_over(
    archive: Desk, command: tuple[str, ...], target: str, fact: str
) -> None:
    before = contents()
    found = archive.search(*command, target)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"Error: {str(Path(target))!r} {fact}"), found.err
    assert contents() == before


def test_a_folder_of_whoosh_is_not_written_into_the_index(archive: Desk) -> None:
    found = archive.search("export-whoosh", "index/stock")
    place = repr(str(Path("index/stock")))
    assert (found.status, found.err) == (
        2,
        f"Error: {place} is in the folder of the index, 'index'; name another place\n",
    )


def test_an_export_is_written_next_to_the_documents_and_anew(archive: Desk) -> None:
    for _ in range(2):
        assert archive.search("export", "air", "--to", "found.csv").status == 0
    assert archive.search("export", "air", "--to", "seeds/found.bib", "-o", "bibtex").status == 0


@HAS_LINKS
def test_a_link_in_the_place_of_the_temporary_file_is_not_followed(archive: Desk) -> None:
    Path("victim").write_text("mine", encoding="utf-8")
    for name in ("found.csv", "found.csv.about.json"):
        Path(f"{name}.{os.getpid()}.new").symlink_to("victim")
    assert archive.search("export", "air", "--to", "found.csv").status == 0
    assert Path("victim").read_text(encoding="utf-8") == "mine"
    assert not Path("found.csv").is_symlink()
