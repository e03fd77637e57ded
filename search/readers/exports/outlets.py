"""Names of outlets as databases write them."""

import re

# Databases add the place to the name of a paper: "The Guardian(London)". It distinguishes papers
# of other places, such as the Sun of Malaysia, so only the place of the best known is dropped.
_AT_HOME = re.compile(
    r"(.{2,80}?\w)\s{0,3}[(\[](?:London|England|UK|U\.K\.|United Kingdom|Great Britain)[)\]]"
)
_FINAL_MARKS = " \t.,;"


def outlet_name(stated: str) -> str:
    """Return the name of an outlet without the place that a database adds to it.

    >>> outlet_name("The Guardian(London)"), outlet_name("The Sun (Malaysia)")
    ('The Guardian', 'The Sun (Malaysia)')
    """
    name = stated.strip(_FINAL_MARKS)
    found = _AT_HOME.fullmatch(name)
    return found[1] if found else name or stated
