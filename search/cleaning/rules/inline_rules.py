"""Parts of a line that are cut, the rest of it kept."""

import re
from collections.abc import Iterator

from search.cleaning.rules.pattern_parts import NAMES, READ, STAMP
from search.cleaning.rules.rule_table import Rule, exact, rule

# A stretch of a line: group 1 of the match is cut, the rest of the line stays.
STRETCHES = (
    exact(
        "wire head",
        "date and agency glued to the opening",
        "date 2024-12-18 (ACME- Wire) The bridge over the river fell.",
        r"^((?:date )?(?P<date>\d{4}-\d{2}-\d{2}) \((?P<source>[A-Z][\w. -]{1,50})\)\s+)\S",
    ),
    rule(
        "byline head",
        "author and date glued to the opening",
        "by Mary Major January 13, 2025 9:18 PM 2 min read The bridge over the river fell.",
        rf"^(by\s(?P<authors>(?-i:{NAMES}))\s(?P<date>{STAMP})\s(?:{READ}\s)?)"
        r"(?-i:[\"“‘A-Z])",
    ),
    exact(
        "credit tail",
        "credit of a picture glued to the end",
        "The bridge over the river fell. Photo: Mary Major, Outlet",
        r"[.!?]['\"”’)]?(\s*(?:Photo|Image credit|Photo credit|Picture|Фото|Foto)"
        r":\s?[A-ZА-ЯІЇЄҐ][^.!?:]{2,60})$",
    ),
    exact(
        "read more tail",
        "button to read more glued to the end",
        "The bridge over the river fell. Read more »",
        r"[.!?…]['\"”’)]?(\s*(?:Read more|Continue reading|Read the full story|Read full "
        r"article)[\s.…»→]*)$",
    ),
)

# A rule of STRETCHES takes a part of lines that open with one of HEADS, or hold a tail.
_HEADS = frozenset("dbB")
_CREDITS = re.compile(r"(?:[Pp]hoto|credit|Picture|Фото|Foto):")


def stretches(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """The rules that take a part of the line, each with its match: group 1 is the part."""
    if (
        text[:1] in _HEADS
        or text[:1].isdigit()
        or "Read " in text
        or "Continue " in text
        or (":" in text and _CREDITS.search(text))
    ):
        for rule in STRETCHES:
            match = rule.pattern.search(text)
            if match:
                yield rule, match
