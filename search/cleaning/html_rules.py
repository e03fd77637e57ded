"""What a reader would call the elements around a line: menu, foot, newsletter box."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.article import Verdict
from search.cleaning.html_text import Element, Flat
from search.cleaning.text_lines import Line, is_paragraph, weight


class Drop(NamedTuple):
    """An element that is hardly ever the article.

    The pattern is searched for in the element's label, such as `body>header.site#top[role=banner]`.
    """

    name: str
    pattern: str
    reason: str
    sample: str
    firm: bool = False  # whether it is cut unasked; the line model judges what stands in the others


DROPS = (
    Drop(
        "menu", r">nav\b|\[role=navigation\]", "menu", "<nav><a href='/'>Home</a></nav>", firm=True
    ),
    Drop(
        "foot",
        r">footer\b|\[role=contentinfo\]",
        "foot of the page",
        "<footer>Imprint</footer>",
        firm=True,
    ),
    Drop(
        "head", r"^body>header\b|\[role=banner\]", "head of the page", "<header>The Daily</header>"
    ),
    Drop(
        "side column",
        r">aside\b|\[role=complementary\]",
        "side column",
        "<aside>A whale was seen</aside>",
        firm=True,
    ),
    Drop(
        "form",
        r">(?:form|label|legend)\b|\[role=button\]",
        "form and its controls",
        "<form>Write to us</form>",
    ),
    Drop(
        "pop-up",
        r">dialog\b|\[role=(?:alert)?dialog\]|\[aria-modal=true\]",
        "window over the page",
        "<dialog>We value you</dialog>",
        firm=True,
    ),
    Drop(
        "hidden",
        r"\[hidden\]|\[aria-hidden=true\]",
        "text that is not shown",
        "<div hidden>Please wait</div>",
    ),
    Drop(
        "caption",
        r">figcaption\b|[.#][\w-]*(?:image|img|photo|picture|wp|media|embed|embedded)[-_]{0,2}caption(?![a-z])",
        "caption of a picture",
        "<figure><figcaption>A bridge at dusk</figcaption></figure>",
        firm=True,
    ),
    Drop(
        "readers' comments",
        r"[.#](?:comments|disqus_thread|commentlist|comments?-(?:list|area|section|container|wrapper|body|content|text|form|respond))(?![\w-])",
        "readers' comments",
        "<div id=comments>First!</div>",
        firm=True,
    ),
    Drop(
        "related",
        r"[.#](?:[\w-]*-)?(?:related|recommended|recommendations|most-?(?:read|popular)|read-?(?:more|next)|trending)(?![a-z])",
        "teasers of other stories",
        "<div class=related-links>A whale was seen</div>",
        firm=True,
    ),
    Drop(
        "newsletter box",
        r"[.#][\w-]*newsletter|[.#](?:[\w-]*[-_])?(?:sign-?up|subscribe)(?![a-z])",
        "newsletter sign-up",
        "<div class=newsletter>News by mail</div>",
        firm=True,
    ),
    Drop(
        "share box",
        r"[.#](?:[\w-]*-)?(?:share|sharing|social|sharedaddy|addtoany)(?![a-z])",
        "share buttons",
        "<div class=share-bar>Post this</div>",
    ),
    Drop(
        "cookie box",
        r"[.#][\w-]*(?:cookie|consent|gdpr)",
        "cookie notice",
        "<div id=cookie-bar>We use them</div>",
    ),
    Drop(
        "breadcrumb box",
        r"[.#][\w-]*breadcrumb",
        "path to this page",
        "<ul class=breadcrumbs><li>World</ul>",
        firm=True,
    ),
    Drop(
        "author box",
        r"[.#](?:[\w-]*[-_])?(?:author[-_]{0,2}(?:bio|box|info|card|desc(?:ription)?)|about-author|bio)(?![a-z])",
        "who the author is",
        "<div class=author-bio>Mary writes</div>",
        firm=True,
    ),
    Drop(
        "topics box",
        r"[.#](?:tags|tag-list|(?:article|post|entry|story)-?tags|tagcloud)(?![\w-])",
        "list of topics",
        "<div class=tags>War</div>",
        firm=True,
    ),
    Drop(
        "disclosure",
        r"[.#](?:[\w-]*[-_])?(?:disclosure|disclaimer|affiliate)(?![a-z])",
        "what the paper discloses",
        "<p class=affiliate-disclaimer>We may earn from links</p>",
        firm=True,
    ),
    Drop(
        "appeal box",
        r"[.#](?:[\w-]*[-_])?(?:donat(?:e|ion)s?|membership|contribut(?:e|ion)s?|support-us|fundrais(?:er|ing))(?![a-z])",
        "call for donations",
        "<div class=donate-box>Give today</div>",
        firm=True,
    ),
    Drop(
        "advertisement box",
        r"[.#](?:[\w-]*-)?(?:promo|advert(?:isement)?|sponsored|outbrain|taboola|ad-(?:slot|container|wrapper|unit))(?![a-z])",
        "advertisement",
        "<div class=promo>Buy now</div>",
        firm=True,
    ),
)
# Most labels are named by none; unanchored, so that Python can skip to where one may begin.
_ANY = re.compile("|".join(drop.pattern.lstrip("^") for drop in DROPS))
MOST = 0.3  # what holds more of the page's running text than this is no side matter
LINKED = 0.5  # a line with more of it inside links is no running text


def placed(page: Flat) -> list[Line]:
    """The lines of the page, each with the drop it stands in, if any.

    A drop that holds much of the running text is let be: whole pages sit in a form, and a story
    told in pictures in boxes called related.
    """
    inside = _inside(page.elements)
    around = [inside[line.element] for line in page.lines]
    held: Counter[str] = Counter()
    for line, drops in zip(page.lines, around, strict=True):
        words = weight(line.text) if line.links <= LINKED else 0
        if words and is_paragraph(line, words):
            held.update({"": words, **{drop.name: words for drop in drops}})
    limit = MOST * held[""]
    light = [[drop for drop in drops if held[drop.name] <= limit] for drops in around]
    return [
        line._replace(dropped=_verdict(drops[0])) if drops else line
        for line, drops in zip(page.lines, light, strict=True)
    ]


def _verdict(drop: Drop) -> Verdict:
    return Verdict("cut", drop.name, drop.reason)


def _inside(elements: Sequence[Element]) -> list[tuple[Drop, ...]]:
    """The drops that each element stands in, the outermost first."""
    found: list[tuple[Drop, ...]] = []
    for element in elements:
        around = found[element.up] if element.up >= 0 else ()
        own = named(element.label)
        found.append((*around, own) if own and own not in around else around)
    return found


@lru_cache(maxsize=1 << 15)
def named(label: str) -> Drop | None:
    """The first drop that a label is named by, if any."""
    if _ANY.search(label) is None:
        return None
    return next((drop for drop in DROPS if re.search(drop.pattern, label)), None)
