"""The recorder of commands: how it reads its list, and what it counts as a fact."""

import json
from pathlib import Path

import pytest
from support.processes import posix_alone

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
TITLE = "Fire in the harbour of Odesa"


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def recording(folder: Path, line: str, stdout: str, status: int = 0) -> Path:
    folder.mkdir()
    fields = {"folder": "small", "line": line, "status": status, "stdout": stdout, "stderr": ""}
    (folder / "001.json").write_text(json.dumps({"number": 1, **fields}), encoding="utf-8")
    (folder / "titles.txt").write_text(f"{TITLE}\n", encoding="utf-8")
    return folder


WORDING = (
    ("query air -o text", "2 articles in all", "in all, 2 articles"),
    ("query air -o json", '{"total": 2, "hits": []}', '{\n "hits": [],\n "total": 2\n}'),
    ("doctor", "mend\t2 skips\tmend it", "mend\tskipped: 2\tfix it"),
    ("why-not 1 air -o json", '{"reasons": ["lacks air"]}', '{"reasons": ["no word air"]}'),
    ("index --help", "Use --jobs N", "Usage: --jobs N, --new"),
    ("!read people.toml", 'hide = ["A"] # nobody', 'hide = [\n "A"]'),
)
FACTS = (
    ("query air -o text", "2 articles", "3 articles"),
    ("query air -o text", f"1 {TITLE} 2 a/b.txt", f"1 a/b.txt 2 {TITLE}"),
    ("people -o text", "John Healey 2", "John Heales 2"),
    ("query air", "a.txt\t1.5", "a.txt\t1.6"),
    ("query air --output json", '{"total": 2}', '{"total": 3}'),
    ("query air -o jsonl", '{"id": 1}\n{"id": 2}', '{"id": 2}\n{"id": 1}'),
    ("export air", "id,title\n1,One", "id,title\n1,Two"),
    ("index --help", "Use --jobs N", "Usage: N"),
)


@pytest.mark.parametrize(("line", "old", "new"), WORDING)
def test_wording_is_no_fact(tmp_path: Path, line: str, old: str, new: str) -> None:
    from compare_records import compare

    folders = recording(tmp_path / "old", line, old), recording(tmp_path / "new", line, new)
    assert compare(*folders, frozenset(), quiet=False) == 0


@pytest.mark.parametrize(("line", "old", "new"), FACTS)
def test_a_fact_that_differs_is_found(tmp_path: Path, line: str, old: str, new: str) -> None:
    from compare_records import compare

    folders = recording(tmp_path / "old", line, old), recording(tmp_path / "new", line, new)
    assert compare(*folders, frozenset(), quiet=False) == 1


def test_an_exit_status_is_a_fact(tmp_path: Path) -> None:
    from compare_records import compare

    folders = recording(tmp_path / "old", "index", ""), recording(tmp_path / "new", "index", "", 4)
    assert compare(*folders, frozenset(), quiet=False) == 1


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("query -o json", '{"total": 2, "topics": 1}', '{"total": 2}'),
        ("export air", "id,topics\n1,One", "id\n1"),
        ("config", "limit\t10\ntopics\ttrue", "limit\t10"),
        ("query --help", "--limit --topics / --no-topics", "--limit"),
    ],
)
def test_a_key_to_ignore_is_no_fact(tmp_path: Path, line: str, old: str, new: str) -> None:
    from compare_records import compare

    folders = recording(tmp_path / "old", line, old), recording(tmp_path / "new", line, new)
    assert compare(*folders, frozenset(["topics"]), quiet=True) == 0


@posix_alone("it records what is written to a terminal")
def test_the_list_gives_lines_with_their_folders_and_files(tmp_path: Path) -> None:
    from record_commands import steps_of

    path = tmp_path / "list.txt"
    path.write_text(
        "# a comment\n[small]\nquery air\n!write a.toml\n| x = 1\n| y = 2\n[large]\n\nq\n",
        encoding="utf-8",
    )
    assert list(steps_of(path)) == [
        ("small", "query air", ""),
        ("small", "!write a.toml", "x = 1\ny = 2\n"),
        ("large", "q", ""),
    ]
