"""Pairs of articles that are copies of one story, and pairs that are only like it: seeded rules.

Copies are made of the articles of tests/data by what wires and sites do to a text. What is no copy
is two articles of these, or made of them and of templates, as follow-ups, round-ups, notices of
correction, running reports and daily bulletins are.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from story_templates import TEMPLATES, filled

DATA = Path(__file__).parent.parent / "tests" / "data" / "wikinews.jsonl.gz"
SHORTEST = 50  # words of a copy: what is less is a summary, and no pair is made of it
REPORTS = 12  # of each template; all pairs of them are compared

Paragraphs = list[str]
Edit = Callable[[Paragraphs, random.Random], Paragraphs]


class Text(NamedTuple):
    """What is compared: a headline and a body, and where it is from."""

    title: str
    body: str
    origin: str  # the article it was made of, or the template


class Pair(NamedTuple):
    """Two texts, and whether one is a copy of the other."""

    one: Text
    other: Text
    copy: bool
    kind: str


def articles(half: int) -> list[tuple[str, str, Paragraphs]]:
    """Id, title and paragraphs of every other article: the even ones, or the odd."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["id"], row["title"], row["paras"]) for row in rows[half::2]]


# What is done to a text

WORDS = {  # what an editor changes without a thought
    "said": "stated", "stated": "said", "announced": "declared", "reported": "told of",
    "about": "around", "approximately": "about", "however": "but", "also": "as well",
    "killed": "left dead", "began": "started", "according to": "as per", "while": "as",
    "large": "big", "many": "a lot of", "last": "past", "including": "among them",
    "after": "following", "because": "since", "will": "is to", "people": "persons",
    "first": "initial", "against": "versus", "before": "prior to", "near": "close to",
    "held": "staged", "several": "a number of", "says": "adds", "told": "informed",
}  # fmt: skip
SPELLINGS = {
    "color": "colour", "labor": "labour", "defense": "defence", "center": "centre",
    "favor": "favour", "honor": "honour", "organization": "organisation", "program": "programme",
    "percent": "per cent", "meter": "metre", "license": "licence", "traveled": "travelled",
    "canceled": "cancelled", "recognize": "recognise", "criticized": "criticised",
    "realize": "realise", "apologized": "apologised", "toward": "towards", "gray": "grey",
    "behavior": "behaviour", "neighbor": "neighbour", "theater": "theatre", "airplane": "aeroplane",
    "U.S.": "United States", "U.K.": "United Kingdom", "%": " per cent", "km": "kilometres",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
}  # fmt: skip
FILL = (
    "the a of and reportedly local early on Monday sources again late officials there now".split()
)
PLACES = ("LONDON", "WASHINGTON", "NEW DELHI", "SYDNEY", "GENEVA", "NAIROBI", "KYIV, Ukraine")
WIRES = ("Reuters", "AP", "AFP", "dpa", "PTI", "Xinhua")
INTROS = (
    "This story was first published by a partner of ours and is carried here with permission.",
    "What follows is the report as it reached us this morning. We have not changed its facts.",
    "Good morning. Here is the story everybody in the office has been talking about since dawn, "
    "and which our readers have asked us to follow more closely than we did last week.",
    "Editor's note: the events told below are still developing, and a later version may differ.",
    "It was a day that few of those who were there will forget, and that many who were not will "
    "be told of for years. Our correspondents were on the spot, and this is what they saw.",
    "In the last days we have written of this more than once. The background stands in our "
    "dossier, a timeline and a map are on our site, and the newsletter has the details.",
)
CREDITS = (
    "Reporting by Ana Nunez in {place}; additional reporting by Peter O'Leary; editing by M. Watts",
    "With material from {wire} and our own correspondents in {place}.",
    "({wire}) Copyright 2020. All rights reserved. This material may not be published, "
    "broadcast, rewritten or redistributed.",
    "Have a tip? Write to our desk in {place}.",
)
TITLES = (
    "{0}: what we know",
    "Report: {0}",
    "{0} - as it happened",
    "Why {0}",
    "{0}, officials say",
)


def reworded(text: str, share: float, chance: random.Random) -> str:
    """The text with such a share of its words replaced, dropped or joined by another."""
    found = []
    for word in text.split():
        if chance.random() >= share:
            found.append(word)
        elif word.lower() in WORDS:
            found.append(WORDS[word.lower()])
        else:
            act = chance.randrange(3)
            found += [[], [chance.choice(FILL)], [word, chance.choice(FILL)]][act]
    return " ".join(found)


def words(body: Paragraphs, chance: random.Random) -> Paragraphs:
    share = chance.uniform(0.03, 0.12)
    return [reworded(each, share, chance) for each in body]


def synonyms(body: Paragraphs, chance: random.Random) -> Paragraphs:
    """Every word of the table, but for one in five."""

    def other(match: re.Match[str]) -> str:
        return WORDS[match[0].lower()] if chance.random() < 0.8 else match[0]

    pattern = re.compile(r"\b(?:" + "|".join(WORDS) + r")\b", re.IGNORECASE)
    return [pattern.sub(other, each) for each in body]


def dropped(body: Paragraphs, chance: random.Random) -> Paragraphs:
    """Without a fifth to a half of its paragraphs."""
    left = max(1, round(len(body) * chance.uniform(0.5, 0.8)))
    kept = sorted(chance.sample(range(len(body)), left))
    return [body[i] for i in kept]


def _cut(body: Paragraphs, share: float) -> Paragraphs:
    """The first sentences that have such a share of the words."""
    wanted = max(share * sum(len(each.split()) for each in body), SHORTEST)
    kept: Paragraphs = []
    for paragraph in body:
        said = []
        for sentence in re.split(r"(?<=[.!?]) ", paragraph):
            if wanted > 0:
                said.append(sentence)
            wanted -= len(sentence.split())
        kept += [" ".join(said)] if said else []
    return kept


def half(body: Paragraphs, _: random.Random) -> Paragraphs:
    return _cut(body, 1 / 2)


def third(body: Paragraphs, _: random.Random) -> Paragraphs:
    return [*_cut(body, 1 / 3), "Read the full story on our site."]


def intro(body: Paragraphs, chance: random.Random) -> Paragraphs:
    added = chance.sample(INTROS, chance.randrange(1, 3))
    return [*added, *body]


def dateline(body: Paragraphs, chance: random.Random) -> Paragraphs:
    return [f"{chance.choice(PLACES)} ({chance.choice(WIRES)}) - {body[0]}", *body[1:]]


def credits(body: Paragraphs, chance: random.Random) -> Paragraphs:
    added = chance.sample(CREDITS, chance.randrange(1, 3))
    stated = [each.format(place=chance.choice(PLACES), wire=chance.choice(WIRES)) for each in added]
    return [*dateline(body, chance), *stated]


def order(body: Paragraphs, chance: random.Random) -> Paragraphs:
    return chance.sample(body, len(body))


def spelling(body: Paragraphs, _: random.Random) -> Paragraphs:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in SPELLINGS) + "|%")
    return [pattern.sub(lambda match: SPELLINGS[match[0]], each) for each in body]


def quotes(body: Paragraphs, chance: random.Random) -> Paragraphs:
    """Other quotation marks; of the quotes some gone, some in other words."""

    def other(match: re.Match[str]) -> str:
        act = chance.randrange(4)
        if act == 0:
            return "[...]"
        return f"“{reworded(match[1], 0.2, chance) if act == 1 else match[1]}”"

    return [re.sub(r'"([^"]+)"', other, each) for each in body]


def light(body: Paragraphs, chance: random.Random) -> Paragraphs:
    share = chance.uniform(0.01, 0.05)
    return [reworded(each, share, chance) for each in body]


EDITS: Mapping[str, Sequence[Edit]] = {
    "none": (),
    "words": (words,),
    "synonyms": (synonyms,),
    "dropped paragraphs": (dropped,),
    "first half": (half,),
    "first third": (third,),
    "intro": (intro,),
    "dateline and credits": (credits,),
    "other order": (order,),
    "spelling": (spelling,),
    "quotes": (quotes,),
}
SMALL: Sequence[Edit] = (light, synonyms, spelling, quotes, order)
LARGE: Sequence[Edit] = (half, third, dropped)
ADDED: Sequence[Edit] = (intro, credits, dateline)


def several(chance: random.Random) -> list[Edit]:
    """A few edits as one desk makes them: cut or not, changed in small things, framed anew."""
    cut = [chance.choice(LARGE)] if chance.random() < 0.5 else []
    return [*cut, *chance.sample(SMALL, chance.randrange(1, 3)), chance.choice(ADDED)]


def edited(body: Paragraphs, edits: Sequence[Edit], chance: random.Random) -> Paragraphs:
    for edit in edits:
        body = edit(body, chance)
    return body


def text(title: str, body: Paragraphs, origin: str) -> Text:
    return Text(title, "\n\n".join(body), origin)


def copies(half_of: int, chance: random.Random) -> Iterator[Pair]:
    """Each article beside itself as every rule makes it; then two desks' versions of it."""
    for id, title, body in articles(half_of):
        own = text(title, body, id)
        kinds: dict[str, tuple[Sequence[Edit], Sequence[Edit]]] = {
            kind: ((), edits) for kind, edits in EDITS.items()
        }
        kinds["several edits"] = ((), several(chance))
        kinds["several edits again"] = ((), several(chance))
        kinds["two desks"] = ([chance.choice(ADDED), light], several(chance))
        for kind, (here, there) in kinds.items():
            headline = chance.choice(TITLES).format(title) if there else title
            other = text(headline, edited(body, there, chance), id)
            if len(other.body.split()) >= SHORTEST:
                mine = text(title, edited(body, here, chance), id) if here else own
                yield Pair(mine, other, True, kind)


# What is like a copy and is none


def reports(half_of: int, chance: random.Random) -> Iterator[Pair]:
    """All pairs of reports of one template; every other template is kept aside."""
    for name in sorted(TEMPLATES)[half_of::2]:
        for kind, places in (("reports", None), ("daily reports", half_of)):
            made = [Text(*filled(name, chance, places), name) for _ in range(REPORTS)]
            for one, other in combinations(made, 2):
                yield Pair(one, other, False, kind)


def others(half_of: int) -> Iterator[Pair]:
    """All pairs of different articles: among them those on one event and of one series."""
    texts = [text(title, body, id) for id, title, body in articles(half_of)]
    for one, other in combinations(texts, 2):
        yield Pair(one, other, False, "different articles")


def taken(half_of: int, chance: random.Random) -> Iterator[Pair]:
    """An article beside what takes some of it over."""
    rows = [row for row in articles(half_of) if sum(len(p.split()) for p in row[2]) > 150]
    for at, (id, title, body) in enumerate(rows):
        own = text(title, body, id)
        _, news, fresh = rows[(at + 1) % len(rows)]
        said = [sentence for p in body for sentence in re.split(r"(?<=[.!?]) ", p)]
        old = _cut(body[-2:], 0.0) if len(body) > 2 else said[-2:]
        yield Pair(own, text(news, [*fresh, *old], "follow-up"), False, "follow-up with background")
        correction = [
            f"An earlier version of our report “{title}” said: “{said[0]}” This was wrong, and we "
            "are sorry for it. The figure came from an agency, which has taken it back since. The "
            "report on our site has been put right, and says when that was done and by whom."
        ]
        yield Pair(own, text(f"Correction: {title}", correction, id), False, "correction")
        some = [rows[(at + step) % len(rows)] for step in (0, 3, 5, 8, 11)]
        entries = [f"{9 + n}:{chance.randrange(60):02} {row[2][0]}" for n, row in enumerate(some)]
        yield Pair(own, text("Live: the day", entries, "live"), False, "round-up")
        same = [" ".join(said[0::2]), " ".join(said[1::2])]
        quote = [each for each in said if '"' in each][:1]
        one, other = ([*quote, half_text] for half_text in same)
        yield Pair(text(title, one, id), text(title, other, id), False, "two reports on one event")


def pairs(half_of: int, seed: int = 20261122) -> list[Pair]:
    """All pairs made of the even articles and templates, or of the odd ones."""
    chance = random.Random(seed + half_of)
    made = [copies(half_of, chance), reports(half_of, chance), others(half_of)]
    return [pair for each in (*made, taken(half_of, chance)) for pair in each]
