"""The command `search people`, which lists people and corrects who is the same person."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from search.analysis import folded
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, limit_option
from search.cli.terminal import counted, more_hint, say, say_summary
from search.closest_name import closest_name, suggestion
from search.engines.base import Engine
from search.identities import Variant
from search.output.display import View, fit, shorten, text_width
from search.output.safe_text import safe_line
from search.output.table import Cell
from search.query import NONE, Query

MAX_NAME = 40  # columns a name takes at most
COLUMNS = ("name", "articles", "quoted", "variants", "reasons")


class ListedPerson(NamedTuple):
    """A person of the archive."""

    name: str
    articles: int
    quoted: int  # of them, those with words of the person
    variants: tuple[Variant, ...]

    def has(self, part: str) -> bool:
        """Return whether one of the names contains the part, accents and case aside."""
        names = (self.name, *(variant.name for variant in self.variants))
        return any(part in folded(name) for name in names)


VERBS = {  # and the message when it is done
    "merge": "one person, shown as {0!r}",
    "split": "nothing is merged with {0!r} any more",
    "hide": "{0!r} is in no facet any more",
    "unhide": "{0!r} is in the facets again",
}
BY_TEXT = ("hide", "unhide")  # the verbs that take --like
REVIEW = "review"  # the verb that lists doubtful names
DOUBTS = ("name", "articles", "doubt")


def name_or_verb(text: str) -> str:
    """Return the text with single spaces."""
    if not text.strip():
        raise click.BadParameter("a name is empty")
    return " ".join(text.split())


def _complete(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Return the verbs, where no word is given yet."""
    return [
        verb for verb in (*VERBS, REVIEW) if verb.startswith(start) and not ctx.params.get("words")
    ]


@click.command(short_help="List people with their names; merge, split or hide them.")
@click.argument(
    "words",
    nargs=-1,
    metavar="[NAME|merge|split|hide|unhide|review]...",
    type=name_or_verb,
    shell_complete=_complete,
)
@limit_option()
@click.option(
    "--like", default="", metavar="TEXT", help="Keep people with TEXT in one of their names."
)
@output_options()
@index_option
def people(words: tuple[str, ...], limit: int, like: str, output: Output, folder: Path) -> int:
    """List the people of the archive: the articles that name them, and the other names that
    count as theirs, each with the articles that have it and the reason.

    \b
    search people                                       those in most articles
    search people zelensky                              the same as --like zelensky
    search people --limit 1000 -o jsonl
    search people merge "Volodymyr Zelensky" "Wolodymyr Selenskyj"
    search people split "Mike Johnson"                  two people: merge nothing with the name
    search people hide "Storm Shadow"                   nobody
    search people hide --like regiment                  all whose names have that text
    search people unhide "Storm Shadow"                 somebody after all
    search people review                                names that may be nobody's, and why

    The first name of 'merge' is the one that is shown. Decisions are written to 'people.toml'
    next to the folder of documents, which may be edited by hand. They survive every build and are
    applied at once. A later decision on a name replaces an earlier one.

    Exit status: 0 found or done, 1 nobody found, 2 usage error, 3 no index that can be used.
    """
    if words and words[0] in VERBS:
        return _decide(folder, words[0], words[1:], folded(like))
    engine = open_or_build(folder)
    if words and words[0] == REVIEW:
        return _review(engine, [*words[1:], like], limit, output)
    parts = [folded(part) for part in (" ".join(words), like) if part]
    found = [person for person in _everybody(engine) if all(map(person.has, parts))]
    shown = found[:limit]
    records = [
        {**each._asdict(), "variants": [variant._asdict() for variant in each.variants]}
        for each in shown
    ]
    output.show_list("people", COLUMNS, records, map(_row, shown), partial(_text, shown))
    more = more_hint(len(found), len(shown))
    people = counted(len(found), "person", "people")
    say_summary("; ".join(filter(None, (people, more))), bool(found), more)
    if not found and len(words) > 1 and closest_name(words[0], (*VERBS, REVIEW)):
        say(f"note: {words[0]!r} is no verb; {suggestion(words[0], (*VERBS, REVIEW))}")
    return 0 if found else 1


def _everybody(engine: Engine) -> list[ListedPerson]:
    """Return everybody, those in most articles first."""
    facets = engine.search(Query(limit=0, facets=("people", "quoted"))).facets
    quoted = {count.value: count.count for count in facets["quoted"]}
    known = engine.identities().people
    return [
        ListedPerson(each.value, each.count, quoted.get(each.value, 0), known.get(each.value, ()))
        for each in facets["people"]
        if each.value != NONE
    ]


def _review(engine: Engine, parts: Sequence[str], limit: int, output: Output) -> int:
    """List the names that may be nobody's, or several people's, those in most articles first."""
    from search.people.doubtful_names import doubt  # loads the lists of names
    from search.people.people_decisions import decisions, name_key

    known = decisions(engine.stats().folders.values())
    decided = set(map(name_key, (*known.split, *known.merged.values())))
    folds = list(map(folded, filter(None, parts)))
    found = [
        {"name": each.name, "articles": each.articles, "doubt": why}
        for each in _everybody(engine)
        if all(map(each.has, folds)) and name_key(each.name) not in decided
        if (why := doubt(each.name))
    ]
    shown = found[:limit]
    output.show_list("people", DOUBTS, shown)
    more = more_hint(len(found), len(shown))
    names = counted(len(found), "doubtful name")
    say_summary("; ".join(filter(None, (names, more))), bool(found), more)
    return 0 if found else 1


def _decide(folder: Path, verb: str, names: Sequence[str], like: str) -> int:
    """Write the decision next to the first folder of documents, and apply it.

    `like` adds everybody, or of those who are hidden each, with this text in a name.
    """
    from search.indexing.name_store import record_decision  # loads the write path

    if like and verb not in BY_TEXT:
        raise click.UsageError(f"--like goes with {' and '.join(BY_TEXT)}, not with {verb!r}")
    least = 2 if verb == "merge" else 1
    if len(names) < least and not like:
        needs = "the name to show and at least one more" if least > 1 else "a name"
        raise click.UsageError(f"'search people {verb}' needs {needs}; put each in quotes")
    with closing(open_or_build(folder)) as engine:
        exact = _chosen_names(engine, verb, names, like)
    if len(exact) < least:
        raise click.UsageError(f"{exact[0]!r} is one name; nothing to {verb}")
    path = record_decision(folder, verb, exact)
    for name in exact if verb in BY_TEXT else exact[:1]:
        say(f"{VERBS[verb].format(name)}; written to {path}")
    return 0


def _chosen_names(engine: Engine, verb: str, names: Sequence[str], like: str) -> list[str]:
    """Return the names as they are known, with those of which `like` is a part."""
    from search.people.people_decisions import decisions

    hidden = decisions(engine.stats().folders.values()).hidden
    if verb == "unhide":
        known = {folded(name): name for name in hidden}
        like_it = [name for name in hidden if like and like in folded(name)]
    else:
        known = {folded(form): form for form in _forms(engine)}
        like_it = [each.name for each in _everybody(engine) if like and each.has(like)]
    if like and not like_it:
        raise click.UsageError(f"nobody's name has {like!r}; 'search people' lists all")
    if verb == "unhide":
        for name in names:
            if folded(name) not in known:
                remedy = f"hidden are {', '.join(map(repr, hidden))}" if hidden else "nobody is"
                raise click.UsageError(f"{name!r} is not hidden; {remedy}")
    return list(dict.fromkeys([*(_known_name(name, known) for name in names), *like_it]))


def _forms(engine: Engine) -> Iterator[str]:
    """Yield every name that counts as a person's, or was decided to be nobody's."""
    for person in _everybody(engine):
        yield from (variant.name for variant in person.variants)
        yield person.name
    yield from engine.identities().values


def _known_name(name: str, known: dict[str, str]) -> str:
    if folded(name) in known:
        return name if name in known.values() else known[folded(name)]
    likely = [each for each in known if each[:1] == folded(name)[:1]]  # of very many, for speed
    near = get_close_matches(folded(name), likely, 1, 0.6)
    remedy = f"did you mean {known[near[0]]!r}?" if near else "'search people' lists all"
    raise click.UsageError(f"nobody is called {name!r}; {remedy}")


def _text(found: Sequence[ListedPerson], view: View) -> Iterator[str]:
    """Yield a line for each person, with their other names below."""
    names = [person.name for person in found]
    names += [f"  {variant.name}" for person in found for variant in person.variants]
    width = min(max(map(text_width, map(safe_line, names)), default=0), MAX_NAME)
    reason_width = max((view.width or 100) - width - 10, 20)
    for person in found:
        yield f"{view.paint('strong', fit(person.name, width))}  {person.articles:>6}"
        for name, articles, reason in person.variants:
            note = view.paint("faint", shorten(reason, reason_width))
            yield f"{fit(f'  {name}', width)}  {articles:>6}  {note}"


def _row(person: ListedPerson) -> dict[str, Cell]:
    names = tuple(variant.name for variant in person.variants)
    reasons = tuple(variant.reason for variant in person.variants)
    return {**person._asdict(), "variants": names, "reasons": reasons}
