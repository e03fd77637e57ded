"""Rules for HTML elements that are hardly ever the article: menus, footers, newsletter boxes."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.article import Verdict
from search.cleaning.html_text import Element
from search.cleaning.text_lines import Line, is_paragraph, word_count


class HtmlRule(NamedTuple):
    """A kind of element that is hardly ever the article.

    The pattern is searched in the label of an element: `body>header.site#top[role=banner]`.
    """

    name: str
    pattern: str
    reason: str
    sample: str
    certain: bool = True  # whether all inside is cut, or the line model decides


HTML_RULES = (
    HtmlRule("menu", r">nav\b|\[role=navigation\]", "menu", "<nav><a href='/'>Home</a></nav>"),
    HtmlRule("foot", r">footer\b|\[role=contentinfo\]", "page footer", "<footer>Imprint</footer>"),
    HtmlRule(
        "head",
        r"^body>header\b|\[role=banner\]",
        "page header",
        "<header>The Daily</header>",
        certain=False,
    ),
    HtmlRule(
        "side column",
        r">aside\b|\[role=complementary\]",
        "side column",
        "<aside>A whale was seen</aside>",
    ),
    HtmlRule(
        "form",
        r">(?:form|label|legend)\b|\[role=button\]",
        "form",
        "<form>Write to us</form>",
        certain=False,
    ),
    HtmlRule(
        "pop-up",
        r">dialog\b|\[role=(?:alert)?dialog\]|\[aria-modal=true\]",
        "window over the page",
        "<dialog>We value you</dialog>",
    ),
    HtmlRule(
        "hidden",
        r"\[hidden\]|\[aria-hidden=true\]",
        "hidden text",
        "<div hidden>Please wait</div>",
        certain=False,
    ),
    HtmlRule(
        "caption",
        r">figcaption\b|[.#][\w-]*(?:image|img|photo|picture|wp|media|embed|embedded)[-_]{0,2}caption(?![a-z])",
        "caption of a picture",
        "<figure><figcaption>A bridge at dusk</figcaption></figure>",
    ),
    HtmlRule(
        "readers' comments",
        r"[.#](?:comments|disqus_thread|commentlist|comments?-(?:list|area|section|container|wrapper|body|content|text|form|respond))(?![\w-])",
        "readers' comments",
        "<div id=comments>First!</div>",
    ),
    HtmlRule(
        "related",
        r"[.#](?:[\w-]*-)?(?:related|recommended|recommendations|most-?(?:read|popular)|read-?(?:more|next)|trending)(?![a-z])",
        "teasers of other stories",
        "<div class=related-links>A whale was seen</div>",
    ),
    HtmlRule(
        "newsletter box",
        r"[.#][\w-]*newsletter|[.#](?:[\w-]*[-_])?(?:sign-?up|subscribe)(?![a-z])",
        "newsletter sign-up",
        "<div class=newsletter>News by mail</div>",
    ),
    HtmlRule(
        "share box",
        r"[.#](?:[\w-]*-)?(?:share|sharing|social|sharedaddy|addtoany)(?![a-z])",
        "share buttons",
        "<div class=share-bar>Post this</div>",
        certain=False,
    ),
    HtmlRule(
        "cookie box",
        r"[.#][\w-]*(?:cookie|consent|gdpr)",
        "cookie notice",
        "<div id=cookie-bar>We use them</div>",
        certain=False,
    ),
    HtmlRule(
        "breadcrumb box",
        r"[.#][\w-]*breadcrumb",
        "path to this page",
        "<ul class=breadcrumbs><li>World</ul>",
    ),
    HtmlRule(
        "author box",
        r"[.#](?:[\w-]*[-_])?(?:author[-_]{0,2}(?:bio|box|info|card|desc(?:ription)?)|about-author|bio)(?![a-z])",
        "about the author",
        "<div class=author-bio>Mary writes</div>",
    ),
    HtmlRule(
        "topics box",
        r"[.#](?:tags|tag-list|(?:article|post|entry|story)-?tags|tagcloud)(?![\w-])",
        "list of topics",
        "<div class=tags>War</div>",
    ),
    HtmlRule(
        "disclosure",
        r"[.#](?:[\w-]*[-_])?(?:disclosure|disclaimer|affiliate)(?![a-z])",
        "disclosure of the publisher",
        "<p class=affiliate-disclaimer>We may earn from links</p>",
    ),
    HtmlRule(
        "appeal box",
        r"[.#](?:[\w-]*[-_])?(?:donat(?:e|ion)s?|membership|contribut(?:e|ion)s?|support-us|fundrais(?:er|ing))(?![a-z])",
        "call for donations",
        "<div class=donate-box>Give today</div>",
    ),
    HtmlRule(
        "advertisement box",
        r"[.#](?:[\w-]*-)?(?:promo|advert(?:isement)?|sponsored|outbrain|taboola|ad-(?:slot|container|wrapper|unit))(?![a-z])",
        "advertisement",
        "<div class=promo>Buy now</div>",
    ),
)
MOST = 0.3  # an element with a larger share of the page's running text may be the article
LINKED = 0.5  # share of a line inside links from which it is no running text


def apply_html_rules(lines: Sequence[Line], elements: Sequence[Element]) -> list[Line]:
    """Return the lines of a page, each with the verdict of an HTML rule, if one applies.

    A rule whose elements have much of the page's running text is ignored: whole pages are inside a
    form, and stories told in pictures inside boxes with the class "related".
    """
    inside = _rules_around(elements)
    around = [inside[line.element] for line in lines]
    words: Counter[str] = Counter()
    for line, rules in zip(lines, around, strict=True):
        count = word_count(line.text) if line.link_share <= LINKED else 0
        if count and is_paragraph(line, count):
            words.update({"": count, **{rule.name: count for rule in rules}})
    limit = MOST * words[""]
    found: list[Line] = []
    for line, rules in zip(lines, around, strict=True):
        rule = next((rule for rule in rules if words[rule.name] <= limit), None)
        verdict = Verdict("cut", rule.name, rule.reason) if rule else None
        found.append(line._replace(html_verdict=verdict))
    return found


def _rules_around(elements: Sequence[Element]) -> list[tuple[HtmlRule, ...]]:
    """Return the rules that apply to each element and those around it, the outermost first."""
    found: list[tuple[HtmlRule, ...]] = []
    for element in elements:
        around = found[element.parent] if element.parent >= 0 else ()
        own = html_rule(element.label)
        found.append((*around, own) if own and own not in around else around)
    return found


@lru_cache(maxsize=1 << 15)
def html_rule(label: str) -> HtmlRule | None:
    """Return the first rule that matches the label of an element, if any."""
    return next((rule for rule in HTML_RULES if re.search(rule.pattern, label)), None)
