"""A comparison of the answers of two engines, and identities that make agreement hard."""

import re
from collections.abc import Sequence

from search.article import Article
from search.identities import Identities, Period, Variant
from search.query import FacetCount, Query, Results
from search.values import asdict


def difference(results: Results, expected: Results) -> str:
    """Return the first difference from the expected answer; empty if there is none."""
    if results.total != expected.total:
        return f"total {results.total}, should be {expected.total}"
    if ids(results) != ids(expected):
        return f"hits {ids(results)}, should be {ids(expected)}"
    for hit, right in zip(results.hits, expected.hits, strict=True):
        if abs(hit.score - right.score) > 2e-6:
            return f"score of {hit.article.id} {hit.score}, should be {right.score}"
    notices = [notice for notice in results.notices if " stands for " not in notice]
    if bool(notices) != bool(expected.notices) and (expected.total or expected.notices):
        return f"notices {notices}, should be {expected.notices}"
    for facet, counts in expected.facets.items():
        if plain(results.facets[facet]) != plain(counts):
            wrong = set(results.facets[facet]) ^ set(counts)
            return f"counts of {facet} (or their order): {sorted(wrong, key=repr)[:8]}"
    return "" if set(results.facets) == set(expected.facets) else f"facets {list(results.facets)}"


def plain(counts: Sequence[FacetCount]) -> list[FacetCount]:
    """Return the counts; a value of no article may be spelled as typed or as it once was."""
    return [
        each if each.count else FacetCount(**(asdict(each) | {"value": each.value.casefold()}))
        for each in counts
    ]


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def about_people(queries: Sequence[Query]) -> list[Query]:
    """Return the queries that search or filter by people."""
    return [query for query in queries if re.search("person|people|quoted", repr(query))]


def mixed_identities(articles: Sequence[Article]) -> Identities:
    """Return identities with names merged, hidden and resolved by the day, as in no corpus."""
    names = sorted({person.name for article in articles for person in article.people})
    into = {name: names[number - number % 4] for number, name in enumerate(names) if number % 4}
    hidden = dict.fromkeys(names[::9], "")
    values = {name: value for name, value in (into | hidden).items() if name != value}
    periods = {
        name: (Period("", "", names[0]), Period("2019-03-01", "2019-12-31", names[-1]))
        for name in names[1::7]
    }
    people: dict[str, tuple[Variant, ...]] = {}
    for name, value in into.items():
        people[value] = (*people.get(value, ()), Variant(name, 1, "so that they differ"))
    return Identities(values, periods, people)
