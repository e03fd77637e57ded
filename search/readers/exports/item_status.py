"""The status and the version of an item of a wire."""

from search.readers.exports.entry import Entry

CANCELLED = "canceled"
WITHHELD = "withheld"
# What standards and agencies write, in lower case.
STATUSES = {
    "canceled": CANCELLED,
    "cancelled": CANCELLED,
    "cancel": CANCELLED,
    "killed": CANCELLED,
    "kill": CANCELLED,
    "nfu": CANCELLED,
    "withheld": WITHHELD,
}


def state_status(entry: Entry, stated: str, version: str = "") -> None:
    """Keep the status, if the item is not to be used, and the version: "stat:canceled", "3"."""
    status = STATUSES.get(stated.strip().rpartition(":")[2].rpartition("/")[2].lower())
    if status:
        entry.list("status", [status])
    entry.list("version", [version])
