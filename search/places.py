r"""Folders and files on every system: their names in ids, and the paths by which they are opened.

An id is the same wherever the files were copied to. It has "/" between names, each of them in NFC:
macOS may list in NFD what was written in NFC.
"""

import os
import re
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

_VERBATIM = "\\\\?\\"  # a path after it is taken as it is, and may be of any length
_VERBATIM_SHARE = "\\\\?\\UNC\\"

# Escapes in names: bytes that are not UTF-8, control characters and bidi controls; the backslash
# too, so that no two names have the same path.
_ESCAPES = {
    ord("\\"): r"\\",
    **{i: f"\\x{i:02x}" for i in (*range(0x20), 0x7F)},
    **{0xDC00 + i: f"\\x{i:02x}" for i in range(0x80, 0x100)},  # the bytes, as Python reads them
    **{i: f"\\u{i:04x}" for i in (*range(0x80, 0xA0), *range(0x2028, 0x202F))},
    **{i: f"\\u{i:04x}" for i in range(0x2066, 0x206A)},
}

# As `ntpath.isreserved`, which Python 3.13 is the first to have.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])", re.IGNORECASE)


def path_name(name: str) -> str:
    r"""Return the name as written in a path, which is also an id: "caf\xe9", "a\x0ab", "a\\b"."""
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", text).translate(_ESCAPES)


def root_name(root: Path) -> str:
    """Return the name with which the ids of a folder start; a drive is its letter."""
    if root.name in ("", ".."):  # "." has no name
        root = root.resolve()
    return path_name(root.name or drive_name(root.drive))


def drive_name(drive: str) -> str:
    r"""Return the name of a drive or a share: "C" of "C:", "news" of "\\server\news"."""
    return re.split(r"[\\/]", drive.removesuffix(":"))[-1]


def verbatim(location: str) -> str:
    """Return the path by which Windows opens exactly this file: "aux.txt", "a." or a long name."""
    if sys.platform != "win32":
        return location
    return verbatim_path(os.path.abspath(location))  # noqa: PTH100 - links stay


def verbatim_path(full: str) -> str:
    r"""Return the full path of Windows as one that is taken as it is.

    >>> print(verbatim_path(r"C:\news"), verbatim_path(r"\\server\share\news"))
    \\?\C:\news \\?\UNC\server\share\news
    """
    if full.startswith(_VERBATIM):
        return full
    return _VERBATIM_SHARE + full[2:] if full.startswith("\\\\") else _VERBATIM + full


def readable(location: str) -> str:
    """Return a path made by `verbatim` as people write it."""
    if location.startswith(_VERBATIM_SHARE):
        return "\\\\" + location.removeprefix(_VERBATIM_SHARE)
    return location.removeprefix(_VERBATIM)


def as_stored(path: Path) -> Path:
    """Return the resolved path with every name as it is stored, where the system ignores case.

    It also ignores the difference between NFC and NFD. Windows does this when it resolves a path.
    """
    if path == path.parent:
        return path
    folder = as_stored(path.parent)
    name = path.name
    if not name.isascii() or (folder / name.swapcase()).exists():
        name = _stored_name(folder, name)
    return folder / name


def _stored_name(folder: Path, name: str) -> str:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names alone
    except OSError:  # a folder that may be entered but not listed
        return name
    if name in names:
        return name
    return next((each for each in names if _folded(each) == _folded(name)), name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def unwritable_name(path: str) -> str:
    r"""Return the first name in the path that Windows gives another file, a device or none.

    >>> [unwritable_name(each) for each in (r"C:\a\aux.txt", "con", "a. ", "x?.csv", r"..\a b.csv")]
    ['aux.txt', 'con', 'a. ', 'x?.csv', '']
    """
    whole = PureWindowsPath(path)
    for name in whole.parts[1:] if whole.anchor else whole.parts:
        is_odd = name.rstrip(". ") != name and name != ".."
        is_device = _DEVICE.fullmatch(name.partition(".")[0].rstrip())
        if is_odd or is_device or re.search(r'[<>:"|?*\x00-\x1f]', name):
            return name
    return ""
