"""Articles to a segment: analysed, inverted and written in one go, some thousands at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.article import Article
from search.engines.whoosh.facts import write_columns, write_ids
from search.engines.whoosh.inverting import Zone, ZoneWriter, inverted
from search.engines.whoosh.laying import FileWriter
from search.engines.whoosh.lexicon import Lexicon, lexicon
from search.engines.whoosh.stored import Recorder, dictionary, encoded
from search.engines.whoosh.vocabulary import Vocabulary
from search.engines.whoosh.zones import GAP, zone_texts
from search.schema import ZONES

Numbers = NDArray[Any]
SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def write_run(
    articles: Sequence[Article], path: Path, vocabulary: Vocabulary, common: bytes = b""
) -> None:
    """The articles as a segment in a new file; none may be there twice.

    `common` is a dictionary to compress them with; without one they make their own.
    Raises: OSError; nothing is left then.
    """
    read = _read(articles, vocabulary)
    file = FileWriter(path)
    try:
        _write(file, articles, read, vocabulary, common)
    except BaseException:
        file.abandon()
        raise


def _write(
    file: FileWriter,
    articles: Sequence[Article],
    read: dict[str, Zone],
    vocabulary: Vocabulary,
    common: bytes,
) -> None:
    found, term, form = _numbered(read, vocabulary)
    found.write(file)
    facts: dict[str, int] = {}
    for name, zone in read.items():
        lengths = np.zeros(len(articles), np.int64)
        np.add.at(lengths, zone.documents, zone.counts)
        writer = ZoneWriter(file, name)
        named = zone._replace(terms=term[zone.terms], forms=form[zone.terms])
        file.pieces(f"{name}.postings", [writer.packed(inverted(named))])
        writer.finish()
        if name in SCORED:
            file.numbers(f"{name}.length", lengths)
            facts |= {name: int(lengths.sum()), f"least {name}": int(lengths.min())}
    write_columns(file, articles)
    write_ids(file, [encoded(article.id) for article in articles])
    file.strings("titles", [encoded(article.title) for article in articles])
    common = common or dictionary(articles)
    records = list(map(Recorder(common).record, articles))
    file.strings("records", records)
    file.numbers("records.crc", np.fromiter(map(crc32, records), np.int64, len(records)))
    file.strings("dictionaries", [common])
    file.numbers("records.dictionary", np.zeros(len(articles), np.int64))
    file.finish(len(articles), facts)


def _read(articles: Sequence[Article], vocabulary: Vocabulary) -> dict[str, Zone]:
    """The words of every zone, by the vocabulary's numbers."""
    texts = [zone_texts(article) for article in articles]
    return {zone: _zone([each[zone] for each in texts], vocabulary) for zone in ZONES}


def _zone(stretches: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Zone:
    texts = [text for row in stretches for text in row]
    terms, counts = vocabulary.read(texts)
    per_document = np.fromiter(map(len, stretches), np.int64, len(stretches))
    documents = np.repeat(np.arange(len(stretches)), per_document)
    before = np.cumsum(counts) - counts  # words of all texts before, then of this document's own
    first = np.repeat(np.cumsum(per_document) - per_document, per_document)
    starts = before - before[first] if len(counts) else before
    starts += GAP * (np.arange(len(texts)) - first)
    return Zone(terms, terms, counts, documents, starts)


def _numbered(read: dict[str, Zone], vocabulary: Vocabulary) -> tuple[Lexicon, Numbers, Numbers]:
    """The lexicon of what was read; of each of the vocabulary's words its stem and its form."""
    used = np.zeros(len(vocabulary.words), bool)
    for zone in read.values():
        used[zone.terms] = True
    words = sorted(np.flatnonzero(used).tolist(), key=vocabulary.words.__getitem__)
    stem_of = vocabulary.stem_of[words]
    stems = sorted(set(stem_of.tolist()), key=vocabulary.stems.__getitem__)
    rank = np.zeros(len(vocabulary.stems), np.int64)
    rank[stems] = np.arange(len(stems))
    found = lexicon(
        [vocabulary.words[word].encode() for word in words],
        rank[stem_of],
        [vocabulary.stems[stem].encode() for stem in stems],
    )
    term, form = np.zeros(len(used), np.uint32), np.zeros(len(used), np.uint32)
    term[words], form[words] = found.stem, found.form
    return found, term, form
