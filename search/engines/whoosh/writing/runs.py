"""Runs: some thousands of articles each, analysed, inverted and written at once.

Segments are merged from runs. The file of a run is like that of a segment (segment_file.py). It
has the columns of its documents (segment.py), without folded names, and instead of the rest:

    lexicon           as in a segment, but not sorted
    zone Z            for each stem in the zone, by number: Z.terms, Z.df, Z.cf; for each posting:
                      Z.documents, Z.frequencies; for each occurrence: Z.positions, Z.forms;
                      Z.length, if the zone is scored
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zlib import DEFLATED

import numpy as np

from search.article import Article
from search.bounded_zlib import RAW, limit, stored_record
from search.engines import compression
from search.engines.whoosh.storage.bit_packing import run_starts
from search.engines.whoosh.storage.segment_schema import GAP, SCORED, zone_texts
from search.engines.whoosh.storage.segment_writer import SegmentWriter
from search.engines.whoosh.storage.stored_articles import encode, encode_record
from search.engines.whoosh.writing.document_columns import write_facets, write_ids
from search.engines.whoosh.writing.inversion import ZoneWords, invert
from search.engines.whoosh.writing.lexicon import Lexicon, form_numbers
from search.engines.whoosh.writing.vocabulary import Vocabulary
from search.schema import ZONES

SUFFIX = ".run"
MOST_CHUNKS = 400_000  # of a vocabulary before a new one is started: some 150 MB
LEVEL = 2  # of ISA-L: records shrink to 46 %
DICTIONARY = 1 << 13  # bytes; without it 50 %, with twice as many 45 %, in 31 us an article
DICTIONARY_FROM = 512  # articles; fewer do not save the bytes of a dictionary


class RunWriter:
    """A writer of one run after another, whose words share a vocabulary."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()

    def write(self, articles: Sequence[Article], path: Path, dictionary: bytes) -> None:
        """Write the articles, which are all different, as a run in a new file.

        Their records are compressed with the dictionary.
        Raises: OSError; no file is left then.
        """
        if self._vocabulary.chunk_count > MOST_CHUNKS:
            self._vocabulary = Vocabulary()
        zones = _zone_words(articles, self._vocabulary)
        file = SegmentWriter(path)
        try:
            _write_records(file, articles, dictionary)
            write_facets(file, articles)
            write_ids(file, [encode(article.id) for article in articles])
            file.write_strings("titles", [encode(article.title) for article in articles])
            _write_zones(file, zones, self._vocabulary, len(articles))
            file.finish(len(articles), {})
        except BaseException:
            file.discard()
            raise


def compression_dictionary(articles: Sequence[Article]) -> bytes:
    """Return the starts of some of the articles, to compress them all with; empty for a few."""
    if len(articles) < DICTIONARY_FROM:
        return b""
    sample = articles[:: len(articles) // 32]
    starts = (encode(article.body[: DICTIONARY // 32]) for article in sample)
    return b"".join(starts)[-DICTIONARY:]


def compressed_records(articles: Sequence[Article], dictionary: bytes) -> Iterator[bytes]:
    """Yield the compressed record of each article; `decode_record` reads it."""
    for article in articles:
        record = encode_record(article)
        compressor = compression.compressobj(LEVEL, DEFLATED, RAW, zdict=dictionary)
        compressed = compressor.compress(record) + compressor.flush()
        yield compressed if len(record) <= limit(len(compressed)) else stored_record(record)


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
    words_before = run_starts(counts)
    first_text = np.repeat(run_starts(text_counts), text_counts)  # of the document
    starts = words_before - words_before[first_text] if len(counts) else words_before
    starts += GAP * (np.arange(len(texts)) - first_text)
    return ZoneWords(words, words, counts, documents, starts)


def _write_zones(
    file: SegmentWriter, zones: Mapping[str, ZoneWords], vocabulary: Vocabulary, documents: int
) -> None:
    is_used = np.zeros(len(vocabulary.words), bool)
    for zone in zones.values():
        is_used[zone.terms] = True
    used = np.flatnonzero(is_used)
    stems, stem = np.unique(vocabulary.stem_numbers[used], return_inverse=True)
    form = form_numbers(stem)
    encoded_stems = [encode(vocabulary.stems[number]) for number in stems.tolist()]
    encoded_words = [encode(vocabulary.words[number]) for number in used.tolist()]
    Lexicon(encoded_stems, encoded_words, stem, form).write(file)
    stem_of = np.zeros(len(is_used), np.uint32)  # by the numbers of the vocabulary
    stem_of[used] = stem
    form_of = np.zeros(len(is_used), np.min_scalar_type(form.max(initial=0)))
    form_of[used] = form
    for name, zone in zones.items():
        postings = invert(zone._replace(terms=stem_of[zone.terms], forms=form_of[zone.terms]))
        for column, numbers in postings._asdict().items():
            file.write_numbers(f"{name}.{column}", numbers)
        if name in SCORED:
            lengths = np.bincount(zone.documents, zone.counts, documents).astype(np.int64)
            file.write_numbers(f"{name}.length", lengths)


def _write_records(file: SegmentWriter, articles: Sequence[Article], dictionary: bytes) -> None:
    file.write_strings("records", compressed_records(articles, dictionary))
    file.write_strings("dictionaries", [dictionary])
    file.write_numbers("records.dictionary", np.zeros(len(articles), np.int64))
