"""The update of an index: what has changed is read, cleaned, searched for people and stored."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from search.article import Document, Member, Seed, Skip, TemporarySkip, Unread
from search.cleaning.evidence.evidence_store import EvidenceStore
from search.cleaning.evidence.flat_file import decode_part, encode_part
from search.cleaning.line_decisions import line_decisions
from search.engines import open_writer, read_ledger
from search.engines.base import Ledger, Writer
from search.engines.undecodable import undecodable
from search.errors import SearchError
from search.guarded_pool import DIED, GuardedPool
from search.indexing.build_progress import BuildProgress
from search.indexing.changes import Changes, file_of, find_changes, merge_folders
from search.indexing.inspection import MOST_OPENED, Inspection, decision_digests
from search.indexing.name_store import SIGHTINGS, NameStore
from search.indexing.reading import read_seeds
from search.indexing.step_versions import current_versions
from search.indexing.stored_parts import StoredParts
from search.indexing.story_store import SKETCHES, SketchStore
from search.indexing.two_pass import Cleaned, TwoPassCleaning
from search.people.people_decisions import decisions
from search.process_pools import Pool
from search.stories.story_index import FILE as STORIES
from search.values import replace

EVIDENCE = "evidence"  # the name of the fingerprints of documents in the index
BACKGROUND_FROM = 2_000  # articles; from so many, stories and identities have own processes


class Order(NamedTuple):
    """The build that is wanted."""

    named: Sequence[Path]  # the folders that the user gave
    target: Path  # the folder of the index
    rebuild: bool  # make every article again
    only_named: bool  # leave out the folders that the index was built from
    jobs: int
    dry_run: bool


def update(
    order: Order, look: Inspection | None, steps: BuildProgress
) -> tuple[Changes, Ledger, Ledger, str]:
    """Update the index; `look` is what was found of it before it was locked.

    Returns the changes, the ledgers before and after them, and a warning.

    Raises: BadSeeds, BadUserFile, LockedIndex, UnwritableIndex, UnreadableIndex.
    """
    index, dry_run, jobs = order.target, order.dry_run, order.jobs
    writer = open_writer(index, fresh=order.rebuild, dry=dry_run)
    workers = GuardedPool(jobs)
    try:
        old = writer.ledger
        homes, known, changes = _compare(order, look, writer, steps)
        digests = decision_digests(homes.values())
        ruled = {code: each.verdict for code, each in line_decisions(homes.values()).items()}
        decided = decisions(homes.values())
        kept = writer.read_store if known is old else lambda _: None
        with undecodable(index, f"{SIGHTINGS} cannot be read"):
            names = NameStore(kept(SIGHTINGS))
        with undecodable(index, f"{SKETCHES} cannot be read"):
            sketches = SketchStore(kept(SKETCHES), kept(STORIES))
        documents = _documents(changes, known, workers, steps)
        if dry_run:
            for _ in documents:
                pass
        elif changes.stale or (old.articles.keys(), old.rulings) != (
            changes.articles.keys(),
            ruled,
        ):
            parts = StoredParts(writer, EVIDENCE, is_kept=known is old)
            with undecodable(index, f"{EVIDENCE} cannot be read"):
                evidence = EvidenceStore([decode_part(part) for part in parts.read()])
            decided_lines = {code for code, _ in old.rulings.items() ^ ruled.items()}
            cleaning = TwoPassCleaning(evidence, ruled, decided_lines, workers)
            reread = partial(_reread, changes, workers, steps)
            for made in cleaning.articles(documents, changes.articles.keys(), reread):
                if isinstance(made, Skip):
                    _skip_article(made, changes)
                else:
                    _store(made, writer, names, sketches)
                    steps.clean(made.article.id)
            part, merged = cleaning.evidence()
            parts.write(partial(encode_part, part), merged)
        workers.release()
        ledger = Ledger(
            versions=current_versions(),
            folders=homes,
            files=changes.files,
            articles=changes.articles,
            skips=changes.skips,
            rulings=ruled,
            people=decided.digest,
            unread=changes.unread_counts,
            unread_members=changes.unread_members,
            decisions=digests,
            stamps=changes.stamps,
        )
        is_changed = replace(ledger, stamps=old.stamps) != old or changes.opened > MOST_OPENED
        if not dry_run and is_changed:
            writer.remove(sorted(old.articles.keys() - changes.articles.keys()))
            with Pool(jobs if len(changes.articles) >= BACKGROUND_FROM else 1) as pool:
                steps.start("stories")
                sketches.store(changes.articles.keys(), writer, pool)
                steps.start("people")
                names.store(changes.articles.keys(), decided, writer, pool)
                steps.start("writing")
                writer.commit(ledger)
    finally:
        workers.close()
        writer.close()
    return changes, old, ledger, writer.warning


def _compare(
    order: Order, look: Inspection | None, writer: Writer, steps: BuildProgress
) -> tuple[Mapping[str, str], Ledger, Changes]:
    """Return the folders, what can be carried over of the ledger, and the changes since."""
    old = writer.ledger
    if look and look.ledger == old and not order.rebuild:
        return look.homes, old, look.changes
    homes = merge_folders(order.named, {} if order.only_named else writer.folders)
    known = old if old.versions == current_versions() else Ledger()  # otherwise all is made again
    indexed = old if old.folders else _readable_ledger(order.target)
    given = {name for name, home in homes.items() if Path(home) in order.named}
    return homes, known, find_changes(homes, given, known, indexed, steps.compare)


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
                changes.note_digest(seed, found.digest)
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
