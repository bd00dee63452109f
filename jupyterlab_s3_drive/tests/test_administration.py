"""A store is not administered through JupyterLab: no route signs what is no bucket of persons."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.target import canonical_copy_source, check_bucket, check_key
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytestmark = pytest.mark.one_store("the store hears nothing of it")

#: Paths below which stores take orders, as their documentation and sources name them.
ORDERS = [
    "minio/admin/v3/info",
    "minio/admin/v3/service",
    "minio/admin/v3/import-bucket-metadata",
    "minio/admin/v4/list-pools",
    "minio/health/live",
    "minio/kms/v1/status",
    "minio/metrics/v3",
    "minio/v2/metrics/cluster",
    "rustfs/admin/v3/info",
    "admin/user",
    "admin/bucket",
    "admin/metadata/user/someone",
    "admin/usage",
    # Internal buckets and paths, which begin as no bucket may.
    ".minio.sys/config/config.json",
    ".system/x",
    "_/backbeat/x",
]
#: What is no name of a bucket by the rules of S3.
NAMES = ["a", "ab", "-abc", "abc-", ".abc", "abc.", "_abc", "a b", "a:b", "é" * 3, "x" * 256, "a%b"]
GOOD = ["abc", "my.bucket-1", "Old_Bucket", "minio-data", "rustfs2", "admin", "0" * 63]


def body(fields: dict[str, object]) -> bytes:
    """Return a JSON body."""
    return json.dumps(fields).encode()


def post(route: str, **fields: object) -> Callable[[Browser], Answer]:
    """Return a POST of JSON."""
    return lambda browser: browser.send("POST", route, body(fields))


def requests(bucket: str, key: str) -> dict[str, Callable[[Browser], Answer]]:
    """Return a request of each route that names this bucket and key."""
    path = f"{quote(bucket, safe='')}/{quote(key)}"
    source = {"x-amz-copy-source": f"/{path}"}
    found: dict[str, Callable[[Browser], Answer]] = {
        method: lambda browser, method=method: browser.send(  # type: ignore[misc]
            method, f"api/{path}", b"x" if method == "PUT" else None
        )
        for method in ("GET", "PUT", "DELETE")
    }
    found["copy"] = lambda browser: browser.send("PUT", "api/bucket/copy", b"", source)
    found["public"] = lambda browser: browser.send("GET", f"public/{path}")
    found["export"] = lambda browser: browser.send("GET", f"exports/html/{path}?etag=x")
    found["link"] = post("links", bucket=bucket, key=key, method="GET", expiresIn=60)
    found["archive"] = post("archives", bucket=bucket, keys=[key])
    found["transfer"] = post(
        "transfers",
        direction="to-workspace",
        bucket=bucket,
        key=key,
        workspacePath="",
        overwrite="fail",
    )
    found["trust"] = post("trust", action="check", bucket=bucket, key=key, etag='"x"')
    return found


@pytest.mark.parametrize("path", [*ORDERS, *(f"{name}/key" for name in NAMES)])
def test_no_route_lets_it_pass(path: str, browser: Browser, wire: Wire) -> None:
    bucket, _, key = path.partition("/")
    for name, send in requests(bucket, key).items():
        answer = send(browser)
        assert (answer.status, answer.code) == (400, "InvalidKey"), name
    part = {"method": "GET", "path": f"/{quote(path)}"}
    answer = browser.send("POST", "batch", body({"requests": [part]}))
    assert json.loads(answer.body)["status"] == 400
    assert wire.requests == []


@pytest.mark.parametrize(
    "spelled", ["%6dinio/admin/v3/info", "mini%6F/admin", "minio%2Fadmin%2Fv3"]
)
def test_however_it_is_spelled(spelled: str, browser: Browser, wire: Wire) -> None:
    for method in ("GET", "PUT"):
        answer = browser.send(method, f"api/{spelled}", b"" if method == "PUT" else None)
        assert (answer.status, answer.code) == (400, "InvalidKey")
    assert wire.requests == []


@pytest.mark.parametrize("name", GOOD)
def test_what_a_bucket_may_be_called(name: str) -> None:
    assert check_bucket(name) == name.encode()
    assert canonical_copy_source(f"/{name}/minio/admin") == f"{name}/minio/admin"
    assert check_key(name, "users/a") == b"users/a"


def test_copies_from_there_are_refused() -> None:
    for source in ("minio/admin/x", "/minio/x", "admin/user", "ab/x", "a:b/x"):
        with pytest.raises(S3DriveError):
            canonical_copy_source(source)
