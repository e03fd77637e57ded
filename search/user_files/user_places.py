"""The name of the user, and the user's folder for what a program remembers between two runs."""

import os
import re
import sys
from pathlib import Path


def user_name() -> str:
    """Return the login name of the user of the process, in letters that a file name may have."""
    if sys.platform == "win32":
        name = os.environ.get("USERNAME", "user")
    else:
        import pwd

        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # a user of a container, who is known by a number alone
            name = str(os.getuid())
    return re.sub(r"[^\w.-]", "_", name)


def state_folder() -> Path:
    """Return the folder of this program. Source: XDG Base Directory Specification.

    Raises: RuntimeError, where the user has no home.
    """
    folder = Path(os.environ.get("XDG_STATE_HOME", ""))
    home = folder if folder.is_absolute() else Path.home() / ".local" / "state"
    return home / "news-search"
