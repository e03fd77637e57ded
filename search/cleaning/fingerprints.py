"""Sketches as bytes, to be kept beside an index until the next build."""

import json
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

from search.cleaning.corpus_evidence import KINDS, Seen, Sketch
from search.cleaning.facts.outlet_names import Outlet

ARRAYS = ("sizes", "marks", "firsts", "lasts", "leads", "counts", "runs")


def view(seen: Iterable[Seen], outlet: str = "") -> str:
    """What the other documents say of one, in short: another view asks for another judgement.

    `outlet` is what they call its outlet, where that is another name than its own.
    """
    said: list[object] = [(place, *each) for place, each in enumerate(seen) if any(each)]
    said += [outlet] if outlet else []
    return sha256(repr(said).encode()).hexdigest()[:16] if said else ""


def packed(sketches: Mapping[str, Sketch], views: Mapping[str, str]) -> bytes:
    """The sketches and views, by id, so that `unpacked` gives them back."""
    rows = (json.dumps([id, views[id], *_plain(sketches[id])]) for id in sorted(sketches))
    return zlib.compress("\n".join(rows).encode(), 1)


def unpacked(stored: bytes) -> tuple[dict[str, Sketch], dict[str, str]]:
    """The sketches and views that were packed."""
    rows = [json.loads(row) for row in zlib.decompress(stored).decode().splitlines()]
    return {id: _sketch(*row) for id, _, *row in rows}, {id: view for id, view, *_ in rows}


def _plain(sketch: Sketch) -> tuple[str, list[str], tuple[int, ...], tuple[str, ...]]:
    arrays = [array(kind, getattr(sketch, name)) for kind, name in zip(KINDS, ARRAYS, strict=True)]
    return (
        sketch.source,
        [b64encode(each.tobytes()).decode() for each in arrays],
        sketch.title,
        sketch.outlet,
    )


def _sketch(source: str, arrays: list[str], title: list[int], outlet: list[str]) -> Sketch:
    sizes, marks, firsts, lasts, leads, counts, runs = map(array, KINDS, map(b64decode, arrays))
    size, mark, first, last = title
    head = (size, mark, first, last)
    return Sketch(source, sizes, marks, firsts, lasts, leads, counts, runs, head, Outlet(*outlet))
