"""Documents, queries and files of people at random: an answer, or a reason on one line.

Less than a minute in all. SEARCH_FUZZ=100 tries a hundred times as many, and `benchmarks/faults.py`
those that its counts are of. What was found lies in `cases/`.
"""

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faults import fuzzed_documents, fuzzed_queries, fuzzed_user_files
from faults.fuzzed_queries import Engines, open_engines, random_filters, random_text

CASES = Path(__file__).with_name("cases")
TIMES = int(os.environ.get("SEARCH_FUZZ", "1"))
KINDS = {kind.name: kind for kind in fuzzed_user_files.KINDS}
NUMBERS = st.integers(0, 1_000_000)


def tries(count: int) -> settings:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=checks)


@pytest.mark.parametrize("name", fuzzed_documents.NAMES)
def test_a_good_file_of_each_format_becomes_articles(name: str) -> None:
    assert fuzzed_documents.trouble(name, fuzzed_documents.samples()[name]) == ""


@pytest.mark.parametrize("name", fuzzed_documents.NAMES)
@tries(60)
@given(number=NUMBERS)
def test_whatever_is_wrong_with_a_document_has_a_reason(name: str, number: int) -> None:
    assert fuzzed_documents.trouble(name, fuzzed_documents.mutated(name, number)) == ""


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    return open_engines(tmp_path_factory.mktemp("fuzzed"))


@tries(600)
@given(random=st.randoms(use_true_random=False))
def test_a_query_is_answered_alike_by_both_kernels_or_is_a_mistake(
    engines: Engines, random: Random
) -> None:
    text, filters = random_text(random), random_filters(random)
    assert fuzzed_queries.trouble(text, filters, engines) == "", text


@pytest.mark.parametrize("name", KINDS)
@tries(100)
@given(number=NUMBERS)
def test_a_file_of_people_keeps_what_it_says_or_is_a_mistake(name: str, number: int) -> None:
    kind = KINDS[name]
    assert fuzzed_user_files.trouble(kind, fuzzed_user_files.mutated(kind, number)) == ""


@pytest.mark.parametrize(
    "case", sorted(path for path in CASES.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_what_was_found_stays_fixed(case: Path) -> None:
    content = case.read_bytes()
    if case.name in KINDS:
        assert fuzzed_user_files.trouble(KINDS[case.name], content) == ""
    else:
        assert fuzzed_documents.trouble(case.name, content) == ""
