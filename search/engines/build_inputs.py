"""The record of what an index was built from, so that the next build does only what has changed."""

import json
from collections.abc import Mapping
from pathlib import Path

from search.values import Value, asdict, field

Versions = Mapping[str, int | str]  # part of the program -> number, or digest of its files


class Ledger(Value):
    """The inputs of an index, and the articles and skips they gave."""

    versions: Versions = field(default_factory=dict)  # of cleaning, people, stories
    folders: Mapping[str, str] = field(default_factory=dict)  # name -> where it lies
    files: Mapping[str, str] = field(default_factory=dict)  # path -> sha256 of its bytes
    articles: Mapping[str, str] = field(default_factory=dict)  # id -> sha256 of its bytes
    skips: Mapping[str, str] = field(default_factory=dict)  # path -> reason
    rulings: Mapping[str, str] = field(default_factory=dict)  # code of a line -> keep or cut
    people: str = ""  # sha256 of the user's decisions about people

    def digest(self) -> str:
        """Return a digest that is the same for the same documents, versions and user decisions.

        It does not depend on where the documents lie.
        """
        parts = (self.versions, self.articles, self.rulings)
        facts = [*(sorted(part.items()) for part in parts), self.people]
        from hashlib import sha256  # a query does not wait for OpenSSL

        return sha256(json.dumps(facts).encode()).hexdigest()

    def write(self, path: Path) -> None:
        """Write the ledger as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0), encoding="utf-8")


def parse_ledger(contents: bytes) -> Ledger:
    """Return the ledger that `write` wrote."""
    return Ledger(**json.loads(contents))
