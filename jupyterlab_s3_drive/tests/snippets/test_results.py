"""The documentation says what one run of the tests has done, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from .docs import page, table
from .results import FAILED, NOT_RUN, PARSED, RAN, READER, Results, cells


def test_a_cell_is_what_the_least_of_its_cases_is(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json")
    for case in ("one", "two"):
        results.expect("read", "csv", "pandas", case)
        results.add("read", "csv", "polars", case, RAN)
        results.add("read", "csv", "r", case, PARSED)
    results.add("read", "csv", "pandas", "one", RAN)
    results.add("read", "csv", "duckdb", "one", FAILED)
    results.add("read", "csv", "duckdb", "one", RAN)
    results.add("read", "csv", "r", "one", READER)
    for outcome in (READER, PARSED):
        results.add("read", "csv", "aws.s3", "one", outcome)
    results.write()
    found = json.loads((tmp_path / "results.json").read_text())
    wanted = {
        "pandas": NOT_RUN,
        "polars": RAN,
        "r": PARSED,
        "duckdb": FAILED,
        "aws.s3": READER,
    }
    assert cells(found["outcomes"], "read") == {"csv": wanted}
    assert cells(found["outcomes"], "write") == {}


def test_nothing_of_an_earlier_run_is_left(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    first = Results(file)
    first.add("read", "csv", "pandas", "one", RAN)
    first.write()
    before = json.loads(file.read_text())
    second = Results(file)
    assert not file.exists()
    second.write()
    after = json.loads(file.read_text())
    assert after["outcomes"] == [] and after["run"] != before["run"]


def test_the_page(tmp_path: Path) -> None:
    outcomes = [["read", "csv", "pandas", "one", RAN], ["read", "b", "polars", "two", NOT_RUN]]
    text = page({"outcomes": outcomes})
    assert "| csv            | ran    | \u2013       |" in text
    assert "| b              | \u2013      | not run |" in text
    assert table({}, "file") == "| file |\n| ---- |"
