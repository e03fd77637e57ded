"""What a rule is, and how a table of rules is asked about lines."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

LONGEST = 300  # characters a line may have for a whole-line rule to be asked


class Rule(NamedTuple):
    """One kind of text that is not the article."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    sample: str
    signs: tuple[str, ...] = ()  # one of them, in lower case, stands in every line it takes
    bare: str = ""  # the part of the pattern that takes lines without any of the signs


class Table:
    """Rules that take whole lines, asked in order; most lines are turned away at a gate.

    The gate is one pattern of all that needs no sign, in lower case and blind to it, so that
    Python can skip most alternatives by their first letter: it lets a few lines too many in.
    Patterns that open with anything at all have signs, which cost a tenth as much to look for.
    """

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        bare = [(place, f"({_lower(rule.bare)})") for place, rule in enumerate(rules) if rule.bare]
        self._gate = re.compile("|".join(pattern for _, pattern in bare))
        self._behind = [rules[place:] for place, _ in bare]
        self._signs = [(sign, rule) for rule in rules for sign in rule.signs]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def matching(self, text: str) -> Rule | None:
        """The first rule that takes the whole line."""
        return self.taking([text])[0]

    def taking(self, texts: Sequence[str]) -> list[Rule | None]:
        """The first rule that takes each line."""
        lower = [text.lower() if len(text) <= LONGEST else "" for text in texts]
        signed = self._signs_in(lower)
        return [
            self._first(text, small, signed.get(place, ())) if len(text) <= LONGEST else None
            for place, (text, small) in enumerate(zip(texts, lower, strict=True))
        ]

    def _signs_in(self, lower: Sequence[str]) -> dict[int, list[Rule]]:
        """For each line the rules of which it has a sign.

        Each sign is looked for in all lines at once: most pages have few, most lines none.
        """
        whole = "\n".join(lower)
        ends = list(accumulate([len(text) + 1 for text in lower]))
        found: dict[int, list[Rule]] = {}
        for sign, rule in self._signs:
            at = whole.find(sign)
            while at >= 0:
                place = bisect_right(ends, at)
                if rule not in found.setdefault(place, []):
                    found[place].append(rule)
                at = whole.find(sign, ends[place])
        return found

    def _first(self, text: str, lower: str, signed: Sequence[Rule]) -> Rule | None:
        """The first rule that takes a line that has the signs of some."""
        let_in = self._gate.fullmatch(lower)
        if let_in is None:
            return _taking(signed, text)
        behind = self._behind[(let_in.lastindex or 1) - 1]  # before it, signs alone can take a line
        return _taking([rule for rule in signed if rule not in behind], text) or _taking(
            behind, text
        )


def _taking(asked: Iterable[Rule], text: str) -> Rule | None:
    for rule in asked:
        if rule.pattern.fullmatch(text):
            return rule
    return None


def _lower(pattern: str) -> str:
    """A pattern in lower case, without the names of its groups."""
    plain = re.sub(r"\?P<\w+>", "?:", pattern)
    blind = plain.replace("(?-i:", "(?:").replace("(?i:", "(?:")
    return re.sub(
        r"\\.|\w", lambda match: match[0] if "\\" in match[0] else match[0].lower(), blind
    )


def rule(
    name: str,
    reason: str,
    sample: str,
    *alternatives: str,
    signs: tuple[str, ...] = (),
    bare: tuple[str, ...] = (),
    flags: re.RegexFlag = re.IGNORECASE,
) -> Rule:
    """A rule for which capitals do not count.

    Where there are signs, one stands in whatever the alternatives take; what else it takes is bare.
    """
    pattern = re.compile("|".join(alternatives + bare), flags)
    return Rule(name, pattern, reason, sample, signs, "|".join(bare if signs else alternatives))


# A rule for which capitals count.
exact = partial(rule, flags=re.NOFLAG)
