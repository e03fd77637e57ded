"""Random sequences of changes, each update of which must equal a rebuild.

The articles are small, and share lines, headlines, openings, names and whole texts on purpose.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from search.article import Document
from search.cleaning import clean
from search.cleaning.cut_report import cuts_by_line, cuts_by_rule
from search.cleaning.fingerprints import line_code
from search.cleaning.line_decisions import LineDecision, decide
from search.engines import open_engine, read_ledger, read_manifest
from search.indexing import build
from search.indexing.name_store import record_decision
from search.people import article_people
from search.query import Query
from search.stories.sketches import story_sketch
from search.values import asdict

LONG = (  # paragraphs of twenty words and more, which only copies share
    "The harbour bridge over the river fell on Monday night, and two cars of the city police fell "
    "with it into the cold water below.",
    "Volodymyr Zelensky said on Tuesday that 14 engineers of the ministry had examined the pillars "
    "of the bridge twice in the year before it fell.",
    "Wolodymyr Selenskyj and John Healey met in the town hall of Lenna for three hours to talk "
    "about the costs of a new bridge and of the ferries.",
    "Officials said that the drivers were taken to the hospital in Lenna, where doctors described "
    "their state as serious but stable on Wednesday morning.",
    "Zelensky asked the parliament for 250 million to build another bridge, which would take four "
    "years if the work began before the end of the winter.",
    "J. Healey, who has led the office since 2019, told the committee that nobody had warned him "
    "of the rust which was found below the northern arch.",
)
SHORT = (  # what a source puts under its articles, and openings that teasers repeat
    "Sign up for the Lenna Herald newsletter and never miss a story.",
    "Follow the Evening Courier on social media for more news of the day.",
    "Healey denied it.",
    "The harbour bridge over the river fell on Monday night, and two cars of ...",
    "Volodymyr Oleksandrovych Zelensky agreed with Healey.",
    "Copyright 2024 the Lenna Herald. All rights reserved by the publisher and its partners.",
    "Minister resigns after the bridge of Lenna fell into the river",
)
TITLES = (
    "Minister resigns after the bridge of Lenna fell into the river",
    "The bridge of Lenna fell into the river",
    "Harbour reopens after a long winter of repairs and delays",
    "",
)
SOURCES = ("Lenna Herald", "Evening Courier", "")
DAYS = ("2024-01-05", "2024-01-06", "2021-07-01", "")
NAMES = ("Volodymyr Zelensky", "Wolodymyr Selenskyj", "John Healey", "J. Healey", "Zelensky")
FILES = ("a.jsonl", "b.jsonl", "m/c.jsonl", "z.jsonl")
QUERY = Query("bridge OR river", facets=("source", "people", "date", "quoted"), limit=50)

Row = Mapping[str, Any]


def _row(title: str, body: tuple[str, ...], source: str, day: str) -> Row:
    fields = {"title": title, "body": "\n\n".join(body), "source": source, "date": day}
    return {name: value for name, value in fields.items() if value}


rows = st.builds(
    _row,
    st.sampled_from(TITLES),
    st.lists(st.sampled_from(LONG + SHORT), min_size=1, max_size=6).map(tuple),
    st.sampled_from(SOURCES),
    st.sampled_from(DAYS),
)


def state(index: Path) -> dict[str, object]:
    """Return all that an index answers, but for the times of its build."""
    with closing(open_engine(index)) as engine:
        articles = [asdict(article) for article in engine.articles()]
        results = engine.search(QUERY)
        stories, stats = engine.stories(), engine.stats()
        ledger = read_ledger(index)
        assert ledger
        return {
            "articles": articles,
            "hits": [(hit.article.id, round(hit.score, 6), hit.copies) for hit in results.hits],
            "facets": dict(results.facets),
            "stories": sorted(
                [(id, stories.share(id)) for id in stories.members(number)]
                for number in range(len(stories))
            ),
            "identities": asdict(engine.identities()),
            "rules": [vars(each) for each in cuts_by_rule(engine.articles())],
            "lines": [vars(each) for each in cuts_by_line(engine.articles())],
            "stats": (stats.articles, stats.sources, stats.people, stats.first, stats.undated),
            "words": dict(engine.word_counts()),
            "digest": (read_manifest(index).digest, ledger.digest()),
            "ledger": (dict(ledger.articles), dict(ledger.files), dict(ledger.skips)),
        }


@cache
def warm_up() -> None:
    """Load here what cleaning needs, so that no forked worker has to do it again."""
    article = clean(Document("a.txt", "text", "\n\n".join(LONG + SHORT), ""))
    article_people(article)
    story_sketch(article.body)


class UpdateSequence(RuleBasedStateMachine):
    """An archive that changes step by step, and is updated at some of the steps."""

    def __init__(self) -> None:
        super().__init__()
        warm_up()
        self.home = Path(tempfile.mkdtemp())
        self.folder, self.index = self.home / "news", self.home / "index"
        self.files: dict[str, list[Row]] = {}

    def teardown(self) -> None:
        """Remove the archive."""
        shutil.rmtree(self.home, ignore_errors=True)

    @initialize(first=st.lists(rows, min_size=1, max_size=6))
    def begin(self, first: list[Row]) -> None:
        """Build the index of a first file."""
        self.write("k.jsonl", first)
        self.build()

    def write(self, name: str, contents: list[Row]) -> None:
        """Write a file of rows; without rows there is no such file."""
        path = self.folder / name
        if contents:
            self.files[name] = contents
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(row, ensure_ascii=False) for row in contents]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        elif len(self.files) > 1 and self.files.pop(name, None):
            path.unlink()

    def build(self, *, rebuild: bool = False) -> None:
        """Update or rebuild the index."""
        build([self.folder], self.index, rebuild=rebuild, jobs=1)

    @rule(name=st.sampled_from(FILES), contents=st.lists(rows, max_size=3))
    def replace_file(self, name: str, contents: list[Row]) -> None:
        """Add, replace or remove a file."""
        self.write(name, contents)

    @rule(data=st.data(), row=rows)
    def append_row(self, data: st.DataObject, row: Row) -> None:
        """Add a row at the end of a file."""
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.write(name, [*self.files[name], row])

    @rule(data=st.data(), name=st.sampled_from(FILES))
    def copy_row(self, data: st.DataObject, name: str) -> None:
        """Add a copy of an article, with another first line, to a file."""
        source = data.draw(st.sampled_from(sorted(self.files)))
        row = data.draw(st.sampled_from(self.files[source]))
        edited = {**row, "body": f"{data.draw(st.sampled_from(SHORT))}\n\n{row['body']}"}
        self.write(name, [*self.files.get(name, []), edited])

    @rule(
        code=st.sampled_from(LONG + SHORT).map(line_code), verdict=st.sampled_from(("keep", "cut"))
    )
    def decide_line(self, code: str, verdict: Any) -> None:
        """Decide on a line."""
        decide([str(self.folder)], code, LineDecision(verdict, ""))

    @rule(
        act=st.sampled_from(("merge", "split", "hide", "unhide")),
        names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
    )
    def decide_people(self, act: str, names: list[str]) -> None:
        """Decide on people, which is applied at once."""
        record_decision(self.index, act, names if act == "merge" else names[:1])

    @rule()
    def update(self) -> None:
        """Update the index, and compare it with a rebuild."""
        self.build()
        updated = state(self.index)
        rebuilt = self.home / "rebuilt"
        build([self.folder], rebuilt, jobs=1)
        expected = state(rebuilt)
        for part, value in expected.items():
            assert updated[part] == value, part
        shutil.rmtree(rebuilt)
