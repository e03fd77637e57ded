"""Files are made safe on disk and replaced as each system needs it."""

import mmap
import os
import sys
from pathlib import Path
from threading import Timer

import pytest
from support.indexes import publish

from search import file_sync
from search.article import Article
from search.engines import open_engine
from search.errors import NoIndex
from search.query import Query

OF_FCNTL = pytest.mark.skipif(sys.platform == "win32", reason="of POSIX alone: fcntl")


@OF_FCNTL
def test_a_file_is_written_to_the_medium_where_the_system_has_a_call_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(descriptor: int) -> None:
        raise AssertionError(descriptor)

    (tmp_path / "a").touch()
    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(file_sync, "FULL_SYNC", fcntl.F_GETFD)  # any call that succeeds
    file_sync.sync_file(tmp_path / "a")
    monkeypatch.setattr(file_sync, "FULL_SYNC", None)
    with pytest.raises(AssertionError):
        file_sync.sync_file(tmp_path / "a")


@OF_FCNTL
def test_a_drive_that_cannot_do_that_is_synced_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    (tmp_path / "a").touch()
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(file_sync, "FULL_SYNC", 0x7FFF)  # a call that the system does not know
    file_sync.sync_file(tmp_path / "a")
    assert len(synced) == 1


def test_a_file_in_use_is_replaced_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [PermissionError(13, "sharing violation")] * 2
    replace = Path.replace

    def replace_later(new: Path, old: Path) -> Path:
        if faults:
            raise faults.pop()
        return replace(new, old)

    for name in ("old", "new"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(Path, "replace", replace_later)
    monkeypatch.setattr(file_sync, "PATIENCE", 30.0)
    file_sync.replace(tmp_path / "new", tmp_path / "old")
    assert file_sync.read_bytes(tmp_path / "old") == b"new"
    faults.append(PermissionError(13, "denied"))
    monkeypatch.setattr(file_sync, "PATIENCE", 0.0)
    with pytest.raises(PermissionError):
        file_sync.replace(tmp_path / "old", tmp_path / "new")


def test_a_manifest_that_is_missing_for_a_moment_is_waited_for(
    tmp_path: Path, three: tuple[Article, ...]
) -> None:
    publish(three, tmp_path)
    manifest, aside = tmp_path / "whoosh" / "manifest.json", tmp_path / "aside"
    manifest.rename(aside)
    with pytest.raises(NoIndex):
        open_engine(tmp_path)
    Timer(0.2, lambda: aside.rename(manifest)).start()
    engine = open_engine(tmp_path)
    assert engine.search(Query("bridge")).total == 3
    engine.close()


def test_memory_is_released_where_the_system_can_do_that(
    tmp_path: Path, three: tuple[Article, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(mmap, "MADV_DONTNEED", raising=False)
    publish([Article(f"{n}.txt", "Bridge", three[0].body) for n in range(40)], tmp_path)
    engine = open_engine(tmp_path)
    _, hits = engine.search_all(Query("bridge"))
    assert len([hit.article.body for hit in hits]) == 40
    engine.close()
