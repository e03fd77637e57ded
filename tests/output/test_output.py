"""What an answer looks like in every format, from results made by hand."""

import csv
import io
import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article, Block, Person, Verdict
from search.facet_definitions import listed
from search.output.article_page import article_text, raw_text, text_with_cuts
from search.output.display import STYLES, View, line_spans, text_width, wrap
from search.output.facet_table import facets_table
from search.output.hit_table import hits_table
from search.output.json_records import article_record
from search.output.safe_text import json_text, safe_line, safe_lines
from search.output.table import FORMATS, versioned_json
from search.query import ClauseScore, FacetCount, Hit, Query, Results, Snippet

PROMISED = {"date", "source", "authors", "people"}  # facets whose place in an answer is promised
# rows that came later may add keys and cells
ADDED = {"catalogue", *(facet.name for facet in listed())} - PROMISED

TITLE = "UK to finance production of air defense, long-range weapons in Ukraine, Umerov says"
KEPT = Verdict("body")

UK = Article(
    id="seeds/002.txt",
    title=TITLE,
    body="The U.K. will finance air defense.\n\nUmerov met with Healey.",
    date=date(2025, 1, 13),
    source="The Kyiv Independent",
    authors=("Kateryna Hodunova",),
    people=(Person("Rustem Umerov", ("Umerov",)), Person("John Healey", ("Healey",))),
    path="seeds/002.txt",
    blocks=(
        Block(f"{TITLE}\n\n", 0, 84, Verdict("title")),
        Block("2 min read\n", 84, 95, Verdict("cut", "clock", "reading time")),
        Block("The U.K. will finance air defense.\n\n", 95, 131, KEPT),
        Block("Umerov met with Healey.\n", 131, 155, KEPT),
    ),
    origin={"date": "line 3", "source": "line 20"},
)
BARE = Article(id="seeds/000.txt", title="", body="A note on air defense.", path="seeds/000.txt")
RESULTS = Results(
    query=Query("air defense"),
    total=2,
    hits=(
        Hit(
            UK,
            9.12345678,
            (Snippet("… will finance air defense.", ((15, 18), (19, 26))),),
            (
                ClauseScore("air", 2.0, 2, 4.0, (("title", 1.0),), 1.2),
                ClauseScore(
                    "defense",
                    3.0,
                    1,
                    5.12345678,
                    (("title", 1.0), ("body", 1.0)),
                    2.25,
                    ("defence",),
                ),
            ),
        ),
        Hit(BARE, 1.5, (Snippet("A note on air defense.", ((10, 13), (14, 21))),)),
    ),
    facets={
        "date": (FacetCount("2025-01", 1), FacetCount("none", 1)),
        "source": (FacetCount("The Kyiv Independent", 1, selected=True),),
    },
    notices=("only some words",),
    seconds=0.0123456,
)
NASTY = replace(
    UK,
    id="seeds/\x1b[2Ja.txt",
    title="two\tcells\nor\x1b]0;owned\x07 lines\u202egnp\u2069",
    source="The\rKyiv\u2028Independent",
    people=(Person("Ru\x9bstem"),),
    body="one\x1b[31m\n\nt\two\x00",
    blocks=(Block("raw\x1b[31m\ttext\n", 0, 14, Verdict("cut", "ru\x1ble", "rea\nson")),),
)
NASTY_RESULTS = replace(
    RESULTS,
    hits=(Hit(NASTY, 1.0, (Snippet("a\x1bb\tc", ((0, 3),)),), (ClauseScore("a\x1b", 1, 1, 1),)),),
    facets={"people": (FacetCount("Ru\x9bs\ttem", 1),)},
)


PAGES = {
    "text": article_text,
    "cuts": text_with_cuts,
    "raw": raw_text,
    "json": lambda article, _: [versioned_json(article_record(article))],
}


def hits(
    name: str,
    view: View = View(),  # noqa: B008
    results: Results = RESULTS,
    explain: bool = False,
) -> list[str]:
    return list(FORMATS[name](hits_table(results, explain), view))


def facets(name: str, view: View = View(), results: Results = RESULTS) -> list[str]:  # noqa: B008
    return list(FORMATS[name](facets_table(results), view))


def page(name: str, view: View = View(), article: Article = UK) -> list[str]:  # noqa: B008
    return list(PAGES[name](article, view))


def test_json_is_what_programs_were_promised() -> None:
    (text,) = hits("json")
    answer = json.loads(text)
    assert list(answer) == [
        "schema_version", "query", "total", "complete", "seconds", "notices", "suggestions", "hits",
        "facets",
    ]  # fmt: skip
    assert answer | {"hits": None} == {
        "schema_version": 1,
        "query": "air defense",
        "total": 2,
        "complete": None,
        "seconds": 0.0123,
        "notices": ["only some words"],
        "suggestions": [],
        "hits": None,
        "facets": {
            "date": [
                {"value": "2025-01", "count": 1, "selected": False, "excluded": False},
                {"value": "none", "count": 1, "selected": False, "excluded": False},
            ],
            "source": [
                {
                    "value": "The Kyiv Independent",
                    "count": 1,
                    "selected": True,
                    "excluded": False,
                }
            ],
        },
    }
    assert [pair for pair in answer["hits"][0].items() if pair[0] not in ADDED] == [
        ("id", "seeds/002.txt"),
        ("rank", 1),
        ("score", 9.1235),
        ("title", TITLE),
        ("heading", TITLE),
        ("source", "The Kyiv Independent"),
        ("via", None),
        ("date", "2025-01-13"),
        ("updated", None),
        ("authors", ["Kateryna Hodunova"]),
        ("people", ["Rustem Umerov", "John Healey"]),
        ("url", None),
        ("path", "seeds/002.txt"),
        ("snippets", [{"text": "… will finance air defense.", "marks": [[15, 18], [19, 26]]}]),
        ("copies", []),
    ]


def test_json_says_null_where_an_article_has_no_title_source_or_date() -> None:
    bare = json.loads(hits("json")[0])["hits"][1]
    assert (bare["title"], bare["source"], bare["date"]) == (None, None, None)
    assert (bare["authors"], bare["people"]) == ([], [])
    assert bare["heading"] == "A note on air defense."


def test_json_explains_a_hit_when_asked() -> None:
    (text,) = hits("json", explain=True)
    assert json.loads(text)["hits"][0]["why"] == [
        {
            "clause": "air",
            "also": [],
            "count": 2.0,
            "zones": {"title": 1.0},
            "articles": 2,
            "rarity": 1.2,
            "score": 4.0,
            "percent": 43.8,
        },
        {
            "clause": "defense",
            "also": ["defence"],
            "count": 3.0,
            "zones": {"title": 1.0, "body": 1.0},
            "articles": 1,
            "rarity": 2.25,
            "score": 5.1235,
            "percent": 56.2,
        },
    ]


def test_ranks_go_on_from_the_offset() -> None:
    later = replace(RESULTS, query=Query("air defense", offset=20))
    assert [hit["rank"] for hit in json.loads(hits("json", results=later)[0])["hits"]] == [21, 22]
    assert [line.split(",")[1] for line in hits("csv", results=later)] == ["rank", "21", "22"]
    assert hits("text", results=later)[0].startswith("21  UK to finance")


def test_jsonl_is_one_hit_a_line_each_with_its_version() -> None:
    records = [json.loads(text) for text in hits("jsonl")]
    assert [(r["schema_version"], r["rank"], r["id"]) for r in records] == [
        (1, 1, "seeds/002.txt"),
        (1, 2, "seeds/000.txt"),
    ]


def test_tsv_starts_with_the_id_and_has_no_header() -> None:
    assert hits("tsv") == [
        f"seeds/002.txt\t2025-01-13\tThe Kyiv Independent\t9.1235\t{TITLE}"
        "\tRustem Umerov; John Healey",
        "seeds/000.txt\t\t\t1.5000\tA note on air defense.\t",
    ]


def test_tsv_gets_one_more_cell_when_hits_are_explained() -> None:
    assert hits("tsv", explain=True)[0].endswith(
        "\tair=4.0000 (title 1); defense, also defence=5.1235 (title 1, body 1)"
    )


def test_csv_has_a_header_and_reads_back_as_it_was_but_for_formulas() -> None:
    odd = replace(UK, title='=cmd("x"),\r\nor "not"', source="A, B")
    lines = hits("csv", results=replace(RESULTS, hits=(Hit(odd, 1.0),)))
    ((header), (row)) = csv.reader(io.StringIO("\n".join(lines) + "\n", newline=""))
    cells = dict(zip(header, row, strict=True))
    assert {name: cell for name, cell in cells.items() if name not in ADDED} == {
        "id": "seeds/002.txt",
        "rank": "1",
        "score": "1.0000",
        "title": '\'=cmd("x"),\r\nor "not"',
        "source": "A, B",
        "date": "2025-01-13",
        "authors": "Kateryna Hodunova",
        "people": "Rustem Umerov; John Healey",
        "path": "seeds/002.txt",
        "snippets": "",
        "heading": '\'=cmd("x"),\r\nor "not"',
        "url": "",
        "updated": "",
        "via": "",
    }


def test_text_fits_eighty_columns() -> None:
    assert hits("text", View(width=80), replace(RESULTS, facets={})) == [
        "1  UK to finance production of air defense, long-range weapons in Ukraine,",
        "   Umerov says",
        "   The Kyiv Independent · 2025-01-13 · seeds/002.txt",
        "   … will finance air defense.",
        "",
        "2  A note on air defense.",
        "   no source · no date · seeds/000.txt",
        "   A note on air defense.",
    ]


def test_text_paints_matches_on_a_terminal() -> None:
    shown = hits("text", View(width=200, color=True))
    assert shown[0] == f"1  \x1b[1m{TITLE}\x1b[0m"
    assert shown[2] == "   … will finance \x1b[1;31mair\x1b[0m \x1b[1;31mdefense\x1b[0m."


def test_a_mark_goes_on_in_the_next_line() -> None:
    long = replace(RESULTS, facets={}, hits=(Hit(BARE, 1.0, (Snippet("aa bb cc", ((1, 7),)),)),))
    shown = hits("text", View(width=8, color=True), long)
    assert shown[-2:] == ["   a\x1b[1;31ma bb\x1b[0m", "   \x1b[1;31mc\x1b[0mc"]


def test_text_explains_a_hit_the_largest_share_first() -> None:
    shown = hits("text", explain=True)
    assert shown[3:5] == [
        "     +5.123  56%  defense, also defence  title 1 (x2), body 1; in 1 article, rarity 2.2",
        "     +4.000  44%  air                    title 1 (x2); in 2 articles, rarity 1.2",
    ]


def test_facets_are_tables_one_below_the_other_or_side_by_side() -> None:
    bar = "█" * 20
    assert facets("text", View(width=50)) == [
        "date",
        f"  2025-01  1  {bar}",
        f"  none     1  {bar}",
        "",
        "source",
        f"* The Kyiv Independent  1  {bar}",
    ]
    assert facets("text", View(width=200)) == [
        "date                                  source",
        f"  2025-01  1  {bar}    * The Kyiv Independent  1  {bar}",
        f"  none     1  {bar}",
    ]


def test_below_hits_the_largest_counts_are_shown_in_their_order() -> None:
    months = tuple(FacetCount(f"2025-{i:02}", 13 - i) for i in range(1, 13))
    shown = hits("text", View(width=80), replace(RESULTS, hits=(), facets={"date": months}))
    assert [text.split()[0] for text in shown[1:11]] == [f"2025-{i:02}" for i in range(1, 11)]
    assert shown[11:] == ["", "the 10 largest counts: search facets has more"]


def test_bars_and_numbers_line_up_whatever_the_script() -> None:
    counts = (FacetCount("東京新聞", 40), FacetCount("Київ", 10), FacetCount("a", 0))
    shown = facets("text", View(width=80), replace(RESULTS, facets={"source": counts}))
    assert shown == [
        "source",
        f"  東京新聞  40  {'█' * 20}",
        f"  Київ      10  {'█' * 5}",
        "  a          0",
    ]


def test_a_long_value_is_cut_in_text_and_whole_for_programs() -> None:
    long = replace(RESULTS, facets={"source": (FacetCount("x" * 40, 1),)})
    assert facets("text", results=long)[1].startswith(f"  {'x' * 31}…  1")
    assert facets("tsv", results=long) == [f"source\t{'x' * 40}\t1\tfalse\tfalse"]


def test_facets_as_lines_and_records() -> None:
    assert facets("tsv") == [
        "date\t2025-01\t1\tfalse\tfalse",
        "date\tnone\t1\tfalse\tfalse",
        "source\tThe Kyiv Independent\t1\ttrue\tfalse",
    ]
    assert facets("csv")[:2] == [
        "facet,value,count,selected,excluded",
        "date,2025-01,1,false,false",
    ]
    assert json.loads(facets("jsonl")[2]) == {
        "schema_version": 1,
        "facet": "source",
        "value": "The Kyiv Independent",
        "count": 1,
        "selected": True,
        "excluded": False,
    }
    answer = json.loads(facets("json")[0])
    assert list(answer) == ["schema_version", "query", "total", "facets", "notices"]
    assert (answer["schema_version"], answer["query"], answer["total"]) == (1, "air defense", 2)
    assert answer["facets"]["date"][0] == {
        "value": "2025-01",
        "count": 1,
        "selected": False,
        "excluded": False,
    }


HEADER_LINES = {  # above the rows, of formats that have any
    "csv": 1,
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_matches_are_no_lines_that_look_like_one(name: str) -> None:
    none = Results(Query("zzz"), 0)
    lines = hits(name, results=none)
    if name == "json":
        assert json.loads(lines[0])["hits"] == []
    else:
        assert len(lines) == HEADER_LINES.get(name, 0)


def promised_lines(lines: list[str]) -> list[str]:
    """Return the lines without those of added facets, and with names of any width."""
    narrow = [re.sub("  +", "  ", line) for line in lines]
    return [line for line in narrow if line.partition("  ")[0] not in ADDED]


def test_an_article_shows_its_facts_with_their_origins_then_its_body() -> None:
    assert promised_lines(page("text", View(width=80))) == [
        "UK to finance production of air defense, long-range weapons in Ukraine, Umerov",
        "says",
        "source  The Kyiv Independent  (line 20)",
        "date  2025-01-13  (line 3)",
        "authors  Kateryna Hodunova",
        "people  Rustem Umerov, John Healey",
        "path  seeds/002.txt",
        "cut  1 passage, 11 characters: --cuts shows them",
        "",
        "The U.K. will finance air defense.",
        "",
        "Umerov met with Healey.",
    ]


def test_a_derived_heading_says_that_it_is_one() -> None:
    assert promised_lines(page("text", article=BARE)) == [
        "A note on air defense.",
        "title  none; the opening is shown in its place",
        "path  seeds/000.txt",
        "",
        "A note on air defense.",
    ]


def test_cuts_stand_in_their_place_with_their_reason() -> None:
    assert page("cuts") == [
        f"  {TITLE}",
        "",
        "- [clock: reading time] 2 min read",
        "  The U.K. will finance air defense.",
        "",
        "  Umerov met with Healey.",
    ]


def test_cuts_are_struck_through_on_a_terminal_with_the_reason_in_the_margin() -> None:
    shown = page("cuts", View(width=80, color=True))
    struck = f"\x1b[2;9m2 min read\x1b[0m{' ' * 44}\x1b[2m  │ clock: reading time\x1b[0m"
    assert shown[2:] == [
        "",
        struck,
        "The U.K. will finance air defense.",
        "",
        "Umerov met with Healey.",
    ]


def test_a_reason_longer_than_its_cut_goes_on_below() -> None:
    reason = Verdict("cut", "teaser", "another story's headline and its opening lines")
    article = replace(UK, blocks=(Block("Lithuania\n", 0, 10, reason),))
    shown = [strip(text) for text in page("cuts", View(width=60, color=True), article)]
    assert shown == [
        "Lithuania                           │ teaser: another",
        "                                    │ story's headline and",
        "                                    │ its opening lines",
    ]


def test_raw_is_the_document_to_the_letter() -> None:
    assert "".join(page("raw")) == (
        f"{TITLE}\n\n2 min read\nThe U.K. will finance air defense.\n\nUmerov met with Healey.\n"
    )
    assert "".join(page("raw", article=NASTY)) == "raw\x1b[31m\ttext\n"


def test_an_article_as_json_keeps_its_cuts() -> None:
    record = json.loads(page("json")[0])
    assert record["schema_version"] == 1
    assert record["people"][0] == {"name": "Rustem Umerov", "variants": ["Umerov"], "quoted": False}
    assert record["origin"] == {"date": "line 3", "source": "line 20"}
    assert record["cuts"] == [
        {
            "rule": "clock",
            "reason": "reading time",
            "evidence": None,
            "confidence": 1.0,
            "start": 84,
            "end": 95,
            "text": "2 min read\n",
        }
    ]


TERMINAL = View(width=80, color=True, terminal=True)


SHOWN = {
    **{f"hits as {name}": partial(hits, name, TERMINAL, NASTY_RESULTS, True) for name in FORMATS},
    **{f"facets as {name}": partial(facets, name, TERMINAL, NASTY_RESULTS) for name in FORMATS},
    **{f"page as {name}": partial(page, name, TERMINAL, NASTY) for name in PAGES},
}


BIDI_CONTROLS = ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("what", SHOWN)
def test_nothing_an_article_holds_steers_the_terminal(what: str) -> None:
    left = strip("\n".join(SHOWN[what]()))
    assert not {sign for sign in left if ord(sign) < 32 or 127 <= ord(sign) < 160} - {"\n", "\t"}
    assert not DIRECTIONS & set(left)


def test_tsv_keeps_its_lines_and_cells_whatever_an_article_holds() -> None:
    (text,) = hits("tsv", results=NASTY_RESULTS)
    assert text == (
        "seeds/�[2Ja.txt\t2025-01-13\tThe Kyiv Independent\t1.0000"
        "\ttwo cells or�]0;owned� lines�gnp�\tRu�stem"
    )


def test_json_keeps_what_an_article_holds() -> None:
    hit = json.loads(hits("json", results=NASTY_RESULTS)[0])["hits"][0]
    assert (hit["id"], hit["people"]) == ("seeds/\x1b[2Ja.txt", ["Ru\x9bstem"])


def strip(text: str) -> str:
    """The text without the codes that we put there ourselves."""
    for code in (*STYLES.values(), "0"):
        text = text.replace(f"\x1b[{code}m", "")
    return text


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    text = safe_line(text)
    lines = wrap(text, width)
    assert all(text_width(part) <= width for part in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("sign", sorted(DIRECTIONS))
def test_bidirectional_controls_are_made_visible(sign: str) -> None:
    assert (safe_line(f"a{sign}b"), safe_lines(f"a{sign}b\n")) == ("a�b", "a�b\n")


@given(st.text())
def test_a_line_keeps_every_character_in_its_place(text: str) -> None:
    assert len(safe_line(text)) == len(text)
    assert len(safe_line(text).splitlines()) <= 1


@given(st.text())
def test_json_is_read_back_and_has_no_control_character_and_one_line(text: str) -> None:
    written = json_text({"text": text})
    assert json.loads(written) == {"text": text}
    assert len(written.splitlines()) == 1
    assert not {each for each in written if unicodedata.category(each) == "Cc"}
    assert not {each for each in written if unicodedata.bidirectional(each) in BIDI_CONTROLS}


def test_without_a_width_nothing_is_wrapped() -> None:
    assert list(line_spans("air  defense", None)) == [(0, 12)]
