"""What Whoosh's own searchers see: the fields of a segment, and how their texts become terms."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from whoosh import fields
from whoosh.analysis.acore import Token
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer, Tokenizer

from search.analysis import tokens
from search.engines.whoosh.storage.facet_columns import SINGLE_COLUMNS, month_column
from search.schema import ZONES


class Words(NamedTuple):
    """A field of the words of a zone."""

    zone: str
    stemmed: bool


class Names(NamedTuple):
    """A field of one value a document."""

    column: str  # the facet it is, or "ids"


MONTH = "month"  # the field of the months of the facet `date`, as Whoosh users know it


def _value_field(column: str) -> str:
    """Return the field of a column of values; the zone of the facet may have its name already."""
    if column == month_column("date"):
        return MONTH
    return f"{column}_name" if column in ZONES else column


FIELDS: Mapping[str, Words | Names] = {
    **{zone: Words(zone, form.stemmed) for zone, form in ZONES.items()},
    **{f"{zone}_words": Words(zone, False) for zone, form in ZONES.items() if form.stemmed},
    "id": Names("ids"),
    **{_value_field(column): Names(column) for column in SINGLE_COLUMNS},
}


class Analyzer(Tokenizer):
    """This program's own words, as Whoosh's fields want them."""

    def __init__(self, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, **modes: Any) -> Iterator[Token]:
        shift, offset = modes.get("start_pos", 0), modes.get("start_char", 0)
        token = Token(**{name: modes.get(name, False) for name in ("positions", "chars")})
        for number, found in enumerate(tokens(value)):
            token.text = found.stem if self.stemmed else found.word
            token.boost, token.stopped, token.pos = 1.0, False, number + shift
            token.startchar, token.endchar = found.start + offset, found.end + offset
            yield token


def schema(own: bool = True) -> fields.Schema:
    """The fields; with Whoosh's nearest analyzers where this program's `own` will be missing."""
    made = fields.Schema(title_shown=fields.STORED(), body_shown=fields.STORED())
    for name, field in FIELDS.items():
        if isinstance(field, Words):
            analyzer = Analyzer(field.stemmed) if own else _stock(field.stemmed)
            made.add(name, fields.TEXT(analyzer, phrase=True))
        else:
            made.add(name, fields.ID(stored=True, unique=name == "id", sortable=name != "id"))
    return made


def _stock(stemmed: bool) -> Any:
    plain = RegexTokenizer(r"\w+") | LowercaseFilter()
    return plain | StemFilter(lang="en") if stemmed else plain
