"""The `search` command: options in, one call, answers on standard output."""

from search.cli.start import main

__all__ = ["main"]
