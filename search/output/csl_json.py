"""All matches as CSL-JSON, which Zotero, Pandoc and most reference managers read.

Source: github.com/citation-style-language/schema, csl-data.json.
"""

import json
from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import address, key, parted
from search.output.export_format import Form, Wanted
from search.query import Hit


def write(hits: Iterable[Hit], wanted: Wanted) -> Iterator[str]:
    """One array, an article a line."""
    before = "[\n"
    for hit in hits:
        yield before + json.dumps(_record(hit.article, wanted.text), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _record(article: Article, text: bool) -> dict[str, object]:
    day = article.date
    record = {
        "id": key(article),
        "type": "article-newspaper",
        "title": article.heading,
        "container-title": article.source,
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "author": [_author(name) for name in article.authors],
        "URL": address(article.url),
        "archive_location": article.id,
        "abstract": article.body if text else "",
    }
    return {name: value for name, value in record.items() if value}


def _author(name: str) -> dict[str, str]:
    person = parted(name)
    return {"family": person.family, "given": person.given} if person else {"literal": name}


FORM = Form(write, comments=False)
