"""Prints the megabytes that the evidence of 100,000 articles takes, in a process of its own.

The articles have 30 lines each; six of them stand in every article of the same one of 500 papers.
"""

from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random

from search.cleaning.corpus_evidence import RUN, SAMPLED, Evidence, Sketch

PAPERS, ARTICLES, LINES, REPEATED = 500, 100_000, 30, 6


def peak() -> float:
    """The most memory this process has held, in megabytes.

    Not from getrusage: a child begins there with what its parent held.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def hashes(number: int, random: Random) -> "array[int]":
    """One array of a sketch: the paper's own lines, then lines nobody else has."""
    own = [number % PAPERS * REPEATED + line + 1 << 20 for line in range(REPEATED)]
    return array("Q", own + [random.getrandbits(64) for _ in range(LINES - REPEATED)])


def runs(number: int, counts: Sequence[int], random: Random) -> "array[int]":
    """The sampled runs of an article: those of the paper's own lines, then those of nobody else."""
    paper = Random(number % PAPERS)
    shared, rest = sum(counts[:REPEATED]), sum(counts[REPEATED:])
    own = [paper.getrandbits(32) for _ in range(shared)]
    return array("I", own + [random.getrandbits(32) for _ in range(rest)])


def main() -> None:
    """Build, ask once, print."""
    before, random = peak(), Random(1)
    sizes = [9] * (LINES - 6) + [40] * 6
    starts = list(accumulate((size - RUN + 1 for size in sizes), initial=0))
    counts = [end // SAMPLED - start // SAMPLED for start, end in pairwise(starts)]
    sketches = {}
    for number in range(ARTICLES):
        arrays = [hashes(number, random) for _ in range(4)]
        told = runs(number, counts, random)
        title = (9, *(random.getrandbits(64) for _ in range(3)))
        sketches[f"archive/{number}.txt"] = Sketch(
            f"paper {number % PAPERS}", array("H", sizes), *arrays, array("B", counts), told, title
        )
    evidence = Evidence(sketches)
    assert evidence.seen("archive/7.txt")[0].same == 3
    print(peak() - before)


if __name__ == "__main__":
    main()
