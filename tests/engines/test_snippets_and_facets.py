"""What is shown of a text, and how facets are valued and ordered."""

from hypothesis import given
from hypothesis import strategies as st

from search.faceting import Selection, bucket, ordered_counts
from search.query import FacetCount
from search.snippets import WIDTH, Mark, snippets


def marked(text: str, *words: str) -> list[Mark]:
    return [
        Mark(start, start + len(word), leaf)
        for leaf, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    ]


def test_a_short_text_is_shown_whole() -> None:
    text = "The bridge fell."
    assert snippets(text, marked(text, "bridge"))[0] == ("The bridge fell.", ((4, 10),))


def test_without_marks_the_opening_is_shown() -> None:
    assert snippets("First paragraph.\n\nSecond one.", [])[0] == ("First paragraph.", ())


def test_the_piece_with_most_of_the_query_comes_first_to_be_chosen() -> None:
    text = "A river.\n\n" + "A bridge and a river.\n\n" + "A bridge."
    (piece,) = snippets(text, marked(text, "bridge", "river"), count=1)
    assert piece.text == "A bridge and a river."


def test_a_cut_piece_ends_in_an_ellipsis_at_a_word() -> None:
    text = "word " * 100 + "bridge" + " word" * 100
    (piece,) = snippets(text, marked(text, "bridge"))
    assert piece.text.startswith("… word ")
    assert piece.text.endswith(" word …")
    assert [piece.text[a:b] for a, b in piece.marks] == ["bridge"]


@given(st.text(alphabet="ab \n", max_size=900), st.integers(1, 4))
def test_marks_always_stand_on_what_matched(text: str, count: int) -> None:
    for piece in snippets(text, marked(text, "ab"), count):
        assert len(piece.text) <= WIDTH + 8
        assert all(set(piece.text[a:b]) <= {"a", "b"} for a, b in piece.marks)


def test_days_fall_into_stretches_of_time() -> None:
    day = "2024-12-30"
    assert [bucket(day, each) for each in ("year", "month", "week", "day")] == [
        "2024",
        "2024-12",
        "2025-W01",
        "2024-12-30",
    ]


def test_counts_are_ordered_and_the_selected_value_is_known() -> None:
    selection = Selection({"B"}, {"c"})
    assert ordered_counts("source", {"a": 1, "B": 3, "none": 9, "c": 3}, selection) == (
        FacetCount("B", 3, selected=True),
        FacetCount("c", 3, excluded=True),
        FacetCount("a", 1),
        FacetCount("none", 9),
    )


def test_days_are_listed_as_time_goes() -> None:
    listed = ordered_counts("date", {"2025": 1, "none": 2, "2024": 9}, Selection())
    assert [count.value for count in listed] == ["2024", "2025", "none"]
