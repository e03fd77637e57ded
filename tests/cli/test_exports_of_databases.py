"""Exports of databases, from `search index` to a citation: counts, fields, frames, and doctor."""

import re
from pathlib import Path

import pytest
from support.export_samples import docx, factiva_xml, nexis_rows, nexis_text, stories

from search.cli.main import main


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three exports: an article is missing, one is cut short, one is there twice."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "news").mkdir()
    rows = nexis_rows(stories(3), "English")
    last = [number for number, (_, text) in enumerate(rows) if text == "End of Document"][1]
    (folder / "news" / "nexis.docx").write_bytes(docx(rows[: last + 1]))
    texts = re.sub(r"LENGTH: \d+", "LENGTH: 900", nexis_text(stories(2)).decode(), count=1)
    (folder / "news" / "old.txt").write_text(texts, encoding="utf-8")
    same = stories(4)[3:]
    (folder / "news" / "factiva.xml").write_bytes(factiva_xml([*same, *same]))
    assert main(["index", "--index", str(folder / "index"), str(folder / "news")]) == 4
    return folder / "index"


def test_a_build_names_each_export_and_what_is_missing(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news = index.parent / "news"
    assert main(["index", "--index", str(tmp_path / "index"), str(news)]) == 4
    said = capsys.readouterr().err
    assert "news/nexis.docx: Nexis Uni, 2 articles\n" in said
    assert "news/old.txt: Nexis text, 2 articles\n" in said
    assert "news/nexis.docx: is Nexis Uni that states 3 articles; 2 were found\n" in said


def test_index_terms_are_found_and_counted_but_are_nobody(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "--index", str(index), "subject:bridges", "--ids", "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6
    assert main(["facets", "--index", str(index), "--by", "subjects"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "subjects\tBRIDGES\t6\tfalse\tfalse"


def test_the_frame_is_shown_and_each_kind_has_a_rule(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--index", str(index), "nexis.docx#1", "--cuts"]) == 0
    shown = capsys.readouterr().out
    assert "[export cover: cover of the export, with what was searched] Documents (3)" in shown
    assert "[export terms: index terms of the provider] Subject:" in shown
    assert main(["cuts", "--index", str(index), "--limit", "all"]) == 0
    rules = {line.partition("\t")[0] for line in capsys.readouterr().out.splitlines()}
    assert {"export cover", "export label", "export caption", "export copyright"} <= rules


def test_doctor_tells_of_texts_that_may_be_cut_short(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["doctor", "--index", str(index)])
    said = capsys.readouterr().out
    assert "one article differs by more than a fifth from the number of words" in said
    assert "2 articles have the accession number HARB000020210404e0360000z" in said
    assert "is Nexis Uni that states 3 articles; 2 were found" in said
