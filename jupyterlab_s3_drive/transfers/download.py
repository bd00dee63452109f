"""S3 → workspace: one object, or a folder with everything below it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import S3DriveError, StoreRefusal
from ..objects.bucket import StoredObject
from ..store.encoding import Gunzip, is_unpacked
from ..store.parallel import ahead, each, listed
from ..store.retry import retried
from .entries import CHUNK_BYTES, LISTED_AHEAD, PART_BYTES, WIDTH, Copy, Counter, is_conflict
from .files import Landing
from .model import TransferRequest
from .names import is_left_out, numbered_name, relative_path
from .threads import in_thread, opened
from .workspace import Segments, explain_os, split_path

if TYPE_CHECKING:
    import aiohttp


@dataclass(frozen=True)
class Arrival:
    """An object and its destination; a marker becomes a folder."""

    found: StoredObject
    segments: Segments
    name: str
    is_marker: bool


class Download(Copy):
    """Copies into the workspace. `target` is the path that is created, once it is known."""

    target = ""

    async def prepare(self, asked: TransferRequest) -> None:
        """Make all checks that are possible before anything is copied.

        Raises:
            S3DriveError: `NotFound`, `Exists`, `HiddenFile`, `OutsideWorkspace`, …
        """
        self._asked = asked
        self._into = await self._receiving_folder(asked.path)
        source = asked.key or asked.prefix.rstrip(b"/") or asked.bucket
        (name,) = relative_path(source.rpartition(b"/")[2])
        self._name = name
        self._object = await self._source(asked)
        await self.workspace.check_visible((*self._into, name))
        kind = await in_thread(self.workspace.kind, (*self._into, name))
        wanted = ("file", "link") if asked.key else ("folder",)
        stays = asked.overwrite == "fail" or kind not in wanted
        if kind and asked.overwrite != "both" and stays:
            raise S3DriveError("Exists", "Something has this name already.", name)
        self._report(name)

    async def run(self) -> None:
        """Copy.

        Raises:
            S3DriveError: an error that every further object would meet; errors of single objects
                are reported in the progress.
        """
        if self._object:
            self.progress.found(self._object.size)
            self.progress.found_all()
            segments = (*self._into, self._name)
            await self._entry(Arrival(self._object, segments, self._name, False))
            return
        root = (*self._into, await self._make_root())
        arrivals = ahead(self._arrivals(self._asked.prefix, root), LISTED_AHEAD)
        await each(arrivals, self._entry, WIDTH)

    async def _receiving_folder(self, path: str) -> Segments:
        self.workspace.require()
        into = await in_thread(self.workspace.resolve, path)
        for segments in (split_path(path), into):
            await self.workspace.check_visible(segments)
        if await in_thread(self.workspace.kind, into) != "folder":
            raise S3DriveError("NotFound", "There is no such folder.", path)
        return into

    async def _source(self, asked: TransferRequest) -> StoredObject | None:
        """Return the object to copy; None for a folder that is not empty."""
        if asked.key:
            found = await self.bucket.head(asked.key)
            if found is None:
                raise S3DriveError("NotFound", "There is no such object.", asked.key.decode())
            return found
        if not await self.bucket.has_below(asked.prefix):
            raise S3DriveError("NotFound", "There is no such folder.", asked.prefix.decode())
        return None

    async def _make_root(self) -> str:
        """Create the destination folder of the objects, and return its name."""
        overwrite = self._asked.overwrite
        if overwrite in ("skip", "replace"):
            await in_thread(self.workspace.make_folder, (*self._into, self._name))
            return self._name
        for number in range(10_000 if overwrite == "both" else 1):
            name = numbered_name(self._name, number)
            try:
                await in_thread(self.workspace.make_new_folder, (*self._into, name))
            except FileExistsError:
                continue
            self._report(name)
            return name
        raise S3DriveError("Exists", "Something has this name already.", self._name)

    async def _arrivals(self, prefix: bytes, root: Segments) -> AsyncIterator[Arrival]:
        """List the objects to copy; those that cannot be copied are reported at once."""
        async for page in self.bucket.pages(prefix):
            for found in page.objects:
                rest = found.key[len(prefix) :]
                if not rest:
                    continue
                try:
                    path = relative_path(rest)
                except S3DriveError as error:
                    self.progress.found(0)
                    self.progress.failed(rest.decode("utf-8", "replace"), error)
                    continue
                if not is_left_out(path):
                    self.progress.found(found.size)
                    is_marker = rest.endswith(b"/")
                    yield Arrival(found, (*root, *path), "/".join(path), is_marker)
        self.progress.found_all()

    async def _entry(self, arrival: Arrival) -> None:
        async def work() -> bool:
            await self.workspace.check_visible(arrival.segments)
            if not arrival.is_marker:
                return await self._file(arrival)
            if arrival.found.size:
                raise S3DriveError(
                    "NameNotAllowed", "A name that ends with a slash is a folder, but has content."
                )
            await in_thread(self.workspace.make_folder, arrival.segments)
            return True

        await self.one(arrival.name, arrival.found.size, work)

    async def _file(self, arrival: Arrival) -> bool:
        overwrite = self._asked.overwrite
        if overwrite in ("skip", "fail"):
            kind = await in_thread(self._kind, arrival.segments)
            if kind == "folder" or (kind and overwrite == "fail"):
                raise S3DriveError("Exists", "Something has this name already.", arrival.name)
            if kind:
                return False
        counter = Counter(self.progress)
        async with opened(Landing, self.workspace, arrival.segments) as landing:
            try:
                size = await self._fetch(arrival.found, landing, counter)
                name = await in_thread(landing.commit, overwrite, size)
            except BaseException:
                counter.take_back()
                raise
        if name is None:
            counter.take_back()
            return False
        self.progress.resized(size - arrival.found.size)
        if self._object:
            self._report(name)
        return True

    def _kind(self, segments: Segments) -> str | None:
        try:
            return self.workspace.kind(segments)
        except NotADirectoryError as error:
            raise explain_os(error, "/".join(segments)) from error

    async def _fetch(self, found: StoredObject, landing: Landing, counter: Counter) -> int:
        """Write the object, and return its length."""
        if found.size <= PART_BYTES:
            return await self._fetch_whole(found, landing, counter)

        async def fetch(start: int) -> None:
            await self._fetch_range(found, start, landing, counter)

        try:
            await each(listed(range(0, found.size, PART_BYTES)), fetch, WIDTH)
        except _Packed:
            # It has to be read in order.
            return await self._fetch_whole(found, landing, counter)
        return found.size

    async def _fetch_whole(self, found: StoredObject, landing: Landing, counter: Counter) -> int:
        """Fetch the object in one request, whichever version exists by now."""

        async def attempt(number: int) -> int:
            counter.take_back()
            await in_thread(landing.truncate)
            async with self.slots, self.bucket.request("GET", found.key) as response:
                length = response.content_length
                gunzip = Gunzip() if _is_packed(response, found) else None
                read, written = await _pour(response, landing, 0, counter, gunzip)
                # Of the version that was listed the size is known, whatever the answer says.
                is_listed = found.etag != "" and response.headers.get("ETag") == found.etag
            if read != (found.size if is_listed or length is None else length):
                raise _cut()
            return written

        return await retried(attempt)

    async def _fetch_range(
        self, found: StoredObject, start: int, landing: Landing, counter: Counter
    ) -> None:
        """Fetch one part of the listed version, and of no other."""
        end = min(start + PART_BYTES, found.size)
        headers = {"Range": f"bytes={start}-{end - 1}"}
        if found.etag:
            headers["If-Match"] = found.etag

        async def attempt(number: int) -> None:
            own = counter.part()
            try:
                async with (
                    self.slots,
                    self.bucket.request("GET", found.key, headers=headers) as response,
                ):
                    if _is_packed(response, found):
                        raise _Packed
                    place = response.headers.get("Content-Range", "")
                    if response.status != 206 or not place.startswith(f"bytes {start}-{end - 1}/"):
                        raise S3DriveError("SourceChanged", "The S3 store sent another part.")
                    written, _ = await _pour(response, landing, start, own)
                if written != end - start:
                    raise _cut()
            except BaseException:
                own.take_back()
                raise

        try:
            await retried(attempt)
        except StoreRefusal as error:
            if is_conflict(error):
                raise S3DriveError(
                    "SourceChanged", "The object changed while it was copied."
                ) from error
            raise

    def _report(self, name: str) -> None:
        self.target = "/".join((*self._into, name))


class _Packed(Exception):
    """An object is to be decompressed, which is impossible for a part of it."""


def _is_packed(response: aiohttp.ClientResponse, found: StoredObject) -> bool:
    return is_unpacked(response.headers.get("Content-Encoding", ""), found.key)


async def _pour(
    response: aiohttp.ClientResponse,
    landing: Landing,
    offset: int,
    counter: Counter,
    gunzip: Gunzip | None = None,
) -> tuple[int, int]:
    """Write a body as it arrives, and return its length, and the length written."""
    start, buffer, read = offset, bytearray(), 0
    async for chunk in response.content.iter_any():
        read += len(chunk)
        for piece in gunzip.feed(chunk) if gunzip else (chunk,):
            buffer += piece
            if len(buffer) >= CHUNK_BYTES:
                await in_thread(landing.write, buffer, offset)
                counter.add(len(buffer))
                offset += len(buffer)
                buffer = bytearray()
    for piece in gunzip.finish() if gunzip else ():
        buffer += piece
    if buffer:
        await in_thread(landing.write, buffer, offset)
        counter.add(len(buffer))
    return read, offset + len(buffer) - start


def _cut() -> S3DriveError:
    return S3DriveError("StoreConnectionLost", "The S3 store's answer was cut off.")
