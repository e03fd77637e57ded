"""Queries typed in capitals from end to end, whose capitals say nothing."""

PLAIN = frozenset("A AT BY FOR FROM IN OF ON THE TO WITH".split())  # in no query of names alone


def lowered(text: str) -> str:
    """The query in lower case if it is a sentence in capitals, where AND is a word like others.

    Two small words tell a sentence from names: `NATO AND EU` stays as it is.
    """
    if not text.isupper() or len(PLAIN.intersection(text.split())) < 2:
        return text
    lower = text.lower()
    return lower if len(lower) == len(text) else text  # columns are counted in the text as typed
