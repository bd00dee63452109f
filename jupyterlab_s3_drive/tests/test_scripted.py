"""What no real store does on demand: answers that are cut, early, silent, or forged."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from jupyterlab_s3_drive.tests.kit.browser import Browser, read_answer
from jupyterlab_s3_drive.tests.kit.servers import KEYS, MIB, eventually, make_server
from jupyterlab_s3_drive.tests.kit.wire import Script, ScriptedStore

Scripted = Callable[[Script], tuple[Browser, ScriptedStore]]

#: How long a real server reads on after an early answer, in seconds: nginx, by default.
_LINGERING = 5


@pytest.fixture(scope="module")
def scripted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scripted]:
    """A server whose store answers by a script; one server for all scripts."""
    current: list[Script] = []
    store = ScriptedStore(lambda *args: current[-1](*args))
    server = make_server(
        tmp_path_factory.mktemp("scripted"),
        KEYS,
        {"S3Drive": {"endpoint_url": store.endpoint, "read_timeout": 2, "connect_timeout": 2}},
    )

    def use(script: Script) -> tuple[Browser, ScriptedStore]:
        current.append(script)
        store.heads.clear()
        store.cut()
        return Browser(server.url, server.token), store

    yield use
    server.stop()
    store.close()


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 1000\r\n\r\n" + b"x" * 500,
        b"Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + b"x" * 500 + b"\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"x" * 500,
    ],
    ids=["length", "between-chunks", "within-a-chunk"],
)
def test_a_truncated_answer(scripted: Scripted, framing: bytes) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + framing)
        raise ConnectionResetError

    browser, _ = scripted(script)
    with pytest.raises(http.client.IncompleteRead):
        browser.send("GET", "api/bucket/k")


def test_a_store_that_falls_silent(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 500)
        connection.recv(1)
        raise ConnectionResetError

    browser, _ = scripted(script)
    with pytest.raises(http.client.IncompleteRead):
        browser.send("GET", "api/bucket/k")


@pytest.mark.parametrize("after", [0, 0.5])
def test_a_store_that_refuses_early(scripted: Scripted, after: float) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        # Meanwhile every buffer on the way fills up.
        time.sleep(after)
        connection.sendall(
            b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"
        )
        # As real servers do, it has said that it will close, and lingers so that the answer is read.
        time.sleep(0.1)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(_LINGERING)
        with contextlib.suppress(OSError):
            while connection.recv(65536):
                pass
        raise ConnectionResetError

    browser, _ = scripted(script)
    for mib in (2, 50):
        start = time.monotonic()
        answer = browser.s3("PUT", "bucket/k", bytes(mib * MIB))
        assert (answer.status, answer.origin, answer.body) == (403, "store", b"no")
        # Not after the time that the store lingers.
        assert time.monotonic() - start < _LINGERING
    # More than is worth reading for nothing: the answer comes before the end.
    head = browser.head("PUT", "api/bucket/k", {"Content-Length": str(2**40)})
    with browser.connect() as connection:
        connection.sendall(head)
        with contextlib.suppress(OSError):
            for _ in range(200):
                connection.sendall(bytes(MIB))
            pytest.fail("everything was read")


def test_a_store_that_dies_in_an_upload(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        raise ConnectionResetError

    browser, _ = scripted(script)
    for size in (100, 5 * MIB):
        answer = browser.s3("PUT", "bucket/k", bytes(size))
        assert (answer.status, answer.code) == (502, "StoreConnectionLost")


def test_a_store_that_takes_nothing_more(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        time.sleep(20)
        raise ConnectionResetError

    browser, _ = scripted(script)
    start = time.monotonic()
    answer = browser.s3("PUT", "bucket/k", bytes(50 * MIB))
    assert (answer.status, answer.code) == (504, "StoreTimeout")
    assert time.monotonic() - start < 10
    answer = browser.s3("PUT", "bucket/k", b"small")
    assert (answer.status, answer.code) == (504, "StoreTimeout")


def test_a_client_that_leaves_while_the_store_is_silent(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.recv(1)
        raise ConnectionResetError

    browser, store = scripted(script)
    with browser.connect() as connection:
        connection.sendall(browser.head("GET", "api/bucket/k", {}))
        assert eventually(lambda: store.open == 1 and len(store.heads) == 1)
    assert eventually(lambda: store.open == 0, 1)


def test_a_client_that_leaves_a_download_that_stands_still(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 500)
        connection.recv(1)
        raise ConnectionResetError

    browser, store = scripted(script)
    download = browser.open("GET", "api/bucket/k")
    assert download.read(500) == b"x" * 500
    assert store.open == 1
    download.close()
    assert eventually(lambda: store.open == 0, 1)


def closing(kept: list[socket.socket]) -> Script:
    """Return a script that answers once on each connection, and ends it at the next request."""

    def script(connection: socket.socket, head: str, body: bytes) -> None:
        if connection in kept:
            raise ConnectionResetError
        kept.append(connection)
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: "e"\r\n\r\nok')

    return script


def test_a_stale_connection_is_no_error(scripted: Scripted) -> None:
    """A store may close a kept connection at any time; a read must not fail for that."""
    browser, store = scripted(closing([]))
    for _ in range(4):
        assert browser.s3("GET", "bucket/k").status == 200
    assert len(store.heads) == 7, "every kept connection was tried, and replaced"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_on_a_stale_connection_is_told(scripted: Scripted, method: str) -> None:
    """It may have been done: the page knows whether to try again."""
    kept: list[socket.socket] = []
    browser, store = scripted(closing(kept))
    body = b"x" if method == "PUT" else None
    told = [browser.s3(method, "bucket/k", body) for _ in range(3)]
    assert [each.status for each in told] == [200, 502, 200]
    assert told[1].code == "StoreConnectionLost"
    assert (len(store.heads), len(kept)) == (3, 2)


def test_what_does_not_pass_downwards(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://elsewhere.example/\r\n"
            b"Set-Cookie: theirs=1\r\nContent-Security-Policy: script-src *\r\n"
            b"Strict-Transport-Security: max-age=1\r\nAccess-Control-Allow-Origin: *\r\n"
            b"Vary: Origin\r\nLink: </x>\r\nRefresh: 0; url=/x\r\nServer: theirs\r\n"
            b"X-Content-Type-Options: sniff\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\n"
            b"Cache-Control: public, max-age=99\r\nX-Amz-Meta-Name: \xc3\xa9\r\n"
            b"X-S3-Drive-Origin: theirs\r\nX-Amz-Bucket-Region: there\r\n"
            b'ETag: "e"\r\nContent-Length: 2\r\n\r\nno'
        )

    browser, store = scripted(script)
    answer = browser.send("GET", "api/bucket/k")
    assert (answer.status, answer.body, answer.origin) == (307, b"no", "store")
    headers = answer.headers
    for name in (
        "Location",
        "Strict-Transport-Security",
        "Vary",
        "Link",
        "Refresh",
        "Keep-Alive",
    ):
        assert name not in headers
    assert "theirs" not in str(headers) and "Content-Type" not in headers
    assert headers["Access-Control-Allow-Origin"] != "*"
    assert headers.get_all("Content-Security-Policy") == [
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    ]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Cache-Control") == ["private, no-cache"]
    assert headers["X-S3-Drive-Cache-Control"] == "public, max-age=99"
    assert headers["X-Amz-Meta-Name"].encode("latin-1") == "é".encode()
    assert (headers["ETag"], headers["X-Amz-Bucket-Region"]) == ('"e"', "there")
    # Asked again, for the region that was told; the redirect itself is not followed.
    assert [head.split(" ")[1] for head in store.heads] == ["/bucket/k", "/bucket/k"]
    assert "/there/s3/aws4_request" in store.heads[1]


def test_what_does_not_pass_upwards(scripted: Scripted) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    browser, store = scripted(script)
    answer = browser.send(
        "GET",
        f"api/bucket/k?token={browser.token}",
        headers={
            "Cookie": "a=b",
            "X-XSRFToken": "x",
            "Origin": f"http://{browser.host}:{browser.port}",
            "Referer": browser.url,
            "User-Agent": "theirs",
            "Accept": "text/html",
            "Accept-Encoding": "gzip",
            "X-Amz-Date": "20000101T000000Z",
            "X-Amz-Security-Token": "theirs",
            "X-Amz-Content-Sha256": "theirs",
            "X-Amz-User-Agent": "theirs",
            "X-Amz-Meta-Name": "é  two spaces",
            "X-Forwarded-For": "10.0.0.1",
            "Range": "bytes=0-1",
            "If-Match": '"e"',
        },
    )
    assert answer.status == 200
    (head,) = store.heads
    sent = {line.split(":")[0].lower() for line in head.split("\r\n")[1:]}
    assert sent == {
        "host", "range", "if-match", "x-amz-meta-name", "x-amz-date", "x-amz-content-sha256",
        "authorization",
    }  # fmt: skip
    assert "theirs" not in head and browser.token not in head
    assert "é  two spaces".encode() in head.encode("latin-1")


@pytest.mark.parametrize("bad", ["a\x00b", "a\x01b", "a\x7fb", "a\u0085b", "a\rb", "a\tb"])
def test_control_characters_in_headers(scripted: Scripted, bad: str) -> None:
    def script(connection: socket.socket, head: str, body: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    browser, store = scripted(script)
    with browser.connect() as connection:
        connection.sendall(browser.head("GET", "api/bucket/k", {"x-amz-meta-name": bad}))
        answer = read_answer(connection)
    assert answer.status in (200, 400)
    assert len(store.heads) == (answer.status == 200)
