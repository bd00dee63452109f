"""Shell snippets run with the programs that are there."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.mc import mc_binary
from jupyterlab_s3_drive.tests.kit.servers import BUCKET

from . import cases
from .environments import base
from .results import RAN, Results
from .samples import FULL, ODD_NAMES, Sample
from .told import told

BODY = "code;town\n01004;Ambérieu-en-Bugey\n".encode()
FILE = Sample("towns.csv", "csv", options={"separator": ";", "encoding": "utf-8"})

_OPERATIONS = ("read", "write", "list")
#: What MinIO's client takes for something else, or writes under another name.
_NOT_FOR_MC = ("\\", "\n")
_VARIABLES = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "S3_ENDPOINT", "AWS_S3_ENDPOINT")


def snippets(key: str, library: str, operations: Sequence[str], **more: Any) -> list[str]:
    """Return the code of some snippets of the shell."""
    requests = [
        {**cases.request(FILE, key, operation, library), "language": "shell", **more}
        for operation in operations
    ]
    return [each["code"] for each in cases.ask([{"request": each} for each in requests])]


def run(code: str, env: Mapping[str, str], folder: Path) -> str:
    """Run a script in a folder; return what it printed."""
    tools = f"{Path(mc_binary() or '/').parent}:{env['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env={**env, "PATH": tools},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stderr.decode()}"
    return done.stdout.decode()


def pods(store: Store) -> list[dict[str, str]]:
    """Return the variables of pods that name the store in one way each, and not at all by another."""
    pod = datalab_environment(store)
    rest = {name: value for name, value in pod.items() if name not in _VARIABLES}
    named = _VARIABLES if FULL else _VARIABLES[-1:]
    return [pod, *({**rest, name: pod["AWS_ENDPOINT_URL"]} for name in named)]


def there_and_back(
    program: str, name: str, prefix: str, store: Store, env: Mapping[str, str], folder: Path
) -> None:
    """Read an object, write it changed, list it."""
    key = f"{prefix.removeprefix(f'{BUCKET}/')}{name}"
    client = store.client()
    client.put_object(Bucket=BUCKET, Key=key, Body=BODY)
    read, write, listed = snippets(key, program, _OPERATIONS, store=told(env))
    run(read, env, folder)
    assert (folder / name).read_bytes() == BODY
    (folder / name).write_bytes(BODY * 2)
    run(write, env, folder)
    assert client.get_object(Bucket=BUCKET, Key=key)["Body"].read() == BODY * 2
    assert name in run(listed, env, folder)


@pytest.fixture(autouse=True)
def _known(results: Results) -> None:
    """What cannot run here is said to be left out."""
    for program in ("mc", "aws", "curl"):
        for operation in _OPERATIONS:
            if program != "curl" or operation == "read":
                results.expect("shell", operation, program, program)


def note(results: Results, program: str, operations: Sequence[str] = _OPERATIONS) -> None:
    """Note that a program did what the snippets say."""
    for operation in operations:
        results.add("shell", operation, program, program, RAN)


@pytest.mark.parametrize("name", ["towns.csv", *ODD_NAMES])
def test_mc(name: str, store: Store, prefix: str, tmp_path: Path, results: Results) -> None:
    if mc_binary() is None:
        pytest.skip("there is no mc")
    if any(mark in name for mark in _NOT_FOR_MC):
        pytest.skip("mc has no such names")
    if name != FILE.name and store.name != "seaweedfs" and not FULL:
        pytest.skip("scripts/test full")
    for number, pod in enumerate(pods(store) if name == FILE.name else pods(store)[:1]):
        folder = tmp_path / str(number)
        folder.mkdir()
        there_and_back("mc", name, prefix, store, {**base(tmp_path), **pod}, folder)
    note(results, "mc")


@pytest.mark.parametrize("name", ["towns.csv", "été it's $HOME.csv"])
def test_aws(name: str, store: Store, prefix: str, tmp_path: Path, results: Results) -> None:
    if shutil.which("aws") is None:
        pytest.skip("there is no aws")
    if store.name != "seaweedfs" and not FULL:
        pytest.skip("scripts/test full")
    for number, pod in enumerate(pods(store) if name == FILE.name else pods(store)[:1]):
        folder = tmp_path / str(number)
        folder.mkdir()
        # It may have been installed in the person's own folder.
        env = {**base(tmp_path), **pod, "HOME": os.environ.get("HOME", "")}
        there_and_back("aws", name, prefix, store, env, folder)
    note(results, "aws")


@pytest.mark.parametrize("program", ["mc", "aws"])
def test_an_endpoint_that_only_the_server_knows(
    program: str, store: Store, prefix: str, tmp_path: Path
) -> None:
    if (mc_binary() if program == "mc" else shutil.which("aws")) is None:
        pytest.skip(f"there is no {program}")
    pod = datalab_environment(store)
    env = {name: value for name, value in pod.items() if name not in _VARIABLES}
    env = {**base(tmp_path), **env, "HOME": os.environ.get("HOME", "")}
    env.update(dict.fromkeys(_VARIABLES, "http://127.0.0.1:9"))
    key = f"{prefix.removeprefix(f'{BUCKET}/')}towns.csv"
    store.client().put_object(Bucket=BUCKET, Key=key, Body=BODY)
    (read,) = snippets(key, program, ["read"], store=told(env, store.endpoint))
    run(read, env, tmp_path)
    assert (tmp_path / "towns.csv").read_bytes() == BODY


@pytest.mark.parametrize("program", ["mc", "aws", "curl"])
@pytest.mark.parametrize("name", ["towns.csv", "-été it's.csv"])
def test_what_is_stored_as_a_gzip(
    name: str, program: str, store: Store, prefix: str, tmp_path: Path
) -> None:
    """`Content-Encoding` is taken off, as the panel's own downloads do."""
    found = {"mc": mc_binary(), "aws": shutil.which("aws"), "curl": "curl"}
    if found[program] is None:
        pytest.skip(f"there is no {program}")
    key = f"{prefix.removeprefix(f'{BUCKET}/')}{name}"
    params = {"Bucket": BUCKET, "Key": key}
    client = store.client()
    client.put_object(**params, Body=gzip.compress(BODY), ContentEncoding="gzip")
    link = client.generate_presigned_url("get_object", Params=params)
    facts = {**FILE.facts, "compression": "gzip", "isContentEncoded": True}
    env = {**base(tmp_path), **datalab_environment(store), "HOME": os.environ.get("HOME", "")}
    (tmp_path / name).write_bytes(b"an earlier download")
    read, *write = snippets(
        key,
        program,
        ("read", "write")[: 1 + (program != "curl")],
        facts=facts,
        link=link,
        store=told(env),
    )
    run(read, env, tmp_path)
    assert (tmp_path / name).read_bytes() == BODY
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [name]
    for code in write:
        run(code, env, tmp_path)
        answer = client.get_object(**params)
        assert answer["Body"].read() == BODY
        assert not answer.get("ContentEncoding")


def test_curl(store: Store, prefix: str, tmp_path: Path, results: Results) -> None:
    for name in ("towns.csv", "été it's.csv"):
        key = f"{prefix.removeprefix(f'{BUCKET}/')}{name}"
        params = {"Bucket": BUCKET, "Key": key}
        store.client().put_object(**params, Body=BODY)
        link = store.client().generate_presigned_url("get_object", Params=params)
        (code,) = snippets(key, "curl", ["read"], link=link)
        run(code, base(tmp_path), tmp_path)
        assert (tmp_path / name).read_bytes() == BODY
    note(results, "curl", ("read",))
