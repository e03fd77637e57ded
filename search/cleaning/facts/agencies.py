"""News and picture agencies: the patterns of their names, made of the table in `data/`."""

from search.cleaning.facts.data_rows import read_pairs

_USES = read_pairs("agencies")  # a name -> the letters of the places where it is recognised


def _pattern(use: str) -> str:
    return "|".join(name for name, uses in _USES.items() if use in uses)


IN_DATELINE = _pattern("d")
IN_BYLINE = _pattern("b").replace(" ", r"\s")
AS_WORD = _pattern("w")
AFTER_AUTHOR = _pattern("s")
IN_CREDIT = _pattern("p")
