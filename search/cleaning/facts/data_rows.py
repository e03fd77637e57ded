"""The rows of the tables in `data/`."""

from importlib.resources import files


def read_rows(title: str) -> list[str]:
    """Return the rows of a table, without comments."""
    text = (files(__package__) / "data" / f"{title}.txt").read_text("utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]


def read_pairs(title: str) -> dict[str, str]:
    """Return the table as a mapping from the first column to the second."""
    return {key: value for key, _, value in (row.partition("\t") for row in read_rows(title))}
