"""Summaries of what was cut from an archive, by rule or by line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from search.article import Article, Block
from search.cleaning.fingerprints import line_code
from search.cleaning.text_lines import word_count

EXAMPLES = 3


@dataclass
class CutSummary:
    """The text that a rule cut, or that one line was, in numbers."""

    rule: str
    code: str = ""  # of the line; empty for a rule
    lines: int = 0
    words: int = 0
    articles: int = 0
    sources: Counter[str] = field(default_factory=Counter)  # source -> lines cut
    examples: list[str] = field(default_factory=list)  # the first that differ

    def add(self, text: str, source: str) -> None:
        """Count one more line. Changes this value in place."""
        self.lines += 1
        self.words += word_count(text)
        self.sources[source or "none"] += 1
        if len(self.examples) < EXAMPLES and text not in self.examples:
            self.examples.append(text)


def cuts_by_rule(articles: Iterable[Article]) -> list[CutSummary]:
    """Return a summary of each rule, most words first."""
    return _summaries(articles, by_line=False)


def cuts_by_line(articles: Iterable[Article]) -> list[CutSummary]:
    """Return a summary of each line that was cut, the most frequent first."""
    return sorted(_summaries(articles, by_line=True), key=lambda cut: (-cut.lines, cut.code))


def _summaries(articles: Iterable[Article], by_line: bool) -> list[CutSummary]:
    found: dict[tuple[str, str], CutSummary] = {}
    for article in articles:
        counted = set()
        for block in _whole_lines(article) if by_line else article.cuts:
            text = " ".join(block.text.split())
            if not text:
                continue
            key = block.verdict.rule, line_code(block.text) if by_line else ""
            cut = found.setdefault(key, CutSummary(*key))
            cut.add(text, article.source)
            cut.articles += key not in counted
            counted.add(key)
    return sorted(found.values(), key=lambda cut: (-cut.words, cut.rule, cut.code))


def _whole_lines(article: Article) -> Iterator[Block]:
    """Yield the cuts that are whole lines: a person can decide about these alone."""
    edges = [None, *article.blocks, None]
    for before, block, after in zip(edges, article.blocks, edges[2:], strict=False):
        starts = before is None or before.text.endswith("\n")
        ends = after is None or block.text.endswith("\n")
        if block.verdict.part == "cut" and starts and ends:
            yield block
