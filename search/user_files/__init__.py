"""The files that people keep next to their documents: decisions, searches, settings, synonyms.

An error names the file and the line. A change is atomic: after a full disk, a kill or a power cut
there is the old file or the new one. Two processes that change a file take turns. What reads or
changes a file raises BadUserFile where it cannot, and `locked` raises LockedUserFile.
"""

from typing import TYPE_CHECKING

from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked
from search.user_files.toml_edit import edit_toml, remove_table, rename_table, set_table, to_toml
from search.user_files.user_file import UserFile, read
from search.user_files.user_places import state_folder, user_name

if TYPE_CHECKING:
    from tomlkit import TOMLDocument as TOMLDocument

__all__ = [
    "UserFile",
    "edit_toml",
    "locked",
    "read",
    "remove_table",
    "rename_table",
    "replace_files",
    "set_table",
    "state_folder",
    "to_toml",
    "user_name",
]
