"""The list of rows, the page that is made of it, and what is installed for it."""

from __future__ import annotations

import pytest

from bench import docs, environments
from bench.__main__ import MEASURES
from bench.results import Results
from bench.rows import GROUPS, chosen, rows
from bench.sizes import Sizes
from bench.table import lines

ALL = rows(Sizes())


def test_names_are_unique_and_groups_are_measured() -> None:
    names = [row.name for row in ALL]
    assert len(names) == len(set(names))
    assert {row.group for row in ALL} == set(GROUPS) == set(MEASURES)
    assert not {name for name in names if name in GROUPS}


def test_the_aims_are_those_of_the_design() -> None:
    limits = {row.name: row.limit.bound for row in ALL if row.limit}
    assert limits == {
        "start-bytes": 30_000,
        "start-requests": 0,
        "first-rows-small": 0.3,
        "first-rows-large": 0.3,
        "first-rows-ratio": 1.3,
        "first-rows-again": 0.3,
        "list-all": 1.2,
        "list-click": 0.05,
        "list-stop": 0,
        "list-status": 0.1,
        "click": 0.05,
        "scroll": 0.1,
        "dom-rows": 500,
        "refresh-frame": 0.1,
        "download-proxy": 0.8,
        "download-memory": 32,
        "download-status": 0.1,
        "download-browser": 128,
        "download-direct": 0.95,
        "upload-proxy": 0.65,
        "upload-memory": 32,
        "upload-status": 0.1,
        "upload-browser": 128,
        "upload-direct": 0.95,
        "small-request": 0.005,
        "at-once-errors": 0,
        "delete": 1.2,
        "delete-status": 0.1,
        "rename": 2,
        "rename-status": 0.1,
        "select-move": 2,
        "select-copy": 2,
        "select-delete": 2,
        "select-upload": 2,
    }


def test_rows_are_chosen_by_name_or_group() -> None:
    assert chosen(ALL, []) == ALL
    assert [row.name for row in chosen(ALL, ["rename", "startup"])] == [
        "start-bytes",
        "start-requests",
        "rename",
    ]
    with pytest.raises(ValueError, match="There is no row speed"):
        chosen(ALL, ["speed"])


def test_the_page_tells_what_is_missing_and_why() -> None:
    results = Results()
    results.add("delete.ours", 2.0)
    results.fail("delete.mc", "mc is not there.")
    results.fail("rename.mc", "mc is not there.")
    found = lines(chosen(ALL, ["folders"]), results)
    page = docs.page("minio", {"processor": "2 cores"}, found, results)
    assert "- processor: 2 cores" in page
    assert "### Whole folders on minio" in page
    assert "### A large file" not in page
    assert (
        "- mc is not there. Missing: Delete a folder of 10,000 (mc rm); "
        "Rename a folder of 1,000 (mc mv)." in page
    )
    assert "$" not in page


def test_what_is_compared_with_is_pinned() -> None:
    (package,) = environments.requirements_of("boto3").read_text().split()
    assert package.startswith("boto3==")
