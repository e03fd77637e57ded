"""What a person decides about lines survives every build."""

from pathlib import Path

import pytest

from search.cleaning.line_decisions import Ruling, decide, rulings
from search.errors import BadUserFile

FOUND = {
    "00ff": Ruling("keep", 'He said "no" \\ and left'),
    "01aa": Ruling("cut", "Підпишіться\ton our letter \x7f\u2028"),
}


def test_rulings_come_back_as_they_were_written(tmp_path: Path) -> None:
    for code, ruling in FOUND.items():
        assert decide([str(tmp_path / "seeds")], code, ruling) == tmp_path / "cleaning.toml"
    assert rulings([str(tmp_path / "seeds"), str(tmp_path / "more")]) == FOUND


def test_a_ruling_takes_the_place_of_an_earlier_one_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "cleaning.toml"
    path.write_text('# ours\n[lines.aa]\nverdict = "cut"  # since May\ntext = "x"\n')
    decide([str(tmp_path / "seeds")], "aa", Ruling("keep", "x"))
    decide([str(tmp_path / "seeds")], "bb", Ruling("keep", "y"))
    assert path.read_text() == (
        '# ours\n[lines.aa]\nverdict = "keep"  # since May\ntext = "x"\n\n'
        '[lines.bb]\nverdict = "keep"\ntext = "y"\n'
    )


def test_a_ruling_counts_whichever_folder_had_an_earlier_one(tmp_path: Path) -> None:
    homes = [str(tmp_path / name / "seeds") for name in ("a", "b")]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    decide(homes[1:], "aa", Ruling("cut", "x"))
    decide(homes, "aa", Ruling("keep", "x"))
    assert rulings(homes) == rulings(homes[:1]) == {"aa": Ruling("keep", "x")}
    decide(homes, "bb", Ruling("keep", "x"))
    assert list(rulings(homes[1:])) == ["aa"]


def test_without_a_file_nothing_is_ruled(tmp_path: Path) -> None:
    assert rulings([str(tmp_path / "seeds")]) == {}


@pytest.mark.parametrize(
    ("text", "line", "slip"),
    [
        ('[lines."ab"]\nverdict = "perhaps"\n', 1, "the verdict on 'ab' is neither 'keep' nor"),
        ("\n[lines.ab]\n", 2, "the verdict on 'ab' is neither 'keep' nor 'cut'"),
        ('[lines]\nxyz = {verdict = "cut"}\n', 2, "'xyz' is not the code of a line"),
        ("lines = 3\n", 1, "'lines' is not a table of lines"),
        ("\n[line.ab]\nverdict = 'cut'\n", 2, "'line' is not a table of lines"),
        ("[lines\n", 1, "expected"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, text: str, line: int, slip: str) -> None:
    (tmp_path / "cleaning.toml").write_text(text)
    with pytest.raises(
        BadUserFile, match=rf"cannot read .*cleaning\.toml' at line {line}\b"
    ) as got:
        rulings([str(tmp_path / "seeds")])
    assert slip in str(got.value)
