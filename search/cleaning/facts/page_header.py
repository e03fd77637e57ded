"""The header of an article on a page: the texts around the headline, with day and author."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import text_key

ELEMENTS_AFTER = 400  # elements that are read after the headline
ELEMENTS_BEFORE = 60  # elements before it, within the elements around it
TEXT_AFTER = 1_500  # characters after it; a byline stands within a few hundred
SHORT = 90  # characters of a line with a date or names; a longer one is prose
OTHER_HEADINGS = 100  # headings of lower rank that are compared with the headline
PROSE = 160  # characters from which a text is a paragraph
PARAGRAPHS = 3  # the header ends after so many
NO_HEADER = frozenset(
    "script style noscript template svg iframe button select form nav aside footer".split()
)
GENERAL = frozenset("body main article time a".split())  # elements whose names mean nothing
NAMES = ("class", "id", "itemprop", "rel", "data-testid", "data-test", "data-component")
# The names of elements with other contents than the header; a page "with-sidebar" is not among
# them, nor is the foot of a headline.
_OTHER_CONTENTS = re.compile(
    r"(?<!with-)(?<!has-)(?<!no-)(?:comment|repl(?:y|ies)\b|reviews\b|related|recommend|sidebar|teaser|trending|popular|promo|"
    r"newsletter|disqus|more-stories|also-like|copyright)|"
    r"(?<![\w-])(?:site|page|global|main)?[-_]*footer",
    re.IGNORECASE,
)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LARGEST_TEASER = 60  # elements; the article itself has more
TEASER_WORDS = 4  # of a link that is a headline; names of people are shorter
MOST_ANCESTORS = 50  # whose names may exclude an element
MOST_MARKED = 100  # elements for days or authors that are read
_MARKED = etree.XPath(
    "//*[self::time or @itemprop='datePublished' or @itemprop='author' or @rel='author' or "
    "contains(@class, 'byline') or contains(@class, 'author')]"
)


class HeaderText(NamedTuple):
    """A text around the headline."""

    text: str
    element: Any  # of the text
    datetime: str  # the day in an attribute of a time element
    names: str  # class, id and so on of the element and of its parent


def header_texts(root: Any, markup: Markup, title: str) -> list[HeaderText]:
    """Return the texts before and after the headline, in order; none without a headline."""
    headline = _headline(root, markup, title) if root is not None else None
    return [] if headline is None else [*_texts_before(headline), *_texts_after(headline)]


def _headline(root: Any, markup: Markup, title: str) -> Any:
    """Return the last h1 with the text of the headline; where none has it, the first h1.

    A page may repeat its headline for screen readers; the one with a byline below is the later.
    On a page without an h1, another heading may have the text.
    """
    key = text_key(title)
    others = root.iter("h2", "h3") if key and not markup.headings else ()
    headings = [*markup.headings, *islice(others, OTHER_HEADINGS)]
    same = [heading for heading in headings if text_key("".join(heading.itertext())) == key]
    return same[-1] if same else next(iter(markup.headings), None)


def _texts_before(headline: Any) -> list[HeaderText]:
    """Return the texts before the headline in the elements around it, as long as they are few."""
    best: list[HeaderText] = []
    for ancestor in islice(headline.iterancestors(), 3):
        if ancestor.tag in ("body", "html"):
            break
        before: list[HeaderText] = []
        for number, (element, text) in enumerate(_walk(ancestor, True)):
            if element is headline:
                best = before
                break
            if number == ELEMENTS_BEFORE:
                return best
            before += [text] if text else []
    return best


def _texts_after(headline: Any) -> Iterator[HeaderText]:
    left, paragraphs = TEXT_AFTER, 0
    for _, text in islice(_walk(headline, False), ELEMENTS_AFTER):
        if text is None:
            continue
        if left <= 0 or paragraphs == PARAGRAPHS:
            return
        left -= len(text.text)
        paragraphs += len(text.text) > PROSE
        yield text


def _walk(element: Any, enter: bool) -> Iterator[tuple[Any, HeaderText | None]]:
    """Yield elements and texts in the order of the document, from the start of an element.

    Without `enter` the walk begins at the end of the element.
    """
    if enter:
        yield element, _header_text(element, element.text, True)
    while True:
        if enter and len(element):
            element = element[0]
        else:
            following = None
            while following is None:
                parent = element.getparent()
                if parent is None:
                    return
                yield None, _header_text(parent, element.tail, False)
                following = element.getnext()
                element = parent if following is None else following
        enter = not _has_other_contents(element)
        yield element, _header_text(element, element.text, True) if enter else None


def marked_texts(root: Any) -> list[HeaderText]:
    """Return the texts of all elements of the page that are marked as days or authors.

    Elements of other stories, comments and the like are left out.
    """
    if root is None:
        return []
    elements = [each for each in _MARKED(root)[:MOST_MARKED] if not _is_in_other_contents(each)]
    texts = (_header_text(each, " ".join(islice(each.itertext(), 40)), True) for each in elements)
    return [text for text in texts if text]


def _is_in_other_contents(element: Any) -> bool:
    ancestors = islice(element.iterancestors(), MOST_ANCESTORS)
    return any(map(_has_other_contents, (element, *ancestors)))


def _has_other_contents(element: Any) -> bool:
    """Return whether an element has other contents than the header of the article."""
    if element.tag in NO_HEADER or _is_teaser(element):
        return True
    names = "" if element.tag in GENERAL else _names(element)
    return names != "" and _OTHER_CONTENTS.search(names) is not None


def _is_teaser(element: Any) -> bool:
    """Return whether an element is the teaser of another story: small, with a link as heading."""
    if element.tag not in ("article", "div", "section", "li", *HEADINGS):
        return False
    inner = list(islice(element.iter(), LARGEST_TEASER + 1))
    if len(inner) > LARGEST_TEASER:
        return False
    headings = [each for each in inner if each.tag in HEADINGS]
    if any(_is_link(each) and _word_count(each) >= TEASER_WORDS for each in headings):
        return True
    links = [_word_count(each) for each in inner if each.tag == "a"]
    if element.tag == "li" and links and any(each.tag == "time" for each in inner):
        return True
    return element.tag in ("article", "li") and max(links, default=0) >= TEASER_WORDS


def _word_count(element: Any) -> int:
    return len("".join(element.itertext()).split())


def _is_link(heading: Any) -> bool:
    return heading.find(".//a[@href]") is not None or heading.getparent().tag == "a"


def _names(element: Any) -> str:
    return " ".join([value for name in NAMES if (value := element.get(name))])


def _header_text(element: Any, text: str | None, is_start: bool) -> HeaderText | None:
    """Return a text of an element; at its start also the day in its attributes."""
    line = " ".join((text or "").split())
    datetime = ""
    if is_start:
        content = element.get("content") if "date" in (element.get("itemprop") or "") else ""
        datetime = element.get("datetime") or content or ""
    if not line and not datetime:
        return None
    parent = element.getparent()
    names = f"{_names(element)} {_names(parent) if parent is not None else ''}"
    return HeaderText(line, element, datetime, names)
