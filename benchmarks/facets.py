"""How well people, dates, headlines, authors and sources are read: ours beside the libraries.

    python benchmarks/facets.py [--people FILE]... [--pages FILE]... [--worst N] [--json]

A file of people has rows {id, text, people}; a file of pages has rows {id, set, url, date,
title, authors, source, html}, the page at `html`, relative to the file, plain or as `.gz`. A fact
that a row lacks is not scored. A set is named for the `set` of its rows, or for its file.

Scores: people are micro F1 over (document, person), names compared without accents, case, marks,
titles in front and possessives. A date is right, wrong or not given; a headline, a set of authors
and a source count if they are equal without accents, case and marks; a source "loosely" if one
holds the other.
"""

import argparse
import gzip
import importlib.util
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from report import Row, show

from search.article import Article, Document
from search.cleaning import clean
from search.people import article_people
from search.people.name_matching import match_names

ROOT = Path(__file__).parent.parent
PACKAGES = ("trafilatura", "htmldate", "newspaper4k")
PEERS_DEFAULT = "structured,trafilatura,htmldate"
PEOPLE_TARGETS = {"wikinews": (0.90, 0.92), "re3d": (0.82, 0.85), "wikigold": (0.80, None)}
PAGE_TARGETS = {
    ("fundus", "date right"): 0.98,
    ("fundus", "date wrong"): 0.01,
    ("fundus", "headline exact"): 0.88,
    ("fundus", "authors exact"): 0.90,
    ("fundus", "source loose"): 0.93,
    ("aed", "date right"): 0.88,
    ("aed", "date wrong"): 0.06,
    ("aed", "headline exact"): 0.80,
    ("aed", "authors exact"): 0.82,
}
SEEDS = {
    "000_cd4418e8e1d5f07a.txt": ["John Healey", "Rustem Umerov", "Anatolii Baryhilevych"],
    "002_7aec30fda4bd4711.txt": ["Rustem Umerov", "John Healey", "Volodymyr Zelensky"],
}
SPEED = 1500  # KB of Wikinews text a CPU second
PAIRS = ROOT / "tests" / "people" / "test_name_matching.py"  # pairs of names, same and different
TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady dame president prime minister premier "
    "chancellor senator sen rep representative congressman congresswoman governor gov mayor king "
    "queen prince princess pope bishop archbishop cardinal rev reverend father sheikh sheikha imam "
    "ayatollah gen general lt lieutenant col colonel maj major capt captain sgt sergeant admiral "
    "adm brig brigadier commodore judge justice ambassador secretary chief attorney director coach "
    "officer detective saint spc".split()
)


class Facts(NamedTuple):
    """What is said of a page."""

    date: str = ""  # an ISO day
    title: str = ""
    authors: Sequence[str] = ()
    source: str = ""


class Page(NamedTuple):
    """A page with what is true of it."""

    id: str
    group: str
    url: str
    html: str
    gold: Facts


class Text(NamedTuple):
    """A text with the people in it."""

    id: str
    group: str
    body: str
    people: Sequence[str]


Reader = Callable[[str, str], Facts]  # html, url -> facts


def rows_of(file: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a file of JSON Lines, plain or as `.gz`."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def pages(file: Path) -> list[Page]:
    """The pages of a file, with those that have no HTML beside them left out."""
    found = []
    for row in rows_of(file):
        place = file.parent / (row.get("html") or "")
        if not place.is_file():
            continue
        stored = place.read_bytes()
        html = gzip.decompress(stored) if place.suffix == ".gz" else stored
        facts = Facts(*(row.get(name) or empty for name, empty in Facts()._asdict().items()))
        group = row.get("set") or file.name.partition(".")[0]
        found.append(Page(row["id"], group, row.get("url") or "", html.decode(), facts))
    return found


def texts(file: Path) -> list[Text]:
    """The texts of a file."""
    group = file.name.partition(".")[0]
    return [Text(row["id"], group, row["text"], row["people"]) for row in rows_of(file)]


# Comparing.


def folded(text: str) -> str:
    """A text without accents, case and marks."""
    parts = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in parts if not unicodedata.combining(each))
    return re.sub(r"[^\w]+", " ", plain.casefold()).strip()


def writers(authors: Iterable[str]) -> set[str]:
    """The single authors, folded."""
    found = set()
    for author in authors:
        bare = re.sub(r"^(by|von|par|por)\s+", "", author.strip(), flags=re.IGNORECASE)
        parts = re.split(r"\s*[;,|/&]\s*|\s+(?:and|und|et|y)\s+", bare)
        found |= {folded(part) for part in parts if not part.startswith("http")}
    return found - {""}


def is_loosely(said: str, true: str) -> bool:
    """Whether one source holds the other, a leading "the" aside."""
    one, other = (folded(each).replace(" ", "").removeprefix("the") for each in (said, true))
    return bool(one) and (one in other or other in one)


def person(name: str) -> str:
    """A name as it is compared: without title, possessive, accents, quotes and full stops."""
    parts = unicodedata.normalize("NFKD", name)
    plain = "".join(each for each in parts if not unicodedata.combining(each)).replace("’", "'")
    words = re.sub(r"'s?$", "", plain.strip()).split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
        words = words[1:]
    bare = re.sub(r'[.,"“”]', "", " ".join(words).casefold())
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", bare)).strip()


# Scoring.


def scores(golds: Sequence[Facts], said: Sequence[Facts]) -> dict[str, float]:
    """The share of pages on which each figure holds, over those whose gold has the fact."""
    pairs = list(zip(golds, said, strict=True))
    dated = [(own.date[:10], gold.date) for gold, own in pairs if gold.date]
    undated = [own.date for gold, own in pairs if not gold.date]
    titled = [folded(own.title) == folded(gold.title) for gold, own in pairs if gold.title]
    written = [
        writers(own.authors) == writers(gold.authors)
        for gold, own in pairs
        if writers(gold.authors)
    ]
    sourced = [(own.source, gold.source) for gold, own in pairs if gold.source]
    counted = {
        "date right": [own == gold for own, gold in dated],
        "date wrong": [bool(own) and own != gold for own, gold in dated],
        "date invented": [bool(own) for own in undated],
        "headline exact": titled,
        "authors exact": written,
        "source exact": [folded(own) == folded(gold) for own, gold in sourced],
        "source loose": [is_loosely(own, gold) for own, gold in sourced],
    }
    found = {name: sum(held) / len(held) for name, held in counted.items() if held}
    return found | _micro(pairs)


def _micro(pairs: Iterable[tuple[Facts, Facts]]) -> dict[str, float]:
    """F1 over single authors."""
    both = ours = theirs = 0
    for gold, own in pairs:
        said, true = writers(own.authors), writers(gold.authors)
        both, ours, theirs = both + len(said & true), ours + len(said), theirs + len(true)
    return {"authors F1": 2 * both / (ours + theirs)} if theirs else {}


def people_scores(chosen: Sequence[Text], said: Sequence[Iterable[str]]) -> tuple[float, float]:
    """F1 and precision over (document, person)."""
    both = ours = theirs = 0
    for text, names in zip(chosen, said, strict=True):
        own = {person(name) for name in names} - {""}
        true = {person(name) for name in text.people}
        both, ours, theirs = both + len(own & true), ours + len(own), theirs + len(true)
    return 2 * both / max(1, ours + theirs), both / max(1, ours)


# Readers of pages.


def ours(html: str, url: str) -> Facts:
    """This program; its document has a name that tells nothing."""
    article = clean(Document("page.html", "html", html, "", {"url": url} if url else {}))
    day = article.date.isoformat() if article.date else ""
    return Facts(day, article.title, article.authors, article.source)


def structured(html: str, _: str) -> Facts:
    """JSON-LD of an article, then og: and meta elements: what is stated, taken as it is."""
    from lxml import html as markup

    tree = markup.document_fromstring(html.encode(), parser=markup.HTMLParser(encoding="utf-8"))
    node = next(_articles(tree), {})

    def meta(*names: str) -> str:
        for name in names:
            for value in tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content"):
                if value.strip():
                    return str(value).strip()
        return ""

    publisher = node.get("publisher")
    return Facts(
        str(node.get("datePublished") or meta("article:published_time", "date"))[:10],
        str(node.get("headline") or meta("og:title") or tree.findtext(".//title") or ""),
        list(_named(node.get("author"))) or [meta("author")],
        meta("og:site_name") or next(_named(publisher), ""),
    )


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            values = json.loads(script, strict=False)
        except ValueError:
            continue
        values = values if isinstance(values, list) else [values]
        for value in values:
            nodes = value.get("@graph", [value]) if isinstance(value, dict) else []
            for node in nodes if isinstance(nodes, list) else []:
                if isinstance(node, dict) and re.search("Article|Posting", str(node.get("@type"))):
                    yield node


def _named(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        yield from [name] if isinstance(name, str) else []


def _trafilatura() -> Reader:
    from trafilatura import bare_extraction

    def read(html: str, url: str) -> Facts:
        found = bare_extraction(html, url=url or None, with_metadata=True)
        if found is None:
            return Facts()
        authors = (found.author or "").split("; ")
        return Facts(found.date or "", found.title or "", authors, found.sitename or "")

    return read


def _htmldate() -> Reader:
    from htmldate import find_date

    return lambda html, url: Facts(date=find_date(html, url=url or None) or "")


def _newspaper() -> Reader:
    from newspaper import Article as Paper
    from newspaper import Config

    settings = Config()
    settings.fetch_images = False  # it downloads while it parses, unless told not to

    def read(html: str, url: str) -> Facts:
        paper = Paper(url or "http://localhost/", config=settings)
        paper.download(input_html=html)
        paper.parse()
        day = paper.publish_date.date().isoformat() if paper.publish_date else ""
        return Facts(day, paper.title, paper.authors, "")

    return read


PEERS: Mapping[str, Callable[[], Reader]] = {
    "structured": lambda: structured,
    "trafilatura": _trafilatura,
    "htmldate": _htmldate,
    "newspaper4k": _newspaper,
}


def readers(names: Iterable[str]) -> dict[str, Reader]:
    """The peers that are installed."""
    found: dict[str, Reader] = {}
    for name in names:
        try:
            found[name] = PEERS[name]()
        except ImportError as error:
            print(f"{name}: not measured, {error}", file=sys.stderr)
    return found


def safely(read: Reader, page: Page) -> Facts:
    """A peer that fails on a page says nothing of it."""
    try:
        return read(page.html, page.url)
    except Exception:
        return Facts()


# Rows.


def page_rows(chosen: Sequence[Page], said: Mapping[str, Mapping[str, Facts]]) -> Iterator[Row]:
    """Every figure of every set; of peers those figures that they give."""
    for group in sorted({page.group for page in chosen}):
        some = [page for page in chosen if page.group == group]
        golds = [page.gold for page in some]
        every = {
            name: scores(golds, [facts[page.id] for page in some]) for name, facts in said.items()
        }
        own = every.pop("ours")
        for figure, value in own.items():
            beside = {
                name: round(found[figure], 3)
                for name, found in every.items()
                if figure.startswith("date") or name != "htmldate"
            }
            wrong = figure in ("date wrong", "date invented")
            target = PAGE_TARGETS.get((group, figure), 0 if figure == "date invented" else None)
            data = f"{group}, {len(some)} pages"
            yield Row(figure, data, round(value, 4), "of pages", beside, target, at_most=wrong)


def people_rows(chosen: Sequence[Text]) -> Iterator[Row]:
    """F1 and precision of every set."""
    for group in sorted({text.group for text in chosen}):
        some = [text for text in chosen if text.group == group]
        f1, precision = people_scores(some, [names_in(text) for text in some])
        least, sure = PEOPLE_TARGETS.get(group, (None, None))
        data = f"{group}, {len(some)} documents"
        yield Row("people F1", data, round(f1, 4), "", target=least)
        yield Row("people precision", data, round(precision, 4), "", target=sure)


def names_in(text: Text) -> list[str]:
    """The people that this program finds in a text; the gold is that of the text alone."""
    return [each.name for each in article_people(Article(text.id, "", text.body))]


def seed_rows() -> Iterator[Row]:
    """Whether the people of the two seeds are exactly those they name."""
    for name, people in SEEDS.items():
        content = (ROOT / "seeds" / name).read_text(encoding="utf-8")
        article = clean(Document(f"seeds/{name}", "text", content, ""))
        exact = [each.name for each in article_people(article)] == people
        yield Row("people exact", f"seed {name[:3]}", float(exact), "", target=1)


def speed_row() -> Row:
    """How fast people are found in the Wikinews articles of the tests, on one core."""
    rows = rows_of(ROOT / "tests" / "data" / "wikinews.jsonl.gz")
    articles = [
        Article(str(number), row["title"], "\n\n".join(row["paras"]))
        for number, row in enumerate(rows)
    ]
    for article in articles[:20]:  # tables are loaded once
        article_people(article)
    began = time.process_time()
    for article in articles:
        article_people(article)
    seconds = time.process_time() - began
    size = sum(len(each.title) + len(each.body) for each in articles)
    data = f"wikinews, {len(articles)} articles"
    return Row("people, speed", data, round(size / 1000 / seconds), "KB/CPU s", target=SPEED)


def pair_rows() -> Iterator[Row]:
    """Names of one person that are merged, and of two that are not; nothing without the list."""
    if not PAIRS.is_file():
        print(f"pairs of names: not measured, no {PAIRS.name}", file=sys.stderr)
        return
    spec = importlib.util.spec_from_file_location("pairs", PAIRS)
    assert spec is not None and spec.loader is not None
    listed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(listed)
    same = listed.pairs(listed.SAME, "=")
    other = listed.pairs(listed.DIFFERENT, "|")
    merged = sum(match_names(*pair) is not None for pair in same)
    wrong = sum(match_names(*pair) is not None for pair in other)
    data = f"{len(same)} + {len(other)} pairs of the tests"
    least = round(28 / 29, 3)
    yield Row("same person merged", data, round(merged / len(same), 3), "of pairs", target=least)
    yield Row("strangers merged", data, wrong, "pairs", target=0, at_most=True)


def worst(chosen: Sequence[Page], said: Mapping[str, Facts], most: int) -> None:
    """List pages on standard error whose facts are wrong, most facts first."""
    ranked = []
    for page in chosen:
        own, gold = said[page.id], page.gold
        wrong = {
            "date": (own.date, gold.date) if gold.date and own.date != gold.date else None,
            "title": (own.title, gold.title)
            if gold.title and folded(own.title) != folded(gold.title)
            else None,
            "authors": (list(own.authors), list(gold.authors))
            if gold.authors and writers(own.authors) != writers(gold.authors)
            else None,
            "source": (own.source, gold.source)
            if gold.source and not is_loosely(own.source, gold.source)
            else None,
        }
        shown = [f"  {fact}: {pair[0]!r} is {pair[1]!r}" for fact, pair in wrong.items() if pair]
        ranked.append((-len(shown), page.id, shown))
    for _, id, shown in sorted(ranked)[:most]:
        print(id, *shown, sep="\n", file=sys.stderr)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--people", type=Path, action="append", default=[], help="texts with people"
    )
    parser.add_argument("--pages", type=Path, action="append", default=[], help="pages with facts")
    parser.add_argument("--peers", default=PEERS_DEFAULT, help="which peers, or none: ''")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages")
    given = parser.parse_args()
    chosen = [page for file in given.pages for page in pages(file)]
    peers = readers([name for name in given.peers.split(",") if name]) if chosen else {}
    said = {
        name: {page.id: read(page) for page in chosen}
        for name, read in {
            "ours": lambda page: ours(page.html, page.url),
            **{name: partial(safely, read) for name, read in peers.items()},
        }.items()
    }
    found = [
        *people_rows([text for file in given.people for text in texts(file)]),
        *seed_rows(),
        speed_row(),
        *pair_rows(),
        *page_rows(chosen, said),
    ]
    show(found, PACKAGES, given.json)
    if given.worst:
        worst(chosen, said["ours"], given.worst)


if __name__ == "__main__":
    main()
