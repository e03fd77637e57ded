"""Mutated files that people keep, and what must hold of reading and of changing them."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from faults.mutations import mutate
from search.analysis import folded, stems
from search.cleaning import line_decisions
from search.cleaning.line_decisions import LineDecision
from search.cli import settings
from search.cli.saved_queries import SavedQueries
from search.errors import SearchError
from search.indexing import decisions_dump
from search.judgements import read_judgements
from search.people import people_decisions
from search.query.parser import parse
from search.query.synonyms import SynonymTable
from search.readers.ignore_files import is_ignored, read_layer
from search.saved_searches import read_searches, remove, rename, save
from search.seen_articles import parse as parse_seen
from search.user_files.user_file import read

PEOPLE = """\
# of the desk
hide = ["Storm Shadow"]  # a missile
split = [
    "Mike Johnson",  # two people
]

[merge]
# transliterations
"Volodymyr Zelensky" = ["Wolodymyr Selenskyj", 'Zelenskyy']
Umerov = ["R. Umerov"]
"""
LINES = """\
# lines of 2025
[lines.3f9a1c20b7d4e651]
verdict = "keep"  # the editor said so
text = "Read the full interview on Friday."

[lines]
abc123 = { verdict = "cut", text = "Share" }
"""
SEARCHES = """\
# for Monday
[weekly]
query = "air defense -drill"
person = ["John Healey", "Rustem Umerov"]
since = "last 7 days"
limit = 20
# mine

["both.two"]
query = 'query:weekly OR "storm"'  # and more
sort = "newest"
"""
SETTINGS = """\
# limits
limit = 20
output = "jsonl"
facets = true
sort = "newest"
index = "elsewhere"
"""
DUMP = (
    decisions_dump.HEAD
    + f"""format = 1

[[file]]
name = "people.toml"
folders = ["seeds"]
text = '''
{PEOPLE}'''

[[file]]
name = "synonyms.txt"
folders = ["seeds"]
text = '''
drone, uav
'''
"""
)
TOKENS = (
    *(
        "[",
        "]",
        "[[x]]\n",
        "[a.b]\n",
        "a.b.c = 1\n",
        '"""',
        "'''",
        "= ",
        "#",
        "\n",
        '"',
        "'",
        "{}",
        ",",
        "\\",
    ),
    *(
        "1979-05-27T07:32:00Z",
        "inf",
        "nan",
        "0x1F",
        "1_000",
        "true",
        '"\\u0000"',
        '"\\ud800"',
        "\x7f",
        "\r\n",
    ),
    *(
        "[lines]\n",
        "[merge]\n",
        'hide = ["X"]\n',
        "Umerov",
        '"Umerov" = []\n',
        "limit",
        "verdict",
        "query = ",
    ),
)


class Kind(NamedTuple):
    """A kind of file: a good one, how it is read, and how a command changes it."""

    name: str
    text: str
    load: Callable[[Path], object]
    change: Callable[[Path], object] | None = None  # a change that `load` shows, and no error


def _people(path: Path) -> Any:
    return people_decisions.decisions([str(path.parent / "seeds")])


def _hide(path: Path) -> None:
    people_decisions.decide([str(path.parent / "seeds")], lambda known: known.hide(["Anna Lee"]))


def _lines(path: Path) -> Any:
    return line_decisions.line_decisions([str(path.parent / "seeds")])


def _keep(path: Path) -> None:
    line_decisions.decide(
        [str(path.parent / "seeds")], "abc123", LineDecision("keep", "Share \x7f")
    )


def _searches(path: Path) -> Any:
    """Return the searches, each of which is a query or a reported mistake."""
    found = read_searches(path)
    queries = SavedQueries(found)
    for name in queries:
        try:
            parse(f'query:"{name}"', date(2025, 1, 13), queries)
        except SearchError as error:
            assert "\n" not in str(error), error
    return found.options


def _save(path: Path) -> None:
    save(path, "new", {"query": "storm"})
    save(path, "new", {"query": "storm", "limit": 3})
    rename(path, "new", "newer")
    remove(path, "newer")


def _synonyms(path: Path) -> object:
    table = SynonymTable(stems, folded, [path])
    for text in ("drone strike", "kyiv", "a b c d", "long-range"):
        table.expand(parse(text, date(2025, 1, 13)))
    return None


def _ignored(path: Path) -> object:
    layer = read_layer(str(path.parent))
    return [is_ignored(str(path.parent / name), False, [layer]) for name in ("a.txt", "b/c.html")]


KINDS = (
    Kind("people.toml", PEOPLE, _people, _hide),
    Kind("cleaning.toml", LINES, _lines, _keep),
    Kind("searches.toml", SEARCHES, _searches, _save),
    Kind("search.toml", SETTINGS, settings.file_values),
    Kind(
        "synonyms.txt", "drone, uav, unmanned aerial vehicle  # of the air\nkyiv,kiev\n", _synonyms
    ),
    Kind(".searchignore", "# drafts\n*.tmp\n!keep.tmp\nb/**/c?[!a-z].html\n/x/\n", _ignored),
    Kind("dump.toml", DUMP, decisions_dump.read_dump),
    Kind(
        "searches-seen-ann.json",
        '{"schema_version": 1, "searches": {"weekly": {"a": "0123456789abcdef"}}}',
        lambda path: parse_seen(read(path)),
    ),
    Kind("judged.csv", "query,article,grade\nair,a.txt,1\n" * 3, read_judgements),
)


def mutated(kind: Kind, number: int) -> bytes:
    """Return a mutated file, always the same one for a number."""
    random = Random(f"{kind.name} {number}")
    others = [each.text.encode() for each in KINDS] + [token.encode() for token in TOKENS]
    text = kind.text
    for _ in range(random.choice((0, 0, 1, 2, 4))):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice(TOKENS) + text[place:]
    return mutate(text.encode(), others, random) if random.random() < 0.7 else text.encode()


def trouble(kind: Kind, content: bytes) -> str:
    """Return what is wrong with how a file is read and changed; empty where all is well.

    It is read, or a mistake is reported on one line; a change keeps all else and every comment, or
    is refused, and then the file is as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, kind.name)
        path.write_bytes(content)
        try:
            before = kind.load(path)
        except SearchError as error:
            return "" if "\n" not in str(error) else f"a message of two lines: {error}"
        except OSError as error:
            return "" if kind.name == ".searchignore" else f"{error!r}"
        return _trouble_of_change(kind, path, content, before) if kind.change else ""


def _trouble_of_change(kind: Kind, path: Path, content: bytes, before: Any) -> str:
    assert kind.change
    try:
        kind.change(path)
    except SearchError as error:
        same = path.read_bytes() == content or kind.name == "searches.toml"
        return "" if same and "\n" not in str(error) else f"changed although refused: {error}"
    after = kind.load(path)
    if kind.name == "people.toml":
        before = before.hide(["Anna Lee"])
    if kind.name == "cleaning.toml":
        before = {**before, "abc123": LineDecision("keep", "Share \x7f")}
    if after != before:
        return f"another content: {before} {after}"
    return ""
