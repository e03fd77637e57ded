"""What differs between two recordings of record_commands.py, and whether a fact does.

A fact is the exit status; all of an answer for programs (tsv, csv, json, jsonl, toml, BibTeX,
Markdown), read as what it is, so that its layout does not count; the options in a help text; and
in an answer for people and in messages the numbers, the ids and titles in their order, and the
names. All else is wording. It is shown, and counts for nothing.
"""

import csv
import io
import json
import re
import shlex
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice, pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

TERMINAL = "tty "  # begins the line of a command that writes to a terminal
INPUT = " <<< "  # what follows it in a line is standard input
TITLES = "titles.txt"  # the titles of the articles, beside the records
OPENING = 40  # characters by which a title is known: longer ones may be cut
SHOWN = 12  # lines of one difference
FORMAT_OPTIONS = ("-o", "--output", "--format")
FORMATS = {  # of an answer in a pipe; text for all other commands
    **dict.fromkeys(("query", "facets", "like", "people", "dups", "cuts", "eval"), "tsv"),
    **dict.fromkeys(("config", "doctor", "diff"), "tsv"),
    **dict.fromkeys(("batch", "export"), "csv"),
    **dict.fromkeys(("saved list", "saved run"), "tsv"),
    **dict.fromkeys(("saved show", "dump"), "toml"),
    "!stock": "json",
}
COLUMNS = {  # of tables without a header that have sentences in them
    "doctor": ("sign", "what", "mend"),
    "people": ("name", "articles", "quoted", "variants", "reasons"),
}
SENTENCES = frozenset(("what", "mend", "reason", "reasons", "notices"))  # compared as text is

Key = tuple[str, str, int]  # folder, line, and how often it was there before


@dataclass(frozen=True)
class Record:
    """A command line and what it did."""

    folder: str
    line: str
    status: int
    stdout: str
    stderr: str


class Difference(NamedTuple):
    """A part of two records that is not the same."""

    part: str  # status, stdout or stderr
    fact: bool
    lines: Sequence[str]  # what is shown of it


def compare(old: Path, new: Path, ignored: frozenset[str], quiet: bool) -> int:
    """Print the differences between two recordings; return 1 where a fact differs, else 0."""
    olds, news = _records(old), _records(new)
    titles = (old / TITLES).read_text(encoding="utf-8").splitlines()
    judge = Judge(titles, ignored)
    counts = Counter({"same": 0, "wording": 0, "FACT": 0})
    for key, record in olds.items():
        found = list(judge.differences(record, news[key])) if key in news else [MISSING]
        kind = "FACT" if any(each.fact for each in found) else "wording" if found else "same"
        counts[kind] += 1
        if kind == "FACT" or (found and not quiet):
            _print(kind, record, found)
    for folder, line, _ in news.keys() - olds.keys():
        print(f"only in {new}: [{folder}] {line}")
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return 1 if counts["FACT"] else 0


MISSING = Difference("record", True, ("it was not recorded again",))


def _records(folder: Path) -> dict[Key, Record]:
    found: dict[Key, Record] = {}
    before: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.json")):
        fields = json.loads(path.read_text(encoding="utf-8"))
        del fields["number"]
        record = Record(**fields)
        place = (record.folder, record.line)
        found[*place, before[place]] = record
        before[place] += 1
    if not found:
        raise SystemExit(f"no records in {folder}")
    return found


def _print(kind: str, record: Record, found: Sequence[Difference]) -> None:
    print(f"{kind}: [{record.folder}] {record.line}")
    for each in found:
        print(f"  {each.part}: {'fact' if each.fact else 'wording'}")
        for line in each.lines[:SHOWN]:
            print(f"    {line}")
        if len(each.lines) > SHOWN:
            print(f"    ... and {len(each.lines) - SHOWN} lines more")


class Judge:
    """A comparison of records that knows the titles of the articles and the keys to ignore."""

    def __init__(self, titles: Sequence[str], ignored: frozenset[str]) -> None:
        openings = sorted({title[:OPENING].strip() for title in titles}, reverse=True)
        known = "|".join(map(re.escape, filter(None, openings)))
        self._places = re.compile(rf"{ID.pattern}|{known}" if known else ID.pattern)
        self._ignored = ignored

    def differences(self, old: Record, new: Record) -> Iterator[Difference]:
        """Yield the parts of two records that are not the same."""
        if old.status != new.status:
            yield Difference("status", True, (f"{old.status} -> {new.status}",))
        if old.stdout != new.stdout:
            yield from self._outputs(old.line, old.stdout, new.stdout)
        if old.stderr != new.stderr:
            fact = self._facts(old.stderr) != self._facts(new.stderr)
            yield Difference("stderr", fact, _changes(old.stderr, new.stderr))

    def _outputs(self, line: str, old: str, new: str) -> Iterator[Difference]:
        command, form = _command(line), _form(line)
        if form == "help":
            lost = sorted(self._options(old) - self._options(new))
            yield Difference("stdout", bool(lost), lost or _changes(old, new))
        elif form == "text":
            facts = [self._facts(self._kept(text)) for text in (old, new)]
            yield Difference("stdout", facts[0] != facts[1], _changes(old, new))
        else:
            values = [self._pruned(_value(form, command, text)) for text in (old, new)]
            if values[0] != values[1]:
                facts = [self._plain(value) for value in values]
                shown = list(_paths("", *(facts if facts[0] != facts[1] else values)))
                yield Difference("stdout", facts[0] != facts[1], shown)

    def _facts(self, text: str) -> tuple[list[str], Counter[str], Counter[str]]:
        """Return ids and titles in their order, numbers, and names of several words."""
        flat = " ".join(re.sub(r"\x1b\[[\d;]*m", "", text).split())
        places = self._places.findall(flat)
        return places, Counter(NUMBER.findall(flat)), Counter(NAME.findall(flat))

    def _options(self, text: str) -> set[str]:
        found = re.findall(r"--([a-z][\w-]*)", text)
        return {name for name in found if name.removeprefix("no-") not in self._ignored}

    def _kept(self, text: str) -> str:
        """Return the lines that do not begin with a key to ignore."""
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if line.split()[:1] not in self._heads)

    @property
    def _heads(self) -> list[list[str]]:
        return [[key] for key in self._ignored]

    def _pruned(self, value: Any) -> Any:
        """Return the value without the keys, columns and rows to ignore."""
        if isinstance(value, dict):
            return {k: self._pruned(v) for k, v in value.items() if k not in self._ignored}
        if isinstance(value, list):
            return [self._pruned(each) for each in value if _name(each) not in self._ignored]
        return value

    def _plain(self, value: Any, sentence: bool = False) -> Any:
        """Return the value with the facts of each sentence in its place."""
        if isinstance(value, dict):
            return {k: self._plain(v, sentence or k in SENTENCES) for k, v in value.items()}
        if isinstance(value, list):
            return [self._plain(each, sentence) for each in value]
        return str(self._facts(value)) if sentence and isinstance(value, str) else value


ENDINGS = "txt|html|jsonl|csv|tsv|xml|mbox|eml|md|warc|pdf"
ID = re.compile(rf"[\w./-]+\.(?:{ENDINGS})(?:\.gz)?\b(?:#[\w./-]*\w)?")
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
NAME = re.compile(r"\b[A-ZÀ-Ž][\w'’-]+(?: [A-ZÀ-Ž][\w'’.-]+)+")


def _name(each: object) -> str:
    """Return what a row is known by: its name, or its first cell."""
    if isinstance(each, dict):
        return str(each.get("name", next(iter(each.values()), "")))
    return str(each[0]) if isinstance(each, list) and each else ""


def _changes(old: str, new: str) -> list[str]:
    lines = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in islice(lines, 2, None) if not line.startswith("@@")]


def _paths(place: str, old: Any, new: Any) -> Iterator[str]:
    """Yield each place in two values where they differ, with what is there."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _paths(f"{place}.{key}", old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        for number, pair in enumerate(zip_longest(old, new, fillvalue=ABSENT)):
            yield from _paths(f"{place}[{number}]", *pair)
    elif old != new:
        yield f"{place}: {old!r} -> {new!r}"


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


ABSENT = _Absent()


# Formats


def _words(line: str) -> list[str]:
    words = shlex.split(line.removeprefix(TERMINAL).partition(INPUT)[0])
    return [word for word in words if not re.match(r"[A-Z_]+=", word)]


def _command(line: str) -> str:
    """Return the name of the command: query, saved list."""
    words = _words(line)
    return " ".join(words[:2]) if words[0] == "saved" else words[0]


def _form(line: str) -> str:
    """Return the format in which the command of the line answers."""
    words = _words(line)
    if "--help" in words:
        return "help"
    if words[0] == "!read":
        return Path(words[1]).suffix.removeprefix(".")
    for option, value in pairwise(words):
        if option in FORMAT_OPTIONS:
            return value
    variable = re.search(r"\bSEARCH_OUTPUT=(\w+)", line)
    if variable:
        return variable[1]
    return "text" if line.startswith(TERMINAL) else FORMATS.get(_command(line), "text")


def _value(form: str, command: str, text: str) -> Any:
    """Return what the text holds, read in its format; its lines where it cannot be."""
    try:
        return VALUES[form](text, COLUMNS.get(command, ()))
    except (KeyError, ValueError):
        return text.splitlines()


def _csv(text: str, _columns: Sequence[str]) -> Any:
    """Return the rows by their columns, and the comments above them as sentences."""
    lines = text.splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("# ")]
    rows = csv.DictReader(io.StringIO("".join(lines[len(comments) :])))
    return {"notices": comments, "rows": list(rows)}


def _tsv(text: str, columns: Sequence[str]) -> Any:
    rows = [line.split("\t") for line in text.splitlines()]
    return [dict(zip(columns, row, strict=False)) for row in rows] if columns else rows


def _bibtex(text: str, _columns: Sequence[str]) -> Any:
    lines = text.splitlines()
    comments = [line for line in lines if line.startswith("%")]
    return {"notices": comments, "entries": [line for line in lines if line not in comments]}


VALUES: Mapping[str, Callable[[str, Sequence[str]], Any]] = {
    "json": lambda text, _: json.loads(text),
    "jsonl": lambda text, _: [json.loads(line) for line in text.splitlines()],
    "csl-json": lambda text, _: json.loads(text),
    "csv": _csv,
    "tsv": _tsv,
    "toml": lambda text, _: tomllib.loads(text),
    "bibtex": _bibtex,
    "bib": _bibtex,
}
