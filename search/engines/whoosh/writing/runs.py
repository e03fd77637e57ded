"""Articles to a run: analysed, inverted and written in one go, some thousands at a time.

A run is what segments are merged from, and lies in a file like theirs (layout.py). It has the facts
of its documents as they have them (segment.py), without the folded names, and in place of the rest:

    words             strings `words` and `stems` as their vocabulary numbers them, only those that
                      no run of the same vocabulary before it has; for each of these words its stem
                      (words.stem) and which form of it the word is (words.form); `used`: the words
                      of the vocabulary that occur here
    zone Z            for each stem that occurs in it, by number: Z.terms, Z.df, Z.cf; for each
                      posting Z.documents, Z.frequencies; for each occurrence Z.positions, Z.forms;
                      Z.length, if Z scores

The table of the file states the name of the vocabulary, and how many words and stems come before.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.article import Article
from search.engines.compression import crc32
from search.engines.whoosh.storage.segment_writer import SegmentWriter
from search.engines.whoosh.storage.stored_articles import encode
from search.engines.whoosh.storage.zone_texts import GAP, SCORED, zone_texts
from search.engines.whoosh.writing.article_records import compressed_records
from search.engines.whoosh.writing.document_columns import write_facets, write_ids
from search.engines.whoosh.writing.inversion import Zone, inverted
from search.engines.whoosh.writing.vocabulary import Vocabulary
from search.schema import ZONES

Numbers = NDArray[Any]
SUFFIX = ".run"
MOST_CHUNKS = 400_000  # of a vocabulary before it is begun anew: some 150 MB


class RunWriter:
    """Writes one run after another, all in the words of one vocabulary."""

    def __init__(self) -> None:
        self._begin()

    def write(self, articles: Sequence[Article], path: Path, common: bytes) -> None:
        """The articles as a run in a new file; none may be there twice.

        `common` is a dictionary to compress them with.
        Raises: OSError; nothing is left then.
        """
        if self._vocabulary.chunks > MOST_CHUNKS:
            self._begin()
        read = _read(articles, self._vocabulary)
        file = SegmentWriter(path)
        try:
            _write_records(file, articles, common)
            write_facets(file, articles)
            write_ids(file, [encode(article.id) for article in articles])
            file.write_strings("titles", [encode(article.title) for article in articles])
            _write_zones(file, read, self._vocabulary, len(articles))
            file.finish(len(articles), self._write_words(file))
        except BaseException:
            file.discard()
            raise

    def _begin(self) -> None:
        self._vocabulary = Vocabulary()
        self._name = int.from_bytes(os.urandom(6), "little")  # no two of a build have the same
        self._words = self._stems = 0  # that the runs so far have

    def _write_words(self, file: SegmentWriter) -> Mapping[str, int]:
        """Write what is new of the vocabulary; which it is, and what came before."""
        known, words, stems = self._vocabulary, self._words, self._stems
        file.write_strings("words", map(encode, known.words[words:]))
        file.write_strings("stems", map(encode, known.stems[stems:]))
        file.write_numbers("words.stem", known.stem_of[words:])
        file.write_numbers("words.form", known.form_of[words:])
        self._words, self._stems = len(known.words), len(known.stems)
        return {"vocabulary": self._name, "words": words, "stems": stems}


def _read(articles: Sequence[Article], vocabulary: Vocabulary) -> Mapping[str, Zone]:
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


def _write_zones(
    file: SegmentWriter, read: Mapping[str, Zone], vocabulary: Vocabulary, documents: int
) -> None:
    stem, form = vocabulary.stem_of, vocabulary.form_of
    form = form.astype(np.min_scalar_type(form.max(initial=0)))
    used = np.zeros(len(stem), bool)
    for zone in read.values():
        used[zone.terms] = True
    file.write_numbers("used", np.flatnonzero(used))
    stems = np.unique(stem[used])
    rank = np.zeros(len(vocabulary.stems), np.uint32)
    rank[stems] = np.arange(len(stems))  # so that they have 16 bits, which are quickly sorted
    stem = rank[stem]
    for name, zone in read.items():
        found = inverted(zone._replace(terms=stem[zone.terms], forms=form[zone.terms]))
        for column, numbers in found._replace(terms=stems[found.terms])._asdict().items():
            file.write_numbers(f"{name}.{column}", numbers)
        if name in SCORED:
            lengths = np.bincount(zone.documents, zone.counts, documents).astype(np.int64)
            file.write_numbers(f"{name}.length", lengths)


def _write_records(file: SegmentWriter, articles: Sequence[Article], common: bytes) -> None:
    records = list(compressed_records(articles, common))
    file.write_strings("records", records)
    file.write_numbers("records.crc", np.fromiter(map(crc32, records), np.int64, len(records)))
    file.write_strings("dictionaries", [common])
    file.write_numbers("records.dictionary", np.zeros(len(articles), np.int64))
