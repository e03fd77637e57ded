"""The only step of the installation that pyproject.toml cannot state."""

import sys
import sysconfig

from setuptools import setup

if sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(
        "news-search needs a Python with the global interpreter lock: it is tested with no other, "
        "and its libraries lack wheels for some; use python3.13 instead of python3.13t"
    )
setup()
