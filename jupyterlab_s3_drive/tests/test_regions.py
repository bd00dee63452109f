"""Buckets in another region than the configured one: the answer names it, and it is kept."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.store.connection import Connection
from jupyterlab_s3_drive.store.regions import Regions, region_in
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.copies import Sides
from jupyterlab_s3_drive.tests.kit.servers import (
    BUCKET,
    KEYS,
    MIB,
    make_server,
    minio_is_wanted,
    running_store,
)
from jupyterlab_s3_drive.tests.kit.stores import MinioStore
from jupyterlab_s3_drive.tests.kit.wire import ScriptedStore

HOME = "us-east-1"
AWAY = "eu-west-1"
AWS = f"http://s3.{HOME}.amazonaws.com"


def _error(code: str, **more: str) -> bytes:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<Error><Code>{code}</Code><Message>Elsewhere.</Message>{inside}</Error>".encode()


#: Status, header and body with which AWS says that a bucket is elsewhere.
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "301 with the header": (301, AWAY, _error("PermanentRedirect")),
    "301 with the endpoint": (
        301,
        "",
        _error("PermanentRedirect", Endpoint=f"bucket.s3.{AWAY}.amazonaws.com"),
    ),
    "301 with an older endpoint": (
        301,
        "",
        _error("PermanentRedirect", Endpoint=f"bucket.s3-{AWAY}.amazonaws.com"),
    ),
    "307 with the endpoint": (
        307,
        "",
        _error("TemporaryRedirect", Endpoint=f"bucket.s3-{AWAY}.amazonaws.com"),
    ),
    "307 with the header": (307, AWAY, _error("TemporaryRedirect")),
    "400 with the region": (400, "", _error("AuthorizationHeaderMalformed", Region=AWAY)),
    "400 with the header": (400, AWAY, _error("IllegalLocationConstraintException")),
}

#: Method, body and query of what may be the first request for a bucket.
REQUESTS: list[tuple[str, bytes | None, str]] = [
    ("GET", None, ""),
    ("GET", None, "?list-type=2"),
    ("HEAD", None, ""),
    ("PUT", b"small", ""),
    ("POST", b"", "?uploads"),
    ("POST", b"<CompleteMultipartUpload/>", "?uploadId=u"),
    ("DELETE", None, ""),
]

#: What is no region of this family of hosts.
HOSTILE = (
    "evil.example.com",
    "eu-west-1.evil.example",
    "eu-west-1/",
    "eu-west-1@evil",
    "127.0.0.1",
    "localhost",
    "cn-north-1",
    "EU-WEST-1",
    "eu-west-1#",
    "-west-1",
    " ",
    "",
)


class _Aws(ScriptedStore):
    """AWS behind an HTTP proxy: one bucket in one region, and what it says in all the others."""

    def __init__(self) -> None:
        self.elsewhere: tuple[int, str, bytes] = ANSWERS["301 with the header"]
        self.asked: list[tuple[str, str, str]] = []
        super().__init__(self._reply)

    def _reply(self, connection: socket.socket, head: str, body: bytes) -> None:
        method, url, _ = head.partition("\r\n")[0].split(" ")
        host = urlsplit(url).netloc
        scope = re.search(r"Credential=[^/]+/[0-9]+/([^/]+)/s3/", head)
        region = scope[1] if scope else ""
        self.asked.append((method, host, region))
        length = int((re.search(r"(?i)content-length: ([0-9]+)", head) or ("", "0"))[1])
        while len(body) < length:
            body += connection.recv(65536)
        if host.endswith(f".s3.{AWAY}.amazonaws.com") and region in (AWAY, ""):
            status, header, text = 200, AWAY, b"fine"
        else:
            status, header, text = self.elsewhere
        content = b"" if method == "HEAD" else text
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}"]
        if header:
            lines.append(f"x-amz-bucket-region: {header}")
        if status == 307:
            lines.append("Location: http://evil.example.com/")
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + content)


@pytest.fixture(scope="module")
def aws() -> Iterator[_Aws]:
    """The scripted AWS."""
    store = _Aws()
    yield store
    store.close()


@pytest.fixture
def server(aws: _Aws, tmp_path: Path) -> Iterator[JupyterServer]:
    """A server that has asked for nothing yet."""
    aws.asked.clear()
    proxy = {"http_proxy": aws.endpoint, "HTTP_PROXY": "", "no_proxy": "", "NO_PROXY": ""}
    made = make_server(tmp_path / "server", {**KEYS, **proxy}, {"S3Drive": {"endpoint_url": AWS}})
    yield made
    made.stop()


def test_a_bucket_elsewhere_opens(aws: _Aws, server: JupyterServer) -> None:
    """Whatever the first request is, and however its answer tells where the bucket is."""
    browser = Browser(server.url, server.token)
    buckets = []
    for number, (name, answer) in enumerate(ANSWERS.items()):
        aws.elsewhere = answer
        for method, body, query in REQUESTS:
            # One that nothing is known of.
            bucket = f"bucket-{number}-{method.lower()}-{len(query)}"
            buckets.append(bucket)
            aws.asked.clear()
            got = browser.s3(method, f"{bucket}/k", body, query=query)
            content = b"" if method == "HEAD" else b"fine"
            assert (got.status, got.body) == (200, content), (name, method)
            assert got.headers["X-S3-Drive-Region"] == AWAY
            hosts = [host for _, host, _ in aws.asked]
            home, away = (f"{bucket}.s3.{region}.amazonaws.com" for region in (HOME, AWAY))
            # A HEAD has no body to tell it in.
            is_asked_for = method == "HEAD" and not answer[1]
            assert hosts == [home] * (2 if is_asked_for else 1) + [away], (name, method)
    status = browser.send("GET", "status").json
    assert (status["region"], status["regions"]) == (HOME, dict.fromkeys(buckets, AWAY))


def test_a_head_that_fails_otherwise_is_not_asked_about(aws: _Aws, server: JupyterServer) -> None:
    browser = Browser(server.url, server.token)
    for status, more in ((403, 0), (404, 0), (400, 1)):
        aws.elsewhere = (status, "", _error("ExpiredToken"))
        aws.asked.clear()
        assert browser.s3("HEAD", f"bucket-{status}/k").status == status
        assert len(aws.asked) == 1 + more


@pytest.mark.parametrize("name", ANSWERS)
def test_the_first_request_finds_it(aws: _Aws, server: JupyterServer, name: str) -> None:
    aws.elsewhere = ANSWERS[name]
    browser = Browser(server.url, server.token)
    got = browser.s3("GET", "bucket", query="?list-type=2")
    assert (got.status, got.body) == (200, b"fine")
    assert [(host, region) for _, host, region in aws.asked] == [
        (f"bucket.s3.{HOME}.amazonaws.com", HOME),
        (f"bucket.s3.{AWAY}.amazonaws.com", AWAY),
    ]
    # From now on, at once: streamed, by a link, and by a stranger's question.
    aws.asked.clear()
    assert browser.s3("PUT", "bucket/large", bytes(3 * MIB)).status == 200
    assert browser.s3("HEAD", "bucket/large").status == 200
    fields = {"bucket": "bucket", "key": "k", "method": "GET", "expiresIn": 60}
    link = browser.send("POST", "links", json.dumps(fields).encode()).json["url"]
    assert urlsplit(link).netloc == f"bucket.s3.{AWAY}.amazonaws.com"
    (credential,) = parse_qs(urlsplit(link).query)["X-Amz-Credential"]
    assert credential.split("/")[2] == AWAY
    public = browser.send("GET", "public/bucket/k").json
    assert public["readable"] is True
    assert public["url"] == f"http://bucket.s3.{AWAY}.amazonaws.com/k"
    assert {(host, region) for _, host, region in aws.asked} == {
        (f"bucket.s3.{AWAY}.amazonaws.com", AWAY),
        (f"bucket.s3.{AWAY}.amazonaws.com", ""),
    }


def test_what_cannot_be_sent_twice_is_asked_for_again(aws: _Aws, server: JupyterServer) -> None:
    aws.elsewhere = ANSWERS["301 with the header"]
    browser = Browser(server.url, server.token)
    first = browser.s3("PUT", "bucket/large", bytes(3 * MIB))
    assert (first.status, first.code) == (503, "RegionLearned")
    assert browser.s3("PUT", "bucket/large", bytes(3 * MIB)).status == 200


def test_a_link_and_a_stranger_find_it_first(aws: _Aws, server: JupyterServer) -> None:
    aws.elsewhere = ANSWERS["301 with the header"]
    browser = Browser(server.url, server.token)
    fields = {"bucket": "bucket", "key": "k", "method": "GET", "expiresIn": 60}
    link = browser.send("POST", "links", json.dumps(fields).encode()).json["url"]
    assert urlsplit(link).netloc == f"bucket.s3.{AWAY}.amazonaws.com"
    assert browser.send("GET", "public/bucket/k").json["readable"] is True


def test_nothing_but_a_region_is_taken(aws: _Aws, server: JupyterServer) -> None:
    browser = Browser(server.url, server.token)
    for text in HOSTILE:
        for answer in (
            (301, text.strip(), _error("PermanentRedirect")),
            (301, "", _error("PermanentRedirect", Region=text, Endpoint=text)),
            (307, "", _error("TemporaryRedirect", Endpoint=f"s3.{text}.amazonaws.com.evil.com")),
            (400, "", _error("AuthorizationHeaderMalformed", Region=text)),
        ):
            aws.elsewhere = answer
            aws.asked.clear()
            got = browser.s3("GET", "bucket/k")
            # The answer is passed on as it is.
            assert (got.status, got.body) == (answer[0], answer[2]), text
            assert [host for _, host, _ in aws.asked] == [f"bucket.s3.{HOME}.amazonaws.com"]


def test_an_answer_that_leads_in_circles_is_followed_once(aws: _Aws, server: JupyterServer) -> None:
    aws.elsewhere = (301, "ap-south-1", _error("PermanentRedirect"))
    browser = Browser(server.url, server.token)
    got = browser.s3("GET", "bucket/k")
    assert got.status == 301
    assert len(aws.asked) == 2


@pytest.mark.parametrize(
    ("endpoint", "region", "wanted"),
    [
        ("https://s3.amazonaws.com", AWAY, f"https://s3.{AWAY}.amazonaws.com"),
        ("https://s3-us-west-2.amazonaws.com", AWAY, f"https://s3.{AWAY}.amazonaws.com"),
        (
            "https://s3.dualstack.us-east-1.amazonaws.com",
            AWAY,
            f"https://s3.dualstack.{AWAY}.amazonaws.com",
        ),
        (
            "https://s3.cn-north-1.amazonaws.com.cn",
            "cn-northwest-1",
            "https://s3.cn-northwest-1.amazonaws.com.cn",
        ),
        ("https://minio.lab.sspcloud.fr", "garage", "https://minio.lab.sspcloud.fr"),
        ("http://127.0.0.1:9000", AWAY, "http://127.0.0.1:9000"),
        ("https://s3.amazonaws.com.evil.com", AWAY, "https://s3.amazonaws.com.evil.com"),
    ],
)
def test_the_endpoint_of_a_region(endpoint: str, region: str, wanted: str) -> None:
    connection = Connection(endpoint, endpoint, HOME, "path")
    assert region_in(connection, {"x-amz-bucket-region": region}, b"") == region
    moved = connection.in_region(region)
    assert (moved.endpoint, moved.public_endpoint, moved.region) == (wanted, wanted, region)


def test_only_so_many_buckets_are_kept() -> None:
    connection = Connection(AWS, AWS, HOME, "path")
    regions = Regions(limit=3)
    for number in range(10):
        regions.keep(connection, b"bucket-%d" % number, AWAY)
    assert set(regions.elsewhere(connection)) == {"bucket-7", "bucket-8", "bucket-9"}
    assert regions.located(connection, b"bucket-0") is connection
    assert regions.located(connection, b"bucket-9").region == AWAY


class _MinioElsewhere(MinioStore):
    """MinIO in another region than the server believes."""

    def _command(self) -> tuple[list[str], dict[str, str]]:
        self.region = AWAY
        command, env = super()._command()
        return command, {**env, "MINIO_SITE_REGION": AWAY}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Any, Sides]]:
    """A real store in another region, and a server that was not told of it."""
    if not minio_is_wanted():
        pytest.skip("MinIO is not wanted")
    with running_store(_MinioElsewhere, tmp_path / "store") as store:
        store.client().create_bucket(Bucket=BUCKET)
        server = make_server(
            tmp_path / "server",
            {**KEYS, "AWS_REGION": HOME},
            {"S3Drive": {"endpoint_url": store.endpoint}},
        )
        yield store, Sides(server, store, "away")
        server.stop()


def test_a_real_store_in_another_region(elsewhere: tuple[Any, Sides]) -> None:
    store, sides = elsewhere
    browser = sides.browser
    assert b"<Name>tests</Name>" in browser.send("GET", "api/").body
    assert browser.s3("HEAD", f"{BUCKET}/none").status == 404
    assert browser.s3("PUT", f"{BUCKET}/k", b"small").status == 200
    assert browser.s3("PUT", f"{BUCKET}/large", bytes(3 * MIB)).status == 200
    assert browser.s3("GET", f"{BUCKET}/k").body == b"small"
    fields = {"bucket": BUCKET, "key": "k", "method": "GET", "expiresIn": 60}
    link = browser.send("POST", "links", json.dumps(fields).encode()).json["url"]
    assert f"%2F{AWAY}%2Fs3%2F" in link
    assert link.startswith(store.endpoint)
    (sides.folder / "f").write_bytes(b"f")
    assert sides.copy("to-s3")["state"] == "done"
    assert sides.get("away/f") == b"f"
    assert browser.send("GET", "status").json["regions"] == {BUCKET: AWAY}
