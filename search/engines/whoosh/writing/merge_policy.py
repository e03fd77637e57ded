"""Which segments are to be made one, so that there are few and none is written often."""

from collections.abc import Sequence

FAN = 8  # segments of about one size that are made one; so every document is written log8(n) times
LARGEST = 250_000  # documents of a segment at most: its maps of documents fit the second cache
WASTE = 3  # one document in so many may be deleted before a segment is written anew


def plan(new: Sequence[int], old: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The groups of runs and segments to merge, by their places: the runs first, then the segments.

    `new` says how many documents each run has; `old` how many are alive in each segment, and how
    many deleted. Every run is in a group.
    """
    groups = _filled(range(len(new)), new)
    wasteful = [i for i, (alive, gone) in enumerate(old, len(new)) if gone * WASTE > alive + gone]
    sizes = [sum(new[i] for i in group) for group in groups]
    rest = [i for i in range(len(new), len(new) + len(old)) if i not in wasteful]
    every = [*zip(sizes, groups, strict=True), *((old[i - len(new)][0], [i]) for i in rest)]
    tiers: dict[int, list[list[int]]] = {}
    for size, group in every:
        tiers.setdefault(_tier(size), []).append(group)
    found = []
    for tier, members in sorted(tiers.items()):
        if len(members) >= FAN and FAN**tier * FAN <= LARGEST:
            found.append([i for group in members for i in group])
        else:
            found += [group for group in members if group[0] < len(new)]
    return found + [[i] for i in wasteful]


def _filled(places: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """The places in groups as large as a segment may be, all about the same."""
    count = -(-sum(sizes) // LARGEST)
    most = sum(sizes) / max(1, count)
    groups: list[list[int]] = [[]]
    filled = 0
    for place in places:
        if filled >= most * len(groups):
            groups.append([])
        groups[-1].append(place)
        filled += sizes[place]
    return groups if places else []


def _tier(size: int) -> int:
    tier = 0
    while size >= FAN:
        size //= FAN
        tier += 1
    return tier
