"""`search verify` on a real index, whole and damaged."""

from pathlib import Path
from shutil import copytree

import pytest

from search.cli import main


@pytest.fixture
def index(tmp_path: Path, seeds_index: Path) -> Path:
    """A copy of the index of the seeds, free to be damaged."""
    return copytree(seeds_index, tmp_path / "index")


def test_a_whole_index_is_said_to_be(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--index", str(index)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"the index in {str(index)!r} is whole\n")


def test_a_flipped_byte_is_named_with_its_file_and_section(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (segment,) = (index / "whoosh").glob("g*/*.seg")
    held = bytearray(segment.read_bytes())
    held[len(held) // 2] ^= 1
    segment.write_bytes(held)
    assert main(["verify", "--index", str(index)]) == 3
    said = capsys.readouterr()
    assert said.out.startswith(f"{segment.name} was changed in section ")
    assert said.err.startswith(
        f"Error: the index in {str(index)!r} is damaged: one place was changed; "
    )
    assert len(said.err.splitlines()) == 1


def test_without_an_index_there_is_nothing_to_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--index", str(tmp_path / "none")]) == 3
    assert "no index in" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
