"""The schema of the index for Whoosh: its fields, and the analyzers of their texts."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from whoosh import fields
from whoosh.analysis.acore import Token
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer, Tokenizer

from search.analysis import tokens
from search.engines.whoosh.storage.segment_schema import SINGLE_COLUMNS, month_column
from search.schema import ZONES


class TextField(NamedTuple):
    """A field with the words of a zone."""

    zone: str
    stemmed: bool


class ValueField(NamedTuple):
    """A field with one value a document."""

    column: str  # of the facet, or "ids"


MONTH = "month"  # the field of the months of the facet `date`, as Whoosh users know it


def _value_field(column: str) -> str:
    """Return the field of a column of values; the zone of the facet may have its name already."""
    if column == month_column("date"):
        return MONTH
    return f"{column}_name" if column in ZONES else column


FIELDS: Mapping[str, TextField | ValueField] = {
    **{zone: TextField(zone, form.stemmed) for zone, form in ZONES.items()},
    **{f"{zone}_words": TextField(zone, False) for zone, form in ZONES.items() if form.stemmed},
    "id": ValueField("ids"),
    **{_value_field(column): ValueField(column) for column in SINGLE_COLUMNS},
}


class Analyzer(Tokenizer):
    """A Whoosh analyzer that gives this program's words."""

    def __init__(self, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, **modes: Any) -> Iterator[Token]:
        shift, offset = modes.get("start_pos", 0), modes.get("start_char", 0)
        token = Token(**{name: modes.get(name, False) for name in ("positions", "chars")})
        for number, word in enumerate(tokens(value)):
            token.text = word.stem if self.stemmed else word.word
            token.boost, token.stopped, token.pos = 1.0, False, number + shift
            token.startchar, token.endchar = word.start + offset, word.end + offset
            yield token


def schema(stock: bool = False) -> fields.Schema:
    """Return the schema; a `stock` one needs nothing of this program, not even its analyzer."""
    schema = fields.Schema(title_shown=fields.STORED(), body_shown=fields.STORED())
    for name, field in FIELDS.items():
        if isinstance(field, TextField):
            analyzer = _stock_analyzer(field.stemmed) if stock else Analyzer(field.stemmed)
            schema.add(name, fields.TEXT(analyzer, phrase=True))
        else:
            schema.add(name, fields.ID(stored=True, unique=name == "id", sortable=name != "id"))
    return schema


def _stock_analyzer(stemmed: bool) -> Any:
    """Return the analyzer of Whoosh that is most like ours."""
    plain = RegexTokenizer(r"\w+") | LowercaseFilter()
    return plain | StemFilter(lang="en") if stemmed else plain
