"""Dates that begin with the day: what the remark above a snippet says makes dates of them, in each library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store

from . import cases
from .environments import AVAILABLE, run, variables
from .samples import sample
from .told import told

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.parametrize("own_store", kinds_of_store()[:1], indirect=True, scope="session"),
]

_KEY = "snippets/dates/born.csv"
_BODY = "code;born;seen\n01001;03/04/1950;13/04/2024 08:30\n01002;25/12/1999;01/05/2024 18:00\n"
_ROWS = [
    {"code": "01001", "born": "1950-04-03", "seen": "2024-04-13 08:30"},
    {"code": "01002", "born": "1999-12-25", "seen": "2024-05-01 18:00"},
]
_REMARK = "# Dates that begin with the day stay text: "

#: Writes the dates as text again, which can be compared.
_SPELLED = {
    "pandas": """
df["born"] = df["born"].dt.strftime("%Y-%m-%d")
df["seen"] = df["seen"].dt.strftime("%Y-%m-%d %H:%M")
""",
    "polars": """
df = df.with_columns(
    pl.col("born").dt.strftime("%Y-%m-%d"), pl.col("seen").dt.strftime("%Y-%m-%d %H:%M")
)
""",
}
_SPELLED.update({"boto3": _SPELLED["pandas"], "storage-options": _SPELLED["pandas"]})
_SPELLED["duckdb"] = _SPELLED["pandas"]


def _followed(code: str) -> str:
    """Return the code with what its remark says."""
    found = re.search(f"^{re.escape(_REMARK)}(.*)$", code, re.MULTILINE)
    if found is None:
        return code
    advice = found[1]
    if advice.endswith("FROM …"):
        return code.replace('"FROM', json.dumps(advice.removesuffix(" …"))[:-1])
    if not advice.startswith("add "):
        return f"{code}\n{advice}"
    return re.sub(
        r"(read_csv\((?:.|\n)*?),?\n?\)$", rf"\1, {advice[4:]})", code, flags=re.MULTILINE
    )


@pytest.mark.parametrize("library", sorted(_SPELLED))
def test_the_advice_makes_dates(
    library: str, own_store: Store, samples: Path, tmp_path: Path
) -> None:
    own_store.client().put_object(Bucket=BUCKET, Key=_KEY, Body=_BODY.encode())
    file = tmp_path / "born.csv"
    file.write_text(_BODY)
    (facts,) = cases.ask([{"look": str(file)}])
    assert [each["column"] for each in facts["table"]["textDates"]] == ["born", "seen"]
    env = variables(own_store, cases.POD, tmp_path)
    asked: dict[str, Any] = {
        **cases.request(sample("towns.csv"), _KEY, "read", library),
        "facts": facts,
        "store": told(env),
        "showsRows": False,
    }
    (written,) = cases.ask([{"request": asked}])
    assert _REMARK in written["code"], written["code"]
    codes = [_followed(written["code"]), _SPELLED[library]]
    case = {"id": library, "codes": codes, "variable": "df", "expect": "rows", "rows": _ROWS}
    error = run([case], env, tmp_path)[library]
    assert error is None, error
