"""Frozen values: what `dataclasses` would have made of them."""

import pickle
from collections.abc import Mapping
from dataclasses import asdict, fields, replace

import pytest

from search.values import Value, defaults, field, replaced, stated


class Place(Value):
    """Somewhere."""

    name: str
    height: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


class Other(Value):
    """Of the same fields, and another thing."""

    name: str
    height: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def test_a_value_is_shown_and_compared_by_its_fields() -> None:
    kyiv = Place("Kyiv", 179)
    assert repr(kyiv) == "Place(name='Kyiv', height=179, names={})"
    assert kyiv == Place(name="Kyiv", height=179)
    assert kyiv != Place("Kyiv")
    assert kyiv != Other("Kyiv", 179)


def test_equal_values_have_the_same_hash() -> None:
    assert {Place("Lviv", names=())} == {Place("Lviv", 0, ())}  # type: ignore[arg-type]


def test_a_value_is_matched_by_its_fields_in_order() -> None:
    match Place("Kyiv", 179):
        case Place(name, height):
            assert (name, height) == ("Kyiv", 179)


def test_a_value_does_not_change() -> None:
    kyiv = Place("Kyiv")
    with pytest.raises(AttributeError):
        kyiv.name = "Kiev"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del kyiv.name
    assert replaced(kyiv, height=179) == Place("Kyiv", 179)
    assert kyiv == Place("Kyiv")


def test_a_default_that_is_made_is_not_shared() -> None:
    assert Place("a").names is not Place("b").names
    assert defaults(Place) == {"height": 0, "names": {}}


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), (("a", 1, {}, 4), {}), (("a",), {"hight": 2}), ((), {"height": 2})],
)
def test_fields_that_are_missing_or_unknown_are_refused(
    given: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="Place takes name, height, names"):
        Place(*given, **named)  # type: ignore[arg-type]


def test_dataclasses_takes_a_value_for_its_own() -> None:
    kyiv = Place("Kyiv", names={"uk": "Київ"})
    assert asdict(kyiv) == {"name": "Kyiv", "height": 0, "names": {"uk": "Київ"}} == stated(kyiv)
    assert replace(kyiv, height=179).height == 179
    assert [each.name for each in fields(Place)] == ["name", "height", "names"]


def test_a_value_travels_between_processes() -> None:
    kyiv = Place("Kyiv", 179, {"uk": "Київ"})
    assert pickle.loads(pickle.dumps(kyiv)) == kyiv
