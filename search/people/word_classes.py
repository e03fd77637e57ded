"""Classes of words in names, whatever the text: given name, surname, place, role and so on.

A class is a flag, since a word often belongs to several: "Florence", "Bishop", "Hall".
"""

import re
from functools import lru_cache

from search.people import word_lists
from search.people.word_lists import to_ascii

GIVEN = 1  # a given name
SURNAME = 2
FAMOUS = 4  # a surname that the news uses without a given name
EAST_ASIAN = 8  # a surname that stands before the given name: "Kim Jong-un"
ORDINARY = 16  # an English word when in lower case
PLACE = 32
GROUP = 64  # a people, language, religion or party: "Ukrainians", "Catholic"
ORGANISATION = 128  # "University", "Cup": then the whole run names no person
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

_LISTS = (
    (GIVEN, word_lists.GIVEN_NAMES),
    (SURNAME, word_lists.SURNAMES),
    (FAMOUS, word_lists.FAMOUS_SURNAMES),
    (EAST_ASIAN, word_lists.EAST_ASIAN_SURNAMES),
    (PLACE, word_lists.PLACES),
    (GROUP, word_lists.PEOPLES),
    (ORGANISATION, word_lists.ORGANISATIONS),
    (HONORIFIC, word_lists.HONORIFICS),
    (FUNCTION, word_lists.FUNCTION_WORDS),
    (CALENDAR, word_lists.CALENDAR_WORDS),
)
_STATE_ABBREVIATIONS = frozenset("U.S. U.S.A. U.K. U.N. E.U. D.C. U.A.E. U.S.S.R.".split())
# Of two letters, but not the initials of a person as in "AS Heagle".
_NO_INITIALS = frozenset(
    "AC AD AI AM AP BA BC BP CO DC EA EC EP EU FA FC FM FS GE GM GP HM HP HQ HS ID II IM IP IQ IS "
    "IT LA LG LP MA MP MS NA NY OK PC PM PR PS SC SS TD TV UC UK UN US VP VW WW".split()
)
# Roles and organisations that are names as well.
_ALSO_GIVEN_NAMES = frozenset("Abbey Ally Duke Forest Hero Hunter Norm Porter".split())
_ALSO_SURNAMES = frozenset(
    "Bloomberg Church Day Fields Flood Hall Hill Hills Lane Law Moon Post Power Powers Reich Rock "
    "Song Sun Wall Waters West Woods".split()
)
_SHORT_ADJECTIVES = frozenset("era fed hit led old run won".split())  # "Saudi-led"
_PARTY = re.compile(r"[DIR]-[A-Z][A-Za-z.]+")  # "R-Texas"
_CONTRACTION = re.compile(r"[A-Z][a-z]*'(?:ve|re|ll|d|m|t)", re.IGNORECASE)
_SUFFIX = re.compile(r"[JS]r\.?|(?=[XVI]{2}|V)X{0,2}(?:IX|IV|V?I{0,3})")
_SYLLABLE = (
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i[ao]ng|[iu]ang?|iao|uai|[aeio]ng|[aei]n|ai|ei|ao|ou|i[aeu]|u[aoien]|[aeiou])"
)
_EAST_ASIAN_GIVEN_NAME = re.compile(
    rf"[A-Z][a-z]{{1,5}}-[A-Za-z][a-z]{{1,5}}|(?i:{_SYLLABLE}){{2}}"
)
_SURNAME_SHAPE = re.compile(  # beginnings and endings that only surnames have
    r"(?:Mc|O'|Fitz|[aAeE]l-|[dD]')[A-Z].+"
    r"|\w{2,}(?:enko|vych|vich|wicz|icz|ovic|evic|chuk|czyk|shvili|adze|idze|yan|escu|oglu|zadeh"
    r"|[eo]vs?k[iy]y?i?|[nt]sk[iy]y?i?|y?eva?|ova?|ss[eo]n|stein|mann|opoulos|idis|akis|uly)"
)


@lru_cache(maxsize=65536)
def word_flags(word: str) -> int:
    """Return the flags of all classes the word may belong to; 0 for an unknown word."""
    if word.islower():
        return PARTICLE
    if not word[0].isalpha():
        return NICKNAME
    name = to_ascii(word.rstrip(","))
    if name in _STATE_ABBREVIATIONS:
        return PLACE
    if _CONTRACTION.fullmatch(name):
        return FUNCTION
    if _SUFFIX.fullmatch(name):
        return SUFFIX
    if _PARTY.fullmatch(name):
        return COMPOUND
    return _resolve_conflicts(name.rstrip("."), _listed_flags(name))


def is_east_asian_given_name(word: str) -> bool:
    """Return whether the word looks like a Korean or Chinese given name: "Joo-ho", "Wenliang"."""
    return bool(_EAST_ASIAN_GIVEN_NAME.fullmatch(to_ascii(word)))


def _listed_flags(name: str) -> int:
    """Return the flags that the word lists and the capitals of the word give it."""
    bare = name.rstrip(".")
    flags = sum(flag for flag, names in _LISTS if bare in names)
    lower = bare.lower()
    if lower in word_lists.WORDS:
        flags |= ORDINARY
    if lower.endswith("ologist") or not word_lists.ROLES.isdisjoint((lower, *lower.split("-"))):
        flags |= ROLE
    if "." in name[:-1] or len(bare) == 1:
        flags |= INITIAL
    elif bare.isupper():
        flags |= ACRONYM if len(bare) > 2 or bare in _NO_INITIALS else ACRONYM | INITIAL
    return flags


def _resolve_conflicts(name: str, flags: int) -> int:
    """Return the flags with those of the parts of the word, without those that contradict."""
    flags |= _flags_of_parts(name, flags)
    if flags & ORGANISATION and name not in _ALSO_SURNAMES:
        flags &= ~SURNAME
    if flags & GIVEN and flags & (ROLE | HONORIFIC | ORGANISATION):
        flags &= ~(ROLE | HONORIFIC | ORGANISATION) if name in _ALSO_GIVEN_NAMES else ~GIVEN
    return flags


def _flags_of_parts(name: str, flags: int) -> int:
    """Return the flags that the parts or the ending of a word give where no list has it whole."""
    first, hyphen, _ = name.partition("-")
    if hyphen:
        ending = name.rpartition("-")[2]
        is_adjective = len(ending) > 3 or ending in _SHORT_ADJECTIVES
        if is_adjective and ending in word_lists.WORDS and not flags & GIVEN:
            return COMPOUND
        if _SURNAME_SHAPE.fullmatch(name):  # "Al-Abadi"
            return SURNAME
        if first in word_lists.PLACES or first in word_lists.PEOPLES:
            return PLACE
        if first in word_lists.GIVEN_NAMES:
            return GIVEN
    if not flags & SURNAME and name.endswith("s") and name[:-1] in word_lists.ORGANISATIONS:
        return ORGANISATION
    return SURNAME if not flags and _SURNAME_SHAPE.fullmatch(name) else 0
