"""Copies that are interrupted, or meet somebody else's change: nothing half-written is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import sys
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.filemanager import (
    AsyncFileContentsManager,
    FileContentsManager,
)

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.fields import Fields
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.gateway import Gateway
from jupyterlab_s3_drive.tests.kit.copies import Sides, pattern
from jupyterlab_s3_drive.tests.kit.hostile import HARMLESS, hostile_listing
from jupyterlab_s3_drive.tests.kit.memory import Memory
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import (
    ACCESS_KEY,
    BUCKET,
    KEYS,
    MIB,
    SECRET_KEY,
    eventually,
)
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire
from jupyterlab_s3_drive.transfers import manager as transfers_module
from jupyterlab_s3_drive.transfers.files import Landing, SourceFile
from jupyterlab_s3_drive.transfers.manager import Transfers
from jupyterlab_s3_drive.transfers.model import Transfer, parse_request
from jupyterlab_s3_drive.transfers.sending import part_size


@pytest.fixture
def sides(server: JupyterServer, store: Store, request: pytest.FixtureRequest) -> Sides:
    """The two folders of this test."""
    name = f"{zlib.crc32(request.node.nodeid.encode())}-{time.monotonic_ns()}"
    return Sides(server, store, name)


def write(path: Path, mib: int) -> None:
    """Write a large file."""
    with path.open("wb") as file:
        for number in range(mib):
            file.write(number.to_bytes(8, "big") * (MIB // 8))


def is_under_way(sides: Sides, identifier: str) -> bool:
    """Tell whether some of the bytes have passed."""
    return bool(sides.told(identifier)["bytes"]["done"] > 4 * MIB)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_and_the_rest_of_jupyter(server: JupyterServer, sides: Sides) -> None:
    (sides.folder / "small").write_bytes(pattern(20))
    sides.copy("to-s3", workspacePath=f"{sides.path}/small")
    sides.copy("to-workspace", key=sides.prefix + "small", overwrite="both")
    write(sides.folder / "large", 200)
    for fields in (
        {"direction": "to-s3", "workspacePath": f"{sides.path}/large"},
        {"direction": "to-workspace", "key": sides.prefix + "large", "overwrite": "replace"},
    ):
        memory = Memory(server)
        identifier = sides.ask(**fields).json["id"]
        with pinged(sides.browser) as waits:
            while sides.told(identifier)["state"] == "running":
                time.sleep(0.01)
        assert sides.told(identifier)["state"] == "done"
        assert memory.growth() <= 32
        assert waits.median < 0.1
    assert (sides.folder / "large").stat().st_size == 200 * MIB


def test_cancelled_to_s3(sides: Sides) -> None:
    write(sides.folder / "large", 200)
    identifier = sides.ask("to-s3", workspacePath=f"{sides.path}/large").json["id"]
    assert eventually(lambda: sides.told(identifier)["bytes"]["done"] > 20 * MIB)
    assert sides.browser.send("DELETE", f"transfers/{identifier}").status == 204
    told = sides.told(identifier)
    assert (told["state"], told["error"]) == ("cancelled", None)
    assert sides.stored() == set()
    assert sides.uploads() == []
    assert sides.browser.send("DELETE", f"transfers/{identifier}").status == 204
    assert sides.browser.send("GET", f"transfers/{identifier}").status == 404


def test_cancelled_to_the_workspace(sides: Sides, wire: Wire) -> None:
    sides.put("to-be-cancelled", pattern(200))
    (sides.folder / "to-be-cancelled").write_bytes(b"old")
    answer = sides.ask("to-workspace", key=sides.prefix + "to-be-cancelled", overwrite="replace")
    identifier = answer.json["id"]
    assert eventually(lambda: sides.told(identifier)["bytes"]["done"] > 4 * MIB)
    assert any(name.startswith(".s3-drive-") for name in sides.files())
    assert sides.browser.send("DELETE", f"transfers/{identifier}").status == 204
    assert sides.told(identifier)["state"] == "cancelled"
    assert sides.files() == {"to-be-cancelled"}
    assert (sides.folder / "to-be-cancelled").read_bytes() == b"old"
    # Nothing more is asked of the store: not while something else is copied.
    asked = len(wire.requests)
    sides.put("another", pattern(4))
    assert sides.copy("to-workspace", key=sides.prefix + "another")["state"] == "done"
    later = wire.requests[asked:]
    assert later and not any("to-be-cancelled" in line for line in later)


def test_a_store_that_dies(sides: Sides, store: Store) -> None:
    write(sides.folder / "up", 200)
    sides.put("down", pattern(100))
    up = sides.ask("to-s3", workspacePath=f"{sides.path}/up").json["id"]
    down = sides.ask("to-workspace", key=sides.prefix + "down").json["id"]
    for each in (up, down):
        assert eventually(partial(is_under_way, sides, each))
    store.kill()
    try:
        for each in (up, down):
            told = sides.ended(each)
            assert told["state"] == "failed"
            assert told["error"]["code"] in ("StoreUnreachable", "StoreConnectionLost")
    finally:
        store.start()
    assert sides.files() == {"up"}
    assert eventually(lambda: sides.stored() == {"down"})
    # What is whole on one side is whole once more on the other.
    # SeaweedFS answers 500 for a while after its start.
    again = partial(sides.copy, "to-workspace", key=sides.prefix + "down")
    assert eventually(lambda: bool(again()["state"] == "done"), 60)
    assert (sides.folder / "down").read_bytes() == pattern(100)


def test_lost_connections_are_made_up_for(sides: Sides, wire: Wire) -> None:
    sides.put("down", pattern(40))
    write(sides.folder / "up", 40)
    cutting = threading.Event()

    def cut() -> None:
        while not cutting.wait(0.15):
            wire.cut()

    up = sides.ask("to-s3", workspacePath=f"{sides.path}/up").json["id"]
    down = sides.ask("to-workspace", key=sides.prefix + "down").json["id"]
    thread = threading.Thread(target=cut)
    thread.start()
    time.sleep(1)
    cutting.set()
    thread.join()
    for each in (up, down):
        told = sides.ended(each)
        assert told["state"] == "done", told
        assert told["bytes"]["done"] == told["bytes"]["total"] == 40 * MIB
    assert (sides.folder / "down").read_bytes() == pattern(40)
    assert sides.get("up") == (sides.folder / "up").read_bytes()


def test_a_server_that_ends(store: Store, start_server: Callable[..., JupyterServer]) -> None:
    server = start_server(datalab_environment(store))
    sides = Sides(server, store, f"ends-{time.monotonic_ns()}")
    write(sides.folder / "up", 300)
    sides.put("down", pattern(200))
    up = sides.ask("to-s3", workspacePath=f"{sides.path}/up").json["id"]
    down = sides.ask("to-workspace", key=sides.prefix + "down").json["id"]
    for each in (up, down):
        assert eventually(partial(is_under_way, sides, each))
    server.stop()
    assert sides.files() == {"up"}
    assert sides.stored() == {"down"}
    assert sides.uploads() == []


def test_hostile_keys(start_server: Callable[..., JupyterServer]) -> None:
    listing = ScriptedStore(hostile_listing)
    server = start_server({"AWS_ENDPOINT_URL": listing.endpoint, **KEYS})

    class Nowhere:
        endpoint = listing.endpoint

        def client(self) -> None:
            return None

    sides = Sides(server, Nowhere(), "here")  # type: ignore[arg-type]
    before = {str(each) for each in server.folder.rglob("*") if sides.folder not in each.parents}
    told = sides.copy("to-workspace", prefix="d/")
    listing.close()
    assert told["state"] == "done"
    folders = {"d", "d/C:", "d/%2e%2e"}
    assert sides.files() - folders == set(HARMLESS) - {"d/..."}
    codes = {each["name"]: each["code"] for each in told["failures"]}
    assert codes == {
        "../x": "OutsideWorkspace",
        "a/../../x": "OutsideWorkspace",
        "/etc/x": "NameNotAllowed",
        "./x": "NameNotAllowed",
        "a/./x": "NameNotAllowed",
        "a//x": "NameNotAllowed",
        "...": "HiddenFile",
        "..": "OutsideWorkspace",
        "../": "OutsideWorkspace",
        "/": "NameNotAllowed",
        "a\0b": "NameNotAllowed",
        "l" * 300: "NameNotAllowed",
        ".hidden": "HiddenFile",
        ".hidden/x": "HiddenFile",
    }
    after = {str(each) for each in server.folder.rglob("*") if sides.folder not in each.parents}
    assert {
        each for each in after - before if "/root" in each.removeprefix(str(server.folder))
    } == set()
    asked = [head.partition("\r\n")[0] for head in listing.heads]
    assert not any("/.." in line for line in asked)


class Inside:
    """Transfers in this process, to reach into them."""

    def __init__(self, gateway: Gateway, root: Path, manager: type = FileContentsManager) -> None:
        self.root = root
        self.transfers = Transfers(gateway, manager(root_dir=str(root)))

    async def start(self, direction: str, **fields: Any) -> Transfer:
        """Begin a transfer."""
        asked = {"direction": direction, "bucket": BUCKET, **fields}
        return await self.transfers.start(parse_request(Fields(asked)))

    async def copy(self, direction: str, **fields: Any) -> dict[str, Any]:
        """Return what is told of a transfer at its end."""
        transfer = await self.start(direction, **fields)
        assert transfer.task
        await transfer.task
        return transfer.as_json()


@pytest.fixture
async def inside(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Inside]:
    """Transfers between a folder of this test and the store."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    gateway = Gateway(Settings(endpoint_url=store.endpoint))
    (tmp_path / "root").mkdir()
    found = Inside(gateway, tmp_path / "root")
    yield found
    await found.transfers.close()
    await gateway.close()


@pytest.fixture
def key() -> str:
    """A key of this test alone."""
    return f"faults-{time.monotonic_ns()}/x"


@pytest.mark.parametrize("mib", [1, 40])
async def test_a_full_disk(
    inside: Inside, store: Store, key: str, mib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.client().put_object(Bucket=BUCKET, Key=key, Body=pattern(mib))
    store.client().put_object(Bucket=BUCKET, Key=key + "y", Body=b"y")

    def full(*args: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    told = await inside.copy("to-workspace", workspacePath="", prefix=key.partition("/")[0] + "/")
    assert (told["state"], told["error"]["code"], told["error"]["status"]) == (
        "failed",
        "DiskFull",
        507,
    )
    assert told["bytes"]["done"] == 0
    assert told["failures"][0]["code"] == "DiskFull"
    assert [each for each in inside.root.rglob("*") if not each.is_dir()] == []


@pytest.mark.parametrize("mib", [1, 3, 40])
async def test_a_file_that_changes_while_it_is_sent(
    inside: Inside, store: Store, key: str, mib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inside.root / "x").write_bytes(pattern(mib))
    plain = SourceFile.read

    def read(self: SourceFile, offset: int, size: int) -> bytes:
        found = plain(self, offset, size)
        with (inside.root / "x").open("r+b") as file:
            file.write(os.urandom(8))
        return found

    monkeypatch.setattr(SourceFile, "read", read)
    prefix = key.partition("/")[0] + "/"
    told = await inside.copy("to-s3", workspacePath="x", prefix=prefix)
    assert (told["state"], told["error"]["code"]) == ("failed", "SourceChanged")
    assert (told["bytes"]["done"], told["bytes"]["total"]) == (0, 0)
    client = store.client()
    assert client.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["KeyCount"] == 0
    uploads = client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
    assert not [each for each in uploads if each["Key"].startswith(prefix)]


@pytest.mark.one_store("MinIO lets nobody write what is being read, until half a minute is over")
async def test_an_object_that_changes_while_it_comes(
    inside: Inside, store: Store, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = store.client()
    client.put_object(Bucket=BUCKET, Key=key, Body=pattern(100))
    plain, lock = Landing.write, threading.Lock()
    changed: list[object] = []

    def write(self: Landing, data: bytes, offset: int) -> None:
        with lock:
            if not changed:
                changed.append(client.put_object(Bucket=BUCKET, Key=key, Body=bytes(100 * MIB)))
        plain(self, data, offset)

    monkeypatch.setattr(Landing, "write", write)
    told = await inside.copy("to-workspace", workspacePath="", key=key)
    assert changed
    assert (told["state"], told["error"]["code"]) == ("failed", "SourceChanged")
    assert list(inside.root.iterdir()) == []
    # A small one is fetched at once: whichever version is there by then, but of one only.
    client.put_object(Bucket=BUCKET, Key=key, Body=b"first")
    transfer = await inside.start("to-workspace", workspacePath="", key=key)
    client.put_object(Bucket=BUCKET, Key=key, Body=b"second version")
    assert transfer.task
    await transfer.task
    assert (inside.root / "x").read_bytes() == b"second version"
    assert transfer.as_json()["bytes"] == {"done": 14, "total": 14}


@pytest.mark.parametrize("mib", [1, 40])
async def test_somebody_else_is_first(
    inside: Inside, store: Store, key: str, mib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, prefix = store.client(), key.partition("/")[0] + "/"
    (inside.root / "x").write_bytes(pattern(mib))
    plain = SourceFile.check_unchanged
    body = [b"theirs"]

    def check(self: SourceFile) -> None:
        plain(self)
        client.put_object(Bucket=BUCKET, Key=key, Body=body[0])

    monkeypatch.setattr(SourceFile, "check_unchanged", check)

    async def copy(overwrite: str) -> dict[str, Any]:
        return await inside.copy("to-s3", workspacePath="x", prefix=prefix, overwrite=overwrite)

    def stored(name: str = key) -> bytes:
        return bytes(client.get_object(Bucket=BUCKET, Key=name)["Body"].read())

    told = await copy("fail")
    assert (told["state"], told["error"]["code"], stored()) == ("failed", "Exists", b"theirs")
    client.delete_object(Bucket=BUCKET, Key=key)
    told = await copy("skip")
    assert (told["state"], told["skipped"], stored()) == ("done", 1, b"theirs")
    client.delete_object(Bucket=BUCKET, Key=key)
    told = await copy("both")
    assert (told["state"], told["target"]) == ("done", prefix + "x (1)")
    assert (stored(), stored(prefix + "x (1)")) == (b"theirs", pattern(mib))
    body[0] = b"theirs, newer"
    told = await copy("replace")
    assert (told["state"], told["error"]["code"]) == ("failed", "TargetChanged")
    assert stored() == b"theirs, newer"
    uploads = client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
    assert not [each for each in uploads if each["Key"].startswith(prefix)]


async def test_a_listing_that_fails(inside: Inside, store: Store, key: str) -> None:
    client, bucket = store.client(), f"gone-{time.monotonic_ns()}"
    client.create_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key="a/x", Body=b"x")
    transfer = await inside.start("to-workspace", bucket=bucket, workspacePath="", prefix="a/")
    client.delete_object(Bucket=bucket, Key="a/x")
    client.delete_bucket(Bucket=bucket)
    assert transfer.task
    await transfer.task
    told = transfer.as_json()
    assert (told["state"], told["error"]["code"]) == ("failed", "NoSuchBucket")
    # Whoever looks at the failures alone sees it as well.
    assert (told["failures"], told["failureCount"]) == ([told["error"]], 1)


async def test_the_other_contents_manager(inside: Inside, store: Store, key: str) -> None:
    other = Inside(inside.transfers._gateway, inside.root, AsyncFileContentsManager)
    store.client().put_object(Bucket=BUCKET, Key=key, Body=b"x")
    assert (await other.copy("to-workspace", workspacePath="", key=key))["state"] == "done"
    with pytest.raises(S3DriveError) as caught:
        await other.start("to-workspace", workspacePath=".hidden", key=key)
    assert caught.value.code in ("HiddenFile", "NotFound")


async def test_how_many_are_remembered(
    inside: Inside, store: Store, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers_module, "MAX_TRANSFERS", 3)
    store.client().put_object(Bucket=BUCKET, Key=key, Body=b"x")
    fields = {"workspacePath": "", "key": key, "overwrite": "both"}
    ended = [await inside.copy("to-workspace", **fields) for _ in range(4)]
    known = {each.id for each in inside.transfers.all()}
    assert known == {each["id"] for each in ended[1:]}
    for each in inside.transfers.all():
        each.state = "running"
    with pytest.raises(S3DriveError) as caught:
        await inside.start("to-workspace", **fields)
    assert (caught.value.code, caught.value.status_code) == ("TooMany", 429)
    for each in inside.transfers.all():
        each.state = "done"


async def test_cancelling_at_any_moment(inside: Inside, store: Store, key: str) -> None:
    client, prefix = store.client(), key.partition("/")[0] + "/"
    (inside.root / "x").write_bytes(pattern(40))
    for number in range(12):
        transfer = await inside.start("to-s3", workspacePath="x", prefix=prefix)
        await asyncio.sleep(0.02 * number)
        with contextlib.suppress(S3DriveError):
            await inside.transfers.remove(transfer.id)
        await asyncio.sleep(0)
        stands = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["KeyCount"]
        uploads = client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        assert not [each for each in uploads if each["Key"].startswith(prefix)], number
        assert stands == (transfer.state == "done") or transfer.state == "cancelled"
        client.delete_object(Bucket=BUCKET, Key=key)


def test_sizes_of_parts() -> None:
    assert part_size(17 * MIB) == 16 * MIB
    for size in (5 * 2**40, 160_000 * MIB + 1):
        assert -(-size // part_size(size)) <= 10_000
        assert part_size(size) % MIB == 0
