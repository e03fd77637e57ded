"""Rules for whole lines that are cut before the first paragraph or after the last one."""

from search.cleaning.rules.pattern_parts import CLOCK, NAMES, STAMP
from search.cleaning.rules.rule_table import RuleTable, case_sensitive, rule

EDGE_RULES = RuleTable(
    rule("clock time", "time of day alone on a line", "10:50 AM", CLOCK),
    rule(
        "date line",
        "date of publication",
        "December 21, 2023",
        rf"\W*(?:on\s)?(?P<date>{STAMP})\W*",
    ),
    rule(
        "bare byline",
        "author",
        "By Mary Major",
        r"(?:(?:written|reported|posted|analysis|review|opinion|story|text)\s)"
        rf"?by:?\s(?P<authors>(?-i:{NAMES}))(?:\s?[|,/•·]\s?[^.!?]{{2,60}}|\s?\S+@\S+\.\w+)"
        r"?",
    ),
    case_sensitive(
        "role line",
        "role of the author",
        "Senior Editor",
        r"(?:(?:Senior|Staff|Associate|Contributing|Deputy|Chief|Political|Foreign|News|"
        r"Executive|Managing|Sports|Business|Health|Science|World|Digital)\s)"
        r"{1,3}(?:Editor|Reporter|Writer|Correspondent|Contributor|Journalist)(?:[,|]\s.{2,40})?",
    ),
    case_sensitive(
        "contributors",
        "other contributors",
        "Mary Major contributed to this report.",
        r"\(?(?:Additional reporting|Reporting|Editing|Writing|Compiled)(?: and "
        r"(?:writing|editing))? by\s.{3,200}",
        r".{3,160}\scontributed to this (?:report|story|article)\.?",
    ),
    rule(
        "address",
        "address of the page",
        "https://example.com/news/1",
        r"(?:(?:url|link|source):?\s)?(?P<url>https?://\S+)",
    ),
    case_sensitive(
        "source line",
        "source of the article",
        "Source: The Daily",
        r"(?:Source|Sources|Via|Джерело|Источник|Quelle|Fuente|Fonte):\s[^.!?]{2,60}",
    ),
)
