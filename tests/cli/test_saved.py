"""Saved searches: saved by name, run again, part of one another, and new articles in them."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from support.at_desk import FIRST, SECOND, Desk
from support.processes import environment, posix_alone

from search.engines import open_engine
from search.errors import BadQuery
from search.indexing import build
from search.query import And, DateRange, Filter, Filtered, Not, Query, Word
from search.query.parser import parse
from search.query.saved_references import references
from search.query.trees import require_all

ROOT = Path(__file__).parents[2]
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]
FILE = Path("searches.toml")
TODAY = date(2026, 11, 21)

AIR, DRONE = Word("air"), Word("drone")


def tree(text: str, **saved: Query | str) -> object:
    queries = {name: Query(each) if isinstance(each, str) else each for name, each in saved.items()}
    return parse(text, TODAY, queries)


def error(text: str, **saved: Query | str) -> str:
    with pytest.raises(BadQuery) as caught:
        tree(text, **saved)
    return str(caught.value)


# In the query language


def test_a_query_has_the_text_and_the_filters_of_a_saved_search() -> None:
    weekly = Query("air", (Filter("source", ("Daily Ledger",)),), since=date(2025, 1, 1))
    within = Filtered((Filter("source", ("Daily Ledger",)),))
    expected = And((AIR, within, DateRange(date(2025, 1, 1), None)), saved_as="weekly")
    assert tree("query:weekly", weekly=weekly) == expected
    assert tree("query:WEEKLY -drone", weekly=weekly) == And((expected, Not(DRONE)))
    assert tree('NOT query:"weekly"', weekly=weekly) == Not(expected)


def test_a_saved_search_stays_one_part_among_other_words() -> None:
    weekly = And((And((AIR, DRONE)),), saved_as="weekly")
    assert tree("query:weekly uk", weekly="air drone") == And((weekly, Word("uk")))
    assert tree("in:title (query:weekly) uk", weekly="air drone") == And(
        (weekly, Word("uk", ("title",)))
    )


def test_a_saved_search_may_refer_to_another_to_any_depth() -> None:
    chain = {f"s{i}": f"query:s{i + 1} OR word{i}" for i in range(90)}
    found = tree("query:s0", **chain, s90="air")
    for _ in range(90):
        assert isinstance(found, And) and found.saved_as
        found = found.parts[0].parts[0]  # type: ignore[union-attr]
    assert found == And((AIR,), saved_as="s90")


@pytest.mark.parametrize("text", ["", "query:b air", "-query:b"])
def test_a_search_that_needs_itself_shows_the_circle(text: str) -> None:
    message = error(
        "query:a", a="x query:b", b="query:c", c=(text and "query:a " + text) or "query:a"
    )
    assert (
        "saved searches that name one another in a circle find nothing: a -> b -> c -> a" in message
    )
    assert "of the saved search 'c' at column 1" in message


def test_a_mistake_is_reported_in_the_search_that_has_it() -> None:
    assert error("air query:weekly", weekly='flood "river') == (
        "cannot read 'flood \"river' of the saved search 'weekly' at column 7; "
        "expected a closing quote"
    )
    assert error("air query:a", a="x OR query:b", b="sorce:reuters").startswith(
        "cannot read 'sorce:reuters' of the saved search 'b' at column 1; expected a field"
    )
    assert error('air query:a "', a="x").startswith("cannot read 'air query:a \"' at column 13")


def test_an_unknown_name_is_reported_with_the_nearest_one() -> None:
    assert error("air query:wekly", weekly="x") == (
        "cannot read 'air query:wekly' at column 5; there is no saved search 'wekly'; "
        "did you mean 'query:weekly'?"
    )
    assert "'search saved add NAME QUERY' makes one" in error("query:weekly")
    assert "expected the name of a saved search after 'query:'" in error("query:(a OR b)")


def test_searches_that_double_at_every_step_are_refused_in_time() -> None:
    doubling = {f"s{i}": f"query:s{i + 1} query:s{i + 1}" for i in range(40)}
    assert "expected at most 1,000 words" in error("query:s0", **doubling, s40="air")


def test_too_many_levels_are_refused() -> None:
    chain = {f"s{i}": f"query:s{i + 1} OR word{i}" for i in range(150)}
    assert "expected at most 100 saved searches" in error("query:s0", **chain, s150="air")


def test_references_have_the_places_of_their_names() -> None:
    assert list(references('a query:b -query:"c d" "query:e" title:f')) == [("b", 2), ("c d", 11)]


def test_a_strict_query_needs_every_word() -> None:
    some = tree("uk finances missile query:a", a="one two three")
    assert some.all_required is False
    inner = And((And((Word("one"), Word("two"), Word("three"))),), saved_as="a")
    assert require_all(some) == And((Word("uk"), Word("finances"), Word("missile"), inner))


def test_an_engine_answers_ninety_searches_within_one_another(seeds_index: Path) -> None:
    chain = {f"s{i}": Query(f"query:s{i + 1} OR word{i}") for i in range(90)}
    engine = open_engine(seeds_index, saved=lambda: {**chain, "s90": Query("skies")})
    assert engine.search(Query("query:s0 air")).total == 1


def test_each_query_of_the_page_is_read() -> None:
    page = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    part = page.split("## Saved searches\n")[1].split("\n## ")[0]
    queries = re.findall(r"^\| `(.*?)` \|", part, re.MULTILINE)
    assert len(queries) == 3
    for text in queries:
        assert tree(text, weekly="air", **{"sea.ports": "ship"})


def test_an_engine_reads_a_saved_search_when_a_query_refers_to_it(seeds_index: Path) -> None:
    searches = {"weekly": Query("skies")}
    engine = open_engine(seeds_index, saved=lambda: searches)
    assert engine.search(Query("Query:weekly")).total == 1
    searches["weekly"] = Query("skies OR no_such_word", since=date(2099, 1, 1))
    assert engine.search(Query("Query:weekly")).total == 0
    searches["weekly"] = Query("air")
    assert engine.search(Query("Query:weekly")).total == 2


# The commands


def test_a_search_is_saved_as_it_was_typed(desk: Desk) -> None:
    added = desk.search(
        *("saved", "add", "weekly", "air", "defense", "--since", "last 900 days"),
        *("--person", "John Healey", "--person", "Rustem Umerov", "--sort", "newest", "-n", "5"),
        "--no-synonyms",
    )
    assert (added.status, added.out) == (0, "")
    assert "searches.toml; run it with 'search saved run weekly'" in added.err
    assert tomllib.loads(FILE.read_text(encoding="utf-8")) == {
        "weekly": {
            "query": "air defense",
            "person": ["John Healey", "Rustem Umerov"],
            "since": "last 900 days",
            "limit": "5",
            "sort": "newest",
            "synonyms": False,
        }
    }


def test_a_run_answers_what_was_saved(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "defense", "--sort", "oldest", "--limit", "1")
    assert desk.ids("saved", "run", "weekly") == [FIRST]
    assert desk.ids("saved", "run", "WEEKLY", "--limit", "5") == [FIRST, SECOND]
    assert desk.search("saved", "run", "weekly", "--count").out == "2\n"
    assert json.loads(desk.search("saved", "run", "weekly", "-o", "json").out)["total"] == 2


def test_a_query_may_refer_to_saved_searches(desk: Desk) -> None:
    desk.search("saved", "add", "kyiv", "defense", "--source", "The Kyiv Independent")
    assert desk.ids("query", "query:kyiv") == [SECOND]
    assert desk.ids("query", "defense -query:kyiv") == [FIRST]
    assert desk.ids("query", "query:kyiv", "--until", "2024") == []
    assert desk.search("facets", "query:kyiv", "--by", "source").out.startswith(
        "source\tThe Kyiv Independent\t1"
    )
    desk.search("saved", "add", "both", "query:kyiv OR skies", "--since", "2024-12")
    assert desk.ids("query", "query:both", "--sort", "newest") == [SECOND, FIRST]


def test_an_invalid_query_is_not_saved(desk: Desk) -> None:
    for arguments, expected in (
        (['flood "river'], "of the saved search 'x' at column 7; expected a closing quote"),
        (["air", "--since", "2025-13"], "2025-13"),
        (["query:x"], "in a circle find nothing: x -> x"),
        (["query:y"], "there is no saved search 'y'"),
        (["air", "--filter", "sorce=X"], "no facet 'sorce'; did you mean 'source'?"),
    ):
        ran = desk.search("saved", "add", "x", *arguments)
        assert (ran.status, expected in ran.err) == (2, True), ran
    assert "is not the name of a search" in desk.search("saved", "add", "a b", "air").err
    assert not FILE.exists()


def test_a_circle_through_others_is_refused_when_it_is_made(desk: Desk) -> None:
    desk.search("saved", "add", "a", "air")
    desk.search("saved", "add", "b", "query:a")
    ran = desk.search("saved", "add", "a", "query:b", "--replace")
    assert ran.status == 2
    assert "in a circle find nothing: a -> b -> a" in ran.err
    assert desk.search("saved", "run", "b").status == 0


def test_a_circle_made_by_hand_ends_with_status_2(desk: Desk) -> None:
    FILE.write_text('[a]\nquery = "query:b"\n[b]\nquery = "query:a"\n', encoding="utf-8")
    for command in (["saved", "run", "a"], ["query", "query:a"], ["saved", "run", "a", "--new"]):
        ran = desk.search(*command)
        assert ran.status == 2
        assert "a -> b -> a" in ran.err


def test_a_name_is_not_taken_twice(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    ran = desk.search("saved", "add", "Weekly", "missile")
    assert (ran.status, "replace it with --replace" in ran.err) == (2, True)
    assert desk.search("saved", "add", "Weekly", "missile", "--replace").status == 0
    assert desk.search("saved", "list").out == "Weekly\tmissile\n"


def test_searches_are_listed_shown_and_removed(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "--since", "2024-12", "--", "-missile")
    desk.search("saved", "add", "daily", "query:weekly air")
    assert desk.search("saved", "list").out == (
        "weekly\t--since=2024-12 -- -missile\ndaily\tquery:weekly air\n"
    )
    listed = json.loads(desk.search("saved", "list", "-o", "json").out)
    assert listed["searches"]["daily"] == {"query": "query:weekly air"}
    assert desk.search("saved", "show", "weekly").out == (
        '[weekly]\nquery = "-missile"\nsince = "2024-12"\n'
    )
    ran = desk.search("saved", "rm", "weekly")
    assert (ran.status, "'daily' refers to 'weekly'" in ran.err) == (2, True)
    assert desk.search("saved", "rm", "daily").status == 0
    assert desk.search("saved", "rm", "weekly").status == 0
    assert desk.search("saved", "list").status == 1


def test_an_unknown_search_is_reported_with_the_nearest(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    for verb in ("run", "show", "rm"):
        ran = desk.search("saved", verb, "wekly")
        assert ran.status == 2
        assert "there is no saved search 'wekly'; did you mean 'weekly'?" in ran.err
    assert "did you mean 'list'?" in desk.search("saved", "lst").err


def test_a_rename_reaches_all_references(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    desk.search("saved", "add", "daily", 'missile query:weekly OR query:"Weekly"')
    desk.search("saved", "run", "weekly", "--new")
    assert desk.search("saved", "rename", "weekly", "sky").status == 0
    assert tomllib.loads(FILE.read_text(encoding="utf-8")) == {
        "sky": {"query": "air"},
        "daily": {"query": 'missile query:sky OR query:"sky"'},
    }
    assert desk.search("saved", "run", "sky", "--new").status == 1
    assert "there is a saved search 'daily'" in desk.search("saved", "rename", "sky", "daily").err


BY_HAND = """\
# what we watch

# every week
[weekly]
query = "air"  # the sky
since = "2024"

# people
['john.healey']
person = [
    "John Healey",  # the secretary
]
"""


def test_what_was_written_by_hand_stays(desk: Desk) -> None:
    FILE.write_text(BY_HAND, encoding="utf-8")
    assert desk.ids("saved", "run", "john.healey") == [FIRST, SECOND]
    desk.search("saved", "add", "sea", "ships")
    assert FILE.read_text(encoding="utf-8") == BY_HAND + '\n[sea]\nquery = "ships"\n'
    desk.search("saved", "rm", "sea")
    desk.search("saved", "add", "weekly", "missile", "--replace")
    assert FILE.read_text(encoding="utf-8") == BY_HAND.replace(
        'query = "air"  # the sky\nsince = "2024"\n', 'query = "missile"  # the sky\n'
    )


def test_tables_on_one_line_are_changed_too(desk: Desk) -> None:
    FILE.write_text(
        '# ours\nweekly = {query = "air"}\nsea = {query = """\n[weekly]\n"""}\n', encoding="utf-8"
    )
    desk.search("saved", "add", "weekly", "missile", "--replace")
    assert FILE.read_text(encoding="utf-8") == (
        '# ours\nweekly = {query = "missile"}\nsea = {query = """\n[weekly]\n"""}\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[weekly]\nquery = x\n", "at line 2, column 9"),
        ('query = "air"', "'query' is outside of a search; write [NAME] above it"),
        ('["a b"]\nquery = "x"', "'a b' is not the name of a search"),
        ("[a]\n[A]\n", "'a' and 'A' are the same name"),
        ('[weekly]\nqery = "x"', "did you mean 'query'?"),
        ('[weekly]\nsince = "soon"', "at line 1: 'since' of the saved search 'weekly'"),
        ("[weekly]\nquery = 7", "at line 1: 'query' of the saved search 'weekly': 7 is not text"),
        ('[weekly]\nlimit = "many"', "at line 1: 'limit' of the saved search 'weekly'"),
        ('[weekly]\nsynonyms = "maybe"', "neither 'true' nor 'false'"),
        ("[weekly]\nsince = 2025-01-01", "2025-01-01 is not text"),
    ],
)
def test_a_mistake_in_the_file_is_reported_with_its_line(
    desk: Desk, text: str, expected: str
) -> None:
    FILE.write_text(text, encoding="utf-8")
    for command in (["saved", "run", "weekly"], ["query", "air query:weekly"]):
        ran = desk.search(*command)
        assert ran.status == 2
        assert expected in ran.err
        assert len(ran.err.splitlines()) == 1
    assert desk.search("query", "air").status == 0  # which names none


def test_a_file_that_is_not_text_is_an_error(desk: Desk) -> None:
    FILE.write_bytes(b"\xff\xfe\x00")
    assert "cannot read" in desk.search("saved", "list").err
    FILE.unlink()
    FILE.mkdir()
    assert desk.search("saved", "list").status == 2


@pytest.mark.usefixtures("desk")
def test_processes_at_once_lose_no_search() -> None:
    names = [f"s{i}" for i in range(6)]
    adding = [
        subprocess.Popen(
            [*SEARCH, "saved", "add", name, "air"],
            env=environment(PATH=""),
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    assert [each.wait() for each in adding] == [0] * 6
    assert sorted(tomllib.loads(FILE.read_text(encoding="utf-8"))) == names


def test_names_are_completed(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    ran = subprocess.run(
        SEARCH,
        env=environment(
            _SEARCH_COMPLETE="bash_complete", COMP_WORDS="search saved run we", COMP_CWORD="3"
        ),
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.stdout.split() == ["plain,weekly"]


def test_a_search_can_be_saved_before_there_is_an_index(desk: Desk) -> None:
    assert desk.search("saved", "add", "weekly", "air", "--index", "other").status == 0
    assert FILE.exists()
    assert desk.search("saved", "run", "weekly", "--index", "other").status == 3
    assert desk.search("index", "seeds", "--index", "other").status == 0
    assert desk.ids("saved", "run", "weekly", "--index", "other") == [SECOND, FIRST]


# What is new


def add(name: str, text: str) -> None:
    Path("seeds", name).write_text(text, encoding="utf-8")
    build([Path("seeds")], Path("index"))


NEWS = "Air raid over the harbour\n\nThe air raid over the harbour ended at noon, officials said.\n"


def test_only_what_is_new_is_printed(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    first = desk.search("saved", "run", "weekly", "--new", "--ids")
    assert (first.status, sorted(first.out.split())) == (0, [FIRST, SECOND])
    assert desk.search("saved", "run", "weekly", "--new") == (1, "", "")
    add("new.txt", NEWS)
    again = desk.search("saved", "run", "weekly", "--new", "--ids")
    assert (again.status, again.out) == (0, "seeds/new.txt\n")
    assert desk.search("saved", "run", "weekly", "--new").status == 1
    assert len(desk.ids("saved", "run", "weekly")) == 3


def test_what_has_changed_is_new_only_when_asked_for(desk: Desk) -> None:
    add("new.txt", NEWS)
    desk.search("saved", "add", "weekly", "air")
    desk.search("saved", "run", "weekly", "--new")
    add("new.txt", NEWS.replace("noon", "midnight"))
    assert desk.search("saved", "run", "weekly", "--new").status == 1
    changed = desk.search("saved", "run", "weekly", "--new", "--changed", "--ids")
    assert (changed.status, changed.out) == (0, "seeds/new.txt\n")
    assert desk.search("saved", "run", "weekly", "--new", "--changed").status == 1
    assert "--changed needs --new" in desk.search("saved", "run", "weekly", "--changed").err


def test_what_was_not_printed_is_new_the_next_time(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air", "--sort", "newest")
    assert desk.search("saved", "run", "weekly", "--new", "--count").out == "2\n"
    assert desk.search("saved", "run", "weekly", "--new", "--quiet") == (0, "", "")
    assert desk.ids("saved", "run", "weekly", "--new", "--limit", "1") == [SECOND]
    assert desk.ids("saved", "run", "weekly", "--new", "--limit", "1") == [FIRST]
    assert desk.search("saved", "run", "weekly", "--new", "--quiet").status == 1


@posix_alone("a device is always full")
def test_a_reader_who_leaves_and_a_full_disk_cost_no_news(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    run = [*SEARCH, "saved", "run", "weekly", "--new"]
    variables = environment(XDG_STATE_HOME=str(Path.cwd()))
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            run, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", env=variables
        )
    assert (ran.returncode, "no space left" in ran.stderr) == (2, True)
    reading, writing = os.pipe()
    os.close(reading)
    assert subprocess.run(run, stdout=writing, env=variables).returncode == 0
    os.close(writing)
    assert len(desk.ids("saved", "run", "weekly", "--new")) == 2


def test_articles_without_a_word_are_not_new(desk: Desk) -> None:
    desk.search("saved", "add", "some", "air", "defense", "skies")
    assert len(desk.ids("saved", "run", "some")) == 2
    assert desk.ids("saved", "run", "some", "--new") == [FIRST]
    desk.search("saved", "add", "none", "air", "zeppelin")
    assert len(desk.ids("saved", "run", "none")) == 2  # with a note that no article has all
    assert desk.search("saved", "run", "none", "--new") == (1, "", "")


def test_a_damaged_record_makes_nothing_new(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    desk.search("saved", "run", "weekly", "--new")
    (state,) = Path().glob("searches-seen-*.json")
    state.write_text("{", encoding="utf-8")
    ran = desk.search("saved", "run", "weekly", "--new")
    assert (ran.status, ran.out) == (2, "")
    assert "it is damaged; remove it, and all articles are new again" in ran.err


def test_an_index_that_was_deleted_makes_nothing_new_again(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    assert desk.search("saved", "run", "weekly", "--new", "--ids").status == 0
    shutil.rmtree("index")
    assert desk.search("index", "seeds").status == 0
    assert desk.search("saved", "run", "weekly", "--new", "--ids") == (1, "", "")
    desk.search("saved", "rm", "weekly")
    desk.search("saved", "add", "weekly", "air")
    assert desk.search("saved", "run", "weekly", "--new").status == 0


def test_runs_at_once_print_nothing_twice(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air")
    command = [*SEARCH, "saved", "run", "weekly", "--new", "--ids"]
    runs = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, encoding="utf-8")
        for _ in range(4)
    ]
    printed = [run.communicate(timeout=300)[0].split() for run in runs]
    assert sorted(id for ids in printed for id in ids) == [FIRST, SECOND]
    assert sorted(run.returncode for run in runs) == [0, 1, 1, 1]
    assert [path.name for path in Path().glob(".*")] == []  # no lock is left
