"""The best answers ordered anew by how near they are to the query's topics."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from search.engines.whoosh.kernel import Direction, Part
from search.engines.whoosh.topics import Space, Topics
from search.query import TEXT_ZONES, Forms, Leaf, Word

BEST = 50  # answers whose order topics may change: those that words alone put first

Place = tuple[int, int]  # the number of a segment, and of a document in it


class Nearness(NamedTuple):
    """What topics tell of the best answers, in their order."""

    places: Sequence[Place] = ()
    cosines: Sequence[float] = ()  # of query and article, not below 0
    first: float = 0.0  # the score of the first by words
    most: float = 1.0  # the highest cosine

    def shares(self) -> list[float]:
        """What is added to the score of each: the nearest gains as much as words gave the first."""
        return [self.first * near / self.most for near in self.cosines]


def asked(topics: Topics, parts: Sequence[Part], leaves: Sequence[Leaf]) -> Direction:
    """Where the words of a query lie among the topics; None where nobody can tell."""
    if not topics.space:
        return None
    words = tuple(word for leaf in leaves if (word := _word(leaf, topics.space)))
    return parts[0].direction(words, partial(topics.space.rows, words)) if words else None


def laid(topics: Topics, parts: Sequence[Part], place: Place) -> Direction:
    """Where an article lies among the topics; None where nobody can tell."""
    if not topics.space:
        return None
    start = place[1] * topics.space.size
    row = topics.vectors(place[0])[start : start + topics.space.size]
    return parts[0].direction(place, lambda: [(1.0, row)])


def nearness(
    topics: Topics,
    parts: Sequence[Part],
    direction: Direction,
    found: Sequence[tuple[float, Place]],
) -> Nearness | None:
    """What topics tell of the best answers, given by words alone, best first; None for nothing."""
    best = found[:BEST]
    if direction is None or not best:
        return None
    places = [place for _, place in best]
    cosines = _cosines(topics, parts, direction, places)
    most = max(cosines)
    return Nearness(places, cosines, best[0][0], most) if most > 0 else None


def _cosines(
    topics: Topics, parts: Sequence[Part], direction: Direction, places: Sequence[Place]
) -> list[float]:
    """Those of the articles, each asked of its own segment."""
    if len(parts) == 1:
        return parts[0].cosines(topics.vectors(0), direction, [place[1] for place in places])
    by_place: dict[Place, float] = {}
    for number, part in enumerate(parts):
        mine = [place for place in places if place[0] == number]
        if mine:
            documents = [place[1] for place in mine]
            told = part.cosines(topics.vectors(number), direction, documents)
            by_place.update(zip(mine, told, strict=True))
    return [by_place[place] for place in places]


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
