"""What a data frame is written to where nobody asks to replace a file: a new one beside it, named after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store

from . import cases
from .environments import AVAILABLE, run, variables
from .samples import FULL, sample
from .told import told

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.parametrize(
        "own_store", kinds_of_store()[: 2 if FULL else 1], indirect=True, scope="session"
    ),
]


@dataclass(frozen=True)
class _Write:
    """What a library is given, and where it writes."""

    library: str
    given: str
    name: str
    of: str

    @property
    def key(self) -> str:
        """Return the key that is asked about, of a file or a folder."""
        return f"snippets/new files/{self.library}/{self.of}"

    @property
    def made(self) -> str:
        """Return the key of the new file."""
        folder = self.key.rsplit("/", 1)[0]
        end = self.of.removeprefix(self.of.split(".")[0])
        return f"{folder}/order{'.parquet' if self.of.endswith('/') else end}"

    def case(self, code: str, fails: bool) -> dict[str, Any]:
        """Return what `running.py` takes."""
        return {
            "id": self.library,
            "given": self.given,
            "codes": [f"order = {self.name}", code],
            "expect": "places" if self.given == "geopandas" else "rows",
            "variable": self.name,
            "fails": fails,
        }


_WRITES = (
    _Write("pandas", "pandas", "df", "towns.csv.gz"),
    _Write("boto3", "pandas", "df", "towns.csv"),
    _Write("duckdb", "pandas", "df", "towns.csv"),
    _Write("ibis", "ibis", "table", "towns.parquet"),
    _Write("pyarrow", "pyarrow", "table", "parquet/"),
    _Write("geopandas", "geopandas", "gdf", "places.parquet"),
    _Write("storage-options", "pandas", "df", "towns.parquet"),
    _Write("polars", "polars", "df", "towns.parquet"),
)
#: They have no way to refuse a file that is there, and say so.
_REPLACE = {"storage-options", "polars"}


def test_a_new_file(filled: Store, tmp_path: Path) -> None:
    client = filled.client()
    env = variables(filled, cases.POD, tmp_path)

    def body(key: str) -> bytes:
        return client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    target = {"frame": "order", "replacesFile": False, "stem": None}
    asked = [
        {**cases.request(sample(each.of), each.key, "write", each.library), "target": target}
        for each in _WRITES
    ]
    snippets = cases.ask([{"request": {**each, "store": told(env)}} for each in asked])
    written = list(zip(_WRITES, [each["code"] for each in snippets], strict=True))
    files = [each for each in _WRITES if not each.of.endswith("/")]
    for each in files:
        client.put_object(Bucket=BUCKET, Key=each.key, Body=b"as it was")
    for name, error in run(
        [each.case(code, False) for each, code in written], env, tmp_path
    ).items():
        assert error is None, f"{name}: {error}"
    for each in _WRITES:
        folder = each.key.rsplit("/", 1)[0] + "/"
        found = client.list_objects_v2(Bucket=BUCKET, Prefix=folder)["Contents"]
        assert {one["Key"] for one in found} == {each.made, *([each.key] * (each in files))}
    assert {body(each.key) for each in files} == {b"as it was"}

    # Once more, where there are files of the names.
    for each in _WRITES:
        client.put_object(Bucket=BUCKET, Key=each.made, Body=b"another")
    again = [each.case(code, each.library not in _REPLACE) for each, code in written]
    for name, error in run(again, env, tmp_path).items():
        assert error is None, f"{name}: {error}"
    for each, code in written:
        replaces = each.library in _REPLACE
        assert (body(each.made) == b"another") != replaces, each
        assert ("run again, this replaces it" if replaces else "is not replaced") in code
