"""Stories in the index, and `search dups` over real folders."""

import gzip
import json
import random
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from search.article import Article
from search.cli import main
from search.engines import index_folder as folders
from search.engines import open_engine, open_writer, problems
from search.errors import OldIndex
from search.indexing import build, update
from search.indexing.story_store import SKETCHES, SketchStore
from search.process_pools import Pool
from search.stories.sketches import story_sketch
from search.stories.story_index import FILE

DATA = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
SOURCES = ("The Harbour Courier", "Daily Ledger", "Morning Ledger")


def rows() -> list[dict[str, str]]:
    """Eight articles; of the first a cut copy, of the second a copy with an intro, and again."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][20:28]
    made = [row(record["title"], record["date"], record["paras"], 0) for record in records]
    one, two = records[0], records[1]
    half = one["paras"][: len(one["paras"]) // 2 + 1]
    intro = ["This is the story everybody in our office has been talking about since the morning."]
    made.append(row("Cut short", "2020-01-05", half, 1))
    made.append(row(two["title"], "2020-01-06", [*intro, *two["paras"]], 1))
    made.append(row(two["title"], "", two["paras"], 2))
    return made


def row(title: str, day: str, paragraphs: list[str], source: int) -> dict[str, str]:
    text = "\n\n".join(paragraphs)
    return {"title": title, "date": day, "text": text, "source": SOURCES[source]}


def write(folder: Path, articles: Mapping[int, dict[str, str]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, article in articles.items():
        (folder / f"{number:02}.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    return folder


def kept(index: Path, name: str) -> bytes | None:
    home = index / "whoosh"
    return folders.read_file(home, folders.read_manifest(home), name)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stories")
    build([write(home / "paper", dict(enumerate(rows())))], home / "index")
    return home / "index"


ONE = ("paper/00.jsonl#1", "paper/08.jsonl#1")
TWO = ("paper/09.jsonl#1", "paper/01.jsonl#1", "paper/10.jsonl#1")


def test_an_index_knows_which_articles_are_copies(index: Path) -> None:
    found = open_engine(index).stories()
    assert [found.members(number) for number in range(len(found))] == [ONE, TWO]
    assert found.story("paper/02.jsonl#1") is None
    assert found.share(ONE[1]) > 0.9


def test_what_is_worked_out_beside_the_rest_is_the_same(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "BACKGROUND_FROM", 0)
    build([write(tmp_path / "paper", dict(enumerate(rows())))], tmp_path / "index", jobs=2)
    for name in ("stories", "sketches", "people.json", "names"):
        assert kept(tmp_path / "index", name) == kept(index, name)


def test_the_file_of_stories_is_among_those_that_are_verified(index: Path) -> None:
    assert problems(index) == []
    assert folders.read_manifest(index / "whoosh").files.keys() >= {"stories", "sketches"}


def test_articles_that_come_and_go_give_the_stories_of_one_build(tmp_path: Path) -> None:
    articles = dict(enumerate(rows()))
    build([write(tmp_path / "all" / "paper", articles)], tmp_path / "right")
    seed = 20261122
    chance = random.Random(seed)
    order = list(articles)
    chance.shuffle(order)
    home = tmp_path / "some" / "paper"
    strange = row("Gone again", "2020-02-02", [articles[2]["text"]], 2)
    for start in range(0, len(order), 4):
        write(home, {number: articles[number] for number in order[start : start + 4]})
        write(home, {99: strange})
        build([home], tmp_path / "index")
    (home / "99.jsonl").unlink()
    build([home], tmp_path / "index")
    for name in ("stories", "sketches"):
        assert kept(tmp_path / "index", name) == kept(tmp_path / "right", name), f"seed {seed}"


def test_the_sketches_of_unchanged_articles_are_those_the_index_kept(
    index: Path, tmp_path: Path
) -> None:
    """Only the new article is sketched, and joins a story of those of before."""
    writer = open_writer(Path(copytree(index, tmp_path / "index")))
    sketches = SketchStore(writer.read_store(SKETCHES), writer.read_store(FILE))
    text = rows()[0]["text"]
    sketches.add(Article(id="new.txt", title="", body=text), story_sketch(text))
    with Pool(processes=1) as pool:
        sketches.store([*writer.ledger.articles, "new.txt"], writer, pool)
    writer.commit(writer.ledger)
    found = open_engine(tmp_path / "index").stories()
    assert [found.members(number) for number in range(len(found))] == [
        (ONE[0], "new.txt", ONE[1]),
        TWO,
    ]


def test_an_index_without_stories_is_refused_with_what_mends_it(index: Path) -> None:
    home = index / "whoosh"
    found = folders.read_manifest(home)
    with pytest.raises(OldIndex, match="rebuild it with 'search index --rebuild"):
        folders.check_versions(home, found, {**found.versions, "schema": 2})
    assert found.versions["schema"] == 3


# search dups


def test_dups_lists_stories_with_most_copies_first(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dups", "--index", str(index), "-o", "tsv"]) == 0
    cells = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(each[0], each[1], each[3]) for each in cells] == [
        *(("1", "3", id) for id in TWO),
        *(("2", "2", id) for id in ONE),
    ]
    assert [cell[2] for cell in cells[:3:3]] == ["1.00"]
    assert cells[4][4:] == ["2020-01-05", "Daily Ledger", "Cut short"]


def test_dups_on_a_terminal_names_each_story_once(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dups", "--index", str(index), "-o", "text"]) == 0
    first, fullest, *_ = capsys.readouterr().out.splitlines()
    assert first.endswith(" · 3 copies")
    assert fullest == "  full  2020-01-06  Daily Ledger         paper/09.jsonl#1"


def test_dups_of_a_query_are_stories_of_which_a_copy_matches(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dups", "title:cut", "--index", str(index), "-o", "jsonl"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["schema_version"], found["copies"]) == (1, 2)
    assert [each["id"] for each in found["articles"]] == list(ONE)
    assert found["articles"][0]["share"] == 1.0
    assert main(["dups", "--source", "Morning Ledger", "--index", str(index), "-o", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in whole["stories"][0]["articles"]] == list(TWO)


def test_dups_says_how_many_more_there_are(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["dups", "--limit", "1", "--index", str(index), "-o", "csv"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "story,copies,share,id,date,source,title"
    assert len(said.out.splitlines()) == 4
    assert said.err == "2 stories in 5 articles; 1 of 2 shown; --limit all shows all\n"


def test_dups_exits_as_every_command_does(
    index: Path,
    seeds_index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # where there are no seeds to build from
    assert main(["dups", "--index", str(seeds_index)]) == 1
    assert main(["dups", "zyxomma", "--index", str(index)]) == 1
    assert main(["dups", "((", "--index", str(index)]) == 2
    assert main(["dups", "--limit", "0", "--index", str(index)]) == 2
    assert main(["dups", "--index", str(tmp_path / "none")]) == 3
    assert capsys.readouterr().out == ""
