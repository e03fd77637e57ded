"""Rules for lines, and tables that find the first rule that matches a line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

LONGEST = 300  # characters of the longest line that a rule for whole lines is tried on


class Rule(NamedTuple):
    """One kind of text that is not the article."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    sample: str
    keywords: tuple[str, ...] = ()  # in lower case; every line the rule matches has one of them
    keywordless: str = ""  # the part of the pattern that matches lines without a keyword


class RuleTable:
    """Rules for whole lines, tried in order; a quick test rules out most lines at once.

    The quick test is one pattern of all alternatives that need no keyword, in lower case, so that
    Python can skip most of them by their first letter; it lets a few lines too many through.
    Alternatives that begin with anything at all have keywords, which are ten times as fast to find.
    """

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        quick = [
            (number, f"({_lower(rule.keywordless)})")
            for number, rule in enumerate(rules)
            if rule.keywordless
        ]
        self._quick = re.compile("|".join(pattern for _, pattern in quick))
        self._rules_from = [rules[number:] for number, _ in quick]
        self._keywords = [(keyword, rule) for rule in rules for keyword in rule.keywords]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def match(self, text: str) -> Rule | None:
        """Return the first rule that matches the whole line."""
        return self.match_all([text])[0]

    def match_all(self, texts: Sequence[str]) -> list[Rule | None]:
        """Return the first rule that matches each line."""
        lower = [text.lower() if len(text) <= LONGEST else "" for text in texts]
        by_keyword = self._rules_by_keyword(lower)
        return [
            self._first(text, folded, by_keyword.get(number, ())) if len(text) <= LONGEST else None
            for number, (text, folded) in enumerate(zip(texts, lower, strict=True))
        ]

    def _rules_by_keyword(self, lower: Sequence[str]) -> dict[int, list[Rule]]:
        """Return for each line the rules of which it has a keyword.

        Each keyword is searched in all lines at once: most pages have few, most lines none.
        """
        whole = "\n".join(lower)
        ends = list(accumulate([len(text) + 1 for text in lower]))
        found: dict[int, list[Rule]] = {}
        for keyword, rule in self._keywords:
            start = whole.find(keyword)
            while start >= 0:
                number = bisect_right(ends, start)
                if rule not in found.setdefault(number, []):
                    found[number].append(rule)
                start = whole.find(keyword, ends[number])
        return found

    def _first(self, text: str, lower: str, by_keyword: Sequence[Rule]) -> Rule | None:
        """Return the first rule that matches a line, given those of which it has a keyword."""
        passed = self._quick.fullmatch(lower)
        if passed is None:
            return _first_match(by_keyword, text)
        later = self._rules_from[(passed.lastindex or 1) - 1]  # rules before need a keyword
        earlier = [rule for rule in by_keyword if rule not in later]
        return _first_match(earlier, text) or _first_match(later, text)


def _first_match(rules: Iterable[Rule], text: str) -> Rule | None:
    for rule in rules:
        if rule.pattern.fullmatch(text):
            return rule
    return None


def _lower(pattern: str) -> str:
    """Return a pattern in lower case, without the names of its groups."""
    unnamed = re.sub(r"\?P<\w+>", "?:", pattern)
    flagless = unnamed.replace("(?-i:", "(?:").replace("(?i:", "(?:")
    return re.sub(
        r"\\.|\w", lambda match: match[0] if "\\" in match[0] else match[0].lower(), flagless
    )


def rule(
    name: str,
    reason: str,
    sample: str,
    *alternatives: str,
    keywords: tuple[str, ...] = (),
    keywordless: tuple[str, ...] = (),
    flags: re.RegexFlag = re.IGNORECASE,
) -> Rule:
    """Return a rule that ignores case.

    With keywords, every line that an alternative matches has one of them; the alternatives that
    match lines without one are given as `keywordless`.
    """
    pattern = re.compile("|".join(alternatives + keywordless), flags)
    free = "|".join(keywordless if keywords else alternatives)
    return Rule(name, pattern, reason, sample, keywords, free)


case_sensitive = partial(rule, flags=re.NOFLAG)
