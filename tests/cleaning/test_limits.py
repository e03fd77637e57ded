"""Documents that are far larger than any article, and are not cleaned."""

import pytest

from search.article import Document
from search.cleaning import OverLimit, clean
from search.cleaning.limits import ATTRIBUTES, LINES, TAGS, TEXT, check_draft

WORDS = "<p>The bridge fell.</p>"


def page(content: str) -> Document:
    return Document("news/a.html", "html", content, "0")


def attributes(count: int, each: str = " a{}") -> str:
    return "".join(each.format(number) for number in range(count))


OVER = {
    "has more than 200,000 tags": page("<i></i>" * (TAGS + 1) + WORDS),
    "has more than 50,000 lines": page("<p>x" * (LINES + 1)),
    "has more than 8,000,000 characters of text": page("<p>" + "bridge " * (TEXT // 7 + 1)),
    "has more than 1,000 attributes in a tag": page(f"<p{attributes(20_000)}>x</p>"),
}


@pytest.mark.parametrize("reason", OVER)
def test_a_page_over_a_limit_is_refused(reason: str) -> None:
    with pytest.raises(OverLimit) as raised:
        clean(OVER[reason])
    assert str(raised.value) == reason


@pytest.mark.parametrize("each", [" a{}=1", ' a{}="1"', " a{}='1 < 2'", 'a{}="1"', "\na{} = x"])
def test_attributes_are_counted_however_they_are_written(each: str) -> None:
    tag = f"<p{attributes(20_000, each.replace('<', ','))}>x</p>"
    with pytest.raises(OverLimit, match="attributes"):
        clean(page(WORDS + tag))


@pytest.mark.parametrize(
    "tag",
    [
        f"<p{attributes(ATTRIBUTES - 1)}>",
        f'<p data-state="{"word " * 5000}">',
        f"<p data-state='{'=,' * 5000}'>",
        f"<p title=\"{'it is ' * 5000}\" class='a b'>",
    ],
    ids=["many", "words", "signs", "quotes"],
)
def test_a_long_tag_is_no_reason(tag: str) -> None:
    assert clean(page(f"{tag}The bridge fell into the river.")).body == (
        "The bridge fell into the river."
    )


def test_a_text_over_a_limit_is_refused() -> None:
    text = "\n".join(f"word{number}" for number in range(LINES + 1))
    with pytest.raises(OverLimit, match="has more than 50,000 lines"):
        clean(Document("news/a.txt", "text", text, "0"))


def test_the_lines_of_a_hard_wrapped_text_count_as_paragraphs() -> None:
    line = "The old bridge fell into the river on Monday morning, and then"
    text = "\n\n".join("\n".join([line] * 60) for _ in range(1000))
    article = clean(Document("news/a.txt", "text", text, "0"))
    assert len(article.body.split("\n\n")) == 1000


def test_a_document_with_too_much_in_its_tags_is_refused() -> None:
    check_draft(64_000_000)
    with pytest.raises(OverLimit, match="has more than 64,000,000 bytes of lines and tags"):
        check_draft(64_000_001)
