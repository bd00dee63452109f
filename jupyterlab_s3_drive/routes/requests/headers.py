"""The headers that may pass the proxy, in each direction. All others are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...errors import S3DriveError
from ...store.target import canonical_copy_source

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_REQUEST = frozenset(
    {
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-md5",
        "content-type",
        "expires",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "range",
    }
)
# Set by the signer.
_SIGNER = frozenset(
    {
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-user-agent",
    }
)
_RESPONSE = frozenset(
    {
        "accept-ranges",
        "content-disposition",
        "content-language",
        "content-length",
        "content-range",
        "content-type",
        "etag",
        "expires",
        "last-modified",
        "retry-after",
    }
)

#: The object's own `Cache-Control`, which the browser must ignore, but a save must keep.
STORED_CACHE_CONTROL = "X-S3-Drive-Cache-Control"

#: The object's own `Content-Encoding`, which the browser must not decode: see `encoding`.
STORED_CONTENT_ENCODING = "X-S3-Drive-Content-Encoding"

#: Objects are untrusted, and share the origin with Jupyter: they must not run scripts.
CONTENT_SECURITY_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def request_headers(received: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers to send to the store.

    Raises:
        S3DriveError: `InvalidKey` for a bad source of a copy, `InvalidRequest` for a body in signed
            or trailing chunks, whose framing would become part of the object, and for control
            characters.
    """
    headers: dict[str, str] = {}
    for name, value in received:
        lower = name.lower()
        if _is_chunked(lower, value):
            raise S3DriveError(
                "InvalidRequest", "Bodies in aws-chunked encoding are not supported.", name
            )
        if lower in _SIGNER or not (lower in _REQUEST or lower.startswith("x-amz-")):
            continue
        if _CONTROL.search(value):
            raise S3DriveError("InvalidRequest", "A header holds a control character.", name)
        value = canonical_copy_source(value) if lower == "x-amz-copy-source" else _text(value)
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return headers


def check_form(method: str, headers: Mapping[str, str]) -> None:
    """Refuse an upload by HTML form: its key and its ACL are in the body.

    SeaweedFS accepts one at the URL of any object.

    Raises:
        S3DriveError: `InvalidRequest`.
    """
    if method == "POST" and "multipart/form-data" in headers.get("content-type", "").lower():
        raise S3DriveError("InvalidRequest", "Uploads by HTML form are not supported.")


def response_headers(received: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield the headers to send to the browser, each byte of a value as one character."""
    for raw_name, raw_value in received:
        name = raw_name.decode("latin-1")
        lower = name.lower()
        if lower == "cache-control":
            yield STORED_CACHE_CONTROL, raw_value.decode("latin-1")
        elif lower == "content-encoding":
            yield STORED_CONTENT_ENCODING, raw_value.decode("latin-1")
        elif lower in _RESPONSE or lower.startswith(("x-amz-", "x-minio-")):
            yield name, raw_value.decode("latin-1")


def _is_chunked(name: str, value: str) -> bool:
    return (
        name in ("x-amz-trailer", "x-amz-decoded-content-length")
        or (name == "content-encoding" and "aws-chunked" in value.lower())
        or (name == "x-amz-content-sha256" and value.upper().startswith("STREAMING-"))
    )


def _text(value: str) -> str:
    """Decode a value. Headers arrive as bytes: UTF-8, or Latin-1 from a browser's fetch."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
