"""All matches as Markdown: a list of references, or with the text a section for each article."""

import re
from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import address
from search.output.display import line
from search.output.export_format import Form, Wanted
from search.query import Hit

_SIGNS = re.compile(r"([\\`*_\[\]<>{}|~#&!$^])")
_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")  # what begins a list, a rule or a heading


def write(hits: Iterable[Hit], wanted: Wanted) -> Iterator[str]:
    """The articles in order."""
    if wanted.about:
        told = "\n".join(line(each).replace("--", "- -") for each in wanted.about.lines())
        yield f"<!--\n{told}\n-->\n\n"
    for hit in hits:
        yield _section(hit.article) if wanted.text else f"- {_reference(hit.article)}\n"


def escaped(text: str) -> str:
    """The text as one line that is nothing but text.

    >>> escaped("1. *Now*")
    '1\\\\. \\\\*Now\\\\*'
    """
    plain = _SIGNS.sub(r"\\\1", line(text))
    return _START.sub(
        lambda found: found[1] + (f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}"), plain
    )


def _reference(article: Article) -> str:
    title = escaped(article.heading)
    where = address(article.url)
    facts = (
        ", ".join(map(escaped, article.authors)),
        f"[{title}](<{where}>)" if where else title,
        f"*{escaped(article.source)}*" if article.source else "",
        article.date.isoformat() if article.date else "no date",
        f"`{line(article.id).replace('`', chr(39))}`",
    )
    return ", ".join(filter(None, facts))


def _section(article: Article) -> str:
    paragraphs = (escaped(each) for each in article.body.split("\n") if each.strip())
    return (
        "\n\n".join((f"## {escaped(article.heading)}", _reference(article), *paragraphs)) + "\n\n"
    )


FORM = Form(write, comments=True, top=True)
