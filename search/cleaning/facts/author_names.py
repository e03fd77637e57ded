"""Names of authors: their forms in a byline, and texts that are not the name of a person."""

import re
from collections.abc import Iterable

from search.cleaning.facts import agencies
from search.cleaning.facts.text_dates import MONTHS
from search.cleaning.facts.text_keys import text_key

LONGEST_BYLINE = 4_000  # characters that are read
LONGEST_NAME = 60  # characters
MOST_AUTHORS = 20


def _any(words: str) -> str:
    """Return a pattern for any of the words, which are separated by spaces."""
    return f"(?:{'|'.join(words.split())})"


_KINDS_OF_WORK = (
    "written reported posted story text words review(?:ed)? analysis opinion commentary interview"
)
_WORDS_FOR_BY = (
    "by von par por di da de door av af autor(?:in|es)? auteurs? autore authors? text yazan "
    "penulis oleh tekst автор(?:и|ы)?"
)
# The words before the names, in any case: only for a text that is known to be a byline.
BY = re.compile(
    rf"^\W*(?:{_any(_KINDS_OF_WORK)}\s+)?{_any(_WORDS_FOR_BY)}\b\s*:?\s*", re.IGNORECASE
)
PREFIX = re.compile(
    r"^(?:(?:view|see|read|more|all|other) )*(?:posts|articles|"
    r"stories)(?: written)? (?:by|from)\s+|"
    r"^(?:dr|prof|mr|mrs|ms|sir)\.?\s+(?=\w+ \w+)",
    re.IGNORECASE,
)
_MONTHS = MONTHS["English"].replace("may ", "")  # May is a name, too
_DAYS = f"{_MONTHS} monday tuesday wednesday thursday friday saturday sunday"
_END_OF_NAMES = re.compile(
    r"\s*(?:[|•·–—/;@»(]|\s-\s|\d|"
    rf"\b{_any(f'updated? published posted last on in for at is min read {_DAYS}')}\b)",
    re.IGNORECASE,
)
_CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻĽŁŃŇŌŐŒŘŚŞŠȘŤȚŪŮŰŲŹŻŽΑ-ΩА-ЯЁЇІЄҐ"
_WORD = rf"(?:[{_CAPITALS}][\w'’‘.-]*|[dDlL][’'][{_CAPITALS}][\w-]+)"
_PARTICLES = _any(
    "de da do dos das del della der den di du la le van von vom zu bin bint ibn al el ter ten af "
    "av y e of abu"
)
_PERSON = re.compile(rf"{_WORD}(?:\s(?:{_PARTICLES}\s){{0,2}}{_WORD}){{1,4}}")
_NOT_GIVEN_NAMES = frozenset("The By Photo Image Video Follow About Share".split())
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?(?:[;,|&/]|\b(?:and|und|og|och|et|ja|ve|и|та|en|with)\b)\s*|"
    r"(?<!\s)\s++(?:y|e|i)\s+(?=\w+\s\w+)"
)
_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?[(\[][^)\]]{0,60}[)\]]\s*$")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_USER_NAME = re.compile(r"[a-z][a-z0-9._-]*")
_PLACEHOLDERS = (
    "by admin(?:istrator)? webmaster editor(?:ial)? editors the unknown guest anonymous none null "
    "n/?a undefined author user root test name image redactie web redazione redacci[oó]n "
    "redaktion r[ée]daction staff news newsroom desk team default"
)
_NO_AUTHOR = re.compile(
    rf"\.(?:php|html?|aspx)\b|[<>{{}}=]|[:?!]|^\W*$|^\d+$|^{_any(_PLACEHOLDERS)}$", re.IGNORECASE
)
_AGENCY = re.compile(rf"(?:the )?(?:{agencies.IN_BYLINE})", re.IGNORECASE)
_ORGANISATION_WORDS = (
    "news newspaper staff press presse agency agencies agentur agence agencia agencias agenturen "
    "desk newsroom editorial editors? redaktion redacci[óo]n redazione r[ée]daction redactie team "
    "times herald post daily gazette journal tribune telegram courier network media magazine "
    "online tv radio broadcasting inc llc ltd gmbh ag wire group company corporation foundation "
    "institute university services? nachrichten zeitung noticias actualité digital ajans[ıi] "
    "haber studios? contributors? nast"
)
_DOMAIN_ENDINGS = "com org net de at ch be in tv fr it es uk ru ua news"
_ORGANISATION = re.compile(
    rf"\b(?:{_any(_ORGANISATION_WORDS)}|{agencies.AS_WORD})\b|\.{_any(_DOMAIN_ENDINGS)}\b",
    re.IGNORECASE,
)
_JOB_TITLES = (
    r"editor reporter writer correspondent journalist columnist contributor producer director "
    r"officer head chief fellow professor analyst manager president author critic intern staff "
    r"founder ceo host anchor ph\.?\s?d\.? m\.?d\.? rdn? ld mph ms rn jr\.? sr\.? esq\.?"
)
_ROLE = re.compile(rf"^(?:\w+ ){{0,4}}{_any(_JOB_TITLES)}(?: .*)?$", re.IGNORECASE)
_DEGREE_LETTERS = r"MS MA MD MPH RDN? RN LD PhD Ph\.D\. M\.D\. CPT"  # after a name
_DEGREES = re.compile(rf"(?:,?\s(?:{_any(_DEGREE_LETTERS)}|{agencies.AFTER_AUTHOR}))+$")
_AFFILIATION = re.compile(
    rf"(?<=\w)\s+(?:(?:The |for )?(?:{agencies.IN_BYLINE})|"
    r"(?:Staff|Senior|Guest|Contributing) (?:Writer|Reporter|Editor|Correspondent))$",
    re.IGNORECASE,
)


def split_authors(text: str) -> list[str]:
    """Return the names in a byline, agencies too, without roles, addresses and user names.

    >>> split_authors("By Mary Major and Jo Minor, Senior Editor; admin")
    ['Mary Major', 'Jo Minor']
    >>> split_authors("https://example.com/mary")
    []
    """
    names: list[str] = []
    for part in map(str.strip, text[:LONGEST_BYLINE].split(";")):
        if part[:1] == "," or _ADDRESS.search(part):  # ", The Daily": the name is missing
            continue
        for name in map(clean_author, _SEPARATOR.split(BY.sub("", PREFIX.sub("", part)))):
            if _may_be_author(name):
                names.append(name)
            if names and is_organisation(name) and "," in part:  # its town follows
                break
    return list(dict.fromkeys(names))[:MOST_AUTHORS]


def _may_be_author(name: str) -> bool:
    """Return whether a part of a byline is not a role, a user name or a placeholder."""
    if not 2 <= len(name) <= LONGEST_NAME or _NO_AUTHOR.search(name) or _is_role(name):
        return False
    return _USER_NAME.fullmatch(name) is None or is_organisation(name)


def _is_role(name: str) -> bool:
    return _ROLE.match(name) is not None and not name.endswith("Staff")


def clean_author(name: str) -> str:
    """Return the name of an author without degrees, affiliations and brackets.

    >>> clean_author(" Elena  Oberholzer (obe) "), clean_author("Lauren Manaker MS")
    ('Elena Oberholzer', 'Lauren Manaker')
    """
    cleaned = _IN_BRACKETS.sub("", " ".join(name.split())).strip(" ,-–—:*•")
    if " " in cleaned:
        cleaned = _AFFILIATION.sub("", _DEGREES.sub("", cleaned)).strip(" ,")
    return cleaned if re.search(r"\b\w\.$", cleaned) else cleaned.removesuffix(".")


def leading_persons(text: str) -> list[str]:
    """Return the persons at the start of a line, up to the first text that is not a name.

    >>> leading_persons("Rashad Grove December 22, 2023")
    ['Rashad Grove']
    >>> leading_persons("Christy Choi and Oscar Holland, CNN")
    ['Christy Choi', 'Oscar Holland']
    """
    end = _END_OF_NAMES.search(text, 1)
    persons: list[str] = []
    for name in map(clean_author, _SEPARATOR.split(text[: end.start()] if end else text)):
        if not is_person(name):
            break
        persons.append(name)
    return persons


def is_person(name: str) -> bool:
    """Return whether a text looks like the full name of a person."""
    if len(name) > LONGEST_NAME or _PERSON.fullmatch(name) is None:
        return False
    if _END_OF_NAMES.match(name) or name.split()[0] in _NOT_GIVEN_NAMES:
        return False
    return not _ORGANISATION.search(name) and not _is_role(name)


def is_organisation(name: str, site_keys: Iterable[str] = ()) -> bool:
    """Return whether a name is that of a site, an agency or a newsroom.

    `site_keys` are the keys of the names of the page's own site.

    >>> is_organisation("Associated Press"), is_organisation("Mary Major")
    (True, False)
    """
    return bool(_ORGANISATION.search(name)) or text_key(name).removeprefix("the") in site_keys


def is_agency(name: str) -> bool:
    """Return whether a name is that of a news agency, which may be named with the people."""
    return _AGENCY.fullmatch(name) is not None
