"""The choice of segments to merge: few segments, and no document written often."""

from collections.abc import Sequence

MERGE_FACTOR = 8  # segments of similar size become one: a document is written log8(n) times
LARGEST = 250_000  # documents of a segment: its arrays over documents fit a second-level cache
REWRITTEN_FROM = 3  # a segment is rewritten when more than a third of its documents are deleted


def plan(new: Sequence[int], old: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the groups of runs and segments to merge, by their places: runs before segments.

    `new` has the number of documents of each run; `old`, for each segment, how many of its
    documents are alive and how many deleted. Every run is in a group.
    """
    groups = _run_groups(range(len(new)), new)
    wasteful = [
        i
        for i, (alive, deleted) in enumerate(old, len(new))
        if deleted * REWRITTEN_FROM > alive + deleted
    ]
    sizes = [sum(new[i] for i in group) for group in groups]
    others = [i for i in range(len(new), len(new) + len(old)) if i not in wasteful]
    candidates = [*zip(sizes, groups, strict=True), *((old[i - len(new)][0], [i]) for i in others)]
    tiers: dict[int, list[list[int]]] = {}
    for size, group in candidates:
        tiers.setdefault(_tier(size), []).append(group)
    merges = []
    for tier, members in sorted(tiers.items()):
        if len(members) >= MERGE_FACTOR and MERGE_FACTOR ** (tier + 1) <= LARGEST:
            merges.append([i for group in members for i in group])
        else:
            merges += [group for group in members if group[0] < len(new)]
    return merges + [[i] for i in wasteful]


def _run_groups(runs: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """Return the runs in groups of similar size, as few as the largest segment allows."""
    count = -(-sum(sizes) // LARGEST)
    group_size = sum(sizes) / max(1, count)
    groups: list[list[int]] = [[]]
    grouped = 0  # documents
    for run in runs:
        if grouped >= group_size * len(groups):
            groups.append([])
        groups[-1].append(run)
        grouped += sizes[run]
    return groups if runs else []


def _tier(size: int) -> int:
    tier = 0
    while size >= MERGE_FACTOR:
        size //= MERGE_FACTOR
        tier += 1
    return tier
