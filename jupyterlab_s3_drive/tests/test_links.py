"""Presigned links: tried by a client that has no credentials, on every store."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_s3_drive.credentials.credentials import Credentials
from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.disposition import content_disposition
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.fields import Fields
from jupyterlab_s3_drive.routes.links import make_links, parse_link
from jupyterlab_s3_drive.store.connection import Connection, Settings, resolve
from jupyterlab_s3_drive.store.gateway import Identity
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, KEYS, MIB, SECRET_KEY, eventually
from jupyterlab_s3_drive.tests.kit.stores import MinioStore

ODD_NAMES = [
    "a b+c%41.csv",
    "été 日本語 😀.parquet",
    'quote\'s "and" #hash?x=1&y;z.txt',
    "~$[x]{y}@,!*()",
]


def anonymous(
    method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Use a link as somebody who has nothing but the link."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request(method, f"{parts.path}?{parts.query}", body, dict(headers or {}))
    with connection.getresponse() as response:
        return Answer(response.status, response.headers, response.read())


def ask(browser: Browser, key: str, method: str = "GET", **more: Any) -> Answer:
    """Ask for a link to `bucket/key`."""
    bucket, _, rest = key.partition("/")
    fields = {"bucket": bucket, "key": rest, "method": method, "expiresIn": 3600, **more}
    return browser.send("POST", "links", json.dumps(fields).encode())


@pytest.fixture
def public_browser(store: Store, start_server: Callable[..., JupyterServer]) -> Browser:
    """A client of a server whose own endpoint differs from the public one."""
    env = datalab_environment(store)
    env.update(AWS_ENDPOINT_URL="http://127.0.0.1:9", S3_ENDPOINT="http://127.0.0.1:9")
    server = start_server(env, {"S3Drive": {"public_endpoint_url": store.endpoint}})
    return Browser(server.url, server.token)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_link_for_reading(browser: Browser, prefix: str, name: str) -> None:
    assert browser.s3("PUT", prefix + name, b"content").status == 200
    answer = ask(browser, prefix + name, disposition="attachment")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert set(answer.json) == {"url", "expiresAt", "limitedBy", "headers"}
    read = anonymous("GET", answer.json["url"])
    assert (read.status, read.body) == (200, b"content")
    disposition = read.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    if "filename*=" in disposition:
        assert unquote(disposition.partition("filename*=UTF-8''")[2]) == name.replace("/", "_")
    assert anonymous("GET", answer.json["url"].replace("content", "c0ntent")).status == 403
    assert anonymous("DELETE", answer.json["url"]).status == 403
    assert anonymous("PUT", answer.json["url"], b"x").status == 403
    plain = ask(browser, prefix + name).json["url"]
    assert anonymous("GET", plain).headers["Content-Disposition"] is None


def test_the_true_end(browser: Browser, prefix: str) -> None:
    before = datetime.now(timezone.utc)
    answer = ask(browser, prefix + "x", expiresIn=604_800).json
    end = datetime.fromisoformat(answer["expiresAt"].replace("Z", "+00:00"))
    assert abs(end - before - timedelta(seconds=604_800)) < timedelta(seconds=5)
    assert answer["limitedBy"] is None
    assert browser.s3("PUT", prefix + "x", b"content").status == 200
    short = ask(browser, prefix + "x", expiresIn=1).json["url"]
    assert eventually(lambda: anonymous("GET", short).status == 403)


def test_a_link_for_one_upload(browser: Browser, prefix: str) -> None:
    answer = ask(browser, prefix + "inbox/new.csv", "PUT").json
    assert answer["headers"] == {"If-None-Match": "*"}
    assert "if-none-match" in parse_qs(urlsplit(answer["url"]).query)["X-Amz-SignedHeaders"][0]
    # Without the condition the link is worth nothing; MinIO answers 400.
    assert anonymous("PUT", answer["url"], b"overwrites").status in (400, 403)
    weaker = {"If-None-Match": '"something-else"'}
    assert anonymous("PUT", answer["url"], b"overwrites", weaker).status == 403
    assert anonymous("PUT", answer["url"], b"first", answer["headers"]).status == 200
    assert anonymous("PUT", answer["url"], b"second", answer["headers"]).status == 412
    assert browser.s3("GET", prefix + "inbox/new.csv").body == b"first"
    assert anonymous("GET", answer["url"]).status in (400, 403)


def test_links_to_many_parts(browser: Browser, store: Store, prefix: str) -> None:
    client, key = store.client(), (prefix + "large").partition("/")[2]
    upload = client.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    answer = ask(browser, prefix + "large", "PUT", uploadId=upload, partNumbers=[1, 2])
    assert set(answer.json) == {"urls", "expiresAt", "limitedBy", "headers"}
    assert answer.json["headers"] == {}
    urls = answer.json["urls"]
    one = ask(browser, prefix + "large", "PUT", uploadId=upload, partNumber=3).json["url"]
    bodies = [bytes([n]) * 5 * MIB for n in range(2)] + [b"end"]
    parts = []
    for number, (url, body) in enumerate(zip([*urls, one], bodies, strict=True), 1):
        sent = anonymous("PUT", url, body)
        assert sent.status == 200
        parts.append({"PartNumber": number, "ETag": sent.headers["ETag"]})
    client.complete_multipart_upload(
        Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
    )
    assert browser.s3("GET", prefix + "large").body == b"".join(bodies)
    start = time.monotonic()
    thousand = ask(
        browser, prefix + "large", "PUT", uploadId=upload, partNumbers=list(range(1, 1001))
    )
    assert len(set(thousand.json["urls"])) == 1000
    assert time.monotonic() - start < 10


def test_links_are_for_the_public_endpoint(public_browser: Browser, store: Store) -> None:
    store.client().put_object(Bucket=BUCKET, Key="public-link", Body=b"content")
    url = ask(public_browser, f"{BUCKET}/public-link").json["url"]
    assert url.startswith(store.endpoint + "/")
    assert anonymous("GET", url).body == b"content"
    features = public_browser.send("GET", "status").json["features"]
    assert (features["links"], features["direct"]) == (True, True)


def test_temporary_credentials(store: Store, start_server: Callable[..., JupyterServer]) -> None:
    if not isinstance(store, MinioStore):
        pytest.skip("only MinIO gives session tokens without a role being set up")
    issued = store.client("sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/test", RoleSessionName="links", DurationSeconds=900
    )["Credentials"]
    store.client().put_object(Bucket=BUCKET, Key="by-sts", Body=b"content")
    server = start_server(
        {
            **datalab_environment(store),
            "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
            "AWS_SESSION_TOKEN": issued["SessionToken"],
        }
    )
    answer = ask(Browser(server.url, server.token), f"{BUCKET}/by-sts", expiresIn=86_400).json
    end = datetime.fromisoformat(answer["expiresAt"].replace("Z", "+00:00"))
    assert issued["Expiration"] - timedelta(seconds=5) <= end <= issued["Expiration"]
    assert answer["limitedBy"] == "credentials"
    assert anonymous("GET", answer["url"]).body == b"content"
    assert SECRET_KEY not in json.dumps(answer)
    assert issued["SecretAccessKey"] not in json.dumps(answer)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "a/../b"}, "InvalidKey"),
        ({"key": "/a"}, "InvalidKey"),
        ({"key": "a//b"}, "InvalidKey"),
        ({"key": "folder/"}, "InvalidKey"),
        ({"key": ""}, "InvalidKey"),
        ({"key": "\ud800"}, "InvalidRequest"),
        ({"bucket": ".."}, "InvalidKey"),
        ({"bucket": "a/b"}, "InvalidKey"),
        ({"bucket": ""}, "InvalidKey"),
        ({"bucket": "host@elsewhere"}, "InvalidKey"),
        ({"method": "DELETE"}, "InvalidRequest"),
        ({"expiresIn": 0}, "InvalidRequest"),
        ({"expiresIn": 604_801}, "InvalidRequest"),
        ({"expiresIn": True}, "InvalidRequest"),
        ({"expiresIn": 1.5}, "InvalidRequest"),
        ({"disposition": "x\r\ny"}, "InvalidRequest"),
        ({"uploadId": "u"}, "InvalidRequest"),
        ({"method": "PUT", "partNumber": 1}, "InvalidRequest"),
        ({"uploadId": "u", "partNumber": 1}, "InvalidRequest"),
        ({"method": "PUT", "uploadId": "u", "partNumber": 10_001}, "InvalidRequest"),
        ({"method": "PUT", "uploadId": "u", "partNumbers": []}, "InvalidRequest"),
        ({"method": "PUT", "uploadId": "u", "partNumbers": [1] * 1001}, "InvalidRequest"),
    ],
)
def test_what_is_refused(change: dict[str, Any], code: str) -> None:
    fields = {"bucket": "bucket", "key": "key", "method": "GET", "expiresIn": 60, **change}
    with pytest.raises(S3DriveError) as caught:
        parse_link(Fields(fields))
    assert caught.value.code == code


def test_what_is_no_request(browser: Browser) -> None:
    for body in (b"", b"[]", b"{", b"null", b"\xff", b"[" * 100_000):
        answer = browser.send("POST", "links", body)
        assert (answer.status, answer.json["code"]) == (400, "InvalidRequest")


def test_the_administrators_switches(start_server: Callable[..., JupyterServer]) -> None:
    def server(**traits: bool) -> Browser:
        started = start_server(
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", **KEYS}, {"S3Drive": traits}
        )
        return Browser(started.url, started.token)

    def features(browser: Browser) -> tuple[bool, ...]:
        found = browser.send("GET", "status").json["features"]
        return found["readOnly"], found["links"], found["direct"]

    part = {"uploadId": "u", "partNumber": 1}
    off = server(allow_links=False)
    assert features(off) == (False, False, False)
    for method, more in (("GET", {}), ("PUT", {}), ("PUT", part)):
        answer = ask(off, "bucket/key", method, **more)
        assert (answer.status, answer.code) == (403, "LinksOff")
    indirect = server(direct_transfers=False)
    assert features(indirect) == (False, True, False)
    assert ask(indirect, "bucket/key", "PUT", **part).code == "LinksOff"
    assert ask(indirect, "bucket/key").status == 200
    read_only = server(read_only=True)
    assert features(read_only) == (True, True, True)
    assert ask(read_only, "bucket/key", "PUT").code == "ReadOnly"
    assert ask(read_only, "bucket/key", "PUT", **part).code == "ReadOnly"
    assert ask(read_only, "bucket/key").status == 200


def test_links_are_in_no_log(server: JupyterServer, browser: Browser, prefix: str) -> None:
    url = ask(browser, prefix + "x").json["url"]
    signature = parse_qs(urlsplit(url).query)["X-Amz-Signature"][0]
    log = server.log.read_text()
    assert signature not in log and SECRET_KEY not in log


def link(credentials: Credentials, connection: Connection, **more: Any) -> dict[str, Any]:
    """Make a link without a server."""
    fields = {"bucket": "bucket", "key": "key", "method": "GET", "expiresIn": 3600, **more}
    return make_links(parse_link(Fields(fields)), Identity(connection, credentials), Settings())


def test_addressing_of_the_public_endpoint() -> None:
    keys = Credentials("K", "S")
    settings = Settings(
        endpoint_url="http://10.0.0.1:9000",
        public_endpoint_url="https://s3.example/base/",
        addressing_style="virtual",
    )
    connection = resolve(settings, {})
    assert connection.addressing == "path"
    assert link(keys, connection)["url"].startswith("https://bucket.s3.example/base/key?")
    aws = resolve(Settings(), {})
    assert link(keys, aws)["url"].startswith("https://bucket.s3.us-east-1.amazonaws.com/key?")


def test_the_end_of_the_credentials() -> None:
    connection = resolve(Settings(endpoint_url="http://127.0.0.1:9"), {})
    now = datetime.now(timezone.utc)
    for seconds in (2.5, 60, 3599.9):
        keys = Credentials("K", "S", "T", expires_at=now + timedelta(seconds=seconds))
        answer = link(keys, connection)
        end = datetime.fromisoformat(answer["expiresAt"].replace("Z", "+00:00"))
        assert end <= now + timedelta(seconds=seconds)
        assert answer["limitedBy"] == "credentials"
        asked = int(parse_qs(urlsplit(answer["url"]).query)["X-Amz-Expires"][0])
        assert asked <= seconds
    with pytest.raises(S3DriveError) as caught:
        link(Credentials("K", "S", "T", expires_at=now + timedelta(seconds=1)), connection)
    assert caught.value.code == "CredentialsExpired"


@given(st.text())
def test_file_names_cannot_leave_the_header(name: str) -> None:
    value = content_disposition("attachment", name)
    assert value.isascii() and value.isprintable()
    plain = value.removeprefix('attachment; filename="')
    inside, _, rest = plain.partition('"')
    assert inside and not set(inside) & set("/\\%")
    assert rest == "" or rest.startswith("; filename*=UTF-8''")


def test_file_names() -> None:
    assert content_disposition("inline", "a b.csv") == 'inline; filename="a b.csv"'
    assert content_disposition("attachment", "é.csv") == (
        "attachment; filename=\"_.csv\"; filename*=UTF-8''%C3%A9.csv"
    )
    for name in ("", "..", " . "):
        assert content_disposition("attachment", name) == 'attachment; filename="download"'
    assert content_disposition("attachment", "a\r\nb/c\\d\u202ee") == (
        'attachment; filename="a__b_c_d_e"'
    )
