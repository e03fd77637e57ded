"""A limit on the processor time of a library call."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from search.readers.raw_bytes import UnreadError

SECONDS = 60  # of processor time; a page of PDF takes 0.01 s, a feed of 50 MB 10 s


class _TimeUp(BaseException):
    """The time is over; not an Exception, so that no library catches it."""


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raise an UnreadError after that many seconds of processor time.

    A guard against files made to loop, in the main thread where the system has such timers.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "SIGVTALRM"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _TimeUp:
        raise UnreadError(f"takes more than {seconds} s to read") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _end(*_: object) -> None:
    raise _TimeUp
