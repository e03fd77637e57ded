"""The writer of an index: articles become runs, and runs are merged into segments."""
