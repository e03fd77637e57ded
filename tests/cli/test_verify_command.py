"""`search verify` on a real index, intact and damaged."""

import gzip
import json
from itertools import islice
from pathlib import Path
from shutil import copytree

import pytest

from search.cli import main

WIKINEWS = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"


@pytest.fixture
def index(tmp_path: Path, seeds_index: Path) -> Path:
    """Return a copy of the index of the seeds, which a test may damage."""
    return copytree(seeds_index, tmp_path / "index")


def test_an_intact_index_is_reported(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--index", str(index)]) == 0
    printed = capsys.readouterr()
    digest = json.loads((index / "whoosh" / "manifest.json").read_text(encoding="utf-8"))["digest"]
    assert len(digest) == 64
    assert (printed.out, printed.err) == (f"{digest}\n", f"the index in {str(index)!r} is intact\n")


def test_the_digest_is_the_same_for_the_same_documents(
    index: Path, seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digest does not depend on the history of the index, nor on its place."""
    own = copytree(seeds, tmp_path / "seeds")
    (own / "more.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    again = tmp_path / "again"
    assert main(["index", str(own), "--index", str(again)]) == 0
    (own / "more.txt").unlink()
    assert main(["index", "--index", str(again)]) == 0
    capsys.readouterr()
    assert main(["verify", "--index", str(index)]) == main(["verify", "--index", str(again)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second


def test_every_file_of_an_index_with_stories_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    with gzip.open(WIKINEWS, "rt", encoding="utf-8") as lines:
        (own / "wikinews.jsonl").write_text("".join(islice(lines, 120)), encoding="utf-8")
    index = tmp_path / "index"
    assert main(["index", str(own), "--index", str(index)]) in (0, 4)
    (home,) = (index / "whoosh").glob("g*")
    names = {path.name for path in home.iterdir()}
    assert {"stories", "sketches", "people.json", "evidence.000001", "names", "inputs"} <= names
    for name in sorted(names):
        contents = (home / name).read_bytes()
        (home / name).write_bytes(contents[:-1] + bytes([contents[-1] ^ 1]))
        capsys.readouterr()
        assert main(["verify", "--index", str(index)]) == 3
        assert capsys.readouterr().out.startswith(name)
        (home / name).write_bytes(contents)
    assert main(["verify", "--index", str(index)]) == 0


def test_a_file_that_is_not_of_the_index_is_named(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home,) = (index / "whoosh").glob("g*")
    (home / "stray.txt").write_text("x", encoding="utf-8")
    assert main(["verify", "--index", str(index)]) == 3
    assert capsys.readouterr().out == "stray.txt does not belong to the index\n"


def test_a_flipped_byte_is_named_with_its_file_and_section(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (segment,) = (index / "whoosh").glob("g*/*.seg")
    contents = bytearray(segment.read_bytes())
    contents[len(contents) // 2] ^= 1
    segment.write_bytes(contents)
    assert main(["verify", "--index", str(index)]) == 3
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{segment.name} was changed in section ")
    assert printed.err.startswith(
        f"Error: the index in {str(index)!r} is damaged: one place was changed; "
    )
    assert len(printed.err.splitlines()) == 1


def test_without_an_index_there_is_nothing_to_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--index", str(tmp_path / "none")]) == 3
    assert "no index in" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
