"""The tokens of RTF, and its paragraphs: text, whether it is bold, whether it is a link."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from search.readers.raw_bytes import UnreadError

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|"
    r"[\r\n]+|([^\\{}\r\n]+)"
)
DEEPEST = 2_000  # groups inside one another
# Groups that hold no text of the body.
LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    "footerr footerf listtable listoverridetable rsidtbl generator themedata colorschememapping "
    "datastore latentstyles xmlnstbl mmathPr datafield bkmkend objdata private filetbl revtbl "
    "nonshppict shppict template pgptbl background annotation atnid atnauthor".split()
)
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwbo": "",
    "zwnbo": "",
    "zwj": "",
    "zwnj": "",
}
SYMBOLS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}
ENDS = frozenset(("par", "sect", "page", "cell", "nestcell", "row", "nestrow", "column"))
CHARSETS = {  # \fcharset -> code page
    0: "cp1252",
    2: "cp1252",
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    130: "cp1361",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


class Piece(NamedTuple):
    """A stretch of text with one look."""

    text: str
    bold: bool
    linked: bool


class Paragraph(NamedTuple):
    """A paragraph, and what ends it: "par", "cell", "sect", "page"."""

    pieces: tuple[Piece, ...]
    end: str

    @property
    def text(self) -> str:
        """Return the text."""
        return "".join(piece.text for piece in self.pieces).strip()


@dataclass(frozen=True, slots=True)
class _State:
    """The look of a group."""

    hidden: bool = False  # whether the group holds no text
    bold: bool = False
    linked: bool = False
    instruction: bool = False  # in the instruction of a field
    fonts: bool = False  # in the table of fonts
    codec: str = ""  # of the font
    skip: int = 1  # characters after \u that stand for it


@dataclass
class _Reader:
    """The state of reading; its methods change it in place."""

    state: _State = field(default_factory=_State)
    above: list[_State] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0  # that is being defined
    pending: bytearray = field(default_factory=bytearray)  # of characters of several bytes
    left: int = 0  # characters to leave out after \u
    half: str = ""  # the first of a pair of surrogates
    starred: bool = False
    address: str = ""

    def flush(self) -> None:
        """Decode the bytes that wait."""
        if self.pending:
            codec = self.state.codec or self.codec
            text = bytes(self.pending).decode(codec, "replace")
            self.pending.clear()
            self.add(text)

    def add(self, text: str) -> None:
        """Add text with the look of now."""
        state = self.state
        if state.instruction:
            self.address += text
        elif text and not state.hidden:
            self.pieces.append(Piece(text, state.bold, state.linked))

    def plain(self, text: str) -> None:
        """Add characters that stand for themselves, but for those that replace a number."""
        if self.left:
            left, self.left = self.left, max(0, self.left - len(text))
            text = text[left:]
        if text and not text.isascii():
            self.pending += text.encode("latin-1", "replace")
        elif text:
            self.flush()
            self.add(text)

    def byte(self, digits: str) -> None:
        """Add a byte of the code page."""
        if self.left:
            self.left -= 1
        else:
            self.pending.append(int(digits, 16))

    def unicode(self, code: int) -> None:
        """Add a character by its number, which is signed and may be half of a pair."""
        self.flush()
        character = chr(code % 65_536)
        if "\ud800" <= character < "\udc00":
            self.half = character
        else:
            pair = (self.half + character).encode("utf-16", "surrogatepass")
            self.add(pair.decode("utf-16", "replace"))
            self.half = ""
        self.left = self.state.skip

    def open(self) -> None:
        """Begin a group."""
        self.flush()
        if len(self.above) > DEEPEST:
            raise UnreadError(f"has more than {DEEPEST} groups inside one another")
        self.above.append(self.state)
        self.left = 0

    def close(self) -> None:
        """End a group; one that was never begun is ignored."""
        self.flush()
        self.left = 0
        if self.above:
            self.state = self.above.pop()

    def word(self, name: str, number: int | None) -> None:
        """Read a control word that ends no paragraph."""
        starred, self.starred = self.starred, False
        self.flush()
        if name in CHARACTERS:
            self.add(CHARACTERS[name])
        elif name == "u" and number is not None:
            self.unicode(number)
        elif name in _WORDS:
            change = _WORDS[name]
            change(self, number)
        elif name in LEFT_OUT or (starred and name not in ("bkmkstart", "shptxt")):
            self.state = replace(self.state, hidden=True)

    def paragraph(self, end: str) -> Paragraph:
        """Return the paragraph that ends here."""
        self.flush()
        found = Paragraph(tuple(self.pieces), end)
        self.pieces = []
        return found

    def set_codec(self, number: int | None) -> None:
        """Set the code page of the whole text."""
        self.codec = _known(f"cp{number}") or self.codec

    def set_font(self, number: int | None) -> None:
        """Choose a font, or begin to define one."""
        self.font = number or 0
        if not self.state.fonts:
            self.state = replace(self.state, codec=self.fonts.get(self.font, ""))

    def set_charset(self, number: int | None) -> None:
        """Set the code page of the font that is being defined."""
        if number:
            self.fonts[self.font] = CHARSETS.get(number, "")

    def begin_field(self, _: int | None) -> None:
        """Begin the instruction of a field, such as that of a link."""
        self.address = ""
        self.set_look(instruction=True)

    def use_mac(self, _: int | None) -> None:
        """Set the code page of old Macs."""
        self.codec = "mac-roman"

    def set_look(self, **look: bool | int | str) -> None:
        """Change the look of the group."""
        self.state = replace(self.state, **look)  # type: ignore[arg-type]


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


_WORDS: dict[str, Callable[[_Reader, int | None], None]] = {
    "ansicpg": _Reader.set_codec,
    "mac": _Reader.use_mac,
    "f": _Reader.set_font,
    "fcharset": _Reader.set_charset,
    "fonttbl": lambda reader, _: reader.set_look(fonts=True, hidden=True),
    "b": lambda reader, number: reader.set_look(bold=number != 0),
    "plain": lambda reader, _: reader.set_look(bold=False, codec=""),
    "uc": lambda reader, number: reader.set_look(skip=number or 0),
    "v": lambda reader, number: reader.set_look(hidden=number != 0),
    "deleted": lambda reader, number: reader.set_look(hidden=number != 0),
    "fldinst": _Reader.begin_field,
    "fldrslt": lambda reader, _: reader.set_look(linked="HYPERLINK" in reader.address),
    "bkmkstart": lambda reader, _: reader.set_look(hidden=True),
}


def rtf_paragraphs(content: bytes) -> Iterator[Paragraph]:
    r"""Yield the paragraphs of a text in RTF; damaged parts are read as far as they can be.

    Raises: UnreadError.
    """
    text = content.decode("latin-1")
    reader = _Reader()
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:  # a single backslash at the end
            place += 1
            continue
        place = found.end()
        name = found[1]
        if name == "bin":
            place += max(0, int(found[2] or 0))
        elif name in ENDS:
            yield reader.paragraph(name)
        elif name:
            reader.word(name, int(found[2]) if found[2] else None)
        else:
            _read_other(reader, found)
    if reader.pieces or reader.pending:
        yield reader.paragraph("")


def _read_other(reader: _Reader, found: re.Match[str]) -> None:
    """Read a token that is no control word."""
    if found[3]:
        reader.byte(found[3])
    elif found[4]:
        if found[4] == "*":
            reader.starred = True
        else:
            reader.plain(SYMBOLS.get(found[4], ""))
    elif found[5] == "{":
        reader.open()
    elif found[5]:
        reader.close()
    elif found[6]:
        reader.plain(found[6])
