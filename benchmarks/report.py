"""The rows of a benchmark, as a table or as one JSON object (docs: benchmarks/README.md)."""

import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True)
class Row:
    """One figure beside what it is compared with."""

    figure: str
    data: str
    value: float
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)
    target: float | None = None
    at_most: bool = False  # the target is a ceiling, not a floor
    ratio: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        reached = self.value if self.ratio is None else self.ratio
        return reached <= self.target if self.at_most else reached >= self.target


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Of Python, this program and the peers that are installed."""
    found = {"python": platform.python_version()}
    for package in ("news-search", *packages):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def show(rows: Sequence[Row], packages: Iterable[str], as_json: bool) -> None:
    """Print the rows on standard output."""
    if as_json:
        stated = [{**asdict(row), "met": row.met} for row in rows]
        json.dump({"versions": versions(packages), "rows": stated}, sys.stdout, indent=1)
        print()
        return
    print(" ".join(f"{name} {number}" for name, number in versions(packages).items()))
    wide = max(len(row.figure) for row in rows), max(len(row.data) for row in rows)
    for row in rows:
        beside = "  ".join(f"{name} {value:.4g}" for name, value in row.beside.items())
        ratio = f"  ratio {row.ratio:.2f}" if row.ratio is not None else ""
        sign = {True: "met", False: "MISSED", None: ""}[row.met]
        bound = "<=" if row.at_most else ">="
        target = f"{bound} {row.target:g} {sign}" if row.target is not None else ""
        print(
            f"{row.figure:{wide[0]}}  {row.data:{wide[1]}}  {row.value:8.4g} {row.unit:12}"
            f" {target:16}{ratio}  {beside}".rstrip()
        )
