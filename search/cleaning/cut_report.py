"""How much each rule has cut, and which lines it cut again and again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search.article import Article, Block
from search.cleaning.fingerprints import line_code
from search.cleaning.text_lines import word_count

EXAMPLES = 3


@dataclass
class Cut:
    """What a rule, or a line, has cost."""

    name: str  # of the rule
    code: str = ""  # of the line, where one line is meant
    lines: int = 0
    words: int = 0
    articles: int = 0
    sources: Counter[str] = field(default_factory=Counter)  # lines cut of each
    examples: list[str] = field(default_factory=list)  # the first that differ

    def add(self, text: str, source: str) -> None:
        """Count one more line. Changes this value in place."""
        self.lines += 1
        self.words += word_count(text)
        self.sources[source or "none"] += 1
        if len(self.examples) < EXAMPLES and text not in self.examples:
            self.examples.append(text)


def by_rule(articles: Iterable[Article]) -> list[Cut]:
    """The rules, most words first."""
    return _counted(articles, lambda article: article.cuts, lambda block: (block.verdict.rule, ""))


def by_line(articles: Iterable[Article]) -> list[Cut]:
    """The lines that were cut, the most frequent first."""
    found = _counted(articles, _lines, lambda block: (block.verdict.rule, line_code(block.text)))
    return sorted(found, key=lambda cut: (-cut.lines, cut.code))


def _counted(
    articles: Iterable[Article],
    blocks: Callable[[Article], Iterable[Block]],
    key: Callable[[Block], tuple[str, str]],
) -> list[Cut]:
    found: dict[tuple[str, str], Cut] = {}
    for article in articles:
        met = set()
        for block, text in _texts(blocks(article)):
            place = key(block)
            cut = found.setdefault(place, Cut(*place))
            cut.add(text, article.source)
            if place not in met:
                met.add(place)
                cut.articles += 1
    return sorted(found.values(), key=lambda cut: (-cut.words, cut.name, cut.code))


def _lines(article: Article) -> Iterator[Block]:
    """The cuts that are whole lines: a decision can be made of these alone."""
    edges = [None, *article.blocks, None]
    for before, block, after in zip(edges, article.blocks, edges[2:], strict=False):
        starts = before is None or before.text.endswith("\n")
        ends = after is None or block.text.endswith("\n")
        if block.verdict.part == "cut" and starts and ends:
            yield block


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    for block in blocks:
        text = " ".join(block.text.split())
        if text:
            yield block, text
