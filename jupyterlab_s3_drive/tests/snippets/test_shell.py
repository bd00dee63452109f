"""Shell snippets run with the programs that are there; those of R and Julia are at least parsed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.servers import BUCKET

from . import cases
from .environments import variables
from .results import PARSED, RAN, Results
from .samples import ODD_NAMES, SAMPLES, Sample

BODY = "code;town\n01004;Ambérieu-en-Bugey\n".encode()
FOLDER = Sample("shell/", "csv", options={"extension": ".csv"})
FILE = Sample("towns.csv", "csv", options={"separator": ";", "encoding": "utf-8"})
MC = shutil.which("mc") or str(cases.ROOT / ".setup" / "bin" / "mc")

_OPERATIONS = ("read", "write", "list")
#: What MinIO's client takes for something else, or writes under another name.
_NOT_FOR_MC = ("\\", "\n")


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    """What ran."""
    found = Results()
    yield found
    found.write()


def snippets(
    sample: Sample, key: str, library: str, operations: Sequence[str], **more: Any
) -> list[str]:
    """Return the code of some snippets of the shell."""
    requests = [
        {**cases.request(sample, key, operation, library), "language": "shell", **more}
        for operation in operations
    ]
    return [each["code"] for each in cases.ask([{"request": each} for each in requests])]


def run(code: str, store: Store, environment: str, folder: Path) -> str:
    """Run a script in a folder; return what it printed."""
    env = variables(store, environment, folder)
    env["PATH"] = f"{Path(MC).parent}:{env['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{code}\n{done.stderr.decode()}"
    return done.stdout.decode()


@pytest.mark.skipif(not Path(MC).exists(), reason="there is no mc")
@pytest.mark.parametrize("environment", [cases.POD, cases.OLD_POD])
@pytest.mark.parametrize("name", ["towns.csv", *ODD_NAMES])
def test_mc(
    name: str, environment: str, store: Store, prefix: str, tmp_path: Path, results: Results
) -> None:
    if any(mark in name for mark in _NOT_FOR_MC):
        pytest.skip("mc has no such names")
    key = f"{prefix.removeprefix(f'{BUCKET}/')}{name}"
    store.client().put_object(Bucket=BUCKET, Key=key, Body=BODY)
    read, write, listed = snippets(FILE, key, "mc", _OPERATIONS)
    run(read, store, environment, tmp_path)
    (tmp_path / name).write_bytes(BODY * 2)
    assert store.client().get_object(Bucket=BUCKET, Key=key)["Body"].read() == BODY
    run(write, store, environment, tmp_path)
    assert store.client().get_object(Bucket=BUCKET, Key=key)["Body"].read() == BODY * 2
    assert name in run(listed, store, environment, tmp_path)
    for operation in _OPERATIONS:
        results.add("shell", operation, "mc", RAN)


def test_curl(store: Store, prefix: str, tmp_path: Path, results: Results) -> None:
    for name in ("towns.csv", "été it's.csv"):
        key = f"{prefix.removeprefix(f'{BUCKET}/')}{name}"
        params = {"Bucket": BUCKET, "Key": key}
        (tmp_path / name).write_bytes(BODY)
        for operation, method in (("write", "put_object"), ("read", "get_object")):
            link = store.client().generate_presigned_url(method, Params=params)
            (code,) = snippets(FILE, key, "curl", [operation], link=link)
            run(code, store, cases.PUBLIC, tmp_path)
            (tmp_path / name).unlink() if operation == "write" else None
            results.add("shell", operation, "curl", RAN)
        assert (tmp_path / name).read_bytes() == BODY


def test_r_is_parsed(tmp_path: Path, results: Results) -> None:
    """R itself reads what cannot run here, and finds the names again that stand in it."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("there is no R")
    wanted = [(sample, operation) for sample in SAMPLES for operation in _OPERATIONS]
    questions = [
        cases.request(sample, f"données/{sample.name}", operation) for sample, operation in wanted
    ]
    offered = cases.ask([{"question": each, "language": "r"} for each in questions])
    asked = [
        (sample, operation, library, f"données/{sample.name}")
        for (sample, operation), libraries in zip(wanted, offered, strict=True)
        for library in libraries
    ]
    asked += [(FILE, "read", library, name) for name in ODD_NAMES for library in ("aws.s3", "paws")]
    requests = [
        {**cases.request(sample, key, operation, library), "language": "r"}
        for sample, operation, library, key in asked
    ]
    files = []
    for number, found in enumerate(cases.ask([{"request": each} for each in requests])):
        assert "code" in found, (asked[number], found)
        files.append(tmp_path / f"{number}.R")
        files[-1].write_text(found["code"])
    check = (
        'for (file in commandArgs(TRUE)) tryCatch(invisible(parse(file, encoding = "UTF-8")),'
        " error = function(e) stop(paste(readLines(file), collapse = '\\n'), conditionMessage(e)))"
    )
    done = subprocess.run(
        [program, "-e", check, *map(str, files)], capture_output=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    for sample, operation, library, key in asked:
        if not key.endswith(tuple(ODD_NAMES)):
            row = f"{sample.format}{'/' if sample.kind == 'folder' else ''} {operation}"
            results.add("r", row, library, PARSED)
