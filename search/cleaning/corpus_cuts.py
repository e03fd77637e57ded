"""Which lines the other documents, or a person, show not to be of an article.

A paragraph is harder to prove than a headline: papers use each other's paragraphs, and their own of
last week, inside an article. So one is cut only where it stands as a teaser stands.
"""

from collections.abc import Mapping, Sequence

from search.article import Verdict
from search.cleaning.blocks import KEPT
from search.cleaning.corpus_evidence import MOST, Seen
from search.cleaning.outline import OPEN_END, Outline
from search.cleaning.text_lines import is_closed

RULED = {"keep": KEPT, "cut": Verdict("cut", "ruling", "cut by cleaning.toml")}


def proven(outline: Outline, seen: Sequence[Seen]) -> Mapping[int, Verdict]:
    """The verdicts that need no look at the line itself, by place."""
    tail = _tail(outline, seen)
    found: dict[int, Verdict] = {}
    for place, said in enumerate(seen):
        if said.ruling:
            found[place] = RULED[said.ruling]
        elif said.teaser and _is_teaser(outline, seen, place):
            found[place] = Verdict("cut", "teaser", f"teaser of {said.teaser}", said.teaser)
        elif said.same and (place >= tail or not _may_be_told(outline, place)):
            often = f"{said.same} or more" if said.same == MOST else str(said.same)
            reason = f"stands in {often} other stories of this source"
            found[place] = Verdict("cut", "repeated", reason)
    return found


def _is_teaser(outline: Outline, seen: Sequence[Seen], place: int) -> bool:
    """Whether another article's headline or opening stands here as a teaser does.

    An opening is one where it breaks off, or where the headline stands beside it.
    """
    mark = outline.marked[place]
    if not mark.paragraph:
        return True
    beside = [at for at in (place - 1, place + 1) if 0 <= at < len(seen)]
    heads = [seen[at].teaser for at in beside if not outline.marked[at].paragraph]
    return OPEN_END.search(mark.line.text) is not None or seen[place].teaser in heads


def _may_be_told(outline: Outline, place: int) -> bool:
    """Whether a line may be told again in another story: a paragraph, or a question put to many."""
    mark = outline.marked[place]
    inside = outline.first < place < outline.last
    return mark.paragraph or (inside and is_closed(mark.line.text))


def _tail(outline: Outline, seen: Sequence[Seen]) -> int:
    """The place from which on every paragraph is one that many stories of the source have."""
    for place in range(len(seen) - 1, -1, -1):
        if outline.marked[place].paragraph and seen[place].same < MOST:
            return place + 1
    return len(seen)  # nothing would be left
