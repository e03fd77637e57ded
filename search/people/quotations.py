"""Quotations: the verbs and forms that show that a text quotes a person, directly or not."""

import re
from itertools import islice

from search.people.context_cues import SKIPPED_WORDS
from search.people.word_lists import ROLES, read_words

QUOTING_VERBS = read_words("quoting_verbs")
LENGTH_BEFORE = 120  # characters that are read
LENGTH_AFTER = 160
# Without verbs that the hearer may follow: "told Jane Roe".
_VERBS_BEFORE_SPEAKER = QUOTING_VERBS - frozenset(
    "told asks tells urged informed instructed reminded assured".split()
)
_WORDS_OF_TITLES = frozenset(  # between a verb and the speaker after it
    "the a an of for and in at on to by his her its their our my then former deputy vice acting "
    "chief co senior new local state national".split()
)
_WORDS_BEFORE_VERB = SKIPPED_WORDS | frozenset(  # between the speaker and the verb
    "further earlier repeatedly publicly again who".split()
)
_ATTRIBUTION = re.compile(
    r"\b(?:[Aa]ccording to|in the words of|quot(?:es|ed|ing)|cit(?:es|ed|ing)"
    r"|[Ii]nterview(?:s|ed|ing)?(?: with)?) (.*)$"
)
_VERB_AFTER_QUOTE = re.compile(r"[\"”“’',—–-]\s*(\w+) ")  # “No,” said
_END_OF_CLAUSE = re.compile(r"[\"”“.!?;:](?= )")
_CLAUSE = re.compile(r"(?: \([^)\n]{1,60}\))?, [^.;:()\"“”\n]{2,110}?,(?= )| \([^)\n]{1,60}\)")
_WORD = re.compile(r"[\w'’-]+")
# A speaker's name in a dialogue: "Natasha Gownaris: I have ..."
_DIALOGUE = re.compile(r"(?:\)\))?: ?\S|\)\)")


def is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether the text quotes the person named at text[start:end].

    >>> text = "“No,” said the mayor, Ann Roe. John Doe left."
    >>> is_quoted(text, 22, 29), is_quoted(text, 31, 39)
    (True, False)
    """
    return _has_verb_after(text[end : end + LENGTH_AFTER]) or _has_verb_before(text, start, end)


def _has_verb_after(after: str) -> bool:
    if _starts_with_verb(after):
        return True
    clause = _CLAUSE.match(after) if after.startswith((", ", " (")) else None
    return clause is not None and _starts_with_verb(after[clause.end() :])


def _starts_with_verb(after: str) -> bool:
    """Return whether the next word is a quoting verb, auxiliaries and adverbs aside."""
    if not after.startswith(" "):
        return False
    words = islice(_WORD.finditer(after, 0, 60), 4)
    verb = next((word[0] for word in words if word[0] not in _WORDS_BEFORE_VERB), "")
    return verb in QUOTING_VERBS


def _has_verb_before(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - LENGTH_BEFORE) : start].rpartition("\n")[2]
    if before.strip(" (") == "":
        return bool(_DIALOGUE.match(text, end))
    attribution = _ATTRIBUTION.search(before)
    if attribution:
        return _is_title(attribution[1])
    return any(
        match[1] in _VERBS_BEFORE_SPEAKER and _is_title(before[match.end() :])
        for match in _VERB_AFTER_QUOTE.finditer(before)
    )


def _is_title(words: str) -> bool:
    """Return whether the words may be the title of a name: "the spokesman for the army,"."""
    return not _END_OF_CLAUSE.search(words) and all(
        word[0].isupper()
        or word in _WORDS_OF_TITLES
        or word in ROLES
        or word.endswith(("'s", "’s"))
        for word in _WORD.findall(words)
    )
