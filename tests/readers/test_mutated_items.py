"""Damaged files of wires, collections and containers end in documents and named skips."""

import json
import random
import re
from pathlib import Path

from support.containers import MAKERS as CONTAINERS
from test_collections import CHAT, PAGE, post, site
from test_wires import BODY, G2, NEWSML, NINJS, NITF, RCV1, TELEPRINTED, XHTML
from test_workbooks import HEADER, MAKERS, ROWS

from search.article import Document, Seed, Skip, Unread
from search.cleaning import clean
from search.readers import read

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Oder Herald",
    "items": [{"id": "1", "content_html": PAGE, "authors": [{"name": "Ada"}], "tags": ["x"]}],
}
SAMPLES = {
    "a.xml": NITF.encode(),
    "b.xml": NEWSML.replace("CONTENT", BODY).encode(),
    "c.xml": G2.replace("CONTENT", XHTML).encode(),
    "d.xml": RCV1.encode(),
    "e.xml": site(post("River", PAGE), post("About", PAGE, kind="page")).encode(),
    "a.txt": TELEPRINTED.encode(),
    **{f"{name}.json": json.dumps(each).encode() for name, each in NINJS.items()},
    "chat.json": json.dumps(CHAT).encode(),
    "feed.json": json.dumps(FEED).encode(),
    **{name: maker((HEADER, *ROWS)) for name, maker in MAKERS.items()},
    **{name: maker({"a.html": b"<p>It rained.</p>" * 40}) for name, maker in CONTAINERS.items()},
}
TEXT = re.compile(rb'"[^"]{0,40}"(?!:)')
VALUES = (b"null", b"[1]", b"{}", b"5", b'["a", {}]', b"true")
MUTATIONS = 400


def mutated(rng: random.Random, stored: bytes) -> bytes:
    """Cut, repeat or change some of it, join it with its own start, or change a type of JSON."""
    place = rng.randrange(len(stored))
    end = place + rng.randrange(1, 200)
    head, piece, tail = stored[:place], stored[place:end], stored[end:]
    texts = list(TEXT.finditer(stored))
    text = rng.choice(texts) if texts else None
    return rng.choice(
        (
            head,
            head + tail,
            head + piece + piece + tail,
            head + bytes([rng.randrange(256)]) + stored[place + 1 :],
            stored + head,
            stored.decode("utf-8", "replace").encode("cp1251", "replace"),
            stored[: text.start()] + rng.choice(VALUES) + stored[text.end() :] if text else head,
        )
    )


def test_nothing_is_lost_silently(tmp_path: Path) -> None:
    for number in range(MUTATIONS):
        rng = random.Random(number)
        name = rng.choice(sorted(SAMPLES))
        (tmp_path / name).write_bytes(mutated(rng, SAMPLES[name]))
        found = list(read(Seed(f"wire/{name}", str(tmp_path / name))))
        assert any(isinstance(each, Document | Skip | Unread) for each in found), (number, name)
        for each in found:
            if isinstance(each, Skip):
                assert "could not be read" not in each.reason, (number, name)
            elif isinstance(each, Document):
                clean(each)
