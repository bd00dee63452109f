"""Writes one file of the workspace to the store, without ever replacing an unknown version."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from ..errors import S3DriveError, StoreRefusal
from ..objects.bucket import Bucket
from ..objects.encryptednear import PartNaming
from ..objects.multipart import (
    CHECKSUM,
    abort_upload,
    complete_upload,
    content_md5,
    create_upload,
    has_etag,
    put_small,
    wants_checksum,
)
from ..store.expected import read_answer
from ..store.parallel import each, listed
from ..store.retry import retried
from .entries import CHUNK_BYTES, MAX_PARTS, PART_BYTES, WIDTH, Counter
from .files import SourceFile
from .threads import in_thread

#: How long aborting a failed or cancelled upload may take.
ABORT_SECONDS = 10.0


class Sender:
    """Writes files as objects.

    Args:
        bucket: the destination.
        slots: held during each request that carries bytes.
    """

    def __init__(self, bucket: Bucket, slots: asyncio.Semaphore) -> None:
        self._bucket = bucket
        self._slots = slots
        self._wants_checksum = False

    async def send(
        self,
        source: SourceFile,
        key: bytes,
        counter: Counter,
        headers: Mapping[str, str],
        condition: Mapping[str, str],
    ) -> None:
        """Write one object, completely or not at all.

        Args:
            source: the file; if it changes meanwhile, nothing is written.
            key: the object's.
            counter: counts the bytes that were sent.
            headers: the headers of the object.
            condition: `If-Match` or `If-None-Match`, the condition of the write.

        Raises:
            S3DriveError: `SourceChanged`, or the store's error.
        """
        if source.size <= CHUNK_BYTES:
            body = await in_thread(source.read, 0, source.size)
            await in_thread(source.check_unchanged)
            async with self._slots:
                await put_small(self._bucket, key, body, {**headers, **condition})
            counter.add(len(body))
        elif source.size <= PART_BYTES:
            await self._put(source, key, counter, {**headers, **condition})
        else:
            await self._put_in_parts(source, key, counter, headers, condition)

    async def _put(
        self, source: SourceFile, key: bytes, counter: Counter, headers: Mapping[str, str]
    ) -> None:
        async def attempt(number: int) -> None:
            body = _Body(source, 0, source.size, counter, is_last=True)
            try:
                await self._upload(body, key, {}, headers)
            except StoreRefusal as error:
                lost = number and error.status_code == 412
                if not lost or not await has_etag(self._bucket, key, await body.digest()):
                    raise

        await retried(attempt, "PUT")

    async def _put_in_parts(
        self,
        source: SourceFile,
        key: bytes,
        counter: Counter,
        headers: Mapping[str, str],
        condition: Mapping[str, str],
    ) -> None:
        upload = await self._create(key, headers)
        naming = PartNaming({**self._bucket.encryption, **headers})
        try:
            size = part_size(source.size)
            starts = range(0, source.size, size)
            etags = [""] * len(starts)

            async def send_part(number: int) -> None:
                start = starts[number]
                end = min(start + size, source.size)
                query = {"uploadId": upload, "partNumber": str(number + 1)}
                etags[number] = await naming.send(
                    lambda named: self._put_part(source, key, query, named, start, end, counter)
                )

            await each(listed(range(len(starts))), send_part, WIDTH)
            await in_thread(source.check_unchanged)
            await naming.send(
                lambda named: complete_upload(
                    self._bucket, key, upload, etags, {**condition, **named}
                )
            )
        except BaseException:
            await _uninterrupted(abort_upload(self._bucket, key, upload))
            raise
        found = await self._bucket.head(key)
        if found is None or found.size != source.size:
            raise S3DriveError("TargetChanged", "The object is not as long as the file.")

    async def _create(self, key: bytes, headers: Mapping[str, str]) -> str:
        """Begin an upload; if this is cancelled, the upload is aborted."""
        creating = asyncio.ensure_future(create_upload(self._bucket, key, headers))
        try:
            return await asyncio.shield(creating)
        except asyncio.CancelledError:

            async def abort() -> None:
                await abort_upload(self._bucket, key, await creating)

            await _uninterrupted(abort())
            raise

    async def _put_part(
        self,
        source: SourceFile,
        key: bytes,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        start: int,
        end: int,
        counter: Counter,
    ) -> str:
        """Send one part, and return its ETag."""

        async def attempt(_: int) -> str:
            own = counter.part()
            return await self._upload(_Body(source, start, end, own), key, query, headers)

        return await retried(attempt, "PUT", query)

    async def _upload(
        self, body: _Body, key: bytes, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> str:
        """Send a body once, and return its ETag.

        Computing the checksum requires reading the file first: only for a store that requires it.
        """
        is_checked = self._wants_checksum
        sent = dict(headers)
        if is_checked:
            sent[CHECKSUM] = content_md5(bytes.fromhex(await body.digest()))
        try:
            async with (
                self._slots,
                self._bucket.request(
                    "PUT",
                    key,
                    parameters=query,
                    headers=sent,
                    body=body,
                    length=len(body),
                ) as response,
            ):
                await read_answer(response)
                return response.headers.get("ETag", "")
        except BaseException as error:
            body.counter.take_back()
            if isinstance(error, StoreRefusal) and not is_checked and wants_checksum(error):
                self._wants_checksum = True
                return await self._upload(body, key, query, headers)
            if body.problem:
                # The client only knows that the body was cut off.
                raise body.problem from None
            raise


class _Body:
    """The bytes of a file, read while they are sent.

    The last ones are sent only if the file is unchanged: an incomplete body is not stored.
    """

    def __init__(
        self, source: SourceFile, start: int, end: int, counter: Counter, *, is_last: bool = False
    ) -> None:
        self.counter = counter
        self.problem: BaseException | None = None
        self._source = source
        self._range = start, end
        self._is_last = is_last

    def __len__(self) -> int:
        start, end = self._range
        return end - start

    async def __aiter__(self) -> AsyncIterator[bytes]:
        start, end = self._range
        try:
            for offset in range(start, end, CHUNK_BYTES):
                size = min(CHUNK_BYTES, end - offset)
                chunk = await in_thread(self._source.read, offset, size)
                if self._is_last and offset + size == end:
                    await in_thread(self._source.check_unchanged)
                yield chunk
                self.counter.add(size)
        except (S3DriveError, OSError) as error:
            self.problem = error
            raise

    async def digest(self) -> str:
        """Return the ETag that a store gives to these bytes."""

        def read() -> str:
            digest = hashlib.md5(usedforsecurity=False)
            start, end = self._range
            for offset in range(start, end, CHUNK_BYTES):
                digest.update(self._source.read(offset, min(CHUNK_BYTES, end - offset)))
            return digest.hexdigest()

        return await in_thread(read)


def part_size(size: int) -> int:
    """Return the size of the parts of an object: S3 accepts at most 10,000 of them."""
    least = -(-size // MAX_PARTS)
    return max(PART_BYTES, -(-least // CHUNK_BYTES) * CHUNK_BYTES)


async def _uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Clean up for a limited time, even if the caller is cancelled; ignore failures."""
    task = asyncio.ensure_future(work)
    with suppress(asyncio.CancelledError):
        await asyncio.wait({task}, timeout=ABORT_SECONDS)
    if not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({task}, timeout=ABORT_SECONDS)
    if task.done():
        task.cancelled() or task.exception()
    else:
        task.cancel()
