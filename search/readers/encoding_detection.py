"""Detection of the encoding of bytes that are not UTF-8 and declare none."""

from charset_normalizer import CharsetMatch, from_bytes

# Encodings of pages: the WHATWG's legacy encodings, and cp866. The first of equals is taken.
CANDIDATES = (
    "cp1252 cp1251 cp1250 cp1254 iso8859_2 cp1257 cp1258 cp1253 koi8_r koi8_u cp932 euc_jp gb18030 "
    "cp949 big5 iso8859_5 iso8859_7 cp866 cp1255 cp1256 cp874".split()
)
LATIN = frozenset("cp1252 cp1250 cp1254 iso8859_2 cp1257 cp1258".split())

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
    if matches[0].encoding not in LATIN:
        return matches[0].encoding
    equals = [m for m in matches if m.encoding in LATIN and m.chaos <= matches[0].chaos]
    return min(equals, key=_foreign_letters).encoding


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


def _foreign_letters(match: CharsetMatch) -> tuple[int, int]:
    """Return the number of letters foreign to the best language, then the place in CANDIDATES."""
    letters = [letter for letter in str(match).lower() if letter > "\x7f" and letter not in MARKS]
    strangers = min(sum(letter not in alphabet for letter in letters) for alphabet in ALPHABETS)
    return strangers, CANDIDATES.index(match.encoding)
