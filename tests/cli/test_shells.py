"""The shells of Windows: what each hands over when a line of the documentation is typed in it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.at_desk import FIRST, SECOND, Desk
from support.processes import IS_WINDOWS, SEARCH, environment

PRINT = "import sys; sys.stdout.write('\\n'.join(sys.argv[1:]))"


def powershell_5(*words: str) -> str:
    """Return the command line of words: PowerShell 5 quotes a word with spaces, but no quotes."""
    return " ".join(f'"{each}"' if re.search(r"\s", each) else each for each in words)


def powershell_7(*words: str) -> str:
    """Return the command line of words: PowerShell 7.3 escapes what the program will read back."""
    return subprocess.list2cmdline(words)


def cmd(line: str) -> str:
    """Return the command line, which cmd.exe hands over as it was typed."""
    return line


def arguments(line: str) -> list[str]:
    """Return the arguments that a program for Windows reads in its command line.

    Source: "Parsing C command-line arguments", Microsoft.
    """
    return [re.sub(QUOTE, _quote, found[0]) for found in re.finditer(WORD, line)]


QUOTE = r'(\\*)"'
WORD = r'(?:[^\s"\\]|\\+"?|"(?:\\.|[^"\\])*(?:"|$))+'


def _quote(found: re.Match[str]) -> str:
    """Return what backslashes before a quote mean: two are one, and a last one keeps the quote."""
    pairs, kept = divmod(len(found[1]), 2)
    return "\\" * pairs + '"' * kept


# A phrase, a filter and an exclusion, as the documentation writes them for each shell.
LINES = {
    "PowerShell 5, a phrase": (powershell_5("query", r"\"air defense\""), '"air defense"'),
    "PowerShell 7, a phrase": (powershell_7("query", '"air defense"'), '"air defense"'),
    "cmd.exe, a phrase": (cmd(r'query "\"air defense\""'), '"air defense"'),
    "any, a phrase": (powershell_5("query", "air_defense"), "air_defense"),
    "any, words": (powershell_5("query", "air defense"), "air defense"),
}
"""Each is typed after `search`; the second is the query that must arrive."""


@pytest.mark.parametrize("name", LINES)
def test_the_query_arrives_as_the_documentation_means_it(name: str) -> None:
    line, query = LINES[name]
    assert arguments(line) == ["query", query]
    if IS_WINDOWS:  # what the system itself makes of the line
        command = subprocess.list2cmdline([sys.executable, "-c", PRINT])
        ran = subprocess.run(f"{command} {line}", capture_output=True, check=True)
        assert ran.stdout.decode().splitlines() == ["query", query]


SAME: dict[str, Callable[..., str]] = {"5": powershell_5, "7": powershell_7}


@pytest.mark.parametrize("shell", SAME)
@pytest.mark.parametrize(
    "words",
    [
        ("query", "air_defense", "--person", "John Healey"),
        ("query", "defense", "-f", "source!=The Kyiv Independent"),
        ("query", "person:John_Healey", "NOT", "demographic"),
        ("query", "--", "defense", "-demographic"),
        ("query", "defen*", "--since", "2024-12"),
        ("index", r"D:\news archive"),
    ],
)
def test_what_has_no_inner_quotes_is_the_same_in_every_shell(
    shell: str, words: tuple[str, ...]
) -> None:
    assert arguments(SAME[shell](*words)) == list(words)


@pytest.mark.parametrize(
    ("quoted", "plain"),
    [
        ('"air defense"', "air_defense"),
        ('person:"John Healey"', "person:John_Healey"),
        ('NOT source:"Kyiv Independent"', "NOT source:Kyiv_Independent"),
        ('title:"air defense"', "title:air_defense"),
        ('date:"last 30 days"', "date:last_30_days"),
    ],
)
def test_an_underscore_stands_for_quotes(desk: Desk, quoted: str, plain: str) -> None:
    assert desk.ids("query", quoted) == desk.ids("query", plain)


def test_a_phrase_without_quotes_is_a_phrase(desk: Desk) -> None:
    assert desk.ids("query", "defense_air") == []
    assert sorted(desk.ids("query", "defense air")) == [FIRST, SECOND]


@pytest.mark.usefixtures("desk")
def test_a_pattern_of_paths_is_expanded_where_the_shell_does_not() -> None:
    Path("a b.txt").write_text("It rained.", encoding="utf-8")
    Path("b.txt").write_text("It snowed.", encoding="utf-8")
    line = [*SEARCH, "index", "*.txt", "--index", "two", "--dry-run"]
    ran = subprocess.run(line, env=environment(), capture_output=True, encoding="utf-8")
    if IS_WINDOWS:
        assert ran.stdout == "would add 2, change 0, remove 0, leave 0, skip 0\n"
    else:
        assert ran.stderr.startswith("Error: no such folder '*.txt'")


def test_powershell_completes_commands_options_and_values() -> None:
    def completed(*words: str) -> list[str]:
        variables = environment(
            _SEARCH_COMPLETE="powershell_complete",
            COMP_WORDS="\n".join(words[:-1]),
            COMP_CWORD=words[-1],
        )
        ran = subprocess.run(SEARCH, env=variables, capture_output=True, encoding="utf-8")
        assert all(line.partition("\t")[2] for line in ran.stdout.splitlines())
        return [line.partition("\t")[0] for line in ran.stdout.splitlines()]

    assert completed("search", "qu") == ["query"]
    assert completed("search", "query", "--so") == ["--source", "--sort"]
    assert completed("search", "query", "--sort", "re") == ["relevance"]
    assert completed("search", "completion", "power") == ["powershell"]
