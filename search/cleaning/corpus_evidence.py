"""What the documents of a corpus say of one another: repeated lines, and headlines met elsewhere.

A line that stands in several stories of one source is that source's boilerplate; a line that is
another article's headline, or opens as it opens, is a teaser of it. A line of which runs of words
stand there may be boilerplate with a name in it that changes, which the line model weighs. Two
copies of one story prove nothing. The evidence is a function of the set of sketches: no order of
files can change it.
"""

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress, count, islice
from typing import NamedTuple
from zlib import crc32

from search.cleaning.facts.outlet_names import NAMELESS, Outlet, names
from search.cleaning.text_lines import runs, written

WORD = re.compile(r"[^\W_]+")
DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[^\w\x00-\x7f]|_")
_ZEROS = {ord(digit): "0" for digit in "123456789"}
LONG = 20  # words from which a line is a story's own; two stories share such lines by copying
LEAD = 8  # words of an opening that make it known again; teasers break openings off
ENDS = 5  # words at either end that make a headline known again, if the other end was edited
HEADLINE = range(5, 31)  # words of a headline that can be known again
COPIED = 2  # long lines that copies share at the least
OPENING = 12  # words an opening has at the least
OPENINGS = 2  # a caption may stand above the opening
MOST = 3  # a count past this says nothing more
KINDS = "HQQQQBI"  # of the arrays of a sketch: 16 bits for sizes, 64 for hashes, 32 for runs
MOST_WORDS = 65_535
RUN = 5  # words of a run
SAMPLED = 8  # one word in so many begins a run remembered; with 4, evidence takes 43 MB more
MOST_RUNS = 255  # of a line
SHARES = 5  # steps in which the runs of a line that others have are counted
BITS = 24  # the table of marks met takes 2 ** 24 bytes: one false alarm in 45 for 3 million lines
OWN = 0.2  # share of its words that a copy may have for itself; by cross-validation
KNOWN = 1 << 14  # lines and documents of which something is kept that was worked out
SAMPLES = 16  # holders looked at before a line is given up as copies of one story


class Sketch(NamedTuple):
    """What a document tells of the others: hashes, about a kilobyte and a half for an article.

    The arrays have a place for every line of the document, but for `runs`, which has those of the
    first line, then those of the second; 0 stands for nothing to compare.
    """

    source: str  # who published it; lines are counted by source
    sizes: Sequence[int]  # words
    marks: Sequence[int]  # of all words, digits aside
    firsts: Sequence[int]  # of the first ENDS words, of lines as long as a headline
    lasts: Sequence[int]  # of the last ENDS words of these
    leads: Sequence[int]  # of the first LEAD words
    counts: Sequence[int]  # how many runs of the line are in `runs`
    runs: Sequence[int]  # of RUN words and the source, those that begin with a sampled word
    title: tuple[int, int, int, int]  # of the headline: size, mark, first, last
    outlet: Outlet = NAMELESS  # whose document it is, and what it calls itself


class Seen(NamedTuple):
    """What the other documents say of a line."""

    same: int = 0  # how many other stories of its source have it, MOST at the most
    others: int = 0  # how many other sources have it, MOST at the most
    teaser: str = ""  # the id of the article whose headline or opening it is
    ruling: str = ""  # "keep" or "cut", where a person has decided
    shared: int = 0  # of SHARES, the share of its runs that other stories of its source have


NOTHING = Seen()
_seen = lru_cache(maxsize=KNOWN)(Seen)  # what is one object takes no room in a message


def sketch(source: str, lines: Iterable[str], title: str, outlet: Outlet = NAMELESS) -> Sketch:
    """The sketch of a document, given all its lines and its headline."""
    size, mark, first, last, _ = _marks(_said(title))
    said = list(map(_said, lines))
    sampled = [_runs(words, source.casefold()) for words in said]
    columns = [*zip(*map(_marks, said), strict=True)] or [()] * 5
    columns += [tuple(map(len, sampled)), tuple(chain.from_iterable(sampled))]
    sizes, marks, firsts, lasts, leads, counts, runs = map(array, KINDS, columns)
    head = (size, mark, first, last)
    return Sketch(source.casefold(), sizes, marks, firsts, lasts, leads, counts, runs, head, outlet)


def code(line: str) -> str:
    """What a line goes by, the same in every document that has it."""
    return f"{_marks(_said(line))[1]:016x}"


def _marks(said: Sequence[str]) -> tuple[int, int, int, int, int]:
    """Size, mark, first, last and lead of a line."""
    size = min(len(said), MOST_WORDS)
    first = last = 0
    if HEADLINE.start <= size < HEADLINE.stop:
        first, last = _hash(said[:ENDS]), _hash(said[-ENDS:])
    return size, _hash(said), first, last, _hash(said[:LEAD]) if size >= LEAD else 0


def _runs(said: Sequence[str], source: str) -> list[int]:
    """The runs of a line that are remembered; without a source there is nobody to share with."""
    if not source:
        return []
    salt = crc32(source.encode("utf-8", "replace"))
    openings = map(_is_sampled, said[: 1 - RUN])
    runs = [" ".join(said[at : at + RUN]) for at in islice(compress(count(), openings), MOST_RUNS)]
    return [crc32(run.encode("utf-8", "replace"), salt) for run in runs]


@lru_cache(maxsize=1 << 16)
def _is_sampled(word: str) -> bool:
    return crc32(word.encode("utf-8", "replace")) % SAMPLED == 0


def _said(line: str) -> Sequence[str]:
    """The words, in lower case, each digit a zero."""
    if line.isascii() and "_" not in line:  # as the other stages cut the line
        said = runs(line)
        plain = " ".join(said)
        zeros = plain.translate(_ZEROS)
        return said if zeros == plain else zeros.split(" ")
    small = line.casefold()
    plain = _MARK.sub(" ", small)  # quotation marks and dashes
    if plain.isascii():
        return written(plain.translate(_ZEROS))
    return WORD.findall(DIGIT.sub("0", small))


def _hash(said: Sequence[str]) -> int:
    if not said:
        return 0
    digest = hashlib.blake2b(" ".join(said).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


class Evidence:
    """The sketches of a corpus, by id, asked document by document.

    `rulings` says of some lines, by their code, whether they are to be kept or cut.
    """

    def __init__(
        self, sketches: Mapping[str, Sketch], rulings: Mapping[str, str] | None = None
    ) -> None:
        self._sketches = sketches
        self._rulings = {int(code, 16): verdict for code, verdict in (rulings or {}).items()}
        self._outlets = names(each.outlet for each in sketches.values())
        self._holders = _holders({id: sketch.marks for id, sketch in sketches.items()})
        self._tellers = _holders({id: sketch.runs for id, sketch in sketches.items()}, SAMPLES + 1)
        self._titles = _titles(sketches)
        self._leads = _leads(sketches, self._holders)
        self._copies = lru_cache(maxsize=1 << 18)(self._are_copies)
        self._own_lines = lru_cache(KNOWN)(self._long)
        self._sources = lru_cache(KNOWN)(self._having)
        self._of_source = lru_cache(KNOWN)(self._sampled)

    def seen(self, id: str) -> list[Seen]:
        """What the others say of each line of the document."""
        own = self._sketches[id]
        ends = accumulate(own.counts)
        shares = [
            self._shared(id, own.runs[end - count : end])
            for count, end in zip(own.counts, ends, strict=True)
        ]
        return [self._seen(id, place, shared) for place, shared in enumerate(shares)]

    def outlet(self, id: str) -> str:
        """What most documents of its outlet call the outlet of a document."""
        own = self._sketches[id].outlet
        return self._outlets.get(own.known_by, own.name)

    def _seen(self, id: str, place: int, shared: int) -> Seen:
        own = self._sketches[id]
        holders = self._holders.get(own.marks[place], ())
        teaser = self._teased(id, place)
        ruling = self._rulings.get(own.marks[place], "")
        if not holders:
            said = teaser or ruling or shared
            return _seen(0, 0, teaser, ruling, shared) if said else NOTHING
        others = len(self._sources(own.marks[place]) - {own.source})
        stories = self._stories(id, own.marks[place])
        return _seen(stories, min(others, MOST), teaser, ruling, shared)

    def _shared(self, id: str, runs: Sequence[int]) -> int:
        """Of SHARES, the share of the runs that other stories of the source have, rounded up."""
        count = sum(self._is_shared(id, self._tellers.get(run, ())) for run in runs)
        return -(-SHARES * count // len(runs)) if count else 0

    def _is_shared(self, id: str, holders: Iterable[str]) -> bool:
        source = self._sketches[id].source
        return any(
            each != id
            and self._sketches[each].source == source
            and not self._copies(*sorted((each, id)))
            for each in holders
        )

    def _having(self, mark: int) -> frozenset[str]:
        """The sources that have the line."""
        return frozenset(self._sketches[each].source for each in self._holders[mark])

    def _sampled(self, mark: int, source: str) -> list[str]:
        """Those documents of a source that have the line which are looked at, and one more."""
        same = (id for id in self._holders[mark] if self._sketches[id].source == source)
        return list(islice(same, SAMPLES + 1))

    def _stories(self, id: str, mark: int) -> int:
        """How many of those that have the line tell another story of the same source."""
        same = (each for each in self._of_source(mark, self._sketches[id].source) if each != id)
        count = 0
        for each in islice(same, SAMPLES):
            count += not self._copies(*sorted((each, id)))
            if count == MOST:
                break
        return count

    def _long(self, id: str) -> list[int]:
        """The lines that are a story's own, in order."""
        sketch = self._sketches[id]
        pairs = zip(sketch.marks, sketch.sizes, strict=True)
        return [mark for mark, size in pairs if size >= LONG]

    def _are_copies(self, one: str, other: str) -> bool:
        """Whether they share most of what is long and of how they begin, and hold little else.

        Two short stories between the same long teasers share as much, but have words of their own.
        """
        first, second = self._own_lines(one), self._own_lines(other)
        shared = set(first) & set(second)
        opening = first[:4]
        most = 2 * len(shared) > min(len(first), len(second))
        alike = 2 * len(shared.intersection(opening)) > len(opening)
        return len(shared) >= COPIED and most and alike and self._own(one, other) < OWN

    def _own(self, *ids: str) -> float:
        """The share of their words that two documents do not share, of the one that has less."""
        both = [self._sketches[id] for id in ids]
        shared = set.intersection(*(set(each.marks) for each in both))
        pairs = (zip(each.marks, each.sizes, strict=True) for each in both)
        own = [sum(size for mark, size in each if mark not in shared) for each in pairs]
        return min(n / (sum(each.sizes) or 1) for n, each in zip(own, both, strict=True))

    def _teased(self, id: str, place: int) -> str:
        """The article whose headline or opening the line is, if that is another story."""
        own = self._sketches[id]
        found = self._leads.get(own.leads[place], "")
        if not found or found == id:
            found = self._headed(own, place)
        if not found or found == id or own.title[1] == self._sketches[found].title[1]:
            return ""
        return "" if self._copies(*sorted((found, id))) else found

    def _headed(self, own: Sketch, place: int) -> str:
        """The article with that headline, or with one much like it."""
        for mark in (own.marks[place], own.firsts[place], own.lasts[place]):
            found = self._titles.get(mark, "")
            if found and _alike(own.sizes[place], self._sketches[found].title[0]):
                return found
        return ""


def _alike(one: int, other: int) -> bool:
    """Whether two headlines are of much the same length."""
    return abs(one - other) <= max(2, other // 4)


def _holders(
    marks: Mapping[str, Sequence[int]], most: int | None = None
) -> dict[int, tuple[str, ...]]:
    """The marks that more than one document has, with the documents by id, the first `most`."""
    again = _met_again(marks.values())
    holders: dict[int, list[str]] = defaultdict(list)
    for id in sorted(marks):
        for mark in again.intersection(marks[id]):
            if most is None or len(holders[mark]) < most:
                holders[mark].append(id)
    return {mark: tuple(ids) for mark, ids in holders.items() if len(ids) > 1}


def _met_again(marks: Iterable[Sequence[int]]) -> set[int]:
    """The marks that several documents have, and by chance a few more.

    A table of bits tells whether a mark like it was met before: a set of all marks would take
    a hundred times the room, and nearly all stand in one document alone.
    """
    bits = bytearray(1 << BITS)
    found: set[int] = set()
    for each in marks:
        for mark in set(each) - {0}:
            place, bit = mark >> 3 & (1 << BITS) - 1, 1 << (mark & 7)
            if bits[place] & bit:
                found.add(mark)
            else:
                bits[place] |= bit
    return found


def _titles(sketches: Mapping[str, Sketch]) -> dict[int, str]:
    """The article of each headline, whole or by one of its ends; of several the lowest id."""
    found: dict[int, str] = {}
    for id in sorted(sketches, reverse=True):
        size, *marks = sketches[id].title
        if size in HEADLINE:
            found.update(dict.fromkeys(marks, id))
    return found


def _leads(sketches: Mapping[str, Sketch], holders: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The article of each opening; of several the lowest id. What many have is nobody's."""
    found: dict[int, str] = {}
    for id in sorted(sketches, reverse=True):
        sketch = sketches[id]
        long = [place for place, size in enumerate(sketch.sizes) if size >= OPENING]
        for place in long[:OPENINGS]:
            if len(holders.get(sketch.marks[place], ())) <= MOST:
                found[sketch.leads[place]] = id
    return found
