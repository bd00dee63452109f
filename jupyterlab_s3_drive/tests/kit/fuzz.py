"""Requests as nobody sends them, made from the description of the routes."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.openapi import Operation, operations

#: The bucket that all of them may do to what they want.
FUZZED = "fuzzed"


def put_fuzzed(store: Store, key: str) -> None:
    """Write an object into the bucket, which is made if it is not there."""
    client = store.client()
    with contextlib.suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket=FUZZED)
    client.put_object(Bucket=FUZZED, Key=key, Body=b"content")


def runs(by_default: int) -> int:
    """Return how many things a random test tries: more in a full run."""
    return int(os.environ.get("S3_DRIVE_TEST_RUNS") or by_default)


@dataclass(frozen=True)
class Sent:
    """A request, but for `Host`, `Authorization` and the length of its body.

    Attributes:
        target: below `s3-drive/`.
        chunked: whether the body comes in chunks.
    """

    operation: Operation
    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes | None
    chunked: bool


ODD = (
    *("", ".", "..", "%2e%2e", "%2E", "/", "//", "%2F", "\\", "%5C", "%00", "%0d%0aX:%20y", "%", "%zz"),
    *("%FF", "%C3%28", "%ED%A0%80", "%E2%80%AE", "%25252e", "+", "*", "?", "#", ";", "&", "=", "~", "@"),
    *("minio", "admin/user", "CON", "-1", "0", "1e999", "9" * 5000, "a" * 5000, "a/" * 300, "\u00e9"),
    *("${x}", "{key}", "%(x)s", "%s%n", "<x>", '"', "'", "null", "NaN", "2026-13-45", "bytes=9-1", "bytes=-"),
    *("unknown", "default", "script", "html", FUZZED, f"/{FUZZED}/openapi/object", "openapi/object"),
)  # fmt: skip
_QUERIES = (
    *("acl", "cors", "delete", "delimiter", "encoding-type", "legal-hold", "lifecycle", "limit", "list-type"),
    *("location", "marker", "max-keys", "max-parts", "partNumber", "part-number-marker", "policy", "prefix"),
    *("response-content-disposition", "response-content-type", "restore", "sanitize", "select", "start-after"),
    *("tagging", "token", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website"),
    *("x-amz-acl", "x-id", "X-Amz-Signature", "X-Amz-Expires", "_xsrf", "no_track_activity"),
)  # fmt: skip
_HEADERS = (
    *("Accept", "Accept-Encoding", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-MD5"),
    *("Content-Type", "Cookie", "Date", "Expect", "Expires", "If-Match", "If-Modified-Since", "If-None-Match"),
    *("If-Range", "If-Unmodified-Since", "Origin", "Range", "Referer", "Sec-Fetch-Mode", "Sec-Fetch-Site"),
    *("Upgrade", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "X-XSRFToken", "x-amz-acl", "x-amz-"),
    *("x-amz-content-sha256", "x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-copy-source-range"),
    *("x-amz-date", "x-amz-decoded-content-length", "x-amz-grant-read", "x-amz-meta-a", "x-amz-meta-\u00e9"),
    *("x-amz-metadata-directive", "x-amz-object-lock-mode", "x-amz-security-token", "x-amz-sdk-checksum-algorithm"),
    *("x-amz-server-side-encryption", "x-amz-storage-class", "x-amz-tagging", "x-amz-trailer", "x-amz-checksum-crc32"),
)  # fmt: skip
_METHODS = (
    "GET",
    "HEAD",
    "PUT",
    "POST",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "X",
)

#: Stands in JSON for what Python would not write.
_RAW = {
    "@giant": "9" * 5000,
    "@float": "1e999",
    "@nan": "NaN",
    "@surrogate": '"\\ud800"',
    "@deep": "[" * 300 + "]" * 300,
    "@deeper": "[" * 50_000 + "]" * 50_000,
    "@long": '"' + "x" * 100_000 + '"',
    "@wide": "[" + "{}," * 20_000 + "{}]",
    "@control": '"\\u0000\\r\\n\\u202e"',
}
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 1.5, "", "x", [], {}, [[]], [None], {"": None}),
    *_RAW,
    *ODD,
)

_any_text = st.text(max_size=40)
_odd = st.sampled_from(ODD) | _any_text


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


#: What of a request is odd. Where all of it is, the first check refuses it.
_AIMS = ("method", "path", "query", "headers", "body", "body", "body", "body")


@st.composite
def requests(draw: st.DrawFn) -> Sent:
    """Draw a request that is like one of the description, with one or two parts of it changed."""
    aims = set(draw(st.lists(st.sampled_from(_AIMS), min_size=1, max_size=2)))
    with_body = [each for each in operations() if each.bodies]
    operation = draw(st.sampled_from(with_body if "body" in aims else operations()))
    method = draw(st.sampled_from(_METHODS)) if "method" in aims else operation.method.upper()
    target = _raw(draw(st.sampled_from(("", "default/", "other/") if "path" in aims else ("",))))
    target += _path(draw, operation, "path" in aims)
    target += _query(draw, operation, "query" in aims)
    headers = _headers(draw, operation) if "headers" in aims else ()
    body = _body(draw, operation, "body" in aims) if operation.bodies or "method" in aims else None
    chunked = body is not None and "headers" in aims and draw(st.booleans())
    return Sent(operation, method.encode(), target, headers, body, chunked)


def _path(draw: st.DrawFn, operation: Operation, is_odd: bool) -> bytes:
    path = operation.path.removeprefix("/")
    for each in operation.parameters:
        if each["in"] == "path":
            usual = FUZZED if each["name"] == "bucket" else str(each.get("example", "x"))
            value = draw(st.just(usual) | _odd) if is_odd else usual
            path = path.replace(f"{{{each['name']}}}", value)
    # A request line ends at its first blank; what comes after it is another matter.
    return _raw(path).translate(None, b" \t\r\n\0")


def _query(draw: st.DrawFn, operation: Operation, is_odd: bool) -> bytes:
    own = [each["name"] for each in operation.parameters if each["in"] == "query"]
    needed = [(name, "") for name in own if name in ("delete", "tagging", "uploads")]
    names = st.sampled_from((*own, *_QUERIES)) | _odd
    pairs = needed + (draw(st.lists(st.tuples(names, _odd), max_size=3)) if is_odd else [])
    text = "&".join(f"{name}={value}" if value else name for name, value in pairs)
    return b"?" + _raw(text).translate(None, b" \t\r\n\0") if pairs else b""


def _headers(draw: st.DrawFn, operation: Operation) -> tuple[tuple[bytes, bytes], ...]:
    own = [each["name"] for each in operation.parameters if each["in"] == "header"]
    pairs = draw(st.lists(st.tuples(st.sampled_from((*own, *_HEADERS)), _odd), max_size=4))
    return tuple((_raw(name), _raw(value).translate(None, b"\r\n\0")) for name, value in pairs)


def _body(draw: st.DrawFn, operation: Operation, is_odd: bool) -> bytes:
    example = draw(st.sampled_from(operation.bodies or ["", {}]))
    if not isinstance(example, dict):
        return draw(st.sampled_from(_WAYS))(_raw(str(example))) if is_odd else _raw(str(example))
    example = json.loads(json.dumps(example).replace("tests", FUZZED))
    if not is_odd:
        return json.dumps(example).encode()
    for _ in range(draw(st.integers(0, 3))):
        example = _changed(draw, example)
    text = json.dumps(example)
    for name, raw in _RAW.items():
        text = text.replace(f'"{name}"', raw)
    return draw(st.just(_WAYS[0]) | st.sampled_from(_WAYS))(_raw(text))


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """Return a value with one thing in it changed: replaced, added, or taken away."""
    new = draw(st.sampled_from(_VALUES) | _any_text)
    if isinstance(value, dict) and value and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(value)))
        return {**value, name: _changed(draw, value[name])}
    if isinstance(value, list) and value and draw(st.booleans()):
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], _changed(draw, value[index]), *value[index + 1 :]]
    if isinstance(value, dict) and draw(st.booleans()):
        return {**value, draw(_odd): new}
    return new


#: What becomes of a body at last; first of all nothing.
_WAYS: tuple[Callable[[bytes], bytes], ...] = (
    lambda body: body,
    lambda body: body[: len(body) // 2],
    lambda body: body.replace(b"a", b"\xff"),
    lambda body: b"\xef\xbb\xbf" + body,
    lambda body: body.decode("utf-8", "replace").encode("utf-16"),
    lambda body: b"[" * 100_000,
    lambda body: b'{"a":' * 20_000,
    lambda body: b"",
    lambda body: body * 2,
    lambda body: b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    lambda body: b"<Delete>" + b"<Object>" * 5000,
)
