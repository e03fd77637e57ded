"""Damage to the files of an index, and what queries, commands and `search verify` make of it."""

import gzip
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date, timedelta
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from random import Random
from traceback import format_exc
from typing import NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from search.article import Article, Person
from search.cli import main
from search.engines import engine_folder, open_writer, read_manifest, whoosh
from search.engines.base import Ledger
from search.engines.index_folder import generation_folder
from search.engines.whoosh.codec import FlatSegment
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.searching.kernel import KERNELS
from search.engines.whoosh.storage.segment import SUFFIX
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.errors import BrokenIndex
from search.identities import FILE as IDENTITIES
from search.identities import Identities, Variant
from search.query import Filter, Query
from search.stories.story_index import FILE as STORIES
from search.stories.story_index import StoryMember, encode_stories

SEEDS = Path(__file__).parents[2] / "seeds"
WIKINEWS = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
NEW = "Ferry sinks\n\nThe ferry sank in the harbour of Varna, said Mayor Anna Kovalenko.\n"
MORE = "Bridge opens\n\nThe new bridge in Varna opened on Friday, said Mayor Anna Kovalenko.\n"
ARTICLES = 34_000  # so many that numbers of documents and columns exceed 64 kB
HANGS = 120  # seconds after which a command hangs
KINDS = ("same", "refused", "wrong", "traceback", "hang")
HOW = (*(f"bit {bit}" for bit in range(8)), "zeros 512", "zeros 4096", "cut")  # sectors of a disk


class Damage(NamedTuple):
    """A change of one file: a bit flipped, a sector of zeros, or the end cut off."""

    file: str  # below the folder of the engine
    at: int  # byte
    how: str  # "bit 3", "zeros 512", "cut"
    section: str = ""  # of a segment

    def applied(self, content: bytes) -> bytes:
        """Return the damaged content."""
        kind, _, number = self.how.partition(" ")
        if kind == "cut":
            return content[: self.at]
        if kind == "bit":
            changed = bytes([content[self.at] ^ 1 << int(number)])
        else:
            changed = bytes(len(content[self.at : self.at + int(number)]))
        return content[: self.at] + changed + content[self.at + len(changed) :]


class Outcome(NamedTuple):
    """A question to a damaged index, and how it ended."""

    damage: Damage
    question: str
    kind: str  # of KINDS
    details: str = ""


class Answer(NamedTuple):
    """An answer that can be compared, or the error in its place."""

    status: int
    text: str


Question = Callable[[], Answer]
Questions = Mapping[str, Question]


def random_damages(index: Path, count: int, random: Random) -> Iterator[Damage]:
    """Yield damages: half of them anywhere in segments, a section as likely as the next."""
    manifest = read_manifest(index)
    home = engine_folder(index)
    files = ["manifest.json", *(f"{manifest.name}/{name}" for name in manifest.files)]
    segments = [name for name in files if name.endswith(".seg")]
    for _ in range(count):
        name = random.choice(segments if random.random() < 0.6 else files)
        size = (home / name).stat().st_size
        start, end, section = 0, size, ""
        if name in segments and random.random() < 0.7:
            opened = SegmentFile(home / name, index)
            section = random.choice([each for each, of in opened.sections.items() if of.size])
            start = opened.sections[section].start
            end = start + opened.sections[section].size
        yield Damage(name, random.randrange(start, end), random.choice(HOW), section)


def outcomes(
    index: Path, damage: Damage, questions: Questions, right: Mapping[str, Answer]
) -> Iterator[Outcome]:
    """Damage the index, put the questions, and repair it."""
    path = engine_folder(index) / damage.file
    content = path.read_bytes()
    changed = damage.applied(content)
    path.write_bytes(changed)
    try:
        for name, question in questions.items():
            yield Outcome(damage, name, *_judged(question, right[name]))
        yield _noticed(index, damage, content, changed)
    finally:
        path.write_bytes(content)


def answered(question: Question) -> Answer:
    """Return the answer of an index that is not damaged."""
    with _time_limit():
        return question()


def _judged(question: Question, right: Answer) -> tuple[str, str]:
    try:
        found = answered(question)
    except TimeoutError:
        return "hang", ""
    except BrokenIndex as error:
        return "refused", str(error)
    except Exception:
        return "traceback", format_exc()
    if found == right:
        return "same", ""
    one_line = found.text.startswith("Error: ") and found.text.count("\n") == 1
    if found.status == 3 and one_line and "search verify" in found.text:
        return "refused", found.text
    return "wrong", f"{found.status} {found.text[:300]!r}, not {right.status} {right.text[:300]!r}"


def _noticed(index: Path, damage: Damage, content: bytes, changed: bytes) -> Outcome:
    """Return how `search verify` ends; white space in the manifest is no damage."""
    found = command("verify", "--index", str(index))()
    if found.status == 3 or content == changed:
        return Outcome(damage, "verify", "refused")
    is_same = damage.file == "manifest.json" and json.loads(content) == json.loads(changed)
    return Outcome(damage, "verify", "same" if is_same else "wrong", found.text)


@contextmanager
def _time_limit() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError

    if sys.platform == "win32":  # it has no such signal
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def command(*arguments: str) -> Question:
    """Return a question to a command, answered by what it prints, or by its error."""

    def answer() -> Answer:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(arguments)
        return Answer(status, out.getvalue() if status in (0, 1) else err.getvalue())

    return answer


def _questions(index: Path, queries: Mapping[str, Query], id: str, word: str) -> Questions:
    """Return questions to both kernels, to Whoosh, and to the commands that read an index."""
    found: dict[str, Question] = {"Whoosh": partial(_whoosh_documents, index, word)}
    for kernel in KERNELS:
        for name, query in queries.items():
            found[f"{kernel}: {name}"] = partial(_ask, index, kernel, query)
    lines = (
        ("show", id),
        ("stats", "--output", "json"),
        ("facets", "--output", "json"),
        ("like", id, "--output", "csv", "-n", "3"),
        ("why-not", id, "nowhere"),
        ("people", "--output", "json"),
        ("dups", "--output", "json"),
    )
    return {**found, **{line[0]: command(*line, "--index", str(index)) for line in lines}}


def _ask(index: Path, kernel: str, query: Query) -> Answer:
    results = whoosh.open_engine(engine_folder(index), kernel=kernel).search(query)
    hits = [(hit.article, hit.score, hit.snippets, hit.why, hit.copies) for hit in results.hits]
    facets = {name: list(counts) for name, counts in results.facets.items()}
    return Answer(0, repr((results.total, hits, facets, results.notices, results.suggestions)))


def _whoosh_documents(index: Path, word: str) -> Answer:
    """Return the documents of a word as Whoosh reads them through our codec."""
    manifest = read_manifest(index)
    home = generation_folder(engine_folder(index), manifest)
    found = []
    for path in sorted(home / name for name in manifest.files if name.endswith(SUFFIX)):
        with SegmentReader(FileStorage(str(home)), schema(), FlatSegment(path)) as reader:
            if ("body", word) in reader:
                found.append((path.name, list(reader.postings("body", word).all_ids())))
                found.append((path.name, sorted(reader.stored_fields(0))))
    return Answer(0, repr(found))


def _updated(index: Path) -> Answer:
    """Return the answer after an update of a copy of the index with one more document."""
    copy, new = index.with_name("updated"), index.with_name("documents") / "new.txt"
    shutil.copytree(index, copy)
    new.write_text(NEW, encoding="utf-8")
    try:
        built = command("index", "--index", str(copy), "--jobs", "1")()
        query = ("query", "ferry OR defense", "--output", "csv", "--index", str(copy))
        return command(*query)() if built.status == 0 else built
    finally:
        new.unlink()
        shutil.rmtree(copy)


def _exported(index: Path) -> Answer:
    """Return the number of documents after an export to Whoosh's own format."""
    with tempfile.TemporaryDirectory() as target:
        ran = command("export-whoosh", f"{target}/new", "--index", str(index))()
        return Answer(ran.status, "") if ran.status == 0 else ran


def _large_index(home: Path) -> None:
    """Write an index of tiny articles whose columns exceed 64 kB; some of them deleted."""
    index, articles = home / "index", ARTICLES
    random = Random(articles)
    words = [f"word{number}" for number in range(3000)]
    writer = open_writer(index)
    ids = []
    for number in range(articles):
        ids.append(f"folder/{number:06}.txt")
        writer.add(_tiny_article(number, ids[-1], random.sample(words, 8)))
    writer.write_store(IDENTITIES, _identities().to_json)
    stories = [
        (StoryMember(ids[n], 1.0), StoryMember(ids[n + 1], 0.9)) for n in range(0, articles - 1, 9)
    ]
    writer.write_store(STORIES, partial(encode_stories, stories))
    writer.commit(_ledger(index, ids))
    writer = open_writer(index)
    writer.remove(ids[5:500:7])
    writer.commit(_ledger(index, [id for id in ids if id not in ids[5:500:7]]))


def _tiny_article(number: int, id: str, words: Sequence[str]) -> Article:
    people = (Person(f"Anna Kovalenko{number % 9}"), Person(f"Piotr Lis{number % 700}"))
    return Article(
        id=id,
        title=f"Ferry {words[0]}",
        body=f"The harbour of {words[1]} saw the ferry. {' '.join(words[2:])}.",
        date=date(2020, 1, 1) + timedelta(days=number % 2500) if number % 50 else None,
        source=f"Courier {number % 23}" if number % 40 else "",
        authors=(f"Jan Novak{number % 31}",),
        people=people if number % 3 else people[:1],
    )


def _identities() -> Identities:
    values = {"Piotr Lis1": "Peter Lis1", "Piotr Lis2": ""}
    return Identities(values, {}, {"Peter Lis1": (Variant("Piotr Lis1", 50, "one letter"),)})


def _ledger(index: Path, ids: Sequence[str]) -> Ledger:
    digests = dict.fromkeys(ids, "1" * 64)
    return Ledger(folders={"folder": str(index.parent)}, files=digests, articles=digests)


def _real_index(home: Path) -> None:
    """Build an index of real texts by the commands, in two segments; some of them deleted."""
    documents = Path(shutil.copytree(SEEDS, home / "documents"))
    with gzip.open(WIKINEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 40)]
    for number, row in enumerate(rows):
        text = "\n\n".join((row["title"], row["date"], *row["paras"]))
        (documents / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (documents / "copy.txt").write_text((documents / "07.txt").read_text(encoding="utf-8"), "utf-8")
    update = command("index", str(documents), "--index", str(home / "index"), "--jobs", "1")
    assert update().status == 0
    (documents / "03.txt").unlink()
    (documents / "more.txt").write_text(MORE, encoding="utf-8")
    assert update().status == 0


def _large_questions(index: Path) -> Questions:
    return _questions(index, LARGE_QUERIES, "folder/000003.txt", "harbour")


def _real_questions(index: Path) -> Questions:
    own: Questions = {
        "cuts": command("cuts", "--output", "json", "--index", str(index)),
        "export": command("export", "the", "--output", "csv", "--index", str(index)),
        "export-whoosh": partial(_exported, index),
        "index": partial(_updated, index),
    }
    return {**_questions(index, REAL_QUERIES, "documents/05.txt", "government"), **own}


class Archive(NamedTuple):
    """An index to damage, and questions to it."""

    name: str
    build: Callable[[Path], None]  # in a folder, as `index`
    questions: Callable[[Path], Questions]

    def built(self, home: Path) -> Path:
        """Return the index in the folder, built unless it is there."""
        if not (home / "index").exists():
            home.mkdir(parents=True)
            self.build(home)
        return home / "index"


LARGE_QUERIES = {
    "words": Query("harbour ferry", limit=3),
    "phrase": Query('"harbour of word7"', limit=3),
    "near": Query('"ferry word9"~5', limit=3),
    "fuzzy": Query("harbuor~", limit=3),
    "pattern": Query("wor*12 OR title:ferr*", limit=3),
    "any, newest": Query("ferry OR word11", sort="newest", limit=3),
    "person": Query("person:kovalenko7 harbour", limit=3),
    "filters": Query(
        "word3", (Filter("source", ("Courier 3",)), Filter("people", ("Anna Kovalenko2",))), limit=3
    ),
    "days": Query("word5 date:2021", since=date(2021, 3, 1), limit=3),
    "mistyped": Query("harbuor ferrry", limit=3),
}
REAL_QUERIES = {
    "words": Query("government minister", limit=3),
    "phrase": Query('"prime minister"', limit=3),
    "near": Query('"air defense"~4', limit=3),
    "fuzzy": Query("goverment~", limit=3),
    "pattern": Query("govern* OR title:presid*", limit=3),
    "any, newest": Query("war OR peace", sort="newest", limit=3),
    "person": Query("person:healey", limit=3),
    "filters": Query("", (Filter("people", ("John Healey",)), Filter("source", ("none",), True))),
    "days": Query("the", since=date(2005, 3, 1), limit=3),
    "mistyped": Query("minstier goverment", limit=3),
}
LARGE = Archive("large", _large_index, _large_questions)
REAL = Archive("real", _real_index, _real_questions)
