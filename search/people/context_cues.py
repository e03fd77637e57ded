"""Cues in the text around a name that it is a person's, or that it is not."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from search.people.word_lists import PLACES, ROLES, SPEECH_VERBS


class Cue(NamedTuple):
    """Evidence in the text around a name: a weight above 0 is for a person, below 0 against."""

    full_weight: float  # for a name of several words
    single_weight: float  # for a single word
    sample: str  # the shortest text that has the cue, with the name in brackets


CUES = {
    "role before": Cue(2.0, 2.0, "the spokesman [Roe]"),
    "role in front": Cue(2.0, 2.0, "the club's owner, [Roe]"),
    "speech before": Cue(1.5, 1.5, "“No,” said [Roe]"),
    "credit": Cue(1.5, 1.0, "Image: [Roe]"),
    "greeting": Cue(2.0, 2.0, "Dear [Roe]"),
    "country before": Cue(1.25, 0.0, "Mali's [Roe]"),
    "verb before": Cue(1.25, 0.5, "they met [Roe]"),
    "article": Cue(-1.5, -2.5, "all the [Roe]"),
    "place before": Cue(-1.0, -1.5, "a house in [Roe]"),
    "speech": Cue(2.0, 2.0, "[Roe] has said"),
    "age": Cue(3.0, 3.0, "[Roe], 45, left"),
    "life": Cue(3.0, 3.0, "[Roe] (born 1950)"),
    "maiden name": Cue(2.0, 2.0, "Jane Doe (née [Roe])"),
    "instrument": Cue(2.0, 2.0, "[Roe] (drums) left"),
    "birth": Cue(3.0, 3.0, "[Roe] was born in York"),
    "who": Cue(1.5, 2.0, "[Roe], who left"),
    "apposition": Cue(1.5, 1.5, "[Roe], the company's owner"),
    "place after": Cue(-2.5, -2.5, "[Roe], Texas"),
    "work before": Cue(-5.0, -5.0, "the film [Jane Roe]"),
    "work after": Cue(-5.0, -5.0, "[Jane Roe] is a film by"),
    "possessive": Cue(0.25, 0.25, "[Roe]'s"),
}
LENGTH_BEFORE = 48  # characters that are read
LENGTH_AFTER = 90

_SPEECH_BEFORE = frozenset("said says added asked replied wrote explained told".split())
_CREDITS = frozenset(
    "Image: Photo: Photograph: Picture: Image; photographer by: Credit: — –".split()
)
_GREETINGS = frozenset("Dear Hi Hey Hello".split())
_ARTICLES = frozenset("the a an The A An".split())
_VERBS_OF_PEOPLE = frozenset(  # their object is a person, and hardly ever a firm or a place
    "met married appointed thanked congratulated succeeded replaced arrested detained wounded "
    "jailed sentenced elected nominated sacked dismissed widowed divorced befriended interviewed "
    "invited phoned telephoned assassinated murdered kidnapped".split()
)
_PREPOSITIONS = frozenset(
    "in at near from across outside into toward towards around In At Near".split()
)
_WORKS = frozenset(  # films, bands and the like, many of which are called like people
    "film movie biopic novel album song single band sitcom miniseries musical opera".split()
)
_CUES_BEFORE = (  # the first that matches counts
    ("article", _ARTICLES),
    ("place before", _PREPOSITIONS),
    ("greeting", _GREETINGS),
    ("credit", _CREDITS),
    ("speech before", _SPEECH_BEFORE),
    ("work before", _WORKS),
)
_POSSESSIVES = ("'s", "’s", " 's", " ’s")
SKIPPED_WORDS = frozenset(  # auxiliaries and adverbs between a name and its verb
    "has had have also later then himself herself recently previously reportedly once".split()
)
_LIFE = re.compile(
    r" \((?:born|b\.|c\.|ca\.|died|d\.|née|\d{4}\s?[-–]"
    r"|\d{1,2} \w+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})"
)
_INSTRUMENT = re.compile(
    r" \((?:lead |rhythm |backing )?(?:guitars?|bass|vocals?|drums?|percussion|keyboards?|piano"
    r"|violin|saxophone|trumpet)\b"
)
_AGE = re.compile(
    r", (?:aged )?\d{1,2}(?=[,.;]| (?:of|and|from|years)\b)| \((?:aged )?\d\d\)|, \d\d-year"
)
_BIRTH = re.compile(
    r"(?: \([^)\n]{0,60}\))? (?:was|is) (?:(?:a|an|the) )?"
    r"(?:born|married|elected|educated|appointed|arrested|sentenced|jailed|convicted|acquitted"
    r"|detained|abducted|assassinated|murdered|impeached|hospitali[sz]ed|sworn in|charged with)\b"
)
# Also what is called after people: "the James Webb space telescope".
_WORK = re.compile(
    rf" (?:was|is) an? (?:[\w’'-]+ ){{0,4}}(?:{'|'.join(sorted(_WORKS))})"
    r"(?=[.,;]| (?:by|about|directed|starring|from|that|which|set|released|in|of)\b)"
    r"| \((?:\d{4} )?(?:film|band|album|song)\)"
    r"| (?:space )?(?:telescope|stadium|airport|trophy|awards?|prize|foundation|museum)(?![\w-])"
)
_WHO = re.compile(r",? who(?:se|m)?\b")
_CUES_AFTER = {  # by the first two characters; the first pattern that matches counts
    ", ": (("age", _AGE), ("who", _WHO)),
    " (": (
        ("age", _AGE),
        ("life", _LIFE),
        ("instrument", _INSTRUMENT),
        ("birth", _BIRTH),
        ("work after", _WORK),
    ),
    " w": (("birth", _BIRTH), ("who", _WHO), ("work after", _WORK)),
    " i": (("birth", _BIRTH), ("work after", _WORK)),
    **{f" {letter}": (("work after", _WORK),) for letter in "afmpst"},  # telescopes and the like
}
_CLAUSE = re.compile(r", ([^,.;:()\n]{2,70})([,.;:()\n]|$)")
_WORD = re.compile(r"[\w'’-]+")
_PLACE = re.compile(r", ([A-Z][\w.]+(?: [A-Z][\w.]+)?)")


def cues(text: str, start: int, end: int) -> list[str]:
    """Return the keys in CUES of the cues around text[start:end]."""
    before = _cue_before(text[max(0, start - LENGTH_BEFORE) : start])
    after = _cues_after(text[end : end + LENGTH_AFTER])
    return [before, *after] if before else after


def _cue_before(before: str) -> str:
    line = before.rpartition("\n")[2]
    words = line.rsplit(None, 1)
    if not words:
        return ""
    return "credit" if words[-1] == "by" and len(line.split()) < 4 else _cue_of_word(words[-1])


@lru_cache(maxsize=1 << 14)
def _cue_of_word(word: str) -> str:
    """Return the cue of the word just before a name; empty where it is none."""
    for cue, words in _CUES_BEFORE:
        if word in words:
            return cue
    if word.endswith("née"):
        return "maiden name"
    if word.lower() in ROLES:
        return "role before"
    if word in _VERBS_OF_PEOPLE:
        return "verb before"
    if word.endswith(("'s", "’s")) and word[:-2] in PLACES:
        return "country before"
    return "role in front" if word[-1] == "," and word[:-1] in ROLES else ""


def _cues_after(after: str) -> list[str]:
    if after.startswith(_POSSESSIVES):
        return ["possessive"]
    for cue, pattern in _CUES_AFTER.get(after[:2], ()):
        if pattern.match(after):
            return [cue]
    found = []
    clause = _CLAUSE.match(after) if after.startswith(", ") else None
    if clause:
        found = _cues_of_clause(clause[1], after)
        after = after[clause.end() :]
    return [*found, "speech"] if _starts_with_speech(after) else found


def _cues_of_clause(clause: str, after: str) -> list[str]:
    """Return the cues of a clause between commas: a place, or a role in apposition."""
    place = _PLACE.match(after)
    if place and place[1].rstrip(".") in PLACES:
        return ["place after"]
    return [] if ROLES.isdisjoint(_WORD.findall(clause.lower())) else ["apposition"]


def _starts_with_speech(after: str) -> bool:
    """Return whether the next word, auxiliaries and adverbs aside, is a verb of speech."""
    words = islice(_WORD.finditer(after, 0, 40), 3)
    return next((word[0] for word in words if word[0] not in SKIPPED_WORDS), "") in SPEECH_VERBS
