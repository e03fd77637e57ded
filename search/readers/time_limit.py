"""Ends what a library does without end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from search.readers.raw_bytes import UnreadError

SECONDS = 60  # of the processor; a page of PDF takes a hundredth, 50 MB of a feed ten


class _Endless(BaseException):
    """Not an Exception: a library that catches all of those must not catch this."""


@contextmanager
def impatient(seconds: float = SECONDS) -> Iterator[None]:
    """Turns more than so many seconds of the processor into an UnreadError.

    The time is the process's own, so that a busy machine changes nothing. It is a guard against
    files made to loop: kept in the main thread of a process that has such timers, absent elsewhere.
    Raises: UnreadError.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "SIGVTALRM"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _Endless:
        raise UnreadError(f"takes more than {seconds} s to read") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _end(*_: object) -> None:
    raise _Endless
