"""All matches as BibTeX, in UTF-8 as biber and later bibtex read it."""

from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import address, key, parted
from search.output.display import line
from search.output.export_format import Form, Wanted
from search.query import Hit

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# BibTeX counts braces, whatever stands before them: so they are named.
ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def write(hits: Iterable[Hit], wanted: Wanted) -> Iterator[str]:
    """An entry for each article."""
    if wanted.about:  # outside of entries all is a comment but for the sign that begins one
        yield from (f"% {line(each).replace('@', '(at)')}\n" for each in wanted.about.lines())
        yield "\n"
    for hit in hits:
        yield _entry(hit.article, wanted.text)


def escaped(text: str) -> str:
    """The text as one line that TeX prints as it is.

    >>> escaped("R&D {50%}")
    'R\\\\&D \\\\textbraceleft{}50\\\\%\\\\textbraceright{}'
    """
    return " ".join(line(text).split()).translate(ESCAPED)


def _entry(article: Article, text: bool) -> str:
    fields = {
        "author": " and ".join(map(_author, article.authors)),
        "title": f"{{{escaped(article.heading)}}}",  # in braces: its capitals are those of names
        "journal": escaped(article.source),
        "year": str(article.date.year) if article.date else "",
        "month": MONTHS[article.date.month - 1] if article.date else "",
        "day": str(article.date.day) if article.date else "",
        "url": address(article.url).replace("{", "%7B").replace("}", "%7D"),
        "articleid": escaped(article.id),
        "abstract": escaped(article.body) if text else "",
    }
    lines = [f"  {name} = {_value(name, value)},\n" for name, value in fields.items() if value]
    kind = "article" if article.source else "misc"
    return f"@{kind}{{{key(article)},\n{''.join(lines)}}}\n\n"


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"


def _author(name: str) -> str:
    """`Family, Given` where that is sure, else the name as a whole, which nothing parts."""
    person = parted(name)
    if person:
        return f"{escaped(person.family)}, {escaped(person.given)}"
    return f"{{{escaped(name)}}}"


FORM = Form(write, comments=True, top=True)
