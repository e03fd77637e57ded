"""The definitions of the facets, one row each: to add a facet, add a row.

The schema, the columns of an index, counts, filters, options, output and the referee of the tests
follow from the rows. An index that was built with other rows is refused: it has to be rebuilt.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from search.article import SUPERSEDED, TERMS, Article, Person
from search.values import Value

Kind = Literal["date", "single", "several", "people"]
Values = Callable[[Article], Sequence[str]]
PersonTest = Callable[[Person], bool]


class Facet(Value):
    """A property of articles that is counted and filtered by.

    `kind` says how the values are stored and compared: a day, which is counted by year, month, week
    or day; a single value; several; or people, whose names go through identity resolution.
    """

    name: str  # in requests and answers: "authors"
    kind: Kind
    values: Values  # of an article, in order; one may be there twice
    field: str = ""  # in the query language, letters only: "author"; empty: it is no field there
    option: str = ""  # help of the option --FIELD that filters by it; empty: --filter alone does
    label: str = ""  # the name in sentences, if it is another: "its quoted people are"
    only: PersonTest | None = None  # for people: those who count, by any of their names; None: all
    known: tuple[str, ...] = ()  # every value there can be; empty: any
    listed: bool = True  # shown with each article: in JSON, tables and exports

    @property
    def noun(self) -> str:
        """Return the name for use in a sentence."""
        return self.label or self.name

    @property
    def is_plural(self) -> bool:
        """Return whether an article may have several values."""
        return self.kind in ("several", "people")

    def texts(self, article: Article) -> list[str]:
        """Return every text by which the article is found; for people, all names in the article."""
        if self.kind != "people":
            return list(self.values(article))
        people = filter(self.only, article.people) if self.only else article.people
        return [form for person in people for form in (person.name, *person.variants)]

    def field_value(self, article: Article) -> str | tuple[str, ...] | None:
        """Return what records and tables show: all values where there may be several, else one."""
        values = tuple(self.values(article))
        return values if self.is_plural else next(iter(values), None)


WITHDRAWN = frozenset(("canceled", "cancelled", "withheld"))  # an item that its wire took back
COUNTED = re.compile(r"\d[\d.,'’\s]*")
DENSE = re.compile(r"[぀-ヿ㐀-䶿一-鿿]")  # providers count each of these characters
TOLERANCE = 0.2  # providers count numbers, hyphens and captions in other ways
FEWEST = 50  # words below which a difference says nothing


def _is_miscounted(article: Article) -> bool:
    """Return whether the text differs by more than a fifth from the stated number of words."""
    stated = COUNTED.search(next(iter(article.catalogue.get("words", ())), ""))
    if not stated:
        return False
    words = int("".join(filter(str.isdigit, stated[0])))
    dense = len(DENSE.findall(article.body))
    found = dense if 2 * dense > len(article.body) else len(article.body.split())
    return abs(found - words) > TOLERANCE * max(words, FEWEST)


# The states of an article that a reader of counts should know of, and the test of each.
STATES: dict[str, Callable[[Article], bool]] = {
    "empty": lambda article: not article.body,
    "untitled": lambda article: not article.title,
    "long": lambda article: article.is_long,
    "cancelled": lambda article: bool(WITHDRAWN.intersection(article.catalogue.get("status", ()))),
    "superseded": lambda article: SUPERSEDED in article.catalogue.get("status", ()),
    "miscounted": lambda article: _is_miscounted(article),
}

LEFT_OUT = frozenset(("cancelled", "superseded"))  # states that a query must name to find them

FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("date", "date", lambda article: [article.date.isoformat()] if article.date else []),
        Facet(
            "people",
            "people",
            lambda article: [person.name for person in article.people],
            field="person",
            option="Keep to articles that name this person, in any spelling; repeat to allow more.",
        ),
        Facet(
            "quoted",
            "people",
            lambda article: [person.name for person in article.people if person.quoted],
            field="quoted",
            label="quoted people",
            only=lambda person: person.quoted,
            listed=False,
        ),
        Facet(
            "source",
            "single",
            lambda article: [article.source] if article.source else [],
            field="source",
            option="Keep to this publisher; repeat to allow more.",
        ),
        Facet(
            "authors",
            "several",
            lambda article: article.authors,
            field="author",
            option="Keep to this author; repeat to allow more.",
        ),
        Facet(
            "subjects",
            "several",
            lambda article: [term for kind in TERMS for term in article.catalogue.get(kind, ())],
            field="subject",
            label="subjects",
            listed=False,
        ),
        Facet(
            "accession",
            "single",
            lambda article: article.catalogue.get("accession", ())[:1],
            field="accession",
            label="accession number",
            listed=False,
        ),
        Facet(
            "is",
            "several",
            lambda article: [state for state, test in STATES.items() if test(article)],
            field="is",
            label="states",
            known=tuple(STATES),
            listed=False,
        ),
    )
}


def listed() -> list[Facet]:
    """Return the facets that are shown with each article."""
    return [facet for facet in FACETS.values() if facet.listed]


def is_date(facet: str) -> bool:
    """Return whether the values of the facet are days."""
    return facet in FACETS and FACETS[facet].kind == "date"
