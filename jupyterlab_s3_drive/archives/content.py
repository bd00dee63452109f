"""The entries of a zip, in order: objects are listed in advance, small ones fetched in advance."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import S3DriveError, StoreRefusal
from ..objects.bucket import Bucket, StoredObject
from ..store.client import CHUNK_SIZE
from ..store.encoding import Gunzip, is_unpacked, unpacked
from ..store.parallel import ahead, cancel
from ..store.retry import Attempts, retried
from ..store.target import check_segments
from ..transfers.names import is_left_out, relative_path
from .model import Archive

if TYPE_CHECKING:
    import aiohttp

#: Objects up to this size are fetched in advance, and how many of them at a time.
SMALL_BYTES = 256 * 1024
FETCHED_AHEAD = 8
LISTED_AHEAD = 20_000

#: The deepest path in a zip. Windows allows 260 characters, Linux 4,096 bytes.
MAX_LEVELS = 128


@dataclass(frozen=True)
class Entry:
    """An object and its path in the zip, not yet sanitised; a folder's ends with a slash."""

    found: StoredObject
    path: str

    @property
    def is_folder(self) -> bool:
        """Whether it is the marker of a folder."""
        return self.path.endswith("/")


class Content:
    """The objects of one archive."""

    def __init__(self, bucket: Bucket, archive: Archive) -> None:
        self._bucket = bucket
        self._archive = archive
        #: Large objects that are decompressed, so that their length is not known.
        self.unpacked: set[bytes] = set()

    async def entries(self) -> AsyncGenerator[tuple[Entry, bytes | None], None]:
        """Yield every entry in order; a small one with its content, unless it is compressed."""
        waiting: deque[tuple[Entry, asyncio.Task[bytes | None] | None]] = deque()

        async def first() -> tuple[Entry, bytes | None]:
            entry, task = waiting[0]
            # An error while it is fetched names this entry.
            self._archive.progress.detail = entry.path
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
        """Yield a large object; a lost connection is resumed, if the object is unchanged."""
        done, attempts = 0, Attempts()
        gunzip: Gunzip | None = None
        while done < found.size:
            headers = {"Range": f"bytes={done}-"} if done else {}
            if found.etag:
                headers["If-Match"] = found.etag
            try:
                async with self._bucket.request("GET", found.key, headers=headers) as response:
                    place = response.headers.get("Content-Range", "")
                    is_asked = response.status == 206 and place.startswith(f"bytes {done}-")
                    if not (is_asked if done else response.status == 200):
                        raise S3DriveError("SourceChanged", "The S3 store sent another part.")
                    if not done and _is_packed(response, found):
                        gunzip = Gunzip()
                        self.unpacked.add(found.key)
                    async for chunk in response.content.iter_chunked(CHUNK_SIZE):
                        done += len(chunk)
                        if done > found.size:
                            raise _changed(found)
                        attempts.reset()
                        async for piece in unpacked(gunzip, chunk):
                            yield piece
                if done < found.size:
                    raise _cut()
            except S3DriveError as error:
                if error.status_code == 412:
                    raise _changed(found) from error
                if not await attempts.again(error):
                    raise
        for piece in gunzip.finish() if gunzip else ():
            yield piece

    async def _whole(self, found: StoredObject) -> bytes | None:
        """Return a small object; None for one that may be large when it is decompressed."""

        async def attempt(number: int) -> bytes | None:
            headers = {"If-Match": found.etag} if found.etag else {}
            async with self._bucket.request("GET", found.key, headers=headers) as response:
                if _is_packed(response, found):
                    return None
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    # The listing's size is what was reserved for it; a store may send without end.
                    if len(body) > found.size:
                        break
                if len(body) != found.size:
                    is_listed = response.headers.get("ETag") == found.etag
                    raise _cut() if is_listed and len(body) < found.size else _changed(found)
                return bytes(body)

        try:
            return await retried(attempt)
        except StoreRefusal as error:
            raise (_changed(found) if error.status_code == 412 else error) from error

    async def _listed(self) -> AsyncGenerator[Entry, None]:
        asked = self._archive.request
        # A folder's items together, as a listing gives them: names in a zip rely on that.
        for item in sorted((*asked.keys, *asked.prefixes), key=_parent):
            above = asked.above(item)
            if item and not item.endswith(b"/"):
                found = await self._bucket.head(item)
                if found is None:
                    raise S3DriveError("NotFound", "There is no such object.", item.decode())
                self._archive.progress.found(found.size)
                yield Entry(found, item[len(above) :].decode())
                continue
            async for page in self._bucket.pages(item):
                for found in page.objects:
                    entry = self._entry(found, above)
                    if entry:
                        self._archive.progress.found(found.size)
                        yield entry
        self._archive.progress.found_all()

    def _entry(self, found: StoredObject, above: bytes) -> Entry | None:
        """Return the entry for an object; None for an internal or excluded one."""
        rest = found.key[len(above) :]
        if not rest:
            return None
        marks_folder = rest.endswith(b"/")
        try:
            check_segments(self._archive.request.bucket, found.key)
            path = relative_path(rest)
            if marks_folder and found.size:
                raise S3DriveError("NameNotAllowed", "A folder that has content.")
            if len(path) > MAX_LEVELS:
                raise S3DriveError("NameNotAllowed", "No system unpacks so many levels.")
        except S3DriveError:
            self._archive.leave_out(found.key.decode("utf-8", "replace"))
            return None
        if is_left_out(path):
            return None
        return Entry(found, "/".join(path) + ("/" if marks_folder else ""))


def _parent(item: bytes) -> bytes:
    return item.removesuffix(b"/").rpartition(b"/")[0] + b"/"


def _changed(found: StoredObject) -> S3DriveError:
    name = found.key.decode("utf-8", "replace")
    return S3DriveError("SourceChanged", "The object changed while it was read.", name)


def _cut() -> S3DriveError:
    return S3DriveError("StoreConnectionLost", "The S3 store's answer was cut off.")


def _is_packed(response: aiohttp.ClientResponse, found: StoredObject) -> bool:
    return is_unpacked(response.headers.get("Content-Encoding", ""), found.key)
