"""Rules for whole lines that are cut wherever they are."""

from search.cleaning.rules import related_headings
from search.cleaning.rules.pattern_parts import (
    AGENCY,
    CLOCK,
    DAY,
    NAME,
    NAMES,
    NETWORK,
    PICTURE,
    READING_TIME,
    SITE,
    STAMP,
)
from search.cleaning.rules.rule_table import RuleTable, case_sensitive, rule

LINE_RULES = RuleTable(
    rule(
        "read time",
        "reading time",
        "• 5 min read",
        rf"\W*(?:reading time:?\s)?{READING_TIME}\W*",
        r"reading time:?\s\d+\s?min\w*\W*",
    ),
    rule(
        "audio notice",
        "offer to listen to the article",
        "This audio is created with AI assistance",
        r"this audio (?:is|was) (?:created|generated|made|read) .{3,60}",
        r"listen to (?:this|the) (?:article|story)\b.{0,40}",
        r"\d+:\d\d (?:min )?listen",
    ),
    rule(
        "relative time",
        "time of another story",
        "World 3 hours ago",
        r"(?:[\w&]+ ){0,2}(?:(?:updated|posted|published):? )?(?:\d+|an) (?:sec(?:ond)?|"
        r"min(?:ute)?|hr|hour|day|week|month|year)s?\.? ago\W*",
    ),
    rule(
        "stamp",
        "date and time of publication",
        "Published Dec. 23, 2023, 1:45 p.m. ET",
        r"(?P<date>(?:(?:first )?(?:published|updated|posted|last updated|last modified|publié le|"
        r"mis à jour le|actualizado|опубліковано|опубликовано)(?: on| at)"
        rf"?:?\s*(?:{CLOCK}\W+)?{STAMP}\W*){{1,4}})",
        rf"(?P<date2>{DAY})(?:\s[-–—|•·@]|,)?(?:\sat)?\s{CLOCK}",
    ),
    rule(
        "byline",
        "author and date",
        "by Mary Major January 13, 2025 9:18 PM 2 min read",
        rf"(?:written )?by:?\s(?P<authors>(?-i:{NAMES}))(?:\W{{0,3}}|\s(?:on|published|"
        rf"updated)\s)(?P<date>{STAMP})\W{{0,3}}(?:{READING_TIME})?\W*",
    ),
    rule(
        "author line",
        "author after the article",
        "Author: Mary Major",
        r"(?:authors?|автори?|autore?|auteur|autor|written by)"
        rf":\s?(?P<authors>(?-i:{NAMES}))",
    ),
    rule(
        "photo credit",
        "credit of a picture",
        "Photo: Mary Major, Outlet",
        rf"\(?{PICTURE}\s?(?:[:©|]|\sby\s)\s?[^.!?]{{2,100}}[.)]?",
    ),
    case_sensitive(
        "caption with credit",
        "caption of a picture with its credit",
        "The minister met his colleague in London. (Mary Major / Facebook)",
        r".{0,240}\((?:[A-Z][^()/]{1,50}\s/\s?[A-Z][^()]{1,50}|(?i:(?:photo|image|"
        rf"picture|file photo)\b[:\s][^()]{{2,60}}|[^()]{{2,40}}\bvia\s(?-i:{AGENCY}))|"
        rf"[^()]{{2,60}}/{AGENCY}|{AGENCY}/[^()]{{2,60}}|AP Photo\b[^()]*)\)",
    ),
    case_sensitive(
        "agency credit",
        "credit of a picture",
        "GoodLifeStudio via Getty Images",
        rf"[^.!?]{{0,60}}(?:\bvia\s|\s?/\s?|^){AGENCY}(?:\s?/\s?{AGENCY})?",
        rf"{NAME}\s?/\s?(?:{AGENCY}|{SITE})",
        r"(?:©|AP Photo\b|[A-Z][a-z]+ [A-Z][a-z]+/AP\b)[^\d.!?]{2,60}",
        r"Getty Images(?:\s?[/|,]\s?.{2,60})?",
        AGENCY,
    ),
    case_sensitive(
        "glued credit",
        "caption of a picture with its credit",
        "A scene of Mad WorldCredit: Facebook",
        r".{10,230}[a-z.’”\"](?:Credit|Photo|Image credit|Photograph|Image)"
        r"s?:\s?[A-Z@][^.!?]{1,60}",
    ),
    rule(
        "tag list",
        "list of topics",
        "Tags: ALASKA FAMILY NATURE",
        r"\W*(?:tags|topics|filed under|categories|keywords|posted in|related topics|"
        r"tagged(?: with)?|теги|schlagw(?:ö|oe)rter|etiquetas|étiquettes)\s?:.{0,250}",
        r"(?:topics|filed under|related topics|tags)",
    ),
    rule(
        "breadcrumbs",
        "path to this page",
        "Home > World > Europe",
        r"home\s?(?:[>›»/→]\s?[\w&' -]{2,40}\s?){1,6}",
        r"(?:[\w&' -]{2,30}\s?[>›»→]\s?){2,6}[\w&' -]{2,60}",
    ),
    rule(
        "share bar",
        "share buttons",
        "Click to share on Facebook (Opens in new window)",
        rf"(?!x\W*$)\W*(?:{NETWORK}\W*){{1,12}}",
        r"click to (?:share|print|e-?mail) .{3,80}",
        r"share (?:this|on|via|to|full|options|all)\b.{0,100}",
        r"(?:e-?mail|print) (?:this|a link)\b.{0,60}",
    ),
    rule(
        "share count",
        "number of shares or views",
        "2 Shares 1530 Views",
        r"(?:\d[\d.,]*k? ?(?:shares?|views?|likes?|retweets?|votes?|reads)\W*){1,4}",
        r"this (?:story|article) has been shared [\d,.]+ times\W*",
    ),
    rule(
        "newsletter",
        "newsletter sign-up",
        "Sign up for our daily newsletter",
        r"(?:[^.!?:]{0,60}[.!?:]\s)?(?:sign up|subscribe|register)\b.{0,100}\b(?:newsletters?|"
        r"inbox|e-?mails?|alerts|briefings?|digest)\b.{0,80}",
        r"(?:get|receive|start your day with)\b.{0,140}\b(?:to|in|into) your (?:inbox|"
        r"e-?mail|letterbox)\b.{0,40}",
        r"(?:enter )?your e-?mail(?: address)?\W*",
        r"newsletters?(?: sign[- ]?up)?",
        r"e-?mail address\W*",
    ),
    rule(
        "subscription",
        "sign-in or subscription",
        "Already a subscriber? Log in",
        r"subscribe(?: now| today| here| for free)?[.!]?",
        r"subscribe to (?:our|the|wired|us)\b.{0,100}",
        r"already (?:a |an )?(?:subscriber|member|registered|have an account)\b.{0,60}",
        r"(?:sign|log) ?(?:in|up|out)(?: or .{3,30})?",
        r"create (?:an|your|a free) (?:free )?account|forgot (?:your )?password\?",
        r"(?:this is|you have) .{0,20}subscriber[- ]only .{0,40}",
    ),
    rule(
        "support",
        "call for donations",
        "Support our newsroom by contributing as little as $2",
        r"(?:support|fund) (?:our|independent|local|quality) (?:newsroom|journalism|"
        r"journalists|reporting|work)\b.{0,160}",
        r"donate(?: now| today| here)?\W*",
        r"become an? (?:member|patron|supporter)(?: (?:today|now|of our .{2,40}))?\W*",
    ),
    rule(
        "related header",
        "heading of links to other stories",
        "People are also reading…",
        rf"\W*(?:{related_headings.ALONE})\W*",
    ),
    rule(
        "read more",
        "button to read more",
        "View all",
        r"(?:read|view|see|load|show|watch|learn|find out|click (?:here )?(?:for|to)) "
        r"(?:more|all|full (?:story|article|list|bio|profile)|the (?:full|rest of the|"
        r"original) (?:story|article|post|comments)?|less|comments|latest)\b(?: (?:on|"
        r"about|from|in|of)\b[^.]{1,40})?\W*",
        r"(?:click here|tap here|continue reading|learn more|see full story)\W*",
    ),
    rule(
        "link line",
        "link to another story",
        "Read more: Eight rules for family chats",
        rf"(?:{related_headings.BEFORE_TITLE})\s?[:|»→]+\s?.{{5,180}}[^.]",
    ),
    rule(
        "comments",
        "comments and their controls",
        "Leave a reply",
        r"(?:\(?\d[\d,.]*\)? )?comments?(?: \(?\d[\d,.]*\)?)?\W*",
        r"(?:leave|post|add|write|be the first to) (?:a|your|an?other)? ?(?:comment|reply|"
        r"response)\b.{0,40}",
        r"(?:loading(?: comments)?|have your say|tell us what you think)\W*",
        r"join the (?:conversation|discussion|debate)\b.{0,40}",
        r"(?:view|show|see|hide|read) (?:all )?(?:\d+ )?comments?(?: \(\d+\))?",
        r"comments (?:are|have been) (?:closed|turned off|disabled)\b.{0,60}",
        r"your e-?mail address will not be published\b.{0,60}",
        r"(?:cancel|submit|log in to|sign in to) (?:reply|comment)\b.{0,20}",
        r"(?:please )?enable javascript to view .{0,60}",
        r"what do you think\? .{0,60}comments.{0,30}",
        r"(?:please )?let us know .{0,40}in the comments.{0,30}",
    ),
    rule(
        "copyright",
        "rights and legal terms",
        "Copyright © 2019 The Daily. All rights reserved.",
        r"\W*(?:copyright\W*(?:©|\(c\)|\d{4}|by\b)|©|\(c\)\s\d{4}).{0,200}",
        r".{0,140}\ball rights reserved\b.{0,140}",
        r"this material may not be published, broadcast.{0,140}",
        r"(?:terms (?:of (?:use|service)|and conditions)|privacy policy|terms|privacy(?: "
        r"& cookies policy| overview)?)(?:\W+(?:and )?(?:terms(?: of (?:use|service))?|"
        r"privacy policy))?",
    ),
    rule(
        "advertisement",
        "advertisement",
        "Story continues below",
        r"\W*(?:advert(?:isement|isements|ising)?|ads?|skip ad|sponsored(?: content)?|"
        r"paid (?:content|post)|promoted|реклама|anzeige|werbung|publicité|publicidad(?:e)"
        r"?|reklama|pubblicità|advertentie|广告|広告|إعلان)\W*(?: ?\d+)?",
        r"(?:\W*advertisement\W*)?(?:(?:story|article|scroll(?: down)? to) continues? "
        r"(?:below|reading)|scroll to continue)\b.{0,60}",
        r"advertisement\s?[-–—:]\s?.{0,60}",
    ),
    rule(
        "affiliate notice",
        "notice of paid links",
        "We may earn a commission if you buy through links",
        r".{0,100}\b(?:earn|receive|get|make)\b.{0,30}\bcommissions?\b.{0,80}\b"
        r"(?:links?|buy|purchases?)\b.{0,80}",
        r".{0,80}\bcontains? affiliate links\b.{0,80}",
    ),
    rule(
        "price card",
        "offer of a shop",
        "$249 at Store",
        r"(?:[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?[$£€])\s(?:at|from|on)\s.{2,30}",
        r"(?:buy|shop|order) (?:now|it now|here|it at .{2,30})\W*",
        r"(?:view|see|check|get) (?:deal|price|offer)s?\b.{0,20}",
    ),
    rule(
        "cookie notice",
        "cookie notice",
        "We use cookies to improve your visit.",
        r"(?:this (?:web)?site|we|our (?:web)?site) .{0,20}\buse[sd]?\b.{0,20}\bcookies?\b.{0,250}",
        r"this cookie is (?:set|used|native) .{0,250}",
        r"(?:accept|reject|manage|allow)(?: all)? cookies?\W*",
        r"cookies? (?:policy|settings|preferences|consent|notice)|(?:your )?privacy choices",
    ),
    rule(
        "app promotion",
        "promotion of an app",
        "Download the app",
        r"(?:download|get|install|try)\s(?:the|our)\s(?:[\w ]{1,30} )?app\b.{0,60}",
        r"(?:available|download) on the (?:app store|google play)\W*",
    ),
    rule(
        "player",
        "video controls",
        "Now playing",
        r"now playing\b.{0,60}",
        r"(?:re)?play(?: video)?|auto ?play|(?:view|share this) video|watch(?: now| live| video)",
        r"(?:this )?video (?:player is loading|unavailable|not available).{0,60}",
        r"volume \d+%|(?:un)?mute",
        r"subtitles",
        r"\d+ seconds of .{3,60}",
    ),
    rule(
        "gallery",
        "gallery controls",
        "12 of 57",
        r"(?:image |photo |slide )?\d{1,3} (?:of|/|of /) ?\d{1,3}(?: (?:photos|images))?",
        r"(?:view|see|open|show|back to)(?: the| full)? (?:gallery|slideshow|image in "
        r"(?:modal|full ?screen|gallery)|all (?:photos|images)|\d+ (?:photos|images))",
        r"(?:hide|show|toggle) caption|enlarge(?: this)? image",
        r"(?:click|tap) to (?:enlarge|expand|zoom|view).{0,30}",
    ),
    rule(
        "embed",
        "signature of an embedded post",
        "— Mary Major (@mary) December 7, 2023",
        r"[—–-]\s?.{1,60}\(@\w{1,30}\).{0,40}",
        r"view this post on \w+",
        r"(?:a|see this) (?:post|video|photo) (?:shared )?(?:by|on instagram by) .{2,100}",
        r"(?:view|see) (?:more on|original post on) (?:twitter|instagram|x)",
    ),
    rule(
        "control",
        "page controls",
        "Skip to main content",
        r"skip to (?:main |the )?content",
        r"back to (?:top|the top)",
        r"toggle (?:navigation|menu)|(?:main )?menu",
        r"search|close|save|contents|follow(?:ing)?|(?:expand|collapse)(?: all)?",
        r"(?:previous|prev|next) (?:article|post|story|page)",
        r"(?:next|previous|prev):\s.{3,150}[^.]",
        r"print this (?:page|article)|reuse this content",
        r"jump to (?:comments|content)",
        r"open in (?:a )?new (?:tab|window)",
        r"(?:view|see) author archive|get author rss feed",
        r"report (?:an? (?:error|typo)|this ad)\W*",
    ),
    rule(
        "contact",
        "contact of the publisher",
        "Got a tip? Send it here.",
        r"(?:got|have) a (?:news )?(?:tip|story)\b.{0,140}",
        r"(?:(?:follow|find|like) (?:us|him|her|them|me|@\w+)|follow [\w. ]{3,40}) on "
        r"(?:twitter|facebook|instagram|x|linkedin|social media|google news|threads|telegram|"
        r"bluesky|tiktok|youtube)\b.{0,100}",
        r"(?:contact|e-?mail|reach|write to) .{0,60}\S@\S+\.\w+.{0,60}",
        r"e-?mail:? \S+@\S+",
    ),
    rule(
        "trust badge",
        "notice on how it was edited",
        "This article has been reviewed according to our editorial process",
        r"this (?:article|story) (?:has been|was) (?:reviewed|fact-checked|edited) "
        r"(?:according|in line|for)\b.{0,200}",
    ),
    rule(
        "republication",
        "note on where it was first published",
        "This story was originally published December 22, 2023",
        r"(?:this (?:story|article|post)|the post .{5,150})(?: was)? (?:first|originally) "
        r"(?:published|appeared)\b.{0,140}",
        r"the post .{5,150} appeared first on .{3,60}",
        r"originally published (?:on|at|by|in)\b.{0,100}",
        r"(?:reprinted|republished|excerpted) (?:from|with)\b.{0,140}",
    ),
    rule(
        "ticker",
        "market prices",
        "Nifty: 11991.8+51.7",
        r"[\w &.]{2,20}:\s?\d[\d,]*\.\d+\s?[+-]\d[\d.,]*%?",
    ),
    rule("marks", "symbols without words", "‹ › ×", r"[‹›×|•·►▶◀→←↑↓✕✖☰⋮»«\s]+"),
)
