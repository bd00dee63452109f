"""The bytes of one archive, in the order and at the pace in which they are sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from ..bucket import Bucket
from ..client import CHUNK_SIZE
from .content import Content
from .model import Archive
from .names import Names
from .writer import ZipWriter

#: The text in a zip that says what is not in it.
LEFT_OUT = "NOT IN THIS ZIP.txt"


async def zipped(bucket: Bucket, archive: Archive) -> AsyncGenerator[bytes, None]:
    """Yield a zip, in pieces of a reasonable size.

    Raises:
        S3DriveError: something cannot be read. What was yielded is then no whole zip.
    """
    buffer = bytearray()
    async with aclosing(_pieces(bucket, archive)) as pieces:
        async for piece in pieces:
            buffer += piece
            if len(buffer) >= CHUNK_SIZE:
                yield bytes(buffer)
                buffer.clear()
    yield bytes(buffer)


async def _pieces(bucket: Bucket, archive: Archive) -> AsyncGenerator[bytes, None]:
    content, names, writer = Content(bucket, archive), Names(), ZipWriter()
    async with aclosing(content.entries()) as entries:
        async for entry, body in entries:
            archive.progress.detail = entry.path
            if entry.is_folder:
                if folder := names.folder(entry.path):
                    yield writer.folder(folder)
            elif body is not None:
                yield _small(names.file(entry.path), body, writer)
                archive.progress.add(len(body))
                archive.progress.resized(len(body) - entry.found.size)
            else:
                yield writer.begin(names.file(entry.path), entry.found.size)
                async with aclosing(content.chunks(entry.found)) as chunks:
                    async for chunk in chunks:
                        yield writer.write(chunk)
                        archive.progress.add(len(chunk))
                yield writer.end()
            archive.progress.objects.done += 1
    if archive.left_out:
        text = "\n".join(["These names cannot be put into a zip:", "", *archive.left_out, ""])
        yield _small(names.file(LEFT_OUT), text.encode(), writer)
    for piece in writer.finish():
        yield piece


def _small(name: str, body: bytes, writer: ZipWriter) -> bytes:
    start = writer.begin(name, len(body))
    return start + (writer.write(body) if body else b"") + writer.end()
