"""Dates as a histogram on a terminal: the interval that fits, and the gaps."""

from datetime import date
from pathlib import Path

import pytest
from support.indexes import publish
from support.processes import SEARCH, environment, run_on_terminal
from support.random_queries import wikinews

from search.article import Article
from search.cli import main
from search.output.date_histogram import fitting_interval, with_gaps
from search.query import FacetCount, Interval


def on_terminal(width: int, *arguments: str) -> list[str]:
    """Return the lines of a command on a terminal of so many columns."""
    variables = environment(PATH="", NO_COLOR="1")
    _, shown = run_on_terminal([*SEARCH, *arguments], variables, columns=width, lines=24)
    return shown.splitlines()


def dated(folder: Path, *days: str) -> Path:
    articles = [Article(f"{n}.txt", "", "Rain.", date.fromisoformat(d)) for n, d in enumerate(days)]
    publish(articles, folder)
    return folder


@pytest.mark.parametrize(
    ("first", "last", "interval"),
    [
        ("2025-01-01", "2025-01-01", "day"),
        ("2025-01-01", "2025-01-31", "day"),
        ("2025-01-01", "2025-02-01", "week"),
        ("2025-01-06", "2025-08-10", "week"),
        ("2025-01-06", "2025-08-11", "month"),
        ("2023-01-15", "2025-07-31", "month"),
        ("2023-01-15", "2025-08-01", "year"),
        ("1825-01-01", "2025-08-01", "year"),
    ],
)
def test_the_shortest_interval_that_fits_is_taken(
    first: str, last: str, interval: Interval
) -> None:
    assert fitting_interval([last, first, "none"]) == interval


def test_without_days_months_are_taken() -> None:
    assert fitting_interval([]) == fitting_interval(["none"]) == "month"


@pytest.mark.parametrize(
    ("interval", "values", "shown"),
    [
        ("year", ["2019", "2021", "none"], ["2019", "2020", "2021", "none"]),
        ("month", ["2019-11", "2020-02"], ["2019-11", "2019-12", "2020-01", "2020-02"]),
        ("month", ["2019-11", "2020-04"], ["2019-11", "… 4 months", "2020-04"]),
        ("week", ["2020-W52", "2021-W01"], ["2020-W52", "2020-W53", "2021-W01"]),
        ("day", ["2020-02-28", "2020-03-01"], ["2020-02-28", "2020-02-29", "2020-03-01"]),
        ("day", ["2020-02-28", "2021-03-01"], ["2020-02-28", "… 366 days", "2021-03-01"]),
        ("year", [], []),
        ("year", ["none"], ["none"]),
    ],
)
def test_empty_intervals_are_shown_or_counted(
    interval: Interval, values: list[str], shown: list[str]
) -> None:
    found = with_gaps([FacetCount(value, 2) for value in values], interval)
    assert [count.value for count in found] == shown
    assert all(count.count == (2 if count.value in values else 0) for count in found)


def test_a_histogram_of_days_as_wide_as_the_terminal(tmp_path: Path) -> None:
    folder = dated(tmp_path / "index", "2025-01-01", "2025-01-01", "2025-01-03", "2025-01-09")
    for width, bar in ((80, 63), (200, 83)):
        assert on_terminal(width, "facets", "--by", "date", "--index", str(folder)) == [
            "date",
            "  2025-01-01  2  " + "█" * bar,
            "  2025-01-02  0",
            "  2025-01-03  1  " + "█" * round(bar / 2),
            "  … 5 days    0",
            "  2025-01-09  1  " + "█" * round(bar / 2),
            "",
            "4 articles",
        ]


def test_an_interval_of_the_command_line_is_kept(tmp_path: Path) -> None:
    folder = dated(tmp_path / "index", "2024-12-31", "2025-01-03")
    options = ("facets", "--by", "date", "--index", str(folder), "--interval")
    assert [line.split()[0] for line in on_terminal(80, *options, "year")[1:3]] == ["2024", "2025"]
    assert [line.split()[0] for line in on_terminal(80, *options, "week")[1:2]] == ["2025-W01"]


def test_no_line_is_wider_than_the_terminal(tmp_path: Path) -> None:
    publish(wikinews(), tmp_path)
    for width in (80, 200):
        lines = on_terminal(width, "facets", "--by", "date", "--index", str(tmp_path))
        assert max(map(len, lines)) <= width
        assert lines[1].split()[:2] == ["2019-01", "16"]
        assert [line.split()[:2] for line in lines[25:29]] == [
            ["2021-01", "0"],
            ["2021-02", "0"],
            ["2021-03", "1"],
            ["none", "25"],
        ]


def test_a_selection_is_shown_without_gaps(tmp_path: Path) -> None:
    folder = dated(tmp_path / "index", "2025-01-01", "2025-01-01", "2025-01-03")
    lines = on_terminal(80, "facets", "--by", "date", "--index", str(folder), "--min", "2")
    assert [line.split()[0] for line in lines if line] == ["date", "2025-01-01", "3"]


def test_in_a_pipe_dates_are_counted_by_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dated(tmp_path / "index", "2025-01-01", "2025-04-03")
    assert main(["facets", "--by", "date", "--index", str(folder)]) == 0
    assert (
        capsys.readouterr().out
        == "date\t2025-01\t1\tfalse\tfalse\ndate\t2025-04\t1\tfalse\tfalse\n"
    )
