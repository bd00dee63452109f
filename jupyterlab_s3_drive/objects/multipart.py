"""Writes an object, at once or in parts, without ever replacing an unknown version."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from ..errors import StoreRefusal
from ..store.expected import broken, parsed, read_answer, read_xml
from ..store.retry import retried
from .bucket import Bucket, refusal

#: The one checksum that every store supports, for objects and for parts, without being announced.
CHECKSUM = "content-md5"


async def put_small(bucket: Bucket, key: bytes, body: bytes, headers: Mapping[str, str]) -> None:
    """Write an object that is held in memory, with its checksum."""
    digest = hashlib.md5(body, usedforsecurity=False).digest()
    checked = {**headers, CHECKSUM: content_md5(digest)}
    await retried(lambda attempt: _put(bucket, key, body, checked, attempt), "PUT")


def content_md5(digest: bytes) -> str:
    """Return the value of the header for an MD5 digest."""
    return base64.b64encode(digest).decode()


def wants_checksum(error: StoreRefusal) -> bool:
    """Return whether a store refused a body because it came without a checksum.

    AWS does so in buckets whose objects are locked by default. The code is also that of other
    errors.
    """
    return error.status_code == 400 and "content-md5" in error.message.lower()


async def _put(
    bucket: Bucket, key: bytes, body: bytes, headers: Mapping[str, str], attempt: int
) -> None:
    try:
        async with bucket.request("PUT", key, headers=headers, body=body) as response:
            await read_answer(response)
    except StoreRefusal as error:
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        lost = attempt and error.status_code == 412
        if not lost or not await has_etag(bucket, key, digest):
            raise


async def has_etag(bucket: Bucket, key: bytes, etag: str) -> bool:
    """Return whether there is an object with this ETag, given without quotes.

    After a lost response it shows whether the condition of a later attempt failed only because our
    own first one had been applied.
    """
    found = await bucket.head(key)
    return found is not None and found.etag.strip('"') == etag


async def create_upload(bucket: Bucket, key: bytes, headers: Mapping[str, str]) -> str:
    """Begin a multipart upload, and return its id."""
    return await retried(lambda attempt: begin_upload(bucket, key, headers), "POST", {"uploads"})


async def begin_upload(bucket: Bucket, key: bytes, headers: Mapping[str, str]) -> str:
    """Try once to begin a multipart upload, and return its id."""
    async with bucket.request(
        "POST", key, parameters={"uploads": ""}, headers=headers, body=b""
    ) as response:
        found = await read_xml(response, "InitiateMultipartUploadResult")
        upload = found.findtext("UploadId")
        if not upload:
            raise broken("It has no <UploadId>.")
        return upload


async def complete_upload(
    bucket: Bucket, key: bytes, upload: str, etags: Sequence[str], headers: Mapping[str, str]
) -> None:
    """Assemble the object from its parts, under the condition in `headers`."""
    parts = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>"
        for number, etag in enumerate(etags, 1)
    )
    body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
    own = _etag_of_parts(etags)

    async def ask(attempt: int) -> None:
        try:
            async with bucket.request(
                "POST", key, parameters={"uploadId": upload}, headers=headers, body=body
            ) as response:
                answer = await read_answer(response)
                if parsed(answer, "CompleteMultipartUploadResult", "Error").tag == "Error":
                    # S3 sends the status before it is done, and the error after it.
                    raise refusal(response, answer)
        except StoreRefusal as error:
            lost = attempt and error.code in ("NoSuchUpload", "PreconditionFailed")
            if not lost or not await has_etag(bucket, key, own):
                raise

    await retried(ask, "POST", {"uploadId"})


async def abort_upload(bucket: Bucket, key: bytes, upload: str) -> None:
    """Abort an upload, which removes its parts."""

    async def ask(attempt: int) -> None:
        async with bucket.request("DELETE", key, parameters={"uploadId": upload}):
            pass

    await retried(ask, "DELETE", {"uploadId"})


def _etag_of_parts(etags: Sequence[str]) -> str:
    """Return the ETag that S3 gives to an object assembled from parts with these ETags."""
    try:
        digests = b"".join(bytes.fromhex(etag.strip('"')) for etag in etags)
    except ValueError:
        return ""
    return f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(etags)}"
