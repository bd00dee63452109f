"""The bytes of one archive, in the order and at the pace in which they are sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from ..objects.bucket import Bucket
from ..store.client import CHUNK_SIZE
from .content import Content, Entry
from .model import Archive
from .names import Names
from .writer import ZipWriter

#: The text file in a zip that lists what is missing.
LEFT_OUT = "NOT IN THIS ZIP.txt"


async def zipped(bucket: Bucket, archive: Archive) -> AsyncGenerator[bytes, None]:
    """Yield a zip, in pieces of a reasonable size.

    Raises:
        S3DriveError: something cannot be read. The yielded bytes are then not a complete zip.
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
                async with aclosing(_file(content, entry, names, writer, archive)) as pieces:
                    async for piece in pieces:
                        yield piece
            archive.progress.objects.done += 1
    if archive.left_out:
        rest = archive.left_out - len(archive.left_out_names)
        more = [f"… and {rest} more."] if rest else []
        lines = ["These names cannot be put into a zip:", "", *archive.left_out_names, *more, ""]
        text = "\n".join(lines)
        yield _small(names.file(LEFT_OUT), text.encode(), writer)
    for piece in writer.finish():
        yield piece


async def _file(
    content: Content, entry: Entry, names: Names, writer: ZipWriter, archive: Archive
) -> AsyncGenerator[bytes, None]:
    """Yield a file as it arrives; its length is not known if it is decompressed on the way."""
    size = 0
    begun = False
    async with aclosing(content.chunks(entry.found)) as chunks:
        async for chunk in chunks:
            if not begun:
                length = None if entry.found.key in content.unpacked else entry.found.size
                yield writer.begin(names.file(entry.path), length)
                begun = True
            yield writer.write(chunk)
            size += len(chunk)
            archive.progress.add(len(chunk))
    if not begun:
        yield writer.begin(names.file(entry.path), 0)
    yield writer.end()
    archive.progress.resized(size - entry.found.size)


def _small(name: str, body: bytes, writer: ZipWriter) -> bytes:
    start = writer.begin(name, len(body))
    return start + (writer.write(body) if body else b"") + writer.end()
