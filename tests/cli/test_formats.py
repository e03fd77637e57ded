"""Every command that lists something has the same formats and colors, and is safe to print."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from support.at_desk import Desk, settled

from search.cli import answer_options
from search.output.display import View
from search.output.table import FORMATS

FORMULA = "=cmd|' /C calc'!A0"
NASTY = "Zo\x1b[2Je\x9b31m \u202ednE\x7f"
BODY = " ".join(
    f"On day {n} the harbour bridge carried {n * 7} lorries to town." for n in range(40)
)
CUT = "This audio is created with AI assistance"
LISTS = (  # a command, and the words after it
    ("query",),
    ("like", "a.jsonl#1"),
    ("facets", "--by", "source,people"),
    ("people",),
    ("dups",),
    ("cuts",),
    ("cuts", "--by", "line"),
    ("stats",),
    ("eval", "judged.csv"),
    ("batch", "queries.txt"),
    ("batch", "queries.txt", "--counts"),
    ("export",),
    ("doctor",),
    ("diff", "state.json", "--ids"),
    ("config",),
    ("config", "--path"),
    ("saved", "list"),
)
COLOR = re.compile(r"\x1b\[[\d;]+m")


def row(word: str, text: str = BODY) -> str:
    return json.dumps(
        {
            "title": f"{NASTY} {word}",
            "text": f"{CUT}\n\n{text}\n\nAnna Kovalenko said {NASTY} to Piotr Lis. {word}",
            "date": "2025-01-03",
            "source": FORMULA,
            "authors": ["-Anna K", NASTY],
        }
    )


@pytest.fixture
def nasty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Return a folder with an index of articles that would steer a terminal or a spreadsheet."""
    settled(tmp_path, monkeypatch)
    Path("a.jsonl").write_text(f"{row('one')}\n{row('two')}\n", encoding="utf-8")
    desk = Desk(capsys)
    assert desk.search("index", "a.jsonl").status == 0
    assert desk.search("diff", "--save", "state.json").status == 0
    Path("a.jsonl").write_text(
        f"{row('one')}\n{row('two')}\n{row('three', 'Lorries on a bridge.')}\n{{\n",
        encoding="utf-8",
    )
    assert desk.search("index").status == 4
    Path("judged.csv").write_text(f"{FORMULA},a.jsonl#1,1\nharbour,a.jsonl#1,1\n", encoding="utf-8")
    Path("queries.txt").write_text("harbour\n", encoding="utf-8")
    Path("search.toml").write_text("limit = 20\n", encoding="utf-8")
    Path("searches.toml").write_text(f'[harbour]\nquery = "{FORMULA}"\n', encoding="utf-8")
    return desk


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_every_list_has_every_format(nasty: Desk, command: tuple[str, ...]) -> None:
    answers = {form: nasty.search(*command, "--output", form) for form in FORMATS}
    assert all(answer.status in (0, 1, 3, 4) for answer in answers.values())
    assert all(answer.out for answer in answers.values())
    header, *rows = csv.reader(io.StringIO(answers["csv"].out, newline=""))
    assert {len(row) for row in rows} == {len(header)}
    assert isinstance(json.loads(answers["json"].out), dict)
    assert all(isinstance(json.loads(line), dict) for line in answers["jsonl"].out.splitlines())


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_colors_are_sent_where_they_are_wanted(nasty: Desk, command: tuple[str, ...]) -> None:
    plain, colored = (
        nasty.search(*command, "-o", "text", "--color", when).out for when in ("never", "always")
    )
    assert COLOR.findall(plain) == []
    assert COLOR.findall(colored) != []
    assert re.sub(r"in \d.*", "", COLOR.sub("", colored)) == re.sub(r"in \d.*", "", plain)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_no_cell_of_a_csv_is_one_that_a_spreadsheet_computes(
    nasty: Desk, command: tuple[str, ...]
) -> None:
    out = nasty.search(*command, "-o", "csv").out
    for row in csv.reader(io.StringIO(out, newline="")):
        assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_nothing_of_an_article_steers_the_terminal(
    nasty: Desk, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], form: str
) -> None:
    monkeypatch.setattr(answer_options, "current_view", lambda _: View(80, True, terminal=True))
    out = COLOR.sub("", nasty.search(*command, "-o", form).out)
    assert not {each for each in out if ord(each) < 32 or 127 <= ord(each) < 160} - {"\n", "\t"}
    assert "\u202e" not in out
