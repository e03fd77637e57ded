"""Every match in the formats that other programs read."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string
from support.at_desk import FIRST, SECOND, Desk
from support.indexes import publish
from support.processes import HAS_SHELL, environment

from search.article import Article, Person
from search.engines import open_engine
from search.indexing import build
from search.output.bibtex import escape_tex
from search.output.citations import PersonName, citation_key, split_name
from search.output.export_format import About, ExportOptions
from search.output.export_formats import EXPORT_FORMATS
from search.output.table import guard
from search.query import Hit, Query
from search.values import replace

ROOT = Path(__file__).parents[2]
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]

HARD = Article(
    id="a/50% {off}_1.html#2",
    title='=HYPERLINK("x") & {Bridge} 100% \\ $5 #1 — Київ, "now"\n*today* <b>~^',
    body="First.\n\n- not a list\n# no heading",
    date=date(2025, 1, 3),
    source="R&D, {The} Times",
    authors=("Jan Novak", "Kyiv Independent Staff", "@handle", "Ursula von der Leyen"),
    people=(Person("-Anna K"),),
    url="https://example.org/a b?c={d}&e=100%25>",
)
BARE = Article(id="b.txt", title="", body="")


def written(form: str, *articles: Article, about: About | None = None, **how: object) -> str:
    hits = [Hit(article, 1.0) for article in articles]
    return "".join(EXPORT_FORMATS[form].write(hits, ExportOptions(about=about, **how)))  # type: ignore[arg-type]


def bibliography(text: str) -> BibliographyData:
    """Return what two libraries both read in it."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    found = parse_string(text, "bibtex")
    assert [entry.key for entry in library.entries] == list(found.entries)
    return found


# BibTeX and CSL-JSON


def test_a_bibtex_entry_is_read_back() -> None:
    (entry,) = bibliography(written("bibtex", HARD, text=True)).entries.values()
    assert entry.type == "article"
    assert entry.fields["title"] == (
        r'{=HYPERLINK("x") \& \textbraceleft{}Bridge\textbraceright{} 100\% \textbackslash{} \$5 '
        r'\#1 — Київ, "now" *today* <b>\textasciitilde{}\textasciicircum{}}'
    )
    assert entry.fields["journal"] == r"R\&D, \textbraceleft{}The\textbraceright{} Times"
    assert (entry.fields["year"], entry.fields["day"]) == ("2025", "3")
    assert entry.fields["month"] == "January"
    assert entry.fields["url"] == "https://example.org/a%20b?c=%7Bd%7D&e=100%25%3E"
    assert entry.fields["abstract"] == r"First. - not a list \# no heading"
    assert [str(person) for person in entry.persons["author"]] == [
        "Novak, Jan",
        "{Kyiv Independent Staff}",
        "{@handle}",
        "{Ursula von der Leyen}",
    ]


def test_an_article_without_facts_has_an_entry_too() -> None:
    (entry,) = bibliography(written("bibtex", BARE)).entries.values()
    assert entry.type == "misc"
    assert json.loads(written("csl-json", BARE)) == [
        {"id": citation_key(BARE), "type": "article-newspaper", "archive_location": "b.txt"}
    ]


@given(st.text(max_size=60))
def test_any_title_makes_an_entry_that_can_be_read(title: str) -> None:
    assert escape_tex(title).count("{") == escape_tex(title).count("}")
    entries = bibliography(written("bibtex", Article("a", title, "", source=title))).entries
    assert list(entries) == [citation_key(Article("a", title, "", source=title))]


def test_csl_json_has_the_names_of_its_schema() -> None:
    (record,) = json.loads(written("csl-json", HARD))
    assert record == {
        "id": "novak2025-" + citation_key(HARD).split("-")[1],
        "type": "article-newspaper",
        "title": HARD.title,
        "container-title": "R&D, {The} Times",
        "issued": {"date-parts": [[2025, 1, 3]]},
        "author": [
            {"family": "Novak", "given": "Jan"},
            {"literal": "Kyiv Independent Staff"},
            {"literal": "@handle"},
            {"literal": "Ursula von der Leyen"},
        ],
        "URL": "https://example.org/a%20b?c=%7Bd%7D&e=100%25%3E",
        "archive_location": "a/50% {off}_1.html#2",
    }
    assert json.loads(written("csl-json")) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kateryna Hodunova", PersonName("Kateryna", "Hodunova")),
        ("J. K. Rowling", PersonName("J. K.", "Rowling")),
        ("Jean-Luc O’Neill", PersonName("Jean-Luc", "O’Neill")),
        ("Катерина Годунова", PersonName("Катерина", "Годунова")),
        ("Reuters", None),
        ("BBC News", None),
        ("Staff Writer", None),
        ("Mary Ann Smith", None),
        ("Ludwig van Beethoven", None),
        ("习 近平", None),
        ("Agence FRANCE-PRESSE", None),
        ("jan novak", None),
        ("Novak, Jan", None),
    ],
)
def test_a_name_is_split_only_where_that_is_sure(name: str, found: PersonName | None) -> None:
    assert split_name(name) == found


def test_keys_are_the_same_in_every_export_and_differ_between_articles() -> None:
    assert citation_key(HARD) == "novak2025-2f151fffe222"
    assert citation_key(Article("b.txt", "Other title", "")) == citation_key(BARE)
    many = {citation_key(Article(f"{i}.txt", "", "")) for i in range(20_000)}
    assert len(many) == 20_000


# Tables, lines and Markdown


def test_a_spreadsheet_computes_no_cell() -> None:
    header, row = csv.reader(io.StringIO(written("csv", HARD)))
    cells = dict(zip(header, row, strict=True))
    assert cells["title"].startswith("'=HYPERLINK")
    assert cells["people"] == "'-Anna K"
    assert cells["date"] == "2025-01-03"
    plain = dict(zip(*csv.reader(io.StringIO(written("csv", HARD, guarded=False))), strict=True))
    assert plain["title"] == HARD.title


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_each_sign_that_begins_a_formula_is_guarded(cell: str) -> None:
    assert guard(cell) == "'" + cell
    assert guard("a" + cell) == "a" + cell


def test_columns_are_those_asked_for() -> None:
    assert (
        written("csv", HARD, fields=("date", "id")) == "date,id\n2025-01-03,a/50% {off}_1.html#2\n"
    )
    assert written("csv", fields=("date",), text=True) == "date,text\n"


def test_markdown_shows_what_was_written() -> None:
    assert written("md", HARD).startswith(
        "- Jan Novak, Kyiv Independent Staff, @handle, Ursula von der Leyen, "
        r'[\=HYPERLINK("x") \& \{Bridge\} 100% \\ \$5 \#1 — Київ, "now" \*today\* \<b\>\~\^]'
        "(<https://example.org/a%20b?c=%7Bd%7D&e=100%25%3E>)"
    )
    assert r"\- not a list" in written("md", HARD, text=True)
    assert r"\# no heading" in written("md", HARD, text=True)


def test_the_formats_of_every_table_are_those_of_an_export_too() -> None:
    assert written("text", HARD, BARE).splitlines()[-2:] == [
        "2  ",
        "   no source · no date · b.txt",
    ]
    assert written("tsv", HARD).split("\t")[:2] == ["a/50% {off}_1.html#2", "2025-01-03"]
    whole = json.loads(written("json", HARD, BARE))
    assert [each["id"] for each in whole["hits"]] == [HARD.id, BARE.id]
    assert json.loads(written("json")) == {"schema_version": 1, "hits": []}
    line = json.loads(written("jsonl", HARD))
    assert line == {"schema_version": 1, "type": "article", **whole["hits"][0]}


ABOUT = About("search export '--> @x'", 1, "d1g", "news-search 1", ("no article has x",))


@pytest.mark.parametrize("form", ["csv", "text", "json", "jsonl", "md", "bibtex"])
def test_what_was_exported_stands_at_the_top(form: str) -> None:
    text = written(form, HARD, about=ABOUT)
    assert text.index("d1g") < text.index("Bridge")
    assert "search export" in text.split("d1g")[0]
    if form == "bibtex":
        assert len(bibliography(text).entries) == 1
    if form == "json":
        assert json.loads(text)["manifest_digest"] == "d1g"
    if form == "md":
        assert text.index("-->") > text.index("d1g")
    if form == "jsonl":
        assert [json.loads(line)["type"] for line in text.splitlines()] == ["about", "article"]


# The command


@pytest.fixture(scope="module")
def wikinews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the Wikinews articles."""
    index = tmp_path_factory.mktemp("wikinews") / "index"
    build([ROOT / "tests" / "data" / "wikinews.jsonl.gz"], index)
    return index


@pytest.mark.parametrize(
    ("form", "mark"),
    [("csv", "\n"), ("jsonl", '"rank"'), ("md", "\n- "), ("bibtex", "\n@misc{"),
     ("csl-json", '"archive_location"')],
)  # fmt: skip
def test_there_are_as_many_rows_as_matches(
    desk: Desk, wikinews: Path, form: str, mark: str
) -> None:
    at = ("--index", str(wikinews))
    total = int(desk.search("query", "said", "--count", *at).out)
    assert total > 50
    out = desk.search("export", "said", "--format", form, "--header", "none", *at).out
    assert ("\n" + out).count(mark) - (2 if form == "csv" else 0) == total


def test_an_export_is_the_same_request_as_a_query(desk: Desk) -> None:
    request = ("air defense", "--since", "2024-12", "--person", "John Healey", "--sort", "oldest")
    ids = desk.ids("query", *request)
    assert ids == [FIRST, SECOND]
    out = desk.search("export", *request, "--fields", "id").out
    assert out.splitlines() == ["id", *ids]
    assert desk.search("export", "zeppelin").status == 1
    assert desk.search("export", '"open').status == 2


def test_a_file_is_whole_and_has_its_account_next_to_it(desk: Desk) -> None:
    ran = desk.search("export", "air", "--since", "last 9 years", "--to", "air.csv")
    assert (ran.status, ran.out) == (0, "")
    assert len(Path("air.csv").read_text(encoding="utf-8").splitlines()) == 3
    about = json.loads(Path("air.csv.about.json").read_text(encoding="utf-8"))
    assert about["request"] == "search export '--since=last 9 years' air"
    assert about["total"] == 2
    assert re.fullmatch("[0-9a-f]{64}", about["manifest_digest"])
    assert sorted(path.name for path in Path().glob("air*")) == ["air.csv", "air.csv.about.json"]


@HAS_SHELL
def test_a_disk_that_fills_costs_nothing_that_was_there(desk: Desk) -> None:
    Path("air.csv").write_text("before", encoding="utf-8")
    limited = f"ulimit -f 0; exec {sys.executable} -c '{SEARCH[2]}' export air --to air.csv"
    ran = subprocess.run(
        ["/bin/sh", "-c", limited],
        env=environment(PATH=""),
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 2
    assert "cannot write 'air.csv'" in ran.stderr
    assert Path("air.csv").read_text(encoding="utf-8") == "before"
    assert [path.name for path in Path().glob("air*")] == ["air.csv"]
    nowhere = desk.search("export", "air", "--to", "nowhere/air.csv")
    assert (nowhere.status, "cannot write" in nowhere.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fields", "date,tite"], "no field 'tite'; did you mean 'title'?"),
        (["--fields", "date", "-o", "md"], "--fields goes with --output csv or tsv"),
        (["-o", "csl-json", "--header", "top"], "csl-json has no comments"),
        (["--header", "side"], "needs --to FILE"),
        (["-o", "xml"], "'xml' is not one of"),
    ],
)
def test_what_does_not_go_together_is_reported(
    desk: Desk, arguments: list[str], message: str
) -> None:
    ran = desk.search("export", "air", *arguments)
    assert ran.status == 2
    assert message in ran.err


def test_every_match_comes_in_the_order_of_a_query(tmp_path: Path) -> None:
    articles = [
        Article(f"{i}.txt", f"Bridge {i % 7}", "river " * (i % 5 + 1), date(2025, 1, 1 + i % 28))
        for i in range(200)
    ]
    publish(articles, tmp_path)
    for text, sort in (("bridge river", "relevance"), ("river", "newest"), ("", "oldest")):
        engine = open_engine(tmp_path)
        query = Query(text, sort=sort, limit=1000)  # type: ignore[arg-type]
        results, hits = engine.search_all(replace(query, limit=3, offset=2))
        expected = [(hit.article.id, hit.score) for hit in engine.search(query).hits]
        assert [(hit.id, hit.score) for hit in hits] == expected
        assert (results.total, results.hits) == (200, ())


def test_every_form_has_a_name_in_the_help(desk: Desk) -> None:
    text = desk.search("export", "-h").out
    assert [form for form in EXPORT_FORMATS if form not in text] == []
