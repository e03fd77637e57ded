"""The people named in a text, each mention with the name it stands for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.people.candidate_names import pieces, shape
from search.people.candidates import runs
from search.people.context_cues import CUES, cues
from search.people.coreference import Roll, Words
from search.people.title_case import headlines
from search.people.word_classes import ORDINARY, ORGANISATION, PLACE, kinds
from search.people.word_lists import PARTICLES

# Set by hand with the weights of shapes and evidence.
ENOUGH = 2.5  # the weight from which a form is a person
ECHO = 1.0  # its last word stands alone elsewhere: "LaToya Cantrell ... Cantrell"
BESIDE = 1.5  # it stands in one list with a person
_APART = 60  # characters at most between two names of a list
_LINK = re.compile(r"(?: \([^)\n]{1,40}\))?(?:,|,? and|,? or| &|;) (?:[a-z]+ )?")
_STORMS = ("Hurricane", "Storm", "Typhoon", "Cyclone")
_STORM = re.compile(rf"\b(?:{'|'.join(_STORMS)}) ([A-Z]\w+)")


class Mention(NamedTuple):
    """A stretch of the text that names somebody."""

    start: int
    end: int  # exclusive
    name: str  # the fullest form the text has of this person


class Name(NamedTuple):
    """The name within a run, before the text is asked."""

    skipped: int  # characters of the run before it, those of a title
    length: int  # in characters
    words: Words
    full: bool  # more than one name with its particles
    weight: float


class Candidate(NamedTuple):
    """What may be a name, and what speaks for it here."""

    start: int
    end: int  # exclusive
    words: Words
    full: bool  # more than one name with its particles
    gain: float  # of the words themselves, a title before them and the text around them
    loss: float  # of the text around them: 0 or less


def named(text: str, extra: str = "", title: int = 0) -> list[Mention]:
    """The mentions of people in the text, in order; `extra` may complete a name, never add one.

    The text opens with a title of so many characters.
    """
    candidates = list(_candidates(text))
    people = _people(text, candidates)
    roll = Roll(_full_names(candidates, people), title)
    found = [mention for each in candidates for mention in _mention(each, people, roll)]
    return _completed(found, extra) if extra else found


def _candidates(text: str) -> Iterator[Candidate]:
    stormy = any(storm in text for storm in _STORMS)
    storms = set(_STORM.findall(text)) if stormy else frozenset[str]()
    for start, run in _runs(text):
        found = _name(run, text.endswith(" of ", 0, start))
        if found is None or run.rpartition(" ")[2] in storms:
            continue
        skipped, length, words, full, gain = found
        loss = 0.0
        start += skipped
        for cue in cues(text, start, start + length):
            weight = CUES[cue].full if full else CUES[cue].lone
            if weight > 0:
                gain += weight
            elif not skipped:  # before a title it tells nothing of the name after it
                loss += weight
        yield Candidate(start, start + length, words, full, gain, loss)


@lru_cache(maxsize=1 << 16)
def _name(run: str, after_of: bool) -> Name | None:
    """The name within a run, if any; most runs of a text have been met before."""
    words = tuple(run.split(" "))
    found = shape(words, after_of)
    if found is None:
        return None
    own = words[found.first : found.last]
    skipped = sum(len(word) + 1 for word in words[: found.first])
    return Name(skipped, len(" ".join(own)), own, found.full, found.weight)


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of the text, those in headlines parted at ordinary words."""
    rest, titles = runs(text), iter(headlines(text))
    title = next(titles, None)
    for run in rest:
        while title and title[1] < run[0]:
            title = next(titles, None)
        if title is None:
            yield run
            break
        if title[0] <= run[0] < title[1]:
            yield from _parted(*run)
        else:
            yield run
    yield from rest


def _parted(start: int, run: str) -> Iterator[tuple[int, str]]:
    words = run.split(" ")
    for first, last in pieces(words):
        skipped = sum(len(word) + 1 for word in words[:first])
        yield start + skipped, " ".join(words[first:last])


def _people(text: str, candidates: Sequence[Candidate]) -> set[Words]:
    """The forms for which enough speaks, all their occurrences taken together."""
    weights = _weights(candidates)
    people = {words for words, weight in weights.items() if weight >= ENOUGH}
    for one, other in _lists(text, candidates):
        if one in people and weights[other] + BESIDE >= ENOUGH:
            people.add(other)
    return people


def _weights(candidates: Iterable[Candidate]) -> Mapping[Words, float]:
    """For each form the best that speaks for it, less what speaks against it on the average."""
    forms: dict[Words, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        forms[candidate.words].append(candidate)
    alone = {words[-1] for words, found in forms.items() if not found[0].full}
    weights = {}
    for words, found in forms.items():
        loss = sum([candidate.loss for candidate in found]) / len(found)
        echo = ECHO if found[0].full and words[-1] in alone else 0.0
        weights[words] = max([candidate.gain for candidate in found]) + loss + echo
    return weights


def _lists(text: str, candidates: Sequence[Candidate]) -> list[tuple[Words, Words]]:
    """Forms that follow one another in a list, from left to right and then from right to left."""
    links = [
        (one.words, other.words)
        for one, other in pairwise(candidates)
        if other.start - one.end < _APART and _LINK.fullmatch(text, one.end, other.start)
    ]
    return links + [(other, one) for one, other in reversed(links)]


def _full_names(found: Iterable[Candidate], people: set[Words]) -> Iterator[tuple[int, Words]]:
    return ((each.start, each.words) for each in found if each.full and each.words in people)


def _mention(found: Candidate, people: set[Words], roll: Roll) -> Iterator[Mention]:
    """The candidate as a mention, if it is a person or short for one."""
    name = roll.named(found.start, found.words) or roll.called(found.words)
    if found.words in people:
        yield Mention(found.start, found.end, name or " ".join(found.words))
    elif name and not _is_elsewhere(found):
        yield Mention(found.start, found.end, name)


def _is_elsewhere(found: Candidate) -> bool:
    """Whether a word that may be a surname is a place or a thing here: "in Washington"."""
    return found.loss < 0 and bool(kinds(found.words[-1]) & (PLACE | ORGANISATION | ORDINARY))


def _completed(found: Sequence[Mention], extra: str) -> list[Mention]:
    """The mentions, lone surnames completed by the full names of another text."""
    lone = {mention.name for mention in found if _is_lone(mention.name)}
    others = list(_candidates(extra)) if lone else []
    roll = Roll(_full_names(others, _people(extra, others)))
    fuller = {name: roll.named(0, tuple(name.split())) or name for name in lone}
    return [mention._replace(name=fuller.get(mention.name, mention.name)) for mention in found]


def _is_lone(name: str) -> bool:
    """Whether it is one name with its particles: "Zelensky", "de Blasio"."""
    return sum(word not in PARTICLES for word in name.split()) == 1
