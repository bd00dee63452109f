"""`POST archives` makes an id; `GET archives/<id>` is the zip; `GET archives/<id>/state` tells of it.

The state is there because a download that a browser makes by itself tells no page how it ended, and
because JupyterHub's proxy does not pass on that a connection was cut.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from tornado.iostream import StreamClosedError

from ..bucket import Bucket
from ..disposition import content_disposition
from ..errors import S3DriveError
from ..handlers import S3DriveHandler
from ..headers import CONTENT_SECURITY_POLICY
from ..jsonbody import JsonHandler
from ..transfers.model import failure
from .model import Archive, Archives, parse_archive
from .stream import zipped


class ArchivesHandler(JsonHandler):
    """Takes a selection. The store is not asked yet."""

    SUPPORTED_METHODS = ("POST",)
    max_body = 8 * 2**20

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._archives: Archives = shared["archives"]

    async def respond(self) -> None:
        """Answer `{ id, name }`."""
        archive = self._archives.add(parse_archive(self.fields()))
        self.answer({"id": archive.id, "name": archive.request.name}, 201)


class ArchiveStateHandler(JsonHandler):
    """Tells how far a download is, or how it ended."""

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._archives: Archives = shared["archives"]

    async def respond(self) -> None:
        """Answer the archive."""
        identifier = self.request.path.split("/")[-2]
        self.answer(self._archives.get(identifier).as_json())


class ArchiveHandler(S3DriveHandler):
    """The zip itself, once. It comes whole, or its connection is cut."""

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._archives: Archives = shared["archives"]
        self._sending: asyncio.Task[None] | None = None
        self._gone = False

    @property
    def content_security_policy(self) -> str:
        """Objects of anyone are in it."""
        return CONTENT_SECURITY_POLICY

    async def respond(self) -> None:
        """Stream the zip."""
        # A compressing server would hold back what is to be streamed.
        self._transforms = []
        archive = self._archives.take(self.request.path.rpartition("/")[2])
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
        bucket = Bucket(self.gateway, archive.request.bucket)
        async with aclosing(zipped(bucket, archive)) as pieces:
            async for piece in pieces:
                self.write(piece)
                await self.flush()
        self.finish()
