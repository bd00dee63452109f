"""`POST archives` makes an id; `GET archives/<id>` is the zip; `GET archives/<id>/state` its state.

The state exists because a page cannot see how a download by the browser itself has ended, and
because JupyterHub's proxy does not pass on that a connection was cut.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from tornado.iostream import StreamClosedError

from ..archives.model import MAX_CHOSEN, Archive, parse_archive
from ..archives.stream import zipped
from ..disposition import content_disposition
from ..errors import S3DriveError
from ..objects.bucket import Bucket
from ..transfers.model import failure
from .base import S3DriveHandler
from .jsonbody import JsonHandler
from .requests.headers import CONTENT_SECURITY_POLICY


class ArchivesHandler(JsonHandler):
    """Accepts a selection. The store is not contacted yet."""

    SUPPORTED_METHODS = ("POST",)
    max_body = 8 * 2**20
    max_values = MAX_CHOSEN + 1000

    async def respond(self) -> None:
        """Answer `{ id, name }`."""
        # Fifty thousand keys take half a second to check.
        request = await asyncio.to_thread(parse_archive, await self.fields())
        archive = self.own.archives.add(request)
        self.answer({"id": archive.id, "name": archive.request.name}, 201)


class ArchiveStateHandler(JsonHandler):
    """Returns the progress of a download, or how it ended."""

    async def respond(self) -> None:
        """Answer the archive."""
        identifier = self.request.path.split("/")[-2]
        self.answer(self.own.archives.get(identifier).as_json())


class ArchiveHandler(S3DriveHandler):
    """Streams the zip, once. It arrives complete, or its connection is cut."""

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._sending: asyncio.Task[None] | None = None
        self._gone = False

    @property
    def content_security_policy(self) -> str:
        """Forbid scripts: the zip contains untrusted objects."""
        return CONTENT_SECURITY_POLICY

    async def respond(self) -> None:
        """Stream the zip."""
        # A compressing server would hold back streamed data.
        self._transforms = []
        archive = self.own.archives.take(self.request.path.rpartition("/")[2])
        self._sending = asyncio.ensure_future(self._send(archive))
        try:
            await self._sending
        except (asyncio.CancelledError, StreamClosedError):
            archive.become("cancelled")
            self._sending.cancel()
            self.abandon()
            if not self._gone:
                raise
        except Exception as error:
            known = isinstance(error, S3DriveError)
            problem = error if known else S3DriveError("InternalError", "The server failed.")
            archive.error = failure(archive.progress.detail, problem)  # type: ignore[arg-type]
            archive.become("failed")
            if not self._headers_written:
                self.clear()
                raise
            self.log.warning("S3 drive: a zip was cut off (%s)", type(error).__name__)
            if not known:
                self.log.exception("S3 drive: making a zip failed")
            self.abandon()
        else:
            archive.become("done")

    def on_connection_close(self) -> None:
        """Read nothing more from the store."""
        self._gone = True
        if self._sending:
            self._sending.cancel()
        super().on_connection_close()

    async def _send(self, archive: Archive) -> None:
        self.set_header("Content-Type", "application/zip")
        self.set_header(
            "Content-Disposition", content_disposition("attachment", archive.request.name)
        )
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        bucket = Bucket(self.gateway, archive.request.bucket, archive.progress.patience)
        async with aclosing(zipped(bucket, archive)) as pieces:
            async for piece in pieces:
                self.write(piece)
                await self.flush()
        self.finish()
