"""All matches as CSL-JSON, which Zotero, Pandoc and most reference managers read.

Source: github.com/citation-style-language/schema, csl-data.json.
"""

from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import citation_key, encoded_url, split_name
from search.output.export_format import ExportOptions
from search.output.safe_text import json_text
from search.query import Hit


def write(hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield one array, an article a line."""
    before = "[\n"
    for hit in hits:
        yield before + json_text(_record(hit.article, options.text))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _record(article: Article, with_text: bool) -> dict[str, object]:
    day = article.date
    record = {
        "id": citation_key(article),
        "type": "article-newspaper",
        "title": article.heading,
        "container-title": article.source,
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "author": [_author(name) for name in article.authors],
        "URL": encoded_url(article.url),
        "archive_location": article.id,
        "abstract": article.body if with_text else "",
    }
    return {name: value for name, value in record.items() if value}


def _author(name: str) -> dict[str, str]:
    person = split_name(name)
    return {"family": person.family, "given": person.given} if person else {"literal": name}
