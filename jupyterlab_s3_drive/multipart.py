"""Writing an object, at once or in parts, so that it never replaces anything unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from .bucket import Bucket, read_answer, refusal
from .errors import StoreRefusal
from .retry import retried
from .storexml import XmlError, parse_xml


async def put_small(bucket: Bucket, key: bytes, body: bytes, headers: Mapping[str, str]) -> None:
    """Write an object that is held in memory."""
    await retried(lambda attempt: _put(bucket, key, body, headers, attempt))


async def _put(
    bucket: Bucket, key: bytes, body: bytes, headers: Mapping[str, str], attempt: int
) -> None:
    try:
        async with bucket.request("PUT", key, headers=headers, body=body) as response:
            await read_answer(response)
    except StoreRefusal as error:
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        lost = attempt and error.status_code == 412
        if not lost or not await stands(bucket, key, digest):
            raise


async def stands(bucket: Bucket, key: bytes, etag: str) -> bool:
    """Tell whether there is an object of this ETag, given without quotes.

    After a lost answer it tells whether the condition of a later attempt failed only because our own
    first one had been carried out.
    """
    found = await bucket.head(key)
    return found is not None and found.etag.strip('"') == etag


async def create_upload(bucket: Bucket, key: bytes, headers: Mapping[str, str]) -> str:
    """Begin an upload in parts, and return its id."""

    async def ask(attempt: int) -> str:
        async with bucket.request(
            "POST", key, parameters={"uploads": ""}, headers=headers, body=b""
        ) as response:
            try:
                found = parse_xml(await read_answer(response)).findtext("UploadId")
            except XmlError:
                found = None
            if not found:
                raise StoreRefusal(502, "InternalError", "The S3 store began no upload.")
            return found

    return await retried(ask)


async def complete_upload(
    bucket: Bucket, key: bytes, upload: str, etags: Sequence[str], headers: Mapping[str, str]
) -> None:
    """Make the object of its parts, under the condition in `headers`."""
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
                try:
                    failed = parse_xml(answer).tag == "Error"
                except XmlError:
                    failed = True
                if failed:
                    # S3 sends the status before it is done, and the error after it.
                    raise refusal(response, answer)
        except StoreRefusal as error:
            lost = attempt and error.code in ("NoSuchUpload", "PreconditionFailed")
            if not lost or not await stands(bucket, key, own):
                raise

    await retried(ask)


async def abort_upload(bucket: Bucket, key: bytes, upload: str) -> None:
    """Throw away the parts of an upload."""

    async def ask(attempt: int) -> None:
        async with bucket.request("DELETE", key, parameters={"uploadId": upload}):
            pass

    await retried(ask)


def _etag_of_parts(etags: Sequence[str]) -> str:
    """Return the ETag that S3 gives to an object of parts with these ETags."""
    try:
        digests = b"".join(bytes.fromhex(etag.strip('"')) for etag in etags)
    except ValueError:
        return ""
    return f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(etags)}"
