"""This program and its peers, each made to do the same work: see peers.py.

Each indexes title and body with positions and English stemming, id, date, source and people, and
keeps the article. Each answers with the number of matches, the ids and titles of the best ten, and
counts over all matches: every source, every month, the twenty people named most.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from peer_queries import Asked

from search.article import Article, Person
from search.engines import open_engine, open_writer
from search.engines.base import Ledger
from search.query import Filter, Query

TEN, PEOPLE = 10, 20
FACETS = Query().facets
HEAP = 128_000_000  # bytes that tantivy may hold before it writes a segment
HALF = 1 << 29  # bytes of SQLite's cache, so that it is not the disk that is measured


class Answer(NamedTuple):
    """What is compared."""

    total: int
    hits: list[tuple[str, str]]  # id and title
    facets: Mapping[str, Mapping[str, int]]


def articles(path: Path) -> Iterator[Article]:
    """The articles of a file of lines as the generator of the corpus writes them."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            stated = json.loads(line)
            yield Article(
                id=stated["id"],
                title=stated["title"],
                body=stated["body"],
                date=date.fromisoformat(stated["date"]),
                source=stated["source"],
                people=tuple(map(Person, stated["people"])),
                path=stated["id"],
                url=stated.get("url", ""),
            )


class Ours:
    """This program."""

    package = "news-search"

    @staticmethod
    def build(found: Iterable[Article], folder: Path) -> None:
        writer = open_writer(folder)
        for article in found:
            writer.add(article)
        writer.commit(Ledger())

    def __init__(self, folder: Path) -> None:
        self._engine = open_engine(folder)

    def ask(self, asked: Asked, facets: bool = True) -> Answer:
        results = self._engine.search(self._query(asked, facets))
        hits = [(hit.head.id, hit.head.title) for hit in results.hits]  # type: ignore[attr-defined]
        if not facets:
            return Answer(results.total, hits, {})
        tables: Any = results.facets
        people = {count.value: count.count for count in tables.largest("people", PEOPLE)}
        counts = {facet: tables.counts(facet) for facet in ("source", "date")}
        return Answer(results.total, hits, {**counts, "people": people})

    def _query(self, asked: Asked, facets: bool) -> Query:
        text = {
            "and": " ".join(asked.words),
            "or": " OR ".join(asked.words),
            "phrase": '"' + " ".join(asked.words) + '"',
            "prefix": "*".join((*asked.words, "")),
        }[asked.joined]
        filters = (Filter("source", (asked.source,)),) if asked.source else ()
        counted = FACETS if facets else ()
        return Query(text, filters, since=asked.since, until=asked.until, facets=counted)


class Tantivy:
    """tantivy-py: segments and search in Rust."""

    package = "tantivy"
    COUNTS: Mapping[str, Any] = {
        "source": {"terms": {"field": "source", "size": 1000}},
        "date": {"terms": {"field": "month", "size": 5000}},
        "people": {"terms": {"field": "people", "size": PEOPLE}},
    }

    @staticmethod
    def build(found: Iterable[Article], folder: Path) -> None:
        tantivy = import_module("tantivy")
        text = {"stored": True, "tokenizer_name": "en_stem", "index_option": "position"}
        value = {"tokenizer_name": "raw", "fast": True}
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("title", **text)
        schema.add_text_field("body", **text)
        for name in ("source", "people"):
            schema.add_text_field(name, stored=True, **value)
        schema.add_text_field("month", **value)
        schema.add_date_field("date", stored=True, fast=True, indexed=True)
        folder.mkdir(parents=True)
        writer = tantivy.Index(schema.build(), path=str(folder)).writer(HEAP, 2)
        for article in found:
            day = article.date or date.min
            document = tantivy.Document(
                id=[article.id],
                title=[article.title],
                body=[article.body],
                source=[article.source],
                people=[person.name for person in article.people],
                month=[day.isoformat()[:7]],
                date=[datetime(day.year, day.month, day.day)],
            )
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder: Path) -> None:
        self._tantivy = import_module("tantivy")
        self._index = self._tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def ask(self, asked: Asked, facets: bool = True) -> Answer:
        query = self._query(asked)
        found = self._searcher.search(query, TEN, count=facets)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        hits = [(document["id"][0], document["title"][0]) for document in documents]
        counts = self._searcher.aggregate(query, self.COUNTS) if facets else {}
        tables = {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in table["buckets"]}
            for facet, table in counts.items()
        }
        return Answer(found.count if facets else 0, hits, tables)

    def _query(self, asked: Asked) -> Any:
        made, occur = self._tantivy.Query, self._tantivy.Occur
        fields = ["title", "body"]
        if asked.joined == "prefix":
            schema = self._index.schema
            parts = [made.regex_query(schema, field, f"{asked.words[0]}.*") for field in fields]
            return made.boolean_query([(occur.Should, part) for part in parts])
        text = {
            "and": " ".join(f"+{word}" for word in asked.words),
            "or": " ".join(asked.words),
            "phrase": '"' + " ".join(asked.words) + '"',
        }[asked.joined]
        parts = [self._index.parse_query(text, fields)]
        schema = self._index.schema
        if asked.source:
            parts.append(made.term_query(schema, "source", asked.source))
        if asked.since and asked.until:
            kind = self._tantivy.FieldType.Date
            since, until = (datetime(d.year, d.month, d.day) for d in (asked.since, asked.until))
            parts.append(made.range_query(schema, "date", kind, since, until))
        return made.boolean_query([(occur.Must, part) for part in parts])


class Sqlite:
    """SQLite's FTS5 with side tables for the facets."""

    package = "sqlite3"

    @staticmethod
    def build(found: Iterable[Article], folder: Path) -> None:
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "index.db")
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize='porter');"
            "CREATE TABLE facts(n INTEGER PRIMARY KEY, id, title, day, month, source);"
            "CREATE TABLE people(n, name);"
        )
        for number, article in enumerate(found):
            day = article.date.isoformat() if article.date else ""
            base.execute(
                "INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)",
                (number, article.title, article.body),
            )
            facts = (number, article.id, article.title, day, day[:7], article.source)
            base.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", facts)
            names = [(number, person.name) for person in article.people]
            base.executemany("INSERT INTO people VALUES (?, ?)", names)
        base.execute("INSERT INTO words(words) VALUES ('optimize')")
        base.execute("CREATE INDEX by_article ON people(n)")
        base.commit()
        base.close()

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "index.db")
        self._base.execute(f"PRAGMA mmap_size={HALF}")
        self._base.execute("CREATE TEMP TABLE matching(n INTEGER PRIMARY KEY, score)")

    def ask(self, asked: Asked, facets: bool = True) -> Answer:
        run, where, values = self._base.execute, "", [self._match(asked)]
        if asked.source:
            where, values = where + " AND source = ?", [*values, asked.source]
        if asked.since and asked.until:
            where += " AND day BETWEEN ? AND ?"
            values += [asked.since.isoformat(), asked.until.isoformat()]
        chosen = "FROM words JOIN facts ON n = words.rowid WHERE words MATCH ?" + where
        if not facets:
            rows = run(f"SELECT id, facts.title {chosen} ORDER BY rank LIMIT {TEN}", values)
            return Answer(0, rows.fetchall(), {})
        run("DELETE FROM matching")
        run(f"INSERT INTO matching SELECT words.rowid, rank {chosen}", values)
        (total,) = run("SELECT count(*) FROM matching").fetchone()
        best = "SELECT id, title FROM matching JOIN facts USING (n) ORDER BY score, id LIMIT ?"
        counts = {
            "source": "SELECT source, count(*) FROM matching JOIN facts USING (n) GROUP BY 1",
            "date": "SELECT month, count(*) FROM matching JOIN facts USING (n) GROUP BY 1",
            "people": "SELECT name, count(*) FROM matching JOIN people USING (n) GROUP BY 1 "
            f"ORDER BY 2 DESC LIMIT {PEOPLE}",
        }
        tables = {facet: dict(run(query).fetchall()) for facet, query in counts.items()}
        return Answer(total, run(best, [TEN]).fetchall(), tables)

    def _match(self, asked: Asked) -> str:
        quoted = [f'"{word}"' for word in asked.words]
        return {
            "and": " AND ".join(quoted),
            "or": " OR ".join(quoted),
            "phrase": '"' + " ".join(asked.words) + '"',
            "prefix": f"{quoted[0]} *",
        }[asked.joined]


class Whoosh:
    """Stock Whoosh at its best: facts in columns, people counted from what is stored."""

    package = "whoosh3"

    @staticmethod
    def build(found: Iterable[Article], folder: Path) -> None:
        fields, index = import_module("whoosh.fields"), import_module("whoosh.index")
        analyzer = import_module("whoosh.analysis").StemmingAnalyzer(cachesize=None)
        schema = fields.Schema(
            id=fields.ID(stored=True),
            title=fields.TEXT(analyzer, stored=True),
            body=fields.TEXT(analyzer, stored=True),
            source=fields.ID(stored=True, sortable=True),
            month=fields.ID(sortable=True),
            day=fields.ID(stored=True, sortable=True),
            people=fields.STORED(),
        )
        folder.mkdir(parents=True)
        writer = index.create_in(str(folder), schema).writer(limitmb=256)
        for article in found:
            day = article.date.isoformat() if article.date else ""
            writer.add_document(
                id=article.id,
                title=article.title,
                body=article.body,
                source=article.source,
                month=day[:7],
                day=day,
                people=[person.name for person in article.people],
            )
        writer.commit()

    def __init__(self, folder: Path) -> None:
        self._searcher = import_module("whoosh.index").open_dir(str(folder)).searcher()
        self._query = import_module("whoosh.query")
        self._count = import_module("whoosh.sorting").Count
        self._parser = import_module("whoosh.qparser").MultifieldParser(
            ["title", "body"], self._searcher.schema
        )

    def ask(self, asked: Asked, facets: bool = True) -> Answer:
        query, narrowed = self._parsed(asked), self._filter(asked)
        groups = ["source", "month"] if facets else None
        found = self._searcher.search(
            query, limit=TEN, filter=narrowed, groupedby=groups, maptype=self._count
        )
        hits = [(hit["id"], hit["title"]) for hit in found]
        if not facets:
            return Answer(0, hits, {})
        stored = self._searcher.stored_fields
        people = Counter(name for number in found.docs() for name in stored(number)["people"])
        tables = {facet: found.groups(name) for facet, name in (("source",) * 2, ("date", "month"))}
        return Answer(len(found), hits, {**tables, "people": dict(people.most_common(PEOPLE))})

    def _parsed(self, asked: Asked) -> Any:
        text = {
            "and": " ".join(asked.words),
            "or": " OR ".join(asked.words),
            "phrase": '"' + " ".join(asked.words) + '"',
            "prefix": f"{asked.words[0]}*",
        }[asked.joined]
        return self._parser.parse(text)

    def _filter(self, asked: Asked) -> Any:
        if asked.source:
            return self._query.Term("source", asked.source)
        if asked.since and asked.until:
            last = asked.until - timedelta(days=0)
            return self._query.TermRange("day", asked.since.isoformat(), last.isoformat())
        return None


ENGINES: dict[str, Callable[[Path], Any]] = {
    "ours": Ours,
    "tantivy": Tantivy,
    "fts5": Sqlite,
    "whoosh": Whoosh,
}
