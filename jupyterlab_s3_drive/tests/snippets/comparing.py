"""Compares what a snippet gave with what was uploaded."""

from __future__ import annotations

import math
import re
from typing import Any

from samples import BYTES, DOCUMENT, MEMBERS, ROWS, TEXT

Rows = list[dict[str, Any]]


def check(case: dict[str, Any], value: Any) -> None:
    """Compare one value; raises AssertionError."""
    expect = case["expect"]
    if expect in ("rows", "places", "shapes"):
        compare_rows(case, rows_of(value), geometry=expect != "rows")
    elif expect == "tables":
        (table,) = (each for name, each in dict(value).items() if name.strip("/") == "towns")
        compare_rows(case, rows_of(table), geometry=False)
    elif expect == "page":
        # Nothing tells that the codes are no numbers, which the snippet says.
        compare_rows({**case, "zeros": False}, rows_of(value[0]), geometry=False)
    elif expect == "names":
        assert set(case["names"]) <= {
            re.sub(f"^(s3://)?({case['bucket']}/)?", "", str(name)).rstrip("/") for name in value
        }, value
    elif expect == "ids":
        found = rows_of(value)
        assert [row["id"] for row in found] == case["ids"], found
        assert not case["columns"] or not found or list(found[0]) == case["columns"], found
    elif expect == "image":
        assert value.size == (7, 5) and value.getpixel((3, 3)) == (10, 20, 30)
    elif expect in ("dataset", "arrays"):
        for name in ("people", "area"):
            assert list(value[name]) == [row[name] for row in ROWS], value
    elif expect in ("h5", "array"):
        found = value["people"][:] if expect == "h5" else value
        assert list(found) == [row["people"] for row in ROWS], value
    else:
        wanted = {
            "text": TEXT,
            "bytes": BYTES,
            "document": DOCUMENT,
            "pdf": "Towns of the Ain",
            "nothing": b"",
            "members": MEMBERS,
        }[expect]
        assert value == wanted, value


def rows_of(value: Any) -> Rows:
    """Return the rows of a table of any library."""
    for method in ("compute", "to_table", "df"):
        if hasattr(value, method) and not hasattr(value, "to_dict"):
            value = getattr(value, method)()
    if hasattr(value, "compute"):
        value = value.compute()
    if hasattr(value, "toLocalIterator"):
        return [row.asDict() for row in value.collect()]
    if hasattr(value, "to_pyarrow"):
        value = value.to_pyarrow()
    if hasattr(value, "to_dicts"):
        return value.to_dicts()
    if hasattr(value, "to_pylist"):
        return value.to_pylist()
    return value.to_dict("records")


def compare_rows(case: dict[str, Any], found: Rows, geometry: bool) -> None:
    """Compare rows with those uploaded, in the files' own order or sorted where there are many.

    Of the case: `rows` that the file holds; `partitions` or `copies` where there are several files;
    `more` is how many columns of the file are in no row of these;
    `header` and `zeros` are false where the file does not tell names, or that codes are text; `numbers` is
    false where the library leaves numbers text.
    """
    rows: Rows = case.get("rows") or ROWS
    wanted: list[tuple[Any, ...]] = [tuple(row.values()) for row in rows]
    if geometry:
        for number, row in enumerate(found):
            point = row.pop("geometry")
            if isinstance(point, (bytes, bytearray)):
                # Whoever knows nothing of places reads them as they are stored.
                continue
            assert (point.x, point.y) == (number, rows[number]["area"]), point
    if case.get("partitions"):
        wanted = [(*row, *part) for part in case["partitions"] for row in wanted]
        for row in found:
            row.update(year=int(row["year"]), month=int(row["month"]))
    elif case.get("copies"):
        wanted = wanted * case["copies"]
    if case.get("header", True):
        names = list(rows[0]) + (["year", "month"] if case.get("partitions") else [])
        found = [{name.lower(): row[name] for name in row} for row in found]
        if case.get("more"):
            assert all(len(row) == len(names) + case["more"] for row in found), list(found[0])
            found = [{name: row[name] for name in names} for row in found]
        assert {tuple(sorted(row)) for row in found} == {tuple(sorted(names))}, list(found[0])
        found = [{name: row[name] for name in names} for row in found]
    got = [tuple(_plain(value) for value in row.values()) for row in found]
    if not case.get("zeros", True):
        got = [(f"{int(row[0]):05}", *row[1:]) for row in got]
    if not case.get("numbers", True):
        got = [(*row[:2], *map(_number, row[2:])) for row in got]
    assert sorted(got) == sorted(wanted), got[:6]


def _plain(value: Any) -> Any:
    found = value.item() if hasattr(value, "item") else value
    # Libraries have several values for one that is missing; none of them is equal to itself.
    return None if isinstance(found, float) and math.isnan(found) else found


def _number(value: Any) -> Any:
    """Return the number that a text means, in the spelling of France or in that of England."""
    if not isinstance(value, str):
        return value
    text = re.sub(r"\s", "", value)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return int(re.sub("[.,]", "", text))
    return float(text.replace(",", ".")) if re.search("[.,]", text) else int(text)
