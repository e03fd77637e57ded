"""A reader of RTF: one document, or one for each article of an export."""

from collections.abc import Iterator, Sequence

from search.article import Document, Skip
from search.readers.exports import factiva_text, nexis_uni
from search.readers.exports.labelled_blocks import Block
from search.readers.exports.labels import Label, label_of
from search.readers.exports.word_blocks import STRUCTURED, ZERO_WIDTH
from search.readers.plain_text import require_text
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document
from search.readers.rtf_tokens import Paragraph, rtf_paragraphs


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield the document of a text, or those of an export."""
    content, digest = read_document(raw, PAGE_LIMIT, text=False)
    if not content.lstrip().startswith(b"{\\rtf"):
        raise UnreadError("is no RTF")
    paragraphs = list(rtf_paragraphs(content))
    blocks = list(map(_block, paragraphs))
    if nexis_uni.is_nexis(blocks):
        yield from nexis_uni.documents(raw.path, blocks)
        return
    lines = [line for each in paragraphs for line in each.text.split("\n")]
    strong = {line for block in blocks if block.strong for line in block.text.split("\n")}
    if factiva_text.is_factiva(lines):
        yield from factiva_text.articles(raw.path, lines, strong)
        return
    text = "\n\n".join(each.text for each in paragraphs if each.text)
    yield Document(raw.path, "text", require_text(text), digest)


def _block(paragraph: Paragraph) -> Block:
    text = ZERO_WIDTH.sub("", paragraph.text)
    shown: Sequence[tuple[bool, bool]]
    shown = [(each.bold, each.linked) for each in paragraph.pieces if each.text.strip()]
    structured = STRUCTURED.match(text) if shown and shown[0][0] else None
    label = label_of(text)
    if structured and label is None:
        label = Label("label", structured[1], text[structured.end() :].strip(), False)
    return Block(
        text,
        label,
        strong=bool(shown) and all(bold for bold, _ in shown),
        linked=any(linked for _, linked in shown),
        place="cell" if paragraph.end == "cell" else "label" if structured else "",
        ends_section=paragraph.end in ("sect", "page"),
    )
