"""A reader of mbox files: a document a mail."""

import hashlib
import re
from collections.abc import Iterator

from search.article import Document, Skip
from search.readers.bounded_lines import limit_lines
from search.readers.mail import document
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, check_is_text, check_size

# The line before each mail: "From ann@example.org Mon Jan 13 21:18:00 2025". A sentence that
# starts with "From" has no time.
ENVELOPE = re.compile(rb"From .*\d:\d\d")
QUOTED = re.compile(rb">+From ")  # an escaped line of a mail that would look like an envelope
MOST_UNREADABLE = 1000  # consecutive mails that cannot be read, after which the file is rejected


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each mail, numbered by its place, and a Skip for each unreadable one."""
    number = last = 0
    for number, mail in enumerate(_mails(raw), 1):
        path = f"{raw.path}#{number}"
        if number - last > MOST_UNREADABLE:
            raise UnreadError(
                f"has no mail that can be read in the {MOST_UNREADABLE} before mail {number}"
            )
        try:
            check_size(len(mail), PAGE_LIMIT)
            yield document(path, mail, hashlib.sha256(mail).hexdigest())
            last = number
        except UnreadError as error:
            yield Skip(path, f"mail {number} {error}")
    if not number:
        raise UnreadError("is empty")


def _mails(raw: Raw) -> Iterator[bytes]:
    """Yield the bytes of each mail without its envelope; of one over the limit the start."""
    stream = raw.unpacked()
    check_is_text(stream.peek(16)[:16])
    mail: bytearray | None = None
    blank = True
    for line in limit_lines(stream.readline):
        if blank and ENVELOPE.match(line):
            if mail is not None:
                yield bytes(mail)
            mail = bytearray()
        elif mail is None and not line.isspace():
            raise UnreadError("is not an mbox: it does not start with 'From '")
        elif mail is not None and len(mail) <= PAGE_LIMIT:
            mail += line[1:] if QUOTED.match(line) else line
        blank = line in (b"\n", b"\r\n")
    if mail is not None:
        yield bytes(mail)
