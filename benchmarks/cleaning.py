"""How well the article is kept and the rest cut: ours beside the libraries, in one run.

    python benchmarks/cleaning.py --data FOLDER [--json] [--peers NAME,...] [--worst N]

FOLDER is laid out like the public sets this was measured on: `truth.json` with id ->
{set, url, articleBody, doubtful}, `html/ID.html.gz`, and `flat-VARIANT.jsonl.gz` with rows
{id, set, url, lines, labels}. Peers come with the extras `bench` and `bench-pages`.

Shingle scores are those of the public article-extraction benchmark: runs of 4 words as multisets,
precision and recall averaged over the documents, F1 their harmonic mean.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from report import Row, show

from search.article import Article, Document
from search.cleaning import CorpusStatistics, clean, make_article, make_draft, make_fingerprint

ROOT = Path(__file__).parent.parent
WORD = re.compile(r"\w+")
TEASER = re.compile(
    r"(?i)^\W*(related|read (more|next|also)|more (from|on|stories|news|like)|see also|also read|"
    r"recommended|you (may|might) (also )?(like|be interested)|don.t miss|most (read|popular)|"
    r"trending|top stories|up next|popular (now|stories)|latest (news|stories)|editor.s picks)\b"
)
PACKAGES = ("trafilatura", "readability-lxml", "newspaper4k", "jusText", "html-text")
TARGETS = {
    ("html", "aeb"): 0.975,
    ("html", "andy"): 0.965,
    ("scrape", "aeb"): 0.950,
    ("scrape", "andy"): 0.945,
    ("blocks", "aeb"): 0.930,
    ("blocks", "andy"): 0.925,
}


class Page(NamedTuple):
    """One labelled document."""

    id: str
    group: str  # the set it belongs to
    url: str
    gold: str
    doubtful: bool
    html: str
    lines: Mapping[str, Sequence[str]]  # of each flattening


class Score(NamedTuple):
    """Shingle scores over documents."""

    precision: float
    recall: float
    f1: float


def pages(folder: Path) -> list[Page]:
    """The labelled documents of the folder, by id."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    flat: dict[str, dict[str, Sequence[str]]] = {}
    for variant in ("scrape", "blocks"):
        with gzip.open(folder / f"flat-{variant}.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                flat.setdefault(row["id"], {})[variant] = row["lines"]
    return [
        Page(
            id,
            fact["set"],
            fact["url"],
            fact["articleBody"],
            bool(fact.get("doubtful")),
            gzip.decompress((folder / "html" / f"{id}.html.gz").read_bytes()).decode(),
            flat.get(id, {}),
        )
        for id, fact in sorted(truth.items())
    ]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words; a shorter text is one run."""
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(zip(*(words[start:] for start in range(4)), strict=False)) or Counter(
        [tuple(words)]
    )


def score(golds: Sequence[str], texts: Sequence[str]) -> Score:
    """Precision over the documents with any output, recall over all."""
    precisions, recalls = [], []
    for gold, text in zip(golds, texts, strict=True):
        wanted, found = shingles(gold), shingles(text)
        both = (wanted & found).total()
        recalls.append(both / max(1, wanted.total()))
        if found:
            precisions.append(both / found.total())
    precision = sum(precisions) / max(1, len(precisions))
    recall = sum(recalls) / max(1, len(recalls))
    return Score(precision, recall, harmonic(precision, recall))


def harmonic(precision: float, recall: float) -> float:
    """The F1 of the two."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def leaks(gold: str, text: str) -> bool:
    """Whether a line that announces other stories stands in the output and not in the gold."""
    known = {" ".join(WORD.findall(line)).casefold() for line in gold.splitlines()}
    whole = " ".join(WORD.findall(gold)).casefold()
    for line in text.splitlines():
        words = WORD.findall(line)
        said = " ".join(words).casefold()
        if TEASER.match(line) and len(words) <= 30 and said not in known and said not in whole:
            return True
    return False


def ours(documents: Mapping[str, Document]) -> dict[str, str]:
    """What this program keeps, every document judged in the light of the others."""
    return {id: article.body for id, (_, article) in judged(documents).items()}


def judged(documents: Mapping[str, Document]) -> dict[str, tuple[str, Article]]:
    """The text of each document and the article made of it."""
    drafts = {id: make_draft(document) for id, document in documents.items()}
    statistics = CorpusStatistics({id: make_fingerprint(draft) for id, draft in drafts.items()})
    return {
        id: (draft.text, make_article(draft, statistics.lines(id))) for id, draft in drafts.items()
    }


def loss_row(chosen: Sequence[Page]) -> Row:
    """How many documents do not come back, to the letter, from what was kept and cut."""
    lost = 0
    for variant in ("html", "scrape", "blocks"):
        for text, article in judged(documents(chosen, variant)).values():
            lost += "".join(block.text for block in article.blocks) != text
    data = f"{3 * len(chosen)} documents"
    return Row("documents not given back by their blocks", data, lost, "", target=0, at_most=True)


def documents(chosen: Sequence[Page], variant: str) -> dict[str, Document]:
    """The pages as this program reads them; all it is told besides is their address."""
    return {
        page.id: Document(
            page.id,
            "html" if variant == "html" else "text",
            page.html if variant == "html" else "\n".join(page.lines[variant]),
            digest=page.id,
            hints={"url": page.url},
        )
        for page in chosen
    }


def libraries(names: Sequence[str]) -> dict[str, Callable[[str], str]]:
    """The peers that are installed, by name."""
    found: dict[str, Callable[[str], str]] = {}
    for name in names:
        try:
            found[name] = PEERS[name]()
        except ImportError as error:
            print(f"{name}: not measured, {error}", file=sys.stderr)
    return found


def _trafilatura(**settings: bool) -> Callable[[str], str]:
    from trafilatura import extract

    return lambda html: extract(html, include_comments=False, **settings) or ""


def _readability() -> Callable[[str], str]:
    from html_text import extract_text
    from readability import Document as Readable

    return lambda html: extract_text(Readable(html).summary(html_partial=True))


def _newspaper() -> Callable[[str], str]:
    from newspaper import Article, Config

    settings = Config()
    settings.fetch_images = False

    def kept(html: str) -> str:
        article = Article("http://localhost/", config=settings)
        article.download(input_html=html)
        article.parse()
        return article.text

    return kept


def _justext() -> Callable[[str], str]:
    import justext

    stops = justext.get_stoplist("English")

    def kept(html: str) -> str:
        found = justext.justext(html.encode(), stops, 50, 200, 0.1, 0.2, 0.2, 200, True)
        return "\n".join(each.text for each in found if not each.is_boilerplate)

    return kept


PEERS: Mapping[str, Callable[[], Callable[[str], str]]] = {
    "trafilatura precision": lambda: _trafilatura(favor_precision=True),
    "trafilatura fast": lambda: _trafilatura(fast=True),
    "readability": _readability,
    "newspaper4k": _newspaper,
    "jusText": _justext,
}


def vote(texts: Sequence[str], lines: Sequence[str]) -> str:
    """The lines that two of three systems keep, half of their words at least."""
    kept = [set(WORD.findall(text)) for text in texts]
    runs = [shingles(text) for text in texts]

    def keeps(line: str, number: int) -> bool:
        own = shingles(line)
        if len(WORD.findall(line)) < 4:
            return set(WORD.findall(line)) <= kept[number]
        return 2 * (own & runs[number]).total() >= own.total()

    return "\n".join(line for line in lines if sum(keeps(line, n) for n in range(3)) >= 2)


def segment(lines: Sequence[str]) -> str:
    """The one-line rule: the run of lines with the largest sum of (words - 12)."""
    best, at = (0, 0, 0), 0
    total = 0
    for end, line in enumerate(lines, 1):
        if total <= 0:
            total, at = 0, end - 1
        total += len(WORD.findall(line)) - 12
        best = max(best, (total, -at, end))
    return "\n".join(lines[-best[1] : best[2]])


def rows(chosen: Sequence[Page], peers: Mapping[str, Callable[[str], str]]) -> Iterator[Row]:
    """Every row of the table of qualities."""
    kept = {variant: ours(documents(chosen, variant)) for variant in ("html", "scrape", "blocks")}
    theirs = {
        name: {page.id: _safe(peer, page.html) for page in chosen} for name, peer in peers.items()
    }
    three = [
        theirs[name]
        for name in ("trafilatura precision", "readability", "newspaper4k")
        if name in theirs
    ]
    if len(three) == 3:
        theirs["vote of three"] = {
            page.id: vote([each[page.id] for each in three], page.lines["blocks"])
            for page in chosen
        }
    for variant in ("html", "scrape", "blocks"):
        for group in sorted({page.group for page in chosen}):
            some = [p for p in chosen if p.group == group and not p.doubtful]
            golds = [page.gold for page in some]
            if variant == "html":
                beside = {n: score(golds, [t[p.id] for p in some]) for n, t in theirs.items()}
            else:
                beside = {"segment rule": score(golds, [segment(p.lines[variant]) for p in some])}
            own = score(golds, [kept[variant][page.id] for page in some])
            for number, figure in enumerate(("precision", "recall", "F1")):
                yield Row(
                    f"shingle {figure}, {variant}",
                    f"{group}, {len(some)} documents",
                    round(own[number], 4),
                    "",
                    {name: round(each[number], 4) for name, each in beside.items()},
                    TARGETS.get((variant, group)) if figure == "F1" else None,
                )
    yield Row(
        "pages that leak a teaser, html",
        f"{len(chosen)} documents",
        round(sum(leaks(p.gold, kept["html"][p.id]) for p in chosen) / len(chosen), 4),
        "of pages",
        {
            name: round(sum(leaks(p.gold, texts[p.id]) for p in chosen) / len(chosen), 4)
            for name, texts in theirs.items()
        },
        0.03,
        at_most=True,
    )


def seed_rows() -> Iterator[Row]:
    """How much of the two seeds is kept rightly, by words."""
    bounds = {
        "000_cd4418e8e1d5f07a.txt": ("At a meeting in Kyiv", "support for Ukraine will continue."),
        "002_7aec30fda4bd4711.txt": ("The U.K. will finance", "dubbed Ruta (Rue)."),
    }
    for (name, (first, last)), target in zip(bounds.items(), (1.0, 0.98), strict=True):
        text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
        gold = text[text.index(first) : text.index(last) + len(last)]
        kept = ours({name: Document(f"seeds/{name}", "text", text, "")})[name]
        both = (Counter(WORD.findall(gold)) & Counter(WORD.findall(kept))).total()
        f1 = 2 * both / (len(WORD.findall(gold)) + len(WORD.findall(kept)))
        yield Row("word F1 of kept text", f"seed {name[:3]}", round(f1, 4), "", target=target)


def speed_rows(chosen: Sequence[Page], peers: Mapping[str, Callable[[str], str]]) -> Iterator[Row]:
    """Pages and articles a CPU second, one after the other in turn with the peer."""
    peer = peers.get("trafilatura fast")
    own = theirs = 0.0
    for page in chosen:
        own += _seconds(lambda page=page: clean(documents([page], "html")[page.id]))
        theirs += _seconds(lambda page=page: _safe(peer, page.html)) if peer else 0.0
    yield Row(
        "speed, html",
        f"{len(chosen)} pages",
        round(len(chosen) / own, 1),
        "pages/CPU s",
        {"trafilatura fast": round(len(chosen) / theirs, 1)} if peer else {},
        1.5 if peer else None,
        ratio=round(theirs / own, 2) if peer else None,
    )
    own = sum(
        _seconds(lambda page=page: clean(documents([page], "scrape")[page.id])) for page in chosen
    )
    size = sum(len("\n".join(page.lines["scrape"])) for page in chosen)
    yield Row(
        "speed, text", "articles of 3 kB", round(size / 3000 / own), "articles/CPU s", target=2000
    )


def stage_rows(chosen: Sequence[Page]) -> Iterator[Row]:
    """Yield the share of CPU time of each stage: draft, fingerprint, article."""
    for variant, name in (("html", "html"), ("scrape", "text")):
        spent: Counter[str] = Counter()
        for document in documents(chosen, variant).values():
            began = time.process_time()
            draft = make_draft(document)
            read = time.process_time()
            make_fingerprint(draft)
            known = time.process_time()
            make_article(draft)
            ended = time.process_time()
            spent.update(draft=read - began, fingerprint=known - read, article=ended - known)
        for stage, seconds in spent.items():
            share = round(seconds / spent.total(), 3)
            yield Row(f"share of {stage}, {name}", f"{len(chosen)} documents", share, "of CPU")


def _seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def memory_row() -> Row:
    """Return the memory of the statistics of 100,000 articles: 30 lines, a fifth repeated."""
    script = Path(__file__).with_name("corpus_memory.py")
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", check=True
    )
    used = round(float(ran.stdout))
    return Row(
        "corpus statistics, memory", "100,000 articles", used, "MB", target=300, at_most=True
    )


def _safe(peer: Callable[[str], str], html: str) -> str:
    """A peer that fails on a page keeps nothing of it."""
    try:
        return peer(html)
    except Exception:
        return ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled pages")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--peers", default=",".join(PEERS), help="which libraries, or none: ''")
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages")
    given = parser.parse_args()
    chosen = pages(given.data)
    peers = libraries([name for name in given.peers.split(",") if name])
    found = [
        *rows(chosen, peers),
        *seed_rows(),
        loss_row(chosen),
        *speed_rows(chosen, peers),
        *stage_rows(chosen),
        memory_row(),
    ]
    show(found, PACKAGES, given.json)
    kept = ours(documents(chosen, "html")) if given.worst else {}
    by_f1 = sorted((score([page.gold], [kept[page.id]]).f1, page.id) for page in chosen if kept)
    for f1, id in by_f1[: given.worst]:
        print(f"{f1:.3f} {id}", file=sys.stderr)


if __name__ == "__main__":
    main()
