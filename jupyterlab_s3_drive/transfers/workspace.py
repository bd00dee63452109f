"""The contents root: which paths may be used, and access that a link cannot lead out of it.

A path is resolved once, and then walked from the root's own descriptor, segment by segment, without
following links: access fails if a folder is replaced by a link in between.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.utils import ensure_async

from ..errors import S3DriveError

Segments = tuple[str, ...]
Kind = Literal["file", "folder", "link", "special"]

#: JupyterLab's own copies of files, which are not copied.
CHECKPOINTS = ".ipynb_checkpoints"

_POSSIBLE = (
    hasattr(os, "O_NOFOLLOW")
    and {os.open, os.mkdir, os.link, os.unlink, os.stat, os.rename} <= os.supports_dir_fd
    and os.scandir in os.supports_fd
)


@dataclass(frozen=True)
class Item:
    """One entry of a folder of the workspace."""

    name: str
    kind: Kind
    size: int


class Workspace:
    """The folder that Jupyter's contents manager serves.

    Args:
        manager: the contents manager; only one that serves files has a workspace.
    """

    def __init__(self, manager: Any) -> None:
        self._manager = manager
        self._root = ""
        if self.problem is None:
            self._root = os.path.realpath(manager.root_dir)

    @property
    def problem(self) -> str | None:
        """Why nothing can be copied to or from the workspace, or None."""
        if not isinstance(self._manager, FileContentsManager):
            return "This Jupyter server does not keep its files in a folder."
        if not _POSSIBLE:
            return "This operating system cannot open files safely enough."
        return None

    def require(self) -> None:
        """Refuse if there is no workspace.

        Raises:
            S3DriveError: `WorkspaceUnavailable`.
        """
        if self.problem:
            raise S3DriveError("WorkspaceUnavailable", self.problem)

    async def check_visible(self, segments: Segments) -> None:
        """Refuse a hidden file, by the contents manager's own rule, whether it exists or not.

        Raises:
            S3DriveError: `HiddenFile`.
        """
        path = "/".join(segments)
        if self._manager.allow_hidden:
            return
        try:
            hidden = await ensure_async(self._manager.is_hidden(path))
        except OSError:
            # The manager's rule follows links, and one may lead to itself: then only the name
            # decides.
            hidden = any(segment.startswith(".") for segment in segments)
        if hidden:
            raise S3DriveError("HiddenFile", "This Jupyter server permits no hidden files.", path)

    def resolve(self, path: str) -> Segments:
        """Return the real path for a path of the contents API, without any link.

        Raises:
            S3DriveError: `OutsideWorkspace`, `NameNotAllowed` or `NotFound`.
        """
        segments = split_path(path)
        try:
            real = os.path.realpath(os.path.join(self._root, *segments), strict=True)
        except OSError as error:
            raise S3DriveError("NotFound", "There is no such file or folder.", path) from error
        if real == self._root:
            return ()
        if os.path.commonpath([real, self._root]) != self._root:
            raise outside(path)
        return Path(real).relative_to(self._root).parts

    @contextmanager
    def folder(self, segments: Segments, *, make: bool = False) -> Iterator[int]:
        """Open a folder and yield its descriptor.

        Args:
            segments: a resolved path; a link in it is refused.
            make: create missing folders.

        Raises:
            OSError: from the system; `ENOTDIR` or `ELOOP` for a link or a file in the path.
        """
        descriptor = os.open(self._root, _FOLDER)
        try:
            for segment in segments:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(segment, dir_fd=descriptor)
                below = os.open(segment, _FOLDER, dir_fd=descriptor)
                os.close(descriptor)
                descriptor = below
            yield descriptor
        finally:
            os.close(descriptor)

    def make_folder(self, segments: Segments) -> None:
        """Create a folder and its missing parents; it may exist."""
        with self.folder(segments, make=True):
            pass

    def make_new_folder(self, segments: Segments) -> None:
        """Create a folder in one that exists.

        Raises:
            FileExistsError: the name exists.
        """
        with self.folder(segments[:-1]) as parent:
            os.mkdir(segments[-1], dir_fd=parent)

    def kind(self, segments: Segments) -> Kind | None:
        """Return the kind of a path, without following a link; None if it does not exist."""
        if not segments:
            return "folder"
        try:
            with self.folder(segments[:-1]) as parent:
                return _kind(os.stat(segments[-1], dir_fd=parent, follow_symlinks=False).st_mode)
        except FileNotFoundError:
            return None

    def size(self, segments: Segments) -> int:
        """Return the length of a file."""
        with self.folder(segments[:-1]) as parent:
            return os.stat(segments[-1], dir_fd=parent, follow_symlinks=False).st_size

    def scan(self, segments: Segments) -> list[Item]:
        """Return the entries of a folder, sorted by name."""
        with self.folder(segments) as descriptor, os.scandir(descriptor) as entries:
            items = []
            for entry in entries:
                with suppress(FileNotFoundError):
                    found = entry.stat(follow_symlinks=False)
                    items.append(Item(entry.name, _kind(found.st_mode), found.st_size))
        return sorted(items, key=lambda item: item.name)


_FOLDER = (
    os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC
    if os.name == "posix"
    else 0
)


def split_path(path: str) -> Segments:
    """Return the segments of a path of the contents API, which begins at the root.

    Raises:
        S3DriveError: `OutsideWorkspace` or `NameNotAllowed`.
    """
    stripped = path.strip("/")
    segments = tuple(stripped.split("/")) if stripped else ()
    for segment in segments:
        check_name(segment, path)
    return segments


def check_name(name: str, path: str) -> None:
    """Refuse an invalid file name.

    Raises:
        S3DriveError: `OutsideWorkspace` or `NameNotAllowed`.
    """
    if name == "..":
        raise outside(path)
    if name in ("", ".") or "/" in name or "\0" in name:
        raise S3DriveError("NameNotAllowed", "A file cannot have this name.", path)


def outside(path: str) -> S3DriveError:
    """Return the error for a path that is not below the contents root."""
    return S3DriveError("OutsideWorkspace", "This is not in Jupyter's folder.", path)


def explain_os(error: OSError, name: str) -> S3DriveError:
    """Return our error for an error of the system."""
    number, words = error.errno or 0, f"{error.strerror or type(error).__name__}: {name}"
    if number in (errno.ENOSPC, errno.EDQUOT):
        return S3DriveError("DiskFull", "There is no space left on Jupyter's disk.", words)
    if number in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
        return S3DriveError("NameNotAllowed", "A file cannot have this name.", words)
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return S3DriveError("WorkspaceForbidden", "Jupyter may not do that in its folder.", words)
    if number in (errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return S3DriveError("Exists", "Something else has this name already.", words)
    if number == errno.ENOENT:
        return S3DriveError("NotFound", "There is no such file or folder.", words)
    return S3DriveError("WorkspaceFailed", "Jupyter's disk refused it.", words)


def _kind(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "special"
