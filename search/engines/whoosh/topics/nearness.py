"""The best answers ordered anew by how near they are to the query's topics."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from search.engines.whoosh.kernel import Part
from search.engines.whoosh.ranking import DIGITS
from search.engines.whoosh.topics import Space, Topics
from search.query import TEXT_ZONES, Forms, Leaf, Word

BEST = 50  # answers whose order topics may change: those that words alone put first

Place = tuple[int, int]  # the number of a segment, and of a document in it


class Near(NamedTuple):
    """What topics tell of one answer."""

    cosine: float  # of query and article, not below 0
    share: float  # what it adds to the score


def asked(topics: Topics, leaves: Sequence[Leaf]) -> Sequence[int]:
    """Where the words of a query lie among the topics; empty where nobody can tell."""
    if not topics.space:
        return []
    words = [word for leaf in leaves if (word := _word(leaf, topics.space))]
    return topics.space.query(Counter(words)) if words else []


def laid(topics: Topics, place: Place) -> Sequence[int]:
    """Where an article lies among the topics; empty where nobody can tell."""
    if not topics.space:
        return []
    start = place[1] * topics.space.size
    return topics.vectors(place[0])[start : start + topics.space.size].tolist()


def nearness(
    topics: Topics,
    parts: Sequence[Part],
    query: Sequence[int],
    found: Sequence[tuple[float, Place]],
) -> dict[Place, Near]:
    """What topics add to the scores of the best answers, given by words alone, best first.

    The nearest of them gains as much as words gave to the first.
    """
    best = found[:BEST]
    if not best:
        return {}
    cosines: dict[Place, float] = {}
    for number, part in enumerate(parts if query else ()):
        mine = [document for _, (i, document) in best if i == number]
        if mine:
            told = part.cosines(topics.vectors(number), query, mine)
            cosines |= {(number, each): near for each, near in zip(mine, told, strict=True)}
    most = max(cosines.values(), default=0.0)
    if most <= 0:
        return {}
    return {
        place: Near(near, round(best[0][0] * near / most, DIGITS))
        for place, near in cosines.items()
    }


def _word(leaf: Leaf, space: Space) -> str:
    """The plain word that the leaf is; of several forms the first that topics know."""
    match leaf:
        case Word(text, zones, False) if zones == TEXT_ZONES:
            return text
        case Forms(forms, zones) if zones == TEXT_ZONES:
            known = (form[0] for form in forms if len(form) == 1)
            return next((word for word in known if space.stems.number(word) >= 0), "")
        case _:
            return ""
