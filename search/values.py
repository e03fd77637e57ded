"""Frozen values with named fields, as `dataclasses` makes them, but made in no time.

That module writes the methods of every class and compiles them, and loads `inspect` to do so: half
of what a cold `search query` took. A `Value` is a dataclass to a type checker, and to everybody who
asks `dataclasses` about it.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform


class _Made:
    """A default that is made anew for each value."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, default_factory: Callable[[], Any]) -> Any:
    """A field that without a value is what the factory makes."""
    return _Made(default_factory)


class _StandardFields:
    """The fields of a class as `dataclasses` keeps them, worked out when first looked for."""

    def __init__(self) -> None:
        self._made: dict[type[Value], Mapping[str, Any]] = {}

    def __get__(self, value: object, kind: "type[Value]") -> Mapping[str, Any]:
        if kind not in self._made:
            self._made[kind] = self._fields(kind)
        return self._made[kind]

    def _fields(self, kind: "type[Value]") -> Mapping[str, Any]:
        import dataclasses  # has asked about a value, so it is loaded already

        fields = []
        for name in kind.__match_args__:
            default = kind._defaults.get(name, dataclasses.MISSING)
            if isinstance(default, _Made):
                fields.append((name, Any, dataclasses.field(default_factory=default.factory)))
            else:
                fields.append((name, Any, dataclasses.field(default=default)))
        made = dataclasses.make_dataclass(kind.__name__, fields, frozen=True)
        return {each.name: each for each in dataclasses.fields(made)}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """What has the fields it annotates: equal, hashed and shown by them, and never changed."""

    __match_args__: ClassVar[tuple[str, ...]] = ()  # the fields, in order
    __dataclass_fields__: ClassVar[Any] = _StandardFields()
    _defaults: ClassVar[Mapping[str, Any]] = {}
    _names: ClassVar[frozenset[str]] = frozenset()
    _making: ClassVar[tuple[str, ...]] = ()  # the fields whose default is made
    _key: ClassVar[Callable[..., Any]] = type  # by what values of a class are told apart

    def __init_subclass__(cls) -> None:
        own = tuple(cls.__annotations__)
        cls.__match_args__ = (*cls.__match_args__, *own)  # type: ignore[misc]
        given = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        cls._defaults = {**cls._defaults, **given}
        cls._names = frozenset(cls.__match_args__)
        cls._making = tuple(name for name, each in cls._defaults.items() if isinstance(each, _Made))
        cls._key = attrgetter(*cls.__match_args__) if cls.__match_args__ else type
        for name in given:  # what a value does not have is not to be found in its class
            delattr(cls, name)

    def __init__(self, *given: Any, **named: Any) -> None:
        held, names = self.__dict__, self.__match_args__
        if len(given) == len(names) and not named:
            held.update(zip(names, given, strict=False))  # a check of lengths takes its time
            return
        held.update(self._defaults)
        held.update(named)
        held.update(zip(names, given, strict=False))
        if len(given) > len(names) or held.keys() != self._names:
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        for name in self._making:
            if isinstance(held[name], _Made):
                held[name] = held[name].factory()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot set {name!r}: the value is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r}: the value is frozen")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(self._key(self) == self._key(other))

    def __hash__(self) -> int:
        return hash(self._key(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={field!r}" for name, field in stated(self).items())
        return f"{type(self).__name__}({fields})"


V = TypeVar("V", bound=Value)  # named as a text, the bound would be compiled: 3 ms


def defaults(kind: type[Value]) -> dict[str, Any]:
    """What the fields of the class are that may be left out."""
    return {
        name: default.factory() if isinstance(default, _Made) else default
        for name, default in kind._defaults.items()
    }


def stated(value: Any) -> dict[str, Any]:
    """The fields of a value by name, in their order."""
    return {name: getattr(value, name) for name in value.__match_args__}


def replaced(value: V, **changes: Any) -> V:
    """The value with some of its fields changed."""
    return type(value)(**{**stated(value), **changes})
