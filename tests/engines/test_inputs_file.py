"""The flat file of what an index was built from."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.inputs_file import Inputs, Stamp, decode_inputs, encode_inputs

digests = st.one_of(st.just(""), st.binary(min_size=32, max_size=32).filter(any).map(bytes.hex))
names = st.text(min_size=1)
numbers = st.integers(0, 2**64 - 1)
stamps = st.builds(Stamp, numbers, numbers, numbers, st.integers(1, 2**64 - 1))


@given(st.dictionaries(names, digests), st.dictionaries(names, digests), st.data())
def test_what_is_written_is_read(
    files: dict[str, str], articles: dict[str, str], data: st.DataObject
) -> None:
    known = st.dictionaries(st.sampled_from(sorted(files)), stamps) if files else st.just({})
    inputs = Inputs(files, articles, data.draw(known))
    assert decode_inputs(encode_inputs(inputs)) == inputs


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_what_was_changed_is_read_or_refused(other: bytes, place: int, value: int) -> None:
    inputs = Inputs({"a.txt": "0" * 63 + "1"}, {"a.txt": "", "ü": "f" * 64}, {})
    written = bytearray(encode_inputs(inputs))
    written[place % len(written)] = value
    for contents in (bytes(written), bytes(written[:place]), other, bytes(written[:32]) + other):
        try:
            decode_inputs(contents)
        except (ValueError, struct.error):
            continue


def test_names_that_are_longer_than_the_file_are_refused() -> None:
    written = bytearray(encode_inputs(Inputs({"a.txt": ""}, {}, {})))
    struct.pack_into("<I", written, 32, 2**32 - 1)
    with pytest.raises(ValueError, match="do not fit"):
        decode_inputs(bytes(written))
