"""Every route of `openapi.yaml`, with every hostile body: neither memory nor the time of others.

`test_bounds.py` has the longest bodies that the routes read, and crowds of them.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.bounds import measure
from jupyterlab_s3_drive.tests.kit.browser import Browser, read_answer
from jupyterlab_s3_drive.tests.kit.fuzz import FUZZED, put_fuzzed
from jupyterlab_s3_drive.tests.kit.openapi import Operation, operations
from jupyterlab_s3_drive.tests.kit.servers import MIB, SEED

pytestmark = [
    pytest.mark.one_store("what is sent is for us"),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

#: More than may be held, and would be seen if it were (bytes).
LONG = 96 * MIB
#: What a body is sent by (bytes).
PIECE = MIB


@dataclass(frozen=True)
class Body:
    """A hostile body.

    Attributes:
        start: how it begins.
        piece: what follows, again and again.
        size: how long it is at least (bytes).
        chunked: whether its length is not told.
    """

    start: bytes
    piece: bytes
    size: int = LONG
    chunked: bool = False

    def parts(self) -> Iterator[bytes]:
        """Yield it."""
        yield self.start
        many = self.piece * (PIECE // len(self.piece))
        for _ in range(self.size // PIECE):
            yield many


#: The last ones of JSON and XML are short enough to be read, and parsed, where anything is.
BODIES = {
    "long": Body(b"", b"\0"),
    "long, of no told length": Body(b"", b"\0", chunked=True),
    "wide JSON": Body(b"[", b"{},"),
    "deep JSON": Body(b"", b'{"a":'),
    "deep JSON that is read": Body(b"", b"[", MIB),
    "wide XML": Body(b"<Delete>", b"<Object><Key>a</Key></Object>"),
    "deep XML that is read": Body(b"<Delete>", b"<Object>", MIB),
    "a part that does not end": Body(b"<Tagging><TagSet><Tag><Key>", b"&amp;", chunked=True),
}
OPERATIONS = operations()
#: Each route with one body, another one for each; all in a full run.
TABLE = [
    (operation, name)
    for number, operation in enumerate(OPERATIONS)
    for index, name in enumerate(BODIES)
    if os.environ.get("S3_DRIVE_TEST_FULL") or index == (number + SEED) % len(BODIES)
]


def send(browser: Browser, operation: Operation, body: Body) -> int | None:
    """Send a request with a body; return the status, or None where the connection ended without one."""
    request = next(operation.requests({"bucket": FUZZED, "key": "bounds/object"}))
    size = len(body.start) + body.size // PIECE * (PIECE // len(body.piece)) * len(body.piece)
    length = {"Transfer-Encoding": "chunked"} if body.chunked else {"Content-Length": str(size)}
    head = browser.head(request.method, request.path, {**request.headers, **length})
    with browser.connect() as connection:
        # It may have answered, and not want the rest.
        with contextlib.suppress(ConnectionError):
            connection.sendall(head)
            for part in body.parts():
                connection.sendall(_framed(part) if body.chunked else part)
            connection.sendall(b"0\r\n\r\n" if body.chunked else b"")
        return _status(connection, request.method)


def _framed(part: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(part), part) if part else b""


def _status(connection: socket.socket, method: str) -> int | None:
    try:
        if method == "HEAD":
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            return response.status
        return read_answer(connection).status
    except (ConnectionError, http.client.HTTPException):
        return None


@pytest.fixture(scope="module")
def fuzzed(store: Store) -> Callable[[], object]:
    """Puts the object back that all of them may do to what they want."""
    return lambda: put_fuzzed(store, "bounds/object")


@pytest.mark.parametrize(
    ("operation", "name"), TABLE, ids=[f"{operation.id}-{name}" for operation, name in TABLE]
)
def test_whatever_body_is_sent(
    browser: Browser,
    server: JupyterServer,
    fuzzed: Callable[[], object],
    operation: Operation,
    name: str,
) -> None:
    fuzzed()
    # What is loaded with the first request is not counted.
    browser.send("POST", "links", b"{}")

    def work() -> None:
        status = send(browser, operation, BODIES[name])
        assert status is None or status < 500 or status == 503, status

    measure(f"{operation.id}, {name}", server, work)
