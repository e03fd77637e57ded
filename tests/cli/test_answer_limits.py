"""What --limit leaves out is said, also in a script; `--limit all` leaves out nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.indexes import publish

from search.article import Article, Person
from search.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command on an index of 36 articles."""
    articles = [
        Article(
            id=f"news/{number:02}.txt",
            title=f"Bridge {number}",
            body=f"The bridge of town {number} fell into the river.",
            date=date(2025, 1, 1 + number % 25),
            source=f"Paper {number % 24:02}",
            people=(Person(f"Anna Number{chr(97 + number % 25)}"),),
        )
        for number in range(36)
    ]
    publish(articles, tmp_path / "index")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--index", str(tmp_path / "index")])
        return status, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    "command",
    [
        ("query", "bridge", "--ids"),
        ("query", "bridge", "-o", "tsv"),
        ("query", "bridge", "-o", "csv"),
        ("query", "bridge", "-o", "jsonl"),
    ],
)
def test_hits_that_are_left_out_are_said(run: Run, command: tuple[str, ...]) -> None:
    status, _, said = run(*command)
    assert (status, said) == (0, "10 of 36 shown; --limit all shows all\n")
    status, shown, said = run(*command, "--limit", "all")
    assert (status, said) == (0, "")
    assert sum("news/" in line for line in shown.splitlines()) == 36


def test_a_later_page_says_which_it_is(run: Run) -> None:
    said = run("query", "bridge", "--ids", "--offset", "30")[2]
    assert said == "31 to 36 of 36 shown; --limit all shows all\n"


def test_other_ways_to_ask_leave_nothing_unsaid(run: Run) -> None:
    for flag in ("--count", "--quiet"):
        assert run("query", "bridge", flag)[2] == ""
    assert run("query", "bridge", "--limit", "36")[2] == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("facets", "--by", "source"), "20 of 24 values shown; --limit all shows all\n"),
        (("people",), "20 of 25 shown; --limit all shows all\n"),
        (("like", "00"), "10 of 35 shown; --limit all shows all\n"),
        (
            ("stats",),
            "10 of 24 sources shown; --limit all shows all; "
            "10 of 25 people shown; --limit all shows all\n",
        ),
    ],
)
def test_lists_say_what_they_leave_out(run: Run, command: tuple[str, ...], said: str) -> None:
    status, few, about = run(*command)
    assert (status, about) == (0, said)
    status, every, about = run(*command, "--limit", "all")
    assert (status, about) == (0, "")
    assert len(every.splitlines()) > len(few.splitlines())


def test_a_list_of_queries_says_which_were_cut_short(run: Run, tmp_path: Path) -> None:
    (tmp_path / "queries.txt").write_text("bridge\ntown\n")
    said = run("batch", str(tmp_path / "queries.txt"))[2]
    assert said == "2 queries have more hits: 'bridge', 'town'; --limit all shows all\n"
    assert run("batch", str(tmp_path / "queries.txt"), "--limit", "all")[2] == ""


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("limit", ("query", "bridge")),
        ("limit", ("like", "news/01.txt")),
        ("limit", ("batch", "queries.txt")),
        ("top", ("people",)),
        ("top", ("facets", "--by", "source")),
        ("top", ("stats",)),
        ("top", ("dups",)),
        ("top", ("cuts",)),
    ],
)
def test_a_setting_may_be_all_wherever_the_option_may(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("queries.txt").write_text("bridge\n", encoding="utf-8")
    every = run(*command, "--limit", "all", "-o", "text")
    assert every != run(*command, "--limit", "1", "-o", "text") or command[0] in ("dups", "cuts")
    monkeypatch.setenv(f"SEARCH_{name.upper()}", "1")
    assert run(*command, "-o", "text") == run(*command, "--limit", "1", "-o", "text")
    monkeypatch.delenv(f"SEARCH_{name.upper()}")
    Path("search.toml").write_text(f'{name} = "all"\n', encoding="utf-8")
    assert run(*command, "-o", "text") == every
    monkeypatch.setenv(f"SEARCH_{name.upper()}", "ALL")
    assert run(*command, "-o", "text") == every


def test_a_limit_that_is_none_is_an_error_that_lists_what_is(run: Run) -> None:
    status, _, said = run("query", "bridge", "--limit", "few")
    assert status == 2
    assert "'few' is not a limit; expected 0 or more, or 'all'" in said
    assert "expected 1 or more, or 'all'" in run("people", "--limit", "0")[2]


def test_an_age_is_a_date_wherever_it_is_an_age(run: Run) -> None:
    for age in ("30d", "8w", "6m", "1y"):
        assert run("query", "bridge", "--recent", age, "--count")[1] == "36\n"
        assert run("query", "bridge", "--since", age, "--count")[:2] == (1, "0\n")
        assert run("query", f"bridge date:<{age}", "--count")[1] == "36\n"
    status, _, said = run("query", "bridge", "--since", "30q")
    assert (status, "30d or 'last 30 days'" in said) == (2, True)


def test_an_error_lists_every_value_that_is_allowed(run: Run) -> None:
    every = "there are date, people, quoted, source, authors"
    assert f"did you mean 'source'? {every}" in run("query", "-f", "sorce=x")[2]
    assert f"no facet 'x'; {every}" in run("facets", "--by", "x")[2]
    said = run("people", "hid", "Anna Numbera")[2]
    verbs = "merge, split, hide, unhide, review"
    assert said == f"note: 'hid' is no verb; did you mean 'hide'? there are {verbs}\n"
    said = run("export", "--fields", "tite")[2]
    assert "did you mean 'title'? there are id, rank, score, title," in said
