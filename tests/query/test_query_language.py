"""The query language: every form, every slip, and the round trip."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import schema
from search.errors import BadQuery
from search.query import (
    And,
    DateRange,
    Fuzzy,
    MatchAll,
    Missing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
    lexer,
)
from search.query.parser import parse
from search.query.trees import combine, hold_names, negate, relax
from search.query.unparse import unparse

TODAY = date(2026, 11, 21)  # a Saturday
PAGE = Path(__file__).parents[2] / "docs" / "query-language.md"


def tree(text: str) -> Node:
    return parse(text, TODAY)


def slip(text: str) -> BadQuery:
    with pytest.raises(BadQuery) as caught:
        tree(text)
    return caught.value


def words(*texts: str) -> And:
    """Words side by side that are the whole of a query."""
    return And(tuple(Word(text) for text in texts), len(texts) < 3)


def name(text: str, zone: str = "person") -> Word:
    return Word(text, (zone,), exact=True)


def teaser(text: str) -> Word:
    return Word(text, ("teasers",))


AIR, DEFENSE, MISSILE = Word("air"), Word("defense"), Word("missile")

FORMS: list[tuple[str, Node]] = [
    ("", MatchAll()),
    (" \t\n", MatchAll()),
    # words and phrases
    ("air", AIR),
    ("air defense", And((AIR, DEFENSE))),
    ("air AND defense", And((AIR, DEFENSE))),
    ("air - defense", And((AIR, DEFENSE))),
    ('"air defense"', Phrase(("air", "defense"))),
    ('"air"', Phrase(("air",))),
    ("“air defense”", Phrase(("air", "defense"))),
    ('“air defense"', Phrase(("air", "defense"))),
    ("„air defense“", Phrase(("air", "defense"))),
    ("«air defense»", Phrase(("air", "defense"))),
    ('"say “no” to it"', Phrase(("say", "“no”", "to", "it"))),
    ('"d?fen* - -x (a OR b) ~2"', Phrase(("d?fen*", "-x", "(a", "OR", "b)", "~2"))),
    ('"missile air"~4', Near(("missile", "air"), 4)),
    ('"missile air"~>4', Near(("missile", "air"), 4, ordered=True)),
    ('"missile air"~0', Near(("missile", "air"), 0)),
    ('="missile air"~4', Near(("missile", "air"), 4, exact=True)),
    ("=Healey", Word("Healey", exact=True)),
    ('="air defenses"', Phrase(("air", "defenses"), exact=True)),
    ("defen*", Wildcard("defen*")),
    ("*fense", Wildcard("*fense")),
    ("d?fense", Wildcard("d?fense")),
    ("?efense", Wildcard("?efense")),
    ("zelensky~", Fuzzy("zelensky", 1)),
    ("zelensky~1", Fuzzy("zelensky", 1)),
    ("zelensky~2", Fuzzy("zelensky", 2)),
    # either and without
    ("missile OR air", Or((MISSILE, AIR))),
    ("air defense OR missile", Or((And((AIR, DEFENSE)), MISSILE))),
    ("missile OR air defense", Or((MISSILE, And((AIR, DEFENSE))))),
    ("air (defense OR missile)", And((AIR, Or((DEFENSE, MISSILE))))),
    ("air (defense missile)", And((AIR, DEFENSE, MISSILE), False)),
    ("air OR (defense OR missile)", Or((AIR, DEFENSE, MISSILE))),
    ("((air))", AIR),
    ("air -missile", And((AIR, Not(MISSILE)))),
    ("air NOT missile", And((AIR, Not(MISSILE)))),
    ("air AND NOT missile", And((AIR, Not(MISSILE)))),
    ("NOT air missile", And((Not(AIR), MISSILE))),
    ("air OR -missile", Or((AIR, Not(MISSILE)))),
    ("-missile", Not(MISSILE)),
    ("NOT missile", Not(MISSILE)),
    ('-"air defense"', Not(Phrase(("air", "defense")))),
    ("-(air defense)", Not(And((AIR, DEFENSE)))),
    ("-source:x", Not(name("x", "source"))),
    ("-=air", Not(Word("air", exact=True))),
    ("NOT NOT air", AIR),
    ("--air", AIR),
    ("NOT -air", AIR),
    ("NOT NOT NOT air", Not(AIR)),
    ("-(-air)", AIR),
    # where
    ("title:umerov", Word("umerov", ("title",))),
    ("Title:umerov", Word("umerov", ("title",))),
    ("title:=Healey", Word("Healey", ("title",), exact=True)),
    ('title:"a b"~3', Near(("a", "b"), 3, zones=("title",))),
    ('source:"Kyiv Independent"', Phrase(("Kyiv", "Independent"), ("source",), exact=True)),
    ("person:umerov", name("umerov")),
    ("people:umerov", name("umerov")),
    ("author:fenbert", name("fenbert", "author")),
    ("person:(umerov OR healey)", Or((name("umerov"), name("healey")))),
    ("person:(umerov -(healey OR x))", And((name("umerov"), Not(Or((name("healey"), name("x"))))))),
    ("person:(umerov title:x)", And((name("umerov"), Word("x", ("title",))))),
    ("person:umer*", Wildcard("umer*", ("person",))),
    ("person:zelensky~", Fuzzy("zelensky", 1, ("person",))),
    ('person:"a b"~2', Near(("a", "b"), 2, zones=("person",), exact=True)),
    ("title:10:50", Word("10:50", ("title",))),
    ("in:teasers demographic", teaser("demographic")),
    ("demographic in:teasers", teaser("demographic")),
    ("IN:Teasers demographic", teaser("demographic")),
    ("in:teasers a OR b", Or((teaser("a"), teaser("b")))),
    ("in:teasers AND a", teaser("a")),
    ("in:teasers a in:teasers", teaser("a")),
    ("air (a in:teasers)", And((AIR, teaser("a")))),
    ("in:teasers a (b OR c)", And((teaser("a"), Or((teaser("b"), teaser("c")))))),
    ("in:teasers a (in:body b)", And((teaser("a"), Word("b", ("body",))))),
    ("in:teasers a title:b", And((teaser("a"), Word("b", ("title",))))),
    ('in:teasers "a b" c* d~', And((Phrase(("a", "b"), ("teasers",)),
                                    Wildcard("c*", ("teasers",)),
                                    Fuzzy("d", 1, ("teasers",))), False)),
    ("source:none", Missing("source")),
    ("person:none", Missing("people")),
    ("author:none", Missing("authors")),
    ("date:none", Missing("date")),
    ("person:(umerov OR none)", Or((name("umerov"), Missing("people")))),
    ('source:"none"', Phrase(("none",), ("source",), exact=True)),
    ("source:=none", name("none", "source")),
    ("title:none", name("untitled", "is")),
    ("body:none none", And((name("empty", "is"), Word("none")))),
    ("title:=none", Word("none", ("title",), exact=True)),
    # text as people paste it
    ("black and white or not", words("black", "and", "white", "or", "not")),
    ("Ukraine: what next", words("Ukraine:", "what", "next")),
    ("Title: what", words("Title:", "what")),
    ("Ukraine:… next", words("Ukraine:", "next")),
    ("at 10:50", words("at", "10:50")),
    ("https://example.org/a?b=c*~ x", words("https://example.org/a?b=c*~", "x")),
    ("What next for Ukraine?", words("What", "next", "for", "Ukraine?")),
    ("Really?? yes", words("Really??", "yes")),
    ("war – what & why | News …", words("war", "what", "why", "News")),
    ("air-defense", Word("air-defense")),
    ("AND, OR,", words("AND,", "OR,")),
    ("don't 'tis O’Brien", words("don't", "'tis", "O’Brien")),
    ("[UPDATE] said [the man]", words("UPDATE]", "said", "the", "man]")),
    ("air AND defense missile", And((AIR, DEFENSE, MISSILE))),
    ("(air AND defense) missile", And((AIR, DEFENSE, MISSILE))),
    ("(air defense missile)", And((AIR, DEFENSE, MISSILE), False)),
    ("NOT (air defense missile)", Not(And((AIR, DEFENSE, MISSILE)))),
    ("WAR OF THE WORLDS AND US", words("war", "of", "the", "worlds", "and", "us")),
    ("NATO AND EU", And((Word("NATO"), Word("EU")))),
    ('"Iron Dome"-style war', And((Phrase(("Iron", "Dome")), Word("style"), Word("war")), False)),
    ("(air)-defense", And((AIR, DEFENSE))),
    ("ПВО №5 防空 ａｉｒ", words("ПВО", "№5", "防空", "ａｉｒ")),
    ("a\x00b \x00 c\u200b", words("a\x00b", "c\u200b")),
]  # fmt: skip

DATES: list[tuple[str, date | None, date | None]] = [
    ("date:2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("date:2025-01", date(2025, 1, 1), date(2025, 1, 31)),
    ("date:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("date:9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ("date:2025-01-13", date(2025, 1, 13), date(2025, 1, 13)),
    ('date:"2025-01-13"', date(2025, 1, 13), date(2025, 1, 13)),
    ("date:2025-01-01..2025-01-20", date(2025, 1, 1), date(2025, 1, 20)),
    ("date:2025-01-13..2025-01-13", date(2025, 1, 13), date(2025, 1, 13)),
    ("date:2024-12..2025", date(2024, 12, 1), date(2025, 12, 31)),
    ("date:2025-01..", date(2025, 1, 1), None),
    ("date:..2024", None, date(2024, 12, 31)),
    ("date:>=2024-12", date(2024, 12, 1), None),
    ("date:>2024-12", date(2025, 1, 1), None),
    ("date:>2024", date(2025, 1, 1), None),
    ("date:>2024-12-31", date(2025, 1, 1), None),
    ("date:<2024-12", None, date(2024, 11, 30)),
    ("date:<=2024-12", None, date(2024, 12, 31)),
    ("date:<=2024", None, date(2024, 12, 31)),
    ("date:today", TODAY, TODAY),
    ("date:yesterday", date(2026, 11, 20), date(2026, 11, 20)),
    ("date:yesterday..today", date(2026, 11, 20), TODAY),
    ('date:"last 30 days"', date(2026, 10, 23), TODAY),
    ("date:30d", date(2026, 10, 23), TODAY),
    ("date:1m", date(2026, 10, 22), TODAY),
    ('date:"Last  30 Days"', date(2026, 10, 23), TODAY),
    ("date:“last 30 days”", date(2026, 10, 23), TODAY),
    ('date:"last 1 day"', TODAY, TODAY),
    ('date:"last week"', date(2026, 11, 15), TODAY),
    ('date:"last 2 weeks"', date(2026, 11, 8), TODAY),
    ('date:"last month"', date(2026, 10, 22), TODAY),
    ('date:"last 3 months"', date(2026, 8, 22), TODAY),
    ('date:"last year"', date(2025, 11, 22), TODAY),
    ('date:"this week"', date(2026, 11, 16), TODAY),
    ('date:"this month"', date(2026, 11, 1), TODAY),
    ('date:"this year"', date(2026, 1, 1), TODAY),
]

CLOSING = "expected a closing parenthesis"
OPENING = "expected '(' somewhere before this ')'"
DATE_FORMS = "expected a date such as 2025, 2025-01, 2025-01-13"
SLIPS = [
    ('flood "river', 7, "expected a closing quote"),
    ("flood “river", 7, "expected a closing quote"),
    ('"""', 3, "expected a closing quote"),
    ('air ""', 5, "expected words between the quotes"),
    ('"…"', 1, "expected words between the quotes"),
    ("(air", 1, CLOSING),
    ("((air)", 1, CLOSING),
    ("(((", 3, CLOSING),
    (")", 1, OPENING),
    ("air )", 5, OPENING),
    ("air ()", 5, "expected something to look for in the parentheses"),
    ("OR air", 1, "expected something to look for before OR; put it in quotes or lower case"),
    ("air OR", 5, "expected something to look for after OR; put it in quotes or lower case"),
    ("air AND", 5, "expected something to look for after AND"),
    ("air NOT", 5, "expected something to look for after NOT"),
    ("(air OR) x", 6, "expected something to look for after OR"),
    ("air OR OR x", 8, "expected something to look for before OR"),
    ("air AND OR x", 9, "expected something to look for before OR"),
    ("NOT AND x", 5, "expected something to look for before AND"),
    ("-", 1, "expected a word with a letter or a digit"),
    ("war (x -)", 8, "expected a word right after '-'"),
    ("air -)", 5, "expected a word right after '-'"),
    ("~", 1, "expected a word or a phrase right before '~'"),
    ("(a b)~4", 6, "expected a word or a phrase right before '~'"),
    ('"a b" ~4', 7, "expected a word or a phrase right before '~'"),
    ("=", 1, "expected a word or a phrase right after '='"),
    ("=a*", 1, "expected a word or a phrase right after '=', without ~ * ?"),
    ("zelensky~3", 9, "expected 1 or 2 after '~', how many letters may differ"),
    ("a~5", 2, "expected 1 or 2 after '~'"),
    ("zel*~", 5, "expected a word without wildcards before '~'"),
    ('"a b"~', 6, "expected a number to 999 right after '~'"),
    ('"a b"~x', 6, "expected a number to 999 right after '~'"),
    ('"a"~4', 4, "expected two words or more in the quotes before '~'"),
    ("*", 1, "expected at least one letter or digit with '*'"),
    ("air ?*", 5, "expected at least one letter or digit with '*'"),
    ("source:*", 8, "letter or digit with '*'; did you mean '-source:none'?"),
    ("…", 1, "expected a word with a letter or a digit"),
    ("[a TO b]", 1, "expected no such bracket: ranges are written date:A..B"),
    ("[a TO", 1, "expected no such bracket: ranges are written date:A..B"),
    ("{}", 1, "expected no such bracket: ranges are written date:A..B"),
    ("date:{20200615 TO 20200618}", 6, "expected no such bracket"),
    ("date:[2020-06-15 TO 2020-06-20]", 6, "did you mean '2020-06-15..2020-06-20'?"),
    ("date:[2020-06-15 TO *]", 6, "did you mean '2020-06-15..'?"),
    ("a || b", 3, "expected OR between alternatives"),
    # fields
    (
        "unknown:air",
        1,
        "expected a field (title, body, person, people, quoted, source, author",
    ),
    ("air sorce:x", 5, "; did you mean 'source:x'?"),
    ('b:"true"', 1, "expected a field (title, body, person"),
    ('persn:"a b"', 1, "; did you mean 'person:\"a b\"'?"),
    ("analysis:the war", 1, "or quotes around text with a colon"),
    ("title:", 1, "expected a value right after 'title:'"),
    ("title: umerov", 1, "expected a value right after 'title:'; did you mean 'title:umerov'?"),
    ("date: 2025", 1, "did you mean 'date:2025'?"),
    ("title:OR", 1, "expected a value right after 'title:'"),
    ("title:body:x", 1, "expected a value right after 'title:'"),
    ("title:-x", 7, "expected '-' before the field, as in -title:x"),
    ("title:()", 7, "expected something to look for in the parentheses"),
    ("in:teasers", 1, "expected something to look for, as in 'in:teasers air defense'"),
    ("air (in:teasers)", 6, "expected something to look for, as in 'in:teasers air defense'"),
    ("air OR in:teasers", 8, "expected something to look for, as in 'in:teasers air defense'"),
    ("in:teasers title:a", 1, "expected something to look for, as in 'in:teasers air defense'"),
    ("person:(in:teasers a)", 9, "expected something to look for"),
    ("in:title a in:body b", 12, "expected one 'in:' in a group, with parentheses for more"),
    ("air is:emty", 8, "; did you mean 'empty'?"),
    ('is:"no text"', 4, "expected is:empty or is:untitled or "),
    ("in:titel a", 4, "expected in:title or in:body or in:teasers; did you mean 'in:title'?"),
    ("in:person a", 4, "expected in:title or in:body or in:teasers"),
    ("in:(title body) a", 1, "expected in:title or in:body or in:teasers"),
    ("-in:teasers a", 2, "expected 'in:' without NOT or '-'"),
    # dates
    ("date:2025-02-30", 6, "expected a day from 01 to 28, as 2025-02 has them"),
    ("date:2025-13", 6, "expected a month from 01 to 12"),
    ("date:0000", 6, "expected a year from 0001 to 9999"),
    ("date:13.01.2025", 6, "did you mean '2025-01-13'?"),
    ("date:01/13/2025", 6, "did you mean '2025-01-13'?"),
    ("date:20250113", 6, "did you mean '2025-01-13'?"),
    ("date:2025-1-3", 6, "did you mean '2025-01-03'?"),
    ("date:01/2025", 6, "did you mean '2025-01'?"),
    ("date:2025-01*", 6, "did you mean '2025-01'?"),
    ('date:"13 January 2025"', 7, "did you mean '2025-01-13'?"),
    ('date:"Jan 13, 2025"', 7, "did you mean '2025-01-13'?"),
    ("date:01/02/2025", 6, DATE_FORMS),
    ("date:soon", 6, DATE_FORMS),
    ("date:last week", 6, DATE_FORMS),
    ("date:=2025", 7, DATE_FORMS),
    ("date:2025..soon", 12, DATE_FORMS),
    ("date:2025..2024", 6, "expected the earlier date before '..'; did you mean '2024..2025'?"),
    ("date:..", 6, "expected a range without spaces"),
    ("date:2024 .. 2025", 11, "expected a range without spaces"),
    ('date:"2024"-"2025"', 12, "expected a space after the date"),
    ("date:>9999", 6, "expected days between 0001-01-01 and 9999-12-31"),
    ("date:<0001", 6, "expected days between 0001-01-01 and 9999-12-31"),
    ('date:"last 9999 years"', 7, "expected days between 0001-01-01 and 9999-12-31"),
    # limits
    ("(" * 51 + "a" + ")" * 51, 51, "expected at most 50 levels of parentheses"),
    ("(" * 10_000, 51, "expected at most 50 levels of parentheses"),
    ("a " * 1_001, 2_001, "expected at most 1,000 words"),
    ("a" * 10_001, 10_001, "expected at most 10,000 characters"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=repr)
def test_each_form_has_its_tree(text: str, expected: Node) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(("text", "first", "last"), DATES)
def test_each_date_is_its_days_and_never_more(
    text: str, first: date | None, last: date | None
) -> None:
    assert tree(text) == DateRange(first, last)


def test_a_month_before_a_longer_one_ends_with_its_last_day() -> None:
    asked = parse('date:"last month"', date(2026, 3, 31))
    assert asked == DateRange(date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(("text", "column", "expected"), SLIPS, ids=lambda value: repr(value)[:40])
def test_each_slip_names_its_column_and_what_was_expected(
    text: str, column: int, expected: str
) -> None:
    error = slip(text)
    assert error.column == column
    assert expected in error.remedy


def test_a_slip_reads_as_one_line() -> None:
    line = "cannot read 'flood \"river' at column 7; expected a closing quote"
    assert str(slip('flood "river')) == line


def test_the_right_spelling_is_offered_where_one_reading_is_certain() -> None:
    assert slip("sorce:x").nearest == "source:x"
    assert slip("date:13.01.2025").nearest == "2025-01-13"
    assert slip("date:01/02/2025").nearest == ""


def test_a_query_too_long_is_not_repeated_in_full() -> None:
    assert len(str(slip("a" * 100_000))) < 150


def test_depth_and_repetition_within_the_limits_are_read() -> None:
    assert tree("(" * 50 + "air" + ")" * 50) == AIR
    assert tree("NOT " * 2_000 + "air") == AIR
    assert len(tree("a " * 1_000).parts) == 1_000


RELAXED: list[tuple[str, str | None]] = [
    ("air defense", "air OR defense"),
    ('air "long range" d*', 'air OR "long range" OR d*'),
    ("air defense -missile", "(air OR defense) -missile"),
    ("air defense date:2025-01-13", "(air OR defense) date:2025-01-13"),
    ("air defense source:none", "(air OR defense) source:none"),
    ("person:umerov air defense", "(air OR defense) person:umerov"),
    ("air defense (person:a OR person:b)", "(air OR defense) (person:a OR person:b)"),
    ("air defense (missile OR -drone)", "(air OR defense) (missile OR -drone)"),
    ("air (missile OR drone)", "air OR missile OR drone"),
    ("air (missile -drone OR rocket)", "air OR missile -drone OR rocket"),
    ("in:teasers a b", "in:teasers a OR b"),
    ("air", None),
    ("air OR defense", None),
    ("air -missile", None),
    ("air person:umerov", None),
    ("-air -missile", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "loose"), RELAXED)
def test_a_relaxed_query_asks_for_any_of_the_texts_and_keeps_what_narrows(
    text: str, loose: str | None
) -> None:
    found = relax(tree(text))
    assert (found and unparse(found)) == loose


SPELLED = [
    ("air   AND defense", "air defense"),
    ("NOT (a b)", "-(a b)"),
    ("a OR (b c)", "a OR b c"),
    ("a AND (b OR c)", "a (b OR c)"),
    ("person:(a OR b)", "person:a OR person:b"),
    ("a (in:teasers b (c OR d))", "a (in:teasers b) (in:teasers c OR d)"),
    ("in:teasers a source:x", "in:teasers a source:x"),
    ("date:2025", "date:2025-01-01..2025-12-31"),
    ("person:none -person:=none", "people:none -person:=none"),
    ('«say "no"»', '«say "no"»'),
    ("none in:title", "(in:title none)"),
    ("-title:none title:=none", "-is:untitled title:=none"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), SPELLED)
def test_a_tree_is_written_back_in_its_plainest_form(text: str, expected: str) -> None:
    assert unparse(tree(text)) == expected


@pytest.mark.parametrize("text", ["none Å in:title", "-(none in:body) river", "NATO none"])
def test_none_in_a_place_is_a_word_when_it_is_written_back(text: str) -> None:
    assert tree(unparse(tree(text))) == tree(text)


def test_the_fields_that_hold_names_are_those_that_the_schema_keeps_exact() -> None:
    assert all(schema.ZONES[zone].stemmed != hold_names((zone,)) for zone in schema.FIELDS.values())
    assert not any(hold_names((scope,)) for scope in schema.SCOPES)


FRAGMENTS = """air defense " “ ” « » ( ) - -- = ~ ~2 ~> 4 * ? : , .. || [ { ] TO OR AND NOT … é
    title: person: in: in:teasers in:title source:none date: 2025 2025-01-13 >= last 30 days none
    https://a.b x~1 \u200b \x00""".split()
PIECES = st.lists(st.sampled_from([*FRAGMENTS, " ", " ", " "]), max_size=25).map("".join)
ANYTHING = st.text(st.characters(), max_size=40)


@given(PIECES | ANYTHING)
def test_any_text_is_read_and_written_back_the_same_or_is_a_bad_query(text: str) -> None:
    try:
        found = tree(text)
    except BadQuery as error:
        assert 1 <= error.column <= len(text) + 1
        assert "\n" not in str(error)
    else:
        assert tree(unparse(found)) == found


TEXTS = st.text("abzéїΩ9", min_size=1, max_size=4)
PHRASES = st.lists(TEXTS | st.sampled_from(["OR", "-x", "none", "d?f*"]), min_size=1, max_size=3)
PAIRS = st.lists(TEXTS, min_size=2, max_size=3).map(tuple)
ZONES = st.sampled_from([("title", "body"), ("title",), ("body",), ("teasers",)])
ENDS = st.dates()
LEAVES = st.one_of(
    st.builds(Word, TEXTS, ZONES, st.booleans()),
    st.builds(name, TEXTS | st.just("none"), st.sampled_from(["person", "source", "author"])),
    st.builds(Phrase, PHRASES.map(tuple), ZONES, st.booleans()),
    st.builds(Near, PAIRS, st.integers(0, 999), st.booleans(), ZONES, st.booleans()),
    st.builds(Wildcard, TEXTS.map(lambda text: f"{text}*"), ZONES),
    st.builds(Fuzzy, TEXTS, st.sampled_from([1, 2]), ZONES),
    st.builds(lambda one, other: DateRange(*sorted((one, other))), ENDS, ENDS),
    st.builds(DateRange, ENDS, st.none()),
    st.builds(DateRange, st.none(), ENDS),
    st.sampled_from(["date", "source", "people", "authors"]).map(Missing),
)


def grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda nodes: combine(And, nodes)),
        several.map(lambda nodes: combine(Or, nodes)),
        parts.map(negate),
    )


@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_any_tree_is_written_as_a_query_that_reads_back_the_same(node: Node) -> None:
    assert tree(unparse(node)) == node


def rows(heading: str) -> list[list[str]]:
    """The cells of the tables under a heading of the page, without the ticks of the first."""
    part = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [re.split(r" \| ", line[2:-2]) for line in part.splitlines() if line.startswith("| `")]
    return [[first.strip("`"), *others] for first, *others in cells]


HEADINGS = ["Words and phrases", "Together, either, without", "Where to look", "Dates"]


@pytest.mark.parametrize("text", [row[0] for heading in HEADINGS for row in rows(heading)])
def test_each_query_of_the_page_is_read(text: str) -> None:
    assert tree(text)


@pytest.mark.parametrize("row", rows("Dates"), ids=lambda row: row[0])
def test_the_days_of_the_page_are_those_meant(row: list[str]) -> None:
    found = tree(row[0])
    days = re.findall(r"\d{4}-\d\d-\d\d", row[1])
    if days and isinstance(found, DateRange):
        assert {found.first, found.last} - {None} == {date.fromisoformat(day) for day in days}


@pytest.mark.parametrize(("text", "column", "answer"), rows("What cannot be read"))
def test_each_answer_of_the_page_is_the_one_given(text: str, column: str, answer: str) -> None:
    error = slip(text)
    assert str(error.column) == column
    assert re.fullmatch(re.escape(answer).replace("…", ".+"), error.remedy)  # lists are cut short


@given(st.lists(st.sampled_from(["a", "9", "й", "٣", " ", "  ", "OR", "AND", "NOT", "to", "TO"])))
def test_plain_words_are_read_as_the_pattern_of_tokens_reads_them(pieces: list[str]) -> None:
    text = "".join(pieces)
    quoted = list(lexer.tokens(text + ' "x"'))
    assert list(lexer.tokens(text))[:-1] == quoted[:-2]


def test_no_sign_that_opens_or_closes_a_quote_is_a_sign_of_a_word() -> None:
    assert [sign for sign in lexer.MARKS if re.match(lexer.CHAR, sign)] == []
