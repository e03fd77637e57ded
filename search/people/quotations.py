"""Whether a person named in a text speaks there, in their words or in the sense of them."""

import re

from search.people.word_lists import ROLES, table

SAYS = table("says")
BEFORE = 120  # characters looked at
AFTER = 160
_TURNING = SAYS - frozenset(  # not of those who hear it: "asked told Jane Roe"
    "told asks tells urged informed instructed reminded assured".split()
)
_BETWEEN = frozenset(  # between a verb and the speaker after it
    "the a an of for and in at on to by his her its their our my then former deputy vice acting "
    "chief co senior new local state national".split()
)
_WITHIN = frozenset(  # between the speaker and the verb
    "has had have also later then himself herself recently previously reportedly once further "
    "earlier repeatedly publicly again who".split()
)
_TO = re.compile(
    r"\b(?:[Aa]ccording to|in the words of|quot(?:es|ed|ing)|cit(?:es|ed|ing)"
    r"|[Ii]nterview(?:s|ed|ing)?(?: with)?) (.*)$"
)
_TO_SIGNS = ("ccording", "words of", "quot", "cit", "nterview")  # one stands in all that it takes
_TURNED = re.compile(r"[\"”“’',—–-]\s*(\w+) ")  # “No,” said
_STOP = re.compile(r"[\"”“.!?;:](?= )")
_CLAUSE = re.compile(r"(?: \([^)\n]{1,60}\))?, [^.;:()\"“”\n]{2,110}?,(?= )| \([^)\n]{1,60}\)")
_WORD = re.compile(r"[\w'’-]+")
_TURN = re.compile(r"(?:\)\))?: ?\S|\)\)")  # of a dialogue: "Natasha Gownaris: I have ..."


def speaks(text: str, start: int, end: int) -> bool:
    """Whether the text has the person named at text[start:end] say something there.

    >>> text = "“No,” said the mayor, Ann Roe, and John Doe left."
    >>> speaks(text, 22, 29), speaks(text, 35, 43)
    (True, False)
    """
    return _said_after(text[end : end + AFTER]) or _said_before(text, start, end)


def _said_after(tail: str) -> bool:
    if _goes_on(tail):
        return True
    clause = _CLAUSE.match(tail) if tail.startswith((", ", " (")) else None
    return clause is not None and _goes_on(tail[clause.end() :])


def _goes_on(rest: str) -> bool:
    """Whether the next word, or one behind words between a speaker and a verb, is of speech."""
    if not rest.startswith(" "):
        return False
    end = 0
    for _ in range(4):
        word = _WORD.search(rest, end, 60)
        if word is None or word[0] in SAYS:
            return word is not None
        if word[0] not in _WITHIN:
            return False
        end = word.end()
    return False


def _said_before(text: str, start: int, end: int) -> bool:
    head = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
    if head.strip(" (") == "":
        return bool(_TURN.match(text, end))
    named = _TO.search(head) if any(sign in head for sign in _TO_SIGNS) else None
    if named:
        return _leads(named[1])
    return any(
        turned[1] in _TURNING and _leads(head[turned.end() :]) for turned in _TURNED.finditer(head)
    )


def _leads(words: str) -> bool:
    """Whether the words may stand before a name as its title: "the spokesman for the army,"."""
    return not _STOP.search(words) and all(
        word[0].isupper() or word in _BETWEEN or word in ROLES or word.endswith(("'s", "’s"))
        for word in _WORD.findall(words)
    )
