"""The people of an article: which are found, and under which name."""

import random
import string
from pathlib import Path

import pytest

from search.article import Article, Block, Person, Verdict
from search.people import Mention, article_people, person_mentions
from search.people.candidates import RUN_PATTERN, capitalised_runs
from search.people.context_cues import CUES, cues

SEEDS = Path(__file__).parents[2] / "seeds"
FIRST = (SEEDS / "000_cd4418e8e1d5f07a.txt").read_text("utf-8")
SECOND = (SEEDS / "002_7aec30fda4bd4711.txt").read_text("utf-8")
FIRST_BODY = FIRST[FIRST.index("At a meeting") : FIRST.index("Photo:")]
SECOND_TITLE = SECOND[: SECOND.index("\n")]
SECOND_BODY = SECOND[SECOND.index("The U.K. will finance") : SECOND.index("As Russian losses")]
TEASERS = SECOND[SECOND.index("As Russian losses") :]


def article(body: str, title: str = "", cut: str = "") -> Article:
    blocks = (Block(cut, 0, len(cut), Verdict("cut", "teaser")),) if cut else ()
    return Article("seeds/a.txt", title, body, blocks=blocks)


def names(text: str, extra: str = "") -> list[str]:
    """Return the people of the text, in order of first mention."""
    return list(dict.fromkeys(mention.name for mention in person_mentions(text, extra)))


def test_the_first_seed_names_three_people() -> None:
    assert article_people(article(FIRST_BODY)) == (
        Person("John Healey", quoted=True),
        Person("Rustem Umerov", ("Umerov",), quoted=True),
        Person("Anatolii Baryhilevych"),
    )


def test_the_second_seed_names_three_people_and_its_teasers_complete_one_of_them() -> None:
    assert article_people(article(SECOND_BODY, SECOND_TITLE, TEASERS)) == (
        Person("Rustem Umerov", ("Umerov",), quoted=True),
        Person("John Healey", ("Healey",)),
        Person("Volodymyr Zelensky", ("Zelensky",), quoted=True),
    )


def test_without_the_teasers_a_surname_stays_a_surname() -> None:
    assert names(SECOND_BODY) == ["Rustem Umerov", "John Healey", "Zelensky"]


def test_a_cut_block_completes_a_surname_with_its_particle_but_no_given_name() -> None:
    assert names("Mayor de Blasio said no.", extra="Bill de Blasio lost.") == ["Bill de Blasio"]
    assert names("His wife, Karen, left.", extra="Karen Roe was born in 1950.") == ["Karen"]


def test_a_person_only_in_a_cut_block_is_not_in_the_article() -> None:
    assert article_people(article("It rained in Kyiv.", cut="President Jane Roe said so.")) == ()


def test_a_person_in_the_title_counts_and_the_title_completes_a_name() -> None:
    found = article_people(article("Roe said no.", title="Mary Roe meets John Doe in Geneva"))
    assert found == (Person("Mary Roe", ("Roe",), quoted=True), Person("John Doe"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talks with Defense Minister Rustem Umerov began.", "Rustem Umerov"),
        ("It was Rustem Umerov’s idea.", "Rustem Umerov"),
        ("UK Secretary of State for Defense John Healey left.", "John Healey"),
        ("Lieutenant General Anatolii Baryhilevych spoke.", "Anatolii Baryhilevych"),
        ("Iraqi Prime Minister Haider al-Abadi left.", "Haider al-Abadi"),
        ("They met Dr. Ibrahim Al-Ja’afari in Canberra.", "Ibrahim Al-Ja’afari"),
        ("Joost van der Westhuizen played.", "Joost van der Westhuizen"),
        ("Kim Jong-un watched.", "Kim Jong-un"),
        ("Secretary-General Ban Ki-moon regretted it.", "Ban Ki-moon"),
        ("Thank John F. Kennedy for it.", "John F. Kennedy"),
        ("Mr. Okonkwo-Vance declined.", "Okonkwo-Vance"),
        ("The head of the union, Xqarla Vuntz, 45, resigned.", "Xqarla Vuntz"),
        ("Theresa May resigned.", "Theresa May"),
        ("Dovilė Šakalienė signed it.", "Dovilė Šakalienė"),
        ("The mayor of London Sadiq Khan agreed.", "Sadiq Khan"),
        ("Bill de Blasio lost; de Blasio wept.", "Bill de Blasio"),
        ("Fourteen-year-old Zoe Roe swam.", "Zoe Roe"),
        ("Hunter Biden spoke.", "Hunter Biden"),
        ("Judge Amy Jackson ruled.", "Amy Jackson"),
        ("Sen. Ted Cruz, R-Texas, asked.", "Ted Cruz"),
        ("Seoul's mayor Park Won-soon left.", "Park Won-soon"),
        ("Sacha Baron Cohen laughed.", "Sacha Baron Cohen"),
        ("Prime Minister Al-Abadi spoke.", "Al-Abadi"),
        ("Cornell University Professor Esther Angert wrote it.", "Esther Angert"),
        ("Col. John “J.D.” Dorrian spoke.", "John “J.D.” Dorrian"),
    ],
)
def test_a_name_is_found_without_title_or_possessive(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The University of Helsinki and the Main Intelligence Directorate agreed.",
        "Storm Shadow missiles hit the Kursk Oblast.",
        "He lives in San Francisco, California.",
        "The Trump Organization sued the Bill and Melinda Gates Foundation.",
        "Moscow said nothing on Tuesday.",
        "Goldman Sachs and Al Jazeera hired people.",
        "The USS Abraham Lincoln left port.",
        "However, Prime Minister and President met in New York.",
        "The London-based firm grew in May.",
        "Володимир Зеленський зустрівся з Рустемом Умєровим у Києві.",
        "習近平 met 文在寅. محمد بن سلمان",
        "",
    ],
)
def test_other_capitalised_words_are_no_people(text: str) -> None:
    assert names(text) == []


def test_a_surname_stands_for_the_latest_full_name_before_it() -> None:
    text = "George Bush spoke. Bush left. Laura Bush stayed. Bush slept."
    assert names(text) == ["George Bush", "Laura Bush"]
    assert [mention.name for mention in person_mentions(text)][1::2] == [
        "George Bush",
        "Laura Bush",
    ]


def test_a_shorter_or_plainer_form_is_the_same_person() -> None:
    assert names("Robert Mugabe left. Robert Gabriel Mugabe was born in 1924.") == [
        "Robert Gabriel Mugabe"
    ]
    assert names("Jarosław Kaczyński spoke. Jaroslaw Kaczynski left.") == ["Jarosław Kaczyński"]
    assert names("Wanda Vázquez Garced spoke. Governor Vázquez left.") == ["Wanda Vázquez Garced"]


def test_a_surname_stands_for_the_person_in_the_title_not_for_a_relative() -> None:
    body = "Ruth Roe bore Mary Roe in 1950. Roe went to school in York."
    assert [m.name for m in person_mentions(f"Mary Roe dies\n\n{body}", title_end=13)] == [
        "Mary Roe",
        "Ruth Roe",
        "Mary Roe",
        "Mary Roe",
    ]


def test_a_surname_stands_for_the_fullest_form_of_its_name() -> None:
    text = "Robert Mugabe died. Mugabe ruled. Robert Gabriel Mugabe was born in 1924."
    assert {mention.name for mention in person_mentions(text)} == {"Robert Gabriel Mugabe"}


def test_capitalised_words_of_a_headline_do_not_join_a_name() -> None:
    headline = "Biologist Nick Bos Tells Wikinews About Ants In Finland"
    assert names(headline) == ["Nick Bos"]


def test_names_in_a_list_with_people_are_people() -> None:
    assert names("He played with John Roe, Xqarla Vuntz and Mary Doe.") == [
        "John Roe",
        "Xqarla Vuntz",
        "Mary Doe",
    ]


def test_a_storm_is_no_person() -> None:
    assert names("Hurricane Dorian came. Dorian killed five.") == []


def test_a_mention_has_its_place_in_the_text() -> None:
    text = "In Kyiv, Defense Minister Rustem Umerov's aide met Umerov."
    assert person_mentions(text) == [
        Mention(26, 39, "Rustem Umerov"),
        Mention(51, 57, "Rustem Umerov"),
    ]


@pytest.mark.parametrize("cue", CUES)
def test_each_cue_is_found_in_its_sample(cue: str) -> None:
    before, _, rest = CUES[cue].sample.partition("[")
    name, _, after = rest.partition("]")
    assert list(cues(before + name + after, len(before), len(before + name))) == [cue]


@pytest.mark.parametrize(
    "text",
    [
        "A" + "a" * 100_000,
        "Abcde " * 10_000,
        "John " * 10_000,
        "A." * 50_000,
        "Jo-" * 30_000,
        "d'" * 50_000,
        ", " * 50_000,
    ],
)
def test_a_hostile_text_has_few_people(text: str) -> None:
    assert len(names(text)) < 5


def test_mentions_in_noise_lie_inside_the_text() -> None:
    seed = 20241218
    chance = random.Random(seed)
    for _ in range(200):
        text = "".join(chance.choices(string.printable + "éŁßİǅ’– Dr. John Roe", k=300))
        for mention in person_mentions(text, text[::-1]):
            assert 0 <= mention.start < mention.end <= len(text), f"seed {seed}"


def test_a_run_is_found_by_its_first_capital() -> None:
    seed = 20261122
    chance = random.Random(seed)
    marks = [" ", "\n", "\u00a0", "bin ", "de ", ", Jr"]
    parts = [*marks, *"A B É x s . - , @ ( ” “ al- ash- Ash- D' d' ' Dr. Jr".split()]
    for _ in range(2000):
        text = "".join(chance.choices(parts, k=20))
        expected = [
            (match.start(), match[0].replace("\u00a0", " ")) for match in RUN_PATTERN.finditer(text)
        ]
        assert list(capitalised_runs(text)) == expected, f"seed {seed}"


def test_a_run_has_its_place_in_the_text() -> None:
    text = "the Dutch painter Vincent van Gogh"
    assert [
        (text[start : start + len(run)], run.split(" ")[-1])
        for start, run in capitalised_runs(text)
    ] == [
        ("Dutch", "Dutch"),
        ("Vincent van Gogh", "Gogh"),
    ]


FERDINANDS = ["Franz Ferdinand", "Ferdinand"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Archduke Franz Ferdinand fell. Rio Ferdinand came. Ferdinand, 45, left.", FERDINANDS),
        ("Ray Charles sang. Prince Charles, who is 56, left London.", ["Ray Charles", "Charles"]),
        ("Prince Charles met Charles Roe, 45.", ["Charles Roe"]),
        ("President Barack Obama came. President Obama left.", ["Barack Obama"]),
        ("Mr Brown said so. Gordon Brown, 57, was there.", ["Gordon Brown"]),
        ("President Volodymyr Zelensky spoke. Later Zelenskyy left.", ["Volodymyr Zelensky"]),
        ("Adam Smith met Jane Roe. “No,” said Smyth.", ["Adam Smith", "Jane Roe", "Smyth"]),
        ("Queen Elizabeth II died. Queen Elizabeth was 96.", ["Elizabeth II"]),
        (
            "Caitlyn Jenner Convinces Kim Kardashian to go, she said.",
            ["Caitlyn Jenner", "Kim Kardashian"],
        ),
        ("The film Vera Drake won. Vera Drake is a film by Mike Leigh.", ["Mike Leigh"]),
        ("Vera Drake (2004 film) won. Imelda Staunton, 48, was there.", ["Imelda Staunton"]),
        ("The James Webb space telescope was launched, said Ann Doe.", ["Ann Doe"]),
        ("Lady Gaga sang. “No,” said Gaga.", ["Lady Gaga"]),
        ("The data were collected by Bloomberg. Bloomberg reported it.", []),
        ("Mayor Michael Bloomberg, 78, spoke. Bloomberg left.", ["Michael Bloomberg"]),
        ("A storm hit the port in Darwin, said Jane RoeImage: someone.", ["Jane Roe"]),
        ("Jane Roe is a film director, and Ann Doe, 45, a singer.", ["Jane Roe", "Ann Doe"]),
    ],
)
def test_a_short_name_joins_its_holder_and_nobody_else(text: str, people: list[str]) -> None:
    found = [each.name for each in article_people(Article("a", "", text))]
    assert found == people
