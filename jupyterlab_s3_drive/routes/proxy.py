"""The S3 protocol on the server's own origin: checked, signed again, and streamed."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING, Any

from ..errors import ORIGIN_HEADER, S3DriveError, sharing_off
from ..store.client import CHUNK_SIZE, explain
from ..store.encoding import Gunzip, is_unpacked, unpacked
from ..store.gateway import Identity
from ..store.target import Target, parse_target
from .base import S3DriveHandler
from .requests.admission import checked_headers
from .requests.bodies import HELD_TIMES, STREAM_MEMORY
from .requests.headers import CONTENT_SECURITY_POLICY, response_headers
from .requests.publication import changes_policy
from .requests.requestchange import RequestReport, change_of
from .requests.takeback import MAX_BYTES, check_taking_back
from .requests.uploadstream import UploadStream, read_in_large_chunks

if TYPE_CHECKING:
    import aiohttp

#: Bodies up to this size are sent as bytes, and can be sent again; larger ones are streamed.
BUFFERED_BYTES = 2**20
#: The largest object in S3. The server's own limit applies to its own routes only.
MAX_BODY_BYTES = 5 * 2**40


class ProxyHandler(S3DriveHandler):
    """`api/<bucket>/<key>?<query>`: one S3 request.

    The route has no capture group, because Tornado would decode it: the raw path is used.
    """

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

    _target: Target
    _identity: Identity
    _headers_up: dict[str, str]

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._gone = False
        self._small = bytearray()
        self._may_only_take_back = False
        self._stream: UploadStream | None = None
        self._exchange: asyncio.Task[aiohttp.ClientResponse] | None = None
        self._response: aiohttp.ClientResponse | None = None
        self._request_report: RequestReport | None = None

    @property
    def content_security_policy(self) -> str:
        """Forbid objects to run scripts, whatever the server's settings allow for its own pages."""
        return CONTENT_SECURITY_POLICY

    def compute_etag(self) -> None:
        """Keep the store's ETag, if there is one."""

    async def admit(self) -> None:
        """Check the request line and the headers, while a large body is already arriving."""
        # A compressing server would change bytes and lengths.
        self._transforms = []
        method = str(self.request.method)
        prefix = self.path_above("api/")
        self._target = parse_target(str(self.request.uri), prefix)
        self._headers_up = checked_headers(
            method, self._target, self.request.headers.get_all(), self.gateway.settings
        )
        length = self.content_length()
        self._may_only_take_back = (
            method == "PUT"
            and not self.gateway.settings.public_sharing
            and changes_policy(method, self._target)
        )
        if self._may_only_take_back and (length or 0) > MAX_BYTES:
            raise sharing_off()
        if self._has_body() and length is None:
            raise S3DriveError("LengthRequired", "An upload must say its length.")
        self._identity = await self.gateway.identity()
        self._listen(method, length)
        if self._has_body() and (length or 0) > BUFFERED_BYTES:
            await self.hold(self.bodies.streamed, STREAM_MEMORY)
            self.allow_body(MAX_BODY_BYTES)
            read_in_large_chunks(self.request.connection)
            self._stream = UploadStream()
            self._exchange = self._send(self._stream, length)
        elif self._has_body():
            await self.hold(self.bodies.buffered, HELD_TIMES * (length or 0))

    def give_up(self, error: S3DriveError) -> None:
        """End the request to the store, so that nothing is written."""
        if self._exchange:
            self._exchange.cancel()
        if self._request_report:
            self._request_report.failed(error.code)

    async def receive(self, chunk: bytes) -> bool:
        """Pass the chunk on at the pace of the store."""
        if self._stream:
            return await self._feed(chunk)
        if self._has_body():
            self._small += chunk
        return True

    async def respond(self) -> None:
        """Send the body unless it was streamed, and stream the response."""
        if self._exchange is None:
            body = bytes(self._small) if self._has_body() else None
            self._small.clear()
            if self._request_report and body and ("delete", "") in self._target.parameters:
                self._request_report.body = body
            if body is not None and self._may_only_take_back:
                body = await self._checked(body)
            self._exchange = self._send(body, None if body is None else len(body))
        elif self._drained == 0:
            await self._feed(None)
        try:
            self._response = await self._exchange
        except S3DriveError as error:
            if self._request_report:
                self._request_report.failed(error.code)
            raise
        except asyncio.CancelledError:
            if not self._gone:
                raise
            self.abandon()
            return
        await self._relay(self._response)

    def on_connection_close(self) -> None:
        """Cancel the request to the store, so that an upload does not look complete."""
        self._gone = True
        if self._exchange:
            self._exchange.cancel()
        if self._response:
            self._response.close()
        if self._request_report:
            self._request_report.failed("ClientDisconnected")
        super().on_connection_close()

    async def _checked(self, policy: bytes) -> bytes:
        """Return the policy to send if only revoking public access is allowed."""
        checked = await check_taking_back(self.gateway, self._identity, self._target, policy)
        # The digest from the browser belongs to other bytes.
        digest = base64.b64encode(hashlib.md5(checked, usedforsecurity=False).digest())
        self._headers_up = {"content-type": "application/json", "content-md5": digest.decode()}
        return checked

    def _listen(self, method: str, length: int | None) -> None:
        """Prepare the event about this request, where it changes something and somebody listens."""
        report = self.reporter()
        size = length if self._has_body() else None
        change = report and change_of("api", method, self._target, self._headers_up, size)
        if report and change:
            self._request_report = RequestReport(report, change)

    def _has_body(self) -> bool:
        return self.request.method in ("PUT", "POST")

    def _send(
        self, body: bytes | UploadStream | None, length: int | None
    ) -> asyncio.Task[aiohttp.ClientResponse]:
        method = str(self.request.method)
        exchange = asyncio.ensure_future(
            self.gateway.send(self._identity, method, self._target, self._headers_up, body, length)
        )
        # Ignore a failure that nothing waits for any more.
        exchange.add_done_callback(lambda task: task.cancelled() or task.exception())
        return exchange

    async def _feed(self, chunk: bytes | None) -> bool:
        if self._stream is None or self._exchange is None:
            return False
        try:
            patience = self.gateway.settings.read_timeout
            return await self._stream.feed(chunk, self._exchange, patience)
        except asyncio.TimeoutError as error:
            self._exchange.cancel()
            raise explain(error, self._identity.connection.endpoint) from error

    def _is_file(self, response: aiohttp.ClientResponse) -> bool:
        """Return whether the browser saves an object that is decompressed by its name."""
        encoding = response.headers.get("Content-Encoding", "")
        return (
            self.request.method == "GET"
            and response.status == 200
            and any(name == "response-content-disposition" for name, _ in self._target.parameters)
            and is_unpacked(encoding, self._target.key)
        )

    async def _relay(self, response: aiohttp.ClientResponse) -> None:
        """Stream the store's response to the browser."""
        import aiohttp

        self.set_status(response.status)
        self.clear_header("Content-Type")
        for name, value in response_headers(response.raw_headers):
            self.add_header(name, value)
        for name, value in self.gateway.region_header(self._identity, self._target.bucket):
            self.set_header(name, value)
        self.set_header(ORIGIN_HEADER, "store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, no-cache")
        gunzip = Gunzip() if self._is_file(response) else None
        if gunzip:
            # With a validator a browser would resume with a range of the compressed bytes.
            for name in ("Accept-Ranges", "Content-Length", "ETag", "Last-Modified"):
                self.clear_header(name)
        try:
            await self.flush()
            async for chunk in response.content.iter_chunked(CHUNK_SIZE):
                if self._request_report:
                    self._request_report.add(chunk)
                async for piece in unpacked(gunzip, chunk):
                    self.write(piece)
                    await self.flush()
            for piece in gunzip.finish() if gunzip else ():
                self.write(piece)
        except S3DriveError as error:
            self.log.warning("S3 drive: a download was cut off (%s)", error.code)
            self.abandon()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            # Tornado itself would end a response without a length as if it were complete.
            if not self._gone:
                self.log.warning("S3 drive: an answer was cut off (%s)", type(error).__name__)
            self.abandon()
        else:
            if not self._finished:
                self.finish()
        finally:
            if self._request_report:
                request_id = response.headers.get("x-amz-request-id")
                self._request_report.answered(response.status, request_id)
            if not response.content.at_eof():
                response.close()
