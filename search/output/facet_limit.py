"""Which counts of a facet to show where there are too many."""

from collections.abc import Sequence

from search.query import FacetCount


def largest(counts: Sequence[FacetCount], top: int) -> tuple[FacetCount, ...]:
    """The largest counts, in the order they came in: days stay in the order of time."""
    kept = sorted(range(len(counts)), key=lambda i: (-counts[i].count, i))[:top]
    return tuple(counts[i] for i in sorted(kept))
