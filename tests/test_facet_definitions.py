"""The facets: each row of the table gives its values of an article."""

from datetime import date

import pytest

from search.article import Article, Person
from search.facet_definitions import FACETS, Facet

ARTICLE = Article(
    id="a.txt",
    title="Bridge falls",
    body="The old bridge fell into the river. “It was old,” said Mayor Anna Kovalenko.",
    date=date(2024, 12, 18),
    source="The Harbour Times",
    authors=("Jan Novak",),
    people=(Person("Anna Kovalenko", quoted=True), Person("Piotr Lis")),
    catalogue={
        "accession": ("HARB000020241218ekci00001",),
        "subjects": ("BRIDGES",),
        "people": ("LIS, PIOTR",),
        "places": ("LENNA",),
        "words": ("13 words",),
    },
)
VALUES = {
    "date": ["2024-12-18"],
    "people": ["Anna Kovalenko", "Piotr Lis"],
    "quoted": ["Anna Kovalenko"],
    "source": ["The Harbour Times"],
    "authors": ["Jan Novak"],
    "subjects": ["BRIDGES", "LIS, PIOTR", "LENNA"],
    "accession": ["HARB000020241218ekci00001"],
    "is": [],
}


@pytest.mark.parametrize("facet", FACETS.values(), ids=lambda facet: facet.name)
def test_each_facet_has_its_values_of_an_article(facet: Facet) -> None:
    assert list(facet.values(ARTICLE)) == VALUES[facet.name]


def test_an_article_without_text_or_headline_has_a_state() -> None:
    assert FACETS["is"].values(Article(id="a.txt", title="", body="")) == ["empty", "untitled"]
