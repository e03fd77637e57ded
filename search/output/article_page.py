"""One article for reading: its facts and where they were read, its body, and what was cut."""

from collections.abc import Iterator
from itertools import zip_longest

from search.article import Article, Block
from search.output.display import MEASURE, View, columns, folded, line, lines

MARGIN = 26  # columns for the reasons at least, beside the document
SURE = 0.9  # chance from which a fact is shown without its doubt
RULE = "  │ "  # between the two
STYLE_OF = {"title": "strong", "body": "", "cut": "cut"}


def page(article: Article, view: View) -> Iterator[str]:
    """The facts, then the body in paragraphs."""
    yield from _head(article, view)
    for paragraph in article.body.split("\n"):
        yield from folded(line(paragraph), view.measure) or [""]


def raw(article: Article, view: View) -> Iterator[str]:
    """The document as it was decoded, in pieces that are not lines.

    It is given to the letter, except to a terminal.
    """
    for block in article.blocks:
        yield lines(block.text) if view.terminal else block.text


def marked(article: Article, view: View) -> Iterator[str]:
    """The whole document in order, with what was cut struck through and why.

    Where nothing can be struck through, a cut line starts with `- ` and a kept one with two spaces.
    """
    draw = _struck if view.color else _prefixed
    empty = True  # several empty lines become one, and none stands at the top
    for block in article.blocks:
        for text in draw(block, view):
            if text.strip() or not empty:
                yield text
            empty = not text.strip()


def _head(article: Article, view: View) -> Iterator[str]:
    for text in folded(line(article.heading), view.measure):
        yield view.paint("strong", text)
    facts = [(name, value) for name, value in _facts(article).items() if value]
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        origin = line(article.origin.get(name, ""))
        sure = article.confidence.get(name, 1)
        doubt = f", {sure:.0%} sure" if sure < SURE else ""
        note = view.paint("faint", f"  ({origin}{doubt})") if origin else ""
        yield f"{view.paint('faint', f'{name:<{width}}')}  {line(value)}{note}"
    yield ""


def _facts(article: Article) -> dict[str, str]:
    return {
        "title": "" if article.title else "none; the opening stands in for it",
        "source": article.source,
        "via": article.via,
        "date": article.date.isoformat() if article.date else "",
        "updated": article.updated.isoformat() if article.updated else "",
        "authors": ", ".join(article.authors),
        "people": ", ".join(person.name for person in article.people),
        "url": article.url,
        "path": article.path,
        "related": ", ".join(article.related),
        "cut": _cut_account(article.cuts),
    }


def _cut_account(cuts: tuple[Block, ...]) -> str:
    """How much was cut, and how to see it."""
    stretches = sum(1 for block in cuts if block.text.strip())
    signs = sum(len(block.text) for block in cuts)
    plural = "" if stretches == 1 else "es"
    return f"{stretches} stretch{plural}, {signs} characters: --cuts shows them" if cuts else ""


def _prefixed(block: Block, _: View) -> Iterator[str]:
    sign = f"- [{_why(block)}] " if block.verdict.part == "cut" else "  "
    for text in block.text.splitlines():
        yield sign + line(text) if text.strip() else ""


def _struck(block: Block, view: View) -> Iterator[str]:
    """The block with its reason in the margin at the right, or where lines are not wrapped behind
    its first line.
    """
    left, right = _halves(view)
    texts = [t for text in block.text.splitlines() for t in folded(line(text), left) or [""]]
    cut = block.verdict.part == "cut" and any(texts)
    reasons = folded(_why(block), right) if cut else []
    for text, reason in zip_longest(texts, reasons, fillvalue=""):
        padding = " " * max((left or 0) - columns(text), 0)
        note = padding + view.paint("faint", RULE + reason) if reason else ""
        yield view.paint(STYLE_OF[block.verdict.part], text) + note


def _halves(view: View) -> tuple[int | None, int | None]:
    """How wide the document and the reasons beside it may be."""
    if view.width is None:
        return None, None
    left = max(min(view.width - MARGIN, MEASURE), MARGIN)
    return left, max(min(view.width - left, 2 * MARGIN), MARGIN) - len(RULE)


def _why(block: Block) -> str:
    verdict = block.verdict
    doubt = "" if verdict.confidence == 1 else f" ({verdict.confidence:.0%} sure)"
    return line(f"{verdict.rule}: {verdict.reason}{doubt}")
