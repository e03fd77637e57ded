"""A request written down: what a saved search or a row of a batch asks for, as a Query.

Its keys are the options of `search query`, which reads them as if they had been typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from inspect import signature
from shlex import quote
from typing import Any

import click

from search.cli.commands.query import query
from search.cli.option_defaults import HELP
from search.cli.options import requested
from search.query import Query
from search.saved_searches import QUERY, Stated
from search.values import replace

_OWN = signature(query.callback).parameters if query.callback else {}
WORDS = "words"  # the parameter that takes the query
ASKING = [each for each in query.params if each.name not in _OWN]
KEYS: Mapping[str, click.Option] = {
    option.opts[0].removeprefix("--"): option
    for option in ASKING
    if isinstance(option, click.Option)
}
KNOWN = 1024  # sets of options kept: the rows of a batch share most of theirs
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class AsTyped(click.Command):
    """A command that is also told its options as they were typed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[__name__] = self.make_parser(ctx).parse_args(args=list(args))[0]
        return super().parse_args(ctx, args)


class Misstated(Exception):
    """What is wrong with the value of a key."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"{key!r}: {fault}")
        self.key = key
        self.fault = fault


def asked(stated: Stated) -> Query:
    """The query that the options ask for.

    Raises: Misstated.
    """
    typed = [word for key, value in stated.items() if key != QUERY for word in _typed(key, value)]
    text = stated.get(QUERY, "")
    if not isinstance(text, str):
        raise Misstated(QUERY, f"{text!r} is no text")
    return replace(_with_options(tuple(typed), date.today()), text=text.strip())


@lru_cache(maxsize=KNOWN)
def _with_options(typed: tuple[str, ...], today: date) -> Query:  # noqa: ARG001 - options name days
    """What the options alone ask for, on that day."""
    try:
        context = query.make_context("query", list(typed), help_option_names=HELP)
        return requested({str(each.name): context.params[str(each.name)] for each in ASKING})
    except click.UsageError as error:
        named = error.param if isinstance(error, click.BadParameter) else None
        keys = [key for key, option in KEYS.items() if option is named]
        fault = error.message.removesuffix(".")
        raise Misstated(keys[0] if keys else QUERY, fault) from error


def command_line(stated: Stated) -> list[str]:
    """What would be typed after `search query`."""
    options = [word for key, value in stated.items() if key != QUERY for word in _typed(key, value)]
    text = str(stated.get(QUERY, ""))
    words = text.split()
    if any(word.startswith("-") or quote(word) != word for word in words):
        words = ["--", text] if text.startswith("-") else [text]
    return [*options, *words]


def as_typed(context: click.Context, text: str) -> dict[str, Any]:
    """The request of a command that is `AsTyped`, each option as it was typed."""
    given = context.meta[__name__]
    kept: dict[str, Any] = {QUERY: text} if text else {}
    for key, option in KEYS.items():
        if option.name in given:
            kept[key] = given[option.name]
    return kept


def nearest(key: str, keys: Iterable[str]) -> str:
    """What may have been meant."""
    near = get_close_matches(key, list(keys), 1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(keys)}"


def _typed(key: str, value: Any) -> Iterator[str]:
    """The option as it would be typed."""
    option = KEYS.get(key)
    if option is None:
        raise Misstated(key, f"no such option; {nearest(key, [QUERY, *KEYS])}")
    for each in value if isinstance(value, list | tuple) and option.multiple else [value]:
        if option.is_flag:
            yield _switch(key, option, each)
        elif isinstance(each, str) or (isinstance(each, int) and not isinstance(each, bool)):
            yield f"--{key}={each}"
        else:
            raise Misstated(key, f"{each!r} is no text")


def _switch(key: str, option: click.Option, value: Any) -> str:
    said = str(value).strip().lower()
    if said in FALSE and option.secondary_opts:
        return option.secondary_opts[0]
    if said not in TRUE:
        raise Misstated(key, f"{value!r} is neither 'true' nor 'false'")
    return option.opts[0]
