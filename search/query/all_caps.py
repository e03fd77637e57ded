"""Queries typed all in capitals, which say nothing about names or operators."""

PLAIN = frozenset("A AT BY FOR FROM IN OF ON THE TO WITH".split())  # in no query of names alone


def lower_all_caps(text: str) -> str:
    """Return the query in lower case if it is a sentence in capitals, whose AND is a plain word.

    Two small words tell a sentence from names: `NATO AND EU` stays as it is.
    """
    if not text.isupper() or len(PLAIN.intersection(text.split())) < 2:
        return text
    lower = text.lower()
    return lower if len(lower) == len(text) else text  # columns are counted in the text as typed
