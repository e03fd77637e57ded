"""An index that a stranger made: its checksums are right, and what it says is not believed."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from search.engines import open_engine, open_writer
from search.engines.index_folder import LEDGER, MANIFEST, manifest_checksum, size_and_checksum
from search.errors import BrokenIndex
from search.indexing import build
from search.indexing.name_store import record_decision

Fields = dict[str, Any]


@pytest.fixture
def index(tmp_path: Path, own_seeds: Path) -> Path:
    build([own_seeds], tmp_path / "index")
    return tmp_path / "index"


def rewrite_manifest(index: Path, change: Callable[[Fields], object]) -> None:
    """Change the manifest, and make its checksum right."""
    path = index / "whoosh" / MANIFEST
    fields = json.loads(path.read_bytes())
    del fields["check"]
    change(fields)
    fields["check"] = manifest_checksum(fields)
    path.write_text(json.dumps(fields), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields["files"].update({"../../../stolen": [1, 1]}),
        lambda fields: fields["files"].update({"/etc/hostname": [1, 1]}),
        lambda fields: fields["files"].update({"ledger.json": ["1", None]}),
        lambda fields: fields["files"].update({"ledger.json": [-1, 1]}),
        lambda fields: fields.update(files=[1, 2]),
        lambda fields: fields.update(generation="../../x"),
        lambda fields: fields.update(generation=1.5),
        lambda fields: fields.update(generation=7),
        lambda fields: fields.update(folders=["seeds"]),
        lambda fields: fields.update(folders={"seeds": 3}),
        lambda fields: fields.update(means={"body": "long"}),
        lambda fields: fields.update(versions=None),
        lambda fields: fields.update(digest=None),
        lambda fields: fields.update(more=1),
        lambda fields: fields.pop("files"),
    ],
)
def test_a_manifest_that_is_none_is_a_broken_index(
    index: Path, change: Callable[[Fields], object]
) -> None:
    rewrite_manifest(index, change)
    before = sorted(index.parent.rglob("*"))
    with pytest.raises(BrokenIndex):
        open_engine(index)
    with suppress(BrokenIndex):  # where it does not say which folders it was built from
        open_writer(index).close()  # it starts from nothing
    assert sorted(index.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "ledger",
    [
        b"[]",
        b"{",
        b"[" * 100_000,
        b'"\xff"',
        b'{"folders": ["seeds"]}',
        b'{"folders": {"seeds": 1}}',
        b'{"articles": null}',
        b'{"skips": {"a": ["b"]}}',
        b'{"other": 1}',
        b"{}",
    ],
)
def test_a_ledger_that_is_none_is_a_broken_index(index: Path, ledger: bytes) -> None:
    path = next((index / "whoosh").glob("g*")) / LEDGER
    path.write_bytes(ledger)
    state = size_and_checksum(path)
    rewrite_manifest(index, lambda fields: fields["files"].update({LEDGER: state}))
    with pytest.raises(BrokenIndex):
        record_decision(index, "hide", ["John Healey"])
    assert not (index.parent / "people.toml").exists()
    report = build([index.parent / "seeds"], index)
    assert report.added + report.changed == 2
