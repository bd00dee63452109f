"""What may be asked of a bucket, and how a query is spelled."""

from __future__ import annotations

import pytest

from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.target import (
    WRITABLE_SUBRESOURCES,
    canonical_copy_source,
    check_bucket_change,
    parse_target,
)

PREFIX = "/user/name/s3-drive/api/"


def refusal(method: str, path: str) -> str | None:
    """Return the code of the refusal, or None."""
    try:
        check_bucket_change(method, parse_target(PREFIX + path, PREFIX))
    except S3DriveError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    "path",
    [
        "bucket",
        "bucket/",
        "bucket%2F",
        "bucket?x-id=DeleteBucket",
        "bucket?x=1",
        "bucket?policy=x",
        "bucket?policy&x=1",
        "bucket?Policy",
        "bucket?unheard-of",
        "bucket?1732345678901",
        "bucket?policy2",
        "bucket?=policy",
        "bucket?delete",
    ],
)
def test_buckets_are_not_made_nor_deleted(path: str) -> None:
    assert refusal("PUT", path) == "BucketChangeRefused"
    assert refusal("DELETE", path) == "BucketChangeRefused"


def test_what_may_be_written_of_a_bucket() -> None:
    for method in ("PUT", "DELETE"):
        for name in WRITABLE_SUBRESOURCES[method]:
            for query in (name, f"{name}=", f"{name}&x-id=PutIt&1732345678901&_xsrf=t"):
                assert refusal(method, f"bucket?{query}") is None
                assert refusal(method, f"bucket/?{query}") is None
    assert refusal("DELETE", "bucket?versioning") == "BucketChangeRefused"
    assert refusal("POST", "bucket?delete&x-id=DeleteObjects") is None
    assert refusal("POST", "bucket") == "BucketChangeRefused"
    assert refusal("POST", "bucket?policy") == "BucketChangeRefused"
    assert refusal("PUT", "") == refusal("DELETE", "?policy") == "InvalidKey"
    for method in ("GET", "HEAD"):
        assert refusal(method, "") is None
        assert refusal(method, "bucket?anything") is None


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("uploads", "uploads="),
        ("b=2&a=1&a=0", "a=0&a=1&b=2"),
        ("prefix=a/b", "prefix=a%2Fb"),
        ("prefix=a+b", "prefix=a%20b"),
        ("prefix=a%2Bb", "prefix=a%2Bb"),
        ("prefix=a'b%7e%c3%a9", "prefix=a%27b~%C3%A9"),
        ("prefix=\xc3\xa9", "prefix=%C3%A9"),
        ("&&a=1&", "a=1"),
        ("a=b=c", "a=b%3Dc"),
        ("list-type=2&1732345678901", "list-type=2"),
        ("1732345678901", ""),
        ("max-keys=1000", "max-keys=1000"),
        ("partNumber=1&uploadId=1732345678901", "partNumber=1&uploadId=1732345678901"),
        ("token=t&_xsrf=x&no_track_activity=1&versions", "versions="),
        ("%74oken=t", ""),
        ("x=%0d%0aHost:%20y", "x=%0D%0AHost%3A%20y"),
    ],
)
def test_queries(query: str, canonical: str) -> None:
    assert parse_target(f"{PREFIX}bucket?{query}", PREFIX).query == canonical


def test_paths() -> None:
    target = parse_target(f"{PREFIX}bucket/a%2Fb%20\xc3\xa9+%ff", PREFIX)
    assert (target.bucket, target.key) == (b"bucket", b"a/b \xc3\xa9+\xff")
    assert parse_target(PREFIX, PREFIX).bucket == b""
    # Where the person's name, and so the base path, is encoded.
    encoded = "/user/n%40me/s3-drive/api/"
    assert parse_target(encoded + "bucket/k", encoded).key == b"k"


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("bucket/key", "bucket/key"),
        ("/bucket/a b+\xc3\xa9", "bucket/a%20b%2B%C3%A9"),
        ("bucket%2Fkey%3FversionId=x", "bucket/key%3FversionId%3Dx"),
        ("bucket/key?versionId=a/b", "bucket/key?versionId=a%2Fb"),
        ("bucket/folder/", "bucket/folder/"),
    ],
)
def test_copy_sources(value: str, canonical: str) -> None:
    assert canonical_copy_source(value) == canonical
