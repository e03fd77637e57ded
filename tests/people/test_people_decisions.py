"""Decisions about people: the file, the mistakes in it, and the command that writes it."""

import json
import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from search.cli import main
from search.engines import open_engine, open_writer
from search.errors import BadUserFile
from search.indexing import build
from search.people.identity_resolution import ArticleNames, resolve_identities
from search.people.people_decisions import Decisions, decide, decisions
from search.query import Filter, Query


def read(text: str, folder: Path) -> Decisions:
    (folder / "people.toml").write_text(text, encoding="utf-8")
    return decisions([str(folder / "seeds")])


def test_a_file_has_names_to_merge_split_and_hide(tmp_path: Path) -> None:
    text = """
        hide = ["Storm Shadow"]   # a missile
        split = ["Mike Johnson"]
        [merge]
        "Volodymyr Zelensky" = ["Wolodymyr Selenskyj", "Ze"]
    """
    head = "Volodymyr Zelensky"
    merged = {"Wolodymyr Selenskyj": head, "Ze": head}
    assert read(text, tmp_path) == Decisions(merged, ("Mike Johnson",), ("Storm Shadow",))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "hide = []\n[merge]\n"])
def test_a_file_may_have_no_decisions(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path) == Decisions()
    assert read(text, tmp_path).digest == ""


def test_without_a_file_there_are_no_decisions(tmp_path: Path) -> None:
    assert decisions([str(tmp_path / "seeds")]) == Decisions()


LONG = "A" * 10_000


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("[merge]\nA = ['B']\nB = ['A']\n", 3, "merged in a circle"),
        ("[merge]\nA = ['B']\nB = ['C']\nC = ['A']\n", 3, "merged in a circle"),
        ("[merge]\nA = ['a']\n", 2, "'a' and 'A' are merged in a circle"),
        ("[merge]\nA = ['C']\nB = ['C']\n", 3, "'C' is merged into both 'A' and 'B'"),
        ("hide = ['C']\n[merge]\nA = ['C']\n", 1, "'C' is both hidden and merged"),
        ("hide = ['A']\n\nsplit = ['A']\n", 1, "'A' is both hidden and split"),
        ("split = ['C']\n[merge]\nA = ['C']\n", 1, "'C' is both split and merged into another"),
        ("\nhid = ['C']\n", 2, "'hid' is none of 'merge', 'split', 'hide'"),
        ("hide = 'C'\n", 1, "'hide' is not a list of names"),
        ("merge = ['C']\n", 1, "'merge' is not a table of names"),
        ("[merge]\nA = 'B'\n", 2, "'A' is not a list of names"),
        ("hide = [\n 'A',\n 7]\n", 1, "'7' under 'hide' is not a name"),
        ("hide = ['  ']\n", 1, "under 'hide' is not a name"),
        (f"hide = [\n'{LONG}']\n", 2, "is longer than 200 characters"),
        ("hide = [\n", 2, "invalid value"),
    ],
)
def test_a_mistake_is_reported_in_one_line_with_its_place(
    text: str, line: int, fault: str, tmp_path: Path
) -> None:
    with pytest.raises(BadUserFile) as caught:
        read(text, tmp_path)
    message = str(caught.value)
    assert fault in message and "\n" not in message and len(message) < 400
    assert repr(str(tmp_path / "people.toml")) in message
    assert f"line {line}" in message


def test_a_chain_of_merges_shows_its_first_name(tmp_path: Path) -> None:
    found = read("[merge]\nA = ['B']\nB = ['C']\n", tmp_path)
    assert found.names_to_show == {"b": "A", "c": "A"}


def write(found: Decisions, folder: Path) -> str:
    """Decide all of that, and return the file."""
    assert decide([str(folder / "seeds")], lambda _: found) == found
    assert decisions([str(folder / "seeds")]) == found
    return (folder / "people.toml").read_text(encoding="utf-8")


def test_decisions_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = Decisions({"B": "A", 'the "C"\x7f': "A", "É": "D"}, ("S", "T"), ("H",))
    assert write(found, tmp_path).splitlines() == [
        'hide = ["H"]',
        "split = [",
        '    "S",',
        '    "T",',
        "]",
        "",
        "[merge]",
        "A = [",
        '    "B",',
        '    "the \\"C\\"\\u007f",',
        "]",
        'D = ["É"]',
    ]
    assert write(Decisions(), tmp_path).strip() == ""


BY_HAND = """\
# ours

hide = [  # nobody
    "H  J",  # a missile
    "K",  # a ship
]

[merge]
# the president
A = ["B"]  # German
"""


def test_what_people_wrote_stays(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text(BY_HAND, encoding="utf-8")
    found = Decisions({"B": "A", "C": "A", "E": "D"}, (), ("H J", "L"))
    assert (
        write(found, tmp_path)
        == """\
# ours

hide = [  # nobody
    "H  J",  # a missile
    "L",
]

[merge]
# the president
A = [
    "B",
    "C",
]  # German
D = ["E"]
"""
    )
    left = write(Decisions({}, ("A",)), tmp_path).split("\n")
    assert list(filter(None, left)) == ["# ours", 'split = ["A"]', "[merge]", "# the president"]


def test_a_decision_is_removed_from_the_file_of_another_folder(tmp_path: Path) -> None:
    homes = [str(tmp_path / name / "seeds") for name in ("a", "b")]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "b" / "people.toml").write_text("hide = ['X', 'Y']  # ours\n", encoding="utf-8")
    found = decide(homes, lambda known: known.merge(["X", "Z"]))
    assert decisions(homes) == found == Decisions({"Z": "X"}, (), ("Y",))
    assert (tmp_path / "b" / "people.toml").read_text(encoding="utf-8") == "hide = ['Y']  # ours\n"


def test_the_last_decision_on_a_name_counts() -> None:
    found = Decisions().merge(["A", "B", "C"]).hide(["B"]).keep_separate(["B"])
    assert found == Decisions({"C": "A"}, ("B",))
    assert found.merge(["D", "A"]) == Decisions({"C": "A", "A": "D"}, ("B",))
    assert found.merge(["C", "A"]) == Decisions({"A": "C"}, ("B",))
    assert found.keep_separate(["A"]) == Decisions({}, ("A", "B"))


def test_many_decisions_take_little_time(tmp_path: Path) -> None:
    rows = "".join(f"N{number} = ['N{number + 1}']\n" for number in range(5000))
    found = read(f"[merge]\n{rows}", tmp_path)
    assert set(found.names_to_show.values()) == {"N0"}
    names = [ArticleNames("", tuple(f"N{number}" for number in range(5001)))]
    assert set(resolve_identities(names, found).values.values()) == {"N0"}
    with pytest.raises(BadUserFile, match="merged in a circle"):
        read(f"[merge]\n{rows}N5000 = ['N0']\n", tmp_path)


# The command.


@pytest.fixture
def index(own_seeds: Path, tmp_path: Path) -> Path:
    build([own_seeds], tmp_path / "index")
    return tmp_path / "index"


def run(index: Path, *arguments: str) -> int:
    return main(["people", "--index", str(index), *arguments])


def counts(index: Path) -> dict[str, int]:
    facets = open_engine(index).search(Query(limit=0, facets=("people",))).facets
    return {count.value: count.count for count in facets["people"]}


SEEDS = {
    "John Healey": 2,
    "Rustem Umerov": 2,
    "Anatolii Baryhilevych": 1,
    "Volodymyr Zelensky": 1,
}


def test_people_are_listed_with_their_articles(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(index, "-o", "tsv") == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert {row[0]: int(row[1]) for row in rows} == SEEDS
    assert run(index, "healey", "-o", "jsonl") == 0
    (record,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert record == {
        "schema_version": 1,
        "name": "John Healey",
        "articles": 2,
        "quoted": record["quoted"],
        "variants": [],
    }
    assert run(index, "--limit", "1", "-o", "csv") == 0
    assert capsys.readouterr().out.splitlines()[0] == "name,articles,quoted,variants,reasons"
    assert run(index, "nobody at all") == 1
    assert run(index, "--like", "ZELENS", "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["people"][0]["name"] == "Volodymyr Zelensky"


def test_people_are_a_table_for_a_person(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(index, "merge", "Volodymyr Zelensky", "John Healey") == 0
    assert run(index, "-o", "text", "--limit", "1") == 0
    assert capsys.readouterr().out.splitlines() == ["Rustem Umerov       2"]
    assert run(index, "healey", "-o", "text") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Volodymyr Zelensky       2",
        "  John Healey            2  set in people.toml",
    ]


def test_a_merge_is_applied_at_once_and_survives_every_build(
    index: Path, own_seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = open_engine(index).get("seeds/002_7aec30fda4bd4711.txt")
    assert run(index, "merge", "Volodymyr Zelensky", "john healey") == 0
    assert "shown as 'Volodymyr Zelensky'" in capsys.readouterr().err
    merged = {"Anatolii Baryhilevych": 1, "Rustem Umerov": 2, "Volodymyr Zelensky": 2}
    assert counts(index) == merged
    with closing(open_engine(index)) as engine:
        assert engine.search(Query("person:healey")).total == 2
        assert engine.search(Query("person:zelensky")).total == 2
        filtered = Query(filters=(Filter("people", ("John Healey",)),))
        assert engine.search(filtered).total == 2
        assert before.body == engine.get(before.id).body
    assert run(index, "zelensky", "-o", "tsv") == 0
    row = capsys.readouterr().out.rstrip("\n").split("\t")
    assert (row[1], row[3:]) == ("2", ["John Healey", "set in people.toml"])
    report = build([], index)
    assert (report.added, report.changed) == (0, 0)
    assert counts(index) == merged
    build([], index, rebuild=True)
    assert counts(index) == merged
    shutil.rmtree(index)
    build([own_seeds], index)
    assert counts(index) == merged


def test_a_split_undoes_a_merge_and_a_hidden_name_is_in_no_facet(index: Path) -> None:
    assert run(index, "merge", "Volodymyr Zelensky", "John Healey") == 0
    assert run(index, "split", "John Healey") == 0
    assert counts(index) == SEEDS
    assert run(index, "hide", "Rustem Umerov") == 0
    assert counts(index) == {name: n for name, n in SEEDS.items() if name != "Rustem Umerov"}
    assert open_engine(index).search(Query("person:umerov")).total == 0
    assert open_engine(index).search(Query("umerov")).total == 2
    assert run(index, "split", "Rustem Umerov") == 0
    assert counts(index) == SEEDS


def test_a_hidden_name_comes_back_and_may_be_named_by_a_part(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(index, "hide", "--like", "umer") == 0
    assert "'Rustem Umerov' is in no facet any more" in capsys.readouterr().err
    assert "Rustem Umerov" not in counts(index)
    assert run(index, "unhide", "John Healey") == 2
    assert "'John Healey' is not hidden; hidden are 'Rustem Umerov'" in capsys.readouterr().err
    assert run(index, "unhide", "rustem umerov") == 0
    assert counts(index) == SEEDS
    assert run(index, "hide", "Rustem Umerov", "John Healey") == 0
    assert run(index, "unhide", "--like", "e") == 0
    assert counts(index) == SEEDS


def test_a_text_that_nobody_has_hides_nobody(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(index, "hide", "--like", "xyz") == 2
    assert "nobody's name has 'xyz'" in capsys.readouterr().err
    assert run(index, "merge", "--like", "umerov") == 2
    assert "--like goes with hide and unhide" in capsys.readouterr().err


def test_the_review_lists_doubtful_names_until_they_are_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news").mkdir()
    text = "“No,” said Zweck, who is 45. Mr Zweck met Anna Kovalenko, 30, and Red Forman, 40."
    (tmp_path / "news" / "a.txt").write_text(text, encoding="utf-8")
    index = tmp_path / "index"
    build([tmp_path / "news"], index)
    assert run(index, "review", "-o", "tsv") == 0
    listed = capsys.readouterr().out
    assert "Zweck\t1\tone word: no full name was found for it\n" in listed
    assert "Kovalenko" not in listed
    assert run(index, "split", "Zweck") == 0
    run(index, "review", "-o", "tsv")
    assert "Zweck" not in capsys.readouterr().out


def test_an_edit_by_hand_is_applied_by_the_next_build(index: Path) -> None:
    (index.parent / "people.toml").write_text(
        '[merge]\n"J. Healey" = ["John Healey"]\n', encoding="utf-8"
    )
    report = build([], index)
    assert (report.changed, report.unchanged) == (0, 2)
    assert counts(index)["J. Healey"] == 2
    (index.parent / "people.toml").unlink()
    build([], index)
    assert counts(index) == SEEDS


def test_a_mistake_in_the_file_stops_the_build_and_the_command(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (index.parent / "people.toml").write_text("[merge]\nA = ['B']\nB = ['A']\n", encoding="utf-8")
    assert main(["index", "--index", str(index)]) == 2
    assert run(index, "hide", "John Healey") == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    for error in errors:
        assert re.search(r"cannot read '.*people.toml' at line 3: 'B' and 'A' are merged", error)
    assert counts(index) == SEEDS


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("merge", "John Healey"), "needs the name to show and at least one more"),
        (("merge", "John Healey", "john healey"), "'John Healey' is one name; nothing to merge"),
        (("split",), "needs a name"),
        (("hide", "Jon Healey"), "nobody is called 'Jon Healey'; did you mean 'John Healey'?"),
        (("hide", ""), "a name is empty"),
        (("hide", "x" * 10_000), "nobody is called"),
    ],
)
def test_a_usage_error_is_reported(
    arguments: tuple[str, ...], answer: str, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(index, *arguments) == 2
    assert answer in capsys.readouterr().err
    assert not (index.parent / "people.toml").exists()


def test_a_decision_without_names_builds_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "none", "merge", "John Healey") == 2
    assert not (tmp_path / "none").exists()


def test_a_locked_index_leaves_the_file_as_it_was(index: Path) -> None:
    writer = open_writer(index)
    assert run(index, "hide", "John Healey") == 3
    writer.close()
    assert not (index.parent / "people.toml").exists()
