"""The S3 protocol on the server's own origin: checked, signed again, and streamed both ways."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from .client import CHUNK_SIZE, explain
from .errors import ORIGIN_HEADER, S3DriveError, sharing_off
from .gateway import Identity
from .handlers import S3DriveHandler
from .headers import CONTENT_SECURITY_POLICY, check_form, request_headers, response_headers
from .public import changes_policy, check_publication
from .takeback import MAX_BYTES, check_taking_back
from .target import Target, check_bucket_change, parse_target
from .upload import UploadStream, read_in_large_chunks

if TYPE_CHECKING:
    import aiohttp

#: Bodies up to this size are sent as bytes, which can be sent again; larger ones are streamed.
BUFFERED_BYTES = 2**20
#: S3 knows no larger object. The server's own limit counts for its own routes only.
MAX_BODY_BYTES = 5 * 2**40


class ProxyHandler(S3DriveHandler):
    """`api/<bucket>/<key>?<query>`: one S3 request.

    The route has no capture group: what counts is the raw path, which Tornado would decode.
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

    @property
    def content_security_policy(self) -> str:
        """Let objects run nothing, whatever the server's settings say of its own pages."""
        return CONTENT_SECURITY_POLICY

    def compute_etag(self) -> None:
        """The ETag is the store's, if there is one."""

    async def admit(self) -> None:
        """Check the request as far as its first lines go; a large upload is under way then."""
        # A compressing server would alter bytes and lengths.
        self._transforms = []
        method = str(self.request.method)
        prefix = url_path_join(self.base_url, "s3-drive/api/")
        self._target = parse_target(str(self.request.uri), prefix)
        check_bucket_change(method, self._target)
        if self.gateway.settings.read_only and method not in ("GET", "HEAD"):
            raise S3DriveError("ReadOnly", "The administrator has made the S3 drive read-only.")
        self._headers_up = request_headers(self.request.headers.get_all())
        check_form(method, self._headers_up)
        check_publication(method, self._target, self._headers_up, self.gateway.settings)
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
        if self._has_body() and (length or 0) > BUFFERED_BYTES:
            self.allow_body(MAX_BODY_BYTES)
            read_in_large_chunks(self.request.connection)
            self._stream = UploadStream()
            self._exchange = self._send(self._stream, length)

    async def receive(self, chunk: bytes) -> bool:
        """Pass the chunk on at the pace of the store."""
        if self._stream:
            return await self._feed(chunk)
        if self._has_body():
            self._small += chunk
        return True

    async def respond(self) -> None:
        """Send what was not streamed, and stream the answer."""
        if self._exchange is None:
            body = bytes(self._small) if self._has_body() else None
            if body is not None and self._may_only_take_back:
                body = await self._checked(body)
            self._exchange = self._send(body, None if body is None else len(body))
        elif self._drained == 0:
            await self._feed(None)
        try:
            self._response = await self._exchange
        except asyncio.CancelledError:
            if not self._gone:
                raise
            self.abandon()
            return
        await self._relay(self._response)

    def on_connection_close(self) -> None:
        """End the request at the store: an upload must not look whole, a download is not wanted."""
        self._gone = True
        if self._exchange:
            self._exchange.cancel()
        if self._response:
            self._response.close()
        super().on_connection_close()

    async def _checked(self, policy: bytes) -> bytes:
        """Return the policy that is sent where only taking back is permitted."""
        checked = await check_taking_back(self.gateway, self._identity, self._target, policy)
        # What the browser says of its own bytes is not true of these.
        digest = base64.b64encode(hashlib.md5(checked, usedforsecurity=False).digest())
        self._headers_up = {"content-type": "application/json", "content-md5": digest.decode()}
        return checked

    def _has_body(self) -> bool:
        return self.request.method in ("PUT", "POST")

    def _send(
        self, body: bytes | UploadStream | None, length: int | None
    ) -> asyncio.Task[aiohttp.ClientResponse]:
        method = str(self.request.method)
        exchange = asyncio.ensure_future(
            self.gateway.send(self._identity, method, self._target, self._headers_up, body, length)
        )
        # A failure that nobody waits for any more is no news.
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

    async def _relay(self, response: aiohttp.ClientResponse) -> None:
        """Stream the store's answer to the browser."""
        import aiohttp

        self.set_status(response.status)
        self.clear_header("Content-Type")
        for name, value in response_headers(response.raw_headers):
            self.add_header(name, value)
        self.set_header(ORIGIN_HEADER, "store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, no-cache")
        try:
            await self.flush()
            async for chunk in response.content.iter_chunked(CHUNK_SIZE):
                self.write(chunk)
                await self.flush()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            # Left to Tornado, an answer without a length would end as if it were whole.
            if not self._gone:
                self.log.warning("S3 drive: an answer was cut off (%s)", type(error).__name__)
            self.abandon()
        else:
            if not self._finished:
                self.finish()
        finally:
            if not response.content.at_eof():
                response.close()
