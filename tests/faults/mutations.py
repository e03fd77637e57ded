"""Changes of bytes at random: what a bad disk, a bad program or a stranger makes of a file."""

import re
from collections.abc import Callable, Sequence
from random import Random

LARGEST = 200_000  # bytes of a mutated file
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp1251", "shift_jis", "utf-8-sig", "cp037")
TOKENS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b[2J",
        b"\xc2\x9b",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
    ),
    *(b"\r", b"\n\n", b"\x0c", b"\x85", b"\t", b" ", b"'", b'"', b'"""', b"\\", b"`", b"~~~"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<", b"</p>", b"<p>", b"<table>", b"<svg>", b"<br"),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&#0;",
        b"&#xD800;",
        b"&#99999999999;",
        b"<?xml ",
    ),
    *(b"<script>", b"<style>", b"<plaintext>", b"<base href='//x'>", b"<meta charset=utf-7>"),
    *(b"---\n", b"...\n", b"- &a *a\n", b"!!python/object", b"{{", b"[", b"]", b"{", b"}", b":"),
    *(b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"-1", b"0", b"9" * 400, b"\\ud800"),
    *(b"From \n", b"Content-Length: -1\r\n", b"Content-Type: text/x; charset=", b"=?utf-8?b?"),
    *(b"Content-Transfer-Encoding: base64\r\n\r\n", b"Date: Mon, 99 Foo 99999\r\n", b"--=_x--\r\n"),
    *(b"WARC/1.0\r\n", b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"),
    *(b"%PDF-1.7", b"endobj", b"stream\n", b"/Kids [1 0 R]", b"/Length 99999999", b"startxref\n0"),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"date: 0000-00-00\n",
        b"9999-99-99",
        b"'0001",
    ),
)


def mutate(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Return the content with one to five changes; others give parts to splice in."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        content = random.choice(CHANGES)(content, others, random)[:LARGEST]
    return content


def _flip(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(content)
    for _each in range(min(len(changed), random.choice((1, 1, 3, 20)))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _drop(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(content, random)
    return content[:start] + content[end:]


def _repeat(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(content, random)
    times = random.choice((2, 2, 10, 100))
    return content[:start] + content[start:end] * times + content[end:]


def _splice(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    start, end = _stretch(other, random)
    return _put(content, other[start:end], random)


def _insert(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return _put(content, random.choice(TOKENS), random)


def _run_of(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return _put(content, random.choice(TOKENS) * random.choice((50, 500, 3000)), random)


def _encode(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    text = content.decode(random.choice(("utf-8", "latin-1")), "replace")
    return text.encode(random.choice(ENCODINGS), "replace")


def _number(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return content
    place = random.choice(found)
    other = random.choice((b"0", b"-1", b"99999999", b"4294967296", b"1" * 30, b"00", b"1.5"))
    return content[: place.start()] + other + content[place.end() :]


def _swap(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    lines = content.split(b"\n")
    random.shuffle(lines)
    return b"\n".join(lines)


def _stretch(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 4, 30, 300, 3000)))


def _put(content: bytes, part: bytes, random: Random) -> bytes:
    place = random.randrange(len(content) + 1)
    return content[:place] + part + content[place:]


Change = Callable[[bytes, Sequence[bytes], Random], bytes]
CHANGES: tuple[Change, ...] = (
    *(_flip, _flip, _cut, _drop, _repeat, _splice, _splice),
    *(_insert, _insert, _run_of, _encode, _number, _swap),
)
