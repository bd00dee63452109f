"""Series, their statistics, and what is missing."""

from __future__ import annotations

import json

import pytest

from bench.results import Results, percentile
from bench.sizes import QUICK, Sizes, sizes


def test_percentile_is_a_member_of_the_series() -> None:
    series = [float(value) for value in range(100, 0, -1)]
    assert percentile(series, 95) == 95
    assert percentile(series, 100) == 100
    assert percentile(series, 0) == 1
    assert percentile([7.0], 95) == 7


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_statistics_of_a_series() -> None:
    results = Results()
    results.add("a", 3, 1)
    results.add("a", 100)
    assert results.value("a") == 3
    assert results.value("a", "max") == 100
    assert results.value("a", "sum") == 104
    assert results.value("b") is None


def test_the_first_reason_stays() -> None:
    results = Results()
    results.fail("a", "first\n  line")
    results.fail("a", "second")
    assert results.failures == {"a": "first line"}


def test_results_survive_json() -> None:
    results = Results()
    results.add("a", 1.5)
    results.fail("b", "no Go")
    results.note("a", "said")
    assert Results.from_json(json.loads(json.dumps(results.as_json()))) == results


def test_sizes_can_be_set_one_by_one() -> None:
    assert sizes(False, {}) == Sizes()
    assert sizes(True, {}) == QUICK
    found = sizes(True, {"S3_DRIVE_BENCH_LARGE": "3000", "S3_DRIVE_BENCH_SMALL": ""})
    assert (found.large, found.small, found.medium) == (3000, QUICK.small, QUICK.medium)
    with pytest.raises(ValueError, match="above zero"):
        sizes(True, {"S3_DRIVE_BENCH_FILE": "0"})
