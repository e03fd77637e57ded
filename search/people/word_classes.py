"""What a word of a name may be, before any text is read: given name, surname, place, role, ..."""

import re
from functools import lru_cache

from search.people import word_lists
from search.people.word_lists import folded

# A word is often of several kinds: "Florence", "Bishop", "Hall".
GIVEN = 1  # a given name
SURNAME = 2
KNOWN = 4  # a surname that the news uses alone
FAMILY = 8  # a surname that stands first: "Kim Jong-un"
ORDINARY = 16  # an English word when written small
PLACE = 32
PEOPLE = 64  # "Ukrainians", "Catholic"
ORGANISATION = 128  # "University", "Cup": makes a thing of the whole run
ROLE = 256  # "Minister"
HONORIFIC = 512  # "Mr", "Lieutenant"
FUNCTION = 1024  # "The", "However"
CALENDAR = 2048
ACRONYM = 4096
INITIAL = 8192  # "J.", "J.K."
SUFFIX = 16384  # "Jr.", "III"
COMPOUND = 32768  # "London-based"
PARTICLE = 65536  # "van", "bin"
NICKNAME = 131072  # in quotation marks or brackets within a name

_TABLES = (
    (GIVEN, word_lists.GIVEN_NAMES),
    (SURNAME, word_lists.SURNAMES),
    (KNOWN, word_lists.KNOWN_NAMES),
    (FAMILY, word_lists.FAMILY_NAMES),
    (PLACE, word_lists.PLACES),
    (PEOPLE, word_lists.PEOPLES),
    (ORGANISATION, word_lists.ORGANISATIONS),
    (HONORIFIC, word_lists.HONORIFICS),
    (FUNCTION, word_lists.FUNCTION_WORDS),
    (CALENDAR, word_lists.CALENDAR_WORDS),
)
_STATES = frozenset("U.S. U.S.A. U.K. U.N. E.U. D.C. U.A.E. U.S.S.R.".split())
_NO_INITIALS = frozenset(  # of two letters, and not of a person as in "AS Heagle"
    "AC AD AI AM AP BA BC BP CO DC EA EC EP EU FA FC FM FS GE GM GP HM HP HQ HS ID II IM IP IQ IS "
    "IT LA LG LP MA MP MS NA NY OK PC PM PR PS SC SS TD TV UC UK UN US VP VW WW".split()
)
# Among the roles and things, but names as well.
_NAMES_TOO = frozenset("Abbey Ally Duke Forest Hero Hunter Norm Porter".split())
_SURNAMES_TOO = frozenset(
    "Church Day Fields Flood Hall Hill Hills Lane Law Moon Post Power Powers Reich Rock Song Sun "
    "Wall Waters West Woods".split()
)
_SHORT_ADJECTIVES = frozenset("era fed hit led old run won".split())  # "Saudi-led"
_PARTY = re.compile(r"[DIR]-[A-Z][A-Za-z.]+")  # "R-Texas"
_CONTRACTION = re.compile(r"[A-Z][a-z]*'(?:ve|re|ll|d|m|t)", re.IGNORECASE)
_SUFFIX = re.compile(r"[JS]r\.?|(?=[XVI]{2}|V)X{0,2}(?:IX|IV|V?I{0,3})")
_SYLLABLE = (
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i[ao]ng|[iu]ang?|iao|uai|[aeio]ng|[aei]n|ai|ei|ao|ou|i[aeu]|u[aoien]|[aeiou])"
)
_EASTERN = re.compile(rf"[A-Z][a-z]{{1,5}}-[A-Za-z][a-z]{{1,5}}|(?i:{_SYLLABLE}){{2}}")
_SURNAME = re.compile(  # beginnings and endings that only surnames have
    r"(?:Mc|O'|Fitz|[aAeE]l-|[dD]')[A-Z].+"
    r"|\w{2,}(?:enko|vych|vich|wicz|icz|ovic|evic|chuk|czyk|shvili|adze|idze|yan|escu|oglu|zadeh"
    r"|[eo]vs?k[iy]y?i?|[nt]sk[iy]y?i?|y?eva?|ova?|ss[eo]n|stein|mann|opoulos|idis|akis|uly)"
)


@lru_cache(maxsize=65536)
def kinds(word: str) -> int:
    """All that a word of a run may be; 0 for a strange one."""
    if word.islower():
        return PARTICLE
    if not word[0].isalpha():
        return NICKNAME
    name = folded(word.rstrip(","))
    if name in _STATES:
        return PLACE
    if _CONTRACTION.fullmatch(name):
        return FUNCTION
    if _SUFFIX.fullmatch(name):
        return SUFFIX
    if _PARTY.fullmatch(name):
        return COMPOUND
    return _settled(name.rstrip("."), _listed(name))


def is_eastern(word: str) -> bool:
    """Whether the word has the shape of a Korean or Chinese given name: "Joo-ho", "Wenliang"."""
    return bool(_EASTERN.fullmatch(folded(word)))


def _listed(name: str) -> int:
    """What the word is by the tables, written as it is and written small, and by its capitals."""
    bare = name.rstrip(".")
    found = sum(kind for kind, names in _TABLES if bare in names)
    small = bare.lower()
    if small in word_lists.WORDS:
        found |= ORDINARY
    if small.endswith("ologist") or not word_lists.ROLES.isdisjoint((small, *small.split("-"))):
        found |= ROLE
    if "." in name[:-1] or len(bare) == 1:
        found |= INITIAL
    elif bare.isupper():
        found |= ACRONYM if len(bare) > 2 or bare in _NO_INITIALS else ACRONYM | INITIAL
    return found


def _settled(name: str, found: int) -> int:
    """The kinds found, what the parts of the word tell added and what they rule out removed."""
    found |= _of_parts(name, found)
    if found & ORGANISATION and name not in _SURNAMES_TOO:
        found &= ~SURNAME
    if found & GIVEN and found & (ROLE | HONORIFIC | ORGANISATION):
        found &= ~(ROLE | HONORIFIC | ORGANISATION) if name in _NAMES_TOO else ~GIVEN
    return found


def _of_parts(name: str, found: int) -> int:
    """What the word is by its halves or its ending, where no table has it whole."""
    head, hyphen, _ = name.partition("-")
    if hyphen:
        if not found & GIVEN and _is_adjective(name.rpartition("-")[2]):
            return COMPOUND
        if _SURNAME.fullmatch(name):  # "Al-Abadi"
            return SURNAME
        if head in word_lists.PLACES or head in word_lists.PEOPLES:
            return PLACE
        if head in word_lists.GIVEN_NAMES:
            return GIVEN
    if not found & SURNAME and name.endswith("s") and name[:-1] in word_lists.ORGANISATIONS:
        return ORGANISATION
    return SURNAME if not found and _SURNAME.fullmatch(name) else 0


def _is_adjective(tail: str) -> bool:
    return tail in word_lists.WORDS and (len(tail) > 3 or tail in _SHORT_ADJECTIVES)
