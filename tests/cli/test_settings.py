"""Settings: first counts the option, then the environment, then a file."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import platformdirs
import pytest
from support.processes import environment

from search.cli import main
from search.cli.settings import SETTINGS, setting_values, settings_files, variable_name
from search.errors import BadUserFile

ROOT = Path(__file__).parents[2]
FIRST = "seeds/000_cd4418e8e1d5f07a.txt"
SECOND = "seeds/002_7aec30fda4bd4711.txt"


class Here:
    """A folder of work with an index of the seeds, and a person's own settings."""

    def __init__(self, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.own = own
        self._capsys = capsys

    def search(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = main(arguments)
        return status, *self._capsys.readouterr()


@pytest.fixture
def here(
    tmp_path: Path,
    own_seeds: Path,
    seeds_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Here:
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(variable_name(name), raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    assert own_seeds.is_dir()
    shutil.copytree(seeds_index, "index")
    return Here(tmp_path / "own" / "news-search" / "search.toml", capsys)


def state(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


PLAIN, WITH_OPTION = ("query", "air defense"), ("query", "air defense", "--since", "2000")


@pytest.mark.parametrize("command", [PLAIN, WITH_OPTION])
def test_an_option_counts_before_the_environment_and_that_before_a_file(
    here: Here, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(here.search(*command)[1].splitlines()) == 2
    state(here.own, "limit = 1")
    assert len(here.search(*command)[1].splitlines()) == 1
    state(Path("search.toml"), "limit = 0")
    assert here.search(*command)[1] == ""
    monkeypatch.setenv("SEARCH_LIMIT", "1")
    assert len(here.search(*command)[1].splitlines()) == 1
    assert len(here.search(*command, "--limit", "2")[1].splitlines()) == 2


@pytest.mark.parametrize("command", [PLAIN, WITH_OPTION])
def test_every_setting_of_a_query_holds_with_options_and_without(
    here: Here, command: tuple[str, ...]
) -> None:
    text = 'output = "json"\nsort = "oldest"\nsynonyms = false\nfacets = false\ncolor = "never"\n'
    state(Path("search.toml"), text)
    answer = json.loads(here.search(*command)[1])
    assert [hit["id"] for hit in answer["hits"]] == [FIRST, SECOND]
    assert not answer.get("facets")


def test_the_file_next_to_the_documents_counts_in_every_folder(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree("index")
    assert here.search("index", "seeds")[0] == 0
    state(Path("search.toml"), 'limit = 1\nindex = "not this one"\n')
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    index = str(tmp_path / "index")
    assert len(here.search("query", "air", "--index", index)[1].splitlines()) == 1
    state(Path("search.toml"), "limit = 2")
    assert len(here.search("query", "air", "--index", index)[1].splitlines()) == 2
    monkeypatch.setenv("SEARCH_INDEX", index)
    assert settings_files(Path(index)) == [Path("search.toml"), tmp_path / "search.toml", here.own]


def test_the_file_next_to_the_documents_sets_no_path_and_no_cost(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree("index")
    assert here.search("index", "seeds")[0] == 0
    state(Path("search.toml"), 'limit = 1\njobs = 4000\nindex = "elsewhere"\n')
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    values = setting_values(str(tmp_path / "index"))
    assert {name: each.value for name, each in values.items()} == {"limit": 1}
    state(tmp_path / "search.toml", 'to = "/etc/passwd"\n')
    status, out, err = here.search("query", "air", "--index", str(tmp_path / "index"))
    assert (status, out) == (2, "")
    assert err.startswith(
        f"Error: cannot read {str(tmp_path / 'search.toml')!r} at line 1: no setting 'to'"
    )


def test_a_folder_is_relative_to_the_folder_of_its_file(here: Here, tmp_path: Path) -> None:
    shutil.move("index", "archive")
    state(here.own, 'index = "../../archive"\n')
    assert len(here.search(*PLAIN)[1].splitlines()) == 2
    assert len(here.search(*WITH_OPTION)[1].splitlines()) == 2
    state(Path("search.toml"), f"index = '{tmp_path / 'none'}'\n")
    shutil.rmtree("seeds")
    assert here.search(*PLAIN)[0] == here.search(*WITH_OPTION)[0] == 3


WRONG = {
    "a = = 1": "at line 1, column 5: invalid value; fix it, or remove it to start again",
    "\n\nlimt = 3": "at line 3: no setting 'limt'; did you mean 'limit'?",
    "[query]\nlimit = 3": "at line 1: no setting 'query'; there are index, limit, ",
    "limit = -1": "at line 1: 'limit' is -1; expected a whole number from 0 on",
    "limit = true": "at line 1: 'limit' is true; expected a whole number from 0 on",
    'limit = "3"': "at line 1: 'limit' is '3'; expected a whole number from 0 on",
    'limit = "al"': "at line 1: 'limit' is 'al'; expected a whole number from 0 on, or 'all'",
    "top = 0": "at line 1: 'top' is 0; expected a whole number from 1 on, or 'all'",
    "# limit\nlimit = []": "at line 2: 'limit' is []; expected a whole number from 0 on",
    'sort = "best"': "at line 1: 'sort' is 'best'; expected one of relevance, newest, oldest",
    'synonyms = "yes"': "at line 1: 'synonyms' is 'yes'; expected true or false",
    'index = ""': "at line 1: 'index' is ''; expected a folder",
    'sort = "newest': "at line 1: unterminated string; fix it, or remove it to start again",
}


@pytest.mark.parametrize(("text", "expected"), WRONG.items())
@pytest.mark.parametrize("command", [PLAIN, WITH_OPTION, ("facets",)])
def test_a_mistake_is_reported_with_file_and_line(
    here: Here, text: str, expected: str, command: tuple[str, ...]
) -> None:
    state(Path("search.toml"), text)
    status, out, err = here.search(*command)
    assert (status, out) == (2, "")
    assert err.startswith(f"Error: cannot read 'search.toml' {expected}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("contents", [b"\xff\xfe\x00", b"limit = \xff"])
def test_a_file_that_is_not_text_is_an_error(here: Here, contents: bytes) -> None:
    Path("search.toml").write_bytes(contents)
    status, _, err = here.search(*PLAIN)
    assert status == 2
    assert err == "Error: cannot read 'search.toml' at line 1: it is not UTF-8; save it as UTF-8\n"


def test_a_folder_of_that_name_is_an_error(here: Here) -> None:
    Path("search.toml").mkdir()
    assert "cannot read 'search.toml': it is a folder; move it away" in here.search(*PLAIN)[2]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SEARCH_LIMIT", "many", "SEARCH_LIMIT is 'many'; expected a whole number from 0 on"),
        ("SEARCH_SYNONYMS", "maybe", "SEARCH_SYNONYMS is 'maybe'; expected true or false"),
        ("SEARCH_OUTPUT", "xml", "SEARCH_OUTPUT is 'xml'; expected one of text, tsv, csv, json"),
    ],
)
def test_a_mistake_in_the_environment_is_reported(
    here: Here, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    for command in (PLAIN, WITH_OPTION):
        status, _, err = here.search(*command)
        assert (status, err[: len(expected) + 7]) == (2, f"Error: {expected}")


def test_a_setting_counts_only_where_it_makes_sense(here: Here) -> None:
    state(Path("search.toml"), 'output = "csv"\nlimit = 1\ntop = 1\n')
    assert here.search("show", "002")[0] == 0  # which writes no csv
    listed = here.search("facets", "--by", "people")[1].splitlines()
    assert len(listed) == 2  # the heads of the columns, and one


def test_config_shows_every_value_with_its_origin(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(Path("search.toml"), "\nlimit = 20\n")
    state(here.own, "jobs = 2\nlimit = 3\n")
    monkeypatch.setenv("SEARCH_SYNONYMS", "off")
    status, out, _ = here.search("config", "--index", "index")
    assert status == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[0] for row in rows] == list(SETTINGS)
    assert rows[0] == ["index", "index", "option", "--index"]
    assert rows[1] == ["limit", "20", "file", "search.toml:2"]
    assert ["synonyms", "false", "environment", "SEARCH_SYNONYMS"] in rows
    assert ["jobs", "2", "file", f"{here.own}:1"] in rows
    assert ["color", "auto", "default", ""] in rows
    answer = json.loads(here.search("config", "-o", "json")[1])
    assert answer["settings"][1] == {
        "name": "limit",
        "value": 20,
        "origin": "file",
        "place": "search.toml:2",
    }
    assert "limit     20" in here.search("config", "-o", "text")[1]


def test_config_shows_one_value_alone(here: Here) -> None:
    state(Path("search.toml"), "synonyms = false\n")
    assert here.search("config", "synonyms")[:2] == (0, "false\n")
    assert here.search("config", "limit")[:2] == (0, "10\n")
    status, _, err = here.search("config", "limti")
    assert (status, "no setting 'limti'; did you mean 'limit'?" in err) == (2, True)


def test_config_shows_where_it_looks(here: Here) -> None:
    state(here.own, "limit = 3")
    shutil.rmtree("index")
    assert here.search("index", "seeds")[0] == 0
    assert here.search("config", "--path")[1].splitlines() == [
        "search.toml\tabsent",
        f"{here.own}\tread",
    ]


def test_config_writes_a_template_that_changes_nothing_and_shows_all(here: Here) -> None:
    assert here.search("config", "--init")[0] == 0
    text = Path("search.toml").read_text(encoding="utf-8")
    assert setting_values() == {}
    status, _, err = here.search("config", "--init")
    assert (status, "there is a 'search.toml' already" in err) == (2, True)
    assert Path("search.toml").read_text(encoding="utf-8") == text
    bare = "\n".join(line.removeprefix("#") for line in text.splitlines() if line[:2] != "# ")
    assert list(tomllib.loads(bare)) == list(SETTINGS)
    state(Path("search.toml"), bare)
    assert len(setting_values()) == len(SETTINGS)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is used")
@pytest.mark.parametrize("folder", ["", "/some/where"])
def test_the_folder_of_settings_is_the_one_that_platformdirs_names(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    expected = platformdirs.user_config_path("news-search", appauthor=False) / "search.toml"
    assert settings_files(Path("none"))[-1] == expected


def test_a_user_without_a_home_has_no_own_settings() -> None:
    code = "from search.cli.settings import setting_values; print(setting_values())"
    variables = environment(HOME="/nonexistent", USERPROFILE="/nonexistent")
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "{}\n"


def test_a_date_in_place_of_a_number_is_an_error(here: Here) -> None:
    with pytest.raises(BadUserFile, match="'limit' is"):
        state(Path("search.toml"), "limit = 1979-05-27")
        setting_values()
    assert here.search("config", "limit")[0] == 2


def test_keys_of_config_are_completed_by_the_shell(here: Here) -> None:
    variables = environment(
        **os.environ,
        _SEARCH_COMPLETE="bash_complete",
        COMP_WORDS="search config to",
        COMP_CWORD="2",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "search"], env=variables, capture_output=True, encoding="utf-8"
    )
    assert ran.stdout.split() == ["plain,top"]
    assert here.own.parent.name == "news-search"
