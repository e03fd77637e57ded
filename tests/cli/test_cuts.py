"""`search cuts`: the report on what was cut, and decisions that survive every build."""

import json
import shutil
from pathlib import Path

import pytest

from search.cli import main
from search.engines import open_engine
from search.indexing import build
from search.query import Query

AUDIO = "This audio is created with AI assistance"


@pytest.fixture
def index(own_seeds: Path, tmp_path: Path) -> Path:
    build([own_seeds], tmp_path / "index")
    return tmp_path / "index"


def listed(index: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[list[str]]:
    assert main(["cuts", "--index", str(index), "-o", "tsv", *options]) == 0
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def code_of(text: str, index: Path, capsys: pytest.CaptureFixture[str]) -> str:
    rows = listed(index, capsys, "--by", "line", "--limit", "99")
    return next(row[1] for row in rows if row[6] == text)


def test_the_rules_are_listed_by_the_words_they_removed(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = listed(index, capsys)
    words = [int(row[3]) for row in rows]
    assert words == sorted(words, reverse=True)
    assert ["audio notice", "", "1", "7", "1", "The Kyiv Independent", AUDIO] in rows


def test_one_of_something_is_not_several(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cuts", "--index", str(index), "-o", "text"]) == 0
    assert "audio notice: 7 words, 1 line, 1 article (" in capsys.readouterr().out


def test_the_list_can_keep_to_one_source(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = listed(index, capsys, "--source", "MENAFN - UkrinForm")
    assert {row[0] for row in rows} == {"wire head", "photo credit"}


def test_json_has_the_same(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cuts", "--index", str(index), "-o", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema_version"] == 1
    notice = next(cut for cut in answer["cuts"] if cut["rule"] == "audio notice")
    assert (notice["words"], notice["examples"]) == (7, [AUDIO])


def test_decisions_are_verbs_as_in_other_commands(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_of(AUDIO, index, capsys)
    for verb in ("reject", "accept"):
        assert main(["cuts", verb, code, "--index", str(index)]) == 0
        assert "takes effect with 'search index'" in capsys.readouterr().err
    for wrong in (["reject"], ["drop", code], ["accept", code, code]):
        assert main(["cuts", *wrong, "--index", str(index)]) == 2
        assert "expected 'accept CODE' or 'reject CODE'" in capsys.readouterr().err
    assert main(["cuts", "accept", code, "--reject", code, "--index", str(index)]) == 2
    assert "one decision at a time" in capsys.readouterr().err


def test_a_rejected_cut_is_kept_and_survives_a_rebuild(
    index: Path, own_seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_of(AUDIO, index, capsys)
    assert main(["cuts", "--index", str(index), "--reject", code]) == 0
    assert "takes effect with 'search index'" in capsys.readouterr().err
    assert open_engine(index).search(Query("=audio")).total == 0
    report = build([], index)
    assert (report.changed, report.unchanged) == (0, 2)
    assert open_engine(index).search(Query("=audio")).total == 1
    build([], index, rebuild=True)
    assert AUDIO in open_engine(index).find("002").body
    shutil.rmtree(index)
    build([own_seeds], index)
    assert AUDIO in open_engine(index).find("002").body


def test_an_accepted_line_is_cut_again(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = code_of(AUDIO, index, capsys)
    main(["cuts", "--index", str(index), "--reject", code])
    build([], index)
    assert main(["cuts", "--index", str(index), "--accept", code]) == 0
    build([], index)
    article = open_engine(index).find("002")
    assert AUDIO not in article.body
    assert [b.verdict.rule for b in article.cuts if b.text.strip() == AUDIO] == ["ruling"]


def test_a_code_nobody_has_is_a_usage_error(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cuts", "--index", str(index), "--reject", "abc"]) == 2
    assert "no cut line has the code 'abc'" in capsys.readouterr().err


def test_a_mistake_in_the_file_of_decisions_stops_the_build(index: Path) -> None:
    (index.parent / "cleaning.toml").write_text("[lines\n", encoding="utf-8")
    assert main(["index", "--index", str(index)]) == 2
    assert open_engine(index).stats().articles == 2
