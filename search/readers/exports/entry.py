"""Entries of exports, as their readers yield them: articles with the frame around them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from search.article import Document, Mark, Skip
from search.readers.column_names import UNSOUND
from search.readers.exports.outlets import outlet_name
from search.readers.raw_bytes import UnreadError, check_size

TEXT = ""  # the kind of a line that is the article's text
NONE = "has no article"
EXCERPT = 120  # characters of a part that was not read, in the reason


@dataclass
class Entry:
    """An article while it is read; its methods change it in place.

    `lines` are all lines of its part of the file, in order, each after its kind: TEXT, "html" for
    text that is HTML, "title", or the name of a frame rule of cleaning.
    """

    provider: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)  # facts, as in `column_names.HINTS`
    catalogue: dict[str, list[str]] = field(default_factory=dict)  # see `article.CATALOGUE`

    def add(self, kind: str, *texts: str) -> None:
        """Add lines of a kind; a text without a letter is left out."""
        for text in texts:
            shown = UNSOUND.sub("\ufffd", text).strip()
            if shown:
                self.lines.append((kind, shown))

    def add_html(self, html: str) -> None:
        """Add text that is HTML; the document is then a page."""
        if html.strip():
            self.lines.append(("html", UNSOUND.sub("\ufffd", html)))

    def state(self, fact: str, value: str) -> None:
        """Set a fact that is not known yet."""
        shown = " ".join(UNSOUND.sub("\ufffd", value).split())
        if shown and not self.hints.get(fact):
            self.hints[fact] = outlet_name(shown) if fact == "source" else shown

    def list(self, name: str, values: Iterable[str]) -> None:
        """Add values to the catalogue, each once."""
        listed = self.catalogue.setdefault(name, [])
        for value in values:
            shown = " ".join(UNSOUND.sub("\ufffd", value).split())
            if shown and shown not in listed:
                listed.append(shown)

    @property
    def text(self) -> str:
        """Return all lines, the frame too."""
        return "\n\n".join(line for _, line in self.lines)

    def document(self, path: str) -> Document:
        """Return the document.

        Raises: UnreadError, for one without a headline and a text.
        """
        kinds = {kind for kind, _ in self.lines}
        if kinds.isdisjoint((TEXT, "html")) and not self.hints.get("title"):
            raise UnreadError("has no headline and no text")
        catalogue = {name: tuple(values) for name, values in self.catalogue.items() if values}
        catalogue = {"provider": (self.provider,), **catalogue}
        is_page = "html" in kinds
        content = self._page() if is_page else self.text
        check_size(len(content))
        marks = () if is_page else tuple(self._marks())
        stated = [content, self.hints, catalogue, marks]
        digest = hashlib.sha256(json.dumps(stated).encode()).hexdigest()
        kind: Literal["text", "html"] = "html" if is_page else "text"
        return Document(path, kind, content, digest, dict(self.hints), catalogue, marks)

    def _marks(self) -> Iterator[Mark]:
        """Yield a mark for each line that is not the text; a text of one line needs one too."""
        place = 0
        for kind, line in self.lines:
            if kind != TEXT:
                yield Mark(place, place + len(line), kind)
            place += len(line) + 2

    def _page(self) -> str:
        return "\n".join(map(_element, *zip(*self.lines, strict=True)))


def _element(kind: str, line: str) -> str:
    if kind == "html":
        return f"<div>{line}</div>"
    text = escape(line, quote=False).replace("\n", "<br>")
    if kind == "title":
        return f"<h1 class='export-frame export-title'>{text}</h1>"
    classes = f" class='export-frame {kind.replace(' ', '-')}'" if kind else ""
    return f"<p{classes}>{text}</p>"


def excerpt(text: str) -> str:
    """Return the start of a text in quotes, and how many words it has."""
    words = text.split()
    start = " ".join(words)[:EXCERPT]
    return f"{start!r} ({len(words)} word{'' if len(words) == 1 else 's'})"


def numbered(
    path: str, parts: Iterable[Entry | str], stated: int | None = None, provider: str = "an export"
) -> Iterator[Document | Skip]:
    """Yield a document for each entry, numbered from 1, and a Skip for each without a text.

    A part that is a text is none of the articles: a Skip has it. Where the export states how many
    articles it holds, and others were found, a Skip of the whole file names both numbers.
    """
    number = found = rest = 0
    for part in parts:
        if isinstance(part, str):
            rest += 1
            reason = f"a part of {provider} is no article: {excerpt(part)}"
            yield Skip(f"{path}#rest{rest}", reason, part)
            continue
        number += 1
        own = f"{path}#{number}"
        try:
            yield part.document(own)
            found += 1
        except UnreadError as error:
            yield Skip(own, f"article {number} {error}: {excerpt(part.text)}", part.text)
    if not number and not rest:
        raise UnreadError(NONE)
    if stated is not None and stated != found:
        yield Skip(path, f"is {provider} that states {stated} articles; {found} were found")
