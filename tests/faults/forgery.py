"""Segments with other numbers and the right checksums, as only a program of a stranger writes."""

import json
import zlib
from pathlib import Path
from random import Random

from search.engines import engine_folder
from search.engines.index_folder import (
    MANIFEST,
    generation_folder,
    manifest_checksum,
    read_manifest,
    size_and_checksum,
)
from search.engines.whoosh.storage.segment_file import FOOTER, ITEM_SIZES, Section

HOW = ("high", "zero", "other", "short")


def forge(index: Path, random: Random) -> str:
    """Change a section of a segment and all checksums that cover it; return what was changed."""
    home = engine_folder(index)
    manifest = json.loads((home / MANIFEST).read_bytes())
    generation = generation_folder(home, read_manifest(home))
    path = random.choice(sorted(generation.glob("*.seg")))
    content = bytearray(path.read_bytes())
    start, _, size, *_ = FOOTER.unpack(content[-FOOTER.size :])
    table = json.loads(content[start : start + size])
    sections = {name: Section(*each) for name, each in table["sections"].items()}
    name = random.choice([name for name, each in sections.items() if each.size])
    how = random.choice(HOW)
    sections[name] = _changed(content, sections[name], how, random)
    table["sections"] = sections
    _finish(path, content[:start], json.dumps(table).encode())
    manifest["files"][path.name] = size_and_checksum(path)
    del manifest["check"]
    manifest["check"] = manifest_checksum(manifest)
    (home / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return f"{path.name} {name} {how}"


def _changed(content: bytearray, section: Section, how: str, random: Random) -> Section:
    """Change one number of a section, or leave out its last ones."""
    width, start = ITEM_SIZES[section.type], section.start
    place = start + width * random.randrange(section.size // width)
    if how == "short":
        section = section._replace(size=width * random.randrange(section.size // width))
    else:
        content[place : place + width] = {
            "high": b"\xff" * width,
            "zero": bytes(width),
            "other": random.randbytes(width),
        }[how]
    return section._replace(crc=zlib.crc32(content[start : start + section.size]))


def _finish(path: Path, content: bytes, table: bytes) -> None:
    """Write the file with its table and footer."""
    _, _, _, _, version, _, magic = FOOTER.unpack(path.read_bytes()[-FOOTER.size :])
    size = len(content) + len(table) + FOOTER.size
    parts = (len(content), size, len(table), zlib.crc32(table), version)
    crc = zlib.crc32(FOOTER.pack(*parts, 0, magic)[:-12])
    path.write_bytes(content + table + FOOTER.pack(*parts, crc, magic))
