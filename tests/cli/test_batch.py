"""`search batch` on lists of queries."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.at_desk import FIRST, SECOND, Desk
from support.processes import environment

ROOT = Path(__file__).parents[2]
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]
UMEROV = "UK to finance production of air defense, long-range weapons in Ukraine, Umerov says"


def listed(text: str, name: str = "list.csv") -> str:
    Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return name


def rows(out: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(out)))


def test_every_query_of_a_table_is_asked_with_its_own_filters(desk: Desk) -> None:
    text = (
        "name,query,person,since,until,sort,limit,filter\n"
        "air,air defense,John Healey;Rustem Umerov,2024-12,,newest,,\n"
        "one,defense,,,,oldest,1,\n"
        "old,,,,2024,,,source!=The Kyiv Independent\n"
        "nothing,zeppelin,,,,,,\n"
    )
    ran = desk.search("batch", listed(text))
    assert ran.status == 0
    header, *found = rows(ran.out)
    columns = "name id rank score title source date authors people path heading url updated via"
    assert header[:14] == columns.split()  # those of added facets follow
    assert [[row[0], row[2], row[1], row[6], row[5]] for row in found] == [
        ["air", "1", SECOND, "2025-01-13", "The Kyiv Independent"],
        ["air", "2", FIRST, "2024-12-18", "MENAFN - UkrinForm"],
        ["one", "1", FIRST, "2024-12-18", "MENAFN - UkrinForm"],
        ["old", "1", FIRST, "2024-12-18", "MENAFN - UkrinForm"],
    ]
    assert found[0][4] == UMEROV


def test_counts_show_how_many_and_from_when_to_when(desk: Desk) -> None:
    text = "air\nair defense skies\nair zeppelin\nzeppelin\n"
    ran = desk.search("batch", listed(text, "list.txt"), "--counts")
    assert rows(ran.out) == [
        ["name", "total", "complete", "first", "last"],
        ["air", "2", "2", "2024-12-18", "2025-01-13"],
        ["air defense skies", "2", "1", "2024-12-18", "2025-01-13"],
        ["air zeppelin", "2", "0", "2024-12-18", "2025-01-13"],
        ["zeppelin", "0", "0", "", ""],
    ]


def test_the_hits_of_a_batch_as_text_and_as_json(desk: Desk) -> None:
    path = listed("skies\nzeppelin\n", "list.txt")
    assert desk.search("batch", path, "-o", "text").out.splitlines() == [
        "skies: 1 article",
        "1  At a meeting in Kyiv with UK Secretary of State for Defense John Healey, Rustem …",
        f"   MENAFN - UkrinForm · 2024-12-18 · {FIRST}",
        "",
        "zeppelin: 0 articles",
    ]
    answer = json.loads(desk.search("batch", path, "-o", "json").out)
    assert [(each["name"], each["total"]) for each in answer["queries"]] == [
        ("skies", 1),
        ("zeppelin", 0),
    ]
    (line,) = desk.search("batch", path, "-o", "jsonl").out.splitlines()
    assert {"schema_version": 1, "name": "skies", **answer["queries"][0]["hits"][0]} == json.loads(
        line
    )
    (row,) = desk.search("batch", path, "-o", "tsv").out.splitlines()
    assert row.split("\t")[:6] == [
        *("skies", "1", FIRST, "2024-12-18", "MENAFN - UkrinForm"),
        row.split("\t")[5],
    ]


def test_counts_as_text_are_a_table(desk: Desk) -> None:
    path = listed("skies\nair\n", "list.txt")
    assert desk.search("batch", path, "--counts", "-o", "text").out.splitlines() == [
        "name   total  complete  first       last",
        "skies      1         1  2024-12-18  2024-12-18",
        "air        2         2  2024-12-18  2025-01-13",
    ]


def test_other_forms_have_the_same_rows(desk: Desk) -> None:
    path = listed("skies\n", "list.txt")
    assert desk.search("batch", path, "--counts", "-o", "tsv").out == (
        "skies\t1\t1\t2024-12-18\t2024-12-18\n"
    )
    assert json.loads(desk.search("batch", path, "--counts", "-o", "jsonl").out) == {
        "schema_version": 1,
        "name": "skies",
        "total": 1,
        "complete": 1,
        "first": "2024-12-18",
        "last": "2024-12-18",
    }


BAD = """\
query;since;person
air;2024;
"flood ""river";;
missile;2025-13;
air;2024;x;y
"open
defense;;
query:nowhere;;
"""


def test_bad_rows_are_reported_with_line_and_column_and_the_rest_is_asked(desk: Desk) -> None:
    ran = desk.search("batch", listed(BAD), "--counts")
    assert ran.status == 4
    assert [row[0] for row in rows(ran.out)] == ["name", "air", "defense"]
    assert ran.err.splitlines() == [
        "list.csv:3:1: cannot read 'flood \"river' at column 7; expected a closing quote",
        "list.csv:4:2: since: '2025-13' is not a date; expected a month from 01 to 12",
        "list.csv:5:4: there are 4 cells, the header has 3",
        "list.csv:6:1: the row cannot be read: unexpected end of data",
        "list.csv:8:1: cannot read 'query:nowhere' at column 1; there is no saved search "
        "'nowhere': 'search saved add NAME QUERY' makes one",
    ]


def test_in_a_list_of_lines_the_column_is_that_of_the_query(desk: Desk) -> None:
    ran = desk.search("batch", listed('air\n\nflood "river\ndefense\n', "list.txt"), "--counts")
    assert ran.status == 4
    assert ran.err.startswith("list.txt:3:7: cannot read")
    assert len(rows(ran.out)) == 3


def test_bytes_that_are_no_text_cost_their_row_alone(desk: Desk) -> None:
    ran = desk.search("batch", listed("query,name\nair,caf\udce9\nair,b\n"), "--counts")
    assert (ran.status, ran.err) == (4, "list.csv:2:2: the cell is no UTF-8\n")
    assert [row[0] for row in rows(ran.out)] == ["name", "b"]
    ran = desk.search("batch", listed("air\0\n"))
    assert (ran.status, "save it as 'CSV UTF-8'" in ran.err) == (2, True)


def test_a_saved_search_may_be_asked_in_a_batch(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "skies")
    assert desk.ids("batch", listed("query:weekly\n", "list.txt"), "-o", "tsv") == ["query:weekly"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,persn,query\n", "no column 'persn' is known; did you mean 'person'?"),
        ("query,query\n", "the column 'query' twice"),
        ("name,text\na,air\n", "has no column 'query'; its first line is 'name,text'"),
        ("", "has no column 'query'"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(desk: Desk, text: str, message: str) -> None:
    ran = desk.search("batch", listed(text))
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_a_file_that_is_not_there_is_reported(desk: Desk) -> None:
    ran = desk.search("batch", "nowhere.csv")
    assert (ran.status, ran.err) == (
        2,
        "Error: cannot read 'nowhere.csv': no such file or directory; "
        "name another, or '-' for standard input\n",
    )


def test_other_columns_are_ignored_with_a_note(desk: Desk) -> None:
    ran = desk.search("batch", listed("\ufeffquery\tremark\nskies\tgood\n", "l.tsv"), "--counts")
    assert (ran.status, ran.err) == (0, "note: the column 'remark' is not read\n")


def test_a_list_comes_from_standard_input(desk: Desk) -> None:
    assert desk.search("query", "-q").status == 0
    ran = subprocess.run(
        [*SEARCH, "batch", "-", "--counts", "-o", "tsv"],
        input="skies\n",
        capture_output=True,
        encoding="utf-8",
        env=environment(PATH=""),
    )
    assert ran.stdout == "skies\t1\t1\t2024-12-18\t2024-12-18\n"


def test_a_name_that_a_spreadsheet_would_compute_is_guarded(desk: Desk) -> None:
    ran = desk.search("batch", listed("name,query\n=1+1,skies\n"), "--counts")
    assert rows(ran.out)[1][0] == "'=1+1"


@pytest.mark.usefixtures("desk")
def test_a_reader_who_leaves_still_sees_bad_rows() -> None:
    path = listed("air\n" * 20 + '"open\n', "list.txt")
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*SEARCH, "batch", path],
        stdout=writing,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(PATH=""),
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr.startswith("list.txt:21:1: ")) == (4, True)
