"""Cleaning of whole documents: the seeds, records, other languages, and any text at all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, Document
from search.cleaning import clean, html_text
from search.cleaning.rules import EDGE_RULES, INLINE_RULES, LINE_RULES

HERE = Path(__file__).parents[1]
WIRE = "seeds/000_cd4418e8e1d5f07a.txt"
SITE = "seeds/002_7aec30fda4bd4711.txt"
BRIDGE = "The old bridge over the Lenna was closed to all traffic on Monday, the city council said."
FERRY = "Two ferries will carry people across the river until the work is done in October."
CROWNS = "The repairs will cost four million crowns, and the state will pay for half of them."


def text_of(content: str, path: str = "archive/a.txt", **hints: str) -> Article:
    return clean(Document(path, "text", content, "", hints))


def page_of(content: str, **hints: str) -> Article:
    return clean(Document("archive/a.html", "html", content, "", hints))


def seed(name: str) -> Article:
    return text_of((HERE.parent / name).read_text(encoding="utf-8"), name)


def parts(article: Article) -> list[tuple[str, str]]:
    return [(block.text.strip(), block.verdict.rule) for block in article.cuts]


def test_the_facts_of_the_wire_story_are_read_without_a_headline() -> None:
    article = seed(WIRE)
    assert article.title == ""
    assert article.heading.startswith("At a meeting in Kyiv")
    assert article.date == date(2024, 12, 18)
    assert article.source == "MENAFN - UkrinForm"
    assert article.authors == ()
    assert article.origin == {"date": "wire head", "source": "wire head"}


def test_only_the_head_and_the_credit_of_the_wire_story_are_cut() -> None:
    article = seed(WIRE)
    assert parts(article) == [
        ("date 2024-12-18 (MENAFN- UkrinForm)", "wire head"),
        ("Photo: Rustem Umerov, Facebook", "photo credit"),
    ]
    assert article.body.startswith("At a meeting in Kyiv with UK Secretary")
    assert article.body.endswith("and support for Ukraine will continue.")
    assert "air defense capabilities.“We need additional" in article.body
    assert article.body.count("\n\n") == 11


def test_the_facts_of_the_site_story_are_read_from_lines_that_are_cut() -> None:
    article = seed(SITE)
    assert article.title == (
        "UK to finance production of air defense, long-range weapons in Ukraine, Umerov says"
    )
    assert article.date == date(2025, 1, 13)
    assert article.source == "The Kyiv Independent"
    assert article.authors == ("Kateryna Hodunova",)
    assert article.origin == {
        "title": "headline",
        "date": "byline",
        "authors": "byline",
        "source": "teaser signature",
    }


def test_ten_paragraphs_of_the_site_story_stay() -> None:
    body = seed(SITE).body.split("\n\n")
    assert len(body) == 10
    assert body[0].startswith("The U.K. will finance the production of air defense systems")
    assert body[9].endswith("a new Ukrainian missile, dubbed Ruta (Rue).")


def test_everything_else_of_the_site_story_is_cut_by_a_named_rule() -> None:
    article = seed(SITE)
    assert [rule for _, rule in parts(article)] == [
        "tag list",
        "byline",
        "caption with credit",
        "audio notice",
        "teaser headline",
        "teaser opening",
        "teaser signature",
        "author line",
        "after the end",
        "after the end",
        "clock time",
        "after the end",
        "after the end",
    ]
    assert all(block.verdict.reason for block in article.cuts)


@pytest.mark.parametrize(
    "word", "demographic|North Korean|Lithuania|Balzer|Belokur|MENAFN|Facebook credit".split("|")
)
def test_words_of_teasers_and_credits_are_in_no_body(word: str) -> None:
    assert word not in seed(WIRE).body + seed(SITE).body


@pytest.mark.parametrize("name", ["report", "ukrainian", "poem"])
def test_a_text_gives_the_body_in_the_file_next_to_it(name: str) -> None:
    content = (HERE / "pages" / f"{name}.txt").read_text(encoding="utf-8")
    expected = (HERE / "pages" / f"{name}.body.txt").read_text(encoding="utf-8")
    kept = [line for line in expected.splitlines() if line]
    assert text_of(content).body.split("\n\n") == kept


def test_the_fields_of_a_record_win() -> None:
    article = text_of(
        f"By Jo Minor\n\n{BRIDGE}\n\n{FERRY}",
        title="Bridge closes",
        date="2024-03-04T08:05:00Z",
        source="The Lenna Herald",
        authors="Mary Major; Ada Stone",
        url="https://herald.example/bridge",
    )
    assert article.title == "Bridge closes"
    assert article.date == date(2024, 3, 4)
    assert article.source == "The Lenna Herald"
    assert article.authors == ("Mary Major", "Ada Stone")
    assert article.url == "https://herald.example/bridge"
    assert set(article.origin.values()) == {"record"}


def test_the_title_of_a_record_is_no_body_where_the_text_begins_with_it() -> None:
    article = text_of(f"Bridge closes\n\n{BRIDGE}\n\n{FERRY}", title="Bridge closes")
    assert article.blocks[0].verdict.part == "title"
    assert article.body == f"{BRIDGE}\n\n{FERRY}"


def test_the_title_of_a_record_is_not_added_to_the_body() -> None:
    article = text_of(f"{BRIDGE}\n\n{FERRY}", title="Bridge closes")
    assert article.body == f"{BRIDGE}\n\n{FERRY}"
    assert article.cuts == ()


@pytest.mark.parametrize("given", ["2024-02-30", "9999-99-99", "0001-01-01", "soon", "03/04/2024"])
def test_an_impossible_day_is_no_date(given: str) -> None:
    assert text_of(BRIDGE, date=given).date is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published Jan. 13, 2025, 9:18 PM", date(2025, 1, 13)),
        ("13 January 2025", date(2025, 1, 13)),
        ("Monday, January 13, 2025", date(2025, 1, 13)),
        ("18.12.2024", date(2024, 12, 18)),
        ("13/01/2025", date(2025, 1, 13)),
        ("13 de enero de 2025", date(2025, 1, 13)),
        ("13 січня 2025", date(2025, 1, 13)),
        ("2024年12月18日", date(2024, 12, 18)),
    ],
)
def test_a_date_above_the_text_is_the_date_of_the_article(line: str, day: date) -> None:
    article = text_of(f"Old bridge over the Lenna closes\n{line}\n\n{BRIDGE}\n\n{FERRY}")
    assert article.date == day
    assert article.body == f"{BRIDGE}\n\n{FERRY}"


def test_a_day_may_be_read_from_the_name_of_the_file() -> None:
    article = text_of(BRIDGE, "archive/2025-01-13-bridge.txt")
    assert article.date == date(2025, 1, 13)
    assert article.origin == {"date": "file name"}


def test_a_dateline_stays_and_names_the_agency() -> None:
    article = text_of(f"LENNA (Reuters) - {BRIDGE}")
    assert article.body == f"LENNA (Reuters) - {BRIDGE}"
    assert article.source == "Reuters"
    assert article.origin["source"] == "dateline"


def test_a_line_without_its_credit_stays_one_paragraph() -> None:
    article = text_of(f"{BRIDGE}\n\n{FERRY} Photo: Jo Minor, The Herald")
    assert article.body == f"{BRIDGE}\n\n{FERRY}"


ARABIC = (
    "أُغلق الجسر القديم فوق نهر لينا أمام حركة المرور يوم الاثنين "
    "بعد العثور على شقوق في اثنين من أعمدته، حسبما قال مجلس المدينة."
)
CHINESE = (
    "市议会表示,周一在两根桥墩上发现裂缝后,莱纳河上的旧桥已对所有车辆关闭,维修工作预计十月完成。"
)


@pytest.mark.parametrize(
    "content",
    [
        BRIDGE,
        "Listen",
        "Bread, milk, eggs, butter",
        f"{ARABIC}\n\n{ARABIC}\n\nقال المهندس: «لم نرغب في انتظار فيضان الربيع».",
        f"{CHINESE}\n\n{CHINESE}\n\n工程师说:“我们不想等到春天的洪水。”",
        f"{BRIDGE}\n\n{FERRY}\n\n{CROWNS}\n\n“So we wait…”\n\n—Ada Stone, calling for patience",
        f"{BRIDGE}\n\n{FERRY}\n\n{CROWNS}\n\nPrices\n\nIt costs $2 at first...\n\n{BRIDGE}",
    ],
    ids=["one line", "one word", "list", "arabic", "chinese", "quote", "ellipsis"],
)
def test_an_article_without_boilerplate_is_not_cut(content: str) -> None:
    article = text_of(content)
    assert article.body == content
    assert article.cuts == ()


def test_an_article_continues_after_a_credit_in_its_middle() -> None:
    article = text_of("\n\n".join([BRIDGE, FERRY, CROWNS, "Photo: Jo Minor", BRIDGE, FERRY]))
    assert article.body == "\n\n".join([BRIDGE, FERRY, CROWNS, BRIDGE, FERRY])


def test_an_article_continues_after_links_in_its_middle() -> None:
    article = text_of(
        "\n\n".join([BRIDGE, FERRY, CROWNS, "Related", "Whale seen in harbour", FERRY, CROWNS])
    )
    assert article.body.endswith(f"{FERRY}\n\n{CROWNS}")


def test_a_hard_wrapped_text_has_paragraphs() -> None:
    wrapped = (
        "The old bridge over the Lenna was closed to all traffic on Monday after\n"
        "inspectors found cracks in two of its pillars, the city council said in a\n"
        "statement that was sent out in the evening.\n"
        "\n"
        "Two ferries will carry people across the river until the work is done and\n"
        "the old bridge can be opened again, which the council does not expect to\n"
        "happen before October.\n"
    )
    article = text_of(wrapped)
    assert len(article.blocks) == 2
    assert article.body == wrapped.strip()


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_a_blank_text_has_no_body(content: str) -> None:
    article = text_of(content)
    assert article.body == ""
    assert "".join(block.text for block in article.blocks) == content


SAMPLES = [rule.sample for rule in (*LINE_RULES, *EDGE_RULES, *INLINE_RULES)]
ENDS = ["\n", "\n\n", "\r\n", "\u2028", " ", "\ufeff", "…", "\x1c"]
PIECES = st.one_of(st.text(max_size=40), st.sampled_from([*SAMPLES, *ENDS, BRIDGE, FERRY, CROWNS]))


def check_partition(text: str, article: Article) -> None:
    assert "".join(block.text for block in article.blocks) == text
    at = 0
    for block in article.blocks:
        assert (block.start, block.end) == (at, at + len(block.text))
        assert (block.verdict.part == "cut") == bool(block.verdict.rule and block.verdict.reason)
        at = block.end


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=200, deadline=None)
def test_the_blocks_of_any_text_are_the_text(content: str) -> None:
    check_partition(content, text_of(content))


TAGS = "<p> </p> <div> </div> <a/href=x> </a> <br> <article> <nav> <h1> </h1> <pre> <script> <td>"
MARKUP = st.sampled_from(TAGS.split())


@given(st.lists(st.one_of(PIECES, MARKUP), max_size=25).map("".join))
@settings(max_examples=200, deadline=None)
def test_the_blocks_of_any_page_are_its_text(content: str) -> None:
    check_partition(html_text.flatten(html_text.parse(content)).text, page_of(content))


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_the_body_has_the_words_of_the_kept_blocks(content: str) -> None:
    article = text_of(content)
    kept = [block.text for block in article.blocks if block.verdict.part == "body"]
    assert shown(article.body) == shown("".join(kept))


def shown(text: str) -> str:
    return "".join(text.replace("\ufeff", " ").replace("\u200b", " ").split())
