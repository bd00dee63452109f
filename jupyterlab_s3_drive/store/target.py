"""The target of a request to the proxy, parsed from its raw path and query.

The store verifies a signature over exact bytes, while every hop between it and the browser may
encode a key in its own way. So the raw path is decoded once and encoded once, canonically: that
text is signed and sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from ..errors import S3DriveError

#: The subresources of a bucket that may be changed, by method. A store ignores a query that it does
#: not know for this method: `DELETE bucket?versioning` deletes the bucket, on SeaweedFS and on
#: MinIO. So these are only those that both were verified to support. A POST without `delete` would
#: be an upload by HTML form, with its key in the body.
WRITABLE_SUBRESOURCES = {
    "PUT": frozenset({"cors", "lifecycle", "policy", "tagging", "versioning"}),
    "DELETE": frozenset({"cors", "lifecycle", "policy", "tagging"}),
    "POST": frozenset({"delete"}),
}

# The names that AWS has ever allowed: today 3 to 63 characters, once up to 255, also with capitals and
# underscores; a letter or digit at both ends.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")

# Paths at which stores take orders to the store itself, signed as requests for objects are. An object
# cannot be there. MinIO: `minioReservedBucket` in cmd/generic-handlers.go; RustFS likewise.
_ADMINISTRATION = frozenset({b"minio", b"rustfs"})
# Ceph's admin operations are keys of `admin` (https://docs.ceph.com/en/latest/radosgw/adminops/), which
# elsewhere is a bucket like any other.
_CEPH_ADMINISTRATION = re.compile(
    rb"admin/(?:account|bucket|caps|config|info|key|log|metadata|opstate|period|quota|ratelimit|realm"
    rb"|replica_log|usage|user|zone|zonegroup)(?:/.*)?",
    re.DOTALL,
)

# `token`, `_xsrf` and `no_track_activity` are for Jupyter, not for the store.
_JUPYTER_PARAMETERS = frozenset({b"token", b"_xsrf", b"no_track_activity"})


@dataclass(frozen=True)
class Target:
    """A bucket, a key in it (both decoded), and the canonical query."""

    bucket: bytes
    key: bytes
    parameters: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The query that is signed and sent: encoded, sorted, always `name=value`."""
        return "&".join(f"{name}={value}" for name, value in self.parameters)

    @staticmethod
    def encode(value: bytes) -> str:
        """Return a parameter's name or value, canonically encoded."""
        return quote(value, safe="-_.~")


def parse_target(uri: str, prefix: str) -> Target:
    """Parse bucket, key and query from the request line.

    Args:
        uri: the raw request target, in which each character represents a byte.
        prefix: the path before the bucket.

    Raises:
        S3DriveError: `InvalidKey`, for a target that cannot be addressed safely.
    """
    path, _, query = uri.partition("?")
    decoded = unquote_to_bytes(path[len(prefix) :].encode("latin-1"))
    bucket, _, key = decoded.partition(b"/")
    if decoded:
        _check_bucket(bucket)
        check_segments(bucket, key)
    return Target(bucket, key, canonical_parameters(query))


def check_segments(bucket: bytes, key: bytes) -> None:
    """Refuse what a URL library, a proxy or a store on the way would turn into another key.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    if _CEPH_ADMINISTRATION.fullmatch(bucket + b"/" + key):
        raise _administration(bucket + b"/" + key)
    segments = key.split(b"/")
    if segments[-1] == b"":
        # A key that ends with a slash is a folder marker; an empty key is the bucket itself.
        segments.pop()
    for segment in (bucket, *segments):
        if segment in (b"", b".", b".."):
            raise S3DriveError(
                "InvalidKey",
                "A name with an empty segment, or with the segment . or .., cannot be addressed.",
                (bucket + b"/" + key).decode("utf-8", "replace"),
            )


def check_object(bucket: str, key: str) -> tuple[bytes, bytes]:
    """Return bucket and key of one object as bytes.

    Raises:
        S3DriveError: `InvalidKey`, for a key that cannot be addressed safely, and for a folder.
    """
    if not key or key.endswith("/"):
        raise S3DriveError("InvalidKey", "The request names no object.", f"{bucket}/{key}")
    return check_bucket(bucket), check_key(bucket, key)


def check_bucket(bucket: str) -> bytes:
    """Return the name of a bucket as bytes.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    encoded = bucket.encode()
    _check_bucket(encoded)
    return encoded


def _check_bucket(bucket: bytes) -> None:
    shown = bucket.decode("utf-8", "replace")
    if not _BUCKET.fullmatch(bucket):
        raise S3DriveError("InvalidKey", "This is not the name of a bucket.", shown)
    if bucket in _ADMINISTRATION:
        raise _administration(bucket)


def _administration(path: bytes) -> S3DriveError:
    shown = path.decode("utf-8", "replace")
    return S3DriveError("InvalidKey", "A store is not administered through JupyterLab.", shown)


def check_key(bucket: str, key: str) -> bytes:
    """Return a key, or the prefix of a folder, as bytes.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    encoded = key.encode()
    check_segments(bucket.encode(), encoded)
    return encoded


def canonical_parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters for the store, canonically encoded and sorted.

    JupyterLab appends a bare number to defeat caches: it is removed.
    """
    parameters = []
    for part in query.encode("latin-1").split(b"&"):
        if not part or part.isdigit():
            continue
        name, _, value = (
            unquote_to_bytes(text.replace(b"+", b" ")) for text in part.partition(b"=")
        )
        if name not in _JUPYTER_PARAMETERS:
            parameters.append((quote(name, safe="-_.~"), quote(value, safe="-_.~")))
    return tuple(sorted(parameters))


def check_bucket_change(method: str, target: Target) -> None:
    """Refuse to create or delete a bucket, and any request that a store could take for that.

    Raises:
        S3DriveError: `BucketChangeRefused`; `InvalidKey` if no bucket is named.
    """
    if method in ("GET", "HEAD") or target.key:
        return
    if not target.bucket:
        raise S3DriveError("InvalidKey", "The request names no bucket.")
    asked = [parameter for parameter in target.parameters if parameter[0] != "x-id"]
    allowed = WRITABLE_SUBRESOURCES[method]
    if len(asked) != 1 or asked[0][0] not in allowed or asked[0][1]:
        raise S3DriveError(
            "BucketChangeRefused",
            "Buckets are neither made nor deleted through JupyterLab.",
            target.bucket.decode("utf-8", "replace"),
        )


def canonical_copy_source(value: str) -> str:
    """Return `x-amz-copy-source` with bucket and key checked, and encoded canonically.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    path, _, version = value.partition("?versionId=")
    source = unquote_to_bytes(path.encode("latin-1", "replace"))
    bucket, _, key = source.removeprefix(b"/").partition(b"/")
    if not bucket or not key:
        raise S3DriveError("InvalidKey", "The source of a copy must be an object of a bucket.")
    _check_bucket(bucket)
    check_segments(bucket, key)
    suffix = f"?versionId={quote(unquote_to_bytes(version), safe='-_.~')}" if version else ""
    return quote(bucket + b"/" + key, safe="/-_.~") + suffix
