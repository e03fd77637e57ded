"""Identity resolution over a collection: merged names, separate names, and no effect of order."""

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
from search.people.identity_resolution import ArticleNames, resolve_identities
from search.people.people_decisions import Decisions
from search.query import Query

NOTHING = Decisions()
LETTERS = string.ascii_uppercase


def articles(*names_of_each: str, day: str = "2020-01-01") -> list[ArticleNames]:
    """Return the names of articles of one day; commas separate the names of an article."""
    return [ArticleNames(day, tuple(filter(None, names.split(", ")))) for names in names_of_each]


def values(found: Identities, *names: str, day: str = "2020-01-01") -> list[str]:
    return [found.value(name, day) for name in names]


def test_a_spelling_counts_under_the_name_that_most_articles_have() -> None:
    found = resolve_identities(articles("Sergei Lavrov", "Sergey Lavrov", "Sergey Lavrov"), NOTHING)
    assert found.values == {"Sergei Lavrov": "Sergey Lavrov"}
    assert found.people == {
        "Sergey Lavrov": (Variant("Sergei Lavrov", 1, "spelling of Sergey"),),
    }


def test_names_in_one_article_are_two_people_unless_their_letters_are_the_same() -> None:
    apart = resolve_identities(
        articles("Mike Mortlake, Michael Mortlake", "Michael Mortlake"), NOTHING
    )
    assert apart.values == {}
    one = resolve_identities(articles("Sergei Lavrov, Sergey Lavrov", "Sergey Lavrov"), NOTHING)
    assert one.values == {"Sergei Lavrov": "Sergey Lavrov"}


def test_a_name_that_matches_two_people_is_merged_with_neither() -> None:
    found = resolve_identities(
        articles("Ann B. Mortlake", "Ann B. Mortlake", "Ann C. Mortlake", "Ann Mortlake"), NOTHING
    )
    assert found.values == {}


def test_two_people_who_both_match_a_third_are_not_merged() -> None:
    found = resolve_identities(
        articles(*["Ann Mortlake"] * 5, "Ann B. Mortlake", "Ann C. Mortlake"), NOTHING
    )
    assert found.values == {}


def test_there_are_no_chains_of_matches() -> None:
    names = ["Joseph Mortlake"] * 3 + ["Joe Mortlake", "Joe B. Mortlake"]
    found = resolve_identities(articles(*names), NOTHING)
    assert found.values == {"Joe Mortlake": "Joseph Mortlake", "Joe B. Mortlake": "Joseph Mortlake"}
    names = ["Dick Mortlake"] * 3 + ["Richard Mortlake"] * 2 + ["Rick Mortlake"]
    assert resolve_identities(articles(*names), NOTHING).values == {
        "Richard Mortlake": "Dick Mortlake"
    }


def test_a_surname_alone_means_the_one_well_known_person_of_the_time() -> None:
    named = [ArticleNames(f"2020-0{month}-01", ("Ann Mortlake",)) for month in range(1, 7)]
    alone = [ArticleNames(day, ("Mortlake",)) for day in ("", "2012-05-05", "2020-05-05")]
    found = resolve_identities([*named, *alone], NOTHING)
    assert values(found, "Mortlake", day="2020-05-05") == ["Ann Mortlake"]
    assert values(found, "Mortlake", day="2012-05-05") == ["Mortlake"]
    assert values(found, "Mortlake", day="") == ["Ann Mortlake"]
    assert found.people["Ann Mortlake"] == (
        Variant(
            "Mortlake", 2, "surname alone: hardly anyone else in the collection has it at the time"
        ),
    )


@pytest.mark.parametrize(
    "names",
    [
        ["Ann Mortlake"] * 4,
        ["Ann Mortlake"] * 9 + ["Bob Mortlake"],
        ["Mortlake Bolt"] * 9,
        ["Ann Mortlake"] * 9 + ["Mortlake Bolt"],
    ],
)
def test_a_surname_alone_is_not_merged_where_that_is_uncertain(names: list[str]) -> None:
    assert values(resolve_identities(articles(*names, "Mortlake"), NOTHING), "Mortlake") == [
        "Mortlake"
    ]


def test_where_no_article_has_a_day_a_surname_alone_stays_alone() -> None:
    named = articles(*["Ann Mortlake"] * 9, "Mortlake", day="")
    assert values(resolve_identities(named, NOTHING), "Mortlake", day="") == ["Mortlake"]


def test_a_surname_that_the_news_uses_alone_needs_few_articles() -> None:
    found = resolve_identities(articles(*["Bashar al-Assad"] * 2, "Assad"), NOTHING)
    assert values(found, "Assad") == ["Bashar al-Assad"]


def test_a_surname_that_is_a_given_name_too_stays_alone() -> None:
    found = resolve_identities(articles(*["Ray Charles"] * 9, "Charles"), NOTHING)
    assert values(found, "Charles") == ["Charles"]


def test_a_surname_alone_may_have_another_spelling() -> None:
    found = resolve_identities(
        articles(*["Rustem Umerov"] * 5, "Umjerow", "Xi", *["Xi Jinping"] * 5), NOTHING
    )
    assert values(found, "Umjerow", "Xi") == ["Rustem Umerov", "Xi Jinping"]


def test_a_person_can_merge_split_and_hide() -> None:
    names = articles(
        "Ann Mortlake", "Ann Mortlake", "A. Nonym", "Sergei Lavrov", "Sergey Lavrov", "Storm Shadow"
    )
    decided = NOTHING.merge(["Ann Mortlake", "A. Nonym"]).keep_separate(["Sergei Lavrov"])
    found = resolve_identities(names, decided.hide(["storm shadow"]))
    assert found.values == {"A. Nonym": "Ann Mortlake", "Storm Shadow": ""}
    assert found.people == {"Ann Mortlake": (Variant("A. Nonym", 1, "set in people.toml"),)}


def test_a_merged_name_takes_its_own_variants_along() -> None:
    names = articles("Sergey Lavrov", "Sergey Lavrov", "Sergei Lavrov", "Foreign Face")
    found = resolve_identities(names, NOTHING.merge(["Foreign Face", "Sergey Lavrov"]))
    assert values(found, "Sergey Lavrov", "Sergei Lavrov") == ["Foreign Face"] * 2
    found = resolve_identities(names, NOTHING.merge(["Sergei Lavrov", "Foreign Face"]))
    assert values(found, "Sergey Lavrov", "Foreign Face") == ["Sergei Lavrov"] * 2


def test_hiding_a_person_hides_every_variant() -> None:
    found = resolve_identities(
        articles(*["Ann Mortlake"] * 6, "Mortlake"), NOTHING.hide(["Ann Mortlake"])
    )
    assert values(found, "Ann Mortlake", "Mortlake") == ["", ""]


def test_the_people_of_an_article_resolve_to_their_values() -> None:
    known = Identities({"B": "A", "C": ""}, {"D": (Period("2020-01-01", "2020-12-31", "A"),)})
    people = (Person("B", ("b",)), Person("C"), Person("D", (), True), Person("E"))
    assert known.resolve(people, "2020-05-05") == (Person("A", ("B", "b", "D"), True), Person("E"))
    assert known.resolve(people[2:3], "") == (Person("D", (), True),)


def test_identities_survive_a_round_trip_through_json() -> None:
    known = Identities({"B": "A"}, {"D": (Period("", "", "A"),)}, {"A": (Variant("B", 1, "why"),)})
    assert parse_identities(known.to_json()) == known


def test_the_order_of_the_articles_makes_no_difference() -> None:
    sightings = [
        ArticleNames(article.date.isoformat() if article.date else "", names)
        for article in wikinews()
        if (names := tuple(person.name for person in article.people))
    ]
    spellings = articles(
        "Joe Mortlake", "Joseph Mortlake", "Joseph B. Mortlake", "Mortlake", "Sergei Lavrov"
    )
    sightings += [
        *spellings,
        *articles("Sergey Lavrov", "Serguei Lavrov", "Lavrov", "Joe Mortlake"),
    ]
    right = resolve_identities(sightings, NOTHING).to_json()
    seed = 20201121
    chance = random.Random(seed)
    for _ in range(10):
        chance.shuffle(sightings)
        assert resolve_identities(sightings, NOTHING).to_json() == right, f"seed {seed}"


@pytest.mark.parametrize(
    "names",
    [
        ["A" * 10_000, "Ann " + "b" * 10_000, "Ann " + "y" * 10_000 + " Roe"],
        ["Ann Roe " * 2_000],
        [f"Ann {a}. {b}. {c}. Mortlake" for a in LETTERS for b in LETTERS for c in "ABCDE"],
        ["Ann Mortlake", *(f"Ann {a}. {b}. Mortlake" for a in LETTERS for b in LETTERS)],
        [f"Ann{number} Mortlake" for number in range(5_000)],
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
def test_hostile_names_keep_their_own_value(names: list[str]) -> None:
    found = resolve_identities(articles(*names), NOTHING)
    assert parse_identities(found.to_json()) == found
    assert values(found, *names) == names


# Through the index.


def write(folder: Path, bodies: Iterable[str]) -> None:
    folder.mkdir(parents=True)
    for number, body in enumerate(bodies):
        row = json.dumps({"title": f"Story {number}", "text": body, "date": "2020-05-05"})
        (folder / f"{number:02}.jsonl").write_text(row + "\n", encoding="utf-8")


BODIES = [
    "Foreign Minister Sergei Lavrov left Moscow on Monday. “It rained,” Lavrov said.",
    "Foreign Minister Sergey Lavrov came to Minsk on Friday and met President Ann Mortlake there.",
    "Foreign Minister Sergey Lavrov slept on Sunday, his office in the capital said in a note.",
    "President Ann Mortlake opened the new bridge over the river Lenna after years of quarrels.",
    "A ferry sank in the harbour; President Ann Mortlake called for an inquiry into its owners.",
    "Schools stay closed, President Ann Mortlake told reporters, until the snow is off the roads.",
    "The budget passed by one vote, and President Ann Mortlake thanked the house for its patience.",
    "In the museum hangs a portrait of President Ann Mortlake, painted by a child of nine years.",
    "The bridge, said President Mortlake, would stand for a hundred years or more from this day.",
]


def people(index: Path, **asked: str) -> dict[str, int]:
    facets = open_engine(index).search(Query(limit=0, facets=("people",), **asked)).facets
    return {count.value: count.count for count in facets["people"]}


def state(index: Path) -> tuple[object, ...]:
    engine = open_engine(index)
    facets = engine.search(Query(limit=0, facets=("people", "quoted"))).facets
    return engine.stats().digest, dict(facets), engine.identities()


def test_articles_added_one_by_one_give_the_same_index_as_all_at_once(tmp_path: Path) -> None:
    write(tmp_path / "all" / "paper", BODIES)
    build([tmp_path / "all" / "paper"], tmp_path / "together")
    right = state(tmp_path / "together")
    assert people(tmp_path / "together") == {"Ann Mortlake": 7, "Sergey Lavrov": 3}
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


def test_the_evidence_of_a_deleted_article_is_removed(tmp_path: Path) -> None:
    write(tmp_path / "paper", BODIES)
    build([tmp_path / "paper"], tmp_path / "index")
    for number in (1, 2, 3, 4):
        (tmp_path / "paper" / f"{number:02}.jsonl").unlink()
    build([], tmp_path / "index")
    assert people(tmp_path / "index") == {"Ann Mortlake": 3, "Sergei Lavrov": 1, "Mortlake": 1}


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
    assert engine.search(Query("quoted:mortlake")).total == 2
    assert engine.search(Query("quoted:none -person:none")).total == 6


def test_the_two_orders_of_wikinews_give_the_same_index(tmp_path: Path) -> None:
    """Compare one file of all articles with two halves, the later one first."""
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
            (tmp_path / home / f"{number}.jsonl").write_text(
                "\n".join(half) + "\n", encoding="utf-8"
            )
            if half:
                build([tmp_path / home], tmp_path / f"{home}-index")
        facets.append(people(tmp_path / f"{home}-index"))
    assert facets[0] == facets[1]


def test_a_hostile_document_does_not_affect_the_people_of_others(tmp_path: Path) -> None:
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
    assert (found["Ann Mortlake"], found["Sergey Lavrov"]) == (7, 3)
    assert max(map(len, found)) < 100
