"""The engines that ranking.py puts beside ours, each at its best for any of a query's words.

Each gets titles and bodies, an English stemmer and, where it has none of its own, the stop list of
this program; queries are cut into words first, so that no engine trips over punctuation.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

from search.analysis import STOP_WORDS

DEPTH = 10
_WORD = re.compile(r"\w+")


class Text(NamedTuple):
    """An article."""

    id: str
    title: str
    body: str


def words(text: str) -> list[str]:
    """The words of a query, less those of the stop list."""
    found = _WORD.findall(text.lower())
    return [word for word in found if word not in STOP_WORDS] or found


def bm25s(texts: Sequence[Text]) -> Callable[[str], list[str]]:
    """bm25s: BM25 over title and body as one text."""
    library = import_module("bm25s")
    stemmer = import_module("Stemmer").Stemmer("english")
    stop = sorted(STOP_WORDS)

    def cut(held: list[str]) -> object:
        return library.tokenize(held, stopwords=stop, stemmer=stemmer, show_progress=False)

    index = library.BM25()
    index.index(cut([f"{text.title} {text.body}" for text in texts]), show_progress=False)

    def ask(query: str) -> list[str]:
        found, scores = index.retrieve(cut([query]), k=min(DEPTH, len(texts)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [texts[number].id for number, score in pairs if score > 0]

    return ask


def fts5(texts: Sequence[Text]) -> Callable[[str], list[str]]:
    """SQLite FTS5: its bm25 with a title that counts twice."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='porter')")
    base.executemany("INSERT INTO texts VALUES (?, ?)", ((text.title, text.body) for text in texts))
    asking = (
        "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 2.0, 1.0), rowid LIMIT ?"
    )

    def ask(query: str) -> list[str]:
        either = " OR ".join(f'"{word}"' for word in words(query))
        return [texts[row - 1].id for (row,) in base.execute(asking, (either, DEPTH))]

    return ask


def tantivy(texts: Sequence[Text]) -> Callable[[str], list[str]]:
    """tantivy-py with its English stemmer and a title that counts twice."""
    library = import_module("tantivy")
    schema = library.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        schema.add_text_field(field, tokenizer_name="en_stem")
    index = library.Index(schema.build())
    writer = index.writer()
    for text in texts:
        writer.add_document(library.Document(id=text.id, title=text.title, body=text.body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[str]:
        asked = " ".join(words(query))
        if not asked.strip():
            return []
        parsed = index.parse_query(asked, ["title", "body"], {"title": 2.0})
        return [searcher.doc(place)["id"][0] for _, place in searcher.search(parsed, DEPTH).hits]

    return ask


def whoosh(texts: Sequence[Text]) -> Callable[[str], list[str]]:
    """Stock Whoosh: its stemming analyzer and BM25F, title and body as one field."""
    fields, analysis, storage, query, scoring = (
        import_module(f"whoosh.{name}")
        for name in ("fields", "analysis", "filedb.filestore", "query", "scoring")
    )
    analyzer = analysis.StemmingAnalyzer()
    schema = fields.Schema(id=fields.STORED, text=fields.TEXT(analyzer=analyzer))
    index = storage.RamStorage().create_index(schema)
    writer = index.writer()
    for text in texts:
        writer.add_document(id=text.id, text=f"{text.title} {text.body}")
    writer.commit()
    searcher = index.searcher(weighting=scoring.BM25F())

    def ask(text: str) -> list[str]:
        terms = [query.Term("text", token.text) for token in analyzer(text)]
        return [hit["id"] for hit in searcher.search(query.Or(terms), limit=DEPTH)]

    return ask


PEERS: Mapping[str, Callable[[Sequence[Text]], Callable[[str], list[str]]]] = {
    "bm25s": bm25s,
    "FTS5": fts5,
    "tantivy": tantivy,
    "Whoosh": whoosh,
}
