"""Who is who over all articles: what is merged, what stays apart, and that order plays no part."""

import gzip
import json
import random
import string
from collections.abc import Iterable
from pathlib import Path

import pytest
from support.random_queries import DATA, wikinews

from search.article import Person
from search.engines import open_engine
from search.identities import Identities, Period, Variant, parse_identities
from search.indexing import build
from search.people.identity_resolution import Sighting, census
from search.people.people_decisions import Decisions
from search.query import Query

NOTHING = Decisions()
LETTERS = string.ascii_uppercase


def seen(*articles: str, day: str = "2020-01-01") -> list[Sighting]:
    """Articles of one day with the names in each, parted by commas."""
    return [Sighting(day, tuple(filter(None, names.split(", ")))) for names in articles]


def values(found: Identities, *names: str, day: str = "2020-01-01") -> list[str]:
    return [found.value(name, day) for name in names]


def test_a_spelling_counts_under_the_name_that_most_articles_have() -> None:
    found = census(seen("Sergei Lavrov", "Sergey Lavrov", "Sergey Lavrov"), NOTHING)
    assert found.values == {"Sergei Lavrov": "Sergey Lavrov"}
    assert found.people == {
        "Sergey Lavrov": (Variant("Sergei Lavrov", 1, "spelling of Sergey"),),
    }


def test_names_that_stand_together_are_two_people_unless_their_letters_are_the_same() -> None:
    apart = census(seen("Mike Trent, Michael Trent", "Michael Trent"), NOTHING)
    assert apart.values == {}
    one = census(seen("Sergei Lavrov, Sergey Lavrov", "Sergey Lavrov"), NOTHING)
    assert one.values == {"Sergei Lavrov": "Sergey Lavrov"}


def test_a_name_that_is_like_two_people_joins_neither() -> None:
    found = census(seen("Ann B. Trent", "Ann B. Trent", "Ann C. Trent", "Ann Trent"), NOTHING)
    assert found.values == {}


def test_two_people_who_are_both_like_a_third_join_neither() -> None:
    found = census(seen(*["Ann Trent"] * 5, "Ann B. Trent", "Ann C. Trent"), NOTHING)
    assert found.values == {}


def test_there_are_no_chains_of_likeness() -> None:
    names = ["Joseph Trent"] * 3 + ["Joe Trent", "Joe B. Trent"]
    found = census(seen(*names), NOTHING)
    assert found.values == {"Joe Trent": "Joseph Trent", "Joe B. Trent": "Joseph Trent"}
    names = ["Dick Trent"] * 3 + ["Richard Trent"] * 2 + ["Rick Trent"]
    assert census(seen(*names), NOTHING).values == {"Richard Trent": "Dick Trent"}


def test_a_surname_alone_is_whose_it_clearly_is_at_the_time() -> None:
    named = [Sighting(f"2020-0{month}-01", ("Ann Trent",)) for month in range(1, 7)]
    alone = [Sighting(day, ("Trent",)) for day in ("", "2012-05-05", "2020-05-05")]
    found = census([*named, *alone], NOTHING)
    assert values(found, "Trent", day="2020-05-05") == ["Ann Trent"]
    assert values(found, "Trent", day="2012-05-05") == ["Trent"]
    assert values(found, "Trent", day="") == ["Ann Trent"]
    assert found.people["Ann Trent"] == (
        Variant("Trent", 2, "by corpus: hardly anybody else has the surname at the time"),
    )


@pytest.mark.parametrize(
    "names",
    [
        ["Ann Trent"] * 4,
        ["Ann Trent"] * 9 + ["Bob Trent"],
        ["Trent Bolt"] * 9,
    ],
)
def test_a_surname_alone_stays_apart_where_that_is_not_sure(names: list[str]) -> None:
    assert values(census(seen(*names, "Trent"), NOTHING), "Trent") == ["Trent"]


def test_a_surname_alone_may_be_spelled_otherwise() -> None:
    found = census(seen(*["Rustem Umerov"] * 5, "Umjerow", "Xi", *["Xi Jinping"] * 5), NOTHING)
    assert values(found, "Umjerow", "Xi") == ["Rustem Umerov", "Xi Jinping"]


def test_a_person_can_merge_split_and_hide() -> None:
    names = seen(
        "Ann Trent", "Ann Trent", "A. Nonym", "Sergei Lavrov", "Sergey Lavrov", "Storm Shadow"
    )
    decided = NOTHING.merge(["Ann Trent", "A. Nonym"]).take_apart(["Sergei Lavrov"])
    found = census(names, decided.hide(["storm shadow"]))
    assert found.values == {"A. Nonym": "Ann Trent", "Storm Shadow": ""}
    assert found.people == {"Ann Trent": (Variant("A. Nonym", 1, "by people.toml"),)}


def test_who_is_merged_takes_along_what_had_joined() -> None:
    names = seen("Sergey Lavrov", "Sergey Lavrov", "Sergei Lavrov", "Foreign Face")
    found = census(names, NOTHING.merge(["Foreign Face", "Sergey Lavrov"]))
    assert values(found, "Sergey Lavrov", "Sergei Lavrov") == ["Foreign Face"] * 2
    found = census(names, NOTHING.merge(["Sergei Lavrov", "Foreign Face"]))
    assert values(found, "Sergey Lavrov", "Foreign Face") == ["Sergei Lavrov"] * 2


def test_hiding_a_person_hides_every_name_that_counts_under_it() -> None:
    found = census(seen(*["Ann Trent"] * 6, "Trent"), NOTHING.hide(["Ann Trent"]))
    assert values(found, "Ann Trent", "Trent") == ["", ""]


def test_the_people_of_an_article_are_united_under_the_value() -> None:
    known = Identities({"B": "A", "C": ""}, {"D": (Period("2020-01-01", "2020-12-31", "A"),)})
    people = (Person("B", ("b",)), Person("C"), Person("D", (), True), Person("E"))
    assert known.resolve(people, "2020-05-05") == (Person("A", ("B", "b", "D"), True), Person("E"))
    assert known.resolve(people[2:3], "") == (Person("D", (), True),)


def test_identities_come_back_as_they_went_in() -> None:
    known = Identities({"B": "A"}, {"D": (Period("", "", "A"),)}, {"A": (Variant("B", 1, "why"),)})
    assert parse_identities(known.to_json()) == known


def test_the_order_of_the_articles_makes_no_difference() -> None:
    sightings = [
        Sighting(article.date.isoformat() if article.date else "", names)
        for article in wikinews()
        if (names := tuple(person.name for person in article.people))
    ]
    spellings = seen("Joe Trent", "Joseph Trent", "Joseph B. Trent", "Trent", "Sergei Lavrov")
    sightings += [*spellings, *seen("Sergey Lavrov", "Serguei Lavrov", "Lavrov", "Joe Trent")]
    right = census(sightings, NOTHING).to_json()
    seed = 20201121
    chance = random.Random(seed)
    for _ in range(10):
        chance.shuffle(sightings)
        assert census(sightings, NOTHING).to_json() == right, f"seed {seed}"


@pytest.mark.parametrize(
    "names",
    [
        ["A" * 10_000, "Ann " + "b" * 10_000, "Ann " + "y" * 10_000 + " Roe"],
        ["Ann Roe " * 2_000],
        [f"Ann {a}. {b}. {c}. Trent" for a in LETTERS for b in LETTERS for c in "ABCDE"],
        ["Ann Trent", *(f"Ann {a}. {b}. Trent" for a in LETTERS for b in LETTERS)],
        [f"Ann{number} Trent" for number in range(5_000)],
        ["https://example.org/a?b=c", "http://x.y Ann", "@ann", "ann@x.org", "...", "“” “”", "۔ ۔"],
        [
            "-",
            "'' ''",
            "bin",
            "al- al-",
            "Jr. Jr.",
            "abd abd",
            "(Ann) (Roe)",
            "a" * 300 + " b",
            "Roe, ",
            ", Roe",
        ],
    ],
    ids=len,
)
def test_hostile_names_are_themselves(names: list[str]) -> None:
    found = census(seen(*names), NOTHING)
    assert parse_identities(found.to_json()) == found
    assert values(found, *names) == names


# Through the index.


def write(folder: Path, bodies: Iterable[str]) -> None:
    folder.mkdir(parents=True)
    for number, body in enumerate(bodies):
        row = json.dumps({"title": f"Story {number}", "text": body, "date": "2020-05-05"})
        (folder / f"{number:02}.jsonl").write_text(row + "\n")


BODIES = [
    "Foreign Minister Sergei Lavrov left Moscow on Monday. “It rained,” Lavrov said.",
    "Foreign Minister Sergey Lavrov came to Minsk on Friday and met President Ann Trent there.",
    "Foreign Minister Sergey Lavrov slept on Sunday, his office in the capital said in a note.",
    "President Ann Trent opened the new bridge over the river Lenna after years of quarrels.",
    "A ferry sank in the harbour; President Ann Trent called for an inquiry into its owners.",
    "Schools stay closed, President Ann Trent told reporters, until the snow is off the roads.",
    "The budget passed by one vote, and President Ann Trent thanked the house for its patience.",
    "In the museum hangs a portrait of President Ann Trent, painted by a child of nine years.",
    "The bridge, said President Trent, would stand for a hundred years or more from this day.",
]


def people(index: Path, **asked: str) -> dict[str, int]:
    facets = open_engine(index).search(Query(limit=0, facets=("people",), **asked)).facets
    return {count.value: count.count for count in facets["people"]}


def state(index: Path) -> tuple[object, ...]:
    engine = open_engine(index)
    facets = engine.search(Query(limit=0, facets=("people", "quoted"))).facets
    return engine.stats().digest, dict(facets), engine.identities()


def test_articles_added_one_by_one_give_what_all_at_once_give(tmp_path: Path) -> None:
    write(tmp_path / "all" / "paper", BODIES)
    build([tmp_path / "all" / "paper"], tmp_path / "together")
    right = state(tmp_path / "together")
    assert people(tmp_path / "together") == {"Ann Trent": 7, "Sergey Lavrov": 3}
    seed = 20201122
    chance = random.Random(seed)
    for attempt in range(2):
        home = tmp_path / f"one-by-one-{attempt}" / "paper"
        home.mkdir(parents=True)
        files = sorted((tmp_path / "all" / "paper").iterdir())
        chance.shuffle(files)
        for file in files:
            (home / file.name).write_bytes(file.read_bytes())
            build([home], tmp_path / f"index-{attempt}")
        assert state(tmp_path / f"index-{attempt}") == right, f"seed {seed}"


def test_an_article_that_goes_takes_its_evidence_along(tmp_path: Path) -> None:
    write(tmp_path / "paper", BODIES)
    build([tmp_path / "paper"], tmp_path / "index")
    for number in (1, 2, 3, 4):
        (tmp_path / "paper" / f"{number:02}.jsonl").unlink()
    build([], tmp_path / "index")
    assert people(tmp_path / "index") == {"Ann Trent": 3, "Sergei Lavrov": 1, "Trent": 1}


def test_a_query_for_any_name_finds_the_person_under_every_other(tmp_path: Path) -> None:
    write(tmp_path / "paper", BODIES)
    build([tmp_path / "paper"], tmp_path / "index")
    engine = open_engine(tmp_path / "index")
    for text in ("person:sergei", "person:sergey", 'person:"Sergey Lavrov"', "person:serg*"):
        assert engine.search(Query(text)).total == 3, text
    assert engine.search(Query("person:ann")).total == 7
    assert [hit.article.people for hit in engine.search(Query("quoted:sergey")).hits] == [
        (Person("Sergey Lavrov", ("Sergei Lavrov", "Lavrov"), True),)
    ]
    assert engine.search(Query("quoted:trent")).total == 2
    assert engine.search(Query("quoted:none -person:none")).total == 6


def test_the_two_orders_of_wikinews_give_the_same_index(tmp_path: Path) -> None:
    """One file of all articles, and the same in two halves, the later first."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][:60]
    rows = [
        json.dumps({"title": r["title"], "text": "\n\n".join(r["paras"]), "date": r["date"]})
        for r in records
    ]
    facets = []
    for home, halves in (("one", (rows, [])), ("two", (rows[:30], rows[30:]))):
        (tmp_path / home).mkdir()
        for number, half in reversed(list(enumerate(halves))):
            (tmp_path / home / f"{number}.jsonl").write_text("\n".join(half) + "\n")
            if half:
                build([tmp_path / home], tmp_path / f"{home}-index")
        facets.append(people(tmp_path / f"{home}-index"))
    assert facets[0] == facets[1]


def test_a_hostile_document_costs_no_other_its_people(tmp_path: Path) -> None:
    letters = "bcdfghklmnprstvz"
    names = [f"John {a.upper()}{b}{c}enko" for a in letters for b in "aeiou" for c in letters]
    hostile = [
        "President " + "A" * 10_000 + " said no.",
        "Present were " + ", ".join(names) + " and others.",
        "See https://example.org/John/Roe and www.Jane-Roe.example, said john@Jane.Roe.",
    ]
    write(tmp_path / "paper", ["\n\n".join(hostile), *BODIES])
    report = build([tmp_path / "paper"], tmp_path / "index")
    assert report.added == 10
    found = people(tmp_path / "index")
    assert (found["Ann Trent"], found["Sergey Lavrov"]) == (7, 3)
    assert max(map(len, found)) < 100
