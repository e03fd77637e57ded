"""A saved page is one document, which knows where it was if the program that saved it said so."""

from pathlib import Path

import pytest

from search.article import Document, Seed
from search.readers import read

OPENINGS = {
    "Chrome": "<!DOCTYPE html>\n<!-- saved from url=(0023)https://a.example/flood -->\n<html>",
    "Internet Explorer": "<!-- saved from url=(0023)https://a.example/flood --><HTML>",
    "SingleFile": "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n"
    " url: https://a.example/flood \n saved date: Mon Jan 13 2025 10:00:00 GMT+0100 (CET)\n-->",
}


def hints(folder: Path, page: str) -> dict[str, str]:
    (folder / "a.html").write_text(page, encoding="utf-8")
    (document,) = read(Seed("archive/a.html", str(folder / "a.html")))
    assert isinstance(document, Document)
    return dict(document.hints)


@pytest.mark.parametrize("program", OPENINGS)
def test_the_address_of_a_saved_page_is_known(tmp_path: Path, program: str) -> None:
    page = f"{OPENINGS[program]}<body><p>The river rose.</p></body></html>"
    assert hints(tmp_path, page) == {"url": "https://a.example/flood"}


def test_a_page_from_the_disk_has_no_address(tmp_path: Path) -> None:
    page = "<!-- saved from url=(0016)http://localhost --><p>The river rose.</p>"
    assert hints(tmp_path, page.replace("http://localhost", "file:///c:/a.htm")) == {}
