"""The write path: what changed in the folders is taken up, and nothing else is touched."""

import json
import shutil
from pathlib import Path

import pytest
from support.processes import HAS_LINKS

from search.article import BuildReport, Skip
from search.engines import open_engine
from search.errors import BadSeeds
from search.indexing import build
from search.query import Query


def counts(report: BuildReport) -> tuple[int, int, int, int, int]:
    return (
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        len(report.skipped),
    )


def stamps(index: Path) -> dict[str, int]:
    """When each published file was last written."""
    home = index / "whoosh"
    published = [home / "manifest.json", *home.glob("g*/*")]
    return {path.name: path.stat().st_mtime_ns for path in published}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_second_build_over_unchanged_files_rewrites_nothing(own_seeds: Path, index: Path) -> None:
    assert counts(build([own_seeds], index)) == (2, 0, 0, 0, 0)
    before = stamps(index)
    assert counts(build([own_seeds], index)) == (0, 0, 0, 2, 0)
    assert stamps(index) == before


def test_changed_new_and_deleted_files_are_each_taken_up(own_seeds: Path, index: Path) -> None:
    build([own_seeds], index)
    (own_seeds / "000_cd4418e8e1d5f07a.txt").write_text(
        "Floods\n\nThe river rose overnight.\n", encoding="utf-8"
    )
    (own_seeds / "new.txt").write_text(
        "Snow\n\nIt snowed in the mountains on Friday.\n", encoding="utf-8"
    )
    (own_seeds / "002_7aec30fda4bd4711.txt").unlink()
    assert counts(build([own_seeds], index)) == (1, 1, 1, 0, 0)
    engine = open_engine(index)
    assert engine.search(Query("air defense")).total == 0
    assert engine.search(Query("river")).total == 1
    assert engine.search(Query("snowed mountains")).total == 1


def test_a_dry_run_tells_and_writes_nothing(own_seeds: Path, index: Path) -> None:
    build([own_seeds], index)
    before = stamps(index)
    (own_seeds / "new.txt").write_text(
        "Snow\n\nIt snowed in the mountains on Friday.\n", encoding="utf-8"
    )
    assert counts(build([own_seeds], index, dry_run=True)) == (1, 0, 0, 2, 0)
    assert stamps(index) == before
    assert counts(build([own_seeds], index.with_name("none"), dry_run=True)) == (3, 0, 0, 0, 0)
    assert not index.with_name("none").exists()


def test_only_the_changed_records_of_a_file_of_many_are_made_anew(
    tmp_path: Path, index: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    rows = [{"title": f"Story {n}", "text": f"Rain fell on day {n}."} for n in range(5)]
    path = archive / "2003.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    build([archive], index)
    rows[2]["text"] = "Snow fell instead."
    path.write_text("".join(json.dumps(row) + "\n" for row in rows[:4]), encoding="utf-8")
    assert counts(build([], index)) == (0, 1, 1, 3, 0)
    hits = open_engine(index).search(Query("snow")).hits
    assert [hit.article.id for hit in hits] == ["archive/2003.jsonl#3"]


def test_a_seed_that_cannot_be_read_is_named_each_time_and_stops_nothing(
    own_seeds: Path, index: Path
) -> None:
    (own_seeds / "broken.txt").write_bytes(b"\x00\x01\x02" * 99)
    for expected in [(2, 0, 0, 0, 1), (0, 0, 0, 2, 1)]:
        report = build([own_seeds], index)
        assert counts(report) == expected
        assert report.skipped[0].path == "seeds/broken.txt"


def test_several_processes_make_the_same_index_as_one(tmp_path: Path, seeds: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(seeds, archive)
    for number in range(80):
        (archive / f"{number}.txt").write_text(
            f"Story {number}\n\nMayor Anna Lis spoke.\n", encoding="utf-8"
        )
    build([archive], tmp_path / "one", jobs=1)
    build([archive], tmp_path / "two", jobs=2)
    one, two = open_engine(tmp_path / "one"), open_engine(tmp_path / "two")
    assert one.stats() == two.stats()
    assert one.search(Query("story OR defense", limit=99)).hits == (
        two.search(Query("story OR defense", limit=99)).hits
    )


def test_the_digest_is_the_same_wherever_and_in_whatever_order(tmp_path: Path, seeds: Path) -> None:
    here = Path(shutil.copytree(seeds, tmp_path / "here" / "seeds"))
    there = tmp_path / "there" / "seeds"
    there.mkdir(parents=True)
    build([here], tmp_path / "one")
    for path in sorted(seeds.iterdir(), reverse=True):
        shutil.copy(path, there)
        build([there], tmp_path / "two")
    digests = {open_engine(tmp_path / name).stats().digest for name in ("one", "two")}
    assert len(digests) == 1


def test_folders_named_before_are_kept_and_a_rebuild_forgets_them(
    tmp_path: Path, own_seeds: Path, index: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(
        "Snow\n\nIt snowed in the mountains on Friday.\n", encoding="utf-8"
    )
    build([own_seeds], index)
    assert counts(build([other], index)) == (1, 0, 0, 2, 0)
    assert list(open_engine(index).stats().folders) == ["other", "seeds"]
    assert counts(build([own_seeds], index, rebuild=True)) == (2, 0, 0, 0, 0)
    assert list(open_engine(index).stats().folders) == ["seeds"]


def test_a_moved_folder_keeps_its_articles(tmp_path: Path, own_seeds: Path, index: Path) -> None:
    build([own_seeds], index)
    moved = tmp_path / "moved" / "seeds"
    moved.parent.mkdir()
    own_seeds.rename(moved)
    assert counts(build([moved], index)) == (0, 0, 0, 2, 0)


def test_a_folder_that_is_gone_or_empty_keeps_its_articles_and_is_told_of(
    tmp_path: Path, own_seeds: Path, index: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(
        "Snow\n\nIt snowed in the mountains on Friday.\n", encoding="utf-8"
    )
    build([own_seeds, other], index)
    shutil.rmtree(own_seeds)
    (other / "b.txt").write_text("Rain\n\nIt rained in the valley on Sunday.\n", encoding="utf-8")
    report = build([], index)
    assert counts(report) == (1, 0, 0, 3, 1)
    assert report.skipped[0].path == "seeds"
    assert report.skipped[0].reason.startswith("is missing, its articles are kept")
    own_seeds.mkdir()
    assert build([], index).skipped[0].reason.startswith("is empty, its articles are kept")
    assert counts(build([own_seeds], index)) == (0, 0, 2, 2, 0)


def test_a_rebuild_stops_before_it_loses_a_folder_that_is_gone(
    tmp_path: Path, own_seeds: Path, index: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(
        "Snow\n\nIt snowed in the mountains on Friday.\n", encoding="utf-8"
    )
    build([own_seeds, other], index)
    shutil.rmtree(own_seeds)
    with pytest.raises(BadSeeds, match=r"no documents are left in .*seeds"):
        build([], index, rebuild=True)
    assert open_engine(index).stats().articles == 3
    assert counts(build([other], index, rebuild=True)) == (1, 0, 0, 0, 0)


def test_a_folder_that_was_never_there_is_refused(tmp_path: Path, index: Path) -> None:
    with pytest.raises(BadSeeds, match="no such folder"):
        build([tmp_path / "nowhere"], index)
    assert not index.exists()


def test_a_folder_inside_another_is_indexed_once(own_seeds: Path, index: Path) -> None:
    build([own_seeds], index)
    report = build([own_seeds / "002_7aec30fda4bd4711.txt"], index)
    assert counts(report) == (0, 0, 0, 2, 0)


@HAS_LINKS
@pytest.mark.parametrize("name", ["x" * 300, "loop"])
def test_a_path_that_leads_nowhere_is_a_clear_error(tmp_path: Path, index: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(BadSeeds, match="cannot read"):
        build([tmp_path / name], index)


def test_a_page_without_text_is_skipped(own_seeds: Path, index: Path) -> None:
    (own_seeds / "empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    assert build([own_seeds], index).skipped == (Skip("seeds/empty.html", "holds no text"),)


def test_an_empty_folder_is_refused(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadSeeds, match=r"no documents in .*; it takes \.7z, \.atom, "):
        build([tmp_path / "empty"], index)


def test_nothing_to_index_is_refused(index: Path) -> None:
    with pytest.raises(BadSeeds, match="no folder to index"):
        build([], index)
