"""The choice of the counts of a facet to show where there are too many."""

from collections.abc import Sequence

from search.query import FacetCount


def largest(counts: Sequence[FacetCount], limit: int) -> tuple[FacetCount, ...]:
    """Return the largest counts, in the order they came in: days stay in the order of time."""
    kept = sorted(range(len(counts)), key=lambda i: (-counts[i].count, i))[:limit]
    return tuple(counts[i] for i in sorted(kept))
