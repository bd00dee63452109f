"""Files of the workspace: for reading, and for writing so that they appear complete."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import threading
from contextlib import suppress
from typing import Literal

from ..errors import S3DriveError
from .names import numbered_name
from .workspace import Segments, Workspace

Overwrite = Literal["fail", "skip", "replace", "both"]

#: The prefix of a file's name until it is complete; the dot hides it.
TEMPORARY = ".s3-drive-"

# The errors of file systems without hard links.
_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)


class SourceFile:
    """A regular file, opened without following links or opening devices, and checked for changes.

    Its methods run on threads. A read after `close()` fails: it must not read another file that has
    got the same descriptor since.

    Raises:
        OSError: from the system; `ELOOP` for a link.
        S3DriveError: `SpecialFile`.
    """

    def __init__(self, workspace: Workspace, segments: Segments) -> None:
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        with workspace.folder(segments[:-1]) as parent:
            # Checked first: opening a device may already have an effect.
            _require_file(os.stat(segments[-1], dir_fd=parent, follow_symlinks=False), segments)
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
            self._descriptor = os.open(segments[-1], flags, dir_fd=parent)
        try:
            found = os.fstat(self._descriptor)
            _require_file(found, segments)
        except BaseException:
            self.close()
            raise
        self.size = found.st_size
        self._modified = found.st_mtime_ns
        self._name = segments[-1]

    def read(self, offset: int, size: int) -> bytes:
        """Return exactly these bytes.

        Raises:
            S3DriveError: `SourceChanged`, if the file has become shorter.
        """
        parts = []
        while size:
            with self._lock:
                part = os.pread(self._open(), size, offset)
            if not part:
                raise self._changed()
            parts.append(part)
            offset, size = offset + len(part), size - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def check_unchanged(self) -> None:
        """Refuse a file that was written to since it was opened.

        Raises:
            S3DriveError: `SourceChanged`.
        """
        with self._lock:
            found = os.fstat(self._open())
        if (found.st_size, found.st_mtime_ns) != (self.size, self._modified):
            raise self._changed()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            raise OSError(errno.EBADF, "The file is closed")
        return self._descriptor

    def _changed(self) -> S3DriveError:
        return S3DriveError("SourceChanged", "The file changed while it was read.", self._name)


class Landing:
    """A file that is written under a hidden name in its folder, and then gets its own name.

    Closed before that, it leaves nothing behind. Its methods run on threads.

    Args:
        workspace: the workspace.
        segments: the file's own path; missing folders are created.
    """

    def __init__(self, workspace: Workspace, segments: Segments) -> None:
        self._name = segments[-1]
        self._temporary = f"{TEMPORARY}{secrets.token_hex(8)}.part"
        self._lock = threading.Lock()
        self._file: int | None = None
        with workspace.folder(segments[:-1], make=True) as parent:
            self._folder = os.dup(parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self._file = os.open(self._temporary, flags, 0o666, dir_fd=self._folder)
        except BaseException:
            os.close(self._folder)
            raise

    def write(self, data: bytes | bytearray, offset: int) -> None:
        """Write at an offset."""
        view = memoryview(data)
        while view:
            with self._lock:
                if self._file is None:
                    raise OSError(errno.EBADF, "The file is closed")
                written = os.pwrite(self._file, view, offset)
            view, offset = view[written:], offset + written

    def truncate(self) -> None:
        """Discard the content."""
        with self._lock:
            if self._file is not None:
                os.ftruncate(self._file, 0)

    def commit(self, overwrite: Overwrite, size: int) -> str | None:
        """Give the file its name, and return it; None if an existing file was kept.

        Args:
            overwrite: what to do if the name exists.
            size: the expected length of the file.

        Raises:
            S3DriveError: `Exists` or `SourceChanged`.
            OSError: from the system.
        """
        with self._lock:
            if self._file is None or os.fstat(self._file).st_size != size:
                raise S3DriveError("SourceChanged", "The object did not come whole.", self._name)
            if overwrite == "replace":
                self._replace()
                return self._name
            for number in range(10_000):
                name = numbered_name(self._name, number)
                if self._take(name):
                    return name
                if overwrite == "skip":
                    return None
                if overwrite == "fail":
                    break
        raise S3DriveError("Exists", "Something has this name already.", self._name)

    def close(self) -> None:
        """Remove the file unless it has got its name, and close everything."""
        with self._lock:
            if self._file is None:
                return
            os.close(self._file)
            self._file = None
            with suppress(OSError):
                os.unlink(self._temporary, dir_fd=self._folder)
            os.close(self._folder)

    def _take(self, name: str) -> bool:
        """Give the file this name unless it exists; `close()` removes the temporary name."""
        try:
            os.link(self._temporary, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            return self._take_without_link(name)
        return True

    def _take_without_link(self, name: str) -> bool:
        try:
            # Reserves the name; for a moment the file exists and is empty.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            os.close(os.open(name, flags, 0o666, dir_fd=self._folder))
        except FileExistsError:
            return False
        self._rename(name)
        return True

    def _replace(self) -> None:
        try:
            found = os.stat(self._name, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            pass
        else:
            if stat.S_ISDIR(found.st_mode):
                raise S3DriveError("Exists", "A folder has this name already.", self._name)
            if stat.S_ISREG(found.st_mode) and self._file is not None:
                os.fchmod(self._file, stat.S_IMODE(found.st_mode))
            elif not stat.S_ISLNK(found.st_mode):
                raise _special(self._name)
        self._rename(self._name)

    def _rename(self, name: str) -> None:
        os.replace(self._temporary, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)


def _require_file(found: os.stat_result, segments: Segments) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not stat.S_ISREG(found.st_mode):
        raise _special(segments[-1])


def _special(name: str) -> S3DriveError:
    return S3DriveError("SpecialFile", "This is a device, a pipe or a socket, not a file.", name)
