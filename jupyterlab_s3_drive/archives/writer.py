"""The zip format, by zipstream-ng, fed chunk by chunk from an event loop."""

from __future__ import annotations

from collections.abc import Iterator

from zipstream import ZIP_STORED, ZipStream


class ZipWriter:
    """Turns files into the bytes of a zip. It holds a record for each file, and no content.

    Files are stored without compression: most large ones are compressed already, and storing is as
    fast as the network. The library requests content when its own output is requested; so each
    chunk is made available, and then exactly one is taken out.
    """

    def __init__(self) -> None:
        self._zip = ZipStream(compress_type=ZIP_STORED)
        self._output: Iterator[bytes] = iter(())
        self._chunk: bytes | None = None
        self._ended = True

    def folder(self, name: str) -> bytes:
        """Return the bytes of a folder entry; its name ends with a slash."""
        self._zip.mkdir(name)
        return b"".join(self._zip.all_files())

    def begin(self, name: str, size: int | None) -> bytes:
        """Begin a file, and return the bytes before its content."""
        self._ended = False
        self._zip.add(self._content(), name, size=size)
        self._output = self._zip.all_files()
        return next(self._output)

    def write(self, chunk: bytes) -> bytes:
        """Return the bytes for some content."""
        self._chunk = chunk
        return next(self._output)

    def end(self) -> bytes:
        """End the file, and return the bytes after its content."""
        self._ended = True
        return b"".join(self._output)

    def finish(self) -> Iterator[bytes]:
        """Yield the central directory, without which no program accepts this as a zip."""
        return iter(self._zip.finalize())

    def _content(self) -> Iterator[bytes]:
        while not self._ended:
            chunk, self._chunk = self._chunk, None
            if chunk is None:
                raise RuntimeError("zipstream-ng asked for content that has not come yet")
            yield chunk
