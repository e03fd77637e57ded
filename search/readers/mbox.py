"""Reads a file of many mails, one after the other: a document each."""

import hashlib
import re
from collections.abc import Iterator

from search.article import Document, Skip
from search.readers.bounded_lines import limited
from search.readers.mail import document
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, check

# The line before each mail: "From ann@example.org Mon Jan 13 21:18:00 2025". A sentence that
# begins with "From" has no clock.
ENVELOPE = re.compile(rb"From .*\d:\d\d")
QUOTED = re.compile(rb">+From ")  # a line of a mail that would look like one
BARREN = 1000  # mails in a row that cannot be read, after which the file is something else


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each mail, named by its place, and a Skip for each that cannot be read.

    Raises: UnreadError where the file is no mbox, and what reading raises.
    """
    number = last = 0
    for number, mail in enumerate(_mails(raw), 1):
        path = f"{raw.path}#{number}"
        if number - last > BARREN:
            raise UnreadError(f"has no mail that can be read in the {BARREN} before mail {number}")
        try:
            if len(mail) > PAGE_LIMIT:
                raise UnreadError(f"is larger than {PAGE_LIMIT // 1_000_000} MB")
            yield document(path, mail, hashlib.sha256(mail).hexdigest())
            last = number
        except UnreadError as error:
            yield Skip(path, f"mail {number} {error}")
    if not number:
        raise UnreadError("is empty")


def _mails(raw: Raw) -> Iterator[bytes]:
    """The bytes of each mail without its envelope; of one past the limit its beginning.

    Raises: UnreadError where the file does not begin with an envelope.
    """
    stream = raw.unpack(raw.stored)
    check(stream.peek(16)[:16])
    mail: bytearray | None = None
    blank = True
    for line in limited(stream.readline):
        if blank and ENVELOPE.match(line):
            if mail is not None:
                yield bytes(mail)
            mail = bytearray()
        elif mail is None and not line.isspace():
            raise UnreadError("is no mbox: it does not begin with 'From '")
        elif mail is not None and len(mail) <= PAGE_LIMIT:
            mail += line[1:] if QUOTED.match(line) else line
        blank = line in (b"\n", b"\r\n")
    if mail is not None:
        yield bytes(mail)
