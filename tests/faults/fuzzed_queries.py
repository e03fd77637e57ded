"""Random texts of the query language, and what must hold of each."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from support.indexes import publish
from support.random_queries import TODAY, wikinews

from search.engines import whoosh
from search.engines.whoosh.engine import WhooshEngine
from search.errors import BadQuery, SearchError
from search.facet_definitions import FACETS
from search.query import NONE, Filter, Query
from search.query.parser import FIELD_NAMES, MOST_CHARACTERS, parse
from search.query.unparse import unparse

WORDS = (
    *(
        "the",
        "police",
        "president",
        "election",
        "storm",
        "air",
        "defense",
        "covid-19",
        "U.S.",
        "don't",
    ),
    *(
        "Air",
        "NATO",
        "2019",
        "19",
        "ABCDEF",
        "a",
        "Côte",
        "Ünal",
        "Zając",
        "zyxomma",
        "none",
        "to",
        "TO",
    ),
)
ODD = (
    *(
        "и",
        "президент",
        "大統領",
        "صاروخ",
        "नमस्ते",
        "ﬁ",
        "ß",
        "İ",
        "ı",
        "e\u0301",
        "\u0301",
        "Å",
        "ǅ",
        "𝔘",
        "😀",
    ),
    *(
        "\u200b",
        "\u200d",
        "\u202e",
        "\x00",
        "\x1b[2J",
        "\x7f",
        "\x9b",
        "\ud800",
        "\udcff",
        "\ufeff",
        "\u2028",
    ),
    *(
        "\xa0",
        "\u3000",
        "\t",
        "\n",
        "\r",
        "٣",
        "½",
        "²",
        "_",
        "__",
        "…",
        "—",
        "\u2011",
        "'",
        "`",
        "\\",
        "/",
    ),
)
SIGNS = (
    *(
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        "((",
        "))",
        "-",
        "--",
        "=",
        "~",
        "~1",
        "~2",
        "~3",
        "~>4",
        "~999",
        "~1000",
    ),
    *(
        '"',
        '""',
        "“",
        "”",
        "„",
        "«",
        "»",
        "＂",
        "*",
        "**",
        "?",
        "??",
        "[",
        "]",
        "{",
        "}",
        "..",
        "||",
        "&&",
    ),
    *(
        "^2",
        "+",
        "!",
        ":",
        "::",
        ";",
        ",",
        ".",
        "#",
        "@",
        "%",
        "<",
        ">",
        ">=",
        "$",
        "http://a.b/c?d=e",
    ),
)
FIELDS = (
    *(f"{name}:" for name in FIELD_NAMES),
    "in:title",
    "in:teasers",
    "in:all",
    "query:weekly",
    "x:",
)
DATES = (
    *(
        "date:2019",
        "date:2019-01",
        "date:2019-01-13",
        "date:2019-01-01..2019-12",
        "date:>=2019",
        "date:<2019",
    ),
    *(
        "date:none",
        'date:"last 30 days"',
        "date:2019-99",
        "date:..",
        "date:2019..",
        "date:..2019",
        "date:0",
    ),
    *("date:9999-12-31", "date:0001", "date:today", "date:yesterday", 'date:"last 99999999 weeks"'),
)
PHRASES = (
    '"air defense"',
    '="air defense"',
    '"air defense"~4',
    '"defense air"~>2',
    "pres*",
    "p?lice",
    "storn~",
)
GROUPS = (WORDS, WORDS, WORDS, WORDS, WORDS, PHRASES, PHRASES, FIELDS, SIGNS, DATES, ODD)
SHOWN = 1  # hits whose snippets are compared, which take longer than the query
ARTICLES = 24  # of the index that is asked: most queries then take less than a millisecond


class Engines(NamedTuple):
    """One index, opened with each kernel."""

    plain: WhooshEngine
    arrays: WhooshEngine


def open_engines(folder: Path) -> Engines:
    """Build an index of two segments with changed and removed articles, and open it twice."""
    articles = wikinews()[:ARTICLES]
    publish(articles[: ARTICLES // 2], folder)
    publish(articles[ARTICLES // 2 :], folder, [each.id for each in articles[3:12:4]])
    kernels = ("plain", "arrays")
    return Engines(*(whoosh.open_engine(folder / "whoosh", kernel=name) for name in kernels))


def random_text(random: Random) -> str:
    """Return some pieces of the language, side by side or with spaces, in quotes or parentheses."""
    pieces = []
    for _ in range(random.choice((1, 2, 3, 3, 4, 5, 7, 12, 30))):
        pieces.append(random.choice(random.choice(GROUPS)))
        if random.random() < 0.6:
            pieces.append(" ")
    text = "".join(pieces)
    if random.random() < 0.05:
        text = text * random.choice((2, 10, 100))
    shape = random.choice(
        ("{}", "{}", "{}", "({})", '"{}"', "-({})", "title:({})", "({}) OR storm")
    )
    return shape.format(text)


def random_filters(random: Random) -> tuple[Filter, ...]:
    """Return no filter, most often, or one by any text."""
    if random.random() < 0.8:
        return ()
    values = tuple(
        random.choice((*WORDS, *ODD, NONE, "2019-02")) for _ in range(random.choice((1, 2)))
    )
    return (Filter(random.choice(list(FACETS)), values, random.random() < 0.3),)


def trouble(text: str, filters: Sequence[Filter], engines: Engines) -> str:
    """Return what is wrong with how a query is read and answered; empty where all is well."""
    try:
        tree = parse(text, TODAY)
    except BadQuery as error:
        return "" if 1 <= error.column <= len(text) + 1 else f"column {error.column}"
    written = unparse(tree)
    if len(written) <= MOST_CHARACTERS and parse(written, TODAY) != tree:
        return f"written back as {written!r}, which is another tree"
    query = Query(text, filters=tuple(filters), today=TODAY, facets=("date", "people"))
    one, other = (_answer(engine, query) for engine in engines)
    return "" if one == other else f"the kernels differ: {str(one)[:300]} {str(other)[:300]}"


def _answer(engine: WhooshEngine, query: Query) -> object:
    try:
        results = engine.search(query)
        hits = [(hit.id, hit.score) for hit in results.hits]
        shown = [(hit.snippets, hit.why) for hit in results.hits[:SHOWN]]
        return results.total, hits, shown, dict(results.facets), results.notices
    except SearchError as error:
        return str(error)
