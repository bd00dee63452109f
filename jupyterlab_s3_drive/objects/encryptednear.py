"""Writes that name the encryption of the objects near; see `src/s3/objects/encryptednear.ts`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from ..errors import S3DriveError, StoreRefusal
from ..store.defaultheaders import ENCRYPTION
from .bucket import Bucket
from .kept import kept_headers
from .multipart import abort_upload, begin_upload

T = TypeVar("T")


class Neighbours:
    """Knows how the objects of a bucket are encrypted, once a write was refused.

    The policy of a bucket may demand the header of each new object, and a refusal does not say so.
    Nothing is asked unless the store refuses; what was found is kept as long as this object is.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._asking = asyncio.Lock()
        self._found: dict[str, str] | None = None

    async def encrypted(
        self,
        key: bytes,
        headers: Mapping[str, str],
        write: Callable[[dict[str, str]], Awaitable[T]],
    ) -> T:
        """Write an object; if it is refused and names no encryption, with that of one near it.

        Args:
            key: the object's.
            headers: of the write.
            write: makes one attempt; when it is refused, nothing was written.

        Raises:
            S3DriveError: of the first attempt, if the second one is refused too.
        """
        try:
            return await write(dict(headers))
        except StoreRefusal as error:
            if ENCRYPTION in headers or not _is_refusal(error):
                raise
            near = await self._near(key)
            if not near:
                raise
            try:
                return await write({**headers, **near})
            except StoreRefusal as again:
                raise (error if _is_refusal(again) else again) from again

    async def _near(self, key: bytes) -> dict[str, str]:
        async with self._asking:
            if self._found is None:
                try:
                    self._found = await self._ask(key)
                except S3DriveError:
                    # The person sees the refusal of the write.
                    self._found = {}
            return self._found

    async def _ask(self, key: bytes) -> dict[str, str]:
        """Look at an object in the folder of a key, or else in the folder above."""
        folder = _parent(key)
        for prefix in dict.fromkeys((folder, _parent(folder))):
            near = await self._bucket.first_below(prefix)
            if near:
                return encryption_in(kept_headers(await self._bucket.headers_of(near.key)))
        return {}


class PartNaming:
    """Names the encryption of an upload in its parts and at its end too, where that is demanded.

    MinIO applies the policy to each of these requests. AWS accepts the header only where an upload
    begins, so it is sent after a refusal.

    Args:
        headers: of the request that began the upload.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._encryption = encryption_in(headers)
        self._is_demanded = False

    async def send(self, send: Callable[[dict[str, str]], Awaitable[T]]) -> T:
        """Send a request of the upload, with further headers if it is refused without them."""
        if self._is_demanded:
            return await send(self._encryption)
        try:
            return await send({})
        except StoreRefusal as error:
            if not self._encryption or not _is_refusal(error):
                raise
            try:
                sent = await send(self._encryption)
            except StoreRefusal as again:
                raise (error if _is_refusal(again) else again) from again
            self._is_demanded = True
            return sent


async def demanded(bucket: Bucket, key: bytes) -> dict[str, str]:
    """Return the encryption headers without which the store refuses a new object, usually none.

    Nobody here sees the refusal of what somebody else sends. So an upload is begun and aborted, which
    needs the same permission as a PUT and never leaves an object.
    """

    async def begin(headers: dict[str, str]) -> dict[str, str]:
        upload = await begin_upload(bucket, key, headers)
        with suppress(S3DriveError):
            await abort_upload(bucket, key, upload)
        return headers

    try:
        return await Neighbours(bucket).encrypted(key, {}, begin)
    except S3DriveError:
        # Whoever sends the object gets the store's own answer.
        return {}


def _parent(key: bytes) -> bytes:
    above, slash, _ = key.removesuffix(b"/").rpartition(b"/")
    return above + slash


def encryption_in(headers: Mapping[str, str]) -> dict[str, str]:
    """Return those about encryption.

    The context is of the object alone: a key may only be usable with the right one.
    """
    return {
        name: value
        for name, value in headers.items()
        if name.startswith(ENCRYPTION) and not name.endswith("-context")
    }


def _is_refusal(error: StoreRefusal) -> bool:
    return error.status_code == 403 and error.code == "AccessDenied"
