"""What is loaded only when it is called for: a table or a constant names it, `module:name`."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


def loaded(name: str) -> Any:
    """What goes by the name `module:name`."""
    module, _, inside = name.partition(":")
    return getattr(import_module(module), inside)


def later(name: str) -> Callable[..., Any]:
    """The function of the name, loaded when it is first called."""

    @cache
    def found() -> Callable[..., Any]:
        function: Callable[..., Any] = loaded(name)
        return function

    def call(*values: Any, **named: Any) -> Any:
        return found()(*values, **named)

    return call
