"""The report of a build."""

from time import perf_counter

from search.article import BuildReport, Skip
from search.engines.base import Ledger
from search.indexing.changes import Changes


def make_report(changes: Changes, old: Ledger, began: float, warning: str = "") -> BuildReport:
    """Return the counts of a build that began then, given the ledger of the index before it."""
    fresh = changes.fresh & changes.articles.keys()
    changed = len(old.articles.keys() & fresh)
    return BuildReport(
        added=len(fresh) - changed,
        changed=changed,
        removed=len(old.articles.keys() - changes.articles.keys()),
        unchanged=len(changes.articles) - len(fresh),
        skipped=tuple(Skip(*skip) for skip in sorted(changes.skips.items())),
        seconds=perf_counter() - began,
        unread=tuple(changes.every_unread),
        warning=warning,
        exports=tuple((*named, count) for named, count in sorted(changes.exports.items())),
    )
