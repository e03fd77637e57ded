"""Names of authors: how they are written, and what is none."""

import re
from collections.abc import Iterable

from search.cleaning.facts import agencies
from search.cleaning.facts.text_dates import MONTHS
from search.cleaning.facts.text_keys import key

LONGEST = 4_000  # characters of a byline that are read
LONGEST_NAME = 60  # characters
MOST_AUTHORS = 20


def _any(words: str) -> str:
    """A pattern for any of the words, written with spaces between them."""
    return f"(?:{'|'.join(words.split())})"


_WORKS = (
    "written reported posted story text words review(?:ed)? analysis opinion commentary interview"
)
_BYS = (
    "by von par por di da de door av af autor(?:in|"
    "es)? auteurs? autore authors? text yazan penulis "
    "oleh tekst автор(?:и|ы)?"
)
# What stands before the names, in any case of letters: only where a byline is sure to follow.
BY = re.compile(rf"^\W*(?:{_any(_WORKS)}\s+)?{_any(_BYS)}\b\s*:?\s*", re.IGNORECASE)
PREFIX = re.compile(
    r"^(?:(?:view|see|read|more|all|other) )*(?:posts|articles|"
    r"stories)(?: written)? (?:by|from)\s+|"
    r"^(?:dr|prof|mr|mrs|ms|sir)\.?\s+(?=\w+ \w+)",
    re.IGNORECASE,
)
_MONTHS = MONTHS["English"].replace("may ", "")  # May is a name, too
_DAYS = f"{_MONTHS} monday tuesday wednesday thursday friday saturday sunday"
_STOP = re.compile(
    r"\s*(?:[|•·–—/;@»(]|\s-\s|\d|"
    rf"\b{_any(f'updated? published posted last on in for at is min read {_DAYS}')}\b)",
    re.IGNORECASE,
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻĽŁŃŇŌŐŒŘŚŞŠȘŤȚŪŮŰŲŹŻŽΑ-ΩА-ЯЁЇІЄҐ"
_WORD = rf"(?:[{_UPPER}][\w'’‘.-]*|[dDlL][’'][{_UPPER}][\w-]+)"
_SMALL = _any(
    "de da do dos das del della der den di du la le van von vom zu bin bint ibn al "
    "el ter ten af av "
    "y e of abu"
)
_PERSON = re.compile(rf"{_WORD}(?:\s(?:{_SMALL}\s){{0,2}}{_WORD}){{1,4}}")
_NO_NAMES = frozenset("The By Photo Image Video Follow About Share".split())
_SPLIT = re.compile(
    r"\s*(?:[;,|&/]|\b(?:and|und|og|och|et|ja|ve|и|та|en|with)\b)\s*|\s+(?:y|e|i)\s+(?=\w+\s\w+)"
)
_PARENS = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]\s*$")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_HANDLE = re.compile(r"[a-z][a-z0-9._-]*")
_NOBODIES = (
    "by admin(?:istrator)? webmaster editor(?:ial)? editors the unknown guest "
    "anonymous none null n/?a "
    "undefined author user root test name image redactie web redazione redacci[oó]n redaktion "
    "r[ée]daction staff news newsroom desk team default"
)
_NOBODY = re.compile(
    rf"\.(?:php|html?|aspx)\b|[<>{{}}=]|[:?!]|^\W*$|^\d+$|^{_any(_NOBODIES)}$", re.IGNORECASE
)
_AGENCY = re.compile(rf"(?:the )?(?:{agencies.IN_BYLINE})", re.IGNORECASE)
_BODIES = (
    "news newspaper staff press presse agency agencies agentur agence agencia "
    "agencias agenturen desk "
    "newsroom editorial editors? redaktion redacci[óo]n redazione r[ée]daction redactie team times "
    "herald post daily gazette journal tribune telegram courier network media magazine online tv "
    "radio broadcasting inc llc ltd gmbh ag wire group company corporation foundation institute "
    "university services? nachrichten zeitung noticias actualité digital ajans[ıi] haber studios? "
    "contributors? nast"
)
_ENDINGS = "com org net de at ch be in tv fr it es uk ru ua news"
_ORGANISED = re.compile(
    rf"\b(?:{_any(_BODIES)}|{agencies.AS_WORD})\b|\.{_any(_ENDINGS)}\b", re.IGNORECASE
)
_TITLES = (
    r"editor reporter writer correspondent journalist columnist contributor producer "
    r"director officer "
    r"head chief fellow professor analyst manager president author critic intern staff founder ceo "
    r"host anchor ph\.?\s?d\.? m\.?d\.? rdn? ld mph ms rn jr\.? sr\.? esq\.?"
)
_ROLE = re.compile(rf"^(?:\w+ ){{0,4}}{_any(_TITLES)}(?: .*)?$", re.IGNORECASE)
_LETTERS = r"MS MA MD MPH RDN? RN LD PhD Ph\.D\. M\.D\. CPT"  # after a name
_DEGREES = re.compile(rf"(?:,?\s(?:{_any(_LETTERS)}|{agencies.AFTER_AUTHOR}))+$")
_TAIL = re.compile(
    rf"(?<=\w)\s+(?:(?:The |for )?(?:{agencies.IN_BYLINE})|"
    r"(?:Staff|Senior|Guest|Contributing) (?:Writer|Reporter|Editor|Correspondent))$",
    re.IGNORECASE,
)


def parts(text: str) -> list[str]:
    """The names in a byline, roles, addresses and handles left out, agencies kept.

    >>> parts("By Mary Major and Jo Minor, Senior Editor; admin")
    ['Mary Major', 'Jo Minor']
    >>> parts("https://example.com/mary")
    []
    """
    found: list[str] = []
    for listed in text[:LONGEST].split(";"):
        shown = listed.strip()
        if shown[:1] == "," or _ADDRESS.search(shown):  # ", The Daily": the name is missing
            continue
        for name in map(tidy, _SPLIT.split(BY.sub("", PREFIX.sub("", shown)))):
            if _may_be_one(name):
                found.append(name)
            if found and is_organisation(name) and "," in shown:  # what follows is its town
                break
    return list(dict.fromkeys(found))[:MOST_AUTHORS]


def _may_be_one(name: str) -> bool:
    """Whether a part of a byline is no role, no handle of an account and no filler."""
    if not 2 <= len(name) <= LONGEST_NAME or _NOBODY.search(name) or _is_role(name):
        return False
    return _HANDLE.fullmatch(name) is None or is_organisation(name)


def _is_role(name: str) -> bool:
    return _ROLE.match(name) is not None and not name.endswith("Staff")


def tidy(name: str) -> str:
    """A name without what is said behind it.

    >>> tidy(" Elena  Oberholzer (obe) "), tidy("Lauren Manaker MS")
    ('Elena Oberholzer', 'Lauren Manaker')
    """
    shown = _PARENS.sub("", " ".join(name.split())).strip(" ,-–—:*•")
    shown = _TAIL.sub("", _DEGREES.sub("", shown)).strip(" ,") if " " in shown else shown
    return shown if re.search(r"\b\w\.$", shown) else shown.removesuffix(".")


def persons(text: str) -> list[str]:
    """The people at the head of a line, up to the first thing that is no name.

    >>> persons("Rashad Grove December 22, 2023")
    ['Rashad Grove']
    >>> persons("Christy Choi and Oscar Holland, CNN")
    ['Christy Choi', 'Oscar Holland']
    """
    cut = _STOP.search(text, 1)
    found: list[str] = []
    for name in map(tidy, _SPLIT.split(text[: cut.start()] if cut else text)):
        if not is_person(name):
            break
        found.append(name)
    return found


def is_person(name: str) -> bool:
    """Whether a text has the shape of a person's full name."""
    if len(name) > LONGEST_NAME or _PERSON.fullmatch(name) is None:
        return False
    if _STOP.match(name) or name.split()[0] in _NO_NAMES:
        return False
    return not _ORGANISED.search(name) and not _is_role(name)


def is_organisation(name: str, own: Iterable[str] = ()) -> bool:
    """Whether a name is that of a site, an agency or a desk; `own` has keys of names of the site.

    >>> is_organisation("Associated Press"), is_organisation("Mary Major")
    (True, False)
    """
    return _ORGANISED.search(name) is not None or key(name).removeprefix("the") in own


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency: it stands beside the people it wrote with."""
    return _AGENCY.fullmatch(name) is not None
