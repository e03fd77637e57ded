"""Text made safe to print: the one place where control characters are replaced or escaped.

A terminal takes C0, DEL and C1 for commands, and bidirectional controls show a text in another
order than it is read in.
"""

import json
import re
from collections.abc import Mapping

C0, DELETE_AND_C1 = range(0x20), range(0x7F, 0xA0)
BIDI_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
BIDI_MARKS = (0x061C, 0x200E, 0x200F)  # text in Hebrew and Arabic needs them, so they are shown
LINE_SEPARATORS = (0x2028, 0x2029)  # many programs end a line of JSON Lines at them

_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_IN_A_LINE = dict.fromkeys((*C0, *DELETE_AND_C1, *BIDI_OVERRIDES), "\ufffd") | _SPACES
_IN_LINES = {code: shown for code, shown in _IN_A_LINE.items() if chr(code) not in "\t\n"}
_IN_JSON = (*DELETE_AND_C1, *BIDI_OVERRIDES, *BIDI_MARKS, *LINE_SEPARATORS)  # C0 always is
_ESCAPED_IN_JSON = re.compile(f"[{''.join(map(chr, _IN_JSON))}]")


def safe_line(text: str) -> str:
    r"""Return the text as one line without control characters; every character keeps its place.

    Those that separate words become a space, all others U+FFFD, which shows that they are there.

    >>> safe_line("one\ttwo\x1b[2J")
    'one two\ufffd[2J'
    """
    return text.translate(_IN_A_LINE)


def safe_lines(text: str) -> str:
    r"""Return the text without control characters other than line ends and tabs.

    >>> safe_lines("one\ntwo\x07")
    'one\ntwo\ufffd'
    """
    return text.translate(_IN_LINES)


def json_text(record: Mapping[str, object], indent: int | None = None) -> str:
    r"""Return the record as JSON that is safe on a terminal: control characters are escaped.

    >>> print(json_text({"id": "a\x7f\u202eb"}))
    {"id": "a\u007f\u202eb"}
    """
    text = json.dumps(record, ensure_ascii=False, indent=indent, default=str)  # str: of dates
    return _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
