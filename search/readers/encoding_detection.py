"""Detection of the encoding of bytes that are not UTF-8 and declare none."""

import re

from charset_normalizer import from_bytes

# Encodings of pages: the WHATWG's legacy encodings, and cp866. The first of equals is taken.
CANDIDATES = (
    "cp1252 cp1251 cp1250 cp1254 iso8859_2 cp1257 cp1258 cp1253 koi8_r koi8_u cp932 euc_jp gb18030 "
    "cp949 big5 iso8859_5 iso8859_7 cp866 cp1255 cp1256 cp874".split()
)
OLD_MAC = "mac_roman"  # of text files; no page declares it
LATIN = frozenset(("cp1252", "cp1250", "cp1254", "iso8859_2", "cp1257", "cp1258", OLD_MAC))

# The letters beyond a-z that one language uses. charset-normalizer often finds cp1250 and cp1252
# equally good; a text with both "ŕ" and "é" is then French misread, for no language has the two.
ALPHABETS = tuple(
    map(
        frozenset,
        "àâæçéèêëîïôœùûüÿ äöüß áéíóúüñ àáâãçéêíóôõúü àèéìíîòóùú åäöé æøåéòóô ëéïöüáèó áðéíóúýþæö "
        "çğıöşüâîû ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž "
        "āčēģīķļņšūž ąčęėįšųūž äõöüšž çë àçèéíïòóúü".split(),
    )
)

MARKS = frozenset("’‘‚“”„«»‹›–—…•·¿¡€£§©®™°ºª\xa0\xad")  # common to all

MOSTLY = 0.85  # of English; charset-normalizer then finds many encodings likely
FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]+")  # letters that are not Latin
MIXED = re.compile(rf"(?<=[a-zA-Z0-9.,!?]){FOREIGN.pattern}|{FOREIGN.pattern}(?=[a-zA-Z0-9])")
# "TrumpÕs", "ÒThe", "said.Ó": quotation marks of another encoding.
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0xC0, 0x250))))
MISPLACED_CAPITAL = re.compile(
    rf"(?<=[a-z.,!?])[{_CAPITALS}]|(?<=[A-Z])[{_CAPITALS}](?=[a-z])|[{_CAPITALS}](?=[A-Z][a-z]|\d)"
)

SAMPLE = 65_536  # bytes to detect from; charset-normalizer itself looks at five times 512


def detect_encoding(content: bytes) -> str | None:
    """Return the likeliest encoding; None if the bytes do not look like text.

    Limited to encodings of pages: without, a short text in iso8859_2 is detected as iso8859_10.
    """
    sample = _sample(content)
    matches = list(from_bytes(sample, cp_isolation=CANDIDATES)) or list(
        from_bytes(sample, cp_isolation=CANDIDATES, threshold=0.5)  # Polish in iso8859_2 needs it
    )
    if not matches:
        return None
    best = matches[0]
    if best.encoding not in LATIN and not _mixes_scripts(str(best)):
        return best.encoding
    texts = {each.encoding: str(each) for each in matches if each.chaos <= best.chaos}
    if not texts.keys() & LATIN or len(sample.decode("ascii", "ignore")) > MOSTLY * len(sample):
        texts = {name: _strictly_decoded(sample, name) for name in (*CANDIDATES, OLD_MAC)}
    latin = [name for name in (*CANDIDATES, OLD_MAC) if name in LATIN and texts.get(name)]
    return min(latin, key=lambda name: _oddities(texts[name]), default=best.encoding)


def _strictly_decoded(sample: bytes, encoding: str) -> str:
    """Return the text; empty if the bytes are not of this encoding."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _mixes_scripts(text: str) -> bool:
    """Return True if most foreign letters touch one of a-z: "Donald TrumpТs" is misread."""
    foreign = FOREIGN.findall(text)
    return 2 * len(MIXED.findall(text)) > len(foreign)


def _sample(content: bytes) -> bytes:
    """Return lines that are not plain ASCII, about SAMPLE bytes."""
    lines: list[bytes] = []
    size = 0
    for line in content.splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(lines)


def _oddities(text: str) -> int:
    """Return the number of characters that fit no language written in Latin letters."""
    letters = [letter for letter in text.lower() if letter > "\x7f" and letter not in MARKS]
    strangers = min(sum(letter not in alphabet for letter in letters) for alphabet in ALPHABETS)
    return strangers + len(MISPLACED_CAPITAL.findall(text))
