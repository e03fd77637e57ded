"""The two hundred queries that peers.py puts to every engine, drawn from the articles."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from search.analysis import STOP_WORDS
from search.article import Article

SEED = 5
EACH = 25  # queries of each kind
SAMPLE = 2000  # articles from which the words are drawn
_WORD = re.compile(r"[a-z]{4,12}")
_OPERATORS = {"and", "or", "not"}


@dataclass(frozen=True)
class Asked:
    """A query that every engine understands in its own way."""

    kind: str
    words: tuple[str, ...]
    joined: str = "and"  # "and", "or", "phrase" or "prefix"
    source: str = ""
    since: date | None = None
    until: date | None = None


def queries(articles: Sequence[Article], seed: int = SEED) -> list[Asked]:
    """The queries: the same for the same articles and seed."""
    asker = _Asker(articles[:SAMPLE], seed)
    return [make(asker, kind) for kind, make in KINDS.items() for _ in range(EACH)]


class _Asker:
    """Words of the articles, by how many of them have each."""

    def __init__(self, articles: Sequence[Article], seed: int) -> None:
        self.rng = random.Random(seed)
        self.articles = articles
        self.texts = [_words(article.body) for article in articles]
        frequency = Counter(word for text in self.texts for word in set(text))
        fit = {word: n / len(articles) for word, n in frequency.items() if word not in STOP_WORDS}
        self.common = sorted(word for word, share in fit.items() if share > 0.08)
        self.middling = sorted(word for word, share in fit.items() if 0.01 < share <= 0.08)
        self.rare = sorted(word for word, share in fit.items() if 0.001 < share <= 0.005)

    def one(self, words: Sequence[str]) -> str:
        return self.rng.choice(words)

    def pair(self) -> tuple[str, ...]:
        """Two words, one of them common and both of them in some article."""
        while True:
            text = self.rng.choice(self.texts)
            known = sorted(set(text) & {*self.common, *self.middling})
            if len(known) > 1:
                return tuple(self.rng.sample(known, 2))

    def run(self) -> tuple[str, ...]:
        """Two or three words as they follow one another."""
        while True:
            text = self.rng.choice(self.texts)
            size = self.rng.choice((2, 2, 3))
            start = self.rng.randrange(max(1, len(text) - size))
            found = text[start : start + size]
            if len(found) == size and not {*found} & {*STOP_WORDS, *_OPERATORS}:
                return tuple(found)

    def source(self) -> str:
        return self.rng.choice(self.articles).source

    def year(self) -> tuple[date, date]:
        day = self.rng.choice(self.articles).date or date(2010, 1, 1)
        return day, day + timedelta(days=365)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _OPERATORS]


def _dated(asker: _Asker, kind: str) -> Asked:
    since, until = asker.year()
    return Asked(kind, asker.pair(), since=since, until=until)


KINDS: dict[str, Callable[[_Asker, str], Asked]] = {
    "common term": lambda asker, kind: Asked(kind, (asker.one(asker.common),)),
    "rare term": lambda asker, kind: Asked(kind, (asker.one(asker.rare),)),
    "and": lambda asker, kind: Asked(kind, asker.pair()),
    "or": lambda asker, kind: Asked(kind, asker.pair(), "or"),
    "phrase": lambda asker, kind: Asked(kind, asker.run(), "phrase"),
    "prefix": lambda asker, kind: Asked(kind, (asker.one(asker.middling)[:4],), "prefix"),
    "and + source": lambda asker, kind: Asked(kind, asker.pair(), source=asker.source()),
    "and + date": _dated,
}
