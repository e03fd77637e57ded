"""Frozen values with named fields, like frozen dataclasses, but quick to define.

`dataclasses` generates and compiles the methods of every class, and loads `inspect` to do so: half
of the time a cold `search query` took. To a type checker, and to the functions of `dataclasses`, a
`Value` is a frozen dataclass.
"""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform


class _DefaultFactory:
    """A default that is created for each value."""

    def __init__(self, create: Callable[[], Any]) -> None:
        self.create = create


def field(*, default_factory: Callable[[], Any]) -> Any:
    """Return a field whose default is created by the factory."""
    return _DefaultFactory(default_factory)


class _DataclassFields:
    """The fields of a class as `dataclasses` describes them, computed when first asked for."""

    def __get__(self, value: object, cls: "type[Value]") -> Mapping[str, Any]:
        return _dataclass_fields(cls)  # type: ignore[arg-type]  # mypy takes the hash of a value


@cache
def _dataclass_fields(cls: "type[Value]") -> Mapping[str, Any]:
    import dataclasses  # already loaded: only its functions read this attribute

    fields = []
    for name in cls.__match_args__:
        default = cls._defaults.get(name, dataclasses.MISSING)
        if isinstance(default, _DefaultFactory):
            fields.append((name, Any, dataclasses.field(default_factory=default.create)))
        else:
            fields.append((name, Any, dataclasses.field(default=default)))
    dataclass = dataclasses.make_dataclass(cls.__name__, fields, frozen=True)
    return {each.name: each for each in dataclasses.fields(dataclass)}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """A frozen value: its annotations are its fields; they decide equality, hash and repr."""

    __match_args__: ClassVar[tuple[str, ...]] = ()  # the fields, in order
    __dataclass_fields__: ClassVar[Any] = _DataclassFields()
    _defaults: ClassVar[Mapping[str, Any]] = {}
    _names: ClassVar[frozenset[str]] = frozenset()
    _factories: ClassVar[tuple[str, ...]] = ()  # the fields that have a default factory
    _key: ClassVar[Callable[..., Any]] = type  # what two values of one class are compared by

    def __init_subclass__(cls) -> None:
        own = tuple(cls.__annotations__)
        cls.__match_args__ = (*cls.__match_args__, *own)  # type: ignore[misc]
        defaults = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        cls._defaults = {**cls._defaults, **defaults}
        cls._names = frozenset(cls.__match_args__)
        cls._factories = tuple(
            name for name, each in cls._defaults.items() if isinstance(each, _DefaultFactory)
        )
        cls._key = attrgetter(*cls.__match_args__) if cls.__match_args__ else type
        for name in defaults:  # so that a value without the field does not find it in its class
            delattr(cls, name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fields, names = self.__dict__, self.__match_args__
        if len(args) == len(names) and not kwargs:
            fields.update(zip(names, args, strict=False))  # strict is slower
            return
        fields.update(self._defaults)
        fields.update(kwargs)
        fields.update(zip(names, args, strict=False))
        if len(args) > len(names) or fields.keys() != self._names:
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        for name in self._factories:
            if isinstance(fields[name], _DefaultFactory):
                fields[name] = fields[name].create()

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
        fields = ", ".join(f"{name}={field!r}" for name, field in asdict(self).items())
        return f"{type(self).__name__}({fields})"


V = TypeVar("V", bound=Value)  # a bound given as a string would be compiled, which takes 3 ms


def defaults(cls: type[Value]) -> dict[str, Any]:
    """Return the default of each field that has one."""
    return {
        name: default.create() if isinstance(default, _DefaultFactory) else default
        for name, default in cls._defaults.items()
    }


def asdict(value: Any) -> dict[str, Any]:
    """Return the fields of a value by name, in order; values inside it stay values."""
    return {name: getattr(value, name) for name in value.__match_args__}


def replace(value: V, **changes: Any) -> V:
    """Return the value with some of its fields changed."""
    return type(value)(**{**asdict(value), **changes})
