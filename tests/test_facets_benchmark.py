"""The benchmark of facts: what it counts, and the files it takes."""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def facets(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("facets", BENCHMARKS / "facets.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "facets", module)
    spec.loader.exec_module(module)
    return module


def test_a_fact_counts_without_accents_case_and_marks(facets: ModuleType) -> None:
    gold = facets.Facts("2024-03-04", "Die Brücke", ["Mary Major", "Jo Minor"], "The Herald")
    said = facets.Facts("2024-03-04", "die «Brucke»", ["By Jo Minor; MARY MAJOR"], "herald.example")
    assert facets.scores([gold], [said]) == {
        "date right": 1,
        "date wrong": 0,
        "headline exact": 1,
        "authors exact": 1,
        "authors F1": 1,
        "source exact": 0,
        "source loose": 1,
    }


def test_a_date_that_is_not_given_is_not_wrong_and_one_too_many_is_invented(
    facets: ModuleType,
) -> None:
    dated, undated = facets.Facts("2024-03-04"), facets.Facts()
    found = facets.scores([dated, undated], [undated, dated])
    assert (found["date right"], found["date wrong"], found["date invented"]) == (0, 0, 1)


def test_people_count_once_a_document_whatever_title_they_bear(facets: ModuleType) -> None:
    text = facets.Text("a", "set", "", ["Rustem Umerov", "John Healey"])
    f1, precision = facets.people_scores([text], [["Defense Rustem Umerov", "Mr. John Healey's"]])
    assert (f1, precision) == (0.5, 0.5)


def test_pages_lie_beside_their_gold_plain_or_packed(facets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html.gz").write_bytes(gzip.compress(b"<h1>Bridge</h1>"))
    (tmp_path / "pages" / "b.html").write_text("<h1>Ferry</h1>", encoding="utf-8")
    rows = [
        {"id": "a", "set": "x", "date": None, "title": "Bridge", "html": "pages/a.html.gz"},
        {"id": "b", "date": "2024-03-04", "html": "pages/b.html"},
        {"id": "c", "html": "pages/gone.html"},
    ]
    gold = tmp_path / "kept.jsonl"
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = facets.pages(gold)
    assert [(page.id, page.group, page.html) for page in found] == [
        ("a", "x", "<h1>Bridge</h1>"),
        ("b", "kept", "<h1>Ferry</h1>"),
    ]
    assert found[0].gold == ("", "Bridge", (), "")
