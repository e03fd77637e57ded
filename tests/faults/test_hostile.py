"""A folder of hostile documents, made smaller, as is the budget: `benchmarks/hostile.py` in small.

Every good article is indexed, and each hostile document is an article or named.
"""

from pathlib import Path

import pytest

from faults.hostile import GOOD, HOSTILE
from search.engines import open_engine
from search.guarded_pool import Budget
from search.indexing import build

PART = 0.01  # of the full size


def test_every_hostile_document_is_indexed_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.guarded_pool.BUDGET", Budget(seconds=1, memory=100_000_000))
    news = tmp_path / "news"
    news.mkdir()
    for number, (file, make) in enumerate(HOSTILE.values(), 100):
        (news / f"{number}{file}").write_bytes(make(PART))
    for number in range(GOOD):
        (news / f"good{number}.txt").write_text("The bridge fell.\n", encoding="utf-8")
    report = build([news], tmp_path / "index", jobs=2)
    ids = {article.id for article in open_engine(tmp_path / "index").articles()}
    assert {f"news/good{number}.txt" for number in range(GOOD)} <= ids
    named = {name.partition("#")[0] for name in [*ids, *(skip.path for skip in report.skipped)]}
    assert named == {f"news/{path.name}" for path in news.iterdir()}
