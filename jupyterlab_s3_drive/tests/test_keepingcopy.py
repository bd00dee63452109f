"""Copies of a batch that keep what belongs to the object: two requests, under both conditions."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.objects.kept import FATES
from jupyterlab_s3_drive.routes.batches.copies import MAX_REWRITTEN, WAYS
from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE, Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import KEYS
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire
from jupyterlab_s3_drive.tests.test_batch import answers

Part = dict[str, Any]
SOURCE = "x-amz-copy-source"
MATCH = "x-amz-copy-source-if-match"


def rewrite(source: str, target: str, etag: str, **other: str) -> Part:
    """Return a copy by reading and writing, as a batch has it."""
    return {**copy(source, target, etag, **other), "method": "REWRITE"}


def copy(source: str, target: str, etag: str, **other: str) -> Part:
    """Return a copy inside the store, as a batch has it."""
    headers = {SOURCE: quote(source, safe=SDK_SAFE), MATCH: etag, "if-none-match": "*"}
    path = f"/{quote(target, safe=SDK_SAFE)}"
    return {"method": "COPY", "path": path, "headers": {**headers, **other}}


#: What is kept of each object; the names of the keys need encoding.
OBJECTS: dict[str, dict[str, str]] = {
    "plain": {},
    "é b+%41#?.csv": {"Content-Type": "text/csv"},
    "metadata": {"x-amz-meta-author": "\u00c3\u00a9t\u00c3\u00a9", "x-amz-meta-n": "1"},
    "headers": {
        "Cache-Control": "max-age=60",
        "Content-Disposition": 'attachment; filename="a.txt"',
        "Content-Encoding": "gzip",
        "Content-Language": "fr",
        "Expires": "Wed, 21 Oct 2037 07:28:00 GMT",
    },
    "tags": {"x-amz-tagging": "a=1&b=c+d"},
    "class": {"x-amz-storage-class": "STANDARD"},
}

#: What a store sets anew for each object and each answer.
ANEW = {name for name, fate in FATES.items() if fate == "made"} - {"etag", "content-length"}


def head(browser: Browser, key: str) -> dict[str, str]:
    """What the store says of an object, but for what it sets anew."""
    answer = browser.s3("HEAD", key)
    assert answer.status == 200, key
    return {
        name.lower(): value
        for name, value in answer.headers.items()
        if name.lower() not in ANEW
        and name.lower().startswith(("x-amz-", "x-s3-", "content-", "e"))
    }


def test_everything_is_kept(browser: Browser, wire: Wire, prefix: str) -> None:
    for name, headers in OBJECTS.items():
        assert browser.s3("PUT", f"{prefix}{name}", name.encode(), headers).status == 200
    before = {name: head(browser, f"{prefix}{name}") for name in OBJECTS}
    wire.reset()
    asked = [
        copy(f"{prefix}{name}", f"{prefix}to/{name}", before[name]["etag"]) for name in OBJECTS
    ]
    for name, answer in zip(OBJECTS, answers(browser, asked), strict=True):
        assert (answer.status, answer.origin) == (200, "store"), name
        assert before[name]["etag"].strip('"').encode() in answer.body
    methods = sorted(line.split()[0] for line in wire.requests)
    assert methods == ["HEAD"] * len(OBJECTS) + ["PUT"] * len(OBJECTS)
    assert {name: head(browser, f"{prefix}to/{name}") for name in OBJECTS} == before
    assert browser.s3("GET", f"{prefix}to/plain").body == b"plain"
    tags = [browser.s3("GET", f"{prefix}{at}tags", query="?tagging").body for at in ("", "to/")]
    assert b"<Key>a</Key>" in tags[0] and tags[0] == tags[1]


def test_its_conditions(browser: Browser, store: Store, wire: Wire, prefix: str) -> None:
    assert browser.s3("PUT", f"{prefix}x", b"x").status == 200
    assert browser.s3("PUT", f"{prefix}taken", b"theirs").status == 200
    etag = head(browser, f"{prefix}x")["etag"]
    wire.reset()
    changed, missing, taken = answers(
        browser,
        [
            copy(f"{prefix}x", f"{prefix}new", '"0123456789abcdef0123456789abcdef"'),
            copy(f"{prefix}none", f"{prefix}new", etag),
            copy(f"{prefix}x", f"{prefix}taken", etag),
        ],
    )
    assert (changed.status, changed.code, changed.origin) == (409, "SourceChanged", "proxy")
    assert (missing.status, missing.origin, missing.body) == (404, "store", b"")
    assert sum(line.startswith("PUT ") for line in wire.requests) == 1
    assert browser.s3("HEAD", f"{prefix}new").status == 404
    # MinIO ignores this condition of a copy.
    if store.name != "minio":
        assert taken.status == 412
        assert browser.s3("GET", f"{prefix}taken").body == b"theirs"


def test_a_rewrite_keeps_everything_under_both_conditions(
    browser: Browser, wire: Wire, prefix: str
) -> None:
    """Its conditions hold on every store; objects with tags are left to the browser."""
    objects = {name: headers for name, headers in OBJECTS.items() if name != "tags"}
    for name, headers in objects.items():
        assert browser.s3("PUT", f"{prefix}{name}", name.encode(), headers).status == 200
    assert browser.s3("PUT", f"{prefix}tags", b"tags", OBJECTS["tags"]).status == 200
    for name, size in (("limit", MAX_REWRITTEN), ("larger", MAX_REWRITTEN + 1)):
        assert browser.s3("PUT", f"{prefix}{name}", bytes(size)).status == 200
    assert browser.s3("PUT", f"{prefix}taken", b"theirs").status == 200
    before = {name: head(browser, f"{prefix}{name}") for name in objects}
    wire.reset()
    asked = [
        rewrite(f"{prefix}{name}", f"{prefix}to/{name}", before[name]["etag"]) for name in objects
    ]
    for name, answer in zip(objects, answers(browser, asked), strict=True):
        assert (answer.status, answer.origin) == (200, "store"), name
        assert answer.headers["ETag"] == before[name]["etag"], name
    methods = sorted(line.split()[0] for line in wire.requests)
    assert methods == ["GET"] * len(objects) + ["PUT"] * len(objects)
    assert {name: head(browser, f"{prefix}to/{name}") for name in objects} == before
    assert browser.s3("GET", f"{prefix}to/headers").body == b"headers"

    def again(name: str, target: str = "new", etag: str | None = None) -> Part:
        known = etag or head(browser, f"{prefix}{name}")["etag"]
        return rewrite(f"{prefix}{name}", f"{prefix}{target}", known)

    refused = {
        "taken": (again("plain", "taken"), (412, "store", None)),
        "changed": (again("plain", etag=f'"{"0" * 32}"'), (409, "proxy", "SourceChanged")),
        "missing": (again("none", etag='"e"'), (404, "store", None)),
        "tags": (again("tags"), (400, "proxy", "InvalidRequest")),
        "larger": (again("larger"), (400, "proxy", "InvalidRequest")),
    }
    found = answers(browser, [part for part, _ in refused.values()])
    for (name, (_, expected)), answer in zip(refused.items(), found, strict=True):
        assert (answer.status, answer.origin, answer.code) == expected, name
    assert browser.s3("HEAD", f"{prefix}new").status == 404
    assert browser.s3("GET", f"{prefix}taken").body == b"theirs"
    assert answers(browser, [again("limit")])[0].status == 200
    assert browser.s3("GET", f"{prefix}new").body == bytes(MAX_REWRITTEN)


#: What is no such copy: nothing of it goes to the store.
REFUSED: dict[str, tuple[Part, str]] = {
    "no headers": ({"method": "COPY", "path": "/tests/y"}, "InvalidRequest"),
    "no source": (
        {**copy("", "tests/y", ""), "headers": {MATCH: '"e"', "if-none-match": "*"}},
        "InvalidRequest",
    ),
    "no version": (
        {**copy("", "tests/y", ""), "headers": {SOURCE: "tests/x", "if-none-match": "*"}},
        "InvalidRequest",
    ),
    "over anything": (
        {**copy("", "tests/y", ""), "headers": {SOURCE: "tests/x", MATCH: '"e"'}},
        "InvalidRequest",
    ),
    "over another": (
        copy("tests/x", "tests/y", '"e"', **{"if-none-match": '"z"'}),
        "InvalidRequest",
    ),
    "an ACL": (copy("tests/x", "tests/y", '"e"', **{"x-amz-acl": "public-read"}), "InvalidRequest"),
    "a type": (copy("tests/x", "tests/y", '"e"', **{"content-type": "a/b"}), "InvalidRequest"),
    "a part": (
        copy("tests/x", "tests/y", '"e"', **{"x-amz-copy-source-range": "bytes=0-1"}),
        "InvalidRequest",
    ),
    "a line": (copy("tests/x", "tests/y", '"e"\r\nx-amz-acl: public-read'), "InvalidRequest"),
    "a bucket": (copy("tests", "tests/y", '"e"'), "InvalidKey"),
    "dots": (copy("tests/../other/x", "tests/y", '"e"'), "InvalidKey"),
    "an empty segment": (copy("tests/a//x", "tests/y", '"e"'), "InvalidKey"),
    "an ARN": (copy("arn:aws:s3/x", "tests/y", '"e"'), "InvalidKey"),
    "a version": (
        {
            **copy("", "tests/y", '"e"'),
            "headers": {**copy("", "", '"e"')["headers"], SOURCE: "tests/x?versionId=1"},
        },
        "InvalidRequest",
    ),
    "to dots": (copy("tests/x", "tests/../y", '"e"'), "InvalidKey"),
    "to a bucket": (copy("tests/x", "tests", '"e"'), "InvalidRequest"),
    "to a part": (
        {**copy("tests/x", "tests/y", '"e"'), "path": "/tests/y?partNumber=1&uploadId=u"},
        "InvalidRequest",
    ),
    "to a policy": (
        {**copy("tests/x", "tests/y", '"e"'), "path": "/tests/y?acl"},
        "InvalidRequest",
    ),
}


def test_what_is_no_copy(browser: Browser, wire: Wire) -> None:
    for way in WAYS:
        asked = [{**part, "method": way} for part, _ in REFUSED.values()]
        found = dict(zip(REFUSED, answers(browser, asked), strict=True))
        assert {name: answer.code for name, answer in found.items()} == {
            name: code for name, (_, code) in REFUSED.items()
        }
        assert wire.requests == []


Start = Callable[..., JupyterServer]
Scripted = Callable[..., tuple[Callable[[Part], Answer], ScriptedStore]]


@pytest.fixture
def scripted(start_server: Start) -> Iterator[Scripted]:
    """Start a store that gives these answers to HEAD and PUT, and what sends one copy to it."""
    stores: list[ScriptedStore] = []

    def start(
        head: str, put: str = "200 OK\r\n", **settings: Any
    ) -> tuple[Callable[[Part], Answer], ScriptedStore]:
        def script(connection: socket.socket, asked: str, body: bytes) -> None:
            answer = put + "Content-Length: 0\r\n" if asked.startswith("PUT ") else head
            connection.sendall(f"HTTP/1.1 {answer}\r\n".encode("latin-1"))
            if asked.startswith("GET "):
                length = int(lines_of(answer.rstrip()).get("content-length", "0"))
                connection.sendall(b"x" * length)

        store = ScriptedStore(script)
        stores.append(store)
        server = start_server(KEYS, {"S3Drive": {"endpoint_url": store.endpoint, **settings}})
        browser = Browser(server.url, server.token)
        return lambda part: answers(browser, [part])[0], store

    yield start
    for store in stores:
        store.close()


def lines_of(head: str) -> dict[str, str]:
    """Return the headers of a request."""
    pairs = (line.split(": ", 1) for line in head.split("\r\n")[1:])
    return {name.lower(): value for name, value in pairs}


def test_it_names_all_that_the_source_has(scripted: Scripted) -> None:
    kept = {name: f"{name} 1" for name, fate in FATES.items() if fate == "same"}
    kept |= {
        "content-encoding": "br",
        "x-amz-meta-a": "\u00c3\u00a9",
        "x-amz-object-lock-mode": "GOVERNANCE",
        "x-amz-object-lock-retain-until-date": "2099-01-01T00:00:00Z",
        "x-amz-object-lock-legal-hold": "ON",
    }
    made = {name: "1" for name, fate in FATES.items() if fate == "made" and name != "date"}
    told = {**kept, **made, "etag": '"e"', "content-length": "1", "x-amz-tagging-count": "2"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    send, store = scripted(f"200 OK\r\n{lines}")
    assert send(copy("bucket/x", "bucket/y", '"e"')).status == 200
    first, second = store.heads
    assert first.startswith("HEAD /bucket/x HTTP/1.1")
    assert second.startswith("PUT /bucket/y HTTP/1.1")
    sent = lines_of(second)
    assert {name: sent.get(name) for name in kept} == kept
    assert sent[SOURCE] == "bucket/x"
    assert sent[MATCH] == '"e"'
    assert sent["if-none-match"] == "*"
    assert sent["x-amz-metadata-directive"] == "REPLACE"
    assert not sent.keys() & (made.keys() - {"x-amz-content-sha256", "content-length"})


@pytest.mark.parametrize(
    ("head", "put", "expected", "requests"),
    [
        ("503 Slow Down\r\nContent-Length: 40\r\nRetry-After: 3\r\n", "", 503, 1),
        ("500 Failed\r\nContent-Length: 40\r\n", "", 500, 1),
        ("403 Forbidden\r\nContent-Length: 40\r\n", "", 403, 1),
        ("404 Not Found\r\nContent-Length: 40\r\n", "", 404, 1),
        ('200 OK\r\nETag: "e"\r\nContent-Length: 1\r\n', "503 Slow Down\r\n", 503, 2),
        ('200 OK\r\nETag: "e"\r\nContent-Length: 1\r\n', "412 Failed\r\n", 412, 2),
    ],
)
def test_a_refusal_is_passed_on_and_nothing_repeated(
    scripted: Scripted, head: str, put: str, expected: int, requests: int
) -> None:
    """The browser has the table of what is tried again."""
    send, store = scripted(head, put)
    answer = send(copy("bucket/x", "bucket/y", '"e"'))
    assert (answer.status, answer.origin, answer.body) == (expected, "store", b"")
    # A length of something that is not there would look as if it had been cut off.
    assert answer.headers["Content-Length"] in (None, "0")
    assert answer.headers["Retry-After"] == ("3" if "Retry-After" in head else None)
    assert len(store.heads) == requests
    answer = send(rewrite("bucket/x", "bucket/y", '"e"'))
    assert (answer.status, answer.origin) == (expected, "store")
    assert len(store.heads) == 2 * requests


@pytest.mark.parametrize(
    ("settings", "expected"),
    [({"read_only": True}, (403, "ReadOnly")), ({"public_sharing": False}, (200, None))],
)
def test_what_the_administrator_says(
    scripted: Scripted, settings: dict[str, bool], expected: tuple[int, str | None]
) -> None:
    send, store = scripted('200 OK\r\nETag: "e"\r\nContent-Length: 1\r\n', **settings)
    answer = send(copy("bucket/x", "bucket/y", '"e"'))
    assert (answer.status, answer.code) == expected
    assert len(store.heads) == (0 if expected[1] else 2)


def test_the_encryption_of_new_objects_is_asked_for(scripted: Scripted) -> None:
    send, store = scripted(
        '200 OK\r\nETag: "e"\r\nContent-Length: 1\r\n', server_side_encryption="AES256"
    )
    assert send(copy("bucket/x", "bucket/y", '"e"')).status == 200
    assert lines_of(store.heads[1])["x-amz-server-side-encryption"] == "AES256"
