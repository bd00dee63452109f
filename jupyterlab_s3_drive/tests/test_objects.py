"""HTTP and S3 as they must come through: ranges, conditions, metadata, encodings, headers."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import threading
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.store.target import WRITABLE_SUBRESOURCES
from jupyterlab_s3_drive.tests.kit.browser import Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB
from jupyterlab_s3_drive.tests.kit.wire import Wire


def test_ranges(browser: Browser, prefix: str) -> None:
    key = prefix + "x"
    assert browser.s3("PUT", key, b"0123456789").status == 200
    answer = browser.s3("GET", key, headers={"Range": "bytes=2-4"})
    assert (answer.status, answer.body) == (206, b"234")
    assert answer.headers["Content-Range"] == "bytes 2-4/10"
    answer = browser.s3("GET", key, headers={"Range": "bytes=100-"})
    assert (answer.status, answer.origin) == (416, "store")


def test_conditions(browser: Browser, prefix: str) -> None:
    key = prefix + "x"
    etag = browser.s3("PUT", key, b"one", {"If-None-Match": "*"}).headers["ETag"]
    assert browser.s3("PUT", key, b"two", {"If-None-Match": "*"}).status == 412
    assert browser.s3("PUT", key, b"two", {"If-Match": '"0123456789abcdef"'}).status == 412
    unchanged = browser.s3("GET", key, headers={"If-None-Match": etag})
    assert (unchanged.status, unchanged.body, unchanged.origin) == (304, b"", "store")
    assert browser.s3("GET", key, headers={"If-Match": '"0123456789abcdef"'}).status == 412
    assert browser.s3("PUT", key, b"two", {"If-Match": etag}).status == 200
    assert browser.s3("GET", key).body == b"two"


def test_head(browser: Browser, prefix: str) -> None:
    key = prefix + "x"
    etag = browser.s3("PUT", key, bytes(3 * MIB)).headers["ETag"]
    answer = browser.s3("HEAD", key)
    assert (answer.status, answer.body, answer.origin) == (200, b"", "store")
    assert (answer.headers["Content-Length"], answer.headers["ETag"]) == (str(3 * MIB), etag)
    answer = browser.s3("HEAD", prefix + "none")
    assert (answer.status, answer.body, answer.origin) == (404, b"", "store")


def test_metadata(browser: Browser, prefix: str) -> None:
    key = prefix + "x"
    sent = {
        "Content-Type": "text/csv; charset=latin1",
        "Content-Disposition": "attachment; filename*=UTF-8''%C3%A9.csv",
        "Content-Language": "fr",
        "Cache-Control": "max-age=600",
        "x-amz-meta-author": "somebody",
        "x-amz-meta-spaced": "a  b",
    }
    assert browser.s3("PUT", key, b"x", sent).status == 200
    for method in ("GET", "HEAD"):
        headers = browser.s3(method, key).headers
        for name in set(sent) - {"Cache-Control"}:
            assert headers[name] == sent[name], name
        # The browser must not keep a person's objects; the stored value is told apart.
        assert headers.get_all("Cache-Control") == ["private, no-cache"]
        assert headers["X-S3-Drive-Cache-Control"] == "max-age=600"


def test_objects_can_run_nothing(browser: Browser, prefix: str) -> None:
    page = b"<script>alert(1)</script>"
    for name, kind in (("x.html", "text/html"), ("x.svg", "image/svg+xml")):
        assert browser.s3("PUT", prefix + name, page, {"Content-Type": kind}).status == 200
        for query in ("", "?response-content-disposition=inline&response-content-type=text%2Fhtml"):
            headers = browser.s3("GET", prefix + name, query=query).headers
            assert headers.get_all("Content-Security-Policy") == [
                "sandbox; default-src 'none'; frame-ancestors 'none'"
            ]
            assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    error = browser.s3("GET", prefix + "<script>")
    assert error.headers["Content-Security-Policy"].startswith("sandbox")


def test_download_link(browser: Browser, prefix: str) -> None:
    assert browser.s3("PUT", prefix + "été.txt", b"content").status == 200
    disposition = "attachment; filename*=UTF-8''%C3%A9t%C3%A9.txt"
    query = f"?response-content-disposition={quote(disposition)}"
    answer = browser.s3("GET", prefix + "été.txt", query=query)
    assert answer.body == b"content"
    assert answer.headers["Content-Disposition"] == disposition


def test_compressed_objects_stay_as_they_are(browser: Browser, prefix: str) -> None:
    packed = gzip.compress(b"a,b\n" * 1000)
    for name, headers in (
        ("encoded.csv", {"Content-Encoding": "gzip", "Content-Type": "text/csv"}),
        ("file.csv.gz", {"Content-Type": "application/gzip"}),
    ):
        etag = browser.s3("PUT", prefix + name, packed, headers).headers["ETag"]
        answer = browser.s3("GET", prefix + name, headers={"Accept-Encoding": "gzip, br"})
        assert answer.body == packed
        assert answer.headers["Content-Length"] == str(len(packed))
        # The browser unpacks nothing by itself: see `encoding`.
        assert answer.headers["Content-Encoding"] is None
        told = answer.headers["X-S3-Drive-Content-Encoding"]
        assert told == headers.get("Content-Encoding")
        assert answer.headers["ETag"] == etag


def test_empty_objects(browser: Browser, prefix: str) -> None:
    for body in (b"", None):
        assert browser.s3("PUT", prefix + "x", body).status == 200
        answer = browser.s3("GET", prefix + "x")
        assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "0")


def test_sizes_around_the_buffer(browser: Browser, prefix: str) -> None:
    for size in (1, 65536, MIB - 1, MIB, MIB + 1, 2 * MIB + 1, 5 * MIB):
        content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        assert browser.s3("PUT", prefix + "x", content).status == 200
        assert browser.s3("GET", prefix + "x").body == content, size


def test_multipart(browser: Browser, prefix: str) -> None:
    key = prefix + "été #1"
    started = browser.s3("POST", key, b"", query="?uploads")
    (upload,) = re.findall(rb"<UploadId>(.*?)</UploadId>", started.body)
    parts = [b"a" * 5 * MIB, b"b" * 100]
    tags = [
        browser.s3("PUT", key, part, query=f"?partNumber={n}&uploadId={upload.decode()}").headers[
            "ETag"
        ]
        for n, part in enumerate(parts, 1)
    ]
    listed = "".join(
        f"<Part><PartNumber>{n}</PartNumber><ETag>{tag}</ETag></Part>"
        for n, tag in enumerate(tags, 1)
    )
    done = browser.s3(
        "POST",
        key,
        f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode(),
        {"If-None-Match": "*", "Content-Type": "application/xml"},
        query=f"?uploadId={upload.decode()}",
    )
    assert done.status == 200, done.body
    assert browser.s3("GET", key).body == b"".join(parts)


def bucket_names(store: Store) -> set[str]:
    return {bucket["Name"] for bucket in store.client().list_buckets()["Buckets"]}


def test_buckets_stay(browser: Browser, store: Store, wire: Wire) -> None:
    for method in ("PUT", "DELETE"):
        for path in ("another", "another/", f"{BUCKET}?x-id=DeleteBucket", f"{BUCKET}?unknown"):
            answer = browser.send(method, f"api/{path}")
            assert (answer.status, answer.json["code"]) == (403, "BucketChangeRefused")
    assert wire.requests == []
    before = bucket_names(store)
    # No sub-resource that may be written is taken for the bucket itself by any store.
    store.client().create_bucket(Bucket="subresources")
    for name in WRITABLE_SUBRESOURCES["DELETE"]:
        assert browser.send("DELETE", f"api/subresources?{name}").origin == "store"
    for name in WRITABLE_SUBRESOURCES["PUT"]:
        assert browser.send("PUT", f"api/unmade?{name}", b"{}").origin == "store"
    assert bucket_names(store) == before | {"subresources"}
    store.client().delete_bucket(Bucket="subresources")


def test_batch_delete(browser: Browser, prefix: str) -> None:
    for name in ("a", "a.bak"):
        assert browser.s3("PUT", prefix + name, b"x").status == 200
    body = f"<Delete><Object><Key>{prefix.partition('/')[2]}a</Key></Object></Delete>".encode()
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    headers = {"Content-Type": "application/xml", "Content-MD5": digest}
    answer = browser.send("POST", f"api/{BUCKET}?delete", body, headers)
    assert answer.status == 200, answer.body
    assert browser.s3("HEAD", prefix + "a").status == 404
    assert browser.s3("HEAD", prefix + "a.bak").status == 200


def test_two_writers_lose_nothing(browser: Browser, prefix: str) -> None:
    rounds, key, problems = 50, prefix + "shared.txt", []
    assert browser.s3("PUT", key, b"", {"If-None-Match": "*"}).status == 200

    def write(name: str) -> None:
        for number in range(rounds):
            while True:
                read = browser.s3("GET", key)
                line = f"{name} {number}\n".encode()
                put = browser.s3("PUT", key, read.body + line, {"If-Match": read.headers["ETag"]})
                if put.status == 200:
                    break
                # A store may also answer 409 to two conditional writes at the same moment.
                if put.status not in (412, 409):
                    problems.append((put.status, put.body))
                    return

    writers = [threading.Thread(target=write, args=(name,)) for name in ("ann", "bob")]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert problems == []
    lines = browser.s3("GET", key).body.decode().splitlines()
    assert sorted(lines) == sorted(f"{n} {i}" for n in ("ann", "bob") for i in range(rounds))


@pytest.mark.parametrize("what", ["bucket", "key"])
def test_the_stores_errors_come_through(browser: Browser, prefix: str, what: str) -> None:
    path = "no-such-bucket/x" if what == "bucket" else prefix + "x"
    answer = browser.s3("GET", path)
    assert (answer.status, answer.origin) == (404, "store")
    code = "NoSuchBucket" if what == "bucket" else "NoSuchKey"
    assert f"<Code>{code}</Code>".encode() in answer.body
    assert answer.headers["X-Amz-Request-Id"]


def test_status(browser: Browser, store: Store, wire: Wire) -> None:
    answer = browser.send("GET", "status")
    assert answer.status == 200
    assert json.loads(answer.body) == {
        "version": answer.json["version"],
        "endpoint": wire.endpoint,
        "publicEndpoint": wire.endpoint,
        "kernels": {
            "botocoreFinds": True,
            "variableFinds": True,
            "isOverruled": False,
            "urlVariable": "AWS_ENDPOINT_URL",
            "hostVariable": None,
            "regionVariable": "AWS_DEFAULT_REGION",
            "hasKeys": True,
            "hasAlias": False,
        },
        "region": store.region,
        "regions": {},
        "addressing": "path",
        "credentials": {
            "source": "env",
            "state": "valid",
            "account": None,
            "accessKey": "AKID…ESTS",
            "expiresAt": None,
            "secondsLeft": None,
        },
        "renewal": {"isAutomatic": False, "ways": ["chain", "paste"], "notice": "", "url": ""},
        "problem": None,
        "features": {
            "readOnly": False,
            "links": True,
            "direct": True,
            "publicSharing": True,
            "workspace": True,
            "renewedKernels": False,
        },
        "reasons": {},
        "sharing": {
            "openDataNotice": "",
            "openDataUrl": "",
            "diffusionFolder": "diffusion",
            "diffusionIsOpen": False,
            "sharedBucketUrl": "",
        },
    }
    for secret in (store.access_key, store.secret_key, browser.token):
        assert secret.encode() not in answer.body
    assert wire.requests == []
