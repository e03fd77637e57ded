"""`search people`: who is named in the archive, by which names, and a person's say in it."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from search.analysis import folded
from search.cli.open_index import opened
from search.cli.options import at_index, in_format
from search.cli.terminal import close, say, view, write
from search.engines.base import Engine
from search.identities import Variant
from search.output import SCHEMA_VERSION
from search.output.display import columns, line
from search.query import NONE, Query

VALUE = 40  # columns a name takes at most
COLUMNS = ("name", "articles", "quoted", "variants", "reasons")


class Listed(NamedTuple):
    """A person of the archive."""

    name: str
    articles: int
    quoted: int  # of them, those with words of the person
    variants: tuple[Variant, ...]

    def has(self, part: str) -> bool:
        """Whether one of the names has it, accents and case aside."""
        return any(part in folded(name) for name in (self.name, *(v.name for v in self.variants)))


class Act(NamedTuple):
    """What may be decided about names."""

    least: int  # names it wants
    done: str


ACTS = {
    "merge": Act(2, "one person, shown as {0!r}"),
    "split": Act(1, "nothing is merged with {0!r} any more"),
    "hide": Act(1, "{0!r} is in no facet any more"),
}


class Words(click.ParamType[str]):
    """The words after the command, of which the first may be an act."""

    name = "words"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The acts, where none is given yet."""
        first = not ctx.params.get(param.name or "")
        return [CompletionItem(act) for act in ACTS if first and act.startswith(incomplete)]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return " ".join(str(value).split()) or self.fail("a name is empty", param, ctx)


@click.command(short_help="List people with their names, and merge, split or hide them.")
@click.argument("words", nargs=-1, metavar="[NAME|merge|split|hide]...", type=Words())
@click.option("--top", type=click.IntRange(1), default=20, help="List at most this many.")
@click.option(
    "--like", default="", metavar="TEXT", help="Keep people with TEXT in one of their names."
)
@in_format(("text", "tsv", "json", "jsonl", "csv"))
@at_index
def people(words: tuple[str, ...], top: int, like: str, name: str, folder: Path) -> int:
    """List the people of the archive: the articles that name them, and the other names that
    count as theirs, each with the articles that have it and the reason.

    \b
    search people                                       those in most articles
    search people zelensky                              the same as --like zelensky
    search people --top 1000 -o jsonl
    search people merge "Volodymyr Zelensky" "Wolodymyr Selenskyj"
    search people split "Mike Johnson"                  two people: merge nothing with the name
    search people hide "Storm Shadow"                   nobody

    The first name of 'merge' is the one that is shown. Decisions are written to 'people.toml'
    beside the folder of documents, which may be edited by hand; they survive every build, and are
    applied at once. A later decision on a name takes the place of an earlier one.

    Exit status: 0 found or done, 1 nobody found, 2 usage error, 3 no index that can be used.
    """
    if words and words[0] in ACTS:
        return _decide(folder, words[0], words[1:])
    engine = opened(folder)
    parts = [folded(part) for part in (" ".join(words), like) if part]
    found = [each for each in _everybody(engine) if all(map(each.has, parts))]
    write(FORMS[name](found[:top]))
    hidden = f"; {len(found) - top} more: --top {len(found)}" if len(found) > top else ""
    close(f"{len(found)} {'person' if len(found) == 1 else 'people'}{hidden}", bool(found))
    return 0 if found else 1


def _everybody(engine: Engine) -> list[Listed]:
    """Everybody, those in most articles first."""
    facets = engine.search(Query(limit=0, facets=("people", "quoted"))).facets
    quoted = {count.value: count.count for count in facets["quoted"]}
    known = engine.identities().people
    return [
        Listed(each.value, each.count, quoted.get(each.value, 0), known.get(each.value, ()))
        for each in facets["people"]
        if each.value != NONE
    ]


def _decide(folder: Path, act: str, names: Sequence[str]) -> int:
    """Write the decision beside the first folder of documents, and apply it."""
    from search.indexing.name_store import record_decision  # loads the write path

    least, done = ACTS[act]
    if len(names) < least:
        wants = "the name to show and one more at least" if least > 1 else "a name"
        raise click.UsageError(f"'search people {act}' wants {wants}; put each in quotes")
    known = {folded(form): form for form in _forms(opened(folder))}
    exact = list(dict.fromkeys(_known(name, known) for name in names))
    if len(exact) < least:
        raise click.UsageError(f"{exact[0]!r} is one name; nothing to {act}")
    path = record_decision(folder, act, exact)
    say(f"{done.format(exact[0])}; written to {path}")
    return 0


def _forms(engine: Engine) -> Iterator[str]:
    """Every name that counts as a person's, or that a person said is nobody's."""
    for each in _everybody(engine):
        yield from (variant.name for variant in each.variants)
        yield each.name
    yield from engine.identities().values


def _known(name: str, known: dict[str, str]) -> str:
    if folded(name) in known:
        return name if name in known.values() else known[folded(name)]
    likely = [each for each in known if each[:1] == folded(name)[:1]]  # of very many, for speed
    near = get_close_matches(folded(name), likely, 1, 0.6)
    mend = f"did you mean {known[near[0]]!r}?" if near else "'search people' lists all"
    raise click.UsageError(f"nobody is called {name!r}; {mend}")


def _text(found: Sequence[Listed]) -> Iterator[str]:
    """A table of people, each with the other names below."""
    names = [
        name for each in found for name in (each.name, *(f"  {v.name}" for v in each.variants))
    ]
    wide = min(max(map(columns, map(line, names)), default=0), VALUE)
    room = max((view().width or 100) - wide - 10, 20)
    for each in found:
        yield f"{_cell(each.name, wide)}  {each.articles:>6}"
        for name, articles, reason in each.variants:
            label = _cell(f"  {name}", wide)
            yield f"{label}  {articles:>6}  {_cell(reason, room).rstrip()}"


def _cell(text: str, wide: int) -> str:
    """The text on one line in so many columns, cut or padded to them."""
    shown = line(text)
    while columns(shown) > wide:
        shown = shown[:-2] + "…"
    return shown + " " * (wide - columns(shown))


def _row(each: Listed) -> list[str]:
    variants = "; ".join(variant.name for variant in each.variants)
    reasons = "; ".join(variant.reason for variant in each.variants)
    return [each.name, str(each.articles), str(each.quoted), variants, reasons]


def _tsv(found: Sequence[Listed]) -> Iterator[str]:
    for each in found:
        yield "\t".join(map(line, _row(each)))


def _csv(found: Sequence[Listed]) -> Iterator[str]:
    for row in (list(COLUMNS), *map(_row, found)):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(map(line, row))
        yield written.getvalue()


def _record(each: Listed) -> dict[str, object]:
    return {**each._asdict(), "variants": [variant._asdict() for variant in each.variants]}


def _json(found: Sequence[Listed]) -> Iterator[str]:
    whole = {"schema_version": SCHEMA_VERSION, "people": list(map(_record, found))}
    yield json.dumps(whole, ensure_ascii=False, indent=2)


def _jsonl(found: Sequence[Listed]) -> Iterator[str]:
    for each in found:
        record = {"schema_version": SCHEMA_VERSION, **_record(each)}
        yield json.dumps(record, ensure_ascii=False)


FORMS: dict[str, Callable[[Sequence[Listed]], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
