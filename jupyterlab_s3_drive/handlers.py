"""What every route has in common: who may pass, and how a refusal is said.

All of it happens in `prepare()`, before a byte of the body is taken. Tornado's and Jupyter's
decorators would act after the whole body, and Jupyter's own `prepare()` lets anonymous people in.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.utils import HTTP_METHOD_TO_AUTH_ACTION
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async
from tornado import web

from .errors import CODE_HEADER, ORIGIN_HEADER, S3DriveError

if TYPE_CHECKING:
    from .gateway import Gateway

#: How much of a refused upload is read before the answer. JupyterHub's proxy turns an answer that
#: comes before the end of the body into an HTML page; the parts of an upload are 16 MiB.
DRAIN_BYTES = 64 * 2**20
DRAIN_SECONDS = 30.0


@web.stream_request_body
class S3DriveHandler(APIHandler):
    """A route of this extension. Subclasses name their methods and implement `respond()`.

    `SUPPORTED_METHODS` says what the route takes; `admit()` is the place for checks of its own;
    `receive()` gets the body in chunks. Each may raise `S3DriveError`.
    """

    auth_resource = "contents"
    SUPPORTED_METHODS: tuple[str, ...] = ("GET",)

    def initialize(self, **shared: Any) -> None:
        """Take what the application shares among its routes, `gateway` at least."""
        self.gateway: Gateway = shared["gateway"]
        self._refusal: S3DriveError | None = None
        self._answered = False
        self._drained = 0
        self._deadline: asyncio.TimerHandle | None = None

    async def prepare(self) -> None:  # type: ignore[override]
        """Check host, person, XSRF and authorization, then what the route itself asks for."""
        await super().prepare()
        if self._finished:
            return
        if self.current_user is None:
            raise web.HTTPError(403, "Not logged in")
        if self.request.method in ("GET", "HEAD"):
            # Jupyter leaves this out for reading; an image or script tag elsewhere could read.
            self.check_xsrf_cookie()
        try:
            await self._authorize()
            await self.admit()
        except S3DriveError as error:
            self.refuse(error)

    async def admit(self) -> None:
        """Check what only this route knows; nothing of the body has been read."""

    async def receive(self, chunk: bytes) -> bool:
        """Take one chunk of the body; return False when it is no longer wanted."""
        return False

    async def respond(self) -> None:
        """Answer the request; the body has been received."""
        raise NotImplementedError

    @web.authenticated
    async def get(self) -> None:
        """Answer, or refuse as `prepare()` has decided."""
        await self._answer()

    head = put = post = delete = get

    def refuse(self, error: S3DriveError) -> None:
        """Refuse the request, after reading what the client is about to send, within bounds.

        Raises:
            S3DriveError: the error itself, where there is nothing to wait for.
        """
        length = self.content_length()
        expects = self.request.headers.get("Expect", "").lower() == "100-continue"
        if length == 0 or expects or (length or 0) > DRAIN_BYTES:
            raise error
        self._refusal = error
        if length:
            self.allow_body(length)
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(
            DRAIN_SECONDS, lambda: asyncio.ensure_future(self._answer_early())
        )

    def content_length(self) -> int | None:
        """Return the length of the body as announced; None for a chunked one."""
        if "Transfer-Encoding" in self.request.headers:
            return None
        length = self.request.headers.get("Content-Length", "0")
        return int(length) if length.isdecimal() else 0

    def allow_body(self, size: int) -> None:
        """Lift the server's limit on bodies for this request. The person has been checked."""
        connection: Any = self.request.connection
        connection.set_max_body_size(size)

    def abandon(self) -> None:
        """Cut the connection to the browser, so that nothing looks complete."""
        self._auto_finish = False
        if not self._finished:
            connection: Any = self.request.connection
            connection.close()
            self._finished = True
            self.on_finish()

    async def data_received(self, chunk: bytes) -> None:
        """Pass the body on, or drop it when the request has been refused or answered."""
        if self._refusal is None:
            try:
                if await self.receive(chunk):
                    return
            except S3DriveError as error:
                self._refusal = error
        self._drained += len(chunk)
        if self._drained > DRAIN_BYTES:
            await self._answer_early()

    def on_finish(self) -> None:
        """Forget the deadline of a refusal."""
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        super().on_finish()

    def on_connection_close(self) -> None:
        """The client has gone: nothing is to be answered any more."""
        if self._deadline:
            self._deadline.cancel()
        super().on_connection_close()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say our own errors in our own form; those of Jupyter keep Jupyter's."""
        error = kwargs.get("exc_info", (None, None))[1]
        if not isinstance(error, web.HTTPError):
            error = S3DriveError("InternalError", "The server extension failed; its log says why.")
        if not isinstance(error, S3DriveError):
            super().write_error(status_code, **kwargs)
            return
        self.set_header(ORIGIN_HEADER, "proxy")
        self.set_header(CODE_HEADER, error.code)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(error.as_json()))

    async def _authorize(self) -> None:
        # Not the `authorized` decorator: it remembers the action of the first request it saw.
        action = HTTP_METHOD_TO_AUTH_ACTION[str(self.request.method)]
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, action, self.auth_resource)
        )
        if not allowed:
            raise S3DriveError("Forbidden", "This server does not permit that to you.", action)

    async def _answer(self) -> None:
        if self._answered:
            return
        self._answered = True
        if self._refusal:
            raise self._refusal
        await self.respond()

    async def _answer_early(self) -> None:
        """Answer although the body has not ended; Tornado closes the connection after it."""
        try:
            await self._answer()
        except S3DriveError as error:
            self.send_error(error.status_code, exc_info=sys.exc_info())
        if not self._finished:
            self.finish()
