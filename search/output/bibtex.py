"""All matches as BibTeX, in UTF-8 as biber and later bibtex read it."""

from collections.abc import Iterable, Iterator

from search.article import Article
from search.output.citations import citation_key, encoded_url, split_name
from search.output.export_format import ExportOptions
from search.output.safe_text import safe_line
from search.query import Hit

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# BibTeX counts braces, whatever is before them, so they are written by their names.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)


def write(hits: Iterable[Hit], options: ExportOptions) -> Iterator[str]:
    """Yield an entry for each article."""
    if options.about:  # outside of entries all is a comment but for @, which begins one
        lines = (safe_line(each).replace("@", "(at)") for each in options.about.lines())
        yield from (f"% {line}\n" for line in lines)
        yield "\n"
    for hit in hits:
        yield _entry(hit.article, options.text)


def escape_tex(text: str) -> str:
    r"""Return the text as one line that TeX prints as it is.

    >>> escape_tex("R&D {50%}")
    'R\\&D \\textbraceleft{}50\\%\\textbraceright{}'
    """
    return " ".join(safe_line(text).split()).translate(ESCAPES)


def _entry(article: Article, with_text: bool) -> str:
    fields = {
        "author": " and ".join(map(_author, article.authors)),
        "title": f"{{{escape_tex(article.heading)}}}",  # in braces: its capitals are those of names
        "journal": escape_tex(article.source),
        "year": str(article.date.year) if article.date else "",
        "month": MONTHS[article.date.month - 1] if article.date else "",
        "day": str(article.date.day) if article.date else "",
        "url": encoded_url(article.url).replace("{", "%7B").replace("}", "%7D"),
        "articleid": escape_tex(article.id),
        "abstract": escape_tex(article.body) if with_text else "",
    }
    lines = [f"  {name} = {_value(name, value)},\n" for name, value in fields.items() if value]
    entry_type = "article" if article.source else "misc"
    return f"@{entry_type}{{{citation_key(article)},\n{''.join(lines)}}}\n\n"


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"


def _author(name: str) -> str:
    """Return `Family, Given` where that is sure, else the name as a whole, in braces."""
    person = split_name(name)
    if person:
        return f"{escape_tex(person.family)}, {escape_tex(person.given)}"
    return f"{{{escape_tex(name)}}}"
