"""Documents that are far longer than their like: two articles in one file, or a failed cleaning.

The like of a document are those of its source, or all where its source has too few. Lines that
many documents have, such as menus, do not count.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from statistics import median

from search.cleaning.fingerprints import Fingerprint

TIMES = 10  # the median of its like
ENOUGH = 10  # documents whose median says something
FLOOR = 3000  # words; a long report among short notices is no event


def long_documents(
    fingerprints: Mapping[str, Fingerprint], boilerplate: Container[int]
) -> frozenset[str]:
    """Return the ids of the documents that are far longer than their like.

    `boilerplate` has the hashes of the lines that do not count. The length of a document is that of
    all it holds, cut or kept.
    """
    lengths = {id: own_length(each, boilerplate) for id, each in fingerprints.items()}
    by_source: dict[str, list[int]] = defaultdict(list)
    for id, each in fingerprints.items():
        by_source[each.source].append(lengths[id])
    whole = _limit(lengths.values())
    limits = {
        source: _limit(own) if len(own) >= ENOUGH else whole for source, own in by_source.items()
    }
    return frozenset(
        id for id, length in lengths.items() if length >= limits[fingerprints[id].source]
    )


def own_length(document: Fingerprint, boilerplate: Container[int]) -> int:
    """Return the number of words in the lines that count."""
    lines = zip(document.hashes, document.word_counts, strict=True)
    return sum(size for code, size in lines if code not in boilerplate)


def _limit(lengths: Iterable[int]) -> float:
    """Return the length from which on a document among these is long."""
    each = list(lengths)
    return max(FLOOR, TIMES * median(each)) if len(each) >= ENOUGH else float("inf")
