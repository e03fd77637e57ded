"""The referee: the answer to a query by definition, found article by article.

It is slow and obvious on purpose. It shares the language with the engines (parser, analysis,
schema) and nothing else: no index, no postings, and no shortcut but tokens made once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from math import fsum, log2
from typing import NamedTuple

from search import schema
from search.analysis import analyze, folded, stems, tokens
from search.article import Article, Person
from search.facet_definitions import FACETS, LEFT_OUT, is_date
from search.identities import Identities
from search.query import (
    NONE,
    And,
    DateRange,
    FacetCount,
    Fuzzy,
    Hit,
    Interval,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Results,
    SynonymGroup,
    Wildcard,
    Word,
)
from search.query.parser import parse
from search.query.synonyms import SynonymTable
from search.query.trees import leave_out, relax

PLACES = 6  # decimals a score is rounded to, before anything is ordered by it


class Stretch(NamedTuple):
    """Consecutive tokens; no phrase reaches from one stretch into the next."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


Zones = dict[str, list[Stretch]]


class Page(NamedTuple):
    """An article and the tokens of its zones; `counted` is filled as leaves are counted."""

    article: Article
    zones: Zones
    counted: dict[tuple[Leaf, str], int]


class Referee:
    """A judge of answers, which looks at every article for each query."""

    def __init__(self, articles: Iterable[Article], known: Identities | None = None) -> None:
        named = (identified(article, known or Identities()) for article in articles)
        self.pages = [Page(article, zones(article), {}) for article in named]

    def search(self, query: Query) -> Results:
        """Return the answer by definition; its hits have no snippets and no reasons."""
        tree, notices = self.answered_tree(query)
        matching = [page.article for page in self.pages if self.matches(tree, page)]
        kept = [article for article in matching if self.passes(article, query)]
        scores = self.scores(tree)
        kept.sort(key=lambda article: sort_key(article, scores[article.id], query.sort))
        if query.sort == "relevance":
            scores = {**scores, **self.with_signals(tree, [article.id for article in kept], scores)}
            kept.sort(key=lambda article: sort_key(article, scores[article.id], query.sort))
        shown = kept[query.offset : query.offset + query.limit]
        return Results(
            query=query,
            total=len(kept),
            hits=tuple(Hit(article, scores[article.id]) for article in shown),
            facets={facet: self.facet_counts(matching, query, facet) for facet in query.facets},
            notices=notices,
            complete=self.complete(tree, query),
        )

    def complete(self, tree: Node, query: Query) -> int | None:
        """Return the number of answers with every word, if some of the words are enough."""
        if not optional_words(tree):
            return None
        pages = [page for page in self.pages if self.matches(tree, page)]
        whole = [page for page in pages if all(holds(word, page) for word in optional_words(tree))]
        return sum(self.passes(page.article, query) for page in whole)

    def matches(self, node: Node, page: Page) -> bool:
        """Return whether the article answers the query; of a list of words it needs a tenth."""
        match node:
            case MinimumMatch(words):
                return page.article.id in self.enough(words)
            case And(parts):
                return all(self.matches(part, page) for part in parts)
            case _:
                return holds(node, page)

    @cache  # noqa: B019  (a referee lives as long as its test)
    def enough(self, words: tuple[Word | SynonymGroup, ...]) -> frozenset[str]:
        """Return the articles with a tenth of the weight of the words that any article has."""
        found = {word: any(holds(word, page) for page in self.pages) for word in words}
        weights = [(word, self.rarity(word)) for word in words if found[word]]
        floor = 0.1 * sum(weight for _, weight in weights)
        weights_by_id = {
            page.article.id: [weight for word, weight in weights if holds(word, page)]
            for page in self.pages
        }
        return frozenset(id for id, own in weights_by_id.items() if own and sum(own) >= floor)

    def answered_tree(self, query: Query) -> tuple[Node, tuple[str, ...]]:
        """Return the tree that is answered, with a notice if it asks for less than the query."""
        today = query.today or date.today()
        typed = parse(query.text, today)
        if query.synonyms:
            typed = SynonymTable(stems, folded).expand(typed)
        typed = leave_out(typed, LEFT_OUT, query.filters)
        tree = analyze(typed)
        partial_notice = ("no article has it all; these have a part",)
        matching = [page for page in self.pages if self.matches(tree, page)]
        if matching:
            words = optional_words(tree)
            whole = any(all(holds(word, page) for word in words) for page in matching)
            return tree, () if whole else partial_notice
        partial = relax(typed)
        if partial is None:
            return tree, ()
        return analyze(partial), partial_notice

    def passes(self, article: Article, query: Query, but: str = "", spared: str = "") -> bool:
        """Return whether the article passes the dates and filters of the query.

        What `but` includes is ignored, and that it excludes the value `spared`.
        """
        if (query.since or query.until) and not within(article, query.since, query.until):
            return False
        included: dict[str, bool] = {}
        for facet, values, exclude, loose in query.filters:
            wanted = [
                value for value in values if not (exclude and facet == but and value == spared)
            ]
            found = any(self.has(article, facet, value, loose) for value in wanted)
            if exclude and found:
                return False
            if not exclude and facet != but:
                included[facet] = included.get(facet, False) or found
        return all(included.values())

    def has(self, article: Article, facet: str, value: str, loose: bool = False) -> bool:
        """Return whether a filter by the value selects the article."""
        own = FACETS[facet].values(article)
        if folded(value) == NONE:
            return not own
        if is_date(facet):
            return any(day == value or day.startswith(f"{value}-") for day in own)
        if value in self.values(facet) and not loose:
            return value in own
        if loose or folded(value) not in self.folded_values(facet):
            own = FACETS[facet].texts(article)
        return folded(value) in map(folded, own)

    @cache  # noqa: B019
    def values(self, facet: str) -> frozenset[str]:
        """Return all values of the facet."""
        return frozenset(v for page in self.pages for v in FACETS[facet].values(page.article))

    @cache  # noqa: B019
    def folded_values(self, facet: str) -> frozenset[str]:
        """Return all values of the facet, folded."""
        return frozenset(map(folded, self.values(facet)))

    def spelled(self, kept: Sequence[Article], facet: str, typed: str, loose: bool) -> set[str]:
        """Return the values that a value of a filter stands for."""
        if is_date(facet) or folded(typed) == NONE:
            return {comparable(facet, typed)}
        if typed in self.values(facet) and not loose:
            return {typed}
        alike = {value for value in self.values(facet) if folded(value) == folded(typed)}
        if FACETS[facet].kind != "people" or (alike and not loose):
            return alike or {typed}
        counts = FACETS[facet].only or (lambda _: True)
        people = [each for article in kept for each in article.people if counts(each)]
        found = {
            person.name
            for person in people
            if folded(typed) in map(folded, (person.name, *person.variants))
        }
        return found & self.values(facet) or {typed}

    def facet_counts(
        self, matching: Sequence[Article], query: Query, facet: str
    ) -> tuple[FacetCount, ...]:
        """Return the number of articles with each value, and with each that a filter names.

        What the facet itself includes is ignored.
        """
        kept = [article for article in matching if self.passes(article, query)]
        counted = [article for article in matching if self.passes(article, query, but=facet)]
        counts = Counter(
            value for article in counted for value in counted_values(article, facet, query.interval)
        )
        selected, excluded = set(), set()
        for side, values, exclude, loose in query.filters:
            for typed in values if side == facet and not exclude else ():
                selected |= self.spelled(kept, facet, typed, loose)
        for value in selected:
            counts[value] = sum(self.has(article, facet, value) for article in counted)
        for side, values, exclude, loose in query.filters:
            for typed in values if side == facet and exclude else ():
                left_out = [a for a in matching if self.passes(a, query, facet, typed)]
                for value in self.spelled(left_out, facet, typed, loose):
                    excluded.add(value)
                    counts[value] = sum(self.has(article, facet, value) for article in left_out)
        rows = [
            FacetCount(value, n, value in selected, excluded=value in excluded)
            for value, n in counts.items()
        ]
        return tuple(sorted(rows, key=lambda row: row_key(facet, row)))

    def scores(self, tree: Node) -> dict[str, float]:
        """Return the score of every article, matching or not, by id."""
        totals = [0.0] * len(self.pages)
        for leaf in leaves(tree):
            for number, score in enumerate(self.leaf_scores(leaf)):
                totals[number] += score
        ids = [page.article.id for page in self.pages]
        return {id: round(total, PLACES) for id, total in zip(ids, totals, strict=True)}

    def with_signals(
        self, tree: Node, ids: Sequence[str], scores: dict[str, float]
    ) -> dict[str, float]:
        """Return the scores of the best twenty, with those of how they use the words."""
        known = [leaf for leaf in leaves(tree) if is_plain(leaf) and self.is_known(leaf)]
        if not known or not ids:
            return {}
        rarities = {leaf: self.rarity(leaf) for leaf in known}
        most = fsum(self.most(leaf) for leaf in known)
        pages = {page.article.id: page for page in self.pages}
        return {
            id: round(
                scores[id]
                + sum(
                    round(most * part * weight / fsum(rarities.values()), PLACES)
                    for part, weight in signals(known, rarities, pages[id])
                ),
                PLACES,
            )
            for id in ids[:20]
        }

    def is_known(self, leaf: Leaf) -> bool:
        """Return whether any article has the leaf."""
        return any(frequency(leaf, page) for page in self.pages)

    def most(self, leaf: Leaf) -> float:
        """Return the most that the leaf can add to a score."""
        found = [frequency(leaf, page) for page in self.pages]
        n = sum(tf > 0 for tf in found)
        return self.rarity(leaf) * (sum(found) + 1) / n

    def leaf_scores(self, leaf: Leaf) -> list[float]:
        """Return InB2 over all zones of the leaf together, for each article."""
        frequencies = [frequency(leaf, page) for page in self.pages]
        lengths = [length(leaf, page) for page in self.pages]
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        n = sum(tf > 0 for tf in frequencies)
        burst = (sum(frequencies) + 1) / n if n else 0.0
        pairs = zip(frequencies, lengths, strict=True)
        normal = [tf * log2(1 + mean / dl) if tf else 0.0 for tf, dl in pairs]
        most = self.rarity(leaf) * burst
        return [most * tfn / (tfn + 1) for tfn in normal]

    def rarity(self, leaf: Leaf) -> float:
        """Return the inverse document frequency of the leaf, in bits."""
        n = sum(frequency(leaf, page) > 0 for page in self.pages)
        return log2((len(self.pages) + 1) / (n + 0.5))


# Zones


def zones(article: Article) -> Zones:
    """Return the stretches of each zone."""
    texts = {
        "title": [article.title],
        "body": [article.body],
        "teasers": [block.text for block in article.cuts],
        **{facet.field: facet.texts(article) for facet in FACETS.values()},
    }
    return {zone: [stretch(text) for text in texts[zone]] for zone in schema.ZONES}


def identified(article: Article, known: Identities) -> Article:
    """Return the article with the people that its names stand for, by the identities."""
    day = article.date.isoformat() if article.date else ""
    people: dict[str, Person] = {}
    for name, variants, quoted in article.people:
        value = person_value(name, day, known)
        others = [variant.name for variant in known.people.get(value, ())]
        so_far = people.get(value, Person(value))
        forms = (*so_far.variants, name, *variants, *others)
        people[value] = Person(value, forms, so_far.quoted or quoted)
    return replace(article, people=tuple(people[value] for value in people if value))


def person_value(name: str, day: str, known: Identities) -> str:
    """Return the person that the name stands for in an article of the day; empty for nobody."""
    for period in known.periods.get(name, ()):
        if period.first <= day <= period.last:
            return period.value
    return known.values.get(name, name)


def stretch(text: str) -> Stretch:
    found = tokens(text)
    return Stretch(tuple(token.word for token in found), tuple(token.stem for token in found))


# Matching


def holds(node: Node, page: Page) -> bool:
    """Return whether the article matches the tree."""
    match node:
        case MatchAll():
            return True
        case DateRange(first, last):
            return within(page.article, first, last)
        case Missing(facet):
            return not FACETS[facet].values(page.article)
        case And(parts):
            return all(holds(part, page) for part in parts)
        case Or(parts):
            return any(holds(part, page) for part in parts)
        case Not(part):
            return not holds(part, page)
        case leaf:
            return any(occurrences(leaf, page, zone) for zone in leaf.zones)


def optional_words(node: Node) -> tuple[Word | SynonymGroup, ...]:
    """Return the words of which an article needs only some."""
    match node:
        case MinimumMatch(words):
            return words
        case And(parts):
            return tuple(word for part in parts for word in optional_words(part))
        case _:
            return ()


def within(article: Article, first: date | None, last: date | None) -> bool:
    """Return whether the article has a date, and it is one of these days."""
    day = article.date
    return day is not None and (first is None or first <= day) and (last is None or day <= last)


def occurrences(leaf: Leaf, page: Page, zone: str) -> int:
    """Return how often the leaf occurs in the zone, counted once for matching and scoring."""
    key = (leaf, zone)
    if key not in page.counted:
        by_stem = schema.ZONES[zone].stemmed and is_stemmed(leaf)
        rows = [row.stems if by_stem else row.words for row in page.zones[zone]]
        page.counted[key] = sum(len(starts(leaf, row)) for row in rows)
    return page.counted[key]


def is_stemmed(leaf: Leaf) -> bool:
    match leaf:
        case Word() | Phrase() | Near():
            return not leaf.exact
        case SynonymGroup():
            return True
        case Wildcard() | Fuzzy():
            return False


def starts(leaf: Leaf, row: Sequence[str]) -> list[int]:
    """Return the positions at which the leaf occurs in the stretch."""
    if any(word not in row for word in needed(leaf)):
        return []  # as for most articles: this keeps two hundred queries within seconds
    match leaf:
        case Word(text):
            return [p for p, word in enumerate(row) if word == text]
        case Phrase(words):
            return [p for p, word in enumerate(row) if words and follows(words, row, p, word)]
        case Near(words, distance, True):
            return [p for p in range(len(row)) if is_ordered_near(words, distance, row, p)]
        case Near(words, distance, False):
            return [p for p in range(len(row)) if is_near(words, distance, row, p)]
        case SynonymGroup(forms):
            return [p for form in forms for p in starts(Phrase(form), row)]
        case Wildcard(glob):
            return [p for p, word in enumerate(row) if fits_glob(word, glob)]
        case Fuzzy(text, edits):
            return [p for p, word in enumerate(row) if is_within(edits, text, word)]
    raise TypeError(leaf)


def needed(leaf: Leaf) -> tuple[str, ...]:
    """Return the words without which the leaf cannot occur."""
    match leaf:
        case Word(text):
            return (text,)
        case Phrase() | Near():
            return leaf.words
        case Wildcard() | Fuzzy() | SynonymGroup():
            return ()


def follows(words: tuple[str, ...], row: Sequence[str], p: int, word: str) -> bool:
    """Return whether the words follow one another from position p, which has `word`."""
    return word == words[0] and tuple(row[p : p + len(words)]) == words


def is_ordered_near(words: tuple[str, ...], distance: int, row: Sequence[str], p: int) -> bool:
    """Return whether the first word is at p and the others follow in order, close enough."""
    if not words or row[p] != words[0]:
        return False
    last = p
    for word in words[1:]:
        last += 1
        while last < len(row) and row[last] != word:
            last += 1
        if last >= len(row):
            return False
    return last - p - (len(words) - 1) <= distance


def is_near(words: tuple[str, ...], distance: int, row: Sequence[str], p: int) -> bool:
    """Return whether a word is at p and the window that opens there has them all."""
    if row[p] not in words:
        return False
    window = row[p : p + distance + len(words)]
    return Counter(words) <= Counter(window)


@cache
def fits_glob(word: str, glob: str) -> bool:
    wildcards = {"*": ".*", "?": "."}
    pattern = "".join(wildcards.get(letter, re.escape(letter)) for letter in glob)
    return re.fullmatch(pattern, word, re.DOTALL) is not None


@cache
def is_within(edits: int, one: str, other: str) -> bool:
    """Return whether so many edits turn one word into the other; one changes one letter at most."""
    return abs(len(one) - len(other)) <= edits and edits_between(one, other) <= edits


def edits_between(one: str, other: str) -> int:
    """Return the distance by optimal string alignment: edits and swaps of two neighbours."""
    table = [
        [i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


# Scoring


def leaves(node: Node) -> list[Leaf]:
    """Return the leaves that count for the score, each as often as it occurs in the tree."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case MinimumMatch(words):
            return list(words)
        case Not() | DateRange() | Missing() | MatchAll():
            return []
        case leaf:
            return [leaf]


def frequency(leaf: Leaf, page: Page) -> int:
    """Return the weighted occurrences of the leaf in its zones."""
    weights = {zone: schema.ZONES[zone].weight for zone in leaf.zones}
    return sum(weight * occurrences(leaf, page, zone) for zone, weight in weights.items() if weight)


def length(leaf: Leaf, page: Page) -> int:
    """Return the weighted number of tokens of the leaf's zones."""
    return sum(
        schema.ZONES[zone].weight * sum(len(row.words) for row in page.zones[zone])
        for zone in leaf.zones
    )


def is_plain(leaf: Leaf) -> bool:
    """Return whether the leaf is a word or a phrase that is looked for in the text."""
    return isinstance(leaf, Word | SynonymGroup | Phrase) and bool(
        {"title", "body"} & {*leaf.zones}
    )


def signals(
    words: list[Leaf], rarities: dict[Leaf, float], page: Page
) -> Iterable[tuple[float, float]]:
    """Yield for each signal its part of what words can add, and the weight of what meets it."""
    title, body = places(words, page, "title"), places(words, page, "body")
    yield 0.25, fsum(rarities[word] for word in title)
    lead = {word for word, at in body.items() if at[0] < 100}
    yield 0.15, fsum(rarities[word] for word in {*title, *lead})
    every = sorted({place for at in body.values() for place in at})
    windows = [{word for word, at in body.items() if {*range(p, p + 20)} & {*at}} for p in every]
    yield 0.15, max((fsum(rarities[word] for word in window) for window in windows), default=0.0)
    pairs = []
    for first, second in pairwise(words):
        n = sum(
            any(place + step in zone.get(second, []) for step in (1, 2, 3))
            for zone in (title, body)
            for place in zone.get(first, [])
        )
        pairs.append((rarities[first] + rarities[second]) / 2 * n / (n + 1))
    yield 0.25, fsum(pairs)


def places(words: Iterable[Leaf], page: Page, zone: str) -> dict[Leaf, list[int]]:
    """Return the positions at which the words begin in the zone, for those that are there."""
    (row,) = page.zones[zone]
    by_stem = schema.ZONES[zone].stemmed
    found = {
        word: starts(word, row.stems if by_stem and is_stemmed(word) else row.words)
        for word in words
        if zone in word.zones
    }
    return {word: sorted({*at}) for word, at in found.items() if at}


def sort_key(
    article: Article, score: float, sort: str
) -> tuple[float, str] | tuple[bool, int, str]:
    """Return the key by which hits are sorted, smallest first."""
    if sort == "relevance":
        return (-score, article.id)
    day = article.date.toordinal() if article.date else 0
    return (article.date is None, -day if sort == "newest" else day, article.id)


# Filters and facets


def counted_values(article: Article, facet: str, interval: Interval) -> set[str]:
    """Return the values under which the article is counted, each once."""
    own = FACETS[facet].values(article)
    if is_date(facet):
        own = [period(date.fromisoformat(day), interval) for day in own]
    return set(own) or {NONE}


def period(day: date, interval: Interval) -> str:
    match interval:
        case "year":
            return f"{day.year:04}"
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "week":
            return f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"
        case "day":
            return day.isoformat()


def comparable(facet: str, value: str) -> str:
    """Return the value in the form in which two values of the facet are compared."""
    return value if is_date(facet) else folded(value)


def row_key(facet: str, row: FacetCount) -> tuple[bool, int, str]:
    """Return the key by which the counts of a facet are sorted, smallest first."""
    return (row.value == NONE, 0 if is_date(facet) else -row.count, row.value)
