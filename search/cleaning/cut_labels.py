"""Labels of the lines that the model cuts: a name and a reason, by shape and region."""

from collections.abc import Callable
from typing import NamedTuple, get_args

from search.article import Verdict
from search.cleaning.outline import Region
from search.cleaning.text_lines import Line, is_headline, is_paragraph, word_count

TINY = 4  # words below which a line is too short to be called anything else
LINKED = 0.5  # share of a line inside links from which it is a link


class CutLabel(NamedTuple):
    """A kind of line, with the regions where it occurs and a test for it."""

    name: str
    reason: str
    regions: tuple[Region, ...]
    # given the line and its number of words
    matches: Callable[[Line, int], bool] = lambda _, __: True


CUT_LABELS = (
    CutLabel(
        "link", "leads to another page", get_args(Region), lambda line, _: line.link_share > LINKED
    ),
    CutLabel("head line", "above the article", ("above",)),
    CutLabel(
        "short line",
        "too short for the article",
        ("inside", "below"),
        lambda _, words: words < TINY,
    ),
    CutLabel(
        "headline",
        "looks like the headline of another story",
        ("below",),
        lambda line, _: is_headline(line.text),
    ),
    CutLabel("apart", "separate from the article", ("below",), is_paragraph),
    CutLabel("note", "looks like a note below the article", ("below",)),
    CutLabel("insert", "looks like another text inside the article", ("inside",), is_paragraph),
    CutLabel("caption", "looks like a caption or a note", ("inside",)),
)


def model_verdict(line: Line, chance: float, region: Region) -> Verdict:
    """Return the verdict on a line that the model cuts, given the chance that it is the article's.

    A line inside an element that an HTML rule matches has the label of that rule.
    """
    words = word_count(line.text)
    label = next(
        label for label in CUT_LABELS if region in label.regions and label.matches(line, words)
    )
    verdict = line.html_verdict or Verdict("cut", label.name, label.reason)
    return verdict._replace(confidence=round(1 - chance, 3))
