"""The content of a folder of the workspace, and the existing objects at its destination."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

from ..errors import S3DriveError
from ..objects.bucket import Bucket
from .files import TEMPORARY
from .model import Progress
from .names import is_left_out
from .threads import in_thread
from .workspace import Item, Segments, Workspace, explain_os

#: The longest key in S3.
MAX_KEY_BYTES = 1024


@dataclass(frozen=True)
class Departure:
    """A file and its key; without a source, the marker of an empty folder.

    `etag` is that of the existing object, or empty.
    """

    source: Segments | None
    key: bytes
    name: str
    size: int
    etag: str


@dataclass(frozen=True)
class _Folder:
    """A folder still to be listed. `is_new` means that nothing exists at its destination."""

    segments: Segments
    prefix: bytes
    name: str
    is_new: bool


@dataclass
class _Present:
    """What exists in the bucket: the ETags of objects, and the names of folders."""

    etags: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)


class Walk:
    """Walks through a folder, reports what cannot be copied, and leaves out hidden files."""

    def __init__(self, workspace: Workspace, bucket: Bucket, progress: Progress) -> None:
        self._workspace = workspace
        self._bucket = bucket
        self._progress = progress

    async def below(
        self, segments: Segments, prefix: bytes, *, is_new: bool
    ) -> AsyncIterator[Departure]:
        """Yield everything to copy from the folder `segments` to `prefix`."""
        todo = [_Folder(segments, prefix, "", is_new)]
        while todo:
            folder = todo.pop()
            try:
                items = await self._visible(folder)
            except OSError as error:
                self._failed(folder.name, explain_os(error, folder.name))
                continue
            if not items and folder.is_new:
                self._progress.found(0)
                yield Departure(None, folder.prefix, folder.name, 0, "")
            present = _Present()
            if items and not folder.is_new:
                present = await self._present(folder.prefix, {item.name for item in items})
            for item in items:
                name = f"{folder.name}/{item.name}" if folder.name else item.name
                try:
                    found = await self._place(folder, item, name, present)
                except (S3DriveError, OSError) as error:
                    problem = error if isinstance(error, S3DriveError) else explain_os(error, name)
                    self._failed(name, problem)
                    continue
                if isinstance(found, _Folder):
                    todo.append(found)
                else:
                    self._progress.found(found.size)
                    yield found
        self._progress.found_all()

    async def _visible(self, folder: _Folder) -> list[Item]:
        kept = []
        for item in await in_thread(self._workspace.scan, folder.segments):
            if is_left_out((item.name,)) or item.name.startswith(TEMPORARY):
                continue
            try:
                await self._workspace.check_visible((*folder.segments, item.name))
            except S3DriveError:
                # As in the file browser, which does not show it either.
                continue
            kept.append(item)
        return kept

    async def _present(self, prefix: bytes, names: Collection[str]) -> _Present:
        present = _Present()
        async for page in self._bucket.pages(prefix, "/"):
            for found in page.objects:
                name = found.key[len(prefix) :].decode("utf-8", "surrogateescape")
                if name in names:
                    present.etags[name] = found.etag
            for each in page.prefixes:
                name = each[len(prefix) : -1].decode("utf-8", "surrogateescape")
                if name in names:
                    present.folders.add(name)
        return present

    async def _place(
        self, folder: _Folder, item: Item, name: str, present: _Present
    ) -> Departure | _Folder:
        """Return how to copy one item.

        Raises:
            S3DriveError: why it cannot be copied.
        """
        segments, size = (*folder.segments, item.name), item.size
        if item.kind == "special":
            raise S3DriveError(
                "SpecialFile", "This is a device, a pipe or a socket, not a file.", name
            )
        if item.kind == "link":
            segments, size = await self._follow(segments, name)
        key = folder.prefix + _utf8(item.name)
        if len(key) > MAX_KEY_BYTES:
            raise S3DriveError("NameNotAllowed", "The key would be longer than S3 permits.", name)
        if item.kind == "folder":
            if item.name in present.etags:
                raise S3DriveError("Exists", "An object has the name of this folder.", name)
            is_new = folder.is_new or item.name not in present.folders
            return _Folder(segments, key + b"/", name, is_new)
        if item.name in present.folders:
            raise S3DriveError("Exists", "A folder of S3 has the name of this file.", name)
        return Departure(segments, key, name, size, present.etags.get(item.name, ""))

    async def _follow(self, segments: Segments, name: str) -> tuple[Segments, int]:
        """Return the target of a link to a file of the workspace, and the file's length."""
        real = await in_thread(self._workspace.resolve, "/".join(segments))
        await self._workspace.check_visible(real)
        if await in_thread(self._workspace.kind, real) != "file":
            # A folder could contain the link itself, and be endless.
            raise S3DriveError("SpecialFile", "Links are followed to files only.", name)
        return real, await in_thread(self._workspace.size, real)

    def _failed(self, name: str, error: S3DriveError) -> None:
        self._progress.found(0)
        self._progress.failed(name, error)


def _utf8(name: str) -> bytes:
    try:
        return name.encode()
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "replace").decode()
        raise S3DriveError("NameNotAllowed", "The name is not text in UTF-8.", shown) from None
