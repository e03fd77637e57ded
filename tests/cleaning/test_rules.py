"""The tables of rules: each rule matches its own sample, and none matches ordinary text."""

import pytest

from search.article import Document
from search.cleaning import clean
from search.cleaning.html_rules import HTML_RULES, HtmlRule
from search.cleaning.rules import (
    CONTEXT_RULES,
    EDGE_RULES,
    END_RULES,
    INLINE_RULES,
    LINE_RULES,
    Rule,
    RuleTable,
)

BRIDGE = "The bridge over the river was closed on Monday after cracks were found in it."
ORDINARY = [
    BRIDGE,
    "He was forced to register his e-mail address with the police.",
    "The newsletter was founded in 1998 by two students.",
    "Voters can sign up for alerts from the city, officials said.",
    "Copyright law was changed by parliament in the spring.",
    "Getty Images sues the company behind the picture machine",
    "How Russia recruits saboteurs via Telegram",
    "We baked cookies for the soldiers, and they ate them all.",
    "Brokers may earn a commission of three percent, the court heard.",
    "Like many on Facebook, he had never met his friends.",
    "Comments by the minister caused anger in the capital.",
    "The price rose to $249 on Monday, up from $180 a year ago.",
    "Photo agencies withdrew the picture within an hour.",
    "Share prices fell by a tenth after the announcement.",
    "Print runs have halved since 2005.",
    "Related costs were not made public.",
    "Search teams found the boat at dawn.",
    "Read the letter aloud, the judge told him.",
    "Watch the sky, the old man said, and you will know.",
    "By Monday the water had fallen again.",
    "Three hours ago nobody had heard of the town.",
    "“We will donate the money,” she said.",
    "Bild: Minister to resign on Friday",
    "—Zinichev calling the rescue a miracle",
    "Become a member of the alliance first, the president was told.",
    "9/11",
    "Final: 3-2",
    "* * *",
    "Close",
    "KYIV (Reuters) -",
    "This story has been corrected to say that the bridge is in Lenna.",
    "Міністр сказав, що реклама не допоможе.",
    "广告业在周一发生了变化。",
]
EVERY = RuleTable(*LINE_RULES, *EDGE_RULES)
NARROW = [text for text in ORDINARY if text != "Close"]


@pytest.mark.parametrize("rule", [*LINE_RULES, *EDGE_RULES], ids=lambda rule: rule.name)
def test_each_rule_matches_its_own_sample(rule: Rule) -> None:
    assert EVERY.match(rule.sample) is rule
    assert rule.reason


@pytest.mark.parametrize("text", NARROW)
def test_no_rule_matches_ordinary_text(text: str) -> None:
    assert EVERY.match(text) is None
    assert not any(rule.pattern.search(text) for rule in INLINE_RULES)


def test_the_quick_test_lets_through_what_any_rule_matches() -> None:
    for rule in EVERY:
        for text in (rule.sample, rule.sample.upper(), f" {rule.sample}", f"{rule.sample}."):
            expected = next((each for each in EVERY if each.pattern.fullmatch(text)), None)
            assert EVERY.match(text) is expected


@pytest.mark.parametrize("rule", INLINE_RULES, ids=lambda rule: rule.name)
def test_each_inline_rule_keeps_the_sentence(rule: Rule) -> None:
    article = clean(Document("a.txt", "text", rule.sample, ""))
    assert article.body == "The bridge over the river fell."
    assert [cut.verdict.rule for cut in article.cuts] == [rule.name]


@pytest.mark.parametrize("rule", [*LINE_RULES], ids=lambda rule: rule.name)
def test_a_line_between_paragraphs_is_cut_and_the_paragraphs_stay(rule: Rule) -> None:
    article = clean(Document("a.txt", "text", f"{BRIDGE}\n\n{rule.sample}\n\n{BRIDGE}", ""))
    assert article.body == f"{BRIDGE}\n\n{BRIDGE}"
    assert [cut.verdict[1:3] for cut in article.cuts] == [(rule.name, rule.reason)]


@pytest.mark.parametrize("rule", [*EDGE_RULES], ids=lambda rule: rule.name)
def test_a_line_that_edge_rules_match_stays_between_paragraphs(rule: Rule) -> None:
    content = f"{BRIDGE}\n\n{rule.sample}\n\n{BRIDGE}"
    assert clean(Document("a.txt", "text", content, "")).body == content


@pytest.mark.parametrize("rule", HTML_RULES, ids=lambda rule: rule.name)
def test_each_html_rule_cuts_its_own_sample(rule: HtmlRule) -> None:
    page = f"<body>{rule.sample}<p>{BRIDGE}</p><p>{BRIDGE}</p></body>"
    article = clean(Document("a.html", "html", page, ""))
    assert article.body == f"{BRIDGE}\n\n{BRIDGE}"
    assert {cut.verdict[1:3] for cut in article.cuts} == {(rule.name, rule.reason)}


def test_names_are_unique_and_end_rules_are_rules() -> None:
    names = [rule.name for rule in (*LINE_RULES, *EDGE_RULES, *INLINE_RULES)]
    assert len(names) == len(set(names))
    assert set(END_RULES) <= {*names, *CONTEXT_RULES}
