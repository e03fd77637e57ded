"""Parts of patterns that several rules share."""

from search.cleaning.facts import agencies
from search.cleaning.facts.text_dates import DATE_PATTERN

CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s\(?(?:[A-Z]{2,4}T?|GMT[+-]\d+)\)?)?"
DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
    rf"(?:{DATE_PATTERN})"
)
STAMP = rf"{DAY}(?:(?:\s[-–—|•·@]|,)?(?:\s?at)?\s?{CLOCK})?"
READING_TIME = r"\d{1,3}[\s-]?min(?:ute)?s?\.?\s(?:of\s)?read(?:ing)?(?:\stime)?"
WORD = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆА-ЯІЇЄҐ][\w.'’-]*"
NAME = rf"{WORD}(?:\s(?:(?:de|da|del|der|den|di|du|la|le|van|von|bin|al)\s)*{WORD}){{1,3}}"
NAMES = rf"{NAME}(?:(?:,\s|\sand\s|\s&\s|,\sand\s){NAME}){{0,4}}"
NETWORK = (
    r"(?:facebook|twitter|x|instagram|whatsapp|linkedin|pinterest|reddit|telegram|tumblr|"
    r"messenger|viber|flipboard|pocket|e-?mail|print|sms|link|copy link|share|tweet|threads|"
    r"bluesky|mastodon|vk|wechat)"
)
AGENCY = f"(?:{agencies.IN_CREDIT})"
SITE = r"(?:Facebook|Instagram|Twitter|X|Telegram|YouTube)"
PICTURE = (
    r"(?:photo(?:graph)?s?|images?|pictures?|illustrations?|featured image|cover photo|main image|"
    r"(?:photo|image|picture|video) (?:credit|by|courtesy|source)s?|credits?|foto|crédit photo|"
    r"фото|світлина|зображення)"
)
