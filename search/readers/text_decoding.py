"""Turns the bytes of a document into text."""

import codecs

from bs4.dammit import EncodingDetector

from search.readers.encoding_detection import detected
from search.readers.raw_bytes import UnreadError

BOMS = {  # UTF-32 first: its little-endian mark begins with that of UTF-16
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# What a page may declare, by Python's name, and what browsers read it as where that is another
# (WHATWG Encoding Standard). Codecs in neither are no encodings of pages: "rot13", "punycode".
AS_DECLARED = frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic "
    "euc_jp iso2022_jp gb18030 big5hkscs".split()
)
READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
HEAD = 4096  # bytes in which a page may declare itself; browsers look at 1024


def decoded(content: bytes, declared: str | None = None) -> str:
    """The text of the bytes: every character but the byte order mark, line ends as "\\n".

    A byte order mark is believed first, then UTF-8 where it fits, then what was declared, then
    detection. A text that is mostly of an encoding is read with U+FFFD for the bytes that are not.
    Raises: UnreadError for bytes that are no text.
    """
    mark = next((mark for mark in BOMS if content.startswith(mark)), b"")
    if mark:
        text = content[len(mark) :].decode(BOMS[mark], "replace")
    else:
        text = _unmarked(content, declared)
    if "\0" in text:
        raise UnreadError("is binary: it holds NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def declared(page: bytes) -> str | None:
    """The encoding an HTML page declares, as browsers understand it; None if it names none."""
    return understood(EncodingDetector.find_declared_encoding(page[:HEAD], True, True) or "")


def understood(stated: str) -> str | None:
    """The encoding that browsers take a declared name for; None where it is none."""
    try:
        name = codecs.lookup(stated.strip().removeprefix("x-")).name
    except (LookupError, UnicodeError, ValueError):  # ValueError: a NUL among its letters
        return None
    name = READ_AS.get(name, name)
    return name if name in AS_DECLARED else None


def _unmarked(content: bytes, declared: str | None) -> str:
    if b"\0" in content:  # before a charset is guessed at length
        raise UnreadError("is binary: it holds NUL bytes")
    usual = "iso2022_jp" if b"\x1b$" in content else "utf-8"  # all of its bytes are ASCII
    for encoding in filter(None, (usual, declared)):
        text = _mostly(content, encoding)
        if text is not None:
            return text
    guess = detected(content)
    if guess is None:
        raise UnreadError("is binary or in an unknown encoding")
    return content.decode(guess, "replace")


def _mostly(content: bytes, encoding: str) -> str | None:
    """The text, where more of what is not ASCII is of this encoding than is not.

    A Windows-1251 text taken for UTF-8 has hardly a right character; a UTF-8 text that was cut
    within a character, or holds a quotation in Latin-1, has hardly a wrong one.
    """
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text if foreign > 2 * wrong else None
