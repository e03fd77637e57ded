"""The people of an article: who is found, under which name, and who is not."""

import random
import string

import pytest

from search.article import Article, Block, Person, Verdict
from search.people import Mention, mentioned, named
from search.people.evidence import CUES, cues
from search.people.kinds import ORGANISATION, kinds
from search.people.lexicon import folded
from search.people.runs import runs

UKRINFORM = """\
At a meeting in Kyiv with UK Secretary of State for Defense John Healey, Rustem Umerov discussed the possibility of financing joint defense projects, in particular through proceeds from frozen Russian assets.

Umerov said this in a post on his page, Ukrinform reports.

The main topic of the meeting was planning military support for Ukraine for 2025. The ministers analyzed the assistance provided by the UK in recent years and identified priority areas for deepening cooperation.

Umerov also highlighted the importance of enhancing air defense capabilities.“We need additional air defense and missile defense systems, as well as missiles, as protecting our skies remains a key task,” he noted.

Ensuring an uninterrupted supply of artillery ammunition is also important. Umerov emphasized that a stable supply of shells, particularly for artillery, is critical to Ukraine's defense.

Joint defense projects, including the production of air defense equipment, are also among the priority areas.“We discussed opportunities to fund such initiatives, particularly using proceeds from frozen russian assets, which is a vital tool for long-term enhancement of Ukraine's defense capabilities,” he wrote.

The interlocutors also discussed equipping and training new brigades of the Armed Forces of Ukraine.

“The UK already plays a leading role in training our military, and this cooperation will only grow stronger,” Umerov said.

He briefed the British partners in detail on the security situation in Ukraine and the battlefield situation. Representatives of the Main Intelligence Directorate provided the latest data, while Lieutenant General Anatolii Baryhilevych, Chief of the General Staff, shared information on the situation along the contact line.

The interlocutors also discussed the results of the use of Storm Shadow missiles.

“I sincerely thank the people and government of the United Kingdom, and especially John Healey, for their steadfast support, leadership, and significant contributions to our shared struggle. The United Kingdom has been and remains a key ally of Ukraine, providing us with invaluable assistance,” Umerov wrote.

As Ukrinform reported, UK Secretary of State for Defense John Healey, who arrived in Kyiv on December 18, said that the purpose of his visit was to discuss with Rustem Umerov the shared plan to strengthen Ukraine. According to him, nuclear threats from the Kremlin should not intimidate Western leaders, and support for Ukraine will continue.
"""

KYIV_INDEPENDENT = """\
The U.K. will finance the production of air defense systems and long-range weapons in Ukraine, Defense Minister Rustem Umerov said on Jan. 13 following a meeting with U.K. Defense Secretary John Healey in London.

"The U.K. has already invested in the production of our weapons, and this collaboration continues — specifically, funding will be directed toward the production of air defense systems and long-range weapons," Umerov wrote on Facebook.

Umerov met with Healey to discuss bilateral cooperation in 2025 in key security areas.

"The U.K. reaffirmed its commitment to providing continuous and comprehensive support to strengthen Ukraine's position both on the battlefield and on the international stage," the minister said.

"We anticipate enhanced military, political, and economic assistance from our British allies this year."

Umerov did not provide further details on how London would finance Ukrainian defense industry.

In 2025, Ukraine plans to spend a record $35 billion on arms production, of which $17 billion will be financed by the Ukrainian government, according to Umerov. The rest may be supported by allies, he added.

Kyiv has ramped up domestic drone production over the past year, as well as the development of new missiles. Various aerial, naval, and ground drones have been developed and often successfully used for reconnaissance, combat, and other tasks throughout the full-scale war with Russia.

Ukraine, in recent months, has championed the development of long-range "missile-drones," upgraded UAVs with turbojet engines that can act as alternatives to cruise missiles. Kyiv unveiled its Palianytsia and Peklo hybrids in the second half of 2024.

Zelensky has said Ukraine aims to produce at least 30,000 long-range drones in 2025 and conducted the first successful test of a new Ukrainian missile, dubbed Ruta (Rue).
"""

TEASERS = """\
As Russian losses in Ukraine mount, Putin faces ‘devastating’ demographic timebomb
Russian losses in Ukraine are helping fuel a demographic timebomb that could see the country’s population reduced by half by the end of the century, experts have told the Kyiv Independent. “The impact on Russian society is devastating,” said Harley Balzer, emeritus professor of government and inter…
The Kyiv IndependentChris York
Author: Kateryna Hodunova
What we know about North Korean POWs captured by Ukraine

Ukrainian forces captured two North Korean soldiers as prisoners of war (POWs) in Russia's Kursk Oblast on Jan. 9. The Kyiv Independent's Anna Belokur breaks down everything we learned from the POWs' interrogation video released by President Volodymyr Zelensky.
"""


def article(body: str, title: str = "", cut: str = "") -> Article:
    blocks = (Block(cut, 0, len(cut), Verdict("cut", "teaser")),) if cut else ()
    return Article("seeds/a.txt", title, body, blocks=blocks)


def names(text: str, extra: str = "") -> list[str]:
    """The people of the text, in order of first mention."""
    return list(dict.fromkeys(mention.name for mention in named(text, extra)))


def test_the_first_seed_names_three_people() -> None:
    assert mentioned(article(UKRINFORM)) == (
        Person("John Healey"),
        Person("Rustem Umerov", ("Umerov",)),
        Person("Anatolii Baryhilevych"),
    )


def test_the_second_seed_names_three_people_and_its_teasers_complete_one_of_them() -> None:
    title = "UK to finance production of air defense, long-range weapons in Ukraine, Umerov says"
    assert mentioned(article(KYIV_INDEPENDENT, title, TEASERS)) == (
        Person("Rustem Umerov", ("Umerov",)),
        Person("John Healey", ("Healey",)),
        Person("Volodymyr Zelensky", ("Zelensky",)),
    )


def test_without_the_teasers_a_surname_stays_a_surname() -> None:
    assert names(KYIV_INDEPENDENT) == ["Rustem Umerov", "John Healey", "Zelensky"]


def test_somebody_who_stands_only_in_a_cut_block_is_not_in_the_article() -> None:
    assert mentioned(article("It rained in Kyiv.", cut="President Jane Roe said so.")) == ()


def test_a_person_of_the_title_counts_and_the_title_completes_a_name() -> None:
    found = mentioned(article("Roe said no.", title="Mary Roe meets John Doe in Geneva"))
    assert found == (Person("Mary Roe", ("Roe",)), Person("John Doe"))


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
        "However, Prime Minister and President met in New York.",
        "The London-based firm grew in May.",
        "Володимир Зеленський зустрівся з Рустемом Умєровим у Києві.",
        "習近平 met 文在寅. محمد بن سلمان",
        "",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    assert names(text) == []


def test_a_surname_is_the_latest_full_name_before_it() -> None:
    text = "George Bush spoke. Bush left. Laura Bush stayed. Bush slept."
    assert names(text) == ["George Bush", "Laura Bush"]
    assert [mention.name for mention in named(text)][1::2] == ["George Bush", "Laura Bush"]


def test_a_mention_stands_where_it_says() -> None:
    text = "In Kyiv, Defense Minister Rustem Umerov's aide met Umerov."
    assert named(text) == [Mention(26, 39, "Rustem Umerov"), Mention(51, 57, "Rustem Umerov")]


@pytest.mark.parametrize("cue", CUES)
def test_each_cue_is_seen_in_its_sample(cue: str) -> None:
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
def test_a_hostile_text_names_nobody_for_long(text: str) -> None:
    assert len(names(text)) < 5


def test_noise_is_survived_and_mentions_lie_inside_the_text() -> None:
    seed = 20241218
    chance = random.Random(seed)
    for _ in range(200):
        text = "".join(chance.choices(string.printable + "éŁßİǅ’– Dr. John Roe", k=300))
        for mention in named(text, text[::-1]):
            assert 0 <= mention.start < mention.end <= len(text), f"seed {seed}"


def test_a_run_knows_its_place_in_the_text() -> None:
    text = "the Dutch painter Vincent van Gogh"
    assert [(text[run.start : run.end], run.words[-1]) for run in runs(text)] == [
        ("Dutch", "Dutch"),
        ("Vincent van Gogh", "Gogh"),
    ]


def test_words_are_compared_without_accents() -> None:
    assert folded("Dovilė Šakalienė Łukasz Søren") == "Dovile Sakaliene Lukasz Soren"
    assert kinds("University") & ORGANISATION
