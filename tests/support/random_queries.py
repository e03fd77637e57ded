"""Articles and queries for the referee and the engines to agree on: the same at every run."""

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

# Invented: nobody of these names wrote or published a word of it.
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
    """The 294 articles of the data, dressed so that every zone and facet is met, and six copies."""
    return list(_wikinews())


@cache
def _wikinews() -> tuple[Article, ...]:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    titles = [record["title"] for record in records]
    articles = [dressed(number, record, titles) for number, record in enumerate(records)]
    return (*articles, *(copied(number, articles[number * 40]) for number in range(1, 7)))


def dressed(number: int, record: dict[str, object], titles: Sequence[str]) -> Article:
    """The article of a record; what is missing here and there goes by its number."""
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
    )


def people(body: str) -> tuple[Person, ...]:
    """The first eight runs of two capitalised words, three of four with a variant or two."""
    names = list(dict.fromkeys(_NAME.findall(body)))[:8]
    return tuple(
        Person(name, variants(name)[: number % 4], quoted=number % 3 == 1)
        for number, name in enumerate(names)
    )


def variants(name: str) -> tuple[str, str]:
    """The last word, and the same after a title: "Biden", "Dr Biden"."""
    last = name.split()[-1]
    return last, f"Dr {last}"


def blocks(title: str, body: str, teasers: Sequence[str]) -> tuple[Block, ...]:
    """The article laid out as a page: title, body, teasers."""
    teaser = Verdict("cut", "teaser", "the headline of another story")
    stretches = [(title, Verdict("title")), (body, Verdict("body"))]
    stretches += [(text, teaser) for text in teasers]
    laid, start = [], 0
    for text, verdict in stretches:
        laid.append(Block(text + "\n\n", start, start + len(text) + 2, verdict))
        start += len(text) + 2
    return tuple(laid)


def copied(number: int, article: Article) -> Article:
    """The same story under another id: two articles that score alike."""
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
    """Queries of every kind in turn, some joined with another, most of them narrowed."""
    asker = Asker(articles, random.Random(seed))
    for number in range(count):
        yield asker.query(KINDS[number % len(KINDS)])


class Asker:
    """Somebody who asks for what stands in the articles, and sometimes for what does not."""

    def __init__(self, articles: Sequence[Article], rng: random.Random) -> None:
        self.articles = articles
        self.rng = rng

    def query(self, kind: "Kind") -> Query:
        """A query of the kind, perhaps joined with another, filtered, cut and ordered."""
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

    # What stands in the articles

    def text(self) -> str:
        """The body, the title or a teaser of an article, mostly the body."""
        article = self.rng.choice(self.articles)
        texts = [article.body] * 6 + [article.title] + [cut.text for cut in article.cuts]
        return self.rng.choice([text for text in texts if text])

    def run(self, n: int, text: str = "") -> list[str]:
        """So many words in a row; an operator in capitals is lowered."""
        words = [plain(word) for word in _WORD.findall(text or self.text())]
        start = self.rng.randrange(max(1, len(words) - n + 1))
        return words[start : start + n]

    def word(self) -> str:
        if self.rng.random() < 0.1:
            return self.rng.choice(ABSENT)
        word = self.run(1)[0]
        return self.rng.choice((word, word, word.lower(), word.upper() if len(word) > 3 else word))

    def letters(self) -> str:
        """A word of four letters and more, for shapes and slips."""
        words = [word for word in self.run(400) if len(word) > 3 and word.isalpha()]
        return self.rng.choice(words or ["government"])

    def day(self) -> date:
        return date(2018, 12, 20) + timedelta(days=self.rng.randrange(745))

    def interval(self) -> tuple[date | None, date | None]:
        one, other = sorted((self.day(), self.day()))
        return self.rng.choice(((one, other), (one, None), (None, other)))

    def name(self) -> str:
        """Somebody named in an article, by the name or a variant."""
        named = [person for article in self.articles for person in article.people]
        person = self.rng.choice(named)
        return self.rng.choice((person.name, *person.variants))

    # Filters

    def filters(self) -> tuple[Filter, ...]:
        """None, one or two; two may be of one facet."""
        one, other = (self.rng.choice(list(FACETS)) for _ in range(2))
        facets = self.rng.choice(((), (), (), (), (), (one,), (one,), (one, one), (one, other)))
        return tuple(self.filter(facet) for facet in facets)

    def filter(self, facet: str) -> Filter:
        values = tuple(self.value(facet) for _ in range(self.rng.choice((1, 1, 2, 3))))
        return Filter(facet, values, exclude=self.rng.random() < 0.3)

    def value(self, facet: str) -> str:
        """A value of the facet, the lack of one, or one that no article has."""
        if self.rng.random() < 0.15:
            return NONE
        if is_date(facet):
            return self.day().isoformat()[: self.rng.choice((4, 4, 7, 10))]
        texts = [text for each in self.articles for text in FACETS[facet].texts(each)]
        name = self.rng.choice((*self.rng.sample(texts, 2), "Nobody Known"))
        return self.rng.choice((name, name, name.upper(), name.lower()))


def plain(word: str) -> str:
    """The word, so written that it is no operator."""
    return word.lower() if word in ("AND", "OR", "NOT", "TO") else word


# Kinds: what each of them asks for


def one_word(asker: Asker) -> str:
    return asker.word()


def words(asker: Asker) -> str:
    return " ".join(asker.run(asker.rng.choice((2, 2, 3))))


def other_forms(asker: Asker) -> str:
    """Words that stand for others, alone, side by side with one and in a field."""
    rng = asker.rng
    form = rng.choice(FORMS)
    shape = rng.choice(
        ("{}", "{} {}", "{} {} {} {}", "title:{}", "{} OR {}", "{} -{}", "in:teasers {}")
    )
    return shape.format(form, *(asker.word() for _ in range(3)))


def strangers(asker: Asker) -> str:
    """Words of different articles: often no article has them all."""
    return " ".join(asker.word() for _ in range(asker.rng.choice((3, 4, 5))))


def sentence(asker: Asker) -> str:
    return " ".join(asker.run(asker.rng.randint(6, 14)))


def headline(asker: Asker) -> str:
    return " ".join(asker.run(99, asker.rng.choice(asker.articles).title or "no headline at all"))


def repeated(asker: Asker) -> str:
    word = asker.word()
    return f"{word} {asker.word()} {word} OR {word}"


def phrase(asker: Asker) -> str:
    return quoted(asker.run(asker.rng.choice((2, 2, 3, 4, 6))))


def near(asker: Asker) -> str:
    run = asker.run(asker.rng.choice((3, 5, 8)))
    picked = asker.rng.sample(run, min(len(run), asker.rng.choice((2, 2, 3))))
    return f"{quoted(picked)}~{asker.rng.choice((1, 2, 4, 6))}"


def near_in_order(asker: Asker) -> str:
    run = asker.run(asker.rng.choice((3, 5, 8)))
    places = sorted(asker.rng.sample(range(len(run)), min(len(run), asker.rng.choice((2, 2, 3)))))
    return f"{quoted([run[p] for p in places])}~>{asker.rng.choice((1, 2, 4, 6))}"


def near_twice(asker: Asker) -> str:
    """The same word twice within one window: it must stand there twice."""
    word, other = asker.rng.choice((("said", "police"), ("state", "the"), ("the", "of")))
    shape = asker.rng.choice(('"{0} {0}"~', '"{0} {0}"~>', '"{0} {1} {0}"~', '"{0} {1} {0}"~>'))
    return f"{shape.format(word, other)}{asker.rng.choice((4, 9, 20))}"


def either(asker: Asker) -> str:
    return " OR ".join(asker.word() for _ in range(asker.rng.choice((2, 3))))


def without(asker: Asker) -> str:
    return f"{asker.word()} NOT {asker.word()}"


def minus(asker: Asker) -> str:
    return f"{asker.word()} -{asker.run(1)[0]}"


def only_minus(asker: Asker) -> str:
    return f"-{asker.run(1)[0]} -{asker.rng.choice((phrase, field))(asker)}"


def not_not(asker: Asker) -> str:
    return f"{asker.word()} NOT NOT {asker.word()}"


def grouped(asker: Asker) -> str:
    a, b, c, d = (asker.word() for _ in range(4))
    shape = asker.rng.choice(("({} OR {}) ({} OR {})", "({} {}) OR ({} {})", "{} (({} OR {}) -{})"))
    return shape.format(a, b, c, d)


def both_ways(asker: Asker) -> str:
    """The same parts joined by AND and by OR: two trees that differ in nothing else."""
    a, b = asker.word(), asker.word()
    return f"({a} {b}) OR ({a} OR {b})"


def prefix(asker: Asker) -> str:
    word = asker.letters()
    return word[: asker.rng.randint(3, len(word))] + "*"


def wildcard(asker: Asker) -> str:
    """A letter or a run left open, or one letter more than there is."""
    word = asker.letters()
    at = asker.rng.randint(1, len(word) - 2)
    openings = (("?", 1), ("*", 1), ("?", 0))
    sign, letters = asker.rng.choice(openings)
    return word[:at] + sign + word[at + letters :]


def fuzzy(asker: Asker) -> str:
    return slipped(asker.letters(), asker.rng) + asker.rng.choice(("~", "~1", "~2"))


def exact(asker: Asker) -> str:
    return f"={asker.letters()}"


def field(asker: Asker) -> str:
    """A word or a phrase of one zone."""
    zone = asker.rng.choice(("title", "body"))
    article = asker.rng.choice(asker.articles)
    text = (article.title if zone == "title" else article.body) or article.body
    return f"{zone}:{asker.rng.choice((' '.join(asker.run(1, text)), quoted(asker.run(2, text))))}"


def field_shape(asker: Asker) -> str:
    return f"{asker.rng.choice(('title', 'body'))}:{asker.rng.choice((prefix, fuzzy))(asker)}"


def person(asker: Asker) -> str:
    return f"{asker.rng.choice(('person', 'people', 'quoted'))}:{quoted([asker.name()])}"


def person_shape(asker: Asker) -> str:
    surname = asker.name().split()[-1]
    shape = asker.rng.choice((surname[:3] + "*", slipped(surname, asker.rng) + "~"))
    return f"{asker.rng.choice(('person', 'quoted'))}:{shape}"


def source(asker: Asker) -> str:
    name = asker.rng.choice(SOURCES)
    return f"source:{asker.rng.choice((quoted([name]), name.split()[-1].lower()))}"


def author(asker: Asker) -> str:
    name = asker.rng.choice(AUTHORS)
    return f"author:{asker.rng.choice((quoted([name]), name.split()[0].upper()))}"


def scoped(asker: Asker) -> str:
    """Words, a phrase or a shape within one part of the article."""
    made = asker.rng.choice((words, phrase, near, prefix, one_word))(asker)
    return f"in:{asker.rng.choice(('teasers', 'teasers', 'title', 'body'))} {made}"


def teaser(asker: Asker) -> str:
    cuts = [cut.text for article in asker.articles for cut in article.cuts]
    run = asker.run(asker.rng.choice((1, 2)), asker.rng.choice(cuts))
    return f"in:teasers {asker.rng.choice((' '.join(run), quoted(run)))}"


def across_teasers(asker: Asker) -> str:
    """A phrase over the seam of two teasers: the words touch in no stretch."""
    article = asker.rng.choice([article for article in asker.articles if len(article.cuts) > 1])
    return f"in:teasers {seam(*(cut.text for cut in article.cuts[:2]))}"


def across_people(asker: Asker) -> str:
    article = asker.rng.choice([article for article in asker.articles if len(article.people) > 1])
    return f"person:{seam(*(person.name for person in article.people[:2]))}"


def across_authors(asker: Asker) -> str:
    article = asker.rng.choice([article for article in asker.articles if len(article.authors) > 1])
    return f"author:{seam(*article.authors)}"


def seam(one: str, other: str) -> str:
    """The last word of the one and the first of the other, as a phrase."""
    return quoted([_WORD.findall(one)[-1], _WORD.findall(other)[0]])


def near_names(asker: Asker) -> str:
    """The words of a name the other way round."""
    people = [person.name for article in asker.articles for person in article.people]
    field, names = asker.rng.choice((("person", people), ("source", SOURCES)))
    turned = asker.rng.choice(names).split()[::-1]
    return f"{field}:{quoted(turned)}~{asker.rng.choice(('', '>'))}2"


def dated(asker: Asker) -> str:
    day = asker.day().isoformat()
    return f"date:{day[: asker.rng.choice((4, 7, 7, 10))]}"


def date_range(asker: Asker) -> str:
    one, other = sorted((asker.day().isoformat(), asker.day().isoformat()))
    shape = asker.rng.choice(("{}..{}", "{:.7}..{:.7}", ">={}", "<={}", ">={:.7}", "<{}", ">{}"))
    return "date:" + shape.format(one, other)


def relative(asker: Asker) -> str:
    n = asker.rng.choice((7, 30, 90))
    return f'date:"last {n} days"'


def missing(asker: Asker) -> str:
    return f"{asker.rng.choice(('date', 'source', 'people', 'author', 'quoted'))}:none"


def everything(asker: Asker) -> str:
    return asker.rng.choice(("", " "))


def quoted(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def slipped(word: str, rng: random.Random) -> str:
    """The word with one or two slips of the pen, unless it is too short for them."""
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


Kind = Callable[[Asker], str]
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
    field_shape,
    person,
    person_shape,
    source,
    author,
    scoped,
    teaser,
    across_teasers,
    across_people,
    across_authors,
    near_names,
    dated,
    date_range,
    relative,
    missing,
    everything,
)
