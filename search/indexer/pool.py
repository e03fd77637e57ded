"""Documents become articles, in one process or in several, in the order they came."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import chain, islice

from search.article import Article, Document, Skip
from search.clean import cleaned
from search.people import mentioned

BATCH = 16  # documents handed to a process at a time


def articles(documents: Iterator[Document], jobs: int) -> Iterator[Article | Skip]:
    """The articles in the order of the documents, made by so many processes."""
    first = list(islice(documents, BATCH * jobs))
    if jobs < 2 or len(first) < BATCH * jobs:  # not worth starting processes for
        yield from map(_article, chain(first, documents))
        return
    rest = chain(first, documents)
    with ProcessPoolExecutor(jobs, initializer=_worker) as pool:
        waiting: deque[Future[list[Article | Skip]]] = deque()
        while batch := list(islice(rest, BATCH)):
            waiting.append(pool.submit(_batch, batch))
            if len(waiting) > 2 * jobs:  # a bound on what is held at once
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker left behind would hold the lock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _batch(documents: Sequence[Document]) -> list[Article | Skip]:
    return [_article(document) for document in documents]


def _article(document: Document) -> Article | Skip:
    try:
        article = cleaned(document)
        if not (article.title or article.body or article.cuts):
            return Skip(document.path, "holds no text")
        return replace(article, people=mentioned(article))
    except Exception as error:  # one document that trips the program must not cost all the others
        return Skip(document.path, f"could not be cleaned: {type(error).__name__}: {error}")
