"""Made-up exports of news databases, in the languages of their interfaces."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple


class Story(NamedTuple):
    """An article as it was published."""

    title: str
    source: str
    day: date
    author: str
    body: tuple[str, ...]
    section: str = "NEWS; Pg. 3"
    subjects: tuple[str, ...] = ("BRIDGES", "RIVER TRANSPORT")
    caption: str = "The bridge at dusk, seen from the harbour"

    @property
    def accession(self) -> str:
        """Return a number like those of Factiva."""
        return f"HARB0000{self.day:%Y%m%d}e{len(self.title):03}0000z"

    @property
    def words(self) -> int:
        """Return the number of words of the text."""
        return sum(len(paragraph.split()) for paragraph in self.body)


BODIES = (
    (
        "The old bridge over the river fell on Monday, and two cars fell with it into the water.",
        "Length: 5 words was all that the mayor wrote about it, and End of Document stood below.",
        "Nobody was hurt, the police in the harbour said after a search of three hours & more.",
    ),
    (
        "Snow fell on the harbour for three long days, and the ferries stayed where they were.",
        "IN the evening the wind turned. Captains waited for news, but none of them complained.",
        "A Note: the schools of the town will open again on Thursday, said a teacher there.",
    ),
    (
        "“We will build it again”, said the minister of transport, who had come by train.",
        "Her plan costs 30 million and needs eight years, as two engineers of the town explained.",
    ),
)
SOURCES = ("The Harbour Times", "Lenna Courier", "Der Hafenbote")
AUTHORS = ("Ann Lee", "Jan Novak", "Rosa Maria Silva")


def stories(count: int) -> list[Story]:
    """Return so many articles, no two alike."""
    found = []
    for n in range(count):
        body = tuple(f"{text} This is report {n + 1}." for text in BODIES[n % 3])
        day = date(2018 + n % 5, 1 + n % 12, 1 + n % 28)
        title = f"Bridge number {n + 1} falls into the river"
        found.append(Story(title, SOURCES[n % 3], day, AUTHORS[n % 3], body))
    return found


class Interface(NamedTuple):
    """The words of a database in one language."""

    months: str
    day: str  # a date, of {d}, {m} and {y}
    words: str
    labels: Mapping[str, str]
    document: str = "Document"
    of: str = "of"
    documents: str = "DOCUMENTS"
    by: str = "By "


def _labels(*names: str) -> dict[str, str]:
    keys = (
        "Documents",
        "Client/Matter",
        "Section",
        "Length",
        "Byline",
        "Body",
        "Graphic",
        "Classification",
        "Language",
        "Subject",
        "Load-Date",
        "End of Document",
    )
    return dict(zip(keys, names, strict=True))


INTERFACES = {
    "English": Interface(
        "January February March April May June July August September October November December",
        "{m} {d}, {y} Monday",
        "words",
        _labels(
            *("Documents", "Client/Matter", "Section", "Length", "Byline", "Body", "Graphic"),
            *("Classification", "Language", "Subject", "Load-Date", "End of Document"),
        ),
    ),
    "German": Interface(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "{d}. {m} {y} Montag",
        "Wörter",
        _labels(
            *("Dokumente", "Mandant/Angelegenheit", "Rubrik", "Länge", "Autor", "Text", "Grafik"),
            *("Klassifizierung", "Sprache", "Schlagwörter", "Update", "Ende des Dokuments"),
        ),
        "Dokument",
        "von",
        "DOKUMENTEN",
        "",
    ),
    "French": Interface(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi {d} {m} {y}",
        "mots",
        _labels(
            *("Documents", "Client/Affaire", "Rubrique", "Longueur", "Auteur", "Corps"),
            *("Graphique", "Classification", "Langue", "Sujet", "Date-chargement"),
            "Fin du document",
        ),
        "Document",
        "de",
        "DOCUMENTS",
        "Par ",
    ),
    "Spanish": Interface(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{d} de {m} de {y} lunes",
        "palabras",
        _labels(
            *("Documentos", "Cliente/Asunto", "Sección", "Longitud", "Autor", "Cuerpo"),
            *("Gráfico", "Clasificación", "Idioma", "Materia", "Fecha-carga"),
            "Fin del documento",
        ),
        "Documento",
        "de",
        "DOCUMENTOS",
        "Por ",
    ),
    "Italian": Interface(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "{d} {m} {y} lunedì",
        "parole",
        _labels(
            *("Documenti", "Cliente/Pratica", "Sezione", "Lunghezza", "Autore", "Corpo"),
            *("Grafico", "Classificazione", "Lingua", "Argomento", "Data di caricamento"),
            "Fine del documento",
        ),
        "Documento",
        "di",
        "DOCUMENTI",
        "di ",
    ),
    "Dutch": Interface(
        "januari februari maart april mei juni juli augustus september oktober november december",
        "{d} {m} {y} maandag",
        "woorden",
        _labels(
            *("Documenten", "Cliënt/Zaak", "Rubriek", "Lengte", "Auteur", "Tekst", "Afbeelding"),
            *("Classificatie", "Taal", "Onderwerp", "Laaddatum", "Einde van document"),
        ),
        "Document",
        "van",
        "DOCUMENTEN",
        "Door ",
    ),
    "Portuguese": Interface(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "{d} de {m} de {y} segunda-feira",
        "palavras",
        _labels(
            *("Documentos", "Cliente/Assunto", "Seção", "Comprimento", "Autor", "Corpo"),
            *("Gráfico", "Classificação", "Idioma", "Assunto", "Data de carregamento"),
            "Fim do documento",
        ),
        "Documento",
        "de",
        "DOCUMENTOS",
        "Por ",
    ),
    "Chinese": Interface(
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "{y} 年 {m} 月 {d} 日",
        "字",
        _labels(
            *("文档", "客户/事项", "版面", "长度", "作者", "正文", "图片", "分类", "语言", "主题"),
            *("加载日期", "文档结束"),
        ),
        "文件",
        "之",
        "DOCUMENTS",
        "",
    ),
}


def day_of(story: Story, words: Interface) -> str:
    """Return the date as the interface writes it."""
    month = words.months.split()[story.day.month - 1]
    return words.day.format(d=story.day.day, m=month, y=story.day.year)


# Nexis Uni


def nexis_rows(told: Sequence[Story], language: str) -> list[tuple[str, str]]:
    """Return the paragraphs of an export with how each is set: bold, link, label, cell, end."""
    words = INTERFACES[language]
    labels = words.labels
    rows = [("label", "User Name: |A. Reader"), ("bold", f"{labels['Documents']} ({len(told)})")]
    for number, story in enumerate(told, 1):
        rows += [
            ("link", f"{number}. {story.title}"),
            ("label", f"{labels['Client/Matter']}: |-None-"),
            ("cell", "News"),
            ("cell", "Sources: The Harbour Times"),
        ]
    rows.append(("section", ""))
    for story in told:
        rows += [
            ("link", story.title),
            ("plain", f"{story.source}(London)" if "Times" in story.source else story.source),
            ("plain", day_of(story, words)),
            ("plain", ""),
            ("plain", f"Copyright {story.day.year} {story.source} All Rights Reserved"),
            ("label", f"{labels['Section']}:\u00a0|{story.section}"),
            ("label", f"{labels['Length']}:\u00a0|{story.words} {words.words}"),
            ("label", f"{labels['Byline']}:\u00a0|{words.by}{story.author}"),
            ("bold", labels["Body"]),
            *(("plain", paragraph) for paragraph in story.body),
            ("bold", labels["Graphic"]),
            ("plain", story.caption),
            ("bold", labels["Classification"]),
            ("label", f"{labels['Language']}:\u00a0|ENGLISH"),
            ("label", f"{labels['Subject']}:\u00a0|{' (93%); '.join(story.subjects)} (51%)"),
            ("label", f"{labels['Load-Date']}:\u00a0|{day_of(story, words)}"),
            ("bold", labels["End of Document"]),
            ("section", ""),
        ]
    return rows


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _run(text: str, bold: bool = False) -> str:
    """Return a text split over several runs, as Word leaves it."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    half = len(text) // 2
    return "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (text[:half], text[half:])
        if part
    )


def _paragraph(kind: str, text: str) -> str:
    label, bar, value = text.partition("|")
    if kind == "label" and bar:
        return f"<w:p>{_run(label, bold=True)}{_run(value)}</w:p>"
    if kind == "link":
        return f"<w:p><w:hyperlink>{_run(text, bold=True)}</w:hyperlink></w:p>"
    if kind == "cell":
        return f"<w:tbl><w:tr><w:tc><w:p>{_run(text)}</w:p></w:tc></w:tr></w:tbl>"
    if kind == "section":
        return "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    return f"<w:p>{_run(text, bold=kind == 'bold')}</w:p>"


def docx(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return a DOCX of the paragraphs."""
    body = "".join(_paragraph(*row) for row in rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{_RELATION}" Target="word/document.xml"/></Relationships>',
        )
        parts.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
    return stream.getvalue()


def _rtf_text(text: str) -> str:
    found = []
    for character in text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}"):
        if character == "\u00a0":
            found.append("\\~")
        elif character.isascii():
            found.append(character)
        elif ord(character) < 256:
            found.append(f"\\'{ord(character):02x}")
        else:
            found.append(f"\\u{ord(character)}?")
    return "".join(found)


_RTF_HEAD = (
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}}{\\info{\\title x}}"
    "{\\header Page 1 of 3\\par}\n"
)


def rtf(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return an RTF of the paragraphs."""
    found = [_RTF_HEAD]
    for kind, text in rows:
        label, bar, value = text.partition("|")
        if kind == "label" and bar:
            found.append(f"{{\\b {_rtf_text(label)}}}{_rtf_text(value)}\\par\n")
        elif kind == "link":
            instruction = '{\\*\\fldinst HYPERLINK "https://example.com/x"}'
            found.append(f"{{\\field{instruction}{{\\fldrslt {{\\b {_rtf_text(text)}}}}}}}\\par\n")
        elif kind == "section":
            found.append("\\sect\n")
        elif kind == "bold":
            found.append(f"{{\\b {_rtf_text(text)}}}\\par\n")
        else:
            end = "\\cell" if kind == "cell" else "\\par"
            found.append(f"{_rtf_text(text)}{end}\n")
    return "".join([*found, "}"]).encode("ascii")


def nexis_docx(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Nexis Uni as DOCX."""
    return docx(nexis_rows(told, language))


def nexis_rtf(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Nexis Uni as RTF."""
    return rtf(nexis_rows(told, language))


# The old Nexis


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def nexis_text(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of the old Nexis as plain text, with lines of 70 characters."""
    words = INTERFACES[language]
    labels = {name: label.upper() for name, label in words.labels.items()}
    found = [f"\ufeffDownload Request: Select Items: 1-{len(told)}\n\n"]
    for number, story in enumerate(told, 1):
        parts = [
            f"{number} {words.of} {len(told)} {words.documents}".center(80).rstrip(),
            "",
            story.source.center(80).rstrip(),
            day_of(story, words).center(80).rstrip(),
            _wrapped(story.title),
            f"{labels['Byline']}: {words.by}{story.author}",
            f"{labels['Section']}: {story.section}",
            f"{labels['Length']}: {story.words} {words.words}",
            *map(_wrapped, story.body),
            f"{labels['Load-Date']}: {day_of(story, words)}",
            f"{labels['Language']}: ENGLISH",
            f"{labels['Subject']}: " + _wrapped(" (93%); ".join(story.subjects)),
            f"Copyright {story.day.year} {story.source}".center(80).rstrip(),
            "All Rights Reserved".center(80).rstrip(),
        ]
        found.append("\n\n".join(parts) + "\n\n\n")
    return "".join(found).encode()


def nexis_html(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of the old Nexis as HTML."""
    words = INTERFACES[language]
    labels = {name: label.upper() for name, label in words.labels.items()}
    found = [f'<HTML><HEAD><META TOPIC="null" DOCUMENTS="{len(told)}" /></HEAD><BODY>\n']

    def box(classes: str, *texts: str) -> str:
        spans = "".join(f'<SPAN CLASS="c2">{escape(text)}</SPAN>' for text in texts)
        return f'<BR><DIV CLASS="{classes}"><P CLASS="c1">{spans}</P>\n</DIV>\n'

    for number, story in enumerate(told, 1):
        of = f"{number} {words.of} {len(told)} {words.documents}"
        text = "".join(
            f'<P CLASS="c8"><SPAN CLASS="c2">{escape(paragraph)}</SPAN></P>\n'
            for paragraph in story.body
        )
        found += [
            f'<A NAME="DOC_ID_0_{number}"></A><!-- Hide XML section from browser\n<DOC> -->\n',
            box("c0", of),
            box("c3", story.source),
            box("c3", day_of(story, words)),
            box("c4", story.title),
            box("c4", f"{labels['Byline']}: ", f"{words.by}{story.author}"),
            box("c4", f"{labels['Section']}: ", story.section),
            box("c4", f"{labels['Length']}: ", f"{story.words} {words.words}"),
            f'<BR><DIV CLASS="c4">{text}</DIV>\n',
            box("c4", f"{labels['Graphic']}: ", story.caption),
            box("c4", f"{labels['Load-Date']}: ", day_of(story, words)),
            box("c4", f"{labels['Subject']}: ", " (93%); ".join(story.subjects)),
            box("c3", f"Copyright {story.day.year} {story.source}"),
            "<!-- </DOC> -->\n",
        ]
    return "".join([*found, "</BODY></HTML>"]).encode()


# Factiva


def _factiva_day(story: Story, words: Interface) -> str:
    month = words.months.split()[story.day.month - 1]
    if words.words == "字":
        return f"{story.day.year} 年 {month} 月 {story.day.day} 日"
    return f"{story.day.day} {month} {story.day.year}"


def factiva_html(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Factiva as HTML with bare boxes."""
    words = INTERFACES[language]
    found = ['<html><head><title>Factiva</title></head><body><div id="contentLeft">']
    for number, story in enumerate(told, 1):
        fields = (
            f"{words.by}{story.author}",
            f"{story.words} {words.words}",
            _factiva_day(story, words),
            "09:30",
            story.source,
            "HARB",
            "3",
            "English",
            f"Copyright {story.day.year} {story.source}. All Rights Reserved.",
        )
        paragraphs = "".join(
            f'<p class="articleParagraph enarticleParagraph">{escape(paragraph)}  </p>\n'
            for paragraph in story.body
        )
        found.append(
            f'<div id="article-{story.accession}" class="article"><div class="article enArticle">'
            f'<p>\n</p><div>News Desk</div>\n<div id="hd"><span class="enHeadline counted">'
            f"{number}) {escape(story.title)}  </span>\n</div>"
            + "".join(f"<div>{escape(each)}</div>" for each in fields)
            + f"\n<p></p>{paragraphs}<p>{escape(story.source)} Limited</p>"
            f"<p>{words.document} {story.accession}</p></div></div><br><span></span>"
        )
    return "".join([*found, "</div></body></html>"]).encode()


def _codes(story: Story, words: Interface) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("SE", ("News Desk",)),
        ("HD", (story.title,)),
        ("BY", (f"{words.by}{story.author}",)),
        ("WC", (f"{story.words} {words.words}",)),
        ("PD", (_factiva_day(story, words),)),
        ("ET", ("09:30",)),
        ("SN", (story.source,)),
        ("SC", ("HARB",)),
        ("LA", ("English",)),
        ("CY", (f"Copyright {story.day.year} {story.source}.",)),
        ("LP", story.body[:1]),
        ("TD", story.body[1:]),
        ("CO", ("brdg : Bridge Builders Ltd. | shipp : Ships plc",)),
        ("IN", ("i7 : Transport",)),
        ("NS", (" | ".join(f"g{n} : {term}" for n, term in enumerate(story.subjects)),)),
        ("RE", ("lenna : Lenna",)),
        ("PUB", (f"{story.source} Limited",)),
        ("AN", (f"{words.document} {story.accession}",)),
    ]


def factiva_table(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Factiva as HTML with codes in a table."""
    found = ["<html><head><title>Factiva</title></head><body>"]
    for story in told:
        rows = "".join(
            f"<tr><td><b>{code}</b>&nbsp;</td><td>"
            + "".join(f"<p class='articleParagraph'>{escape(each)}</p>" for each in lines)
            + "</td></tr>"
            for code, lines in _codes(story, INTERFACES[language])
        )
        found.append(f'<div class="article enArticle"><p></p><table>{rows}</table></div><br>')
    return "".join([*found, "</body></html>"]).encode()


def factiva_text(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Factiva as plain text with codes."""
    found = []
    for story in told:
        for code, lines in _codes(story, INTERFACES[language]):
            first, *rest = lines
            found += [f"{code}  {first}", *rest, ""]
    return "\n".join(found).encode()


def factiva_rtf(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of Factiva as RTF: the fields in their order, without codes."""
    words = INTERFACES[language]
    rows = []
    for story in told:
        rows += [
            ("plain", "News Desk"),
            ("bold", story.title),
            ("plain", f"{words.by}{story.author}"),
            ("plain", f"{story.words} {words.words}"),
            ("plain", _factiva_day(story, words)),
            ("plain", story.source),
            ("plain", "HARB"),
            ("plain", "English"),
            ("plain", f"Copyright {story.day.year} {story.source}. All Rights Reserved."),
            *(("plain", paragraph) for paragraph in story.body),
            ("plain", f"{words.document} {story.accession}"),
        ]
    return rtf(rows)


def factiva_xml(told: Sequence[Story], language: str = "English") -> bytes:  # noqa: ARG001
    """Return an answer of Factiva as XML."""

    def paragraphs(name: str, texts: Sequence[str]) -> str:
        inside = "".join(f"<paragraph>{escape(text)}</paragraph>" for text in texts)
        return f"<{name}>{inside}</{name}>"

    articles = "".join(
        f"<ppsarticle><article><accessionNo>{story.accession}</accessionNo>"
        f"<baseLanguage>EN</baseLanguage><byline>By {story.author}</byline>"
        + paragraphs("headline", [story.title])
        + paragraphs("leadParagraph", story.body[:1])
        + f"<publicationDate><dateTime>{story.day}T01:35:58Z</dateTime></publicationDate>"
        f"<sourceName>{escape(story.source)}</sourceName>"
        + "".join(f"<newsSubject><name>{each}</name></newsSubject>" for each in story.subjects)
        + paragraphs("tailParagraphs", story.body[1:])
        + f"<wordCount>{story.words}</wordCount></article></ppsarticle>"
        for story in told
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><PPSResponse><ppsArticleResponse '
        'xmlns="http://global.factiva.com/pps/2.0">'
        f'<ppsarticleResultSet count="{len(told)}">{articles}</ppsarticleResultSet>'
        "</ppsArticleResponse></PPSResponse>"
    ).encode()


# Others


def europresse_html(told: Sequence[Story], language: str = "French") -> bytes:
    """Return an export of Europresse."""
    words = INTERFACES[language]
    found = ["<html><head><title>Europresse</title></head><body>"]
    for story in told:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.body)
        found.append(
            "<article><header><div class='rdp__DocPublicationName'>"
            f"<span class='DocPublicationName'>{escape(story.source)}</span></div>"
            f"<span class='DocHeader'>Communication, lundi {_factiva_day(story, words)}, p. 16"
            f"</span></header><div class='titreArticle'><p class='titreArticleVisu'>"
            f"{escape(story.title)}</p></div><div>{story.author}</div>"
            f"<div class='DocText clearfix'>{text}</div><footer><div>© {story.day.year} "
            f"{escape(story.source)}. Tous droits réservés.</div><div>"
            f"news·{story.day:%Y%m%d}·LC·{len(story.title)}q_1256</div></footer></article>"
        )
    return "".join([*found, "</body></html>"]).encode()


def proquest_text(told: Sequence[Story], language: str = "English") -> bytes:
    """Return an export of ProQuest as plain text."""
    rule = "_" * 60
    found = []
    for number, story in enumerate(told, 1):
        found += [
            rule,
            "",
            f"Document {number} of {len(told)}",
            "",
            f"Title: {story.title}",
            "",
            f"Author: {story.author}",
            "",
            f"Publication title: {story.source}",
            "",
            f"Publication date: {day_of(story, INTERFACES[language])}",
            "",
            "Full text:",
            "",
            *(line for paragraph in story.body for line in (paragraph, "")),
            f"Subject: {'; '.join(story.subjects)}",
            "",
            f"ProQuest document ID: {1000000 + number}",
            "",
            f"Copyright: Copyright {story.source} {story.day.year}",
            "",
            "Database: U.S. Newsstream",
            "",
        ]
    return "\n".join([*found, rule, "", "Contact us at: https://example.com", ""]).encode()


def ris(told: Sequence[Story], language: str = "English") -> bytes:  # noqa: ARG001
    """Return records of RIS."""
    found = []
    for story in told:
        given, _, last = story.author.rpartition(" ")
        found += [
            "TY  - NEWS",
            f"TI  - {story.title}",
            f"AU  - {last}, {given}",
            f"DA  - {story.day:%Y/%m/%d}/",
            f"PY  - {story.day.year}",
            f"JF  - {story.source}",
            f"AB  - {story.body[0]}",
            *story.body[1:],
            *(f"KW  - {term}" for term in story.subjects),
            "ER  - ",
            "",
        ]
    return "\r\n".join(found).encode()


Format = Callable[[Sequence[Story], str], bytes]
FORMATS: Mapping[str, tuple[str, Format]] = {  # name -> ending, and what makes it
    "Nexis Uni DOCX": (".docx", nexis_docx),
    "Nexis Uni RTF": (".rtf", nexis_rtf),
    "Nexis text": (".txt", nexis_text),
    "Nexis HTML": (".html", nexis_html),
    "Factiva HTML": (".html", factiva_html),
    "Factiva table": (".html", factiva_table),
    "Factiva text": (".txt", factiva_text),
    "Factiva RTF": (".rtf", factiva_rtf),
    "Factiva XML": (".xml", factiva_xml),
    "Europresse": (".html", europresse_html),
    "ProQuest": (".txt", proquest_text),
    "RIS": (".ris", ris),
}
ONE_LANGUAGE = ("Factiva XML", "RIS")
