"""Whatever a store sends, no operation moves the server's memory by more than 64 MiB, nor holds up others.

This is the table of what a store can send and of the operations that read it. `test_bounds.py` has that
of routes and bodies.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import cache
from http.client import HTTPException

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.bounds import measure
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.hostile import flood, listing
from jupyterlab_s3_drive.tests.kit.servers import KEYS, MIB, eventually, make_server
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

#: Of what is long, and would be seen if it were held (bytes).
LONG = 96 * MIB
#: What a chunk of 256 KiB can become, and more: more than a second's work (bytes).
UNPACKED = 300 * MIB


@cache
def bomb() -> bytes:
    """Return a few bytes that become many."""
    return gzip.compress(bytes(UNPACKED))


def answer(connection: socket.socket, body: bytes, more: str = "", status: str = "200 OK") -> None:
    """Answer whole."""
    head = f'HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nETag: "x"\r\n{more}\r\n'
    connection.sendall(head.encode() + body)


def long_error(connection: socket.socket) -> None:
    """Answer with an error that does not end."""
    connection.sendall(f"HTTP/1.1 403 Forbidden\r\nContent-Length: {LONG}\r\n\r\n".encode())
    for _ in range(LONG // MIB):
        connection.sendall(b"<Error>" + bytes(MIB - 7))


#: What a store sends in place of an object, and of a listing.
SENT: dict[str, tuple[Callable[[socket.socket], None], Callable[[socket.socket], None]]] = {
    "long": (lambda c: flood(c, LONG), lambda c: flood(c, LONG)),
    "bomb": (
        lambda c: answer(c, bomb(), "Content-Encoding: gzip\r\n"),
        lambda c: answer(c, listing({"d/n.ipynb": len(bomb())})),
    ),
    "error": (long_error, long_error),
    "deep": (
        lambda c: answer(c, b"<a>" * (5 * MIB)),
        lambda c: answer(c, b"<a>" * (5 * MIB)),
    ),
    "wide": (
        lambda c: answer(c, b"[" + b"{}," * (4 * MIB) + b"{}]"),
        lambda c: answer(c, b"<a>" + b"<b/>" * (3 * MIB) + b"</a>"),
    ),
}


def _post(browser: Browser, route: str, **fields: object) -> dict[str, str]:
    found = browser.send("POST", route, json.dumps(fields).encode())
    return dict(found.json) if found.status == 201 else {}


def _batched(browser: Browser, method: str) -> None:
    headers = {
        "x-amz-copy-source": "bucket/d/n.ipynb",
        "x-amz-copy-source-if-match": '"x"',
        "if-none-match": "*",
    }
    more = {"headers": headers} if method != "GET" else {}
    part = {"method": method, "path": "/bucket/d/n.ipynb", **more}
    assert browser.send("POST", "batch", json.dumps({"requests": [part] * 4}).encode()).body


def _transferred(browser: Browser, **what: str) -> None:
    asked = {"bucket": "bucket", "direction": "to-workspace", "workspacePath": "", **what}
    made = _post(browser, "transfers", **asked, overwrite="both")
    if made:
        path = f"transfers/{made['id']}"
        assert eventually(lambda: browser.send("GET", path).json["state"] != "running", 60)


def _zipped(browser: Browser, **what: list[str]) -> None:
    made = _post(browser, "archives", bucket="bucket", **what)
    _read(browser, f"archives/{made['id']}")


def _trusted(browser: Browser) -> None:
    named = {"bucket": "bucket", "key": "d/n.ipynb", "etag": '"x"', "limit": 8 * MIB}
    _post(browser, "trust", action="check", **named)


def _read(browser: Browser, path: str) -> None:
    # What cannot be whole is cut.
    with browser.open("GET", path) as reader, contextlib.suppress(OSError, HTTPException):
        while reader.read(MIB):
            pass


def _changed(browser: Browser, method: str, path: str, body: bytes = b"") -> None:
    with contextlib.suppress(OSError, HTTPException):
        browser.send(method, path, body)


OPERATIONS: dict[str, Callable[[Browser], None]] = {
    "read": lambda browser: _read(browser, "api/bucket/d/n.ipynb"),
    "save": lambda browser: _read(
        browser, "api/bucket/d/n.ipynb?response-content-disposition=attachment"
    ),
    "list": lambda browser: _read(browser, "api/bucket?list-type=2&prefix=d/"),
    "write": lambda browser: _changed(browser, "PUT", "api/bucket/d/n.ipynb", b"content"),
    "delete": lambda browser: _changed(browser, "DELETE", "api/bucket/d/n.ipynb"),
    "delete several": lambda browser: _changed(
        browser,
        "POST",
        "api/bucket?delete",
        b"<Delete><Object><Key>d/n.ipynb</Key></Object></Delete>",
    ),
    "begin an upload": lambda browser: _changed(browser, "POST", "api/bucket/d/n.ipynb?uploads"),
    "batched read": lambda browser: _batched(browser, "GET"),
    "batched copy": lambda browser: _batched(browser, "COPY"),
    "batched rewrite": lambda browser: _batched(browser, "REWRITE"),
    "public": lambda browser: _read(browser, "public/bucket/d/n.ipynb"),
    "trust": _trusted,
    "export": lambda browser: _read(browser, f"exports/script/bucket/d/n.ipynb?limit={8 * MIB}"),
    "copy to the workspace": lambda browser: _transferred(browser, key="d/n.ipynb"),
    "folder to the workspace": lambda browser: _transferred(browser, prefix="d/"),
    "zip": lambda browser: _zipped(browser, keys=["d/n.ipynb"]),
    "zip of a folder": lambda browser: _zipped(browser, prefixes=["d/"]),
}


#: These take eight seconds each, as they are tried again: two of them show it.
_TRIED_AGAIN = {
    *(("error", name) for name in ("copy to the workspace", "export", "trust", "zip")),
    ("error", "zip of a folder"),
    ("long", "folder to the workspace"),
}
TABLE = [
    (kind, operation)
    for kind in SENT
    for operation in OPERATIONS
    if os.environ.get("S3_DRIVE_TEST_FULL") or (kind, operation) not in _TRIED_AGAIN
]


class Sending(ScriptedStore):
    """A store that sends what a test wants it to."""

    kind = "long"

    def __init__(self) -> None:
        super().__init__(self._send)

    def _send(self, connection: socket.socket, head: str, body: bytes) -> None:
        line = head.partition("\r\n")[0]
        an_object, a_listing = SENT[self.kind]
        if line.startswith("HEAD"):
            size, more = 1000, ""
            if self.kind == "bomb":
                size, more = len(bomb()), "Content-Encoding: gzip\r\n"
            told = f'HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nETag: "x"\r\n{more}\r\n'
            connection.sendall(told.encode())
        elif "list-type=2" in line:
            a_listing(connection)
        else:
            an_object(connection)


@pytest.fixture(scope="module")
def store() -> Iterator[Sending]:
    """A store that sends what it is told to."""
    sending = Sending()
    yield sending
    sending.close()


@pytest.fixture(scope="module")
def server(store: Sending, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A server of that store."""
    env = {**KEYS, "AWS_ENDPOINT_URL": store.endpoint}
    running = make_server(tmp_path_factory.mktemp("bounds"), env)
    # What is loaded with the first request is not counted.
    Browser(running.url, running.token).send("GET", "public/bucket/x")
    yield running
    running.stop()


@pytest.mark.parametrize(("kind", "operation"), TABLE)
def test_what_is_sent(server: JupyterServer, store: Sending, kind: str, operation: str) -> None:
    store.kind = kind
    browser = Browser(server.url, server.token)
    measure(f"{kind}, {operation}", server, lambda: OPERATIONS[operation](browser))
