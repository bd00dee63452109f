"""Reads the notebook to convert into a file, within limits."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import S3DriveError, StoreRefusal
from ..objects.bucket import Bucket
from ..store.client import CHUNK_SIZE
from ..store.retry import retried
from ..transfers.threads import in_thread, opened

if TYPE_CHECKING:
    import aiohttp

_COMPRESSIONS = frozenset({"br", "compress", "deflate", "gzip", "x-compress", "x-gzip", "zstd"})
_ZLIB = frozenset({"deflate", "gzip", "x-gzip"})


async def fetch(bucket: Bucket, key: bytes, etag: str, limit: int, path: Path) -> str:
    """Write an object into a file, decompressed as a browser shows it.

    Args:
        bucket: contains the object.
        key: a checked key.
        etag: the required ETag of the object; an empty text accepts any.
        limit: bytes, in the store and in the file.
        path: the file, which may exist.

    Returns:
        When the object was last modified, as an HTTP date.

    Raises:
        S3DriveError: `ExportChanged`, `ExportFailed`, `TooLarge`, and the store's errors.
    """

    async def attempt(number: int) -> str:
        async with bucket.request(
            "GET", key, headers={"If-Match": etag} if etag else {}
        ) as response:
            await _write(response, limit, path)
            return response.headers.get("Last-Modified", "")

    try:
        return await retried(attempt)
    except StoreRefusal as error:
        if error.status_code != 412:
            raise
        raise S3DriveError(
            "ExportChanged", "The notebook changed since it was opened.", key.decode()
        ) from error


async def _write(response: aiohttp.ClientResponse, limit: int, path: Path) -> None:
    # Also None, of a body that comes in chunks: it is counted as it comes.
    if (response.content_length or 0) > limit:
        raise _too_large(limit)
    unpack = _Unpacking(response.headers.get("Content-Encoding", ""), limit)
    async with opened(path.open, "wb") as file:
        async for chunk in response.content.iter_chunked(CHUNK_SIZE):
            for piece in unpack.pieces(chunk):
                await in_thread(file.write, piece)


class _Unpacking:
    """Decodes a content encoding, piece by piece: a few bytes can decompress to gigabytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        # Others, such as `utf-8` or `aws-chunked`, do not change the bytes.
        applied = [name for name in names if name in _COMPRESSIONS]
        if len(applied) > 1 or not _ZLIB.issuperset(applied):
            raise S3DriveError(
                "ExportFailed",
                "The notebook is stored compressed.",
                f"Content-Encoding: {encoding}",
            )
        # 32: gzip or zlib, detected by the first bytes.
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if applied else None
        self._limit = self._left = limit

    def pieces(self, chunk: bytes) -> list[bytes]:
        """Return the decompressed data of a chunk."""
        if self._inflate is None:
            return [self._counted(chunk)]
        pieces = []
        while chunk:
            try:
                pieces.append(self._counted(self._inflate.decompress(chunk, CHUNK_SIZE)))
            except zlib.error as error:
                raise S3DriveError(
                    "ExportFailed", "The notebook cannot be decompressed.", str(error)
                ) from error
            chunk = self._inflate.unconsumed_tail
        return pieces

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise _too_large(self._limit)
        return piece


def _too_large(limit: int) -> S3DriveError:
    return S3DriveError("TooLarge", "The notebook is too large to be converted.", f"{limit} bytes")
