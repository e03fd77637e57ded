"""How often Python looks for garbage: seldom, while a build makes objects by the million."""

import gc

SELDOM = (50_000, 20, 20)  # a sixth less time for a build, and 25 MB more; larger ones gain nothing

_before: list[tuple[int, int, int]] = []  # how often it was, for each wish that it be seldom


def collect_seldom() -> None:
    """From now on, in the whole process."""
    _before.append(gc.get_threshold())
    gc.set_threshold(*SELDOM)


def collect_as_before() -> None:
    """Take back one such wish; the last one taken back leaves all as it was."""
    if _before:
        gc.set_threshold(*_before.pop())
