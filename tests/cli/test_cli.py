"""The `search` command as a person and a script meet it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

import click
import pytest
from support.at_desk import Desk, Ran
from support.processes import (
    HAS_SHELL,
    ROOT,
    SEARCH,
    environment,
    posix_alone,
    run_on_terminal,
)

from search import __main__, __version__
from search.article import Skip
from search.cli.command_group import COMMANDS, program
from search.cli.commands.completion import SHELLS
from search.cli.run_build import skip_lines
from search.cli.settings import SETTINGS
from search.cli.terminal import sends_color
from search.facet_definitions import FACETS, STATES
from search.output.export_formats import EXPORT_FORMATS

FIRST = "seeds/000_cd4418e8e1d5f07a.txt"
SECOND = "seeds/002_7aec30fda4bd4711.txt"


ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else"
)


@pytest.fixture
def empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A folder with nothing in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("SEARCH_INDEX", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return Desk(capsys)


@pytest.fixture
def unbuilt(empty: Desk, own_seeds: Path) -> Desk:
    """A folder with the seeds and no index yet."""
    assert own_seeds == Path.cwd() / "seeds"
    return empty


@pytest.fixture
def place(unbuilt: Desk, seeds_index: Path) -> Desk:
    """A folder with the seeds and their index."""
    asked = shutil.ignore_patterns("last-*")  # by tests that share the index
    shutil.copytree(seeds_index, "index", ignore=asked)
    return unbuilt


def process(*arguments: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*SEARCH, *arguments], env=environment(**more), capture_output=True, check=False
    )


def in_shell(line: str) -> "subprocess.CompletedProcess[bytes]":
    """Return what a line of the shell does, in which $@ is the command."""
    return subprocess.run(
        ["sh", "-c", line, "sh", *SEARCH],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


# A query loads everything first, because nobody else may be able to read the interpreter.
AS_SOMEBODY = """
import os, sys
from search.cli import main

main(["query", "-q"])
os.setreuid(65534, int(sys.argv[1]))
sys.exit(main(sys.argv[2:]))
"""


def as_somebody(*arguments: str, rights: int = 0) -> Ran:
    """Return what the command does for another user, with the rights of root or their own."""
    ran = subprocess.run(
        [sys.executable, "-c", AS_SOMEBODY, str(rights), *arguments],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def on_terminal(*arguments: str, columns: int = 80, lines: int = 50, **more: str) -> str:
    """Return what a terminal of that size receives, standard output and error together."""
    _, shown = run_on_terminal(
        [*SEARCH, *arguments], environment(**more), columns=columns, lines=lines
    )
    return shown.replace("\r\n", "\n")


# What is found


def test_a_query_answers_in_tabs_when_piped(place: Desk) -> None:
    ran = place.search("query", "air", "defense")
    assert (ran.status, ran.err) == (0, "")
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert sorted((row[0], row[1], row[2]) for row in rows) == [
        (FIRST, "2024-12-18", "MENAFN - UkrinForm"),
        (SECOND, "2025-01-13", "The Kyiv Independent"),
    ]


def test_a_query_answers_in_json(place: Desk) -> None:
    answer = json.loads(place.search("query", '"air defense"', "--output", "json").out)
    assert (answer["schema_version"], answer["query"]) == (1, '"air defense"')
    assert (answer["total"], answer["notices"]) == (2, [])
    second = next(hit for hit in answer["hits"] if hit["id"] == SECOND)
    assert second["title"].startswith("UK to finance production of air defense")
    assert second["authors"] == ["Kateryna Hodunova"]
    assert second["people"] == ["Rustem Umerov", "John Healey", "Volodymyr Zelensky"]
    text = second["snippets"][0]["text"]
    assert {text[start:end] for start, end in second["snippets"][0]["marks"]} <= {
        "air", "defense", "air defense",
    }  # fmt: skip
    assert {name: len(counts) for name, counts in answer["facets"].items()} == {
        "date": 2,
        "source": 2,
        "people": 4,
    }
    assert list(answer["facets"]["people"][0]) == ["value", "count", "selected", "excluded"]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--person", "John Healey"], 2),
        (["--person", "Harley Balzer"], 0),
        (["--person", "Harley Balzer", "--person", "Volodymyr Zelensky"], 1),
        (["--source", "The Kyiv Independent"], 1),
        (["--author", "Kateryna Hodunova"], 1),
        (["--author", "none"], 1),
        (["--since", "2025-01-01"], 1),
        (["--since", "2025"], 1),
        (["--since", "2024-12"], 2),
        (["--until", "2024"], 1),
        (["--until", "yesterday"], 2),
        (["--until", "2024-12-17"], 0),
        (["--since", "2024-12", "--until", "2025-01"], 2),
        (["--filter", "source=The Kyiv Independent"], 1),
        (["--filter", "source!=The Kyiv Independent"], 1),
        (["-f", "date=2025-01", "-f", "date=2024-12-18"], 2),
        (["-f", "date=2025-W03"], 1),
        (["-f", "date!=2024-w51"], 1),
        (["-f", "date=2020-W53"], 0),
        (["-f", "person!=John Healey"], 0),
        (["in:teasers", "demographic"], 1),
        (["demographic"], 0),
        (["missile", "--source", "none"], 0),
        (["--", "-Zelensky"], 1),
    ],
    ids=str,
)
def test_options_narrow_the_answer(place: Desk, arguments: list[str], count: int) -> None:
    ran = place.search("query", "--count", *arguments)
    assert (ran.status, ran.out) == (0 if count else 1, f"{count}\n")


@pytest.mark.usefixtures("place")
def test_a_lone_dash_reads_the_query_from_standard_input() -> None:
    ran = subprocess.run(
        [*SEARCH, "query", "-", "--ids"],
        env=environment(),
        input=b"Palianytsia\nOR Peklo\n",
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.decode()) == (0, f"{SECOND}\n")


def test_nothing_found_is_status_one_with_its_reason_on_standard_error(place: Desk) -> None:
    ran = place.search("query", "Balzer")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("note: ")
    assert "in:teasers" in ran.err


def test_quiet_answers_by_its_status_alone(place: Desk) -> None:
    assert place.search("query", "-q", "defense") == Ran(0, "", "")
    assert place.search("query", "-q", "Balzer") == Ran(1, "", "")


def test_ids_are_one_a_line_in_the_order_asked_for(place: Desk) -> None:
    assert place.search("query", "--ids", "--sort", "newest").out == f"{SECOND}\n{FIRST}\n"
    assert place.search("query", "--ids", "--sort", "oldest").out == f"{FIRST}\n{SECOND}\n"
    assert place.search("query", "--ids", "--sort", "oldest", "--offset", "1").out == f"{SECOND}\n"
    assert place.search("query", "--ids", "--sort", "oldest", "-n", "1").out == f"{FIRST}\n"


def test_facets_can_be_left_out_of_json_and_put_into_text(place: Desk) -> None:
    assert json.loads(place.search("query", "-o", "json", "--no-facets").out)["facets"] == {}
    assert "\nsource\n" not in place.search("query", "-o", "text").out
    assert "\nsource\n" in place.search("query", "-o", "text", "--facets").out


def test_a_hit_is_explained(place: Desk) -> None:
    answer = json.loads(place.search("query", "Palianytsia", "--explain", "-o", "json").out)
    share, *signals = answer["hits"][0]["why"]
    assert (share["clause"].lower(), share["articles"]) == ("palianytsia", 1)
    assert {each["clause"] for each in signals} <= {"(headline)", "(lead)", "(together)"} != set()


def test_why_not_names_what_fails_or_the_rank(place: Desk) -> None:
    reason = f"{SECOND}: no demographic in title or body; the text cut from it has it: in:teasers"
    assert place.search("why-not", "002", "demographic") == (1, f"{reason} demographic\n", "")
    assert place.search("why-not", "002", "air", "--since", "2025") == (
        0,
        f"{SECOND}: it is there, at rank 1 of 1\n",
        "",
    )


# Facets


def test_facets_are_counted_in_tabs_when_piped(place: Desk) -> None:
    ran = place.search("facets", "--by", "date,source")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "date\t2024-12\t1\tfalse\tfalse",
        "date\t2025-01\t1\tfalse\tfalse",
        "source\tMENAFN - UkrinForm\t1\tfalse\tfalse",
        "source\tThe Kyiv Independent\t1\tfalse\tfalse",
    ]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["--by", "date", "--interval", "year"], ["2024 1 false false", "2025 1 false false"]),
        (
            ["--by", "date", "--interval", "week"],
            ["2024-W51 1 false false", "2025-W03 1 false false"],
        ),
        (
            ["--by", "person", "--min", "2"],
            ["John Healey 2 false false", "Rustem Umerov 2 false false"],
        ),
        (["--by", "people", "--limit", "1"], ["John Healey 2 false false"]),
        (["--by", "date", "--limit", "1"], ["2024-12 1 false false"]),
        (["--by", "people", "--like", "ZELÉN"], ["Volodymyr Zelensky 1 false false"]),
        (["Palianytsia", "--by", "authors"], ["Kateryna Hodunova 1 false false"]),
        (
            ["--by", "source", "--source", "The Kyiv Independent"],
            ["MENAFN - UkrinForm 1 false false", "The Kyiv Independent 1 true false"],
        ),
    ],
    ids=str,
)
def test_facets_are_narrowed(place: Desk, arguments: list[str], lines: list[str]) -> None:
    out = place.search("facets", *arguments).out
    assert [" ".join(line.split("\t")[1:]) for line in out.splitlines()] == lines


@pytest.mark.parametrize("command", ["facets", "people", "cuts", "stats", "dups"])
def test_a_limit_is_also_known_by_its_older_name(place: Desk, command: str) -> None:
    answers = [place.search(command, name, "1") for name in ("--limit", "-n", "--top")]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].status in (0, 1)


def test_facets_in_json_state_query_and_total(place: Desk) -> None:
    answer = json.loads(place.search("facets", "defense", "--by", "source", "-o", "json").out)
    assert list(answer)[:4] == ["schema_version", "query", "total", "facets"]
    assert (answer["query"], answer["total"], list(answer["facets"])) == ("defense", 2, ["source"])


@pytest.mark.usefixtures("place")
def test_more_values_are_offered_than_were_shown() -> None:
    shown = on_terminal("facets", "--by", "people", "--limit", "3", NO_COLOR="1")
    assert shown.endswith("shown; --limit all shows all\n")


def test_facets_of_nothing_are_status_one(place: Desk) -> None:
    assert place.search("facets", "Balzer").status == 1


# Show


def test_an_article_is_shown_by_id_by_a_part_of_it_and_by_rank(place: Desk) -> None:
    whole = place.search("show", SECOND)
    assert whole.status == 0
    assert whole.out.startswith("UK to finance production of air defense")
    assert "\nUmerov met with Healey to discuss" in whole.out
    assert "demographic" not in whole.out
    assert place.search("show", "7aec") == whole
    place.search("query", "--sort", "oldest", "--offset", "1")
    assert place.search("show", "2") == whole


def test_a_rank_outside_the_last_answer_is_named(place: Desk) -> None:
    assert place.search("show", "1") == Ran(
        1, "", "Error: no answer to take a rank from; ask first with 'search query'\n"
    )
    place.search("query", "defense")
    assert place.search("show", "3") == Ran(
        1, "", "Error: no hit 3 in the last answer; its hits are 1 to 2\n"
    )


def test_a_rank_whose_article_is_gone_shows_no_other(empty: Desk) -> None:
    Path("a.jsonl").write_text(
        '{"text": "Bridge."}\n' + '{"text": "Flood."}\n' * 9, encoding="utf-8"
    )
    empty.search("index", "a.jsonl")
    assert empty.search("query", "bridge", "--ids").out == "a.jsonl#1\n"
    Path("a.jsonl").write_text("\n" * 9 + '{"text": "Flood."}\n', encoding="utf-8")
    empty.search("index", "a.jsonl")
    ran = empty.search("show", "1")
    assert ran == Ran(1, "", "Error: no article 'a.jsonl#1'; find one with 'search query'\n")


def test_a_number_too_long_for_a_rank_is_a_name(place: Desk) -> None:
    ran = place.search("show", "1" * 5000)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("Error: no article '1111")


@ROOT_ONLY
def test_nobody_is_shown_the_ranks_of_somebody_else(place: Desk) -> None:
    place.search("query", "--sort", "oldest")
    none = "Error: no answer to take a rank from; ask first with 'search query'\n"
    assert as_somebody("show", "1") == Ran(1, "", none)
    assert as_somebody("query", "--sort", "newest", "--ids") == Ran(0, f"{SECOND}\n{FIRST}\n", "")
    assert as_somebody("show", "1").out.startswith("UK to finance")
    assert place.search("show", "2").out.startswith("UK to finance")


def test_the_newest_answer_counts_wherever_it_is_kept(
    place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(Path("state").resolve()))
    place.search("query", "--sort", "oldest", "-n", "1")
    (kept,) = Path("index").glob("last-*.json")
    aside = kept.rename("aside.json")
    kept.mkdir()  # so that nothing can be written there
    place.search("query", "--sort", "newest", "-n", "1")
    kept.rmdir()
    aside.rename(kept)
    assert place.search("show", "1").out.startswith("UK to finance")
    place.search("query", "--sort", "oldest", "-n", "1")
    assert not place.search("show", "1").out.startswith("UK to finance")


def test_no_such_article_is_status_one(place: Desk) -> None:
    ran = place.search("show", "seeds/nowhere.txt")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("Error: no article 'seeds/nowhere.txt'; ")


@pytest.mark.usefixtures("place")
def test_raw_is_the_file_to_the_letter() -> None:
    assert process("show", FIRST, "--raw").stdout == Path(FIRST).read_bytes()
    assert process("show", SECOND, "--raw").stdout == Path(SECOND).read_bytes()


def test_cuts_show_every_line_with_its_fate(place: Desk) -> None:
    out = place.search("show", SECOND, "--cuts").out
    cut = [line for line in out.splitlines() if line.startswith("- [")]
    assert any(line.endswith("This audio is created with AI assistance") for line in cut)
    assert any("demographic timebomb" in line for line in cut)
    assert "\n  Umerov met with Healey to discuss" in out


def test_an_article_in_json(place: Desk) -> None:
    record = json.loads(place.search("show", SECOND, "-o", "json").out)
    assert (record["schema_version"], record["id"], record["date"]) == (1, SECOND, "2025-01-13")
    assert "demographic" not in record["body"]
    assert any("demographic" in cut["text"] for cut in record["cuts"])


def test_a_last_answer_that_cannot_be_kept_is_no_fault(
    place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(Path("seeds").resolve() / "000_no_folder"))
    Path("seeds/000_no_folder").touch()
    place.search("query", "defense")
    (kept,) = Path("index").glob("last-*.json")
    kept.unlink()
    kept.mkdir()
    ran = place.search("query", "defense")
    assert (ran.status, ran.err) == (0, "")


# Index


def test_an_index_is_built_and_brought_up_to_date(unbuilt: Desk) -> None:
    report = "added 2, changed 0, removed 0, unchanged 0, skipped 0\n"
    assert unbuilt.search("index", "seeds") == Ran(0, report, "")
    Path(FIRST).unlink()
    Path("seeds/new.txt").write_text(
        "A new bridge\n\nIt was opened in Kyiv on Monday.\n", encoding="utf-8"
    )
    Path("seeds/bad.txt").write_bytes(bytes(range(256)) * 8)
    ran = unbuilt.search("index", "--dry-run")
    assert (ran.status, ran.out) == (4, "would add 1, change 0, remove 1, leave 1, skip 1\n")
    ran = unbuilt.search("index")
    assert (ran.status, ran.out) == (
        4,
        "added 1, changed 0, removed 1, unchanged 1, skipped 1\n",
    )
    assert re.fullmatch(r"skipped seeds/bad\.txt: .+\n", ran.err)


def test_skips_are_listed_until_it_is_clear_what_is_wrong() -> None:
    rows = [Skip(f"a/b.jsonl#{number}", "has no text") for number in (10, 9, *range(11, 41))]
    lines = list(skip_lines(rows))
    assert lines[:2] == ["skipped a/b.jsonl#9: has no text", "skipped a/b.jsonl#10: has no text"]
    assert lines[19:] == ["skipped a/b.jsonl#28: has no text", "and 12 more in a/b.jsonl"]
    files = [Skip(f"a/{number}.txt", "is empty") for number in range(100, 190)]
    lines = list(skip_lines([*rows, *files]))
    assert lines[49:] == [
        "skipped a/149.txt: is empty",
        "and 72 more in other files",
    ]


def test_no_index_yet_is_built_from_the_seeds_with_a_message(unbuilt: Desk) -> None:
    ran = unbuilt.search("query", "--ids", "Palianytsia")
    assert ran == Ran(0, f"{SECOND}\n", "no index in 'index': building one from 'seeds' ...\n")
    assert unbuilt.search("query", "--ids", "Palianytsia") == Ran(0, f"{SECOND}\n", "")


def test_no_index_and_no_seeds_is_status_three(empty: Desk) -> None:
    error = "Error: no index in 'index'; build one with 'search index .'\n"
    for command in (["query", "x"], ["facets"], ["show", "x"]):
        assert empty.search(*command) == Ran(3, "", error)


def test_the_environment_names_the_index(place: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("index").rename("elsewhere")
    monkeypatch.setenv("SEARCH_INDEX", "elsewhere")
    assert place.search("query", "-c", "defense").out == "2\n"
    assert place.search("query", "-c", "defense", "--index", "elsewhere").out == "2\n"


# Wrong uses

WRONG = {
    "query --sorce x": "no such option '--sorce'; did you mean '--source'?",
    "query x -missile": "no such option '-m'; words that start with '-' go after '--': "
    "search query -- -word",
    "qury x": f"no such command 'qury'; did you mean 'query'? there are {', '.join(COMMANDS)}",
    "zzz": f"no such command 'zzz'; there are {', '.join(COMMANDS)}",
    "saved ad x": "no such command 'ad'; did you mean 'add'? "
    "there are add, list, rename, rm, run, show",
    "query --sort newst": "invalid value for '--sort': 'newst' is not one of 'relevance', "
    "'newest', 'oldest'; try 'search query -h'",
    "query -o jsn": "invalid value for '--output' / '-o': 'jsn' is not one of 'text', 'tsv', "
    "'csv', 'json', 'jsonl'; try 'search query -h'",
    "facets --interval wek": "invalid value for '--interval': 'wek' is not one of 'year', "
    "'month', 'week', 'day'; try 'search facets -h'",
    "export --output ris": "invalid value for '--output' / '-o' / '--format': 'ris' is not one "
    f"of {', '.join(map(repr, EXPORT_FORMATS))}; try 'search export -h'",
    "cuts --by lin": "invalid value for '--by': 'lin' is not one of 'rule', 'line'; "
    "try 'search cuts -h'",
    "config limt": "invalid value for '[KEY]': no setting 'limt'; did you mean 'limit'? "
    f"there are {', '.join(SETTINGS)}",
    "query --filter is=emty": "invalid value for '--filter' / '-f': 'is' is never 'emty'; "
    f"did you mean 'empty'? there are {', '.join(STATES)}, none",
    "query --since 2025-13": "invalid value for '--since': '2025-13' is not a date; "
    "expected a month from 01 to 12",
    "query --until 13.01.2025": "invalid value for '--until': '13.01.2025' is not a date; "
    "did you mean '2025-01-13'?",
    "query --since soon": "invalid value for '--since': 'soon' is not a date; "
    "expected a date such as 2025, 2025-01, 2025-01-13, 30d or 'last 30 days'",
    "query --since 2025 --until 2024": "--until 2024-12-31 is before --since 2025-01-01; "
    "no day is in both",
    "query --filter sorce=x": "invalid value for '--filter' / '-f': no facet 'sorce'; "
    f"did you mean 'source'? there are {', '.join(FACETS)}",
    "query --filter zz=x": "invalid value for '--filter' / '-f': no facet 'zz'; "
    f"there are {', '.join(FACETS)}",
    "query --filter source": "invalid value for '--filter' / '-f': 'source' is not a filter; "
    "write FIELD=VALUE or FIELD!=VALUE",
    "query --filter date=13.1": "invalid value for '--filter' / '-f': '13.1' is not a date; "
    "expected 2025, 2025-01, 2025-01-13, 2025-W03 or 'none'",
    "query --filter date=2025-W53": "invalid value for '--filter' / '-f': '2025-W53' is not a "
    "date; expected a week from W01 to W52, or W53 in a long year",
    "query --index=": "invalid value for '--index' (env var: 'SEARCH_INDEX'): the path is empty; "
    "this folder is '.'",
    "facets --like": "option '--like' requires an argument; try 'search facets -h'",
    "--version=3": "option '--version' does not take a value; try 'search -h'",
    "query --person=": "invalid value for '--person': the value is empty; "
    "'none' asks for articles without one",
    "facets --by date,peple": "invalid value for '--by': no facet 'peple'; "
    f"did you mean 'people'? there are {', '.join(FACETS)}, words",
    "show": "missing argument 'ID|RANK'; try 'search show -h'",
    "show x --raw --cuts": "one way to print it at a time; choose --cuts, --raw or json",
}


def test_help_shows_a_default_as_it_is_typed(empty: Desk) -> None:
    defaults = {"stats": "text", "show": "text", "why-not": "text", "batch": "csv", "export": "csv"}
    for command, default in defaults.items():
        shown = " ".join(empty.search(command, "-h").out.split())
        assert f"[default: {default}]" in shown
        assert f"({default})" not in shown


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_use_is_one_line_with_its_remedy(empty: Desk, arguments: str) -> None:
    assert empty.search(*arguments.split()) == Ran(2, "", f"Error: {WRONG[arguments]}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", '"air'],
        ["query", "(air"],
        ["query", "sorce:x"],
        ["query", "date:2025-13"],
        ["query", "--limit", "-1"],
        ["query", "--sort", "best"],
        ["index", "nowhere"],
        ["index"],
    ],
    ids=str,
)
def test_every_slip_is_status_two_and_one_line(place: Desk, arguments: list[str]) -> None:
    if arguments == ["index"]:
        shutil.rmtree("index")
    ran = place.search(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"Error: [^\n]+; [^\n]+\n", ran.err)


def test_a_damaged_index_is_status_three(place: Desk) -> None:
    Path("index/whoosh/manifest.json").write_text("{", encoding="utf-8")
    ran = place.search("query", "defense")
    assert (ran.status, ran.out) == (3, "")
    remedy = "rebuild it with 'search index --rebuild', or see all damage with 'search verify'\n"
    assert ran.err.endswith(remedy)


@pytest.mark.usefixtures("place")
def test_nothing_on_standard_input_is_no_query_for_everything() -> None:
    ran = subprocess.run(
        [*SEARCH, "query", "-"], env=environment(), input=b"\n", capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"Error: nothing on standard input; ")


def test_an_empty_path_is_not_the_folder_one_is_in(unbuilt: Desk) -> None:
    ran = unbuilt.search("index", "")
    assert (ran.status, ran.out) == (2, "")
    assert (
        ran.err == "Error: invalid value for '[PATH]...': the path is empty; this folder is '.'\n"
    )


@ROOT_ONLY
@pytest.mark.usefixtures("place")
def test_an_index_one_may_not_read_is_status_three() -> None:
    Path("index").chmod(0o700)
    ran = as_somebody("query", "defense", rights=65534)
    assert (ran.status, ran.out) == (3, "")
    assert re.fullmatch(r"Error: cannot read the index in 'index': [^\n]+; [^\n]+\n", ran.err)


# Pipes and signals

FULL = posix_alone("a device is always full")
FOUND = f"{SECOND}\n{FIRST}\n"


@HAS_SHELL
@pytest.mark.parametrize(
    ("line", "status", "out", "err"),
    [
        ('"$@" query defense >&-', 0, "", ""),
        ('"$@" query "defense zzz" --ids --sort newest 2>&-', 0, FOUND, ""),
        ('"$@" query - <&-', 2, "", "Error: nothing on standard input; .*"),
        ('"$@" query - <&- >&- 2>&-', 2, "", ""),
        ('"$@" -h >&-', 0, "", ""),
        pytest.param(
            '"$@" query "defense zzz" --ids --sort newest 2>/dev/full', 0, FOUND, "", marks=FULL
        ),
        pytest.param('"$@" -h >/dev/full', 2, "", "Error: no space left on device; .*", marks=FULL),
        pytest.param('"$@" 2>/dev/full', 2, "", "", marks=FULL),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_closed_or_full_stream_leaves_the_rest_as_it_is(
    line: str, status: int, out: str, err: str
) -> None:
    ran = in_shell(line)
    assert (ran.returncode, ran.stdout.decode()) == (status, out)
    assert re.fullmatch(err + "\n?", ran.stderr.decode())


@pytest.mark.usefixtures("empty")
def test_the_status_tells_of_skips_where_nobody_reads_on() -> None:
    Path("junk").mkdir()
    Path("junk/a.txt").write_bytes(bytes(256))
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*SEARCH, "index", "junk"], env=environment(), stdout=writing, stderr=writing, check=False
    )
    os.close(writing)
    assert ran.returncode == 4


def test_an_interrupt_while_the_program_is_loaded_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "search", "facets", "defense"],
        env=environment(PYTHONPATH=os.pathsep.join((str(tmp_path), str(ROOT)))),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


def test_the_installed_command_is_the_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert resolve_name(project["scripts"]["search"]) is __main__.main


@pytest.mark.usefixtures("place")
def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*SEARCH, "query", "defense"],
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


@FULL
@pytest.mark.usefixtures("place")
def test_a_full_disk_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*SEARCH, "query", "defense"],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr.decode()) == (
        2,
        "Error: cannot write the answer: no space left on device; send it elsewhere\n",
    )


@HAS_SHELL
@pytest.mark.usefixtures("place")
def test_head_gets_its_line_and_nobody_complains() -> None:
    ran = subprocess.run(
        ["sh", "-c", '"$@" query defense --sort oldest --ids | head -1', "sh", *SEARCH],
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (ran.stdout.decode(), ran.stderr) == (f"{FIRST}\n", b"")


@posix_alone("SIGINT is sent to one process; test_interrupts.py has the events of Windows")
@pytest.mark.usefixtures("place")
def test_an_interrupt_is_status_130() -> None:
    waiting = (
        "from search.cli import main; import search.cli.commands.query, sys; print(flush=True)"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", f"{waiting}; sys.exit(main(['query', '-']))"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    command.stdout.readline()
    time.sleep(0.1)  # until it waits for its query; sooner it would be interrupted all the same
    command.send_signal(signal.SIGINT)
    _, err = command.communicate()
    assert (command.returncode, err) == (130, b"\ninterrupted\n")


@pytest.mark.usefixtures("place")
def test_output_is_utf8_whatever_the_locale() -> None:
    ran = process("show", SECOND, "--cuts", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "‘devastating’ demographic" in ran.stdout.decode("utf-8")


@pytest.mark.usefixtures("place")
def test_colors_go_to_terminals_and_where_an_option_wants_them() -> None:
    ask = ("query", "defense", "-o", "text")
    assert b"\x1b[" not in process(*ask).stdout
    assert b"\x1b[1;31mdefense\x1b[0m" in process(*ask, "--color", "always").stdout
    assert "\x1b[1;31mdefense\x1b[0m" in on_terminal(*ask)
    assert "\x1b[" not in on_terminal(*ask, NO_COLOR="1")


@pytest.mark.parametrize(
    ("option", "terminal", "environ", "sent"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_the_option_counts_before_the_environment_and_that_before_the_terminal(
    option: str, terminal: bool, environ: dict[str, str], sent: bool
) -> None:
    assert sends_color(option, terminal, environ) is sent


# A terminal


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.usefixtures("place")
def test_hits_and_facets_fit_the_terminal(columns: int) -> None:
    shown = on_terminal("query", "defense", "--facets", columns=columns, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= columns
    assert "1  " in shown
    assert re.search(r"\n2 articles in \d+\.\d\d s; read one: search show 1\n$", shown)
    facets = on_terminal("facets", columns=columns, NO_COLOR="1")
    assert max(map(len, facets.splitlines())) <= columns
    assert "  John Healey            2  ████████████████████" in facets


@pytest.mark.usefixtures("place")
def test_the_next_page_is_named() -> None:
    shown = on_terminal("query", "defense", "-n", "1")
    assert re.search(
        r"\n1 to 1 of 2 articles in [0-9.]+ s; more: --offset 1 or --limit all; read one", shown
    )


@pytest.mark.usefixtures("unbuilt")
def test_a_build_on_a_terminal_ends_with_what_to_do_next() -> None:
    shown = on_terminal("index", "seeds", NO_COLOR="1")
    assert "added 2, changed 0, removed 0, unchanged 0, skipped 0\n" in shown
    assert shown.endswith("ask it: search query QUERY\n")


@pytest.mark.usefixtures("place")
def test_a_long_article_goes_through_the_pager_on_a_terminal_only() -> None:
    pager = {"SEARCH_PAGER": "sed s/^/PAGED/", "PAGER": "sed s/^/OTHER/"}
    assert on_terminal("show", SECOND, lines=10, **pager).startswith("PAGED")
    assert "PAGED" not in on_terminal("show", SECOND, lines=500, **pager)
    assert b"PAGED" not in process("show", SECOND, **pager).stdout


@pytest.mark.usefixtures("place")
def test_without_a_pager_a_long_article_is_printed() -> None:
    for pager in ("", "no-such-program", "less 'x"):
        shown = on_terminal("show", SECOND, lines=10, SEARCH_PAGER=pager)
        assert "UK to finance production" in shown


@pytest.mark.usefixtures("place")
def test_an_article_is_wrapped_on_a_terminal_and_its_cuts_struck_through() -> None:
    shown = on_terminal("show", SECOND, "--cuts", lines=500)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, bare.splitlines())) <= 80
    assert "\x1b[2;9mThis audio is created with AI assistance\x1b[0m" in shown
    assert " │ " in bare


# Help and start


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        yield name, command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(empty: Desk, name: str) -> None:
    short, long = empty.search(name, "-h"), empty.search(name, "--help")
    assert short == long
    assert (short.status, short.err) == (0, "")
    assert f"search {name}" in short.out.split("Options:")[0]


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in commands()
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or option.hidden)
    ]
    assert silent == []


def test_the_commands_are_listed_each_on_one_line(empty: Desk) -> None:
    ran = empty.search("--help")
    assert ran.status == 0
    listed = ran.out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert "..." not in "".join(listed)


def test_the_version(empty: Desk) -> None:
    assert empty.search("--version") == Ran(0, f"search {__version__}\n", "")


def test_without_a_command_the_help_is_shown(empty: Desk) -> None:
    ran = empty.search()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Usage: search [OPTIONS] COMMAND")


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_a_script_for_each_shell(empty: Desk, shell: str) -> None:
    ran = empty.search("completion", shell)
    assert ran.status == 0
    assert re.search(rf"_SEARCH_COMPLETE ?= ?'?{shell}_complete", ran.out)


def test_completion_knows_commands_options_and_values() -> None:
    def completed(words: str) -> list[str]:
        typed = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        out = process(_SEARCH_COMPLETE="bash_complete", **typed).stdout.decode()
        return [line.split(",")[1] for line in out.splitlines()]

    assert completed("search qu") == ["query"]
    assert completed("search query --so") == ["--source", "--sort"]
    assert completed("search query --sort re") == ["relevance"]


def loaded(code: str) -> set[str]:
    """Return the packages that a new interpreter has loaded after the code."""
    code += "; import sys; sys.stderr.write(' '.join({name.split('.')[0] for name in sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, check=True
    )
    return set(ran.stderr.decode().split())


def test_the_command_starts_without_what_it_may_not_need() -> None:
    heavy = {"whoosh", "numpy", "bs4", "lxml", "rich", "snowballstemmer", "charset_normalizer"}
    assert loaded("import search.cli") & heavy == set()


@pytest.mark.usefixtures("place")
def test_a_query_loads_nothing_of_the_write_path() -> None:
    code = "from search.cli import main; main(['query', 'defense'])"
    assert loaded(code) & {"bs4", "lxml", "rich", "charset_normalizer"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_lives_in_the_file_of_its_name(name: str) -> None:
    file = name.replace("-", "_")
    assert isinstance(getattr(import_module(f"search.cli.commands.{file}"), file), click.Command)
