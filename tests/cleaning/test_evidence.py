"""Evidence that is kept from build to build: a change says of others what all of it says."""

import random
from array import array
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from search.cleaning.corpus_statistics import CorpusStatistics, statistics_digest
from search.cleaning.evidence.evidence_store import EvidenceStore, NewRows
from search.cleaning.evidence.fingerprint_table import make_table
from search.cleaning.evidence.flat_file import Part, decode_part, encode_part
from search.cleaning.facts.publisher import make_outlet
from search.cleaning.fingerprints import Fingerprint, fingerprint
from search.engines.undecodable import UNDECODABLE

Documents = Mapping[str, Fingerprint]
OPENING = "the bridge over the river of lenna fell at night"
LINES = [
    *(f"{OPENING} and {word} " * 3 for word in "one two three four".split()),
    *(f"a long line of {word} with many words in it " * 3 for word in "rain snow wind".split()),
    "sign up for the newsletter and never miss a story of us",
    "follow us",
    "minister resigns after the bridge of lenna fell",
    f"{OPENING} and one",
]
TITLES = ["", LINES[9], "minister resigns after the bridge of lenna was built", "rain in the north"]
SOURCES = ["", "The Herald", "the herald", "Courier"]


def document(chance: random.Random) -> Fingerprint:
    """Return the fingerprint of a document that has most lines in common with others."""
    lines = chance.choices(LINES, k=chance.randrange(1, 6))
    if chance.random() < 0.3:
        lines.append(f"own words {chance.random()} of one document alone and of nobody else at all")
    source = chance.choice(SOURCES)
    outlet = make_outlet(chance.choice(("", "herald.example")), source)
    if chance.random() < 0.1:
        lines += [f"{'word ' * 100}{chance.random()}" for _ in range(chance.randrange(40))]
    item = chance.choice([("", ""), ("", ""), ("7", "1"), ("7", "2"), ("8", "1")])
    return fingerprint(source, lines, chance.choice(TITLES), outlet, item)


def digests(documents: Documents, decisions: Mapping[str, str]) -> dict[str, str]:
    """Return the digest of what all documents say of each."""
    statistics = CorpusStatistics(documents, decisions)
    return {id: statistics_digest(*statistics.context(id)) for id in documents}


def long(documents: Documents) -> set[str]:
    """Return the documents that are far longer than their like."""
    statistics = CorpusStatistics(documents)
    return {id for id in documents if statistics.is_long(id)}


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(1, 4))
def test_those_whose_statistics_change_are_cleaned_again(
    seed: int, count: int, changes: int
) -> None:
    chance = random.Random(seed)
    names = [f"{number:03}" for number in range(80)]
    documents = {id: document(chance) for id in chance.sample(names, count)}
    decisions: dict[str, str] = {}
    new = make_table(documents, {})
    before = digests(documents, decisions)
    part, merged = EvidenceStore([]).change(new, before, long(documents), set(documents))
    assert merged == 0
    parts = [part]
    for _ in range(changes):
        before = digests(documents, decisions)
        most = min(len(documents) - 1, chance.randrange(3))
        removed = set(chance.sample(sorted(documents), most))
        added = {id: document(chance) for id in chance.sample(names, chance.randrange(3))}
        documents = {id: each for id, each in documents.items() if id not in removed} | added
        old_decisions = decisions
        if chance.random() < 0.3:
            hashes = fingerprint("", LINES, "").hashes
            decisions = {f"{chance.choice(hashes):016x}": chance.choice(("keep", "cut"))}
        after = digests(documents, decisions)
        kept = documents.keys() - added.keys()
        store = EvidenceStore(parts)
        new = make_table(added, {})
        codes = {code for code, _ in old_decisions.items() ^ decisions.items()}
        judged = store.judge(new, documents.keys(), decisions, codes)
        assert judged.affected == {id for id in kept if before[id] != after[id]}
        for id in added:
            assert statistics_digest(*judged.statistics.context(id)) == after[id]
        cleaned = {id: after[id] for id in judged.affected | added.keys()}
        part, merged = store.change(new, cleaned, long(documents), documents.keys())
        parts = [*parts[: len(parts) - merged], decode_part(encode_part(part))]
        assert EvidenceStore(parts).places.keys() == documents.keys()


def test_fingerprints_are_stored_as_they_are() -> None:
    chance = random.Random(1)
    documents = {f"ü{number}": document(chance) for number in range(20)}
    part = Part(make_table(documents, dict.fromkeys(documents, "00000000000000ff")), ["gone\udc80"])
    read = decode_part(encode_part(part))
    assert read.gone == part.gone
    for row, (_, each) in enumerate(sorted(documents.items())):
        for stored, given_value in zip(read.table.fingerprint(row), each, strict=True):
            assert stored == (
                given_value.tolist() if isinstance(given_value, array) else given_value
            )
    assert {read.table.digest(row) for row in range(20)} == {"00000000000000ff"}


def test_the_latest_of_two_fingerprints_counts() -> None:
    chance = random.Random(2)
    first, second = document(chance), document(chance)
    rows = NewRows()
    rows.add("a", first)
    rows.add("b", first)
    rows.add("a", second)
    table = rows.table({"a"})
    assert table.ids == ["a"]
    assert table.fingerprint(0).word_counts == list(second.word_counts)


@given(st.integers(0, 10_000), st.integers(0, 255), st.binary(max_size=40))
def test_a_damaged_table_is_read_or_refused(place: int, value: int, other: bytes) -> None:
    chance = random.Random(3)
    whole = encode_part(Part(make_table({"a": document(chance), "b": document(chance)}, {}), []))
    changed = bytearray(whole)
    changed[place % len(whole)] = value
    for contents in (bytes(changed), whole[: place % len(whole)], whole + other, other):
        try:
            table = decode_part(contents).table
        except UNDECODABLE:
            continue
        for row in range(len(table)):
            table.fingerprint(row)
