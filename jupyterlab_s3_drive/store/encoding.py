"""The rule for `Content-Encoding`: objects are delivered with the content that the name says.

A gzip of `data.csv` is decompressed for whoever reads the file; one of `data.csv.gz` is the file
itself. No other coding is decoded, and content that is not a gzip is delivered as it is stored.
`src/s3/metadata/encoding.ts` has the same rule for files opened in JupyterLab.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator

from ..errors import S3DriveError

#: RFC 9110, 8.4.1: `x-gzip` is equivalent.
_GZIP = ("gzip", "x-gzip")
#: No coding: a transfer coding that some stores leave behind, and none at all.
_NONE = ("", "aws-chunked", "identity")
_ENDS = (b".gz", b".gzip", b".tgz", b".bgz", b".svgz")
_MAGIC = b"\x1f\x8b"
#: The window bits for data with a gzip header.
_WINDOW = zlib.MAX_WBITS | 16
#: The largest number of bytes to decompress at once.
PIECE = 2**18


def is_unpacked(encoding: str, key: bytes) -> bool:
    """Return whether an object is delivered decompressed.

    Args:
        encoding: the value of its `Content-Encoding`.
        key: its name has the extension of a gzip if the gzip is the file itself.
    """
    codings = [name.strip().lower() for name in encoding.split(",")]
    applied = [name for name in codings if name not in _NONE]
    return len(applied) == 1 and applied[0] in _GZIP and not key.lower().endswith(_ENDS)


class Gunzip:
    """Decompresses a gzip as it arrives, with one or several members, in pieces of bounded size."""

    def __init__(self) -> None:
        self._head = b""
        self._is_plain = False
        self._has_member = False
        self._member: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what can be decompressed so far.

        Raises:
            S3DriveError: `EncodingBroken`.
        """
        data = self._head + chunk
        self._head = b""
        while data and not self._is_plain:
            if self._member is None:
                if len(data) < len(_MAGIC) and _MAGIC.startswith(data):
                    self._head = data
                    return
                if not data.startswith(_MAGIC):
                    self._begin_plain(data)
                    break
                self._member = zlib.decompressobj(_WINDOW)
            yield from self._inflate(self._member, data)
            data = self._head
            self._head = b""
        if self._is_plain and data:
            yield data

    def finish(self) -> Iterator[bytes]:
        """Yield the rest, when all data has arrived.

        Raises:
            S3DriveError: `EncodingBroken`, for a gzip that is cut off.
        """
        if self._member is not None:
            raise _broken("it breaks off")
        if self._head:
            self._begin_plain(self._head)
            yield self._head

    def _inflate(self, member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        """Continue a member; the data after it is left in `_head`."""
        while True:
            try:
                piece = member.decompress(data, PIECE)
            except zlib.error as error:
                raise _broken(str(error)) from error
            if piece:
                yield piece
            data = member.unconsumed_tail
            if member.eof:
                self._member, self._has_member = None, True
                self._head = member.unused_data
                return
            if not data and len(piece) < PIECE:
                return

    def _begin_plain(self, data: bytes) -> None:
        """Data that does not begin as a gzip is none; nothing but a gzip may follow one."""
        if self._has_member:
            raise _broken("something else follows it")
        self._is_plain = True


async def unpacked(gunzip: Gunzip | None, chunk: bytes) -> AsyncIterator[bytes]:
    """Yield what a chunk becomes; without a decompressor, the chunk.

    After each piece others have their turn: a chunk of 256 KiB can become 256 MiB, and to write to a
    fast reader does not wait.

    Raises:
        S3DriveError: `EncodingBroken`.
    """
    if gunzip is None:
        yield chunk
        return
    for piece in gunzip.feed(chunk):
        yield piece
        await asyncio.sleep(0)


def _broken(why: str) -> S3DriveError:
    return S3DriveError("EncodingBroken", "The gzip that it is stored as cannot be unpacked.", why)
