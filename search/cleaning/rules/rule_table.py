"""Rules for lines, and tables that find the first rule that matches a line."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from search.cleaning.rules.pattern_parts import NAME, NAMES

# In lower case a name is no longer known from what may be between names: any such text will do.
LOOSE_NAMES = r"\w[\w.'’&,\s-]*"
LONGEST = 300  # characters of the longest line that a rule for whole lines is tried on


class Rule(NamedTuple):
    """One kind of text that is not the article."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    sample: str


class RuleTable:
    """Rules for whole lines, tried in order; a quick test rules out most lines at once.

    The quick test is one pattern of all rules in lower case, so that Python can skip most of them
    by their first letter; it lets a few lines too many through.
    """

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        self._quick = re.compile("|".join(_lower(rule.pattern.pattern) for rule in rules))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def match(self, text: str) -> Rule | None:
        """Return the first rule that matches the whole line."""
        if len(text) > LONGEST or not self._quick.fullmatch(text.lower()):
            return None
        return next((rule for rule in self.rules if rule.pattern.fullmatch(text)), None)


def _with_loose_names(pattern: str) -> str:
    return pattern.replace(NAMES, LOOSE_NAMES).replace(NAME, LOOSE_NAMES)


def _lower(pattern: str) -> str:
    """Return a pattern in lower case, without flags and the names of its groups."""
    plain = re.sub(r"\?P<\w+>|\?-?i:", "?:", _with_loose_names(pattern))
    return re.sub(
        r"\\.|\w", lambda match: match[0] if "\\" in match[0] else match[0].lower(), plain
    )


def rule(
    name: str,
    reason: str,
    sample: str,
    *alternatives: str,
    flags: re.RegexFlag = re.IGNORECASE,
) -> Rule:
    """Return a rule that ignores case."""
    return Rule(name, re.compile("|".join(alternatives), flags), reason, sample)


case_sensitive = partial(rule, flags=re.NOFLAG)
