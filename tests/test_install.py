"""What `pip install` accepts, and how it refuses the rest."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
SETUP = "exec(compile(open('setup.py', encoding='utf-8').read(), 'setup.py', 'exec'))"


def test_the_classifiers_are_the_versions_that_are_tested() -> None:
    stated = [each.split(" :: ")[-1] for each in PROJECT["classifiers"] if " :: 3." in each]
    script = (ROOT / ".ci" / "pythons").read_text(encoding="utf-8")
    assert f"for version in {' '.join(stated[1:])}; do" in script
    assert PROJECT["requires-python"].startswith(f">={stated[0]},<")


def test_a_python_without_a_global_lock_is_refused_in_one_line() -> None:
    code = f"import sysconfig; sysconfig.get_config_vars()['Py_GIL_DISABLED'] = 1; {SETUP}"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("news-search needs a Python with the global interpreter lock")
    assert len(ran.stderr.splitlines()) == 1
