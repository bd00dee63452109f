"""What strangers can read, and what an administrator does not let be opened to them."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.routes.requests.publication import check_publication
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.target import parse_target
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import KEYS, make_server
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore, Wire


@pytest.fixture
def bucket(store: Store, request: pytest.FixtureRequest) -> str:
    """A bucket of its own, as a policy is about the whole bucket."""
    name = f"public-{abs(hash(request.node.nodeid)) % 10**9}"
    store.client().create_bucket(Bucket=name)
    return name


def policy(bucket: str, prefix: str) -> bytes:
    """Return a policy that lets everyone read and list below a prefix."""
    anyone = {"Effect": "Allow", "Principal": "*"}
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    **anyone,
                    "Action": "s3:GetObject",
                    "Resource": [f"arn:aws:s3:::{bucket}/{prefix}*"],
                },
                {
                    **anyone,
                    "Action": "s3:ListBucket",
                    "Resource": f"arn:aws:s3:::{bucket}",
                    "Condition": {"StringLike": {"s3:prefix": [f"{prefix}*"]}},
                },
            ],
        }
    ).encode()


def test_what_a_stranger_gets(browser: Browser, bucket: str) -> None:
    for key in ("open/a b+é.csv", "open/empty", "closed.csv"):
        body = b"" if key.endswith("empty") else b"content"
        assert browser.s3("PUT", f"{bucket}/{key}", body).status == 200

    def readable(key: str) -> Any:
        answer = browser.send("GET", f"public/{bucket}/{quote(key)}")
        assert answer.status == 200 and b"content" not in answer.body
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.json["readable"]

    places = ("open/a b+é.csv", "open/empty", "open/", "closed.csv", "")
    assert [readable(place) for place in places] == [False] * 5
    assert browser.s3("PUT", bucket, policy(bucket, "open/"), query="?policy").status in (200, 204)
    assert [readable(place) for place in places] == [True, True, True, False, False]
    assert browser.s3("DELETE", bucket, query="?policy").status in (200, 204)
    assert [readable(place) for place in places] == [False] * 5


def test_the_question_carries_no_credentials(browser: Browser, bucket: str, wire: Wire) -> None:
    assert browser.send("GET", f"public/{bucket}/key").status == 200
    (line,) = wire.requests
    assert "X-Amz" not in line
    # With the owner's credentials it would be 404.
    assert browser.send("GET", f"public/{bucket}/key").json["status"] == 403


@pytest.mark.parametrize(
    "path",
    [
        "public/", "public//etc", "public/bucket/a/../b", "public/bucket//a", "public/../status",
        "public/%2e%2e/a", "public/bucket/%2e%2e/a", "public/bucket/a%2f%2e%2e%2fb", "public/./a",
    ],
)  # fmt: skip
def test_what_cannot_be_addressed(browser: Browser, wire: Wire, path: str) -> None:
    answer = browser.send("GET", path)
    assert (answer.status, answer.json["code"]) == (400, "InvalidKey")
    assert wire.requests == []


@pytest.fixture(scope="module")
def scripted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Browser, ScriptedStore, list[bytes]]]:
    """A server whose store answers by a script: the bytes in the list; silence where there is none.

    It is configured for virtual hosts, and reaches its store as an HTTP proxy that knows them all.
    """
    script: list[bytes] = []

    def answer(connection: socket.socket, head: str, body: bytes) -> None:
        if script:
            connection.sendall(script[-1])
        else:
            connection.recv(1)
            raise ConnectionResetError

    store = ScriptedStore(answer)
    server = make_server(
        tmp_path_factory.mktemp("scripted"),
        {
            "http_proxy": store.endpoint,
            "AWS_ENDPOINT_URL": "http://store.example:9000/",
            "AWS_PATH_STYLE_ACCESS": "false",
            **KEYS,
        },
        {"S3Drive": {"read_timeout": 1.0}},
    )
    yield Browser(server.url, server.token), store, script
    server.stop()
    store.close()


Scripted = tuple[Browser, ScriptedStore, list[bytes]]


@pytest.mark.parametrize(
    "path",
    [
        "evil.example/x", "evil.example%23/x", "evil.example%3F/x", "user%40evil.example/x",
        "evil.example%3A80/x", "bucket%2F@evil/x", "bucket/http%3A%2F%2Fevil.example%2Fx%00", "bucket/%0D%0AHost%3A%20evil",
        "bucket/x?policy", "bucket/x?versionId=1&acl", "bucket?list-type=1&prefix=other", "%5C%5Cevil/x", "bucket.evil.example/",
    ],
)  # fmt: skip
def test_hostile_names_reach_no_other_host(scripted: Scripted, path: str) -> None:
    browser, store, script = scripted
    script.append(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    store.heads.clear()
    assert browser.send("GET", f"public/{path}").status in (200, 400)
    for head in store.heads:
        line, *headers = head.split("\r\n")
        target = line.split(" ")[1]
        assert urlsplit(target).netloc in ("store.example:9000", "bucket.store.example:9000")
        assert f"Host: {urlsplit(target).netloc}" in headers
        assert "policy" not in target and "acl" not in target and "other" not in target
        # Nothing of the person, nor of the keys.
        assert {each.split(":")[0].lower() for each in headers} <= {"host", "range"}


@pytest.mark.parametrize(
    ("answer", "readable"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Secret: content\r\nContent-Length: 7\r\n\r\ncontent", True),
        (b"HTTP/1.1 403 Forbidden\r\nSet-Cookie: content\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\n\r\ncontent", None),
        (b"HTTP/1.1 503 Slow Down\r\nContent-Length: 7\r\n\r\ncontent", None),
        # An object of any size, of which no more is read than comes with the head.
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\ncontent", True),
        *(
            (b"HTTP/1.1 %d See\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n"
             % status, None)
            for status in (301, 302, 307, 308)
        ),
    ],
)  # fmt: skip
def test_only_the_status_is_passed_on(
    scripted: Scripted, answer: bytes, readable: bool | None
) -> None:
    browser, store, script = scripted
    script.append(answer)
    store.heads.clear()
    got = browser.send("GET", "public/bucket/x")
    assert got.json["readable"] is readable
    assert got.json["status"] == int(answer.split(b" ")[1])
    assert b"content" not in got.body and "content" not in str(got.headers).replace("content-", "")
    assert len(store.heads) == 1, "a redirect was followed"


def test_a_store_that_says_nothing(scripted: Scripted) -> None:
    browser, _, script = scripted
    script.clear()
    got = browser.send("GET", "public/bucket/x")
    assert (got.status, got.code) == (504, "StoreTimeout")
    assert KEYS["AWS_SECRET_ACCESS_KEY"].encode() not in got.body


def test_who_may_ask(browser: Browser, wire: Wire) -> None:
    assert browser.send("GET", "public/bucket/x", token=False).status == 403
    for method in ("HEAD", "PUT", "POST", "DELETE"):
        assert browser.send(method, "public/bucket/x", b"").status in (404, 405)
    assert wire.requests == []


def test_public_sharing_switched_off(
    store: Store, start_server: Callable[..., JupyterServer], bucket: str
) -> None:
    server = start_server(datalab_environment(store), {"S3Drive": {"public_sharing": False}})
    browser = Browser(server.url, server.token)
    assert browser.send("GET", "status").json["features"]["publicSharing"] is False
    answer = browser.s3("PUT", bucket, policy(bucket, "open/"), query="?policy")
    assert (answer.status, answer.json["code"]) == (403, "PublicSharingOff")
    assert browser.s3("PUT", f"{bucket}/key", b"content").status == 200
    store.client().put_bucket_policy(Bucket=bucket, Policy=policy(bucket, "").decode())
    assert browser.s3("GET", bucket, query="?policy").status == 200
    assert browser.s3("DELETE", bucket, query="?policy").status in (200, 204)


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("PUT", "bucket/key?policy", {}),
        ("PUT", "bucket/key?acl", {}),
        ("PUT", "bucket/key?%41cl=", {}),
        ("DELETE", "bucket?publicAccessBlock", {}),
        ("PUT", "bucket/key?x-amz-acl=public-read", {}),
        ("PUT", "bucket/key?X-Amz-ACL=public%2Dread", {}),
        ("POST", "bucket/key?uploads&x-amz-grant-read=x", {}),
        ("PUT", "bucket/key", {"x-amz-acl": "private, public-read"}),
        ("PUT", "bucket/key", {"X-Amz-Acl": "public-read"}),
        ("PUT", "bucket/key", {"x-amz-acl": "authenticated-read"}),
        ("POST", "bucket/key?uploads", {"x-amz-acl": "PUBLIC-READ-WRITE"}),
        ("PUT", "bucket/key", {"x-amz-grant-read": "uri=everyone"}),
    ],
)
def test_every_way_to_publish(method: str, path: str, headers: dict[str, str]) -> None:
    target = parse_target(path, "")
    check_publication(method, target, headers, Settings())
    with pytest.raises(S3DriveError, match="public sharing"):
        check_publication(method, target, headers, Settings(public_sharing=False))


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "bucket?policy", {}),
        ("DELETE", "bucket?policy", {}),
        ("DELETE", "bucket?policy=&x-id=DeleteBucketPolicy", {}),
        ("PUT", "bucket/policy", {}),
        ("PUT", "bucket/key?x-amz-acl=private", {}),
        ("PUT", "bucket/key", {"x-amz-acl": "private"}),
        ("PUT", "bucket/key?tagging", {}),
    ],
)
def test_what_publishes_nothing(method: str, path: str, headers: dict[str, str]) -> None:
    check_publication(method, parse_target(path, ""), headers, Settings(public_sharing=False))


def test_what_the_administrator_says(
    store: Store, start_server: Callable[..., JupyterServer]
) -> None:
    config = {
        "open_data_notice": "Ask the data officer.",
        "open_data_url": "https://example.org/open",
        "diffusion_folder": "/public/",
        "diffusion_is_open": True,
        "shared_bucket_url": "https://example.org/ask",
    }
    server = start_server(datalab_environment(store), {"S3Drive": config})
    assert Browser(server.url, server.token).send("GET", "status").json["sharing"] == {
        "openDataNotice": "Ask the data officer.",
        "openDataUrl": "https://example.org/open",
        "diffusionFolder": "public",
        "diffusionIsOpen": True,
        "sharedBucketUrl": "https://example.org/ask",
    }
