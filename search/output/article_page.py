"""One article for reading: its facts and where they were read, its body, and what was cut."""

from collections.abc import Iterator
from itertools import zip_longest

from search.article import TERMS, Article, Block
from search.facet_definitions import listed
from search.output.display import PROSE_WIDTH, View, text_width, wrap
from search.output.safe_text import safe_line, safe_lines

MARGIN = 26  # columns for the reasons at least, to the right of the document
SURE = 0.9  # confidence from which a fact is shown without its doubt
RULE = "  │ "  # between the two
STYLE_OF = {"title": "strong", "body": "", "cut": "cut"}


def article_text(article: Article, view: View) -> Iterator[str]:
    """Yield the facts, then the body in paragraphs."""
    yield from _head(article, view)
    for paragraph in article.body.split("\n"):
        yield from wrap(safe_line(paragraph), view.prose_width) or [""]


def raw_text(article: Article, view: View) -> Iterator[str]:
    """Yield the document as it was decoded, in pieces that are not lines.

    It is given to the letter, except to a terminal.
    """
    for block in article.blocks:
        yield safe_lines(block.text) if view.terminal else block.text


def text_with_cuts(article: Article, view: View) -> Iterator[str]:
    """Yield the whole document in order, with what was cut struck through and why.

    Where nothing can be struck through, a cut line starts with `- ` and a kept one with two spaces.
    """
    draw = _struck if view.color else _prefixed
    empty = True  # several empty lines become one, and none is at the top
    for block in article.blocks:
        for text in draw(block, view):
            if text.strip() or not empty:
                yield text
            empty = not text.strip()


def _head(article: Article, view: View) -> Iterator[str]:
    for text in wrap(safe_line(article.heading), view.prose_width):
        yield view.paint("strong", text)
    facts = [(name, value) for name, value in _facts(article).items() if value]
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        origin = safe_line(article.origin.get(name, ""))
        confidence = article.confidence.get(name, 1)
        doubt = f", {confidence:.0%} sure" if confidence < SURE else ""
        note = view.paint("faint", f"  ({origin}{doubt})") if origin else ""
        yield f"{view.paint('faint', f'{name:<{width}}')}  {safe_line(value)}{note}"
    yield ""


def _facts(article: Article) -> dict[str, str]:
    facets = {facet.name: ", ".join(facet.values(article)) for facet in listed()}
    return {
        "title": "" if article.title else "none; the opening is shown in its place",
        "source": facets["source"],
        "via": article.via,
        "date": facets["date"],
        "updated": article.updated.isoformat() if article.updated else "",
        "authors": facets["authors"],
        **facets,  # the others follow in the order of their rows
        **{
            f"stated {name}" if name in (*TERMS, "words") else name: "; ".join(values)
            for name, values in article.catalogue.items()
        },
        "url": article.url,
        "path": article.path,
        "related": ", ".join(article.related),
        "cut": _size_of(article.cuts),
    }


def _size_of(cuts: tuple[Block, ...]) -> str:
    """Return how much was cut, and how to see it."""
    passages = sum(1 for block in cuts if block.text.strip())
    characters = sum(len(block.text) for block in cuts)
    plural = "" if passages == 1 else "s"
    return f"{passages} passage{plural}, {characters} characters: --cuts shows them" if cuts else ""


def _prefixed(block: Block, _: View) -> Iterator[str]:
    prefix = f"- [{_reason(block)}] " if block.verdict.part == "cut" else "  "
    for text in block.text.splitlines():
        yield prefix + safe_line(text) if text.strip() else ""


def _struck(block: Block, view: View) -> Iterator[str]:
    """Yield the lines of a block with its reason in the margin at the right.

    Where lines are not wrapped, the reason is behind the first line.
    """
    left, right = _halves(view)
    lines = block.text.splitlines()
    texts = [part for text in lines for part in wrap(safe_line(text), left) or [""]]
    cut = block.verdict.part == "cut" and any(texts)
    reasons = wrap(_reason(block), right) if cut else []
    for text, reason in zip_longest(texts, reasons, fillvalue=""):
        padding = " " * max((left or 0) - text_width(text), 0)
        note = padding + view.paint("faint", RULE + reason) if reason else ""
        yield view.paint(STYLE_OF[block.verdict.part], text) + note


def _halves(view: View) -> tuple[int | None, int | None]:
    """Return how wide the document and the reasons next to it may be."""
    if view.width is None:
        return None, None
    left = max(min(view.width - MARGIN, PROSE_WIDTH), MARGIN)
    return left, max(min(view.width - left, 2 * MARGIN), MARGIN) - len(RULE)


def _reason(block: Block) -> str:
    verdict = block.verdict
    doubt = "" if verdict.confidence == 1 else f" ({verdict.confidence:.0%} sure)"
    return safe_line(f"{verdict.rule}: {verdict.reason}{doubt}")
