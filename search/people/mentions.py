"""The mentions of people in a text, each with the full name it stands for."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.people.candidate_names import (
    name_in_run,
    split_at_ordinary_words,
    split_between_names,
)
from search.people.candidates import capitalised_runs
from search.people.context_cues import CUES, cues
from search.people.coreference import FullNames, NameWords
from search.people.word_classes import (
    ACRONYM,
    CALENDAR,
    COMPOUND,
    FUNCTION,
    GIVEN,
    GROUP,
    HONORIFIC,
    NICKNAME,
    ORDINARY,
    ORGANISATION,
    PLACE,
    ROLE,
    SUFFIX,
    SURNAME,
    word_flags,
)
from search.people.word_lists import PARTICLES

# Set by hand, together with the weights of candidate_names.py and context_cues.py.
THRESHOLD = 2.5  # the weight from which a name is a person's
SURNAME_ALONE = 1.0  # its last word also stands alone: "LaToya Cantrell ... Cantrell"
LISTED_WITH_PERSON = 1.5  # it is in a list with a person
LONGEST_HEADLINE = 200  # characters; no headline is longer
FEWEST_WORDS = 5  # of four letters or more; a shorter line in title case may be a list of names
CAPITALISED_SHARE = 0.8  # of these words; a word or so may be in lower case
_LONG_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_LONGEST_LINK = 60  # characters between two names of a list
_LINK = re.compile(r"(?: \([^)\n]{1,40}\))?(?:,|,? and|,? or| &|;) (?:[a-z]+ )?")
GIVEN_NAME_TITLES = frozenset(  # before a given name, never before a surname alone
    "King Queen Prince Princess Pope Emperor Empress Tsar Saint Sister Brother Sir Dame".split()
)
# Classes of words before a name that are no other name: "President Biden", "Ukrainian Reznikov".
NO_OTHER_NAME = HONORIFIC | ROLE | FUNCTION | CALENDAR | COMPOUND | GROUP | ACRONYM | NICKNAME
_STORMS = ("Hurricane", "Storm", "Typhoon", "Cyclone")
_GLUED_CAPTION = re.compile(r"(?<=[a-z]{2})(?:Image|Photo|Picture|Credit)$")  # "Jane RoeImage: ..."
_STORM = re.compile(rf"\b(?:{'|'.join(_STORMS)}) ([A-Z]\w+)")


class Mention(NamedTuple):
    """A stretch of the text that names a person."""

    start: int
    end: int  # exclusive
    name: str  # the fullest form of this person's name in the text


class Candidate(NamedTuple):
    """A name at one place of the text, with the evidence that it is a person's."""

    start: int
    end: int  # exclusive
    words: NameWords
    full: bool  # more than one name with its particles
    gain: float  # of the words themselves, a title before them and the text around them
    loss: float  # of the text around them: 0 or less
    before: str = ""  # the capitalised word before the name: "Prince", "Rio"


def person_mentions(text: str, other_text: str = "", title_end: int = 0) -> list[Mention]:
    """Return the mentions of people in the text, in order.

    `other_text` may complete a surname of the text, but adds no people. The title of the text, if
    it has one, ends at `title_end`.
    """
    candidates = list(_candidates(text))
    people = _people(text, candidates)
    strangers = (
        (each.start, each.words[-1:])
        for each in candidates
        if _is_other_name(each) or (each.words not in people and _is_named_like_place(each))
    )
    full_names = FullNames(_full_names(candidates, people), title_end, strangers)
    mentions = [each for one in candidates for each in _mention(one, people, full_names)]
    return _complete_surnames(mentions, other_text) if other_text else mentions


def _candidates(text: str) -> Iterator[Candidate]:
    has_storm = any(storm in text for storm in _STORMS)
    storms = set(_STORM.findall(text)) if has_storm else frozenset[str]()
    for start, run in _runs(text):
        name = name_in_run(run, text.endswith(" of ", 0, start))
        if name is None or run.rpartition(" ")[2] in storms:
            continue
        skipped, length, words, full, gain = name
        loss = 0.0
        start += skipped
        for cue in cues(text, start, start + length):
            weight = CUES[cue].full_weight if full else CUES[cue].single_weight
            if weight > 0:
                gain += weight
            elif not skipped or cue == "work after":  # a cue before a title is not about the name
                loss += weight
        before = run[:skipped].split()[-1:] if skipped else []
        yield Candidate(start, start + length, words, full, gain, loss, *before)


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of capitalised words; those in headlines are split at ordinary words."""
    headlines = _title_case_lines(text)
    for start, whole in capitalised_runs(text):
        run = _GLUED_CAPTION.sub("", whole)
        place = bisect_left(headlines, (start + 1,)) - 1
        if place >= 0 and start < headlines[place][1]:
            yield from split_at_ordinary_words(start, run)
        else:
            yield from split_between_names(start, run)


def _title_case_lines(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each line in title case, in order.

    There a capital letter does not indicate a name.
    """
    lines, start = [], 0
    for line in text.split("\n"):
        is_short = line and len(line) < LONGEST_HEADLINE
        if is_short and not line.endswith(".") and _is_title_case(line):
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_title_case(line: str) -> bool:
    words = _LONG_WORD.findall(line)
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS and capitalised >= CAPITALISED_SHARE * len(words)


def _people(text: str, candidates: Sequence[Candidate]) -> set[NameWords]:
    """Return the names with enough weight over all their occurrences."""
    weights = _weights(candidates)
    people = {words for words, weight in weights.items() if weight >= THRESHOLD}
    for one, other in _list_neighbours(text, candidates):
        if one in people and weights[other] + LISTED_WITH_PERSON >= THRESHOLD:
            people.add(other)
    return people


def _weights(candidates: Iterable[Candidate]) -> Mapping[NameWords, float]:
    """Return the weight of each name: its highest gain and its mean loss."""
    by_words: dict[NameWords, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_words[candidate.words].append(candidate)
    single = {words[-1] for words, same in by_words.items() if not same[0].full}
    weights = {}
    for words, same in by_words.items():
        loss = sum([candidate.loss for candidate in same]) / len(same)
        surname_alone = SURNAME_ALONE if same[0].full and words[-1] in single else 0.0
        weights[words] = max([candidate.gain for candidate in same]) + loss + surname_alone
    return weights


def _list_neighbours(
    text: str, candidates: Sequence[Candidate]
) -> list[tuple[NameWords, NameWords]]:
    """Return the neighbours in lists of names, from left to right, then from right to left."""
    pairs = [
        (one.words, other.words)
        for one, other in pairwise(candidates)
        if other.start - one.end < _LONGEST_LINK and _LINK.fullmatch(text, one.end, other.start)
    ]
    return pairs + [(other, one) for one, other in reversed(pairs)]


def _full_names(
    candidates: Iterable[Candidate], people: set[NameWords]
) -> Iterator[tuple[int, NameWords]]:
    return (
        (each.start, each.words)
        for each in candidates
        if (each.full or _is_regnal(each.words)) and each.words in people
    )


def _is_regnal(words: NameWords) -> bool:
    """Return whether it is a given name with a numeral: "Elizabeth II"."""
    return len(words) == 2 and words[1].isupper() and bool(word_flags(words[1]) & SUFFIX)


def _mention(
    candidate: Candidate, people: set[NameWords], full_names: FullNames
) -> Iterator[Mention]:
    """Yield the candidate as a mention, if it is a person or stands for one."""
    start, end, words = candidate[:3]
    name = "" if _is_no_surname(candidate) else full_names.resolve(start, words)
    if not name and not _is_other_name(candidate):
        name = full_names.resolve_given_name(words)
    if words in people:
        name = name or full_names.resolve_spelling(words)
        yield Mention(start, end, name or " ".join(words))
    elif name and not _is_thing(candidate):
        yield Mention(start, end, name)


def _is_no_surname(candidate: Candidate) -> bool:
    """Return whether the word before a single name excludes that it is a surname alone.

    "Prince Charles" is not Ray Charles, and "Rio Ferdinand" not Franz Ferdinand.
    """
    if candidate.full or not candidate.before:
        return False
    is_given = bool(word_flags(candidate.words[0]) & GIVEN)
    return (is_given and candidate.before in GIVEN_NAME_TITLES) or _is_other_name(candidate)


def _is_other_name(candidate: Candidate) -> bool:
    """Return whether the word before a single name is another name: "Rio Ferdinand"."""
    before = candidate.before
    return bool(before) and not candidate.full and not word_flags(before) & NO_OTHER_NAME


def _is_named_like_place(candidate: Candidate) -> bool:
    """Return whether the given name is a place or a word of organisations: "Rio Ferdinand"."""
    return len(candidate.words) == 2 and bool(
        word_flags(candidate.words[0]) & (PLACE | ORGANISATION)
        and word_flags(candidate.words[1]) & (GIVEN | SURNAME)
    )


def _is_thing(candidate: Candidate) -> bool:
    """Return whether a word that may be a surname is a place or a thing here: "in Washington"."""
    may_be_thing = word_flags(candidate.words[-1]) & (PLACE | ORGANISATION | ORDINARY)
    return candidate.loss < 0 and bool(may_be_thing)


def _complete_surnames(mentions: Sequence[Mention], other_text: str) -> list[Mention]:
    """Return the mentions, with single names completed by the full names of another text."""
    names = {each.name: each.name.split() for each in mentions}
    single = {  # one name with its particles: "Zelensky", "de Blasio"
        name for name, words in names.items() if sum(word not in PARTICLES for word in words) == 1
    }
    others = list(_candidates(other_text)) if single else []
    full_names = FullNames(_full_names(others, _people(other_text, others)))
    completed = {name: full_names.resolve(0, tuple(names[name])) or name for name in single}
    return [each._replace(name=completed.get(each.name, each.name)) for each in mentions]
