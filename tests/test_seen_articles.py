"""What a saved search has shown is remembered for each user, outside of the index."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from support.processes import PRIVATE, posix_alone
from support.small_disk import Disk

from search import seen_articles
from search.errors import BadUserFile, LockedUserFile
from search.seen_articles import SeenArticles, merged
from search.user_files import edit_lock
from search.user_files.user_places import user_name


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SeenArticles:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "index").mkdir()
    return SeenArticles(tmp_path / "searches.toml", tmp_path / "index")


def file(folder: Path) -> Path:
    return folder / f"searches-seen-{user_name()}.json"


def test_articles_are_remembered_by_search_whatever_its_case(
    seen: SeenArticles, tmp_path: Path
) -> None:
    assert seen.of("weekly") == {}
    seen.add("Weekly", {"a": "1"})
    seen.add("weekly", {"a": "2", "b": "1"})
    seen.add("daily", {"c\udcff": "1"})  # a name that is not UTF-8
    assert seen.of("WEEKLY") == {"a": "2", "b": "1"}
    assert file(tmp_path).stat().st_mode & 0o777 == PRIVATE
    assert json.loads(file(tmp_path).read_text(encoding="utf-8")) == {
        "schema_version": 1,
        "searches": {"daily": {"c\udcff": "1"}, "weekly": {"a": "2", "b": "1"}},
    }
    seen.forget("weekly")
    assert (seen.of("weekly"), seen.of("daily")) == ({}, {"c\udcff": "1"})
    seen.copy("daily", "monthly")
    assert seen.of("monthly") == seen.of("daily")


def test_a_full_disk_sends_it_to_the_folder_of_the_user(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    disk.resize(20)
    seen = SeenArticles(disk.place / "searches.toml", tmp_path / "index")
    seen.add("weekly", {"a": "1"})
    disk.resize(disk.used)
    more = {f"article {number}": "1" for number in range(500)}
    seen.add("weekly", more)
    assert seen.of("weekly") == {"a": "1", **more}
    assert [path.name[:14] for path in (tmp_path / "state" / "news-search").iterdir()] == [
        "searches-seen-"
    ]
    disk.resize(100)
    seen.add("weekly", {"b": "1"})
    assert (
        json.loads(file(disk.place).read_text(encoding="utf-8"))["searches"]["weekly"][
            "article 499"
        ]
        == "1"
    )


def test_where_no_place_can_be_written_it_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "blocked"))
    (tmp_path / "blocked").touch()
    seen = SeenArticles(tmp_path / "none" / "searches.toml", tmp_path)
    with seen.one_run("weekly"), pytest.raises(BadUserFile, match=r"cannot write .*none"):
        seen.add("weekly", {"a": "1"})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"schema_version": 1}',
        '{"schema_version": 1, "searches": {"a": {"b": 1}}}',
    ],
)
def test_a_damaged_file_is_an_error_and_stays(
    seen: SeenArticles, tmp_path: Path, text: str
) -> None:
    file(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(BadUserFile, match="remove it, and all articles are new again"):
        seen.of("weekly")
    with pytest.raises(BadUserFile, match="remove it"):
        seen.add("weekly", {"a": "1"})
    assert file(tmp_path).read_text(encoding="utf-8") == text


@posix_alone("they named files by the number of a user")
def test_what_earlier_versions_kept_in_the_index_is_moved(
    seen: SeenArticles, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    old = index / f"seen-weekly-{os.getuid()}.json"
    old.write_text('{"schema_version": 1, "name": "weekly", "seen": {"a": "1"}}', encoding="utf-8")
    key = sha256(os.fsencode(index)).hexdigest()[:16]
    aside = tmp_path / "state" / "news-search" / f"{key}-seen-daily.json"
    aside.parent.mkdir(parents=True)
    aside.write_text('{"schema_version": 1, "name": "daily", "seen": {"b": "1"}}', encoding="utf-8")
    assert (seen.of("weekly"), seen.of("daily")) == ({"a": "1"}, {"b": "1"})
    seen.add("weekly", {"c": "1"})
    assert (old.exists(), aside.exists()) == (False, True)
    assert (seen.of("weekly"), seen.of("daily")) == ({"a": "1", "c": "1"}, {"b": "1"})
    seen.forget("daily")
    assert (seen.of("daily"), aside.exists()) == ({}, False)


def test_one_process_prints_at_a_time(seen: SeenArticles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_lock, "PATIENCE", 0.1)
    with seen.one_run("weekly"), seen.one_run("daily"):
        seen.add("weekly", {"a": "1"})
        with pytest.raises(LockedUserFile) as caught, seen.one_run("Weekly"):
            pass
    assert str(caught.value) == (
        "another process is printing what is new in 'Weekly'; try again when it has ended"
    )


def test_two_records_are_merged() -> None:
    first = {"weekly": {"a": "1", "b": "1"}}
    second = {"weekly": {"a": "2", "c": "1"}, "daily": {}}
    assert merged(dict(first), dict(second)) == {
        "daily": {},
        "weekly": {"a": "1", "b": "1", "c": "1"},
    }
    text = seen_articles.to_text(first)
    assert seen_articles.parse(seen_articles.UserFile(Path(), text)) == first
