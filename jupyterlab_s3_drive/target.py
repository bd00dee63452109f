"""What a request to the proxy is about, read from its raw path and query.

The store signs over exact bytes, and every hop between it and the browser spells a key in its own
way. So the raw path is decoded once and encoded once, canonically: that text is signed and sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from .errors import S3DriveError

#: What of a bucket may be changed, by method. A store ignores a query that it does not know for
#: this method: `DELETE bucket?versioning` deletes the bucket, on SeaweedFS and on MinIO. So these
#: are only those that both were seen to understand. A POST without `delete` would be an upload by
#: HTML form, with the key out of sight.
WRITABLE_SUBRESOURCES = {
    "PUT": frozenset({"cors", "lifecycle", "policy", "tagging", "versioning"}),
    "DELETE": frozenset({"cors", "lifecycle", "policy", "tagging"}),
    "POST": frozenset({"delete"}),
}

# What AWS has ever permitted; `..` is no bucket for anyone.
_BUCKET = re.compile(r"(?!\.+$)[A-Za-z0-9._-]{1,255}")

# `token`, `_xsrf` and `no_track_activity` are for Jupyter, not for the store.
_JUPYTER_PARAMETERS = frozenset({b"token", b"_xsrf", b"no_track_activity"})


@dataclass(frozen=True)
class Target:
    """A bucket, a key in it (both decoded), and the canonical query that goes with them."""

    bucket: bytes
    key: bytes
    parameters: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The query as it is signed and sent: encoded, sorted, always `name=value`."""
        return "&".join(f"{name}={value}" for name, value in self.parameters)

    @staticmethod
    def encode(value: bytes) -> str:
        """Return the value of a parameter, canonically encoded."""
        return quote(value, safe="-_.~")


def parse_target(uri: str, prefix: str) -> Target:
    """Read bucket, key and query from the request line.

    Args:
        uri: the raw request target, in which each character stands for a byte.
        prefix: what stands before the bucket.

    Raises:
        S3DriveError: `InvalidKey`, for what cannot be addressed safely.
    """
    path, _, query = uri.partition("?")
    decoded = unquote_to_bytes(path[len(prefix) :].encode("latin-1"))
    bucket, _, key = decoded.partition(b"/")
    if decoded:
        check_segments(bucket, key)
    return Target(bucket, key, canonical_parameters(query))


def check_segments(bucket: bytes, key: bytes) -> None:
    """Refuse what a URL library, a proxy or a store on the way would turn into another key.

    Raises:
        S3DriveError: `InvalidKey`.
    """
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
        S3DriveError: `InvalidKey`, for what cannot be addressed safely, and for a folder.
    """
    if not key or key.endswith("/"):
        raise S3DriveError("InvalidKey", "The request names no object.", f"{bucket}/{key}")
    return check_bucket(bucket), check_key(bucket, key)


def check_bucket(bucket: str) -> bytes:
    """Return the name of a bucket as bytes.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    if not _BUCKET.fullmatch(bucket):
        raise S3DriveError("InvalidKey", "This is not the name of a bucket.", bucket)
    return bucket.encode()


def check_key(bucket: str, key: str) -> bytes:
    """Return a key, or the prefix of a folder, as bytes.

    Raises:
        S3DriveError: `InvalidKey`.
    """
    encoded = key.encode()
    check_segments(bucket.encode(), encoded)
    return encoded


def canonical_parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters meant for the store, canonically encoded and sorted.

    JupyterLab appends a bare number to defeat caches: it goes no further.
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
    """Refuse to make or delete a bucket, and whatever a store could take for that.

    Raises:
        S3DriveError: `BucketChangeRefused`; `InvalidKey` where no bucket is named.
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
    if not bucket or not key or b":" in bucket:
        raise S3DriveError("InvalidKey", "The source of a copy must be an object of a bucket.")
    check_segments(bucket, key)
    suffix = f"?versionId={quote(unquote_to_bytes(version), safe='-_.~')}" if version else ""
    return quote(bucket + b"/" + key, safe="/-_.~") + suffix
