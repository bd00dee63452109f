"""What goes into a zip, in order: listed ahead, small objects fetched ahead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from ..bucket import Bucket, StoredObject
from ..client import CHUNK_SIZE
from ..errors import S3DriveError
from ..parallel import ahead, cancel
from ..retry import DELAYS, may_pass, retried
from ..target import check_segments
from ..transfers.names import is_left_out, relative_path
from .model import Archive

#: Objects up to this size are fetched before their turn, so many at a time.
SMALL_BYTES = 256 * 1024
FETCHED_AHEAD = 8
LISTED_AHEAD = 20_000


@dataclass(frozen=True)
class Entry:
    """An object and its path in the zip, not yet made safe; a folder's ends with a slash."""

    found: StoredObject
    path: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a marker."""
        return self.path.endswith("/")


class Content:
    """The objects of one archive."""

    def __init__(self, bucket: Bucket, archive: Archive) -> None:
        self._bucket = bucket
        self._archive = archive

    async def entries(self) -> AsyncGenerator[tuple[Entry, bytes | None], None]:
        """Yield every entry in order; a small one with its content."""
        waiting: deque[tuple[Entry, asyncio.Task[bytes] | None]] = deque()

        async def first() -> tuple[Entry, bytes | None]:
            entry, task = waiting[0]
            body = await task if task else None
            waiting.popleft()
            return entry, body

        try:
            async with aclosing(ahead(self._listed(), LISTED_AHEAD)) as listed:
                async for entry in listed:
                    small = not entry.is_folder and entry.found.size <= SMALL_BYTES
                    task = asyncio.ensure_future(self._whole(entry.found)) if small else None
                    waiting.append((entry, task))
                    if len(waiting) > FETCHED_AHEAD or not task:
                        while len(waiting) > (FETCHED_AHEAD if task else 0):
                            yield await first()
                while waiting:
                    yield await first()
        finally:
            await cancel([task for _, task in waiting if task])

    async def chunks(self, found: StoredObject) -> AsyncGenerator[bytes, None]:
        """Yield a large object; where the connection is lost, from where it was, if unchanged."""
        done, attempt = 0, 0
        while done < found.size:
            headers = {"Range": f"bytes={done}-"} if done else {}
            if found.etag:
                headers["If-Match"] = found.etag
            try:
                async with self._bucket.request("GET", found.key, headers=headers) as response:
                    if response.status != (206 if done else 200):
                        raise S3DriveError("SourceChanged", "The S3 store sent another part.")
                    async for chunk in response.content.iter_chunked(CHUNK_SIZE):
                        done, attempt = done + len(chunk), 0
                        yield chunk
            except S3DriveError as error:
                if attempt >= len(DELAYS) or not may_pass(error):
                    raise
                await asyncio.sleep(DELAYS[attempt])
                attempt += 1
        if done != found.size:
            raise S3DriveError("SourceChanged", "The object changed while it was read.")

    async def _whole(self, found: StoredObject) -> bytes:
        async def attempt(number: int) -> bytes:
            async with self._bucket.request("GET", found.key) as response:
                return await response.content.read()

        return await retried(attempt)

    async def _listed(self) -> AsyncGenerator[Entry, None]:
        asked, progress = self._archive.request, self._archive.progress
        for key in asked.keys:
            found = await self._bucket.head(key)
            if found is None:
                raise S3DriveError("NotFound", "There is no such object.", key.decode())
            progress.found(found.size)
            yield Entry(found, key[len(asked.above(key)) :].decode())
        for prefix in asked.prefixes:
            above = asked.above(prefix)
            async for page in self._bucket.pages(prefix):
                for found in page.objects:
                    entry = self._entry(found, above)
                    if entry:
                        progress.found(found.size)
                        yield entry
        progress.found_all()

    def _entry(self, found: StoredObject, above: bytes) -> Entry | None:
        """Return what an object becomes; None for what is Jupyter's own or ours, or was left out."""
        rest = found.key[len(above) :]
        if not rest:
            return None
        marks_folder = rest.endswith(b"/")
        try:
            check_segments(self._archive.request.bucket, found.key)
            path = relative_path(rest)
            if marks_folder and found.size:
                raise S3DriveError("NameNotAllowed", "A folder that has content.")
        except S3DriveError:
            self._archive.left_out.append(found.key.decode("utf-8", "replace"))
            return None
        if is_left_out(path):
            return None
        return Entry(found, "/".join(path) + ("/" if marks_folder else ""))
