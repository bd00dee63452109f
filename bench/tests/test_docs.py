"""The page: tables of one run beside those of another."""

from __future__ import annotations

import pytest

from bench import docs
from bench.results import Results
from bench.rows import rows
from bench.sizes import QUICK
from bench.table import lines

OLD = """# Performance

## Results

### Whole folders on seaweedfs

old table

### Small requests on seaweedfs

small

## Remarks
"""


def written(old: str, store: str, seconds: float, group: str = "folders") -> str:
    """Return the page after a run in which every row of the folders took as long."""
    results = Results()
    for row in rows(QUICK):
        results.add(row.series, seconds)
        for _, name in row.beside:
            results.add(name, 1)
    found = lines([row for row in rows(QUICK) if row.group == group], results)
    return docs.with_tables(old, store, "2026-11-29", found, results)


def headings(page: str) -> list[str]:
    """Return all headings."""
    return [line.strip("# ") for line in page.splitlines() if line.startswith("##")]


def test_a_table_takes_the_place_of_the_older_one() -> None:
    page = written(OLD, "seaweedfs", 2)
    assert headings(page) == headings(OLD)
    assert "old table" not in page
    assert "small" in page
    assert "2026-11-29" in page
    assert "Rename a folder" in page


def test_another_store_stands_beside() -> None:
    page = written(written(OLD, "minio", 3), "minio", 4)
    assert headings(page) == [
        "Results",
        "Whole folders on seaweedfs",
        "Whole folders on minio",
        "Small requests on seaweedfs",
        "Remarks",
    ]
    assert "old table" in page
    assert "4.00 x" in page
    assert "3.00 x" not in page


def test_a_page_without_such_a_table_is_left_alone() -> None:
    with pytest.raises(ValueError, match="listing"):
        written(OLD, "minio", 1, "listing")
