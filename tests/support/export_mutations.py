"""Damaged exports: cut short, joined, in another encoding, with labels that nobody knows."""

import io
import random
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from support.export_samples import FORMATS, INTERFACES, ONE_LANGUAGE, Story, stories

WORD = re.compile(r"zq\d+[a-z]x")  # one in each paragraph, in no other


class Mutation(NamedTuple):
    """A damaged export."""

    name: str  # of the file
    kind: str
    content: bytes

    @property
    def words(self) -> set[str]:
        """Return the words of the paragraphs that are left in it."""
        content = self.content
        if self.name.endswith(".docx"):
            try:
                with zipfile.ZipFile(io.BytesIO(content)) as parts:
                    content = re.sub(rb"<[^>]*>", b"", parts.read("word/document.xml"))
            except zipfile.BadZipFile:
                return set()
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
        return set(WORD.findall(content.decode(encoding, "replace")))


def marked(told: list[Story]) -> list[Story]:
    """Return the articles with a word in each paragraph that no other has."""
    return [
        each._replace(body=tuple(f"zq{n}{chr(97 + p)}x {text}" for p, text in enumerate(each.body)))
        for n, each in enumerate(told)
    ]


def mutations(count: int, seed: int) -> Iterator[Mutation]:
    """Yield so many damaged exports of all formats, languages and kinds of damage."""
    rng = random.Random(seed)
    for number in range(count):
        format = list(FORMATS)[number % len(FORMATS)]
        ending, make = FORMATS[format]
        language = "English" if format in ONE_LANGUAGE else rng.choice(list(INTERFACES))
        told = marked(stories(rng.choice((1, 2, 3, 7))))
        content = make(told, language)
        kind = rng.choice(list(KINDS))
        damaged = KINDS[kind](content, rng, ending)
        yield Mutation(f"{number}{ending}", f"{format}, {language}, {kind}", damaged)


def _cut(content: bytes, rng: random.Random, _: str) -> bytes:
    return content[: rng.randrange(len(content) // 10, len(content))]


def _join(content: bytes, _: random.Random, ending: str) -> bytes:
    return content if ending in (".docx", ".xml") else content + b"\n" + content


def _encode(content: bytes, rng: random.Random, ending: str) -> bytes:
    if ending in (".docx", ".rtf"):
        return content
    text = content.decode("utf-8-sig")
    return text.encode(rng.choice(("cp1252", "utf-16", "utf-8-sig", "mac-roman")), "replace")


LABEL = re.compile(rb"(?<=>)[A-Z][\w'/-]{2,20}(?=[:\xc2< ])|^[A-Z][A-Z-]{3,20}(?=: )", re.M)


def _rename(content: bytes, rng: random.Random, ending: str) -> bytes:
    """Replace some words that may be labels by others."""
    share = rng.choice((0.1, 0.5, 1))
    if ending == ".docx":
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(stream, "w") as made:
            for name in parts.namelist():
                part = parts.read(name)
                made.writestr(name, _scrambled(part, rng, share) if "document" in name else part)
        return stream.getvalue()
    return _scrambled(content, rng, share)


def _scrambled(content: bytes, rng: random.Random, share: float) -> bytes:
    return LABEL.sub(lambda m: m[0][::-1] if rng.random() < share else m[0], content)


KINDS = {"cut short": _cut, "joined": _join, "encoded": _encode, "renamed": _rename}
