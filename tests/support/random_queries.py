"""Articles and random queries on which the referee and the engines must agree.

They are the same in every run.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from search.article import Article, Block, Person, Verdict
from search.facet_definitions import FACETS, is_date
from search.query import NONE, Filter, Interval, Query, Sort

DATA = Path(__file__).parents[1] / "data" / "wikinews.jsonl.gz"
TODAY = date(2020, 3, 15)  # within the time of the articles, so that "last 30 days" finds some

# Invented: nobody with these names wrote or published any of the articles.
SOURCES = (
    "The Harbour Courier",
    "El País del Norte",
    "Agence Côte-Presse",
    "Daily Ledger",
    "Morning Ledger",
)
AUTHORS = ("Ana Núñez", "Peter O'Leary", "Mary-Jane Watts", "Łukasz Zając", "Watts Mary")
FORMS = (
    *("organisation", "center", "Labor", "defense", "Bombay", "Moslem", "ISIL", "Ivory Coast"),
    *("co-operation", "anti-government", "Hongkong", "turkiye", "programs", "co-pilot"),
)
ABSENT = ("zyxomma", "quagswagging", "Nemo", "blorft")

_WORD = re.compile(r"\w+(?:[-'’]\w+)*|(?:[A-Z]\.){2,}")
_NAME = re.compile(r"\b[A-Z]\w+ [A-Z]\w+\b")


# Articles


def wikinews() -> list[Article]:
    """Return the 294 articles of the data, with values for all zones and facets, and six copies."""
    return list(_wikinews())


@cache
def _wikinews() -> tuple[Article, ...]:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    titles = [record["title"] for record in records]
    articles = [article_of(number, record, titles) for number, record in enumerate(records)]
    return (*articles, *(copy_of(number, articles[number * 40]) for number in range(1, 7)))


def article_of(number: int, record: dict[str, object], titles: Sequence[str]) -> Article:
    """Return the article of a record; its number decides which values are missing."""
    paragraphs = record["paras"]
    assert isinstance(paragraphs, list)
    body = "\n\n".join(paragraphs)
    title = "" if number % 17 == 5 else titles[number]
    teasers = [titles[(number * 7 + step * 11) % len(titles)] for step in range(1, number % 4 + 1)]
    path = f"wikinews/wikinews.jsonl#{number + 1}"
    return Article(
        id=path,
        title=title,
        body=body,
        date=None if number % 11 == 3 else date.fromisoformat(str(record["date"])),
        source="" if number % 7 == 6 else SOURCES[number % 5],
        authors=tuple(AUTHORS[(number + step) % 5] for step in range(number % 3)),
        people=() if number % 13 == 4 else people(body),
        path=path,
        blocks=blocks(title, body, teasers),
        catalogue=catalogue(number),
    )


def catalogue(number: int) -> dict[str, tuple[str, ...]]:
    """Return what a database states of one article in three."""
    if number % 3:
        return {}
    subjects = ("ELECTIONS", "AIR DEFENSE", "FLOODS & LANDSLIDES")[number % 2 :]
    return {
        "accession": (f"WIKI{number % 5:08}",),
        "subjects": subjects,
        "places": ("KYIV, UKRAINE",) if number % 4 else (),
        "status": () if number % 9 else ("canceled",),
    }


def people(body: str) -> tuple[Person, ...]:
    """Return the first eight pairs of capitalized words; three of four have variants."""
    names = list(dict.fromkeys(_NAME.findall(body)))[:8]
    return tuple(
        Person(name, variants(name)[: number % 4], quoted=number % 3 == 1)
        for number, name in enumerate(names)
    )


def variants(name: str) -> tuple[str, str]:
    """Return the last word, and the same after a title: "Biden", "Dr Biden"."""
    last = name.split()[-1]
    return last, f"Dr {last}"


def blocks(title: str, body: str, teasers: Sequence[str]) -> tuple[Block, ...]:
    """Return the article as the blocks of a page: title, body, teasers."""
    teaser = Verdict("cut", "teaser", "the headline of another story")
    stretches = [(title, Verdict("title")), (body, Verdict("body"))]
    stretches += [(text, teaser) for text in teasers]
    found, start = [], 0
    for text, verdict in stretches:
        found.append(Block(text + "\n\n", start, start + len(text) + 2, verdict))
        start += len(text) + 2
    return tuple(found)


def copy_of(number: int, article: Article) -> Article:
    """Return the same story under another id: two articles with equal scores."""
    path = f"wikinews/copies.jsonl#{number}"
    return Article(
        id=path,
        title=article.title,
        body=article.body,
        date=article.date,
        source=SOURCES[number % 5],
        people=article.people,
        path=path,
        blocks=article.blocks,
    )


# Queries


def random_queries(articles: Sequence[Article], seed: int, count: int = 200) -> Iterator[Query]:
    """Return queries of every kind in turn, some joined with another, most of them filtered."""
    user = RandomUser(articles, random.Random(seed))
    for number in range(count):
        yield user.query(KINDS[number % len(KINDS)])


class RandomUser:
    """A user who asks for words of the articles, and sometimes for words of none."""

    def __init__(self, articles: Sequence[Article], rng: random.Random) -> None:
        self.articles = articles
        self.rng = rng

    def query(self, kind: "Kind") -> Query:
        """Return a query of the kind, perhaps joined with another, filtered, limited and sorted."""
        rng = self.rng
        text = kind(self)
        if rng.random() < 0.3:
            text = self.joined(text, rng.choice(KINDS)(self))
        since, until = self.interval() if rng.random() < 0.2 else (None, None)
        sorts: tuple[Sort, ...] = ("relevance", "relevance", "relevance", "newest", "oldest")
        intervals: tuple[Interval, ...] = ("year", "month", "week", "day")
        return Query(
            text=text,
            filters=self.filters(),
            since=since,
            until=until,
            sort=rng.choice(sorts),
            limit=rng.choice((1, 3, 10, 10, 50, 400)),
            offset=rng.choice((0, 0, 0, 0, 1, 7)),
            facets=tuple(FACETS),
            interval=rng.choice(intervals),
            today=TODAY,
            synonyms=rng.random() < 0.8,
        )

    def joined(self, one: str, other: str) -> str:
        shapes = ("({}) ({})", "({}) OR ({})", "({}) NOT ({})", "({}) -({})", "NOT (({}) OR ({}))")
        return self.rng.choice(shapes).format(
            *(text.strip() or self.word() for text in (one, other))
        )

    # Words of the articles

    def text(self) -> str:
        """Return the body, the title or a teaser of an article; most often the body."""
        article = self.rng.choice(self.articles)
        texts = [article.body] * 6 + [article.title] + [cut.text for cut in article.cuts]
        return self.rng.choice([text for text in texts if text])

    def run(self, n: int, text: str = "") -> list[str]:
        """Return n consecutive words; an operator in capitals is lowered."""
        words = [plain(word) for word in _WORD.findall(text or self.text())]
        start = self.rng.randrange(max(1, len(words) - n + 1))
        return words[start : start + n]

    def word(self) -> str:
        if self.rng.random() < 0.1:
            return self.rng.choice(ABSENT)
        word = self.run(1)[0]
        return self.rng.choice((word, word, word.lower(), word.upper() if len(word) > 3 else word))

    def letters(self) -> str:
        """Return a word of four letters or more, for patterns and slips."""
        words = [word for word in self.run(400) if len(word) > 3 and word.isalpha()]
        return self.rng.choice(words or ["government"])

    def day(self) -> date:
        return date(2018, 12, 20) + timedelta(days=self.rng.randrange(745))

    def interval(self) -> tuple[date | None, date | None]:
        one, other = sorted((self.day(), self.day()))
        return self.rng.choice(((one, other), (one, None), (None, other)))

    def name(self) -> str:
        """Return the name of a person of an article, or a variant."""
        people = [person for article in self.articles for person in article.people]
        person = self.rng.choice(people)
        return self.rng.choice((person.name, *person.variants))

    # Filters

    def filters(self) -> tuple[Filter, ...]:
        """Return none, one or two filters; two may be by one facet."""
        one, other = (self.rng.choice(list(FACETS)) for _ in range(2))
        facets = self.rng.choice(((), (), (), (), (), (one,), (one,), (one, one), (one, other)))
        return tuple(self.filter(facet) for facet in facets)

    def filter(self, facet: str) -> Filter:
        values = tuple(self.value(facet) for _ in range(self.rng.choice((1, 1, 2, 3))))
        exclude = self.rng.random() < 0.3
        return Filter(facet, values, exclude, loose=not exclude and self.rng.random() < 0.3)

    def value(self, facet: str) -> str:
        """Return a value of the facet, NONE, or a value that no article has."""
        if self.rng.random() < 0.15:
            return NONE
        if is_date(facet):
            return self.day().isoformat()[: self.rng.choice((4, 4, 7, 10))]
        name = self.rng.choice((self.text_of(facet), self.text_of(facet), "Nobody Known"))
        return self.rng.choice((name, name, name.upper(), name.lower()))

    def text_of(self, facet: str) -> str:
        """Return a text by which a filter of the facet finds an article."""
        return self.rng.choice(
            [text for each in self.articles for text in FACETS[facet].texts(each)]
        )


def plain(word: str) -> str:
    """Return the word, lowered if it would be an operator."""
    return word.lower() if word in ("AND", "OR", "NOT", "TO") else word


# Kinds of queries


def one_word(user: RandomUser) -> str:
    return user.word()


def words(user: RandomUser) -> str:
    return " ".join(user.run(user.rng.choice((2, 2, 3))))


def other_forms(user: RandomUser) -> str:
    """Return words with synonyms, alone, next to another word and in a field."""
    rng = user.rng
    form = rng.choice(FORMS)
    shape = rng.choice(
        ("{}", "{} {}", "{} {} {} {}", "title:{}", "{} OR {}", "{} -{}", "in:teasers {}")
    )
    return shape.format(form, *(user.word() for _ in range(3)))


def strangers(user: RandomUser) -> str:
    """Return words of different articles: often no article has them all."""
    return " ".join(user.word() for _ in range(user.rng.choice((3, 4, 5))))


def sentence(user: RandomUser) -> str:
    return " ".join(user.run(user.rng.randint(6, 14)))


def headline(user: RandomUser) -> str:
    return " ".join(user.run(99, user.rng.choice(user.articles).title or "no headline at all"))


def repeated(user: RandomUser) -> str:
    word = user.word()
    return f"{word} {user.word()} {word} OR {word}"


def phrase(user: RandomUser) -> str:
    return in_quotes(user.run(user.rng.choice((2, 2, 3, 4, 6))))


def near(user: RandomUser) -> str:
    run = user.run(user.rng.choice((3, 5, 8)))
    picked = user.rng.sample(run, min(len(run), user.rng.choice((2, 2, 3))))
    return f"{in_quotes(picked)}~{user.rng.choice((1, 2, 4, 6))}"


def near_in_order(user: RandomUser) -> str:
    run = user.run(user.rng.choice((3, 5, 8)))
    places = sorted(user.rng.sample(range(len(run)), min(len(run), user.rng.choice((2, 2, 3)))))
    return f"{in_quotes([run[p] for p in places])}~>{user.rng.choice((1, 2, 4, 6))}"


def near_twice(user: RandomUser) -> str:
    """Return the same word twice within one window: it must occur there twice."""
    word, other = user.rng.choice((("said", "police"), ("state", "the"), ("the", "of")))
    shape = user.rng.choice(('"{0} {0}"~', '"{0} {0}"~>', '"{0} {1} {0}"~', '"{0} {1} {0}"~>'))
    return f"{shape.format(word, other)}{user.rng.choice((4, 9, 20))}"


def either(user: RandomUser) -> str:
    return " OR ".join(user.word() for _ in range(user.rng.choice((2, 3))))


def without(user: RandomUser) -> str:
    return f"{user.word()} NOT {user.word()}"


def minus(user: RandomUser) -> str:
    return f"{user.word()} -{user.run(1)[0]}"


def only_minus(user: RandomUser) -> str:
    return f"-{user.run(1)[0]} -{user.rng.choice((phrase, field))(user)}"


def not_not(user: RandomUser) -> str:
    return f"{user.word()} NOT NOT {user.word()}"


def grouped(user: RandomUser) -> str:
    a, b, c, d = (user.word() for _ in range(4))
    shape = user.rng.choice(("({} OR {}) ({} OR {})", "({} {}) OR ({} {})", "{} (({} OR {}) -{})"))
    return shape.format(a, b, c, d)


def both_ways(user: RandomUser) -> str:
    """Return the same parts joined by AND and by OR: two trees that differ in nothing else."""
    a, b = user.word(), user.word()
    return f"({a} {b}) OR ({a} OR {b})"


def prefix(user: RandomUser) -> str:
    word = user.letters()
    return word[: user.rng.randint(3, len(word))] + "*"


def wildcard(user: RandomUser) -> str:
    """Return a word with a letter or more left open, or with one letter more than it has."""
    word = user.letters()
    at = user.rng.randint(1, len(word) - 2)
    openings = (("?", 1), ("*", 1), ("?", 0))
    sign, letters = user.rng.choice(openings)
    return word[:at] + sign + word[at + letters :]


def fuzzy(user: RandomUser) -> str:
    return with_slips(user.letters(), user.rng) + user.rng.choice(("~", "~1", "~2"))


def exact(user: RandomUser) -> str:
    return f"={user.letters()}"


def field(user: RandomUser) -> str:
    """Return a word or a phrase of one zone."""
    zone = user.rng.choice(("title", "body"))
    article = user.rng.choice(user.articles)
    text = (article.title if zone == "title" else article.body) or article.body
    return f"{zone}:{user.rng.choice((' '.join(user.run(1, text)), in_quotes(user.run(2, text))))}"


def field_pattern(user: RandomUser) -> str:
    return f"{user.rng.choice(('title', 'body'))}:{user.rng.choice((prefix, fuzzy))(user)}"


def person(user: RandomUser) -> str:
    return f"{user.rng.choice(('person', 'people', 'quoted'))}:{in_quotes([user.name()])}"


def person_pattern(user: RandomUser) -> str:
    surname = user.name().split()[-1]
    shape = user.rng.choice((surname[:3] + "*", with_slips(surname, user.rng) + "~"))
    return f"{user.rng.choice(('person', 'quoted'))}:{shape}"


def source(user: RandomUser) -> str:
    name = user.rng.choice(SOURCES)
    return f"source:{user.rng.choice((in_quotes([name]), name.split()[-1].lower()))}"


def author(user: RandomUser) -> str:
    name = user.rng.choice(AUTHORS)
    return f"author:{user.rng.choice((in_quotes([name]), name.split()[0].upper()))}"


def every_field(user: RandomUser) -> str:
    """Return a value of each field that holds names, whatever facets there are."""
    fields = ((facet.field, user.text_of(facet.name)) for facet in FACETS.values() if facet.field)
    return " OR ".join(f"{field}:{in_quotes([text])}" for field, text in fields)


def scoped(user: RandomUser) -> str:
    """Return words, a phrase or a pattern within one part of the article."""
    made = user.rng.choice((words, phrase, near, prefix, one_word))(user)
    return f"in:{user.rng.choice(('teasers', 'teasers', 'title', 'body'))} {made}"


def teaser(user: RandomUser) -> str:
    cuts = [cut.text for article in user.articles for cut in article.cuts]
    run = user.run(user.rng.choice((1, 2)), user.rng.choice(cuts))
    return f"in:teasers {user.rng.choice((' '.join(run), in_quotes(run)))}"


def across_teasers(user: RandomUser) -> str:
    """Return a phrase across two teasers: its words follow each other in neither."""
    article = user.rng.choice([article for article in user.articles if len(article.cuts) > 1])
    return f"in:teasers {seam(*(cut.text for cut in article.cuts[:2]))}"


def across_people(user: RandomUser) -> str:
    article = user.rng.choice([article for article in user.articles if len(article.people) > 1])
    return f"person:{seam(*(person.name for person in article.people[:2]))}"


def across_authors(user: RandomUser) -> str:
    article = user.rng.choice([article for article in user.articles if len(article.authors) > 1])
    return f"author:{seam(*article.authors)}"


def seam(one: str, other: str) -> str:
    """Return the last word of the one and the first of the other, as a phrase."""
    return in_quotes([_WORD.findall(one)[-1], _WORD.findall(other)[0]])


def near_names(user: RandomUser) -> str:
    """Return the words of a name in reverse order."""
    people = [person.name for article in user.articles for person in article.people]
    field, names = user.rng.choice((("person", people), ("source", SOURCES)))
    turned = user.rng.choice(names).split()[::-1]
    return f"{field}:{in_quotes(turned)}~{user.rng.choice(('', '>'))}2"


def date_prefix(user: RandomUser) -> str:
    day = user.day().isoformat()
    return f"date:{day[: user.rng.choice((4, 7, 7, 10))]}"


def date_range(user: RandomUser) -> str:
    one, other = sorted((user.day().isoformat(), user.day().isoformat()))
    shape = user.rng.choice(("{}..{}", "{:.7}..{:.7}", ">={}", "<={}", ">={:.7}", "<{}", ">{}"))
    return "date:" + shape.format(one, other)


def relative(user: RandomUser) -> str:
    n = user.rng.choice((7, 30, 90))
    return f'date:"last {n} days"'


def missing(user: RandomUser) -> str:
    return f"{user.rng.choice(('date', 'source', 'people', 'author', 'quoted'))}:none"


def everything(user: RandomUser) -> str:
    return user.rng.choice(("", " "))


def in_quotes(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def with_slips(word: str, rng: random.Random) -> str:
    """Return the word with one or two typing slips, unless it is too short for them."""
    if len(word) < 4:
        return word
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(1, len(word) - 1)
        slips = (
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice("aeiorst") + word[at:],
            word[:at] + rng.choice("aeiorst") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        word = rng.choice(slips)
    return word


Kind = Callable[[RandomUser], str]
KINDS: tuple[Kind, ...] = (
    one_word,
    words,
    other_forms,
    strangers,
    sentence,
    headline,
    repeated,
    phrase,
    near,
    near_in_order,
    near_twice,
    either,
    without,
    minus,
    only_minus,
    not_not,
    grouped,
    both_ways,
    prefix,
    wildcard,
    fuzzy,
    exact,
    field,
    field_pattern,
    person,
    person_pattern,
    source,
    author,
    every_field,
    scoped,
    teaser,
    across_teasers,
    across_people,
    across_authors,
    near_names,
    date_prefix,
    date_range,
    relative,
    missing,
    everything,
)
