"""What all other tests rely on: stores that die, come back and refuse as they should."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, ReadTimeoutError

from jupyterlab_s3_drive.demo.processes import JUPYTER_PORTS, Child, free_ports
from jupyterlab_s3_drive.demo.store import StoreError
from jupyterlab_s3_drive.tests.kit.stores import (
    PARTLY_BUCKET,
    READABLE_BUCKET,
    MinioStore,
    SeaweedTestStore,
    available_stores,
    wait_until_readable,
)

AnyStore = SeaweedTestStore | MinioStore
KEYS = ("diffusion/a", "private/b")

_PARENT = """
import os, signal, sys, time
from pathlib import Path
from jupyterlab_s3_drive.demo.processes import Child
log = Path(sys.argv[1]) / "log"
child = Child(["sh", "-c", "echo up; exec sleep 600"], env=dict(os.environ), cwd=log.parent, log=log)
while not log.read_text():
    time.sleep(0.05)
os.kill(child.pid, signal.SIGSTOP)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(params=available_stores(), ids=lambda kind: kind.name)
def own_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    """A store that a test may kill."""
    store = request.param(tmp_path / "store", access_key="datalab", secret_key="datalab-secret")
    store.start()
    yield store
    store.kill()


def test_a_full_disk_is_told_before_a_write_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SeaweedTestStore(tmp_path, access_key="datalab", secret_key="datalab-secret")
    disk = shutil.disk_usage(tmp_path)
    almost_full = disk._replace(free=disk.total // 101)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: almost_full)
    with pytest.raises(StoreError, match=r"too full.* Free \d+ MiB more"):
        store.start()
    assert not store.running()


def refused(call: Any, **arguments: Any) -> bool:
    """Tell whether the store answered 403."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    return False


def test_a_killed_store_comes_back_with_its_data(own_store: AnyStore) -> None:
    once = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=1)
    endpoint, client = own_store.endpoint, own_store.client(config=once)
    client.create_bucket(Bucket="kept")
    client.put_object(Bucket="kept", Key="k", Body=b"body")
    own_store.kill()
    with pytest.raises(ConnectionError):
        client.get_object(Bucket="kept", Key="k")
    own_store.start()
    assert own_store.endpoint == endpoint
    wait_until_readable(own_store, None)
    assert client.get_object(Bucket="kept", Key="k")["Body"].read() == b"body"

    own_store.pause()
    with pytest.raises(ReadTimeoutError):
        client.get_object(Bucket="kept", Key="k")
    own_store.resume()
    assert client.get_object(Bucket="kept", Key="k")["Body"].read() == b"body"


def test_users_may_do_little(own_store: AnyStore) -> None:
    owner = own_store.client()
    for bucket in (READABLE_BUCKET, PARTLY_BUCKET):
        owner.create_bucket(Bucket=bucket)
        for key in KEYS:
            owner.put_object(Bucket=bucket, Key=key, Body=b"body")
    clients = {
        name: own_store.client(
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=keys["AWS_SESSION_TOKEN"] or None,
        )
        for name, keys in own_store.users().items()
    }
    reader, guest = clients["reader"], clients["guest"]
    assert reader.list_objects_v2(Bucket=READABLE_BUCKET)["KeyCount"] == 2
    assert reader.get_object(Bucket=READABLE_BUCKET, Key=KEYS[1])["Body"].read() == b"body"
    assert refused(reader.put_object, Bucket=READABLE_BUCKET, Key="new", Body=b"")
    assert refused(reader.delete_object, Bucket=READABLE_BUCKET, Key=KEYS[0])
    assert refused(reader.list_objects_v2, Bucket=PARTLY_BUCKET)

    assert guest.list_objects_v2(Bucket=PARTLY_BUCKET, Prefix="diffusion/")["KeyCount"] == 1
    assert guest.get_object(Bucket=PARTLY_BUCKET, Key=KEYS[0])["Body"].read() == b"body"
    assert refused(guest.list_objects_v2, Bucket=PARTLY_BUCKET)
    assert refused(guest.head_bucket, Bucket=PARTLY_BUCKET)
    assert refused(guest.get_object, Bucket=PARTLY_BUCKET, Key=KEYS[1])


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    assert child.is_running()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs([child], timeout=10)
    assert not alive


def test_a_child_that_hangs_is_ended_with_its_own_children(tmp_path: Path) -> None:
    script = 'trap "" TERM; sleep 600 & echo $!; wait; sleep 600'
    child = Child(["bash", "-c", script], env={}, cwd=tmp_path, log=tmp_path / "log")
    while not (tmp_path / "log").read_text():
        assert child.running()
    grandchild = psutil.Process(int((tmp_path / "log").read_text()))
    child.end(timeout=0.5)
    assert not child.running()
    _, alive = psutil.wait_procs([grandchild], timeout=10)
    assert not alive


def test_the_children_of_a_child_have_time_to_clean_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    cleaning = 'trap "sleep 0.3; echo cleaned; exit" TERM; echo up; while :; do sleep 0.1; done'
    child = Child(["bash", "-c", f"({cleaning}) & wait"], env={}, cwd=tmp_path, log=log)
    while not log.read_text():
        assert child.running()
    child.end()
    assert log.read_text().splitlines()[-1] == "cleaned"


def test_ports_are_different_and_none_of_jupyters() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
    assert not set(ports) & set(JUPYTER_PORTS)
