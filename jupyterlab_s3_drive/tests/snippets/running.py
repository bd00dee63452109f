"""Runs snippets, each in a fresh namespace, and compares what they give with what was uploaded.

    python running.py < cases.json

runs in the environment of the snippets. Its input is a list of cases: `id`, `codes` (run one after the
other in one namespace), `variable` and `expect`; `given` names what the namespace holds before. It prints
one line of JSON a case: `id`, and `error` which is null where all was right.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

from samples import BYTES, DOCUMENT, ROWS, TEXT

_EXTENSION = "duckdb_extension_httpfs"


def main() -> None:
    """Run all cases."""
    warnings.simplefilter("ignore")
    _install_httpfs()
    out = sys.stdout
    for case in json.load(sys.stdin):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            error = run(case)
        print(json.dumps({"id": case["id"], "error": error}), file=out, flush=True)


def run(case: dict[str, Any]) -> str | None:
    """Run one case; return what went wrong."""
    namespace = given(case.get("given"), case["expect"])
    try:
        for code in case["codes"]:
            exec(compile(code, f"<{case['id']}>", "exec"), namespace)
        check(case, namespace.get(case["variable"]))
    except BaseException:  # noqa: BLE001 - a snippet may raise anything
        return traceback.format_exc(limit=-6)
    return None


def given(kind: str | None, expect: str) -> dict[str, Any]:
    """Return what a notebook has before it writes."""
    if kind is None:
        return {}
    import pandas as pd

    frame = pd.DataFrame(ROWS)
    if kind == "polars":
        import polars

        return {"df": polars.DataFrame(ROWS)}
    if kind == "pyarrow":
        import pyarrow

        return {"table": pyarrow.Table.from_pylist(ROWS)}
    if kind == "geopandas":
        import geopandas

        points = geopandas.points_from_xy(range(len(frame)), frame["area"])
        return {"gdf": geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")}
    return {"df": frame, "text": TEXT, "data": DOCUMENT if expect == "document" else BYTES}


def check(case: dict[str, Any], value: Any) -> None:
    """Compare one value; raises AssertionError."""
    expect = case["expect"]
    if expect in ("rows", "places", "shapes"):
        compare_rows(case, rows_of(value), geometry=expect != "rows")
    elif expect == "tables":
        compare_rows(case, rows_of(dict(value)["towns"]), geometry=False)
    elif expect == "names":
        assert set(case["names"]) <= {
            re.sub(f"^(s3://)?({case['bucket']}/)?", "", str(name)).rstrip("/") for name in value
        }, value
    elif expect == "image":
        assert value.size == (7, 5) and value.getpixel((3, 3)) == (10, 20, 30)
    elif expect == "dataset":
        assert list(value["people"].values) == [row["people"] for row in ROWS]
        assert list(value["area"].values) == [row["area"] for row in ROWS]
    elif expect == "h5":
        assert list(value["people"][:]) == [row["people"] for row in ROWS]
    else:
        wanted = {
            "text": TEXT,
            "bytes": BYTES,
            "document": DOCUMENT,
            "pdf": "Towns of the Ain",
            "nothing": b"",
        }[expect]
        assert value == wanted, value


def rows_of(value: Any) -> list[dict[str, Any]]:
    """Return the rows of a table of any library."""
    for method in ("compute", "to_table", "df"):
        if hasattr(value, method) and not hasattr(value, "to_dict"):
            value = getattr(value, method)()
    if hasattr(value, "compute"):
        value = value.compute()
    if hasattr(value, "to_dicts"):
        return value.to_dicts()
    if hasattr(value, "to_pylist"):
        return value.to_pylist()
    return value.to_dict("records")


def compare_rows(case: dict[str, Any], found: list[dict[str, Any]], geometry: bool) -> None:
    """Compare rows with those uploaded, in the files' own order or sorted where there are many."""
    wanted: list[tuple[Any, ...]] = [tuple(row.values()) for row in ROWS]
    if geometry:
        for number, row in enumerate(found):
            point = row.pop("geometry")
            if isinstance(point, bytes):
                # Whoever knows nothing of places reads them as they are stored.
                continue
            assert (point.x, point.y) == (number, ROWS[number]["area"]), point
    if case.get("partitions"):
        wanted = [(*row, *part) for part in case["partitions"] for row in wanted]
        for row in found:
            row.update(year=int(row["year"]), month=int(row["month"]))
    elif case.get("copies"):
        wanted = wanted * case["copies"]
    if case.get("header", True):
        names = list(ROWS[0]) + (["year", "month"] if case.get("partitions") else [])
        assert {tuple(sorted(row)) for row in found} == {tuple(sorted(names))}, list(found[0])
        found = [{name: row[name] for name in names} for row in found]
    got = [tuple(_plain(value) for value in row.values()) for row in found]
    if not case.get("texts", True):
        # Nothing tells that the codes are no numbers.
        got = [(f"{int(row[0]):05}", *row[1:]) for row in got]
    assert sorted(got) == sorted(wanted), got[:6]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _install_httpfs() -> None:
    """Put DuckDB's extension where `INSTALL` would, from the package that holds it."""
    with contextlib.suppress(ImportError):
        import duckdb

        extension = __import__(_EXTENSION)
        (file,) = Path(extension.__file__).parent.rglob("*.duckdb_extension")
        home = Path(os.environ["HOME"]) / ".duckdb"
        if not home.exists():
            duckdb.connect().execute(f"INSTALL '{file}'")


if __name__ == "__main__":
    main()
