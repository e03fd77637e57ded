"""What a person decides about lines survives every build."""

from pathlib import Path

import pytest

from search.cleaning.line_decisions import Ruling, rulings, write
from search.errors import BadSeeds


def test_rulings_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = {
        "00ff": Ruling("keep", 'He said "no" \\ and left'),
        "01aa": Ruling("cut", "Підпишіться\ton our letter"),
    }
    write(tmp_path / "cleaning.toml", found)
    assert rulings([str(tmp_path / "seeds"), str(tmp_path / "more")]) == found


def test_without_a_file_nothing_is_ruled(tmp_path: Path) -> None:
    assert rulings([str(tmp_path / "seeds")]) == {}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ('[lines."ab"]\nverdict = "perhaps"\n', "the verdict on 'ab' is neither 'keep' nor 'cut'"),
        ("[lines.ab]\n", "the verdict on 'ab' is neither 'keep' nor 'cut'"),
        ('[lines.xyz]\nverdict = "cut"\n', "'xyz' is no code of a line"),
        ("lines = 3\n", "'lines' is not a table of lines"),
        ("[line.ab]\nverdict = 'cut'\n", "'line' is not a table of lines"),
        ("[lines\n", "Expected"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, text: str, slip: str) -> None:
    (tmp_path / "cleaning.toml").write_text(text)
    with pytest.raises(BadSeeds, match=r"cannot read .*cleaning\.toml") as refused:
        rulings([str(tmp_path / "seeds")])
    assert slip in str(refused.value)
