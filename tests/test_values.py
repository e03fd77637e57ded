"""Frozen values behave like frozen dataclasses."""

import dataclasses
import pickle
from collections.abc import Mapping

import pytest

from search.values import Value, asdict, defaults, field, replace


class Place(Value):
    """A place on the map."""

    name: str
    height: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


class Mountain(Value):
    """A value of another class with the same fields."""

    name: str
    height: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def test_a_value_is_shown_and_compared_by_its_fields() -> None:
    kyiv = Place("Kyiv", 179)
    assert repr(kyiv) == "Place(name='Kyiv', height=179, names={})"
    assert kyiv == Place(name="Kyiv", height=179)
    assert kyiv != Place("Kyiv")
    assert kyiv != Mountain("Kyiv", 179)


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
    assert replace(kyiv, height=179) == Place("Kyiv", 179)
    assert kyiv == Place("Kyiv")


def test_a_default_from_a_factory_is_not_shared() -> None:
    assert Place("a").names is not Place("b").names
    assert defaults(Place) == {"height": 0, "names": {}}


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [((), {}), (("a", 1, {}, 4), {}), (("a",), {"hight": 2}), ((), {"height": 2})],
)
def test_fields_that_are_missing_or_unknown_are_refused(
    args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="Place takes name, height, names"):
        Place(*args, **kwargs)  # type: ignore[arg-type]


def test_the_functions_of_dataclasses_accept_a_value() -> None:
    kyiv = Place("Kyiv", names={"uk": "Київ"})
    expected = {"name": "Kyiv", "height": 0, "names": {"uk": "Київ"}}
    assert dataclasses.asdict(kyiv) == expected == asdict(kyiv)
    assert dataclasses.replace(kyiv, height=179).height == 179
    assert [each.name for each in dataclasses.fields(Place)] == ["name", "height", "names"]


def test_a_value_can_be_pickled() -> None:
    kyiv = Place("Kyiv", 179, {"uk": "Київ"})
    assert pickle.loads(pickle.dumps(kyiv)) == kyiv
