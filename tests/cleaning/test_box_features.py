"""The boxes around the lines of a page: repeated text, similar neighbours, and their lines."""

from search.article import Document
from search.cleaning import clean, html_text
from search.cleaning.model import box_features
from search.cleaning.model.box_features import NAMES

BRIDGE = "The bridge over the river was closed on Monday after cracks were found in it."
FERRY = "Two ferries will carry people across the water until the work is done in October."


def features(content: str, repeated: frozenset[int], number: int) -> dict[str, float]:
    flat = html_text.flatten(html_text.parse(content))
    numbers = range(len(flat.lines))
    rows = box_features.feature_rows(numbers, flat.lines, repeated, flat.elements)
    return dict(zip(NAMES, rows[number], strict=True))


def test_a_box_has_the_share_of_its_text_on_other_pages() -> None:
    content = f"<body><div><p>{FERRY}</p><p>{FERRY}</p></div><section><p>{BRIDGE}</p></section>"
    neighbour = features(content, frozenset({0}), 1)
    assert 0.4 < neighbour["repeated_share_1"] < 0.5
    assert 0.2 < neighbour["repeated_share_2"] < 0.4
    assert features(content, frozenset({0}), 2)["repeated_share_1"] == 0


def test_neighbouring_boxes_with_the_same_names_are_counted() -> None:
    teasers = f"<div class=teaser><p>{FERRY}</p></div>" * 3
    content = f"<body><div class=story><p>{BRIDGE}</p></div>{teasers}"
    assert features(content, frozenset(), 0)["similar_boxes"] == 1
    assert features(content, frozenset(), 1)["similar_boxes"] == 3
    assert round(features(content, frozenset(), 1)["box_share"], 2) == 0.33


def test_lines_are_counted_from_the_heading_above() -> None:
    content = f"<body><p>Lenna</p><h1>Old bridge closes</h1><p>{BRIDGE}</p><p>{FERRY}</p>"
    found = [features(content, frozenset(), place)["lines_since_heading"] for place in range(4)]
    assert found == [-1, 0, 1, 2]


def test_a_page_without_lines_has_no_features() -> None:
    assert box_features.feature_rows((), (), frozenset(), ()) == []


def test_the_cells_of_a_row_are_one_line() -> None:
    head, row = (
        "<tr><th>Place</th> <th>Rider</th></tr>",
        "<tr><td>1</td><td><b>Ann</b> Lee</td></tr>",
    )
    table = f"<table>{head} {row}</table>"
    assert html_text.flatten(html_text.parse(table)).text == "Place Rider\n1 Ann Lee"


def test_cells_with_paragraphs_are_separate_lines() -> None:
    table = (
        f"<table><tr><td>Menu</td><td><p>{BRIDGE}</p></td><td>{BRIDGE} {FERRY}</td></tr></table>"
    )
    assert html_text.flatten(html_text.parse(table)).text == f"Menu\n{BRIDGE}\n{BRIDGE} {FERRY}"


def test_a_line_ends_at_a_break_between_two_links() -> None:
    content = (
        "<p><b>Latest news</b><br><a href=/1>Bees arrive late</a><br><a href=/2>Rain at last</a>"
    )
    assert (
        html_text.flatten(html_text.parse(content)).text
        == "Latest news\nBees arrive late\nRain at last"
    )


def test_a_line_continues_after_the_icon_of_a_link() -> None:
    content = "<p>The <a href=/1>council<svg></svg></a> met on Monday.</p>"
    assert html_text.flatten(html_text.parse(content)).text == "The council met on Monday."


def test_a_paragraph_in_a_box_about_the_author_is_cut_for_certain() -> None:
    story = f"<p>{BRIDGE}</p><p>{FERRY}</p>" * 4
    bio = f"<div class='author-bio'><p>{FERRY}</p></div>"
    article = clean(Document("a.html", "html", f"<body><article>{story}{bio}</article>", ""))
    assert [cut.verdict[1] for cut in article.cuts] == ["author box"]
    assert article.cuts[0].verdict.confidence == 1
