"""Train the line models of `search.cleaning`, or cross-validate them.

    python benchmarks/train_cleaning.py --data FOLDER              writes search/cleaning/model/data
    python benchmarks/train_cleaning.py --data FOLDER --check      five folds by site
    python benchmarks/train_cleaning.py --data FOLDER --ablation   the same without each group

FOLDER is laid out as `benchmarks/cleaning.py` says. The same folder gives the same bytes: one
thread, a fixed seed, rounded numbers. Only training needs LightGBM, which comes with
`pip install -e '.[bench]'`.
"""

import argparse
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import lightgbm
import numpy as np
from cleaning import Page, Score, documents, pages, score
from labelling import ARTICLE, OPEN, labels

from search.article import Verdict
from search.cleaning import CorpusStatistics, Draft, blocks, classify, make_draft, make_fingerprint
from search.cleaning.corpus_statistics import LineStatistics
from search.cleaning.model import box_features, line_features, line_model, position_features
from search.cleaning.model.boosted_trees import FOLDER, Model, make_model
from search.cleaning.model.line_model import UndecidedLines
from search.cleaning.model.shape_features import WORD, WordWeights, line_shape

WORLDS = {"text": ("scrape", "blocks"), "page": ("html",)}
FOLDS = 5
BOOST = {
    "objective": "binary",
    "learning_rate": 0.15,  # 200 trees at 0.08 are no better in cross-validation
    "extra_trees": True,  # limits drawn by chance: as good on known sites, steadier on others
    "num_leaves": 8,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}
TREES = {"text": 200, "page": 200}
MOST_COMMON = 0.004  # share of the long lines of a document that makes a word a stop word of it
DOCUMENTS = 6  # documents in which it must be one
LONG_LINE = 80  # characters


@dataclass(frozen=True)
class Sample:
    """A document with what is certain of it, in the light of the others or without."""

    page: Page
    variant: str
    site: str
    draft: Draft
    certain: Sequence[Verdict | None]
    undecided: UndecidedLines
    labels: Sequence[int]  # of the undecided lines

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each line, in lower case."""
        return [WORD.findall(line.text.lower()) for line in self.undecided.lines]

    def rows(self, words: WordWeights, classes: Mapping[str, float]) -> "np.ndarray[Any, Any]":
        """Return the features of each line."""
        shapes = [line_shape(line.text, words) for line in self.undecided.lines]
        rows = line_model.feature_rows(self.undecided, shapes, words, classes)
        return np.array(rows, dtype=np.float64)

    def body(self, learned: Model) -> str:
        """Return the body that the model keeps."""
        cuts = None
        if len(self.undecided.lines) >= line_model.FEWEST_LINES:
            scores, shapes = line_model.score_lines(self.undecided, learned)
            cuts = line_model.choose_cuts(self.undecided, scores, shapes)
        spans = classify.make_spans(self.draft.outline, self.certain, cuts)
        return blocks.make_body(blocks.make_blocks(self.draft.text, spans))


class Weights:
    """Log-odds of words by the sites that show them, of all sites or of all but one.

    `shown` has for each site how much each word was shown by the article, and by the rest.
    """

    def __init__(self, shown: Mapping[str, "Shown"], smooth: float, sites: int, least: float):
        self.shown, self.smooth, self.sites, self.least = shown, smooth, sites, least
        self.good: Counter[str] = Counter()
        self.bad: Counter[str] = Counter()
        for each in shown.values():
            self.good.update(each.good)
            self.bad.update(each.bad)
        every = sorted(self.good.keys() | self.bad.keys())
        found = {word: self._weight(self.good[word], self.bad[word]) for word in every}
        self.all = {word: weight for word, weight in found.items() if weight is not None}

    def without(self, site: str) -> dict[str, float]:
        """The weights as they would be had the site not been seen."""
        own = self.shown.get(site, Shown({}, {}))
        found = dict(self.all)
        for word in own.good.keys() | own.bad.keys():
            found.pop(word, None)
            weight = self._weight(
                self.good[word] - own.good.get(word, 0), self.bad[word] - own.bad.get(word, 0)
            )
            if weight is not None:
                found[word] = weight
        return found

    def _weight(self, good: float, bad: float) -> float | None:
        if good + bad < self.sites - 1e-9:
            return None
        weight = math.log((good + self.smooth) / (bad + self.smooth))
        return round(max(-4.0, min(4.0, weight)), 2) if abs(weight) >= self.least else None


class Shown(NamedTuple):
    """How much of each word a site shows."""

    good: dict[str, float]  # in articles
    bad: dict[str, float]  # beside them


class Learned(NamedTuple):
    """What training gives, and what it was given."""

    file: dict[str, Any]
    model: Model


def site(url: str) -> str:
    """The registered name of an address's host, near enough."""
    parts = urlsplit(url).netloc.lower().split(":")[0].split(".")
    double = len(parts) > 2 and len(parts[-1]) == 2
    double = double and parts[-2] in "co com org net ac gov or ne".split()
    return ".".join(parts[-3 if double else -2 :])


def fold(site: str) -> int:
    """The fold of a site."""
    return hashlib.md5(site.encode()).digest()[0] % FOLDS


def samples(chosen: Sequence[Page], variant: str, light: bool) -> list[Sample]:
    """The documents, judged in the light of the others or without."""
    drafts = {id: make_draft(document) for id, document in documents(chosen, variant).items()}
    statistics = CorpusStatistics({id: make_fingerprint(draft) for id, draft in drafts.items()})
    found = []
    for page in chosen:
        draft = drafts[page.id]
        seen: Sequence[LineStatistics] = statistics.lines(page.id) if light else ()
        certain = classify.certain_verdicts(draft.outline, draft.facts, seen)
        lines = [line.line for line in draft.outline.lines]
        marks = labels([line.text for line in lines], page.gold)
        undecided = line_model.undecided_lines(
            lines, certain, seen, draft.facts.title, draft.elements
        )
        own = [marks[number] for number in undecided.numbers]
        found.append(Sample(page, variant, site(page.url), draft, certain, undecided, own))
    return found


def train(given: Sequence[Sample], world: str, without: Collection[str] = ()) -> Learned:
    """The model learned from the samples, without the features of some names."""
    stops = stop_words(given)
    words = word_weights(given)
    classes = class_weights(given) if world == "page" else Weights({}, 1, 1, 1)
    rows, wanted, weights = [], [], []
    for name, own in by_site(given).items():
        known, marks = WordWeights(words.without(name), stops), classes.without(name)
        for sample in own:
            labels = np.array(sample.labels)
            weight = importance(sample)
            if not sample.page.doubtful and (labels != OPEN).any():
                rows.append(sample.rows(known, marks)[labels != OPEN])
                wanted.append(labels[labels != OPEN])
                weights.append(weight[labels != OPEN])
    every = np.concatenate(rows)
    names = line_model.feature_names(world == "page")
    every[:, [name in without for name in names]] = 0  # no tree asks for what never differs
    trees = boosted(every, np.concatenate(wanted), np.concatenate(weights), world)
    file = {
        "features": names,
        "words": words.all,
        "stops": sorted(stops),
        "classes": classes.all,
        "trees": trees,
    }
    return Learned(file, make_model(file))


def by_site(given: Iterable[Sample]) -> dict[str, list[Sample]]:
    """The samples of each site."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in given:
        found[sample.site].append(sample)
    return found


def importance(sample: Sample) -> "np.ndarray[Any, Any]":
    """What each line counts: about the root of its words, the article of each document alike."""
    words = np.sqrt(np.array([len(words) for words in sample.words]) + 1.0) + 1
    article = words[np.array(sample.labels) == ARTICLE].sum()
    return np.asarray(words / max(article, 0.05 * words.sum()))


def stop_words(given: Iterable[Sample]) -> frozenset[str]:
    """The words that are common in the long lines of several documents, of any language."""
    often: Counter[str] = Counter()
    for sample in {each.page.id: each for each in given}.values():
        pairs = zip(sample.undecided.lines, sample.words, strict=True)
        count = Counter(
            word for line, words in pairs if len(line.text) > LONG_LINE for word in words
        )
        total = count.total()
        often.update(word for word, number in count.items() if number > MOST_COMMON * total)
    return frozenset(
        word for word, number in often.items() if number >= DOCUMENTS and not word.isdigit()
    )


def word_weights(given: Iterable[Sample]) -> Weights:
    """What words say of the line they stand in."""
    shown: dict[str, Shown] = defaultdict(lambda: Shown({}, {}))
    for sample in given:
        own = shown[sample.site]
        for words, label in zip(sample.words, sample.labels, strict=True):
            if label != OPEN:
                (own.good if label == ARTICLE else own.bad).update(dict.fromkeys(words, 1.0))
    return Weights(dict(shown), 2.0, 4, 0.25)


def class_weights(given: Sequence[Sample]) -> Weights:
    """What the names of elements say of the lines inside, each document of a site counted alike."""
    shown: dict[str, Shown] = defaultdict(lambda: Shown({}, {}))
    many = Counter(sample.site for sample in given)
    for sample in given:
        own = shown[sample.site]
        for name, share in article_shares(sample).items():
            own.good[name] = own.good.get(name, 0) + share / many[sample.site]
            own.bad[name] = own.bad.get(name, 0) + (1 - share) / many[sample.site]
    return Weights(dict(shown), 0.8, 2, 0.15)


def article_shares(sample: Sample) -> dict[str, float]:
    """Of the words inside elements of each name, the share that is the article's."""
    tally: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line, words, label in zip(sample.undecided.lines, sample.words, sample.labels, strict=True):
        if label != OPEN:
            for name in sorted(
                position_features.words_around(line.element, sample.undecided.elements)
            ):
                tally[name][label] += len(words)
    return {name: good / (good + bad) for name, (bad, good) in tally.items() if good + bad}


def boosted(rows: Any, wanted: Any, weights: Any, world: str) -> list[Any]:
    """The trees, as nested lists: limits at 4 significant digits, leaves at 3 decimals."""
    given = lightgbm.Dataset(rows, wanted, weight=weights / weights.mean())
    booster = lightgbm.train(BOOST, given, TREES[world])
    return [_plain(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]


def _plain(node: Mapping[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 3)
    limit = float(f"{node['threshold']:.4g}")
    return [node["split_feature"], limit, _plain(node["left_child"]), _plain(node["right_child"])]


def checked(
    both: Mapping[bool, Sequence[Sample]], world: str, without: Collection[str] = ()
) -> Iterator[tuple[str, Score]]:
    """Scores of documents whose site the model has not seen, by variant and set."""
    kept: dict[tuple[str, bool, str], str] = {}
    for number in range(FOLDS):
        given = [s for light in both for s in both[light] if fold(s.site) != number]
        learned = train(given, world, without)
        for light, every in both.items():
            for sample in every:
                if fold(sample.site) == number:
                    kept[sample.variant, light, sample.page.id] = sample.body(learned.model)
    for light, every in both.items():
        for variant in WORLDS[world]:
            for group in sorted({sample.page.group for sample in every}):
                some = [
                    s.page
                    for s in every
                    if s.variant == variant and s.page.group == group and not s.page.doubtful
                ]
                texts = [kept[variant, light, page.id] for page in some]
                name = f"{variant:7}{'in the light' if light else 'alone':13}{group:5}"
                yield name, score([page.gold for page in some], texts)


def main() -> None:
    """Train and write, or check and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled pages")
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--ablation", action="store_true", help="the same without each group")
    parser.add_argument("--trees", type=int, help="how many, in place of those of the table")
    parser.add_argument("--world", choices=[*WORLDS], action="append", help="one of the models")
    given = parser.parse_args()
    chosen = pages(given.data)
    if given.trees:
        TREES.update(text=given.trees, page=given.trees)
    for world in given.world or WORLDS:
        both = {
            light: [s for variant in WORLDS[world] for s in samples(chosen, variant, light)]
            for light in (False, True)
        }
        if given.check:
            show("", checked(both, world))
        elif given.ablation:
            for group, members in groups(world).items():
                show(f"without {group:15}", checked({True: both[True]}, world, members))
        else:
            write(world, train([*both[False], *both[True]], world).file)


def groups(world: str) -> Mapping[str, Collection[str]]:
    """The groups of features, by what they tell."""
    beside = {**position_features.GROUPS, **box_features.GROUPS} if world == "page" else {}
    return {**line_features.GROUPS, **beside}


def show(title: str, found: Iterable[tuple[str, Score]]) -> None:
    """Print precision, recall and F1."""
    for name, each in found:
        print(title, name, " ".join(f"{figure:.4f}" for figure in each), flush=True)


def write(world: str, file: Mapping[str, Any]) -> None:
    """Write what was learned, and say so."""
    text = json.dumps(file, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    (FOLDER / f"{world}.json").write_text(text, encoding="utf-8")
    print(
        f"{world}.json {len(text.encode())} bytes {hashlib.sha256(text.encode()).hexdigest()[:16]}"
    )


if __name__ == "__main__":
    main()
