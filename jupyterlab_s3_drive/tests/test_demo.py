"""The demo, started as a person starts it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event
from typing import Any

import nbclient
import nbformat
import psutil
import pytest
from botocore.exceptions import ClientError

from jupyterlab_s3_drive.demo import cli
from jupyterlab_s3_drive.demo.fill import make_buckets, put_large_folder, put_samples
from jupyterlab_s3_drive.demo.jupyter import datalab_environment
from jupyterlab_s3_drive.demo.samples import BUCKETS, OPEN_DATA, PERSONAL, large, samples
from jupyterlab_s3_drive.demo.store import Store, create_client

COMMAND = [sys.executable, "-m", "jupyterlab_s3_drive.demo", "demo", "--no-browser", "--json"]
# The large folder is tested by itself.
COMMAND += ["--objects", "20"]
WELCOME = {"Bucket": PERSONAL, "Key": "Welcome.md"}


class RunningDemo:
    """A demo that has said where it is."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "--data-dir", str(folder), *options], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.description = json.loads(self.process.stdout.readline())
        self.children = psutil.Process(self.process.pid).children(recursive=True)

    def client(self) -> Any:
        """Return an S3 client with the keys that the demo gave."""
        return create_client(
            "s3",
            endpoint_url=self.description["endpoint"],
            region_name=self.description["region"],
            aws_access_key_id=self.description["accessKey"],
            aws_secret_access_key=self.description["secretKey"],
        )

    def get(self, path: str) -> Any:
        """Return the JSON that the Jupyter server answers."""
        request = urllib.request.Request(
            f"{self.description['baseUrl']}{path}",
            headers={"Authorization": f"token {self.description['token']}"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the demo alone; every process that it started has to end too."""
        self.process.send_signal(number)
        code = self.process.wait(30)
        _, alive = psutil.wait_procs(self.children, timeout=15)
        assert not alive
        assert self.process.stdout
        self.process.stdout.close()
        return code


def keys_of(client: Any, bucket: str) -> set[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {item["Key"] for page in pages for item in page.get("Contents", [])}


@pytest.mark.timeout(300)
def test_life_of_a_demo(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with spaces"

    demo = RunningDemo(folder)
    try:
        assert demo.get("api/status")["kernels"] == 0
        assert demo.get("s3-drive/status")["endpoint"].rstrip("/") == demo.description["endpoint"]
        assert Path(demo.description["root"]).is_dir()
        client = demo.client()
        for bucket in BUCKETS:
            expected = {sample.key for sample in samples() if sample.bucket == bucket}
            assert expected <= keys_of(client, bucket)
        client.put_object(**WELCOME, Body=b"changed")
        client.delete_object(Bucket=PERSONAL, Key="notes/Réunion du 12 mars.md")

        second = subprocess.run(
            [*COMMAND, "--data-dir", str(folder)], capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert "running already" in second.stderr
    finally:
        code = demo.end(signal.SIGTERM)
    assert code == 0

    demo = RunningDemo(folder)
    try:
        client = demo.client()
        assert client.get_object(**WELCOME)["Body"].read() == b"changed"
        assert "notes/Réunion du 12 mars.md" not in keys_of(client, PERSONAL)
    finally:
        demo.end(signal.SIGKILL)

    demo = RunningDemo(folder, "--reset")
    try:
        assert demo.client().get_object(**WELCOME)["Body"].read() != b"changed"
    finally:
        assert demo.end(signal.SIGHUP) == 0


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_NEEDED", ("no_such_package",))
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", "--no-browser"])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "no_such_package" in said
    assert "pip install 'jupyterlab_s3_drive[demo]'" in said


def test_samples_are_the_same_every_time() -> None:
    first, second = list(samples()), list(samples())
    assert first == second
    assert len({(sample.bucket, sample.key) for sample in first}) == len(first)


def test_samples_hold_what_their_names_say() -> None:
    import pandas

    bodies = {(sample.bucket, sample.key): sample.body for sample in samples()}
    facilities = bodies[OPEN_DATA, "BPE/2019/BPE_ENS.csv"].decode().splitlines()
    assert facilities[0] == "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;NB_EQUIP"
    assert len(facilities) == 50_001

    def table(name: str, **options: Any) -> pandas.DataFrame:
        file = io.BytesIO(bodies[PERSONAL, f"data/{name}"])
        return pandas.read_csv(
            file, dtype={"code": str, "department": str, "region": str}, **options
        )

    towns = table("towns.csv", sep=";")
    assert "Saint-Étienne" in set(towns["name"])
    assert table("towns_latin1.csv", sep=";", encoding="latin-1").equals(towns)
    assert table("towns.tsv", sep="\t").equals(towns)
    assert table("towns.csv.gz", sep=";", compression="gzip").equals(towns)
    parquet = pandas.read_parquet(io.BytesIO(bodies[PERSONAL, "data/towns.parquet"]))
    assert parquet["code"].tolist() == towns["code"].tolist()
    assert bodies[PERSONAL, "images/population.png"].startswith(b"\x89PNG")
    assert len(json.loads(bodies[PERSONAL, "data/towns.geojson"])["features"]) == len(towns)


@pytest.fixture
def filled(store: Store) -> Store:
    client = store.client()
    make_buckets(client)
    put_samples(client)
    return store


def test_notebooks_run(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in datalab_environment(filled).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebooks = [sample for sample in samples() if sample.key.endswith(".ipynb")]
    assert len(notebooks) >= 3
    for sample in notebooks:
        made = nbformat.reads(sample.body.decode(), as_version=4)
        assert (nbformat.writes(made) + "\n").encode() == sample.body
        nbclient.NotebookClient(
            made, timeout=60, resources={"metadata": {"path": str(tmp_path)}}
        ).execute()


def test_the_open_data_and_the_diffusion_folder_are_public_and_nothing_else(filled: Store) -> None:
    policies = {}
    for bucket in BUCKETS:
        try:
            policies[bucket] = filled.client().get_bucket_policy(Bucket=bucket)["Policy"]
        except ClientError as error:
            assert error.response["Error"]["Code"] == "NoSuchBucketPolicy"
    assert sorted(policies) == sorted([OPEN_DATA, PERSONAL])
    for public in (f"{OPEN_DATA}/BPE/README.md", f"{PERSONAL}/diffusion/README.md"):
        with urllib.request.urlopen(f"{filled.endpoint}/{public}") as answer:
            assert answer.status == 200
    for private in (f"{OPEN_DATA}/other", f"{PERSONAL}/Welcome.md"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{filled.endpoint}/{private}")


def test_filling_goes_on_and_overwrites_nothing(filled: Store) -> None:
    client = filled.client()
    client.put_object(**WELCOME, Body=b"changed")
    put_samples(client)
    assert client.get_object(**WELCOME)["Body"].read() == b"changed"

    expected = [sample.key for sample in large.samples(40)]
    assert all(key.startswith(large.PREFIX) for key in expected)
    cancelled = Event()
    cancelled.set()
    assert put_large_folder(client, cancelled, 40) is False
    client.put_object(Bucket=PERSONAL, Key=expected[3], Body=b"mine")
    assert put_large_folder(client, Event(), 40) is True
    assert keys_of(client, PERSONAL) >= set(expected)
    assert client.get_object(Bucket=PERSONAL, Key=expected[3])["Body"].read() == b"mine"
