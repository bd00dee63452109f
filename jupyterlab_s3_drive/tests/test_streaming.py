"""Bodies stream both ways: bounded memory, nothing cut off looks whole, whoever leaves ends both."""

from __future__ import annotations

import hashlib
import http.client
import sys
import threading

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Browser, read_answer
from jupyterlab_s3_drive.tests.kit.memory import Memory
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB, eventually
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytestmark = pytest.mark.one_store("bodies pass, whosever they are")


class Body:
    """A body that is made while it is sent; http.client takes it for a file."""

    def __init__(self, mib: int) -> None:
        self._left = mib
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next MiB, each different from the last."""
        if not self._left:
            return b""
        self._left -= 1
        chunk = self._left.to_bytes(8, "big") * (MIB // 8)
        self.digest.update(chunk)
        return chunk


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_large_objects_take_no_memory(
    server: JupyterServer, browser: Browser, store: Store, prefix: str
) -> None:
    size = 200 * MIB
    assert browser.s3("PUT", prefix + "first", bytes(2 * MIB)).status == 200
    memory, body = Memory(server), Body(200)
    answer = browser.s3("PUT", prefix + "large", body, {"Content-Length": str(size)})
    assert answer.status == 200, answer.body
    assert memory.growth() <= 32
    memory, digest = Memory(server), hashlib.sha256()
    with browser.open("GET", f"api/{prefix}large") as download:
        assert download.length == size
        while chunk := download.read(MIB):
            digest.update(chunk)
    assert digest.digest() == body.digest.digest()
    assert memory.growth() <= 32
    assert browser.s3("DELETE", prefix + "large").status == 204


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_slow_reader_fills_no_memory(
    server: JupyterServer, browser: Browser, prefix: str
) -> None:
    size = 64 * MIB
    assert browser.s3("PUT", prefix + "x", Body(64), {"Content-Length": str(size)}).status == 200
    memory = Memory(server)
    with browser.open("GET", f"api/{prefix}x") as download:
        download.read(MIB)
        # By the time that another reader has all of it, it could all have been fetched for this one.
        assert len(browser.s3("GET", prefix + "x").body) == size
        assert memory.growth() <= 16
        assert len(download.read()) == size - MIB


def test_jupyter_answers_meanwhile(browser: Browser, prefix: str) -> None:
    size = 128 * MIB
    assert browser.s3("PUT", prefix + "x", Body(128), {"Content-Length": str(size)}).status == 200
    downloads = [threading.Thread(target=lambda: browser.s3("GET", prefix + "x")) for _ in range(3)]
    for each in downloads:
        each.start()
    with pinged(browser) as waits:
        for each in downloads:
            each.join()
    assert waits.median < 0.1
    assert waits.longest < 1


def test_a_client_that_leaves_ends_the_download(browser: Browser, wire: Wire, prefix: str) -> None:
    size = 64 * MIB
    assert browser.s3("PUT", prefix + "x", Body(64), {"Content-Length": str(size)}).status == 200
    download = browser.open("GET", f"api/{prefix}x")
    download.read(MIB)
    assert wire.open_for(f"GET /{prefix}x") == 1
    download.close()
    assert eventually(lambda: wire.open_for(f"GET /{prefix}x") == 0, 1)


def test_a_client_that_leaves_leaves_the_object_as_it_was(
    browser: Browser, store: Store, wire: Wire, prefix: str
) -> None:
    def upload_and_leave(key: str) -> None:
        wire.reset()
        head = browser.head("PUT", f"api/{prefix}{key}", {"Content-Length": str(20 * MIB)})
        with browser.connect() as connection:
            connection.sendall(head + bytes(10 * MIB))
            assert eventually(lambda: wire.received > 8 * MIB)
            assert wire.open_for(prefix + key) == 1
        assert eventually(lambda: wire.open_for(prefix + key) == 0, 1)

    old = (prefix + "old").partition("/")[2]
    store.client().put_object(Bucket=BUCKET, Key=old, Body=b"as it was")
    upload_and_leave("old")
    upload_and_leave("new")
    assert browser.s3("GET", prefix + "old").body == b"as it was"
    assert browser.s3("HEAD", prefix + "new").status == 404


@pytest.mark.parametrize("length", [True, False], ids=["with-length", "chunked"])
def test_a_real_download_that_is_cut_is_no_whole_one(
    browser: Browser, wire: Wire, prefix: str, length: bool
) -> None:
    if length:
        assert browser.s3("PUT", prefix + "x", bytes(4 * MIB)).status == 200
        path = f"api/{prefix}x"
    else:
        # A long listing comes without a length.
        path = f"api/{BUCKET}?list-type=2"
        for number in range(30):
            assert browser.s3("PUT", f"{prefix}{number}-{'x' * 200}", b"").status == 200
    wire.cut_answers_after = 3000 if not length else MIB
    wire.cut()
    try:
        with pytest.raises(http.client.IncompleteRead):
            browser.send("GET", path)
    finally:
        wire.reset()
    assert browser.send("GET", path).status == 200


def test_a_store_that_dies_in_a_real_upload(
    browser: Browser, store: Store, wire: Wire, prefix: str
) -> None:
    assert browser.s3("PUT", prefix + "x", b"as it was").status == 200
    wire.reset()
    head = browser.head("PUT", f"api/{prefix}x", {"Content-Length": str(20 * MIB)})
    with browser.connect() as connection:
        connection.sendall(head + bytes(10 * MIB))
        assert eventually(lambda: wire.received > 8 * MIB)
        store.kill()
        connection.sendall(bytes(10 * MIB))
        answer = read_answer(connection)
    store.start()
    assert (answer.status, answer.code) == (502, "StoreConnectionLost")
    # A store that has just started may not know its buckets yet.
    assert eventually(lambda: browser.s3("GET", prefix + "x").body == b"as it was")
    assert browser.s3("PUT", prefix + "x", b"new").status == 200


@pytest.mark.parametrize("size", [1000, MIB, 50 * MIB], ids=["1KB", "1MB", "50MB"])
def test_a_refused_upload_behind_jupyterhub(hub: Browser, wire: Wire, size: int) -> None:
    for _ in range(3):
        answer = hub.s3("PUT", "made-by-a-typing-error", bytes(size))
        assert (answer.status, answer.json["code"]) == (403, "BucketChangeRefused")
        assert hub.send("PUT", f"api/{BUCKET}/a%2F..%2Fb", bytes(size)).json["code"] == "InvalidKey"
    assert wire.requests == []


def test_a_chunked_upload_needs_a_length(browser: Browser, wire: Wire) -> None:
    head = browser.head("PUT", f"api/{BUCKET}/x", {"Transfer-Encoding": "chunked"})
    with browser.connect() as connection:
        connection.sendall(head + b"5\r\nhello\r\n0\r\n\r\n")
        answer = read_answer(connection)
    assert (answer.status, answer.json["code"]) == (411, "LengthRequired")
    for headers in (
        {"X-Amz-Content-Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
        {"Content-Encoding": "aws-chunked,gzip"},
        {"X-Amz-Decoded-Content-Length": "5"},
    ):
        answer = browser.s3("PUT", f"{BUCKET}/x", b"5\r\nhello\r\n0\r\n\r\n", headers)
        assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert wire.requests == []


def test_two_hundred_at_once(browser: Browser, prefix: str) -> None:
    assert browser.s3("PUT", prefix + "x", b"content").status == 200
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(browser.s3("GET", prefix + "x").body))
        for _ in range(200)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert bodies == [b"content"] * 200
