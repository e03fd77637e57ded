"""The write path: documents are read, cleaned, searched for people and given to the engine."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter

from search.article import BuildReport, Document, Member, Seed, Skip, TemporarySkip, Unread
from search.cleaning.line_decisions import line_decisions
from search.engines import open_writer, read_ledger
from search.engines.base import Ledger, Writer
from search.engines.undecodable import undecodable
from search.errors import SearchError
from search.guarded_pool import DIED, GuardedPool
from search.indexing.build_progress import BuildProgress, Progress
from search.indexing.changes import Changes, file_of, find_changes, merge_folders, resolve_folders
from search.indexing.decisions_dump import remove_leftovers
from search.indexing.name_store import SIGHTINGS, NameStore
from search.indexing.reading import read_seeds
from search.indexing.step_versions import current_versions
from search.indexing.story_store import SKETCHES, SketchStore
from search.indexing.two_pass import Cleaned, TwoPassCleaning
from search.people.people_decisions import decisions
from search.process_pools import Pool

EVIDENCE = "evidence"  # the name of the fingerprints of documents in the index
BACKGROUND_FROM = 2_000  # articles; from so many, stories and identities have own processes


def build(
    folders: Sequence[Path],
    index: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Update the index from the folders and from those that it was built from.

    Without folders it is updated from its own ones. `rebuild` makes every article again, and keeps
    only the given folders. Nothing is written if nothing has changed, or in a `dry_run`. `progress`
    is called at each step.

    Raises: BadSeeds, BadUserFile, LockedIndex, UnwritableIndex, UnreadableIndex.
    """
    began = perf_counter()
    steps = BuildProgress(progress, dry=dry_run)
    named = resolve_folders(folders)
    writer = open_writer(index, fresh=rebuild, dry=dry_run)
    workers = GuardedPool(jobs)
    try:
        homes = merge_folders(named, {} if rebuild and folders else writer.folders)
        old = writer.ledger
        versions = current_versions()
        known = old if old.versions == versions else Ledger()  # otherwise all is made again
        indexed = old if old.folders else _readable_ledger(index)
        given = {name for name, home in homes.items() if Path(home) in named}
        changes = find_changes(homes, given, known, indexed, steps.compare)
        ruled = {code: each.verdict for code, each in line_decisions(homes.values()).items()}
        decided = decisions(homes.values())
        kept = writer.read_store if known is old else lambda _: None
        with undecodable(index, f"{SIGHTINGS} cannot be read"):
            names = NameStore(kept(SIGHTINGS))
        with undecodable(index, f"{SKETCHES} cannot be read"):
            sketches = SketchStore(kept(SKETCHES))
        documents = _documents(changes, known, workers, steps)
        if dry_run:
            for _ in documents:
                pass
        elif changes.stale or (old.articles.keys(), old.rulings) != (
            changes.articles.keys(),
            ruled,
        ):
            with undecodable(index, f"{EVIDENCE} cannot be read"):
                cleaning = TwoPassCleaning(kept(EVIDENCE), ruled, workers)
            reread = partial(_reread, changes, workers, steps)
            for made in cleaning.articles(documents, changes.articles.keys(), reread):
                if isinstance(made, Skip):
                    _skip_article(made, changes)
                else:
                    _store(made, writer, names, sketches)
                    steps.clean(made.article.id)
            writer.write_store(EVIDENCE, cleaning.record)
        workers.release()
        removed = old.articles.keys() - changes.articles.keys()
        parts = (changes.files, changes.articles, changes.skips, ruled, decided.digest)
        unread = [*changes.unread, *(Unread(*each) for each in changes.unread_members.items())]
        endings = dict(sorted(Counter(each.ending for each in unread).items()))
        ledger = Ledger(versions, homes, *parts, endings, changes.unread_members)
        if not dry_run and ledger != old:
            writer.remove(sorted(removed))
            with Pool(jobs if len(changes.articles) >= BACKGROUND_FROM else 1) as pool:
                steps.start("stories")
                sketches.store(changes.articles.keys(), writer, pool)
                steps.start("people")
                names.store(changes.articles.keys(), decided, writer, pool)
                steps.start("writing")
                writer.commit(ledger)
        if not dry_run:
            remove_leftovers(homes.values())
    finally:
        workers.close()
        writer.close()
    fresh = changes.fresh & changes.articles.keys()
    changed = len(old.articles.keys() & fresh)
    return BuildReport(
        added=len(fresh) - changed,
        changed=changed,
        removed=len(removed),
        unchanged=len(changes.articles) - len(fresh),
        skipped=tuple(Skip(*skip) for skip in sorted(changes.skips.items())),
        seconds=perf_counter() - began,
        unread=tuple(sorted(unread)),
        warning=writer.warning,
        exports=tuple((*named, count) for named, count in sorted(changes.exports.items())),
    )


def _readable_ledger(index: Path) -> Ledger:
    """Return the ledger of an index that is built again; empty where it cannot be read."""
    with suppress(SearchError):
        return read_ledger(index) or Ledger()
    return Ledger()


def _documents(
    changes: Changes, known: Ledger, workers: GuardedPool, steps: BuildProgress
) -> Iterator[Document]:
    """Yield the documents to index, and record them and the others of the changed files."""
    seed = place = ""
    steps.begin_reading(changes.stale)
    for piece in read_seeds(changes.stale, workers):
        found, is_new = piece.found, False
        if isinstance(found, Seed):
            seed = place = found.path
        elif isinstance(found, Member):
            place = found.path
        elif isinstance(found, Skip):
            _skip(found, changes)
        elif isinstance(found, Unread):
            changes.unread_members[found.path] = found.page
        elif isinstance(found, Document):
            changes.count_export(place, found.catalogue)
            changes.articles[found.path] = found.digest
            is_new = known.articles.get(found.path) != found.digest
            if is_new:
                changes.fresh.add(found.path)
                yield found
            if found.path == seed:
                changes.files[seed] = found.digest  # it may have changed in the meantime
        steps.read(piece, is_used=is_new)
    steps.end_reading()


def _reread(
    changes: Changes, workers: GuardedPool, steps: BuildProgress, ids: AbstractSet[str]
) -> Iterator[Document]:
    """Yield the documents of these ids again, unless they have changed since."""
    missing, files = set(ids - changes.fresh), changes.files_of(ids)
    steps.begin_reading(files)
    for piece in read_seeds(files, workers):
        found = piece.found
        is_used = (
            isinstance(found, Document)
            and found.path in missing
            and found.digest == changes.articles.get(found.path)
        )
        if isinstance(found, TemporarySkip):
            changes.postpone(missing, found)
        elif isinstance(found, Document) and is_used:
            missing.discard(found.path)
            yield found
        steps.read(piece, is_used=is_used)
    steps.end_reading()


def _skip(skip: Skip, changes: Changes) -> None:
    """Record a skip; a file whose reader crashed is tried again in the next build."""
    changes.skip(skip)
    _retry_crashed(skip, changes)


def _retry_crashed(skip: Skip, changes: Changes) -> None:
    if skip.reason.startswith(DIED):
        changes.files.pop(file_of(skip.path, changes.seeds), None)


def _skip_article(skip: Skip, changes: Changes) -> None:
    """Record why an article could not be made."""
    changes.skip_article(skip)
    _retry_crashed(skip, changes)


def _store(made: Cleaned, writer: Writer, names: NameStore, sketches: SketchStore) -> None:
    """Store an article with its names and its sketch."""
    writer.add(made.article)
    names.add(made.article)
    sketches.add(*made)
