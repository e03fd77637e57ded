"""An index from a stranger: its files are well formed or refused, and none of them runs code."""

import json
import os
import pickle
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.at_desk import Desk
from support.indexes import EngineOf, publish
from support.memory import measured
from support.processes import HAS_PIPES

from search import bounded_zlib
from search.article import Article
from search.engines import engine_folder, open_engine, open_writer, read_manifest, whoosh
from search.engines import index_folder as folders
from search.engines.whoosh.storage.segment_file import FOOTER, MAGIC, SegmentFile
from search.engines.whoosh.storage.stored_articles import encode_record
from search.engines.whoosh.writing.runs import compressed_records
from search.errors import BrokenIndex, OldIndex
from search.identities import Identities
from search.indexing import build
from search.indexing.name_store import record_decision
from search.query import Query

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def index(engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path) -> Path:
    """An index in two segments, with a deletion and identities."""
    engine_of(three, tmp_path / "index", commits=2)
    publish([], tmp_path / "index", ["b.txt"], Identities({"Piotr Lis": "Peter Lis"}))
    return tmp_path / "index"


def manifest_with(index: Path, **changed: object) -> None:
    """Rewrite the manifest with other fields and the right checksum."""
    path = engine_folder(index) / folders.MANIFEST
    fields = json.loads(path.read_text("utf-8"))
    del fields["check"]
    fields.update(changed)
    fields["check"] = folders.manifest_checksum(fields)
    path.write_text(json.dumps(fields), encoding="utf-8")


def file_with(index: Path, name: str, contents: bytes) -> None:
    """Replace a file of the index, and its size and checksum in the manifest."""
    manifest = read_manifest(index)
    path = engine_folder(index) / manifest.name / name
    path.unlink(missing_ok=True)
    path.write_bytes(contents)
    files = {**manifest.files, name: (len(contents), zlib.crc32(contents))}
    manifest_with(index, files=files)


def use(index: Path) -> None:
    """Read what a query and a list of skips read."""
    with closing(whoosh.open_engine(engine_folder(index))) as engine:
        engine.search(Query("bridge person:lis"))
        engine.skips()
        engine.stats()


@pytest.mark.parametrize(
    "changed",
    [
        {"files": []},
        {"files": {"ledger.json": 5}},
        {"files": {"ledger.json": [1, "x"]}},
        {"files": {"../../seeds.txt": [1, 2]}},
        {"files": {"..": [1, 2]}},
        {"files": {"/dev/zero": [1, 2]}},
        {"files": {"_MAIN_1.toc": [1, 2]}},
        {"generation": -1},
        {"generation": 10**4000},
        {"generation": True},
        {"generation": "../g000001"},
        {"means": {"body": float("nan")}},
        {"means": {"body": "long"}},
        {"means": 7},
        {"versions": []},
        {"versions": {"schema": {}}},
        {"folders": {"docs": 5}},
        {"folders": None},
        {"digest": 5},
        {"format": None},
        {"format": {}},
        {"more": 1},
    ],
    ids=str,
)
def test_a_manifest_of_a_wrong_form_is_refused(index: Path, changed: dict[str, Any]) -> None:
    manifest_with(index, **changed)
    with pytest.raises((BrokenIndex, OldIndex), match=r"--rebuild --index"):
        use(index)


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "{}", "nul", DEEP, '{"check": 1}', "\xff", "1" * 9999]
)
def test_a_manifest_that_is_no_manifest_is_refused(index: Path, text: str) -> None:
    (engine_folder(index) / folders.MANIFEST).write_text(text, encoding="latin-1")
    with pytest.raises(BrokenIndex, match=r"manifest\.json .*search verify"):
        use(index)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        DEEP,
        '{"more": 1}',
        '{"articles": [1]}',
        '{"articles": {"a": 1}}',
        '{"people": 5}',
    ],
    ids=range(7),
)
def test_a_ledger_of_a_wrong_form_is_refused(index: Path, text: str) -> None:
    file_with(index, folders.LEDGER, text.encode())
    with pytest.raises(BrokenIndex, match=r"ledger\.json cannot be read; .*search verify"):
        use(index)


@pytest.mark.parametrize("name", ["people.json", "stories"])
@pytest.mark.parametrize(
    "contents",
    [b"[]", b"{", DEEP.encode(), b"[1, 2, 3]", b'[[["a", 5.5]], [], []]', b"\xff" * 64],
    ids=range(6),
)
def test_other_files_of_a_wrong_form_are_refused(index: Path, name: str, contents: bytes) -> None:
    file_with(index, name, contents)
    with pytest.raises(BrokenIndex, match=rf"{re.escape(name)} cannot be read; .*search verify"):
        use(index)


@pytest.mark.parametrize("name", ["names", "sketches", "evidence.000001"])
@pytest.mark.parametrize(
    "contents", [b"x", b"[]", zlib.compress(b"[1]"), b"\xff" * 64], ids=range(4)
)
def test_an_update_refuses_a_store_of_a_wrong_form(
    own_seeds: Path, tmp_path: Path, name: str, contents: bytes
) -> None:
    index = tmp_path / "index"
    build([own_seeds], index)
    file_with(index, name, contents)
    (own_seeds / "new.txt").write_text("Ferry sinks\n\nIt sank in the harbour.\n", "utf-8")
    with pytest.raises(
        BrokenIndex, match=rf"{name.partition('.')[0]}.* cannot be read; .*search verify"
    ):
        build([], index)


def segment_with(index: Path, change: Callable[[dict[str, Any]], object]) -> str:
    """Change the table of a segment, and all its checksums; return the name of the file."""
    path = sorted(engine_folder(index).glob("g*/*.seg"))[0]
    content = path.read_bytes()
    start, _, size, _, version, _, _ = FOOTER.unpack(content[-FOOTER.size :])
    table = json.loads(content[start : start + size])
    replaced = change(table)
    encoded = replaced.encode() if isinstance(replaced, str) else json.dumps(table).encode()
    parts = (start, start + len(encoded) + FOOTER.size, len(encoded), zlib.crc32(encoded), version)
    check = zlib.crc32(FOOTER.pack(*parts, 0, MAGIC)[:-12])
    file_with(index, path.name, content[:start] + encoded + FOOTER.pack(*parts, check, MAGIC))
    return path.name


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.update(documents=10**15),
        lambda table: table.update(documents=-1),
        lambda table: table.update(documents="many"),
        lambda table: table.update(properties={"body": 1.5}),
        lambda table: table.update(properties=[]),
        lambda table: table.update(sections=[]),
        lambda table: table["sections"].update(date=[0, 1 << 62, "B", 0]),
        lambda table: table["sections"].update(date=[-5, 5, "B", 0]),
        lambda table: table["sections"].update(date=[0, 5, "I", 0]),
        lambda table: table["sections"].update(date=[0, 5, "Z", 0]),
        lambda table: table["sections"].update(date=[0]),
        lambda table: table["sections"].clear(),
        lambda table: table["sections"].pop("body.terms"),
        lambda _: DEEP,
        lambda _: "[]",
    ],
    ids=range(15),
)
def test_a_segment_that_declares_what_it_cannot_contain_is_refused(
    index: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    name = segment_with(index, change)
    with pytest.raises(BrokenIndex, match=rf"{name} has .*search verify"):
        use(index)


def section_with(index: Path, name: str, contents: Callable[[int], bytes]) -> None:
    """Change the contents of a section of a segment, and all its checksums."""
    path = sorted(engine_folder(index).glob("g*/*.seg"))[0]
    start, size, _, _ = SegmentFile(path, index).sections[name]
    content = path.read_bytes()
    changed = contents(size)
    file_with(index, path.name, content[:start] + changed + content[start + size :])
    crc = zlib.crc32(changed)
    segment_with(index, lambda table: table["sections"][name].__setitem__(3, crc))


@pytest.mark.parametrize("name", ["stems.at", "body.widths", "body.df", "ids", "ids.at"])
def test_a_section_of_wrong_numbers_is_refused(index: Path, name: str) -> None:
    section_with(index, name, lambda size: b"\xff" * size)
    with (
        closing(whoosh.open_engine(engine_folder(index))) as engine,
        pytest.raises(BrokenIndex, match=r"has wrong numbers in section .*search verify"),
    ):
        for hit in engine.search(Query("bridge OR harbour OR fell OR held", limit=9)).hits:
            assert hit.article
        list(engine.articles())


@HAS_PIPES
def test_a_pipe_in_place_of_any_file_is_refused_at_once(index: Path) -> None:
    home = engine_folder(index)
    manifest = read_manifest(index)
    for path in (
        home / folders.MANIFEST,
        *(home / manifest.name / name for name in manifest.files),
    ):
        content = path.read_bytes()
        path.unlink()
        os.mkfifo(path)
        code = (
            "import sys; from pathlib import Path; from search.cli import main;"
            "sys.exit(max(main([name, *rest, '--index', sys.argv[1]])"
            " for name, *rest in (['query', 'bridge'], ['verify'])))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, index],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert ran.returncode == 3, path.name
        assert "Traceback" not in ran.stderr
        path.unlink()
        path.write_bytes(content)


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("ran",)


def test_nothing_in_an_index_is_unpickled(desk: Desk) -> None:
    index = Path("index")
    manifest = read_manifest(index)
    evil = pickle.dumps(Evil())
    home = engine_folder(index)
    for name in [*manifest.files, "../manifest.json", "../holder.json"]:
        path = home / manifest.name / name
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(evil)
        for line in (
            ["query", "defense"],
            ["people"],
            ["dups"],
            ["cuts"],
            ["export-whoosh", "new"],
        ):
            assert desk.search(*line).status in (0, 1, 2, 3)
        path.write_bytes(content)
        assert not Path("ran").exists(), name


def test_the_engine_unpickles_only_what_its_own_processes_send() -> None:
    package = Path(folders.__file__).parents[1]
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"pickle\.loads?\(|marshal|shelve", path.read_text("utf-8"))
    }
    assert users == {"process_pools.py", "indexing/spool.py", "indexing/two_pass.py"}


def test_a_bomb_is_refused_in_little_memory() -> None:
    bomb = zlib.compress(bytes(1 << 30), 9)
    raw = bomb[2:-4]  # without header and checksum

    def inflate() -> None:
        with pytest.raises(ValueError, match="inflates to too much"):
            bounded_zlib.inflate(bomb)
        with pytest.raises(ValueError, match="inflates to too much"):
            bounded_zlib.inflate_record(raw, b"")

    _, most = measured(inflate)
    assert most < 40 * len(bomb) + 100_000_000


def test_an_article_that_shrinks_to_nearly_nothing_is_read_as_it_was(tmp_path: Path) -> None:
    long = Article("a.txt", "Rain", "rain " * 2_000_000)
    publish([long], tmp_path)
    with closing(whoosh.open_engine(engine_folder(tmp_path))) as engine:
        assert engine.get("a.txt").body == long.body
    (record,) = compressed_records([long], b"")
    assert len(record) > len(encode_record(long))
    text = b"x" * 50_000_000
    assert bounded_zlib.inflate(bounded_zlib.deflate(text)) == text


def test_a_decision_is_not_recorded_in_a_damaged_index(own_seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([own_seeds], index)
    file_with(index, folders.LEDGER, b"{}")
    with pytest.raises(BrokenIndex, match=r"ledger\.json"):
        record_decision(index, "hide", ["John Healey"])
    next(engine_folder(index).glob("g*/*.seg")).unlink()
    with pytest.raises(BrokenIndex, match=r"\.seg"):
        record_decision(index, "hide", ["John Healey"])


def test_a_changed_manifest_has_no_generation_swept(index: Path) -> None:
    path = engine_folder(index) / folders.MANIFEST
    text = path.read_text("utf-8")
    generation = read_manifest(index).generation
    path.write_text(text.replace(f'"generation": {generation}', '"generation": 77'), "utf-8")
    open_writer(index).close()
    path.write_text(text, "utf-8")
    assert open_engine(index).search(Query("bridge")).total == 2
