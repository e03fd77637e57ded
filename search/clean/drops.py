"""Which part of a page holds the article, and which elements never do."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from search.article import Verdict
from search.clean.lines import Line, is_paragraph, weight
from search.clean.page import Flat


class Drop(NamedTuple):
    """An element that is never the article.

    The pattern is searched for in the element's label, such as `body>header.site#top[role=banner]`.
    """

    name: str
    pattern: str
    reason: str
    sample: str


DROPS = (
    Drop("menu", r">nav\b|\[role=navigation\]", "menu", "<nav><a href='/'>Home</a></nav>"),
    Drop("foot", r">footer\b|\[role=contentinfo\]", "foot of the page", "<footer>Imprint</footer>"),
    Drop(
        "head", r"^body>header\b|\[role=banner\]", "head of the page", "<header>The Daily</header>"
    ),
    Drop(
        "side column",
        r">aside\b|\[role=complementary\]",
        "side column",
        "<aside>A whale was seen</aside>",
    ),
    Drop(
        "form",
        r">(?:form|button|select|textarea|label)\b|\[role=button\]",
        "form and its controls",
        "<button>Post it</button>",
    ),
    Drop(
        "pop-up",
        r">dialog\b|\[role=(?:alert)?dialog\]|\[aria-modal=true\]",
        "window over the page",
        "<dialog>We value you</dialog>",
    ),
    Drop(
        "hidden",
        r"\[hidden\]|\[aria-hidden=true\]",
        "text that is not shown",
        "<div hidden>Please wait</div>",
    ),
    Drop(
        "caption",
        r">figcaption\b",
        "caption of a picture",
        "<figure><figcaption>A bridge at dusk</figcaption></figure>",
    ),
    Drop(
        "readers' comments",
        r"[.#](?:comments|disqus_thread|comments?-(?:list|area|section|container|wrapper))(?![\w-])",
        "readers' comments",
        "<div id=comments>First!</div>",
    ),
    Drop(
        "related",
        r"[.#](?:[\w-]*-)?(?:related|recommended|recommendations|most-?(?:read|popular)|read-?(?:more|next)|trending)(?![a-z])",
        "teasers of other stories",
        "<div class=related-links>A whale was seen</div>",
    ),
    Drop(
        "newsletter box",
        r"[.#][\w-]*newsletter",
        "newsletter sign-up",
        "<div class=newsletter>News by mail</div>",
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
    ),
    Drop(
        "author box",
        r"[.#](?:[\w-]*-)?(?:author-?(?:bio|box|info|card)|about-author)(?![a-z])",
        "who the author is",
        "<div class=author-bio>Mary writes</div>",
    ),
    Drop(
        "topics box",
        r"[.#](?:tags|tag-list|(?:article|post|entry|story)-?tags|tagcloud)(?![\w-])",
        "list of topics",
        "<div class=tags>War</div>",
    ),
    Drop(
        "advertisement box",
        r"[.#](?:[\w-]*-)?(?:promo|advert(?:isement)?|sponsored|outbrain|taboola|ad-(?:slot|container|wrapper|unit))(?![a-z])",
        "advertisement",
        "<div class=promo>Buy now</div>",
    ),
)
OUTSIDE = Drop(
    "outside the article",
    "",
    "stands outside the part of the page that holds the article",
    "",
)
MOST = 0.3  # an element with more of the page's running text than this is no side matter
SURE = 0.6  # a container must hold this share of the running text to stand for the article
DENSE = 0.9  # the same where nothing but its text speaks for an element
CONTAINERS = (r"\[itemprop=[^\]]*articlebody", r">article\b", r">main\b|\[role=main\]")
STATES = ("role", "itemprop", "aria-hidden", "aria-modal")  # attributes that a label shows
LINKED = 0.5  # a line with more of it inside links is no running text

Weights = Mapping[int, int]  # id of an element -> words of running text in it


def placed(tree: BeautifulSoup, page: Flat, drops: Sequence[Drop] = DROPS) -> list[Line]:
    """The lines of the page, each with what took it: a drop, or standing outside the article."""
    tags: list[Tag] = [tree, *tree.find_all(True)]  # in the order of the page: parents first
    labels = [_label(tag) for tag in tags]
    dropped = _dropped(tags, labels, _weights(tags, page, {}), drops)
    container = _container(tags, labels, _weights(tags, page, dropped))
    inside = _inherited(tags, {id(container): OUTSIDE})
    return [
        line._replace(dropped=_taken(dropped.get(id(home)), id(home) in inside))
        for line, home in zip(page.lines, page.homes, strict=True)
    ]


def _taken(drop: Drop | None, inside: bool) -> Verdict | None:
    taken = drop or (None if inside else OUTSIDE)
    return Verdict("cut", taken.name, taken.reason) if taken else None


def _weights(tags: Sequence[Tag], page: Flat, dropped: Mapping[int, Drop]) -> Weights:
    """Words of running text in each element, but for what is dropped."""
    found: dict[int, int] = defaultdict(int)
    for line, home in zip(page.lines, page.homes, strict=True):
        if line.links <= LINKED and id(home) not in dropped and is_paragraph(line):
            found[id(home)] += weight(line.text)
    for tag in reversed(tags):
        if tag.parent is not None and id(tag) in found:
            found[id(tag.parent)] += found[id(tag)]
    return found


def _dropped(
    tags: Sequence[Tag], labels: Sequence[str], weights: Weights, drops: Sequence[Drop]
) -> dict[int, Drop]:
    """Each element that is dropped or stands in one that is, and by which drop.

    Elements that hold much of the running text, alone or together, are let be: whole pages sit in
    a form, and a story told in pictures in boxes called related.
    """
    limit = MOST * weights.get(id(tags[0]), 0)
    of_label = {label: _named(label, drops) for label in set(labels)}
    named = [
        (tag, drop)
        for tag, label in zip(tags, labels, strict=True)
        for drop in [of_label[label]]
        if drop
    ]
    inside = _inherited(tags, {id(tag): drop for tag, drop in named})
    held: dict[str, int] = defaultdict(int)
    for tag, drop in named:
        if inside.get(id(tag.parent)) is not drop:
            held[drop.name] += weights.get(id(tag), 0)
    light = {id(tag): drop for tag, drop in named if held[drop.name] <= limit}
    return _inherited(tags, light)


def _named(label: str, drops: Sequence[Drop]) -> Drop | None:
    """The first drop that a label is named by, if any."""
    return next((drop for drop in drops if re.search(drop.pattern, label)), None)


def _label(tag: Tag) -> str:
    """What the markup calls an element: `body>header.site#top[role=banner]`."""
    around = tag.parent.name if tag.parent else ""
    classes = "".join(f".{word}" for word in tag.get_attribute_list("class") if word)
    names = "".join(f"#{word}" for word in tag.get_attribute_list("id") if word)
    states = "".join(f"[{name}={tag[name]}]" for name in STATES if name in tag.attrs)
    hidden = "[hidden]" if "hidden" in tag.attrs else ""
    return f"{around}>{tag.name}{classes}{names}{states}{hidden}".casefold()


def _inherited(tags: Sequence[Tag], marks: Mapping[int, Drop]) -> dict[int, Drop]:
    """The marks, handed down to every element inside."""
    found: dict[int, Drop] = {}
    for tag in tags:
        mark = found.get(id(tag.parent)) or marks.get(id(tag))
        if mark:
            found[id(tag)] = mark
    return found


def _container(tags: Sequence[Tag], labels: Sequence[str], weights: Weights) -> Tag:
    """The element of the article where one is sure, else the whole page."""
    total = weights.get(id(tags[0]), 0)
    heavy = [
        (tag, label)
        for tag, label in zip(tags, labels, strict=True)
        if weights.get(id(tag), 0) >= max(1, SURE * total)
    ]
    for pattern in CONTAINERS:
        named = [tag for tag, label in heavy if re.search(pattern, label)]
        if named:
            return max(named, key=lambda tag: weights[id(tag)])
    dense = [tag for tag, _ in heavy if weights[id(tag)] >= DENSE * total]
    return dense[-1] if dense else tags[0]
