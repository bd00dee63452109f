"""Requests of a batch: what the proxy's own route would answer, side by side and within bounds."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.routes.batches.batch import MAX_ANSWER, MAX_BODY, MAX_REQUESTS, WIDTH
from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE, Answer, Browser
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import KEYS, eventually
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire

Part = dict[str, Any]

#: Headers that differ from one answer of a store to the next.
PASSING = {"date", "last-modified", "x-amz-request-id", "x-amz-id-2"}


def part(
    method: str,
    key: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    query: str = "",
) -> Part:
    """Return one request as a batch has it."""
    found: Part = {"method": method, "path": f"/{quote(key, safe=SDK_SAFE)}{query}"}
    if headers:
        found["headers"] = dict(headers)
    if body is not None:
        found["body"] = base64.b64encode(body).decode()
    return found


def send(browser: Browser, parts: Sequence[Any]) -> Answer:
    """Send a batch."""
    return browser.send("POST", "batch", json.dumps({"requests": parts}).encode())


def answers(browser: Browser, parts: Sequence[Part]) -> list[Answer]:
    """Send a batch, and return its answers in the order of the requests."""
    answer = send(browser, parts)
    assert answer.status == 200, answer.body
    found: dict[int, Answer] = {}
    for line in answer.body.splitlines():
        told = json.loads(line)
        headers = http.client.HTTPMessage()
        for name, value in told["headers"]:
            headers[name] = value
        found[told["index"]] = Answer(told["status"], headers, base64.b64decode(told["body"]))
    assert sorted(found) == list(range(len(parts)))
    return [found[index] for index in range(len(parts))]


def single(browser: Browser, asked: Part) -> Answer:
    """Send the same request by the proxy's own route."""
    body = base64.b64decode(asked["body"]) if "body" in asked else None
    if body is None and asked["method"] in ("PUT", "POST"):
        body = b""
    return browser.send(asked["method"], "api" + asked["path"], body, asked.get("headers"))


def told(answer: Answer) -> tuple[Any, ...]:
    """What an answer says, but for what differs each time."""
    headers = {
        name.lower(): value
        for name, value in answer.headers.items()
        if name.lower().startswith(("x-amz-", "x-minio-", "x-s3-", "content-t", "etag"))
        and name.lower() not in PASSING
    }
    # The proxy's own refusals are JSON by their route, and need no type in a line.
    if answer.origin == "proxy":
        headers.pop("content-type", None)
    body = b"" if answer.body.startswith(b"<?xml") else answer.body
    return answer.status, answer.origin, answer.code, headers, body


#: Requests that change nothing, or do the same each time; refused ones among them.
SAME: dict[str, Callable[[str], Part]] = {
    "get": lambda p: part("GET", p + "x"),
    "head": lambda p: part("HEAD", p + "x"),
    "range": lambda p: part("GET", p + "x", headers={"Range": "bytes=2-4"}),
    "condition": lambda p: part("GET", p + "x", headers={"If-Match": '"0123456789abcdef"'}),
    "not modified": lambda p: part("GET", p + "gone", headers={"If-None-Match": '"x"'}),
    "missing": lambda p: part("GET", p + "none"),
    "missing, by HEAD": lambda p: part("HEAD", p + "none"),
    "put": lambda p: part("PUT", p + "é b+%41.csv", b"a,b", {"Content-Type": "text/csv"}),
    "taken": lambda p: part("PUT", p + "x", b"other", {"If-None-Match": "*"}),
    "empty": lambda p: part("PUT", p + "empty", b""),
    "metadata": lambda p: part(
        "PUT", p + "m", b"1", {"x-amz-meta-author": "\u00c3\u00a9t\u00c3\u00a9"}
    ),
    "copy": lambda p: part("PUT", p + "c", None, {"x-amz-copy-source": quote(p + "x")}),
    "delete": lambda p: part("DELETE", p + "never"),
    "tags": lambda p: part("GET", p + "x", query="?tagging"),
    # What the proxy refuses.
    "dots": lambda p: {"method": "GET", "path": f"/{p}%2e%2e/%2E%2e/api/contents"},
    "empty segment": lambda p: part("PUT", p + "a//b", b"x"),
    "copy of dots": lambda p: part("PUT", p + "c", None, {"x-amz-copy-source": p + "../x"}),
    "form": lambda p: part(
        "POST", p + "x", b"", {"Content-Type": "multipart/form-data; boundary=b"}
    ),
    "chunked": lambda p: part("PUT", p + "x", b"x", {"Content-Encoding": "aws-chunked"}),
}


def test_each_is_answered_as_alone(browser: Browser, prefix: str) -> None:
    assert browser.s3("PUT", prefix + "x", b"0123456789").status == 200
    asked = [make(prefix) for make in SAME.values()]
    for name, together, request in zip(SAME, answers(browser, asked), asked, strict=True):
        assert told(together) == told(single(browser, request)), name
    written = browser.s3("HEAD", prefix + "m").headers
    assert browser.s3("GET", prefix + "é b+%41.csv").body == b"a,b"
    assert browser.s3("GET", prefix + "x").body == b"0123456789"
    assert written["x-amz-meta-author"] is not None


#: What is no batch, or no request: nothing of it goes to the store.
MALFORMED: dict[str, Any] = {
    "nothing": [],
    "too many": [part("GET", "tests/x")] * (MAX_REQUESTS + 1),
    "no objects": ["GET /tests/x"],
    "no list": {"method": "GET"},
}
#: Refused in their own line; others of the batch go on.
REFUSED: dict[str, tuple[Part, str]] = {
    "no method": ({"path": "/tests/x"}, "InvalidRequest"),
    "another method": (part("PATCH", "tests/x"), "InvalidRequest"),
    "no path": ({"method": "GET"}, "InvalidRequest"),
    "not encoded": ({"method": "GET", "path": "/tests/é"}, "InvalidKey"),
    "another host": ({"method": "GET", "path": "http://elsewhere/x"}, "InvalidKey"),
    "the buckets": ({"method": "GET", "path": "/"}, "InvalidRequest"),
    "a bucket": (part("GET", "tests", query="?list-type=2"), "InvalidRequest"),
    "a policy": (part("PUT", "tests", b"{}", query="?policy"), "InvalidRequest"),
    "a new bucket": (part("PUT", "new-bucket", b""), "InvalidRequest"),
    "no base64": ({**part("PUT", "tests/x"), "body": "***"}, "InvalidRequest"),
    "headers that are none": ({**part("GET", "tests/x"), "headers": ["a"]}, "InvalidRequest"),
    "a number as header": ({**part("GET", "tests/x"), "headers": {"range": 1}}, "InvalidRequest"),
    "a line in a value": (part("GET", "tests/x", headers={"Range": "a\r\nb: c"}), "InvalidRequest"),
    "a line in a name": (part("GET", "tests/x", headers={"x-amz-a\r\nb": "c"}), "InvalidRequest"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_batches(browser: Browser, wire: Wire, name: str) -> None:
    answer = send(browser, MALFORMED[name])
    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert wire.requests == []


def test_refused_requests(browser: Browser, wire: Wire, prefix: str) -> None:
    assert browser.s3("PUT", prefix + "x", b"content").status == 200
    wire.reset()
    asked = [request for request, _ in REFUSED.values()]
    *refused, good = answers(browser, [*asked, part("GET", prefix + "x")])
    found = {name: answer.code for name, answer in zip(REFUSED, refused, strict=True)}
    assert found == {name: code for name, (_, code) in REFUSED.items()}
    assert good.body == b"content"
    assert len(wire.requests) == 1


def test_bounds(browser: Browser, wire: Wire, prefix: str) -> None:
    for size in (MAX_ANSWER, MAX_ANSWER + 1):
        assert browser.s3("PUT", f"{prefix}{size}", bytes(size)).status == 200
    fits, exceeds = answers(
        browser, [part("GET", f"{prefix}{MAX_ANSWER}"), part("GET", f"{prefix}{MAX_ANSWER + 1}")]
    )
    assert (fits.status, len(fits.body)) == (200, MAX_ANSWER)
    assert (exceeds.status, exceeds.code) == (400, "InvalidRequest")
    wire.reset()
    answer = send(browser, [part("PUT", prefix + "x", bytes(MAX_BODY))])
    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert wire.requests == []


Start = Callable[..., JupyterServer]


@pytest.mark.parametrize(
    ("settings", "method", "headers", "code"),
    [
        ({"read_only": True}, "PUT", {}, "ReadOnly"),
        ({"read_only": True}, "DELETE", {}, "ReadOnly"),
        ({"public_sharing": False}, "PUT", {"x-amz-acl": "public-read"}, "PublicSharingOff"),
        ({"public_sharing": False}, "PUT", {"x-amz-grant-read": "uri=all"}, "PublicSharingOff"),
    ],
)
def test_what_the_administrator_refuses(
    start_server: Start,
    settings: dict[str, bool],
    method: str,
    headers: dict[str, str],
    code: str,
) -> None:
    store = ScriptedStore(lambda connection, head, body: None)
    server = start_server(KEYS, {"S3Drive": {"endpoint_url": store.endpoint, **settings}})
    (refused,) = answers(
        Browser(server.url, server.token), [part(method, "bucket/key", headers=headers)]
    )
    assert (refused.status, refused.code) == (403, code)
    assert store.connections == 0
    store.close()


@pytest.fixture
def slow(start_server: Start) -> Iterator[tuple[Browser, ScriptedStore, threading.Event]]:
    """A store that answers a key with `slow` in it only when it is told to."""
    go = threading.Event()

    def script(connection: socket.socket, head: str, body: bytes) -> None:
        if "slow" in head.partition("\r\n")[0]:
            go.wait(20)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")

    store = ScriptedStore(script)
    server = start_server(KEYS, {"S3Drive": {"endpoint_url": store.endpoint}})
    yield Browser(server.url, server.token), store, go
    go.set()
    store.close()


def test_answers_come_as_they_are_there(
    slow: tuple[Browser, ScriptedStore, threading.Event],
) -> None:
    browser, _, go = slow
    parts = [part("GET", "bucket/slow"), *(part("GET", f"bucket/{n}") for n in range(5))]
    body = json.dumps({"requests": parts}).encode()
    with browser.open("POST", "batch", body) as answer:
        first = sorted(json.loads(answer.readline())["index"] for _ in range(5))
        assert first == [1, 2, 3, 4, 5]
        go.set()
        assert json.loads(answer.readline())["index"] == 0
        assert answer.read() == b""


def test_who_leaves_ends_it(slow: tuple[Browser, ScriptedStore, threading.Event]) -> None:
    browser, store, go = slow
    parts = [part("GET", f"bucket/slow-{n}") for n in range(WIDTH + 20)]
    body = json.dumps({"requests": parts}).encode()
    with browser.connect() as connection:
        head = browser.head("POST", "batch", {"Content-Length": str(len(body))})
        connection.sendall(head + body)
        assert eventually(lambda: len(store.heads) == WIDTH)
    # The server has seen that the connection ended, when it answers what came after.
    assert browser.send("GET", "api/status", below="").status == 200
    go.set()
    assert eventually(lambda: store.open == 0)
    # Those that waited were never sent.
    assert len(store.heads) == WIDTH


def test_a_store_that_is_gone(start_server: Start) -> None:
    server = start_server(KEYS, {"S3Drive": {"endpoint_url": "http://127.0.0.1:9"}})
    found = answers(
        Browser(server.url, server.token), [part("PUT", f"bucket/{n}", b"x") for n in "ab"]
    )
    assert [(each.status, each.code) for each in found] == [(502, "StoreUnreachable")] * 2


def test_it_does_not_hold_up_the_server(browser: Browser, prefix: str) -> None:
    """Bodies as large as they may be: Jupyter still answers in between."""
    with pinged(browser) as waits:
        for turn in range(3):
            parts = [part("PUT", f"{prefix}{turn}-{n}", bytes(40_000)) for n in range(MAX_REQUESTS)]
            assert {answer.status for answer in answers(browser, parts)} == {200}
    # On a machine that does nothing else it is a tenth of that.
    assert waits.longest < 1
