"""Runs snippets, each in a fresh namespace, and compares what they give with what was uploaded.

    python running.py < cases.json

runs in the environment of the snippets. Its input is a list of cases: `id`, `codes` (run one after the
other in one namespace), `variable` and `expect`; `given` names what the namespace holds before; with
`fails` the code has to end with an error. It prints one line of JSON a case: `id`, and `error` which is
null where all was right.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

from comparing import check
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
        if not case.get("fails"):
            check(case, namespace.get(case["variable"]))
    except BaseException as error:  # noqa: BLE001 - a snippet may raise anything
        if case.get("fails") and not isinstance(error, AssertionError):
            return None
        return traceback.format_exc(limit=-6)
    return "It did not fail." if case.get("fails") else None


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
    if kind == "ibis":
        import ibis

        return {"table": ibis.memtable(frame)}
    if kind == "geopandas":
        import geopandas

        points = geopandas.points_from_xy(range(len(frame)), frame["area"])
        return {"gdf": geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")}
    return {"df": frame, "text": TEXT, "data": DOCUMENT if expect == "document" else BYTES}


def _install_httpfs() -> None:
    """Put DuckDB's extension where `INSTALL` would, from the package that holds it."""
    with contextlib.suppress(ImportError):
        import duckdb

        extension = __import__(_EXTENSION)
        (file,) = Path(str(extension.__file__)).parent.rglob("*.duckdb_extension")
        home = Path(os.environ["HOME"]) / ".duckdb"
        if not home.exists():
            duckdb.connect().execute(f"INSTALL '{file}'")


if __name__ == "__main__":
    main()
