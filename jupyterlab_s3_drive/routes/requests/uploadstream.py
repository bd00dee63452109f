"""The body of an upload on its way to the store, with only a few chunks of it in memory."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator
from typing import Any

#: How much is read from the browser at once. Larger chunks take a third less processor time.
_CHUNK_SIZE = 2**20


class UploadStream:
    """A body that is written by one task and read by another.

    It ends only if it was written to its end: a chunked request would otherwise look complete.
    """

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(2)

    async def feed(self, chunk: bytes | None, exchange: asyncio.Task[Any], patience: float) -> bool:
        """Add a chunk, or None for the end.

        Args:
            chunk: the bytes.
            exchange: the request that reads the body; if it ends first, the chunk will not be read.
            patience: seconds to wait for the reader.

        Returns:
            Whether the chunk was accepted.

        Raises:
            asyncio.TimeoutError: the reader has not read for too long.
        """
        if exchange.done():
            return False
        if not self._queue.full():
            self._queue.put_nowait(chunk)
            return True
        put = asyncio.ensure_future(self._queue.put(chunk))
        try:
            await asyncio.wait(
                {put, exchange}, timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
            if put.done():
                return True
            if exchange.done():
                return False
            raise asyncio.TimeoutError
        finally:
            put.cancel()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (chunk := await self._queue.get()) is not None:
            yield chunk


def read_in_large_chunks(connection: Any) -> None:
    """Make Tornado read this request's body in large chunks, if its internals allow it."""
    params: Any = getattr(connection, "params", None)
    stream: Any = getattr(connection, "stream", None)
    if hasattr(params, "chunk_size") and hasattr(stream, "read_chunk_size"):
        connection.params = copy.copy(params)
        connection.params.chunk_size = _CHUNK_SIZE
        stream.read_chunk_size = _CHUNK_SIZE // 4
