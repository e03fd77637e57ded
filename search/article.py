"""Documents as they are read, and the articles that cleaning makes of them."""

import datetime
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from search.values import Value, field

Part = Literal["title", "body", "cut"]


# What a provider may state about an article -> what it means.
CATALOGUE: Mapping[str, str] = {
    "provider": "the database or the format that it was read from",
    "accession": "its number at the provider",
    "section": "section and page",
    "edition": "edition of the publication",
    "words": "the number of words, as stated",
    "language": "as stated",
    "subjects": "index terms of the provider; so are the next three",
    "people": "people",
    "companies": "companies and organisations",
    "places": "places",
    "version": "of an item of a wire",
    "status": "of an item of a wire: canceled, withheld",
}
SUPERSEDED = "superseded"  # the status of an item of which the archive has a higher version
TERMS = ("subjects", "people", "companies", "places")  # index terms of the provider


class Seed(NamedTuple):
    """A file that may hold documents."""

    path: str  # the same wherever the folder lies: "archive/2003.jsonl"
    location: str  # where to open it


class Mark(NamedTuple):
    """A stretch of a document that its format tells from the text, in whole lines."""

    start: int  # in characters
    end: int  # exclusive
    kind: str  # "title", or the name of a rule in search/cleaning/rules/frame_rules.py


class Document(Value):
    """One text as read, before it is cleaned.

    `catalogue` is what a database, a wire or a content system states about an article besides its
    facts; `CATALOGUE` has the names.
    """

    path: str  # "archive/a.txt", or with its line in a file of many: "archive/2003.jsonl#12"
    kind: Literal["text", "html"]
    content: str
    digest: str  # sha256 of the bytes it was read from, in hex
    hints: Mapping[str, str] = field(default_factory=dict)  # what the file format says
    catalogue: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()  # of a text, in order; in HTML see `frame_rules`


class Skip(NamedTuple):
    """A seed that could not be read: counted and shown, never fatal."""

    path: str
    reason: str
    text: str = ""  # of the part that could not be read, where there is one


class TemporarySkip(Skip):
    """A seed that the system cannot read now: what is known of it and below it is kept."""

    __slots__ = ()


class Unread(NamedTuple):
    """A file of a kind that no reader reads, or a part of a page: counted, and named on request."""

    path: str
    page: str = ""  # the path of the saved page that it is a part of

    @property
    def ending(self) -> str:
        """Return what tells the kind: ".jpg"."""
        if self.page:
            return "parts of saved pages"
        return PurePosixPath(self.path).suffix.lower() or "without an ending"

    @property
    def reason(self) -> str:
        """Return why it is not read."""
        if self.page:
            return f"part of the saved page {self.page}"
        ending = PurePosixPath(self.path).suffix.lower()
        return f"{ending} files are not read" if ending else "it has no ending, and is no page"


class Member(NamedTuple):
    """A file in a container, such as a ZIP file, whose reading begins: what follows is in it."""

    path: str  # "archive/dump.zip/2020/a.html"


Read = Document | Skip | Unread | Member  # what is found in a file


class Verdict(NamedTuple):
    """The decision about a block, and its reason."""

    part: Part
    rule: str = ""  # the name of the rule that cut the block; empty where it is kept
    reason: str = ""  # the rule in words a reader would use
    evidence: str = ""  # the id of the article whose teaser it is
    confidence: float = 1.0  # the chance that the cut is right


class Block(NamedTuple):
    """A stretch of the document. The blocks of a document, in order, are the whole document."""

    text: str
    start: int  # in characters
    end: int  # exclusive
    verdict: Verdict


class Person(NamedTuple):
    """A person named in the body, under one value whatever the spelling."""

    name: str
    variants: tuple[str, ...] = ()  # other forms in this article: ("Umerov",)
    quoted: bool = False  # whether the article quotes this person


class Article(Value):
    """One cleaned article, as it is searched, filtered and shown."""

    id: str  # the path of its document
    title: str  # empty where the document has no headline
    body: str  # paragraphs separated by an empty line
    date: datetime.date | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    path: str = ""
    url: str = ""
    blocks: tuple[Block, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)  # fact -> where it was read
    updated: datetime.date | None = None  # the day of its last change, if later
    via: str = ""  # the outlet that carries the source: MENAFN carries Ukrinform
    confidence: Mapping[str, float] = field(default_factory=dict)  # fact -> chance that it is right
    catalogue: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # see `CATALOGUE`
    is_long: bool = False  # its document is far longer than its like

    @property
    def heading(self) -> str:
        """Return the title, or without one the opening of the body, with an ellipsis."""
        if self.title:
            return self.title
        opening = " ".join(self.body.split())
        if len(opening) <= 80:
            return opening
        return opening[:80].rsplit(" ", 1)[0].rstrip(",;:") + " …"

    @property
    def related(self) -> tuple[str, ...]:
        """Return the ids of the articles whose teasers were cut from this one."""
        found = (block.verdict.evidence for block in self.blocks)
        return tuple(dict.fromkeys(id for id in found if id))

    @property
    def cuts(self) -> tuple[Block, ...]:
        """Return the blocks that were cut, in order."""
        return tuple(block for block in self.blocks if block.verdict.part == "cut")


class BuildReport(Value):
    """The number of articles that a build added, changed, removed or left as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skip, ...] = ()
    seconds: float = 0.0
    unread: tuple[Unread, ...] = ()  # files of kinds that are not read
    warning: str = ""  # of a change that is made, but may not be safe on disk
    exports: tuple[tuple[str, str, int], ...] = ()  # files that were read: provider and articles
