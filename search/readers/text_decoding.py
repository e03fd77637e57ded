"""Decoding of the bytes of a document to text."""

import codecs

from bs4.dammit import EncodingDetector

from search.readers.encoding_detection import detect_encoding
from search.readers.raw_bytes import UnreadError

BOMS = {  # UTF-32 first: its little-endian mark begins with that of UTF-16
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# Encodings that a page may declare, by Python's name, and those that browsers read as another one
# (WHATWG Encoding Standard). Other codecs are not encodings of pages: "rot13", "punycode".
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
HEAD = 4096  # bytes in which a page may declare its encoding; browsers look at 1024


def decode(content: bytes, declared_encoding: str | None = None) -> str:
    r"""Return the text of the bytes, without the byte order mark, with line ends as "\n".

    A byte order mark decides first, then UTF-8 if it fits, then the declared encoding, then
    detection. Bytes that do not fit an encoding that mostly fits become U+FFFD.
    """
    mark = next((mark for mark in BOMS if content.startswith(mark)), b"")
    if mark:
        text = content[len(mark) :].decode(BOMS[mark], "replace")
    else:
        text = _decode_unmarked(content, declared_encoding)
    if "\0" in text:
        raise UnreadError("is binary: it holds NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def declared_encoding(page: bytes) -> str | None:
    """Return the encoding that a page declares, as browsers read it; None if it declares none."""
    return known_encoding(EncodingDetector.find_declared_encoding(page[:HEAD], True, True) or "")


def known_encoding(name: str) -> str | None:
    """Return the encoding that browsers use for a declared name; None if it is unknown."""
    try:
        name = codecs.lookup(name.strip().removeprefix("x-")).name
    except (LookupError, UnicodeError, ValueError):  # ValueError: a NUL among its letters
        return None
    name = READ_AS.get(name, name)
    return name if name in AS_DECLARED else None


def _decode_unmarked(content: bytes, declared_encoding: str | None) -> str:
    if b"\0" in content:  # before the slow detection
        raise UnreadError("is binary: it holds NUL bytes")
    usual = "iso2022_jp" if b"\x1b$" in content else "utf-8"  # all of its bytes are ASCII
    for encoding in filter(None, (usual, declared_encoding)):
        text = _decode_if_mostly(content, encoding)
        if text is not None:
            return text
    guess = detect_encoding(content)
    if guess is None:
        raise UnreadError("is binary or in an unknown encoding")
    return content.decode(guess, "replace")


def _decode_if_mostly(content: bytes, encoding: str) -> str | None:
    """Return the text if most of its characters outside ASCII fit the encoding, otherwise None.

    A Windows-1251 text read as UTF-8 has hardly a valid character; a UTF-8 text that was truncated
    within a character, or has a quotation in Latin-1, has hardly an invalid one.
    """
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text if foreign > 2 * wrong else None
