"""Runs: some thousands of articles each, analysed, inverted and written at once.

Segments are merged from runs. The file of a run is like that of a segment (segment_file.py). It
has the columns of its documents (segment.py), without folded names, and instead of the rest:

    words             strings `words` and `stems`, as their vocabulary numbers them, without those
                      of earlier runs of the same vocabulary; for each of these words, its stem
                      (words.stem) and its place among the words of that stem (words.form);
                      `used`: the words of the vocabulary that occur in this run
    zone Z            for each stem in the zone, by number: Z.terms, Z.df, Z.cf; for each posting:
                      Z.documents, Z.frequencies; for each occurrence: Z.positions, Z.forms;
                      Z.length, if the zone is scored

The properties of the file are the number that names the vocabulary, and the number of words and
stems of earlier runs.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from search.article import Article
from search.engines.compression import crc32
from search.engines.whoosh.storage.segment_writer import SegmentWriter
from search.engines.whoosh.storage.stored_articles import encode
from search.engines.whoosh.storage.zone_texts import GAP, SCORED, zone_texts
from search.engines.whoosh.writing.article_records import compressed_records
from search.engines.whoosh.writing.document_columns import write_facets, write_ids
from search.engines.whoosh.writing.inversion import ZoneWords, invert
from search.engines.whoosh.writing.vocabulary import Vocabulary
from search.schema import ZONES

SUFFIX = ".run"
MOST_CHUNKS = 400_000  # of a vocabulary before a new one is started: some 150 MB


class RunWriter:
    """A writer of one run after another, whose words share a vocabulary."""

    def __init__(self) -> None:
        self._start_vocabulary()

    def write(self, articles: Sequence[Article], path: Path, dictionary: bytes) -> None:
        """Write the articles, which are all different, as a run in a new file.

        Their records are compressed with the dictionary.
        Raises: OSError; no file is left then.
        """
        if self._vocabulary.chunk_count > MOST_CHUNKS:
            self._start_vocabulary()
        zones = _zone_words(articles, self._vocabulary)
        file = SegmentWriter(path)
        try:
            _write_records(file, articles, dictionary)
            write_facets(file, articles)
            write_ids(file, [encode(article.id) for article in articles])
            file.write_strings("titles", [encode(article.title) for article in articles])
            _write_zones(file, zones, self._vocabulary, len(articles))
            file.finish(len(articles), self._write_words(file))
        except BaseException:
            file.discard()
            raise

    def _start_vocabulary(self) -> None:
        self._vocabulary = Vocabulary()
        self._name = int.from_bytes(os.urandom(6), "little")  # unique among those of a build
        self._written_words = self._written_stems = 0

    def _write_words(self, file: SegmentWriter) -> Mapping[str, int]:
        """Write the new words of the vocabulary and return the properties of the run."""
        known, words, stems = self._vocabulary, self._written_words, self._written_stems
        file.write_strings("words", map(encode, known.words[words:]))
        file.write_strings("stems", map(encode, known.stems[stems:]))
        file.write_numbers("words.stem", known.stem_numbers[words:])
        file.write_numbers("words.form", known.form_numbers[words:])
        self._written_words, self._written_stems = len(known.words), len(known.stems)
        return {"vocabulary": self._name, "words": words, "stems": stems}


def _zone_words(articles: Sequence[Article], vocabulary: Vocabulary) -> Mapping[str, ZoneWords]:
    """Return the words of every zone, by their numbers in the vocabulary."""
    texts = [zone_texts(article) for article in articles]
    return {zone: _words_of([each[zone] for each in texts], vocabulary) for zone in ZONES}


def _words_of(texts_of_documents: Sequence[Sequence[str]], vocabulary: Vocabulary) -> ZoneWords:
    texts = [text for texts in texts_of_documents for text in texts]
    words, counts = vocabulary.read(texts)
    document_count = len(texts_of_documents)
    text_counts = np.fromiter(map(len, texts_of_documents), np.int64, document_count)
    documents = np.repeat(np.arange(document_count), text_counts)
    words_before = np.cumsum(counts) - counts
    first_text = np.repeat(np.cumsum(text_counts) - text_counts, text_counts)  # of the document
    starts = words_before - words_before[first_text] if len(counts) else words_before
    starts += GAP * (np.arange(len(texts)) - first_text)
    return ZoneWords(words, words, counts, documents, starts)


def _write_zones(
    file: SegmentWriter, zones: Mapping[str, ZoneWords], vocabulary: Vocabulary, documents: int
) -> None:
    stem, form = vocabulary.stem_numbers, vocabulary.form_numbers
    form = form.astype(np.min_scalar_type(form.max(initial=0)))
    used = np.zeros(len(stem), bool)
    for zone in zones.values():
        used[zone.terms] = True
    file.write_numbers("used", np.flatnonzero(used))
    stems = np.unique(stem[used])
    rank = np.zeros(len(vocabulary.stems), np.uint32)
    rank[stems] = np.arange(len(stems))  # mostly of 16 bits, which are sorted quickly
    stem = rank[stem]
    for name, zone in zones.items():
        postings = invert(zone._replace(terms=stem[zone.terms], forms=form[zone.terms]))
        postings = postings._replace(terms=stems[postings.terms])
        for column, numbers in postings._asdict().items():
            file.write_numbers(f"{name}.{column}", numbers)
        if name in SCORED:
            lengths = np.bincount(zone.documents, zone.counts, documents).astype(np.int64)
            file.write_numbers(f"{name}.length", lengths)


def _write_records(file: SegmentWriter, articles: Sequence[Article], dictionary: bytes) -> None:
    records = list(compressed_records(articles, dictionary))
    file.write_strings("records", records)
    file.write_numbers("records.crc", np.fromiter(map(crc32, records), np.int64, len(records)))
    file.write_strings("dictionaries", [dictionary])
    file.write_numbers("records.dictionary", np.zeros(len(articles), np.int64))
