"""The snippets of R run on real objects: whole where their packages are here, else but for the client.

See `running.R`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store

from . import cases, rcode, texts
from .environments import AVAILABLE, base, run, write_and_run
from .results import FAILED, RAN, READER, WRITER, Results
from .samples import ROWS, Sample
from .texts import Snippet

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(300),
]

#: Of which the rest runs where the client is not here.
_PARTLY = ("aws.s3", "paws")
_WRITTEN = "snippets/written by R/"
#: What R gives goes through JSON to Python, which compares.
_TABLE = "import json, pandas\ndf = pandas.DataFrame(json.loads({rows!r}))"
_PLACES = (
    "import geopandas\nx, y = zip(*{places!r})\n"
    "df = geopandas.GeoDataFrame(df, geometry=geopandas.points_from_xy(x, y))"
)
#: What aws.s3 would be told, by the variables that name the store.
_ENDPOINTS: list[tuple[dict[str, str], dict[str, Any]]] = [
    (
        {"AWS_S3_ENDPOINT": "minio.lab.example", "AWS_DEFAULT_REGION": "us-east-1"},
        # It reads this variable, and takes https, by itself.
        {"region": ""},
    ),
    (
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:9000/", "AWS_S3_ENDPOINT": "other"},
        {"region": "", "base_url": "127.0.0.1:9000", "use_https": False},
    ),
    (
        {"AWS_S3_ENDPOINT": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-3"},
        {"region": "eu-west-3", "base_url": "s3.amazonaws.com"},
    ),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One store is enough: what differs between stores is the client's."""
    if "own_store" in metafunc.fixturenames:
        kinds = kinds_of_store()[:1] if AVAILABLE else []
        metafunc.parametrize("own_store", kinds, indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _packages() -> None:
    rcode.need_packages()


Wanted = tuple[Snippet, dict[str, Any]]


def _wanted(folder: str, operations: Sequence[str], library: str = "") -> Iterator[Wanted]:
    """Give each snippet that can be run, at least in part, and its text."""
    asked = [
        each
        for each in texts.snippets("r", folder)
        if library in ("", each.library)
        and each.operation in operations
        and cases.Case(each.sample, each.library, each.operation, cases.POD, each.key).runs_on(
            "seaweedfs"
        )
    ]
    for snippet, text in zip(asked, texts.written(asked), strict=True):
        if rcode.runs_whole(text["code"]) or _runs_partly(snippet, text):
            yield snippet, text


def _runs_partly(snippet: Snippet, text: dict[str, Any]) -> bool:
    """Tell whether its function is one of the packages that Debian has."""
    return (
        snippet.library in _PARTLY
        and (snippet.operation == "write" or snippet.sample.kind == "file")
        and text["variable"] == "df"
        and not any(name in text["body"] for name in ("arrow::", "readODS::"))
    )


def _payload(snippet: Snippet, text: dict[str, Any], **more: Any) -> dict[str, Any]:
    whole = rcode.runs_whole(text["code"])
    # aws.s3 is only told where the store is: that is base R.
    setup = [
        each for each in text["setup"] if whole or not any(name in each for name in rcode.CLIENTS)
    ]
    return {
        "id": snippet.id,
        "setup": "\n".join(setup),
        "body": text["body"],
        "variable": text["variable"],
        "whole": whole,
        **more,
    }


def _outcome(text: dict[str, Any], part: str) -> str:
    return RAN if rcode.runs_whole(text["code"]) else part


def _links(store: Store, snippets: list[Snippet]) -> Iterator[str]:
    """Give a link to the object of each snippet."""
    client = store.client()
    for each in snippets:
        params = {"Bucket": BUCKET, "Key": each.key}
        yield client.generate_presigned_url("get_object", Params=params)


def test_readers(filled: Store, tmp_path: Path, results: Results) -> None:
    wanted = list(_wanted(cases.SAMPLES_KEY, ["read", "list"]))
    links = _links(filled, [snippet for snippet, _ in wanted])
    payloads = [_payload(*each, link=link) for each, link in zip(wanted, links, strict=True)]
    env = {**base(tmp_path), **datalab_environment(filled)}
    found = rcode.run(payloads, env, tmp_path)
    wrong: dict[str, Any] = {}
    compared = []
    for snippet, _ in wanted:
        got = found[snippet.id]
        if "error" in got:
            wrong[snippet.id] = got["error"]
        elif (stored := _stored(filled, snippet, got)) is None:
            compared.append(_compared(snippet, got))
        elif not stored:
            wrong[snippet.id] = got
    wrong.update({name: error for name, error in run(compared, env, tmp_path).items() if error})
    for snippet, text in wanted:
        outcome = FAILED if snippet.id in wrong else _outcome(text, READER)
        results.add(*snippet.where, outcome)
    assert not wrong, "\n\n".join(f"{name}\n{error}" for name, error in wrong.items())
    assert {snippet.sample.format for snippet, _ in wanted} >= {
        *("csv", "json", "jsonl", "text", "markdown", "excel", "geojson", "geopackage"),
        *("shapefile", "stata", "sas", "spss", "rds", "rdata"),
    }


def _stored(store: Store, snippet: Snippet, got: dict[str, Any]) -> bool | None:
    """Tell whether bytes or a list are those of the store; None for something else."""
    client = store.client()
    if "bytes" in got:
        body = client.get_object(Bucket=BUCKET, Key=snippet.key)["Body"].read()
        return bool(base64.b64decode(got["bytes"]) == body)
    if snippet.operation == "list" or snippet.sample.kind == "folder":
        listed = client.list_objects_v2(Bucket=BUCKET, Prefix=snippet.key)["Contents"]
        names = got["lines"] if "lines" in got else [row.get("Key") for row in got["rows"]]
        return sorted(names) == sorted(entry["Key"] for entry in listed)
    return None


def _compared(snippet: Snippet, got: dict[str, Any]) -> dict[str, Any]:
    """Return what `running.py` takes to compare what R gave."""
    sample = snippet.sample
    wanted = {"id": snippet.id, "expect": sample.expect, "rows": sample.rows, "variable": "df"}
    # readr takes what begins with a zero for text by itself.
    wanted["header"] = sample.options.get("header", True)
    if "rows" in got:
        codes = [_TABLE.format(rows=json.dumps(got["rows"]))]
        codes += [_PLACES.format(places=got["places"])] if "places" in got else []
    elif "tables" in got:
        tables = {
            name: _TABLE.format(rows=json.dumps(rows)) for name, rows in got["tables"].items()
        }
        codes = [f"{code}\nfound = {{{name!r}: df}}" for name, code in tables.items()]
        wanted["variable"] = "found"
    elif "lines" in got:
        text = "".join(line + "\n" for line in got["lines"])
        codes = [f"df = {text!r}"]
        if sample.expect == "page":
            codes.append("import io, pandas\ndf = pandas.read_html(io.StringIO(df))")
    else:
        codes = [f"df = {got['value']!r}"]
    return {**wanted, "codes": codes}


@pytest.mark.parametrize("library", ["aws.s3", "paws", "arrow", "duckdb"])
def test_writers(library: str, filled: Store, tmp_path: Path, results: Results) -> None:
    folder = f"{_WRITTEN}{library}/"
    wanted = list(_wanted(folder, ["write"], library))
    if not wanted:
        pytest.skip(f"R has no package {library}")
    payloads = [_payload(snippet, text, rows=ROWS) for snippet, text in wanted]
    env = {**base(tmp_path), **datalab_environment(filled)}
    found = rcode.run(payloads, env, tmp_path)
    wrong = {name: each["error"] for name, each in found.items() if "error" in each}
    again = []
    client = filled.client()
    for snippet, _ in wanted:
        got = found[snippet.id]
        if "bytes" in got:
            body = base64.b64decode(got["bytes"])
            client.put_object(Bucket=BUCKET, Key=got["key"], Body=body)
        if snippet.id not in wrong:
            again.append(_again(snippet, got.get("key")))
    wrong.update(
        {name: error for name, error in write_and_run(again, env, tmp_path).items() if error}
    )
    for snippet, text in wanted:
        outcome = FAILED if snippet.id in wrong else _outcome(text, WRITER)
        results.add(*snippet.where, outcome)
    assert not wrong, "\n\n".join(f"{name}\n{error}" for name, error in wrong.items())
    if library in _PARTLY:
        formats = {snippet.sample.format for snippet, _ in wanted}
        assert formats >= {"csv", "stata", "spss", "rds"}


def _again(snippet: Snippet, written: str | None) -> dict[str, Any]:
    """Return what `running.py` takes to compare with pandas what R wrote.

    `written`: its key, where that is known; a snippet that ran whole does not tell.
    """
    result, key = cases.written(snippet.sample, snippet.key)
    csv = f"{snippet.key}{cases.STEM}.csv"
    if snippet.sample.kind == "folder" and key != csv and written in (csv, None):
        # R writes fewer kinds of files than Python, and CSV instead.
        result = Sample(f"{cases.STEM}.csv", "csv", options={"encoding": "utf-8"})
        key = csv
    assert written in (key, None)
    return {
        "id": snippet.id,
        "expect": result.expect,
        **cases.limits(cases.Case(result, "pandas", "read", cases.POD, key)),
        "questions": [cases.request(result, key, "read", "pandas")],
    }


@pytest.mark.parametrize(("variables", "options"), _ENDPOINTS)
def test_where_the_store_is(
    variables: dict[str, str], options: dict[str, Any], tmp_path: Path
) -> None:
    snippet, _ = next(_wanted(cases.SAMPLES_KEY, ["read"]))
    (text,) = texts.written([snippet], variables)
    payload = {**_payload(snippet, text), "body": "", "variable": "s3_options"}
    found = rcode.run([payload], {**base(tmp_path), **variables}, tmp_path)
    assert found[snippet.id] == {"id": snippet.id, "value": options}


def test_a_reader_that_reads_something_else_is_found(filled: Store, tmp_path: Path) -> None:
    snippet, text = next(
        each for each in _wanted(cases.SAMPLES_KEY, ["read"]) if each[0].sample.id == "comma.csv"
    )
    (link,) = _links(filled, [snippet])
    wrong = {**text, "body": text["body"].replace('decimal_mark = ","', "")}
    env = {**base(tmp_path), **datalab_environment(filled)}
    found = rcode.run([_payload(snippet, wrong, link=link)], env, tmp_path)
    assert run([_compared(snippet, found[snippet.id])], env, tmp_path)[snippet.id] is not None
