"""Workspace → S3: one file, or a folder with everything below it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ..errors import S3DriveError, StoreRefusal
from ..events.changes import Change, End
from ..objects.encryptednear import Neighbours
from ..objects.keeping import MetadataReader, keeping
from ..store.parallel import ahead, each
from ..store.retry import retried
from .entries import LISTED_AHEAD, WIDTH, Copy, Counter, is_conflict
from .files import SourceFile
from .model import TransferRequest
from .names import content_type, numbered_name
from .sending import Sender
from .threads import in_thread, opened
from .walk import Departure, Walk
from .workspace import Segments, split_path

#: How often to try to replace an object that others write to as well.
_ATTEMPTS = 3


@dataclass(frozen=True)
class _Place:
    """The destination of a file or folder: its name, and what exists there."""

    name: str
    etag: str
    has_folder: bool


class Upload(Copy):
    """Copies into the bucket. `target` is the key that is created, once it is known."""

    target = ""

    async def prepare(self, asked: TransferRequest) -> None:
        """Make all checks that are possible before anything is copied.

        Raises:
            S3DriveError: `NotFound`, `Exists`, `HiddenFile`, `OutsideWorkspace`, …
        """
        self.workspace.require()
        self._asked = asked
        self._sender = Sender(self.bucket, self.slots)
        self._keeper = MetadataReader(self.bucket)
        self._neighbours = Neighbours(self.bucket)
        given = split_path(asked.path)
        self._source = await in_thread(self.workspace.resolve, asked.path)
        if not self._source:
            raise S3DriveError("InvalidRequest", "Jupyter's folder itself is not copied.")
        for segments in (given, self._source):
            await self.workspace.check_visible(segments)
        kind = await in_thread(self.workspace.kind, self._source)
        if kind not in ("file", "folder"):
            raise S3DriveError("SpecialFile", "This is neither a file nor a folder.", asked.path)
        self._is_folder = kind == "folder"
        self._place = await self._free_place(given[-1])
        self._report(self._place.name)

    async def run(self) -> None:
        """Copy.

        Raises:
            S3DriveError: an error that every further object would meet; errors of single objects
                are reported in the progress.
        """
        place = self._place
        top = self._asked.prefix + place.name.encode()
        if not self._is_folder:
            async with opened(SourceFile, self.workspace, self._source) as source:
                size = source.size
            self.progress.found(size)
            self.progress.found_all()
            await self._entry(Departure(self._source, top, place.name, size, place.etag))
            return
        walk = Walk(self.workspace, self.bucket, self.progress)
        departures = walk.below(self._source, top + b"/", is_new=not place.has_folder)
        await each(ahead(departures, LISTED_AHEAD), self._entry, WIDTH)

    async def _free_place(self, name: str) -> _Place:
        """Return the destination, and refuse one that must not be used.

        An object and a folder of the same name are never created: MinIO then hides the folder.
        """
        overwrite = self._asked.overwrite
        async for place in self._places(name):
            exists = bool(place.etag) or place.has_folder
            wrong_kind = bool(place.etag) if self._is_folder else place.has_folder
            if not exists:
                return place
            if overwrite == "both":
                continue
            if overwrite == "fail" or wrong_kind:
                break
            return place
        raise S3DriveError("Exists", "Something has this name already.", name)

    async def _places(self, name: str) -> AsyncIterator[_Place]:
        for number in range(10_000):
            candidate = numbered_name(name, number)
            key = self._asked.prefix + candidate.encode()
            found = await self.bucket.head(key)
            has_folder = await self.bucket.has_below(key + b"/")
            yield _Place(candidate, (found.etag or "*") if found else "", has_folder)

    async def _entry(self, departure: Departure) -> None:
        async def work() -> bool:
            if departure.source is None:
                await self._marker(departure.key)
                return True
            return await self._file(departure, departure.source)

        await self.one(departure.name, departure.size, work)

    async def _marker(self, key: bytes) -> None:
        """Write the marker of an empty folder.

        Without a condition: SeaweedFS treats the folder itself as an existing object.
        """

        async def write(headers: dict[str, str]) -> None:
            async with self.slots, self.bucket.request("PUT", key, headers=headers, body=b""):
                pass

        with self._reported(key, 0, None):
            kind = {"content-type": "application/x-directory"}
            await retried(lambda attempt: self._neighbours.encrypted(key, kind, write), "PUT")

    @contextmanager
    def _reported(self, key: bytes, size: int, source: Segments | None) -> Iterator[None]:
        """Report how the writing of an object ended."""
        path = None if source is None else os.fsencode("/".join(source))
        change = Change("transfers", "write", "PUT", self.bucket.name, key, path, size)
        end = End("unknown", code="Cancelled")
        try:
            yield
            end = End("success")
        except StoreRefusal as error:
            end = End.failed(error.code, error.status_code)
            raise
        except S3DriveError as error:
            end = End.failed(error.code)
            raise
        except OSError:
            end = End.failed("WorkspaceFailed")
            raise
        finally:
            if self.report:
                self.report(change, end)

    async def _file(self, departure: Departure, segments: Segments) -> bool:
        overwrite, etag = self._asked.overwrite, departure.etag
        if etag and overwrite == "skip":
            return False
        if etag and overwrite != "replace":
            raise _exists(departure.name)
        counter = Counter(self.progress)
        async with opened(SourceFile, self.workspace, segments) as source:
            try:
                written = await self._write(departure, source, counter, etag)
            except BaseException:
                counter.take_back()
                raise
        if written:
            self.progress.resized(source.size - departure.size)
        return written

    async def _write(
        self, departure: Departure, source: SourceFile, counter: Counter, etag: str
    ) -> bool:
        """Write the object; return False if an existing one was kept."""
        overwrite = self._asked.overwrite
        key, name = departure.key, departure.key.rpartition(b"/")[2].decode()
        for number in range(1, 10_000 if overwrite == "both" else _ATTEMPTS + 1):
            condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
            try:
                with self._reported(key, source.size, departure.source):
                    await self._send(source, key, counter, condition)
            except StoreRefusal as error:
                gone = bool(etag) and error.status_code == 404
                if not is_conflict(error) and not gone:
                    raise
                counter.take_back()
            else:
                if not self._is_folder:
                    self._report(key.rpartition(b"/")[2].decode())
                return True
            if overwrite == "skip":
                return False
            if overwrite == "fail":
                break
            if overwrite == "both":
                key = departure.key[: -len(name.encode())] + numbered_name(name, number).encode()
            else:
                if etag:
                    # The user agreed to lose the existing version, not one that is written
                    # meanwhile.
                    raise S3DriveError("TargetChanged", "Somebody else changed it meanwhile.", name)
                found = await self.bucket.head(key)
                etag = found.etag if found else ""
        raise _exists(departure.name)

    async def _send(
        self, source: SourceFile, key: bytes, counter: Counter, condition: Mapping[str, str]
    ) -> None:
        """Write the object, with the metadata of the one that it replaces; a new one as its neighbours."""
        kind = content_type(key.rpartition(b"/")[2].decode())
        headers, unread = {"content-type": kind}, set[str]()
        if "If-Match" in condition:
            taken = await self._keeper.taken(key, kind)
            headers, unread = taken.headers, taken.lost

        async def send(headers: dict[str, str]) -> None:
            await self._sender.send(source, key, counter, headers, condition)

        async def write(kept: dict[str, str]) -> None:
            await self._neighbours.encrypted(key, kept, send)

        await keeping(headers, write, self.progress.lost.add)
        self.progress.lost |= unread

    def _report(self, name: str) -> None:
        self.target = (self._asked.prefix + name.encode()).decode()
        if self._is_folder:
            self.target += "/"


def _exists(name: str) -> S3DriveError:
    return S3DriveError("Exists", "Something has this name already.", name)
