"""Rows with their numbers: comparisons, limits, and what is written."""

from __future__ import annotations

import dataclasses

import pytest

from bench.results import Results
from bench.table import HEAD, Limit, Line, Row, cells, compare, line, markdown, text

ROW = Row("r", "g", "Work", "ours", "s", beside=(("theirs", "theirs"),))


def found(row: Row, ours: list[float], theirs: list[float]) -> Line:
    results = Results()
    results.add("ours", *ours)
    results.add("theirs", *theirs)
    return line(row, results)


def test_comparisons() -> None:
    assert compare("ratio", 2, 4) == 0.5
    assert compare("speed", 2, 4) == 2
    assert compare("difference", 2, 4) == -2
    assert compare("ratio", 2, 0) is None
    assert compare("speed", 0, 2) is None


def test_equal_series_are_compared_pair_by_pair() -> None:
    # The machine was slow for a while, and hit both.
    assert found(ROW, [1, 10, 2], [1, 10, 4]).compared == 1
    # Not in pairs: the medians.
    assert found(ROW, [1, 10, 2], [4, 4]).compared == 0.5


def test_zeros_are_left_out_of_the_pairs() -> None:
    assert found(ROW, [1, 3], [0, 1]).compared == 3
    assert found(ROW, [1], [0]).compared is None


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (Limit(2), True),
        (Limit(1.9), False),
        (Limit(0.5, of="compared"), True),
        (Limit(0.4, of="compared"), False),
        (Limit(0.5, at_least=True, of="compared"), True),
        (Limit(0.6, at_least=True, of="compared"), False),
        (None, None),
    ],
)
def test_limits(limit: Limit | None, verdict: bool | None) -> None:
    each = found(dataclasses.replace(ROW, limit=limit), [2], [4])
    assert each.verdict is verdict
    assert each.measured


def test_what_is_missing_is_not_met_nor_ok() -> None:
    row = dataclasses.replace(ROW, limit=Limit(1, of="compared"))
    each = found(row, [2], [])
    assert (each.verdict, each.measured) == (None, False)
    assert cells(each)[1:] == ("2 s", "theirs -", "-", "≤ 1.00 x", "not measured")
    # Without an aim of that kind the row has its number.
    assert found(ROW, [2], []).measured
    assert not found(ROW, [], [2]).measured


def test_times_of_a_file_are_written_as_rates() -> None:
    row = Row(
        "r",
        "g",
        "Down",
        "ours",
        "rate",
        beside=(("theirs", "theirs"),),
        compare="speed",
        limit=Limit(0.8, at_least=True, of="compared"),
        size=1024,
    )
    each = found(row, [4], [2])
    assert cells(each) == (
        "Down",
        "256 MiB/s",
        "theirs 512 MiB/s",
        "0.50 x",
        "≥ 0.80 x",
        "not met",
    )


def test_differences_and_units() -> None:
    row = dataclasses.replace(
        ROW, unit="ms", compare="difference", limit=Limit(0.005, of="compared")
    )
    written = cells(found(row, [0.0061], [0.002]))
    assert written == ("Work", "6.10 ms", "theirs 2 ms", "4.10 ms", "≤ 5 ms", "ok")


def test_numbers_that_just_stand_side_by_side() -> None:
    each = found(dataclasses.replace(ROW, compare=None), [2], [4])
    assert (each.compared, cells(each)[3]) == (None, "")


def test_text_keeps_its_columns_and_breaks_long_cells() -> None:
    others = tuple((f"a rather long name {n}", "theirs") for n in range(4))
    lines = text(
        [found(ROW, [2], [4]), found(dataclasses.replace(ROW, group="h", beside=others), [2], [4])]
    ).split("\n")
    assert lines[0].split("  ")[0].strip() == HEAD[0]
    assert lines[3] == ""
    column = lines[0].index("beside")
    assert [each[column:].split(" 4 s")[0] for each in lines[4:]] == [name for name, _ in others]


def test_markdown_is_a_table() -> None:
    written = markdown([found(ROW, [2], [4])]).split("\n")
    assert len(written) == 3
    assert len({len(each) for each in written}) == 1
    assert all(each.count("|") == len(HEAD) + 1 for each in written)
