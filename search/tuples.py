"""Named tuples as `typing` makes them, but made in no time.

That module has the methods of every class compiled: a seventh of what was left of a cold `search
query`. To a type checker they are the same.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter

    class _Naming(type):
        """Gives a class that annotates its fields what it takes to be a tuple of them."""

        def __new__(meta, name, bases, space):
            if bases != (tuple,) and not hasattr(bases[0], "_fields"):
                names = tuple(space.get("__annotations__", ()))
                defaults = {each: space.pop(each) for each in names if each in space}
                fields = {each: _tuplegetter(at, None) for at, each in enumerate(names)}
                space |= {**fields, "_fields": names, "__match_args__": names}
                tail = tuple(defaults.values())
                space |= {"_field_defaults": defaults, "_tail": tail, "_size": len(names)}
            return super().__new__(meta, name, bases, {**space, "__slots__": ()})

    class NamedTuple(tuple, metaclass=_Naming):
        """A tuple whose places have names: those that a class annotates, in their order."""

        def __new__(cls, *given: Any, **named: Any):
            lacking = cls._size - len(given)
            if named or not 0 <= lacking <= len(cls._tail):
                given = cls._filled(given, named)
            elif lacking:
                given += cls._tail[-lacking:]
            return tuple.__new__(cls, given)

        @classmethod
        def _filled(cls, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
            """The fields in order; what is not given is the default."""
            first = dict(zip(cls._fields, given, strict=False))
            held = {**cls._field_defaults, **named, **first}
            if len(given) > cls._size or held.keys() != {*cls._fields} or first.keys() & named:
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
            return tuple(map(held.__getitem__, cls._fields))

        @classmethod
        def _make(cls, given):
            """One of the values in order."""
            return cls(*given)

        def _replace(self, **named: Any):
            """The same with some of its fields changed."""
            return type(self)(**{**self._asdict(), **named})

        def _asdict(self) -> dict[str, Any]:
            """The fields by name, in their order."""
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            fields = ", ".join(f"{name}={each!r}" for name, each in self._asdict().items())
            return f"{type(self).__name__}({fields})"
