"""Labels of databases in the languages of their interfaces, and what each stands for."""

import re
from typing import Literal, NamedTuple

Role = Literal[
    "headline",
    "publication",
    "date",
    "byline",
    "section",
    "words",
    "edition",
    "language",
    "abstract",
    "body",
    "subjects",
    "companies",
    "people",
    "places",
    "caption",
    "correction",
    "related",
    "note",
    "classification",
    "copyright",
    "loaded",
    "accession",
    "url",
    "label",
    "cover",
]

# Role -> the labels that have it, in any language, in lower case. English, German, French, Spanish,
# Italian, Dutch, Portuguese, Chinese and Japanese.
_LABELS: dict[Role, str] = {
    "headline": "headline|title|titel|überschrift|titre|titular|título|titolo|kop|标题|標題",
    "publication": "publication|publication title|publikation|quelle|source|fuente|fonte|bron|"
    "publicación|pubblicazione|publicatie|来源|來源",
    "date": "publication date|date|datum|erscheinungsdatum|date de publication|fecha|"
    "fecha de publicación|data|data di pubblicazione|publicatiedatum|日期",
    "byline": "byline|by|autor|autoren|verfasser|auteur|auteurs|autores|autore|autori|author|"
    "authors|autor(in)|door|署名|作者|記者|记者",
    "section": "section|rubrik|ressort|rubrique|sección|seccion|sezione|rubriek|sectie|secção|"
    "seção|版面|セクション",
    "words": "length|länge|laenge|longueur|longitud|extensión|lunghezza|lengte|comprimento|"
    "extensão|word count|wortanzahl|nombre de mots|长度|長度|字数|字數|文字数",
    "edition": "edition|ausgabe|édition|edición|edizione|editie|edição|版次",
    "language": "language|sprache|langue|idioma|lingua|taal|língua|语言|語言|言語|"
    "language of publication",
    "abstract": "highlight|abstract|zusammenfassung|résumé|resumen|sommario|samenvatting|resumo|"
    "encart|hoogtepunt|destaque|摘要",
    "body": "body|text|full text|fulltext|haupttext|hauptteil|volltext|corps|corps du texte|"
    "texte|texte intégral|cuerpo|texto|texto completo|corpo|testo|tekst|hoofdtekst|body text|"
    "正文|全文|本文",
    "subjects": "subject|subjects|thema|themen|schlagwort|schlagwörter|sujet|sujets|asunto|tema|"
    "temas|materia|argomento|soggetto|onderwerp|onderwerpen|assunto|industry|branche|"
    "secteur|industria|industrie|主题|主題|行业|subject terms|classification subjects|"
    "identifier / keyword|keywords",
    "companies": "company|companies|organization|organisation|organizations|unternehmen|firma|"
    "société|sociétés|entreprise|empresa|organización|società|azienda|organizzazione|bedrijf|"
    "organisatie|organização|公司|组织|組織|ticker|company / organization",
    "people": "person|people|personen|personne|personnes|persona|personas|persone|persoon|pessoa|"
    "人物",
    "places": "geographic|city|state|country|geografie|geographie|geographisch|region|stadt|land|"
    "localisation-geo|localisation|géographie|ville|pays|geográfico|ciudad|país|geografía|"
    "ubicación|geografico|luogo|geografisch|plaats|地区|地區|location",
    "caption": "graphic|grafik|abbildung|graphique|graphie|illustration|gráfico|imagen|grafico|"
    "grafiek|afbeelding|图片|圖片",
    "correction": "correction|correction-date|korrektur|berichtigung|corrección|correzione|"
    "correctie|rectification|correção|更正",
    "related": "related articles|related article|verwandte artikel|articles connexes|"
    "articles liés|artículos relacionados|articoli correlati|gerelateerde artikelen|"
    "artigos relacionados|相关文章",
    "note": "notes|note|anmerkungen|hinweis|notas|nota|opmerkingen|remarques|series|serie|série|"
    "注释",
    "classification": "classification|klassifizierung|klassifikation|clasificación|"
    "classificazione|classificatie|classificação|indexation|分类|分類",
    "copyright": "copyright|droits d'auteur|urheberrecht",
    "loaded": "load-date|ladedatum|update|date-chargement|date de chargement|laaddatum|"
    "fecha-carga|fecha de carga|data-caricamento|data di caricamento|data de carregamento|"
    "加载日期|last updated|aktualisierung",
    "accession": "accession number|document id|proquest document id|numéro de document|"
    "dokumentnummer|accession|aktenzeichen",
    "url": "url|document url|web link|link",
    "label": "dateline|datumszeile|dateligne|dagtekening|publication-type|publication type|"
    "publikationstyp|type-publication|type de publication|publicatietype|tipo-publicación|"
    "tipo de publicación|tipo di pubblicazione|tipo de publicação|journal-code|journal code|"
    "journal|issn|isbn|document-type|document type|dokumenttyp|type|genre|acc-no|cusip|contact|"
    "column|kolumne|distribution|zeitschriftencode|code-journal|verlag|publisher|éditeur|"
    "place of publication|country of publication|publication year|publication subject|"
    "source type|database|volume|issue|pages|first page|start page|feature|links|credit|"
    "出版物类型|期刊代码|series title|dun-bradstreet|sic|naics|online-datum|slug",
    "cover": "user name|benutzername|nom d'utilisateur|nombre de usuario|nome utente|"
    "gebruikersnaam|nome de usuário|用户名|date and time|datum und uhrzeit|date et heure|"
    "fecha y hora|data e ora|datum en tijd|data e hora|日期和时间|job number|auftragsnummer|"
    "numéro de tâche|número de trabajo|numero processo|taaknummer|número do trabalho|作业号|"
    "client/matter|mandant/angelegenheit|client/affaire|client/dossier|cliente/asunto|"
    "cliente/caso|cliente/pratica|cliënt/zaak|cliente/assunto|客户/事项|search terms|"
    "suchbegriffe|termes de recherche|termes recherchés|términos de búsqueda|"
    "termini di ricerca|zoektermen|termos de pesquisa|搜索词|search type|suchtyp|suchart|"
    "type de recherche|tipo de búsqueda|tipo di ricerca|zoektype|tipo de pesquisa|搜索类型|"
    "narrowed by|eingegrenzt durch|eingegrenzt nach|affiné par|restreint par|limitado por|"
    "acotado por|ristretto da|verfijnd op|beperkt door|restringido por|缩小范围|content type|"
    "inhaltstyp|type de contenu|tipo de contenido|tipo di contenuto|inhoudstype|"
    "tipo de conteúdo|内容类型|download request|time of request|number of lines|"
    "research information|print number|project id|terms|sources|quellen|fuentes|fonti|bronnen|"
    "fontes",
}

ROLES: dict[str, Role] = {}
for _role, _names in _LABELS.items():
    for _name in _names.split("|"):
        ROLES.setdefault(_name, _role)

TERMS = ("subjects", "companies", "people", "places")
# Roles of labels that come after the text.
AFTER = frozenset(
    (*TERMS, "caption", "correction", "related", "note", "classification", "loaded", "language")
)
# Headings of one line, without a colon, that begin a part after the text.
PARTS = ("caption", "correction", "related", "note", "classification")

# What ends a document of Nexis Uni, alone in its line.
END = re.compile(
    r"(?:end of document|ende des dokuments|dokumentende|fin du document|fin de document|"
    r"fin del documento|fine del documento|fine documento|einde van (?:het )?document|"
    r"einde document|fim do documento|文档结束|文件结束|文檔結束|文件結束)\W{0,3}",
    re.I,
)
# "Documents (50)" on the cover.
COUNT = re.compile(
    r"(?:documents?|dokumente?|documentos?|documenti|documento|documenten|文档|文檔|文件)"
    r"\s{0,9}[(（](\d{1,6})[)）]",
    re.I,
)
COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\)|all rights reserved|alle rechte vorbehalten|"
    r"tous droits réservés|todos los derechos reservados|tutti i diritti riservati|"
    r"alle rechten voorbehouden|todos os direitos reservados|版权所有)",
    re.I,
)
_LABELLED = re.compile(r"([^\W\d_][^:：\n]{0,38}?)\s{0,3}[:：][ \t\u00a0\u3000]{0,99}")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’' /-]{2,36}")
_RELEVANCE = re.compile(r"\s{0,3}\((\d{1,3})\s?%\)")


class Label(NamedTuple):
    """A label at the start of a line, and where its value begins."""

    role: Role
    name: str
    value: str
    is_known: bool  # False for one that only looks like a label


def role_of(text: str) -> Role | None:
    """Return the role of a label without its colon; None for any other text."""
    return ROLES.get(" ".join(text.split()).rstrip(":： ").casefold())


def label_of(line: str) -> Label | None:
    """Return the label that a line begins with; None where it begins with none.

    A label that is not known, in capitals, is a plain label.
    """
    found = _LABELLED.match(line)
    if not found:
        return None
    name = found[1].strip()
    role = role_of(name)
    if role:
        return Label(role, name, line[found.end() :].strip(), True)
    if _CAPITALS.fullmatch(name):
        return Label("label", name, line[found.end() :].strip(), False)
    return None


def terms(value: str) -> list[str]:
    """Return index terms without their relevance.

    >>> terms("IMMIGRATION (93%); SEA TRANSPORT (51%)")
    ['IMMIGRATION', 'SEA TRANSPORT']
    """
    return [" ".join(_RELEVANCE.sub("", each).split()) for each in value.split(";")]
