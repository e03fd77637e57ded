"""Rules for parts of a line that are cut, while the rest of it stays."""

import re
from collections.abc import Iterator

from search.cleaning.rules.pattern_parts import NAMES, READING_TIME, STAMP
from search.cleaning.rules.rule_table import Rule, case_sensitive, rule

# Group 1 of the match is cut, the rest of the line stays.
INLINE_RULES = (
    case_sensitive(
        "wire head",
        "date and agency joined to the opening",
        "date 2024-12-18 (ACME- Wire) The bridge over the river fell.",
        r"^((?:date )?(?P<date>\d{4}-\d{2}-\d{2}) \((?P<source>[A-Z][\w. -]{1,50})\)\s+)\S",
    ),
    rule(
        "byline head",
        "author and date joined to the opening",
        "by Mary Major January 13, 2025 9:18 PM 2 min read The bridge over the river fell.",
        rf"^(by\s(?P<authors>(?-i:{NAMES}))\s(?P<date>{STAMP})\s(?:{READING_TIME}\s)?)"
        r"(?-i:[\"“‘A-Z])",
    ),
    case_sensitive(
        "credit tail",
        "credit of a picture joined to the end",
        "The bridge over the river fell. Photo: Mary Major, Outlet",
        r"[.!?]['\"”’)]?(\s*(?:Photo|Image credit|Photo credit|Picture|Фото|Foto)"
        r":\s?[A-ZА-ЯІЇЄҐ][^.!?:]{2,60})$",
    ),
    case_sensitive(
        "read more tail",
        "button to read more joined to the end",
        "The bridge over the river fell. Read more »",
        r"[.!?…]['\"”’)]?(\s*(?:Read more|Continue reading|Read the full story|Read full "
        r"article)[\s.…»→]*)$",
    ),
)

# Lines that a rule may match begin with one of these letters, or have one of the tails below.
_FIRST_LETTERS = frozenset("dbB")
_CREDIT_TAIL = re.compile(r"(?:[Pp]hoto|credit|Picture|Фото|Foto):")


def inline_matches(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield the rules that match a part of the line, each with its match: group 1 is the part."""
    if (
        text[:1] in _FIRST_LETTERS
        or text[:1].isdigit()
        or "Read " in text
        or "Continue " in text
        or (":" in text and _CREDIT_TAIL.search(text))
    ):
        for rule in INLINE_RULES:
            match = rule.pattern.search(text)
            if match:
                yield rule, match
