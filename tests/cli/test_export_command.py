"""`search export-whoosh` on a real index."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir

from search.cli import main
from search.engines.index_folder import manifest_checksum, size_and_checksum
from search.engines.whoosh.codec.whoosh_schema import schema


def test_an_exported_index_is_opened_where_this_program_is_not(
    tmp_path: Path, seeds_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "new" / "stock"
    assert main(["export-whoosh", str(target), "--index", str(seeds_index)]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"2 articles were written to {str(target)!r}\n")
    code = (
        "import sys; from whoosh.index import open_dir; from whoosh.query import Term\n"
        "with open_dir(sys.argv[1]).searcher() as searcher:"
        " print(len(searcher.search(Term('body', 'defens'))), 'search' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code, target],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "2 False\n"


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, seeds_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["export-whoosh", str(tmp_path), "--index", str(seeds_index)]) == 2
    assert capsys.readouterr().err == f"Error: {str(tmp_path)!r} is not empty; name a new folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(
    tmp_path: Path, seeds_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stock").write_text("mine", encoding="utf-8")
    assert main(["export-whoosh", str(tmp_path / "stock"), "--index", str(seeds_index)]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"Error: cannot write to {str(tmp_path / 'stock')!r}: ")
    assert len(printed.splitlines()) == 1


def test_without_an_index_there_is_nothing_to_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export-whoosh", str(tmp_path / "stock"), "--index", str(tmp_path / "no")]) == 3
    assert "no index in" in capsys.readouterr().err
    assert not (tmp_path / "stock").exists()


class _Command:
    """An object whose unpickling writes a file."""

    def __init__(self, proof: Path) -> None:
        self._proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (self._proof, "a stranger's command ran")


def test_a_table_of_contents_from_a_stranger_runs_no_code(
    seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoosh's table of contents is a pickle; it is written for Whoosh and never read here."""
    index, proof = tmp_path / "index", tmp_path / "proof.txt"
    shutil.copytree(seeds_index, index)
    (toc,) = index.rglob("_MAIN_*.toc")
    toc.unlink()
    TOC(schema(), [_Command(proof)], 1).write(FileStorage(str(toc.parent)), "MAIN")
    path = index / "whoosh" / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    del fields["check"]
    fields["files"][toc.name] = size_and_checksum(toc)
    fields = json.loads(json.dumps(fields))
    path.write_text(json.dumps({**fields, "check": manifest_checksum(fields)}), encoding="utf-8")
    assert main(["export-whoosh", str(tmp_path / "stock"), "--index", str(index)]) == 0
    capsys.readouterr()
    assert open_dir(str(tmp_path / "stock")).doc_count() == 2
    assert not proof.exists()
