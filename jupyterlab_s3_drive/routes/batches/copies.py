"""Copies that keep what belongs to the object: its properties are read, then it is copied.

A listing does not have what a copy must name, so a folder of small objects takes two requests for
each. Both are sent by the server as one item of a batch. Nothing is decided here: both conditions
are the browser's, and it is answered what the store has answered to the last request sent.

`COPY` is a HEAD and a CopyObject. MinIO ignores that the name of a CopyObject must be free, so
there is also `REWRITE`: a GET and a PUT, whose conditions hold on every store.
"""

from __future__ import annotations

import asyncio
import base64
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from ...errors import S3DriveError
from ...objects.kept import asks_for, fate_of, kept_headers, names_archive
from ...store.client import explain
from ...store.connection import Settings
from ...store.gateway import Gateway, Identity
from ...store.target import Target, canonical_copy_source, parse_target
from ..requests.admission import checked_headers

if TYPE_CHECKING:
    import aiohttp

_SOURCE = "x-amz-copy-source"
_SOURCE_MATCH = "x-amz-copy-source-if-match"
_NONE_MATCH = "if-none-match"

#: How an object is copied: see above.
Way = Literal["COPY", "REWRITE"]
WAYS: tuple[Way, ...] = ("COPY", "REWRITE")
#: The largest object that is rewritten.
MAX_REWRITTEN = 2**16


@dataclass(frozen=True)
class KeepingCopy:
    """A copy of the version `etag` of an object to a name where there is none."""

    source: Target
    target: Target
    etag: str
    way: Way = "COPY"

    @property
    def source_path(self) -> str:
        """The source as a header names it."""
        return quote(self.source.bucket + b"/" + self.source.key, safe="/-_.~")


def parse_copy(
    way: Way, target: Target, received: Iterable[tuple[str, str]], settings: Settings
) -> KeepingCopy:
    """Parse and check a copy.

    Args:
        way: how it is made.
        target: the new object.
        received: the source, its ETag, and the condition that there is no such object; nothing else
            may be named, as the rest is that of the source.
        settings: of the administrator.

    Raises:
        S3DriveError: `InvalidRequest`; or as `checked_headers`.
    """
    asked = {name.lower(): value for name, value in received}
    if asked.keys() != {_SOURCE, _SOURCE_MATCH, _NONE_MATCH} or asked[_NONE_MATCH] != "*":
        raise S3DriveError(
            "InvalidRequest", "A copy names its source, its version, and nothing to replace."
        )
    source = parse_target(f"/{canonical_copy_source(asked[_SOURCE])}", "/")
    if source.parameters or target.parameters:
        raise S3DriveError("InvalidRequest", "A copy is of an object as it is now.")
    # What the source has cannot be known yet, but what is refused for any copy is refused now.
    checked_headers("PUT", target, asked.items(), settings)
    return KeepingCopy(source, target, asked[_SOURCE_MATCH], way)


async def send_copy(
    gateway: Gateway, identity: Identity, copy: KeepingCopy
) -> aiohttp.ClientResponse:
    """Send a copy, and return the response of the store: to the first request, if it was refused.

    Raises:
        S3DriveError: `SourceChanged`, when the source has another ETag; `InvalidRequest`, when it
            cannot be rewritten; one of the `Store…` codes; as `checked_headers` for what the
            source has.
    """
    if copy.way == "REWRITE":
        return await _rewrite(gateway, identity, copy)
    return await _copy(gateway, identity, copy)


async def _copy(gateway: Gateway, identity: Identity, copy: KeepingCopy) -> aiohttp.ClientResponse:
    """Copy inside the store.

    The store honours the condition on the source in the same step as it copies, so what was read
    by the HEAD belongs to the bytes that are copied.
    """
    head = await gateway.send(identity, "HEAD", copy.source, {})
    if head.status != 200:
        return head
    headers = _joined(head.raw_headers)
    head.release()
    _require_version(headers, copy)
    kept = kept_headers(headers)
    if asks_for(kept, "lock") and copy.source.bucket != copy.target.bucket:
        # SeaweedFS drops a lock in silence where the bucket has none, but for an upload in parts.
        raise S3DriveError("InvalidRequest", "A locked object is copied to a bucket in parts.")
    _require_readable(kept)
    wanted = {
        **kept,
        # Everything is named: a copy resets encryption, storage class, redirect and lock even
        # where it copies the metadata.
        "x-amz-metadata-directive": "REPLACE",
        _SOURCE: copy.source_path,
        _SOURCE_MATCH: copy.etag,
        # Honoured by AWS and SeaweedFS, ignored by MinIO.
        _NONE_MATCH: "*",
    }
    headers = checked_headers("PUT", copy.target, wanted.items(), gateway.settings)
    return await gateway.send(identity, "PUT", copy.target, headers, b"", 0)


async def _rewrite(
    gateway: Gateway, identity: Identity, copy: KeepingCopy
) -> aiohttp.ClientResponse:
    """Read a small object, and write its bytes under the new name."""
    import aiohttp

    got = await gateway.send(identity, "GET", copy.source, {})
    if got.status != 200:
        return got
    try:
        headers = _joined(got.raw_headers)
        _require_version(headers, copy)
        if any(fate_of(name) == "asked" for name in headers):
            raise S3DriveError("InvalidRequest", "The object has tags, which have to be asked for.")
        content = await got.content.read(MAX_REWRITTEN + 1)
        while not got.content.at_eof() and len(content) <= MAX_REWRITTEN:
            content += await got.content.read(MAX_REWRITTEN + 1 - len(content))
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        raise explain(error, identity.connection.endpoint) from error
    finally:
        if not got.content.at_eof():
            got.close()
    if len(content) > MAX_REWRITTEN:
        raise S3DriveError("InvalidRequest", "The object is too large to be rewritten.")
    kept = kept_headers(headers)
    _require_readable(kept)
    wanted = {
        **kept,
        _NONE_MATCH: "*",
        # Required by AWS in buckets whose objects are locked by default.
        "x-amz-checksum-crc32": base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode(),
        "x-amz-sdk-checksum-algorithm": "CRC32",
    }
    headers = checked_headers("PUT", copy.target, wanted.items(), gateway.settings)
    return await gateway.send(identity, "PUT", copy.target, headers, content, len(content))


def _require_version(headers: dict[str, str], copy: KeepingCopy) -> None:
    if headers.get("etag", "").strip('"') != copy.etag.strip('"'):
        raise S3DriveError("SourceChanged", "The object was changed by someone else meanwhile.")


def _require_readable(kept: dict[str, str]) -> None:
    """Leave to the browser what was archived and restored: it says what becomes of its class."""
    if names_archive(kept):
        raise S3DriveError("InvalidRequest", "The class of an archive is not given to a copy.")


def _joined(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name, one character for each byte as a browser has them."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
