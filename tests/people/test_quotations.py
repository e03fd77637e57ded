"""People who are quoted in an article, and people who are only mentioned."""

import pytest

from search.article import Article
from search.people import article_people


def quoted(text: str, title: str = "") -> list[str]:
    article = Article("a.txt", title, text)
    return [person.name for person in article_people(article) if person.quoted]


@pytest.mark.parametrize(
    "text",
    [
        "“We won,” Jane Roe said.",
        "“We won,” said Jane Roe.",
        "“We won,” said the club's spokeswoman, Jane Roe, on Monday.",
        "“We won,” said Deputy Prime Minister Jane Roe.",
        "We won, according to Jane Roe.",
        "According to Defense Minister Jane Roe, it rained.",
        "Jane Roe, who led the inquiry, told reporters it rained.",
        "Jane Roe, the mayor of York, wrote on Facebook that it rained.",
        "Jane Roe has repeatedly denied the charge.",
        "Jane Roe later added that it rained.",
        "President Jane Roe told the BBC: “We won.”",
        "Jane Roe came. It rained, Roe says.",
        "The paper quoted Jane Roe as saying it rained.",
        "In an interview with Jane Roe, the paper asked why.",
        "Jane Roe: I have always liked ants.",
        "'It rained,' explained Jane Roe.",
        "Jane Roe (Labour) argued against it.",
    ],
)
def test_a_speaker_is_quoted(text: str) -> None:
    assert quoted(text) == ["Jane Roe"]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe left York on Monday.",
        "He said Jane Roe was born in York.",
        "“We won,” he told Jane Roe.",
        "The spokesman said that Jane Roe had left.",
        "Jane Roe's spokesman said it rained.",
        "The car of Jane Roe hit a tree, police said.",
        "Police arrested Jane Roe, 45, in York.",
        "They met Jane Roe and said nothing.",
        "Image: Jane Roe.",
    ],
)
def test_a_person_who_is_only_mentioned_is_not_quoted(text: str) -> None:
    assert quoted(text) == []


def test_the_guest_of_an_interview_is_quoted() -> None:
    body = "Ants heal themselves.\n\n((WN)) Why?\n\n((Jane Roe)) I do not know."
    assert quoted(body, "Biologist Jane Roe on ants") == ["Jane Roe"]
    assert quoted("Ants heal.", "Wikinews interviews biologist Jane Roe") == ["Jane Roe"]


def test_only_the_speaker_of_a_sentence_is_quoted() -> None:
    assert quoted("Jane Roe told John Doe that Mary Low, the mayor, had left.") == ["Jane Roe"]
