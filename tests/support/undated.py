"""Pages without a date of their own: what dates they show are those of other things."""

from datetime import date, timedelta

PROSE = (
    "<p>The old bridge over the Lenna was closed to all traffic on Monday, the city council said, "
    "and two ferries will carry people across the water until the work is done.</p>"
)
SOON = (date.today() + timedelta(days=40)).isoformat()  # a day that no article can have


def item(day: int) -> str:
    """A story in a list of stories, with its day behind the headline."""
    return (
        f"<div class=item><h3><a href=/{day}>Old bridge over the Lenna closes again</a></h3>"
        f"<span>By Mary Major</span> <time datetime=2024-03-0{day}>March {day}, 2024</time></div>"
    )


def early(day: int) -> str:
    """The same with its day before the headline."""
    return (
        f"<div class=row><span class=when>March {day}, 2024</span>"
        f"<h2><a href=/{day}>Old bridge over the Lenna closes again</a></h2></div>"
    )


UNDATED = {
    "about page": f"<h1>About us</h1><p>Founded 12 May 1898</p>{PROSE}",
    "founding day in prose": "<h1>Our house</h1><p>The Lenna Herald was founded on 12 May 1898 by "
    f"Ada Stone and a few friends, who printed it by hand.</p>{PROSE}",
    "copyright line": f"<h1>Imprint</h1><p>Copyright 1 January 2024 The Herald</p>{PROSE}",
    "footer": f"<h1>Imprint</h1>{PROSE}<footer>© The Herald, 1 January 2024</footer>",
    "recipe with comments": f"<h1>Fish soup</h1><ul><li>Fish<li>Water</ul>{PROSE}<div id=comments>"
    "<div class=comment><b>Jo</b> <time datetime=2024-03-04>4 March 2024</time></div></div>",
    "recipe with reviews": "<h1>Fish soup</h1><div class=reviews>Jo Minor <span class=date>"
    f"4 March 2024</span></div>{PROSE}",
    "events": f"<h1>Events</h1><ul><li><time datetime={SOON}>soon</time> <a href=/1>Concert</a>"
    "<li><time datetime=2024-03-04>4 March 2024</time> <a href=/2>Reading</a></ul>",
    "event": f"<h1>Concert</h1><div class=event-date>4 March 2024</div>{PROSE}",
    "event in words": f"<h1>Concert</h1><p>When: 4 March 2024, 7 pm</p>{PROSE}",
    "event in JSON-LD": '<script type="application/ld+json">{"@type": "Event", "startDate": '
    f'"2024-03-04"}}</script><h1>Concert</h1>{PROSE}',
    "page of a site that was changed": '<meta property="article:modified_time" '
    'content="2024-03-04T08:00:00Z"><script type="application/ld+json">{"@graph": [{"@type": '
    f'"WebPage", "datePublished": "2019-02-03"}}]}}</script><h1>Contact</h1>{PROSE}',
    "section": f"<h1>World</h1>{item(1)}{item(2)}",
    "section in JSON-LD": '<script type="application/ld+json">[{"@type": "NewsArticle", "headline":'
    ' "Old bridge closes", "datePublished": "2024-03-04"}, {"@type": "NewsArticle", "headline": '
    '"Ferries sail again", "datePublished": "2024-03-05"}]</script><h1>World</h1><p>All news</p>',
    "author": f"<h1>Mary Major</h1><p>She writes about bridges.</p>{item(4)}{item(5)}",
    "author, days first": f"<h1>Mary Major</h1>{early(4)}{early(5)}",
    "teaser in a side column": f"<h1>Our history</h1>{PROSE}<aside>{item(4)}</aside>",
    "related story": "<h1>A poem of the river</h1><p>Slow water,<br>old stone.</p>"
    "<div class=related-posts><a href=/1>Bridge closes</a> <time datetime=2024-03-04></time></div>",
    "terms": f"<h1>Terms of use</h1><p>Valid from 25 May 2018</p>{PROSE}",
    "life": f"<h1>Ada Stone</h1><p>Born 12 May 1950 in Lenna</p>{PROSE}",
    "product": '<script type="application/ld+json">{"@type": "Product", "offers": '
    '{"priceValidUntil": "2024-12-31"}}</script><meta http-equiv=expires content="2024-01-01">'
    f"<h1>Model of a bridge</h1><p>Delivery by 31 December 2024</p>{PROSE}",
    "history": "<h1>How it was built</h1><p>On 4 March 1898 the first stone was laid by the mayor "
    f"of Lenna in front of a crowd that had come from all the villages.</p>{PROSE}",
    "tomorrow's world": f'<meta property="article:published_time" content="{SOON}">{PROSE}',
    "forum": "<h1>Which ferry?</h1><div class=replies><div class=reply>jo <span class=posted>"
    f"March 4, 2024</span><p>The white one.</p></div></div>{PROSE}",
}
