"""Decisions on lines are written, read again, and checked."""

from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from search.cleaning.line_decisions import LineDecision, decide, line_decisions
from search.errors import BadUserFile

FOUND = {
    "00ff": LineDecision("keep", 'He said "no" \\ and left'),
    "01aa": LineDecision("cut", "Підпишіться\ton our letter \x7f\u2028"),
}


def test_decisions_are_read_as_they_were_written(tmp_path: Path) -> None:
    for code, decision in FOUND.items():
        assert decide([str(tmp_path / "seeds")], code, decision) == tmp_path / "cleaning.toml"
    assert line_decisions([str(tmp_path / "seeds"), str(tmp_path / "more")]) == FOUND


def test_a_decision_replaces_an_earlier_one_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "cleaning.toml"
    path.write_text(
        '# ours\n[lines.aa]\nverdict = "cut"  # since May\ntext = "x"\n', encoding="utf-8"
    )
    decide([str(tmp_path / "seeds")], "aa", LineDecision("keep", "x"))
    decide([str(tmp_path / "seeds")], "bb", LineDecision("keep", "y"))
    assert path.read_text(encoding="utf-8") == (
        '# ours\n[lines.aa]\nverdict = "keep"  # since May\ntext = "x"\n\n'
        '[lines.bb]\nverdict = "keep"\ntext = "y"\n'
    )


def test_a_decision_counts_whichever_folder_had_an_earlier_one(tmp_path: Path) -> None:
    homes = [str(tmp_path / name / "seeds") for name in ("a", "b")]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    decide(homes[1:], "aa", LineDecision("cut", "x"))
    decide(homes, "aa", LineDecision("keep", "x"))
    assert line_decisions(homes) == line_decisions(homes[:1]) == {"aa": LineDecision("keep", "x")}
    decide(homes, "bb", LineDecision("keep", "x"))
    assert list(line_decisions(homes[1:])) == ["aa"]


def test_many_decisions_are_read_in_little_time(tmp_path: Path) -> None:
    entries = (f'[lines.{number:x}]\nverdict = "cut"\n' for number in range(5000))
    (tmp_path / "cleaning.toml").write_text("".join(entries), encoding="utf-8")
    began = perf_counter()
    assert len(line_decisions([str(tmp_path / "seeds")])) == 5000
    assert perf_counter() - began < 5  # a search for the line of each took 100 s


def test_without_a_file_there_are_no_decisions(tmp_path: Path) -> None:
    assert line_decisions([str(tmp_path / "seeds")]) == {}


@pytest.mark.parametrize(
    ("text", "line", "mistake"),
    [
        ('[lines."ab"]\nverdict = "perhaps"\n', 1, "the verdict on 'ab' is neither 'keep' nor"),
        ("\n[lines.ab]\n", 2, "the verdict on 'ab' is neither 'keep' nor 'cut'"),
        ('[lines]\nxyz = {verdict = "cut"}\n', 2, "'xyz' is not the code of a line"),
        ("lines = 3\n", 1, "'lines' is not a table of lines"),
        ("\n[line.ab]\nverdict = 'cut'\n", 2, "'line' is not a table of lines"),
        ("[lines\n", 1, "expected"),
    ],
)
def test_a_mistake_in_the_file_is_reported(
    tmp_path: Path, text: str, line: int, mistake: str
) -> None:
    (tmp_path / "cleaning.toml").write_text(text, encoding="utf-8")
    with pytest.raises(
        BadUserFile, match=rf"cannot read .*cleaning\.toml' at line {line}\b"
    ) as got:
        line_decisions([str(tmp_path / "seeds")])
    assert mistake in str(got.value)


@pytest.mark.parametrize(
    "text",
    [
        '[lines.3f9a]\nverdict = "keep"  # sure\n\n[lines]\nabb1 = {verdict = "cut"}\n',
        '[lines]\nabb1 = {verdict = "cut"}\n\n[lines.3f9a]\nverdict = "keep"  # sure\n',
        'lines.3f9a = {verdict = "keep"}  # sure\n',
        'lines = {3f9a = {verdict = "keep"}}  # sure\n',
    ],
)
def test_a_decision_leaves_a_file_of_any_layout_readable(tmp_path: Path, text: str) -> None:
    """A decision was once written as `abc1 = {}`, after which no command could read the file."""
    file = tmp_path / "cleaning.toml"
    file.write_text(text, encoding="utf-8")
    folder = str(tmp_path / "seeds")
    before = line_decisions([folder])
    with suppress(BadUserFile):  # "its layout is unusual; edit it by hand"
        decide([folder], "abc1", LineDecision("cut", "Share"))
        assert line_decisions([folder]) == {**before, "abc1": LineDecision("cut", "Share")}
    assert line_decisions([folder]).items() >= before.items()
    assert "# sure" in file.read_text(encoding="utf-8")
