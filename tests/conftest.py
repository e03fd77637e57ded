"""Articles and indexes that most tests share."""

import shutil
import signal
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from support.at_desk import Desk, settled
from support.indexes import EngineOf, publish
from support.small_disk import Disk, mounted

from search.article import Article, Block, Person, Verdict
from search.engines import DEFAULT_ENGINE, open_engine
from search.engines.base import Engine
from search.indexing import build

ROOT = Path(__file__).parent.parent

settings.register_profile("untimed", deadline=None)  # a busy or slow system is no fault
settings.load_profile("untimed")

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell began beside it


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their parameter: packed ones hold the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def engine_of() -> EngineOf:
    """Builds an index of articles in a folder, one commit each, and opens it."""

    def engine(
        articles: Sequence[Article], folder: Path, *, commits: int = 1, name: str = DEFAULT_ENGINE
    ) -> Engine:
        size = -(-len(articles) // commits) or 1
        for start in range(0, max(1, len(articles)), size):
            publish(articles[start : start + size], folder, engine=name)
        return open_engine(folder, name)

    return engine


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """An index of the two seeds; not to be changed."""
    index = tmp_path_factory.mktemp("seeds") / "index"
    build([seeds], index)
    return index


@pytest.fixture
def own_seeds(tmp_path: Path, seeds: Path) -> Path:
    """A copy of the seeds that a test may change."""
    return Path(shutil.copytree(seeds, tmp_path / "seeds"))


@pytest.fixture(scope="session")
def three() -> tuple[Article, ...]:
    """Three small articles, known by heart."""
    teaser = "Harbour crane sinks ferry"
    return (
        Article(
            id="a.txt",
            title="Bridge falls",
            body="The old bridge fell into the river.\n\nMayor Anna Kovalenko closed the road.",
            date=date(2024, 12, 18),
            source="The Harbour Times",
            authors=("Jan Novak",),
            people=(Person("Anna Kovalenko", ("Kovalenko",)),),
            blocks=(Block(teaser, 0, len(teaser), Verdict("cut", "teaser", "another story")),),
        ),
        Article(
            id="b.txt",
            title="River floods the town",
            body="Water of the river stood in the town. The bridge held, and the bridge stood.",
            date=date(2025, 1, 13),
            source="Daily Ledger",
            people=(Person("Anna Kovalenko"), Person("Piotr Lis")),
        ),
        Article(id="c.txt", title="", body="Bridges of air and water."),
    )


@pytest.fixture
def desk(
    tmp_path: Path,
    own_seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """A folder with a copy of the seeds and an index of that copy."""
    build([own_seeds], tmp_path / "index")
    settled(tmp_path, monkeypatch)
    return Desk(capsys)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of one page, which a test may resize."""
    with mounted(tmp_path / "disk") as found:
        yield found
