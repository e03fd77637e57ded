"""All matches as Markdown: a list of references, or with the text a section for each article."""

import re
from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import encoded_url
from search.output.export_format import ExportOptions
from search.output.safe_text import safe_line
from search.query import Hit

_MARKUP = re.compile(r"([\\`*_\[\]<>{}|~#&!$^])")
_BLOCK_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")  # begins a list, a rule or a heading


def write(hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield the articles in order."""
    if options.about:
        lines = "\n".join(safe_line(each).replace("--", "- -") for each in options.about.lines())
        yield f"<!--\n{lines}\n-->\n\n"
    for hit in hits:
        yield _section(hit.article) if options.text else f"- {_reference(hit.article)}\n"


def escape_markdown(text: str) -> str:
    r"""Return the text as one line that has no markup.

    >>> escape_markdown("1. *Now*")
    '1\\. \\*Now\\*'
    """
    plain = _MARKUP.sub(r"\\\1", safe_line(text))
    return _BLOCK_START.sub(
        lambda found: found[1] + (f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}"), plain
    )


def _reference(article: Article) -> str:
    title = escape_markdown(article.heading)
    url = encoded_url(article.url)
    facts = (
        ", ".join(map(escape_markdown, article.authors)),
        f"[{title}](<{url}>)" if url else title,
        f"*{escape_markdown(article.source)}*" if article.source else "",
        article.date.isoformat() if article.date else "no date",
        f"`{safe_line(article.id).replace('`', chr(39))}`",
    )
    return ", ".join(filter(None, facts))


def _section(article: Article) -> str:
    heading = f"## {escape_markdown(article.heading)}"
    paragraphs = (escape_markdown(each) for each in article.body.split("\n") if each.strip())
    return "\n\n".join((heading, _reference(article), *paragraphs)) + "\n\n"
