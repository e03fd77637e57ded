"""The options of `search query` as fields of a saved search, of a row of a batch, or of an export.

A field is read as if its option had been typed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from inspect import signature
from shlex import quote
from typing import Any

import click

from search.cli.command_group import HELP
from search.cli.commands.query import query
from search.cli.options import query_of
from search.cli.settings import SWITCHES
from search.closest_name import suggestion
from search.query import Query
from search.saved_searches import QUERY, Options
from search.values import replace

_OWN = signature(query.callback).parameters if query.callback else {}
REQUEST_PARAMS = [each for each in query.params if each.name not in _OWN and each.expose_value]
REQUEST_OPTIONS: Mapping[str, click.Option] = {
    option.opts[0].removeprefix("--"): option
    for option in REQUEST_PARAMS
    if isinstance(option, click.Option)
}
CACHED = 1024  # sets of options: the rows of a batch share most of theirs


class VerbatimCommand(click.Command):
    """A command that also keeps its options as they were typed: see `typed_options`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the options as typed, then parse them."""
        ctx.meta[__name__] = self.make_parser(ctx).parse_args(args=list(args))[0]
        return super().parse_args(ctx, args)


class BadOption(Exception):
    """A fault in the value of an option."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"{key!r}: {fault}")
        self.key = key
        self.fault = fault


def to_query(options: Options) -> Query:
    """Return the query with these options.

    Raises: BadOption.
    """
    arguments = _arguments(options)
    text = options.get(QUERY, "")
    if not isinstance(text, str):
        raise BadOption(QUERY, f"{text} is not text")
    return replace(_without_text(tuple(arguments), date.today()), text=text.strip())


@lru_cache(maxsize=CACHED)
def _without_text(arguments: tuple[str, ...], today: date) -> Query:  # noqa: ARG001 - may name days
    """Return the query with these options and no text, as of that day."""
    try:
        context = query.make_context("query", list(arguments), help_option_names=HELP)
        return query_of(
            **{str(each.name): context.params[str(each.name)] for each in REQUEST_PARAMS}
        )
    except click.UsageError as error:
        param = error.param if isinstance(error, click.BadParameter) else None
        keys = [key for key, option in REQUEST_OPTIONS.items() if option is param]
        fault = error.message.removesuffix(".")
        raise BadOption(keys[0] if keys else QUERY, fault) from error


def command_line(options: Options) -> list[str]:
    """Return the arguments of `search query` that ask the same."""
    arguments = _arguments(options)
    text = str(options.get(QUERY, ""))
    words = text.split()
    if any(word.startswith("-") or quote(word) != word for word in words):
        words = ["--", text] if text.startswith("-") else [text]
    return [*arguments, *words]


def typed_options(context: click.Context, text: str) -> dict[str, Any]:
    """Return the text and the options of a `VerbatimCommand`, each as it was typed."""
    typed = context.meta[__name__]
    options = {
        key: typed[option.name] for key, option in REQUEST_OPTIONS.items() if option.name in typed
    }
    return {QUERY: text, **options} if text else options


def _arguments(options: Options) -> list[str]:
    """Return the options as they would be typed, without the text."""
    fields = ((key, value) for key, value in options.items() if key != QUERY)
    return [argument for key, value in fields for argument in _typed(key, value)]


def _typed(key: str, value: Any) -> Iterator[str]:
    option = REQUEST_OPTIONS.get(key)
    if option is None:
        raise BadOption(key, f"no such option; {suggestion(key, [QUERY, *REQUEST_OPTIONS])}")
    for each in value if isinstance(value, list | tuple) and option.multiple else [value]:
        if option.is_flag:
            yield _flag(key, option, each)
        elif isinstance(each, str) or (isinstance(each, int) and not isinstance(each, bool)):
            yield f"--{key}={each}"
        else:
            raise BadOption(key, f"{each} is not text")


def _flag(key: str, option: click.Option, value: Any) -> str:
    switch = SWITCHES.get(str(value).strip().lower())
    names = option.opts if switch else option.secondary_opts
    if switch is None or not names:
        raise BadOption(key, f"{value!r} is neither 'true' nor 'false'")
    return names[0]
