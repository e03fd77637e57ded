"""Damaged exports lose nothing silently: it is in an article, or in a part that is named."""

from pathlib import Path

import pytest
from support.export_mutations import WORD, Mutation, mutations

from search.article import Document, Seed, Skip
from search.readers import read


def lost(folder: Path, damaged: Mutation) -> set[str]:
    """Return the words that are neither in an article nor in a part that is named."""
    (folder / damaged.name).write_bytes(damaged.content)
    found = list(read(Seed(damaged.name, str(folder / damaged.name))))
    assert found
    if all(isinstance(each, Skip) and each.path == damaged.name for each in found):
        return set()  # the whole file is named
    texts = [each.content if isinstance(each, Document) else each.text for each in found]
    return damaged.words - set(WORD.findall("\n".join(texts)))


@pytest.mark.parametrize("damaged", [*mutations(72, 20251201)], ids=lambda each: each.kind)
def test_what_is_left_is_read_or_named(tmp_path: Path, damaged: Mutation) -> None:
    assert lost(tmp_path, damaged) == set()
