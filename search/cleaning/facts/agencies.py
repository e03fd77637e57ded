"""News and picture agencies: one table of their names, and the patterns made of it."""

# The names of agencies, as parts of patterns, and where each is recognised:
#   d  in a dateline: LENNA (AP) -
#   b  in a byline, or in "AP reports"
#   w  as a word that makes a name an organisation, in upper or lower case
#   s  after the name of an author: Mary Major, AP
#   p  in the credit of a picture: AP / Mary Major
_USES = {
    "AP": "dbwsp",
    "AFP": "dbwsp",
    "Reuters": "dbwp",
    "EFE": "dbwp",
    "Bloomberg": "dbwp",
    "dpa": "dbw",
    "UPI": "dbw",
    "ANSA": "dbw",
    "TASS": "dbw",
    "Xinhua": "dbw",
    "PTI": "db",
    "ANI": "db",
    "IANS": "db",
    "Kyodo": "d",
    "Kyodo(?: News)?": "b",
    "Yonhap": "db",
    "CNN": "dws",
    "BBC": "dws",
    "REUTERS": "dp",
    "DPA": "d",
    "KUNA": "d",
    "WAM": "d",
    "VOA": "d",
    "APA": "bw",
    "SID": "bw",
    "SDA": "b",
    "PA": "b",
    "PA(?: Wire| Images)?": "p",
    "Associated Press": "bp",
    "Press Association": "b",
    "Agence France-Presse": "b",
    "Deutsche Presse-Agentur": "b",
    "Canadian Press": "b",
    "Europa Press": "b",
    "Interfax(?:-Ukraine)?": "b",
    "Ukrinform": "b",
    "EPA": "p",
    "Getty(?: Images)?": "p",
    "Shutterstock": "p",
    "iStock(?:photo)?": "p",
    "Alamy": "p",
    "Unsplash": "p",
    "Flickr": "p",
    "Wikimedia(?: Commons)?": "p",
    "USA TODAY Sports": "p",
    "TNS": "p",
    "Zuma": "p",
}


def _pattern(use: str) -> str:
    return "|".join(name for name, uses in _USES.items() if use in uses)


IN_DATELINE = _pattern("d")
IN_BYLINE = _pattern("b").replace(" ", r"\s")
AS_WORD = _pattern("w")
AFTER_AUTHOR = _pattern("s")
IN_CREDIT = _pattern("p")
