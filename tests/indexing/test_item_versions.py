"""Items of a wire: the highest version counts, and cancelled ones are found on request alone."""

import json
from pathlib import Path

import pytest

from search.engines import open_engine
from search.indexing import build
from search.query import Filter, Query

TEXT = "The river Oder rose by {0} metres in the night, the harbour master of Wriezen said. "


def item(
    folder: Path, name: str, version: str, status: str = "usable", number: str = "w-17"
) -> None:
    folder.mkdir(exist_ok=True)
    stated = {
        "uri": number,
        "version": version,
        "headline": f"River rises {version}",
        "versioncreated": "2025-01-13T21:18:00Z",
        "pubstatus": status,
        "body_text": TEXT.format(version) + "\n\n" + TEXT.format("many"),
        "source": "Oder Wire",
    }
    (folder / name).write_text(json.dumps(stated), encoding="utf-8")


def found(index: Path, text: str = "", *filters: Filter) -> list[str]:
    results = open_engine(index).search(Query(text, filters, copies=True, sort="date"))
    assert results.total == len(results.hits)
    return sorted(hit.article.id.removeprefix("wire/") for hit in results.hits)


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    folder = tmp_path / "wire"
    item(folder, "a.json", "2")
    item(folder, "b.json", "10")
    item(folder, "c.json", "1", number="w-18")
    item(folder, "d.json", "1", status="canceled", number="w-19")
    return folder


def test_the_highest_version_replaces_the_others(wire: Path) -> None:
    index = wire.parent / "index"
    build([wire], index)
    assert found(index) == ["b.json#1", "c.json#1"]
    assert found(index, "river") == ["b.json#1", "c.json#1"]
    assert found(index, "river is:superseded") == ["a.json#1"]
    assert found(index, "", Filter("is", ("superseded",))) == ["a.json#1"]


def test_a_higher_version_that_comes_later_replaces_too(wire: Path) -> None:
    index = wire.parent / "index"
    later = (wire / "b.json").read_text(encoding="utf-8")
    (wire / "b.json").unlink()
    build([wire], index)
    assert found(index) == ["a.json#1", "c.json#1"]
    (wire / "b.json").write_text(later, encoding="utf-8")
    assert build([wire], index).added == 1
    assert found(index) == ["b.json#1", "c.json#1"]
    (wire / "b.json").unlink()
    build([wire], index)
    assert found(index) == ["a.json#1", "c.json#1"]


def test_a_cancelled_item_is_found_on_request(wire: Path) -> None:
    index = wire.parent / "index"
    build([wire], index)
    assert found(index, "is:cancelled") == ["d.json#1"]
    assert found(index, "river is:cancelled") == ["d.json#1"]
    assert found(index, "", Filter("is", ("cancelled",))) == ["d.json#1"]
    engine = open_engine(index)
    assert engine.get("wire/d.json#1").catalogue["status"] == ("canceled",)
    reasons = engine.explain("wire/d.json#1", Query("river")).reasons
    assert reasons == ("it has is:cancelled, which is left out",)


def test_a_version_that_is_cancelled_leaves_none(wire: Path) -> None:
    index = wire.parent / "index"
    item(wire, "e.json", "11", status="canceled")
    build([wire], index)
    assert found(index) == ["c.json#1"]
    assert found(index, "is:superseded") == ["a.json#1", "b.json#1"]


def test_two_copies_of_one_version_are_copies(wire: Path) -> None:
    item(wire, "e.json", "10")
    index = wire.parent / "index"
    build([wire], index)
    assert found(index) == ["b.json#1", "c.json#1", "e.json#1"]
