"""A measurement of the megabytes that the statistics of 100,000 articles take, in its own process.

The articles have 30 lines each; six of them stand in every article of the same one of 500 papers.
"""

from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random

from search.cleaning.corpus_statistics import CorpusStatistics
from search.cleaning.fingerprints import RUN, SAMPLED, Fingerprint, TitleHashes

PAPERS, ARTICLES, LINES, REPEATED = 500, 100_000, 30, 6


def peak() -> float:
    """Return the peak memory of this process, in megabytes.

    Not from getrusage: a child process starts there with the peak of its parent.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def hashes(number: int, random: Random) -> "array[int]":
    """Return the hashes of an article's lines: first those that all articles of its paper have."""
    own = [number % PAPERS * REPEATED + line + 1 << 20 for line in range(REPEATED)]
    return array("Q", own + [random.getrandbits(64) for _ in range(LINES - REPEATED)])


def runs(number: int, counts: Sequence[int], random: Random) -> "array[int]":
    """Return the hashes of an article's runs: first those that all articles of its paper have."""
    paper = Random(number % PAPERS)
    shared, rest = sum(counts[:REPEATED]), sum(counts[REPEATED:])
    own = [paper.getrandbits(32) for _ in range(shared)]
    return array("I", own + [random.getrandbits(32) for _ in range(rest)])


def main() -> None:
    """Build the statistics, look up one document, and print the memory."""
    before, random = peak(), Random(1)
    sizes = [9] * (LINES - 6) + [40] * 6
    starts = list(accumulate((size - RUN + 1 for size in sizes), initial=0))
    counts = [end // SAMPLED - start // SAMPLED for start, end in pairwise(starts)]
    fingerprints = {}
    for number in range(ARTICLES):
        arrays = [hashes(number, random) for _ in range(4)]
        run_hashes = runs(number, counts, random)
        title = TitleHashes(9, *(random.getrandbits(64) for _ in range(3)))
        fingerprints[f"archive/{number}.txt"] = Fingerprint(
            f"paper {number % PAPERS}",
            array("H", sizes),
            *arrays,
            array("B", counts),
            run_hashes,
            title,
        )
    statistics = CorpusStatistics(fingerprints)
    assert statistics.lines("archive/7.txt")[0].same_source == 3
    print(peak() - before)


if __name__ == "__main__":
    main()
