"""Bodies that stand still give back the memory that they hold, and are refused with a true sentence."""

from __future__ import annotations

import select
import socket
import time

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.routes.requests.bodies import (
    BUFFERED_MEMORY,
    HELD_TIMES,
    STREAM_MEMORY,
    STREAMED_MEMORY,
)
from jupyterlab_s3_drive.tests.faults.conftest import MakeSides
from jupyterlab_s3_drive.tests.faults.impatient import STILL
from jupyterlab_s3_drive.tests.faults.proxy import FaultyStore
from jupyterlab_s3_drive.tests.kit.browser import Browser, read_answer
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB, eventually

pytestmark = [
    pytest.mark.one_store("of the store it needs bytes"),
    pytest.mark.xdist_group("faults"),
]

SMALL = MIB
LARGE = 8 * MIB


@pytest.fixture
def browser(server: JupyterServer) -> Browser:
    """A client of the server."""
    return Browser(server.url, server.token)


def begun(browser: Browser, path: str, size: int, sent: int) -> socket.socket:
    """Begin an upload, of which so many bytes are sent."""
    connection = browser.connect()
    head = browser.head("PUT", f"api/{path}", {"Content-Length": str(size)})
    connection.sendall(head + bytes(sent))
    return connection


@pytest.mark.parametrize(
    ("size", "sent", "count"),
    [
        (SMALL, 0, BUFFERED_MEMORY // (HELD_TIMES * SMALL)),
        (LARGE, 3 * MIB, STREAMED_MEMORY // STREAM_MEMORY),
    ],
    ids=["held whole", "passed on"],
)
def test_what_stands_still_is_refused(
    browser: Browser,
    faulty: FaultyStore,
    make_sides: MakeSides,
    size: int,
    sent: int,
    count: int,
) -> None:
    sides = make_sides()
    path = f"{BUCKET}/{sides.prefix}"
    # What is loaded with the first request lets nobody overtake others.
    assert browser.s3("HEAD", path + "x").status == 404
    still = [begun(browser, f"{path}still-{number}", size, sent) for number in range(count)]
    # This takes no memory, and comes after them.
    assert browser.s3("HEAD", path + "x").status == 404
    # All the memory is taken: this one waits until one of them is refused.
    assert browser.s3("PUT", path + "x", bytes(size)).status == 200
    assert select.select(still, [], [], 0)[0]
    for connection in still:
        answer = read_answer(connection)
        assert (answer.status, answer.code) == (408, "UploadStalled")
        assert "nothing was written" in answer.json["message"]
        # The server has ended the connection too.
        assert connection.recv(1) == b""
        connection.close()
    assert sides.stored() == {"x"}
    assert eventually(lambda: faulty.open == 0)


def drip(connection: socket.socket, size: int, piece: int, pause: float) -> None:
    """Send a body slowly."""
    for _ in range(-(-size // piece)):
        connection.sendall(bytes(piece))
        time.sleep(pause)


def test_a_drop_now_and_then_is_standing_still(browser: Browser, make_sides: MakeSides) -> None:
    sides = make_sides()
    connection = begun(browser, f"{BUCKET}/{sides.prefix}drops", SMALL, 0)
    with pytest.raises(OSError):
        drip(connection, SMALL, 1, STILL / 40)
    assert sides.stored() == set()


def test_a_slow_line_is_not(browser: Browser, make_sides: MakeSides) -> None:
    sides = make_sides()
    size = MIB // 2
    connection = begun(browser, f"{BUCKET}/{sides.prefix}slow", size, 0)
    began = time.monotonic()
    drip(connection, size, MIB // 32, STILL / 10)
    assert read_answer(connection).status == 200
    assert time.monotonic() - began > STILL
    assert len(sides.get("slow")) == size


def test_a_request_of_json_that_stands_still(browser: Browser) -> None:
    connection = browser.connect()
    head = browser.head("POST", "transfers", {"Content-Length": "100"})
    connection.sendall(head + b'{"direction":')
    answer = read_answer(connection)
    assert (answer.status, answer.code) == (408, "UploadStalled")
