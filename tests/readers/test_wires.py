"""Items of wires and content systems: every fact and every paragraph, and nothing of the frame."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.containers import MAKERS

from search.article import Article, Document, Seed, Skip
from search.cleaning import clean
from search.readers import read
from search.readers.exports.known_exports import export_of

FIRST = "The river Oder rose by two metres in the night, the harbour master of Wriezen said."
SECOND = (
    "Nobody was hurt. Divers will look at the old bridge \u2013 closed since Monday \u2013 at noon."
)
BODY = f"{FIRST}\n\n{SECOND}"

NITF = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf.dtd">
<nitf><head><title>flood</title><meta name="online_sections" content="World"/>
<docdata management-status="usable"><doc-id id-string="w-17"/><date.issue norm="20250113T211800Z"/>
<identified-content><person>Weiss, Ada</person><location>Wriezen</location>
<classifier>Floods</classifier></identified-content></docdata>
<pubdata date.publication="20250114T000000" name="The Oder Herald" item-length="30"
 ex-ref="https://herald.example/flood"/></head>
<body><body.head><hedline><hl1>River rises in Wriezen</hl1><hl2>Bridge is closed</hl2></hedline>
<byline class="print_byline">By <person>ADA WEISS</person><byttl>Staff Writer</byttl></byline>
<byline class="normalized_byline">Weiss, Ada</byline>
<dateline><location>WRIEZEN</location></dateline><abstract><p>A flood.</p></abstract></body.head>
<body.content><block class="lead_paragraph"><p>{FIRST}</p></block>
<block class="full_text"><p>{FIRST}</p><p>{SECOND}</p>
<media media-type="image"><media-caption>The bridge on Monday.</media-caption></media></block>
</body.content><body.end><tagline>Max Roth contributed.</tagline></body.end></body></nitf>"""

NEWSML = """<?xml version="1.0"?><!-- a comment - of a wire --><NewsML Version="1.2">
<NewsEnvelope><DateAndTime>20250113T211800Z</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId>
<DateId>20250113</DateId><NewsItemId>w-17</NewsItemId><RevisionId>3</RevisionId></NewsIdentifier>
</Identification><NewsManagement><FirstCreated>20250113T211800Z</FirstCreated>
<ThisRevisionCreated>20250114T0800Z</ThisRevisionCreated><Status FormalName="Canceled"/>
</NewsManagement><NewsComponent><NewsLines><HeadLine>River rises in Wriezen</HeadLine>
<ByLine>Ada Weiss</ByLine><DateLine>WRIEZEN, Jan 13</DateLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Oder Wire"/></Provider>
</AdministrativeMetadata>
<NewsComponent><Role FormalName="Main"/><ContentItem><DataContent>CONTENT</DataContent>
</ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent><p>The bridge on Monday.</p>
</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""

G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><origin>x</origin></header>
<itemSet><packageItem guid="p"><itemMeta><pubStatus qcode="stat:usable"/></itemMeta></packageItem>
<newsItem guid="urn:w-17" version="4" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<provider qcode="nprov:OW"><name>Oder Wire</name></provider>
<versionCreated>2025-01-14T08:00:00Z</versionCreated>
<firstCreated>2025-01-13T21:18:00Z</firstCreated>
<pubStatus qcode="stat:usable"/><edNote>For editors</edNote></itemMeta>
<contentMeta><headline>River rises in Wriezen</headline><by>Ada Weiss</by>
<dateline>WRIEZEN</dateline><language tag="en"/>
<subject type="cpnat:person"><name>Max Roth</name></subject><subject><name>Floods</name></subject>
</contentMeta><contentSet>CONTENT</contentSet></newsItem></itemSet></newsMessage>"""
XHTML = (
    '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    f"<header><ul><li>Wriezen</li></ul><h1>River rises in Wriezen</h1></header><p>{FIRST}</p>"
    f"<p>{SECOND.replace('closed', '<i>closed</i>')}</p></body></html></inlineXML>"
)
ESCAPED = f"&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;"

RCV1 = f"""<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="2286" id="root" date="1996-08-20" xml:lang="en"><title>River.</title>
<headline>River rises in Wriezen</headline><byline>Ada Weiss</byline><dateline>WRIEZEN</dateline>
<text><p>{FIRST}</p><p>{SECOND}</p></text><copyright>(c) Reuters Limited 1996</copyright>
<metadata><codes class="bip:countries:1.0"><code code="GFR"/></codes>
<codes class="bip:topics:1.0"><code code="GDIS"/></codes></metadata></newsitem>""".replace(
    "\u2013", "&#8211;"
)


def articles(folder: Path, text: str, name: str) -> list[Article]:
    (folder / name).write_text(text, encoding="utf-8")
    found = list(read(Seed(f"wire/{name}", str(folder / name))))
    assert all(isinstance(each, Document) for each in found), found
    return [clean(each) for each in found if isinstance(each, Document)]


def check(article: Article, *, day: str = "2025-01-13", source: str = "Oder Wire") -> None:
    assert article.title == "River rises in Wriezen"
    assert article.body == BODY
    assert (str(article.date), article.source) == (day, source)
    assert [name.title() for name in article.authors] == ["Ada Weiss"]


def test_nitf_with_what_the_new_york_times_adds(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, NITF, "a.xml")
    check(article, day="2025-01-14", source="The Oder Herald")
    assert article.id == "wire/a.xml#1"
    assert article.url == "https://herald.example/flood"
    assert article.catalogue == {
        "provider": ("NITF",),
        "accession": ("w-17",),
        "section": ("World",),
        "words": ("30",),
        "people": ("Weiss, Ada",),
        "places": ("Wriezen",),
        "subjects": ("Floods",),
    }
    cut = {block.text.strip(): block.verdict.rule for block in article.cuts}
    assert cut["The bridge on Monday."] == "export caption"
    assert cut["Bridge is closed"] == "export headline"
    assert cut["A flood."] == "export note"
    assert cut["Max Roth contributed."] == "export byline"


@pytest.mark.parametrize(
    "content",
    [
        f"<nitf><body><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf>",
        f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>",
        f"{FIRST}\n\n{SECOND}",
    ],
)
def test_newsml_1_with_any_content(tmp_path: Path, content: str) -> None:
    (article,) = articles(tmp_path, NEWSML.replace("CONTENT", content), "a.xml")
    check(article)
    assert str(article.updated) == "2025-01-14"
    assert article.catalogue["accession"] == ("wire.example:w-17",)
    assert article.catalogue["version"] == ("3",)
    assert article.catalogue["status"] == ("canceled",)
    assert "The bridge on Monday." in [block.text.strip() for block in article.cuts]


@pytest.mark.parametrize(
    "content",
    [
        XHTML,
        f"<inlineXML><nitf><body><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body>"
        "</nitf></inlineXML>",
        f'<inlineData contenttype="text/html">{ESCAPED}</inlineData>',
        f'<inlineData contenttype="text/plain">{FIRST}\n\n{SECOND}</inlineData>',
        f"<remoteContent href='a.jpg'/><inlineData>{FIRST}\n\n{SECOND}</inlineData>",
    ],
)
def test_newsml_g2_with_any_content(tmp_path: Path, content: str) -> None:
    (article,) = articles(tmp_path, G2.replace("CONTENT", content), "a.xml")
    check(article)
    assert article.catalogue["accession"] == ("urn:w-17",)
    assert article.catalogue["version"] == ("4",)
    assert article.catalogue["people"] == ("Max Roth",)
    assert article.catalogue["subjects"] == ("Floods",)
    assert "status" not in article.catalogue


@pytest.mark.parametrize("status", ["stat:canceled", "http://cv.iptc.org/pubstatus/withheld"])
def test_the_status_of_an_item_is_kept(tmp_path: Path, status: str) -> None:
    made = G2.replace("CONTENT", XHTML).replace("<newsItem", "<newsItem ", 1)
    head, _, rest = made.rpartition('qcode="stat:usable"')
    name = "uri" if "/" in status else "qcode"
    (article,) = articles(tmp_path, f'{head}{name}="{status}"{rest}', "a.xml")
    assert article.catalogue["status"] == (status.replace("/", ":").rpartition(":")[2],)


def test_a_package_holds_none(tmp_path: Path) -> None:
    package = '<packageItem guid="p"><itemMeta/><groupSet><group/></groupSet></packageItem>'
    (tmp_path / "a.xml").write_text(package, encoding="utf-8")
    (found,) = read(Seed("wire/a.xml", str(tmp_path / "a.xml")))
    reason = "has no item of news: it is a package, or knowledge, that refers to some"
    assert found == Skip("wire/a.xml", reason)


def test_rcv1(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, RCV1, "2286.xml")
    check(article, day="1996-08-20", source="Reuters")
    assert article.catalogue["accession"] == ("2286",)
    assert article.catalogue["places"] == ("GFR",)
    assert article.catalogue["subjects"] == ("GDIS",)


def test_reuters_21578(tmp_path: Path) -> None:
    def item(number: int, title: str, body: str) -> str:
        return (
            f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" OLDID="1" NEWID="{number}">'
            "\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TOPICS><D>grain</D><D>wheat</D></TOPICS>\n"
            "<PLACES><D>west-germany</D></PLACES>\n<PEOPLE></PEOPLE>\n<UNKNOWN>&#5;C T</UNKNOWN>"
            f"\n<TEXT>&#2;\n<TITLE>{title}</TITLE>\n<DATELINE>    WRIEZEN, Feb 26 - </DATELINE>"
            f"<BODY>{body}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
        )

    first = FIRST.replace("rose by", "rose\nby")
    items = item(1, "RIVER RISES &lt;ODER>", f"{first}\n    {SECOND}") + item(2, "B", "It rained.")
    found = articles(tmp_path, '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + items, "reut2-000.sgm")
    assert [article.title for article in found] == ["RIVER RISES <ODER>", "B"]
    assert [article.body for article in found] == [BODY, "It rained."]
    assert {(str(article.date), article.source) for article in found} == {("1987-02-26", "Reuters")}
    assert found[0].catalogue["subjects"] == ("grain", "wheat")
    assert found[1].catalogue["accession"] == ("2",)


NINJS: Mapping[str, dict[str, object]] = {
    "1": {
        "uri": "https://wire.example/w-17",
        "headline": "River rises in Wriezen",
        "byline": "Ada Weiss",
        "versioncreated": "2025-01-14T08:00:00+0000",
        "firstcreated": "2025-01-13T21:18:00+0000",
        "body_html": f"<p>{FIRST}</p><p>{SECOND}</p>",
        "source": "Oder Wire",
        "version": "2",
        "pubstatus": "usable",
        "slugline": "river",
        "subject": [{"name": "Floods"}],
        "place": [{"name": "Wriezen"}],
        "associations": {"a": {"headline": "A picture", "pubstatus": "usable"}},
    },
    "1 with plain text": {
        "uri": "w-17",
        "headline": "River rises in Wriezen",
        "byline": "Ada Weiss",
        "versioncreated": "2025-01-13T21:18:00+0000",
        "body_text": BODY,
        "copyrightholder": "Oder Wire",
    },
    "3": {
        "uri": "w-17",
        "standard": {"name": "ninjs", "version": "3.0"},
        "headlines": [
            {"role": "short", "value": "Flood"},
            {"role": "main", "value": "River rises in Wriezen"},
        ],
        "by": "Ada Weiss",
        "versionCreated": "2025-01-13T21:18:00Z",
        "bodies": [{"contentType": "text/html", "value": f"<p>{FIRST}</p><p>{SECOND}</p>"}],
        "infoSources": [{"name": "Oder Wire"}],
        "subjects": [{"name": "Floods"}],
    },
}


@pytest.mark.parametrize("version", NINJS)
def test_ninjs_of_each_version(tmp_path: Path, version: str) -> None:
    (article,) = articles(tmp_path, json.dumps(NINJS[version]), "a.json")
    check(article)
    assert article.catalogue["provider"] == ("ninjs",)


def test_items_of_ninjs_may_be_in_an_answer(tmp_path: Path) -> None:
    answer = {"data": {"items": [{"meta": {}, "item": each} for each in NINJS.values()]}}
    found = articles(tmp_path, json.dumps(answer, indent=1), "a.json")
    assert [article.id for article in found] == [f"wire/a.json#{n}" for n in (1, 2, 3)]
    for article in found:
        check(article)


TELEPRINTED = (
    "\x16\x16\x01odw062 4 p 31 river   ow 061\r\n\r\nfloods/\r\n"
    "\x02River rises in Wriezen =\r\n\r\n"
    f"   Wriezen (ow) - {FIRST.replace('rose by', 'rose' + chr(13) + chr(10) + 'by')}\r\n\r\n"
    f"   {SECOND}\r\n\r\n# ow notebook\r\n\r\n## Contact\r\n- Ada Weiss\r\n\r\n"
    "\x03132118 GMT Jan 25 \r\n\x7f\r\n\x7f\x04"
)


def test_iptc_7901_holds_messages(tmp_path: Path) -> None:
    found = articles(tmp_path, TELEPRINTED + TELEPRINTED.replace("River", "Oder"), "a.txt")
    assert [article.title for article in found] == [
        "River rises in Wriezen",
        "Oder rises in Wriezen",
    ]
    article = found[0]
    assert article.body.endswith(SECOND)
    assert article.body.partition(" - ")[2] == BODY
    assert (str(article.date), article.source) == ("2025-01-13", "ow")
    assert "## Contact - Ada Weiss" in [block.text.strip() for block in article.cuts]


def test_text_between_messages_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good morning.\n" + TELEPRINTED, encoding="utf-8")
    first, second = read(Seed("wire/a.txt", str(tmp_path / "a.txt")))
    assert isinstance(second, Document)
    assert isinstance(first, Skip)
    assert first.reason == "has text before its first message: 'Good morning.'"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>NewsML-G2 has a &lt;newsItem&gt;.</p><newsItem></newsItem></body></html>",
        "<rss ><channel><title>About http://wordpress.org/export/1.2/</title></channel></rss>",
        '{"headline": "Flood", "text": "The river rose."}',
        '[{"title": "Flood", "body_html": "<p>The river rose.</p>"}]',
        "A control letter \x02 and one \x01 after it.",
    ],
)
def test_what_only_mentions_a_format_is_none(page: str) -> None:
    assert export_of(page.encode()) is None


def test_anpa_1312_has_codes_for_headline_and_byline(tmp_path: Path) -> None:
    stored = (
        "\x16\x16\x01a0557\x1fr-a--\r\nr a\x13\x11 bc-river   01-13 0030\r\n\x02\r\n"
        "^River rises in Wriezen<\r\n^By ADA WEISS=\r\n^Oder Wire Writer<\r\n"
        f"\tWRIEZEN (OW) _ {FIRST}\r\n\t{SECOND}\r\n\tOW-BE-01-13-25 2118GMT<\r\n\x03"
    )
    (article,) = articles(tmp_path, stored, "a.txt")
    assert article.title == "River rises in Wriezen"
    assert article.authors == ("ADA WEISS",)
    assert article.body.startswith(f"WRIEZEN (OW) _ {FIRST}\n\n{SECOND}")
    assert article.source == "OW"


def found(folder: Path, text: str, name: str) -> list[Document | Skip]:
    (folder / name).write_text(text, encoding="utf-8")
    listed = list(read(Seed(f"wire/{name}", str(folder / name))))
    return [each for each in listed if isinstance(each, Document | Skip)]


@pytest.mark.parametrize("item", [NITF, RCV1, NEWSML.replace("CONTENT", BODY)])
def test_files_that_were_joined_lose_nothing(tmp_path: Path, item: str) -> None:
    first, second = found(tmp_path, f"{item}\n{item}", "a.xml")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert clean(second).body == BODY
    assert second.path == "wire/a.xml#2"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", NITF),
        ("a.xml", RCV1),
        ("a.xml", NEWSML.replace("CONTENT", BODY)),
        ("a.xml", G2.replace("CONTENT", XHTML)),
        ("a.txt", TELEPRINTED),
        ("a.json", json.dumps(NINJS["1"])),
    ],
)
def test_a_file_that_is_cut_short_says_so(tmp_path: Path, name: str, text: str) -> None:
    cut = text[: text.index(SECOND[:15]) + 10] if SECOND[:15] in text else text[:-40]
    *_, last = found(tmp_path, cut, name)
    assert isinstance(last, Skip)
    assert last.path == f"wire/{name}"


def test_characters_that_html_names_are_read(tmp_path: Path) -> None:
    named = RCV1.replace("Wriezen said", "Wriezen&nbsp;said &eacute;&amp;&lt;")
    (document,) = found(tmp_path, named, "a.xml")
    assert isinstance(document, Document)
    assert "Wriezen said é&<." in document.content


def test_an_item_in_a_container_is_numbered_in_its_file(tmp_path: Path) -> None:
    stored = MAKERS["a.zip"](
        {"2025/a.xml": NITF.encode(), "b.json": json.dumps(NINJS["3"]).encode()}
    )
    (tmp_path / "dump.zip").write_bytes(stored)
    listed = read(Seed("wire/dump.zip", str(tmp_path / "dump.zip")))
    articles = [clean(each) for each in listed if isinstance(each, Document)]
    assert [article.id for article in articles] == [
        "wire/dump.zip/2025/a.xml#1",
        "wire/dump.zip/b.json#1",
    ]
    assert [article.body for article in articles] == [BODY, BODY]
