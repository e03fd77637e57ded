"""A process of its own for what could take hours: it is ended, and the test fails."""

import subprocess
import sys
from pathlib import Path

# Of processor time, after which the process ends: what takes more would take hours, and what is
# tested takes a second or two. Where the system has no such limit, the clock ends it.
SECONDS = 100
LIMIT = f"""
import sys
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
"""

READ = """
import sys
from search.article import Seed, Skip
from search.readers import read
for found in read(Seed(sys.argv[1], sys.argv[2])):
    print(found.reason if isinstance(found, Skip) else f"{found.kind} {len(found.content)}")
"""


def printed(code: str, *arguments: str) -> str:
    """Return what the code prints, if it ends."""
    command = [sys.executable, "-c", LIMIT + code, *arguments]
    ran = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=20 * SECONDS, check=True
    )
    return ran.stdout


def read_in_child(file: Path, content: bytes) -> list[str]:
    """Return a line for each document of the file, "text 16" or "html 16", and each reason."""
    file.write_bytes(content)
    return printed(READ, f"archive/{file.name}", str(file)).splitlines()
