"""The `search` command: options in, one call, answers on standard output."""

from search.cli.main import main

__all__ = ["main"]
