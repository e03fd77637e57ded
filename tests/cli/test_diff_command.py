"""`search diff`: what changed between two states of a real index."""

import json
import shutil
from pathlib import Path

import pytest
from support.at_desk import Desk

from search.cli import main
from search.engines import index_folder as folders
from search.engines import read_ledger
from search.values import asdict

FIRST = "seeds/000_cd4418e8e1d5f07a.txt"
SECOND = "seeds/002_7aec30fda4bd4711.txt"
ADDED_LATER = ("decisions", "stamps")  # fields of a ledger


@pytest.fixture
def archive(desk: Desk) -> Desk:
    assert desk.search("diff", "--save", "then.json").status == 0
    return desk


def change() -> None:
    """Change one article of the seeds, remove one, and add one."""
    Path("seeds/new.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    Path(FIRST).write_text(
        "Another text\n\nNothing is as it was, they said in Oslo.\n", encoding="utf-8"
    )
    Path(SECOND).unlink()
    assert main(["index"]) == 0


def test_the_same_index_is_the_same(archive: Desk) -> None:
    digest = folders.read_manifest(Path("index/whoosh")).digest
    assert archive.search("diff", "then.json", "-o", "text") == (
        0,
        f"the same: digest {digest}\n",
        "",
    )
    assert archive.search("diff", "then.json", "index")[0] == 0
    assert archive.search("index", "--rebuild", "seeds")[0] == 0
    assert archive.search("diff", "then.json")[0] == 0


def test_what_was_added_removed_and_changed_is_counted(archive: Desk) -> None:
    change()
    status, out, _ = archive.search("diff", "then.json", "-o", "text")
    assert (status, out) == (1, "articles: 1 added, 1 removed, 1 changed, 0 the same\n")
    status, out, _ = archive.search("diff", "then.json")
    assert out.splitlines()[:3] == [
        "articles\tadded\t1",
        "articles\tremoved\t1",
        "articles\tchanged\t1",
    ]


def test_the_ids_of_what_changed_are_listed(archive: Desk) -> None:
    change()
    out = archive.search("diff", "then.json", "--ids", "-o", "text")[1]
    assert out.splitlines()[1:] == [
        "  + seeds/new.txt",
        f"  - {SECOND}",
        f"  ~ {FIRST}",
    ]
    assert archive.search("diff", "then.json", "--ids")[1].splitlines() == [
        "articles\tadded\tseeds/new.txt",
        f"articles\tremoved\t{SECOND}",
        f"articles\tchanged\t{FIRST}",
    ]
    answer = json.loads(archive.search("diff", "then.json", "--ids", "-o", "json")[1])
    assert answer["articles"]["ids"]["added"] == ["seeds/new.txt"]
    assert (answer["schema_version"], answer["same"]) == (1, False)


def test_two_folders_are_compared(archive: Desk) -> None:
    shutil.copytree("index", "old")
    change()
    assert archive.search("diff", "old", "index")[0] == 1
    assert archive.search("diff", "old/whoosh", "old")[0] == 0
    assert archive.search("diff", "index", "old")[1].startswith("articles\tadded\t1\n")


def test_decisions_that_changed_are_told_in_words(archive: Desk) -> None:
    assert archive.search("people", "hide", "Anatolii Baryhilevych")[0] == 0
    assert archive.search("cuts", "--reject", "837af9d40e57a08b")[0] == 0
    assert archive.search("index")[0] == 0
    status, out, _ = archive.search("diff", "then.json", "--ids", "-o", "text")
    assert status == 1
    assert out.splitlines() == [
        "decisions on lines: 1 added, 0 the same",
        "  + 837af9d40e57a08b: keep",
        "decisions on people: 1 added, 0 the same",
        "  + hide 'Anatolii Baryhilevych'",
    ]


def test_versions_that_changed_are_told(archive: Desk) -> None:
    state = json.loads(Path("then.json").read_text(encoding="utf-8"))
    state["versions"]["analysis"] += 1
    Path("then.json").write_text(json.dumps(state), encoding="utf-8")
    status, out, _ = archive.search("diff", "then.json", "--ids", "-o", "text")
    assert status == 1
    assert out == "versions: 1 changed, 6 the same\n  ~ analysis: 2 -> 1\n"


def test_a_ledger_of_an_earlier_version_that_was_saved_is_read(archive: Desk) -> None:
    ledger = read_ledger(Path("index"))
    assert ledger
    fields = {name: value for name, value in asdict(ledger).items() if name not in ADDED_LATER}
    Path("ledger.json").write_text(json.dumps(fields), encoding="utf-8")
    change()
    assert "articles\tadded\t1" in archive.search("diff", "ledger.json")[1]


def test_a_saved_state_holds_no_text_and_is_never_overwritten(archive: Desk) -> None:
    text = Path("then.json").read_text(encoding="utf-8")
    assert FIRST in text and "Umerov" not in text
    status, _, err = archive.search("diff", "--save", "then.json")
    assert (status, "there is a 'then.json' already; name another file" in err) == (2, True)
    assert Path("then.json").read_text(encoding="utf-8") == text


def test_a_state_that_was_changed_is_refused(archive: Desk) -> None:
    state = json.loads(Path("then.json").read_text(encoding="utf-8"))
    del state["articles"][FIRST]
    Path("then.json").write_text(json.dumps(state), encoding="utf-8")
    status, out, err = archive.search("diff", "then.json")
    assert (status, out) == (2, "")
    assert "'then.json': was changed since it was saved" in err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "{}", '{"kind": "news-search snapshot"}', "\ufeff\u0000"]
)
def test_a_file_that_is_no_state_is_refused(archive: Desk, text: str) -> None:
    Path("wrong.json").write_text(text, encoding="utf-8")
    status, _, err = archive.search("diff", "wrong.json")
    assert (status, "cannot read 'wrong.json': is no snapshot; make one" in err) == (2, True)


def test_other_wrong_uses_are_told(archive: Desk, tmp_path: Path) -> None:
    manifest = Path("index/whoosh/manifest.json")
    for arguments, status, answer in (
        (["gone.json"], 2, "no file or index 'gone.json'"),
        ([str(manifest)], 2, "is a manifest.json alone; name the folder of its index"),
        ([], 2, "nothing to compare with"),
        (["then.json", "--save", "x"], 2, "call it alone"),
        (["--save", "no/such/folder/x"], 2, f"cannot write {str(Path('no/such/folder/x'))!r}"),
        (["seeds"], 3, "no index in 'seeds'"),
        (["then.json", "--index", "none"], 3, "no index in 'none'"),
    ):
        got, out, err = archive.search("diff", *arguments)
        assert (got, out, answer in err) == (status, "", True), err
    next(Path("index").glob("whoosh/g*/ledger.json")).write_text("{", encoding="utf-8")
    assert archive.search("diff", "then.json")[0] == 3
    assert sorted(path.name for path in tmp_path.glob("*.new")) == []
