"""What an index was built from: so that the next build takes up only what has changed."""

import json
from collections.abc import Mapping
from pathlib import Path

from search.values import Value, asdict, field


class Ledger(Value):
    """The inputs of an index and what became of each."""

    versions: Mapping[str, int] = field(default_factory=dict)  # of schema, analysis, cleaning, ...
    folders: Mapping[str, str] = field(default_factory=dict)  # name -> where it lies
    files: Mapping[str, str] = field(default_factory=dict)  # path -> sha256 of its bytes
    articles: Mapping[str, str] = field(default_factory=dict)  # id -> sha256 of its bytes
    skips: Mapping[str, str] = field(default_factory=dict)  # path -> reason
    rulings: Mapping[str, str] = field(default_factory=dict)  # code of a line -> keep or cut
    people: str = ""  # sha256 of what a person decided about people

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0), encoding="utf-8")


def read(contents: bytes) -> Ledger:
    """The ledger that was written so."""
    return Ledger(**json.loads(contents))
