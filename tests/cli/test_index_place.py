"""Which index a command uses: the one that is named, else the nearest from this folder up."""

from pathlib import Path

import pytest
from support.indexes import publish

from search.article import Article
from search.cli.main import main


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an index of one article, and documents in a folder below."""
    publish([Article("a.txt", "Bridge", "The bridge fell.")], tmp_path / "index")
    (tmp_path / "news" / "2025").mkdir(parents=True)
    (tmp_path / "news" / "2025" / "b.txt").write_text("Ferry\n\nThe ferry left the harbour.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def seeds(folder: Path) -> None:
    (folder / "seeds").mkdir()
    (folder / "seeds" / "a.txt").write_text("Bridge\n\nThe bridge fell into the river.\n")


@pytest.mark.parametrize("named", [["--index", "idnex"], ["--index=idnex"]])
def test_a_named_index_that_is_missing_is_no_reason_to_build(
    archive: Path, named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    seeds(archive)
    assert main(["query", "bridge", *named]) == 3
    assert capsys.readouterr() == ("", "Error: no index in 'idnex'; there is one: --index index\n")
    assert not Path("idnex").exists()


def test_the_environment_names_an_index_too(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds(archive)
    monkeypatch.setenv("SEARCH_INDEX", "elsewhere")
    assert main(["people"]) == 3
    assert "no index in 'elsewhere'; there is one: --index index" in capsys.readouterr().err


def test_the_suggestion_names_a_folder_that_exists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["query", "bridge", "--index", "other"]) == 3
    assert "build one with 'search index . --index other'" in capsys.readouterr().err
    seeds(tmp_path)
    assert main(["query", "bridge", "--index", "other"]) == 3
    assert "build one with 'search index seeds/ --index other'" in capsys.readouterr().err


def test_in_a_folder_of_an_archive_the_index_above_is_found_and_said(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive / "news" / "2025")
    above = str(Path("..", "..", "index"))
    for command in (["query", "bridge", "--ids"], ["facets"], ["verify"]):
        assert main(command) == 0
        assert capsys.readouterr().err.startswith(f"using the index {above!r}\n")
    assert main(["query", "bridge", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_build_of_a_folder_is_written_here(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive / "news")
    assert main(["index", "2025", "--jobs", "1"]) == 0
    assert Path("index").is_dir()
    assert main(["query", "ferry", "--ids"]) == 0
    assert capsys.readouterr().out.endswith("2025/b.txt\n")
