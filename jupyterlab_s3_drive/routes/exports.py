"""`GET exports/<format>/<bucket>/<key>`: a notebook, converted by nbconvert; `exports/waiting`."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from jupyter_server.utils import ensure_async
from tornado.iostream import StreamClosedError

from ..disposition import content_disposition, file_name
from ..errors import S3DriveError
from ..exports.converter import SOURCE, Converted, Converter, Job
from ..exports.source import fetch
from ..objects.bucket import Bucket
from ..store.client import CHUNK_SIZE
from ..store.target import Target, check_bucket, parse_target
from ..transfers.threads import in_thread, opened
from .base import S3DriveHandler
from .requests.headers import CONTENT_SECURITY_POLICY

#: The upper bound for the limit of a request.
MAX_BYTES = 512 * 2**20


class ExportHandler(S3DriveHandler):
    """Reads the notebook, converts it in a separate process, and streams the result.

    `If-Match` selects the version. The query may have `limit` (bytes; at most and by default
    `MAX_BYTES`), `sanitize` (`true`: HTML exporters remove scripts) and `task` (a name by which
    `exports/waiting` finds this conversion).
    """

    _target: Target
    _format: str
    _limit: int
    _sanitize: bool
    _task: str

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._converter: Converter = shared["converter"]
        self._work: asyncio.Task[None] | None = None
        self._gone = False

    @property
    def content_security_policy(self) -> str:
        """Forbid scripts: the result may be HTML with untrusted ones."""
        return CONTENT_SECURITY_POLICY

    async def admit(self) -> None:
        """Also require the permission that Jupyter's own conversion requires."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "read", "nbconvert")
        )
        if not allowed:
            raise S3DriveError("Forbidden", "This server does not permit that to you.", "nbconvert")
        above = self.path_above("exports/")
        self._format = str(self.request.path).removeprefix(above).partition("/")[0]
        self._target = parse_target(str(self.request.uri), f"{above}{self._format}/")
        check_bucket(self._target.bucket.decode("utf-8", "replace"))
        if not self._target.key or self._target.key.endswith(b"/"):
            raise S3DriveError("InvalidKey", "The request names no object.")
        self._limit = min(_number(self.get_query_argument("limit", "")), MAX_BYTES)
        self._sanitize = _flag(self.get_query_argument("sanitize", ""))
        self._task = task_of(self)

    async def respond(self) -> None:
        """Convert and stream the notebook; no file remains."""
        # A compressing server would hold back streamed data.
        self._transforms = []
        self._work = asyncio.ensure_future(self._convert())
        try:
            await self._work
        except (asyncio.CancelledError, StreamClosedError):
            self._work.cancel()
            self.abandon()
            if not self._gone:
                raise

    def on_connection_close(self) -> None:
        """Cancel the conversion: the client has disconnected."""
        self._gone = True
        if self._work:
            self._work.cancel()
        super().on_connection_close()

    async def _convert(self) -> None:
        key = self._target.key
        name = key.rpartition(b"/")[2].decode("utf-8", "replace").removesuffix(".ipynb")
        folder = Path(await in_thread(tempfile.mkdtemp, "", "s3-drive-export-"))
        try:
            etag = self.request.headers.get("If-Match", "")
            with self.own.exports.begun(self._task) as patience:
                bucket = Bucket(self.gateway, self._target.bucket, patience)
                modified = await fetch(bucket, key, etag, self._limit, folder / SOURCE)
            job = Job(folder, self._format, file_name(name), _day(modified), self._sanitize)
            await self._stream(job, await self._converter.convert(job))
        finally:
            await asyncio.shield(in_thread(shutil.rmtree, folder, True))

    async def _stream(self, job: Job, converted: Converted) -> None:
        kind = converted.mimetype or "application/octet-stream"
        is_text = kind.startswith("text/")
        name = content_disposition("attachment", job.name + converted.extension)
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.set_header("Content-Disposition", name)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        async with opened(job.target.open, "rb") as file:
            while chunk := await in_thread(file.read, CHUNK_SIZE):
                self.write(chunk)
                await self.flush()
        self.finish()


class ExportWaitingHandler(S3DriveHandler):
    """Says whether a conversion waits because the store asks for patience."""

    async def respond(self) -> None:
        """Answer for the conversion that `task` names, also when it is over."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"waiting": self.own.exports.is_asked(task_of(self))})


def task_of(handler: S3DriveHandler) -> str:
    """Return the name that a client gives to its conversion; an empty one if it gives none.

    Raises:
        S3DriveError: `InvalidRequest`.
    """
    text = str(handler.get_query_argument("task", ""))
    if not re.fullmatch(r"[A-Za-z0-9-]{0,64}", text):
        raise S3DriveError("InvalidRequest", "A field of the request is missing or wrong.", "task")
    return text


def _number(text: str) -> int:
    if text and not re.fullmatch(r"[0-9]{1,15}", text):
        raise S3DriveError("InvalidRequest", "A field of the request is missing or wrong.", "limit")
    return int(text) if text else MAX_BYTES


def _flag(text: str) -> bool:
    if text not in ("", "true"):
        raise S3DriveError(
            "InvalidRequest", "A field of the request is missing or wrong.", "sanitize"
        )
    return bool(text)


def _day(modified: str) -> str:
    """Return an HTTP date in the format of Jupyter's own conversion: `November 29, 2026`."""
    try:
        moment = parsedate_to_datetime(modified)
    except (TypeError, ValueError):
        return ""
    return f"{moment:%B} {moment.day}, {moment.year}"
