"""What every route has in common: authorization, and the form of errors.

Authorization happens in `prepare()`, before a byte of the body is read. Tornado's and Jupyter's
decorators would act after the whole body, and Jupyter's own `prepare()` lets anonymous users in.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.utils import HTTP_METHOD_TO_AUTH_ACTION
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async, url_path_join
from tornado import web

from ..errors import CODE_HEADER, ORIGIN_HEADER, S3DriveError
from ..store.sizes import size_of
from .requests.minimumrate import MinimumRate

if TYPE_CHECKING:
    from ..events.changes import Changes, Report
    from ..provider.kernelkeys import KernelKeys
    from .connections import Connections
    from .requests.bodies import Bodies, Budget, Share

#: How much of a refused upload is read before the response. JupyterHub's proxy turns a response
#: that comes before the end of the body into an HTML page; the parts of an upload are 16 MiB.
DRAIN_BYTES = 64 * 2**20
DRAIN_SECONDS = 30.0

#: The prefix of our routes, below the server's base URL.
ABOVE = "s3-drive/"


@web.stream_request_body
class S3DriveHandler(APIHandler):
    """A route of this extension. Subclasses declare their methods and implement `respond()`.

    `SUPPORTED_METHODS` lists the methods of the route; `admit()` makes checks specific to the
    route; `receive()` gets the body in chunks. Each may raise `S3DriveError`.
    """

    auth_resource = "contents"
    SUPPORTED_METHODS: tuple[str, ...] = ("GET",)

    def initialize(self, **shared: Any) -> None:
        """Set the objects that all routes share.

        Args:
            shared: at least `bodies`, `changes`, `connections` and `kernel_keys`, with `is_named`:
                whether the URL has the name of the connection. Without it is the server's own.
        """
        self.connections: Connections = shared["connections"]
        # Those of the route's connection take their place in `prepare()`.
        self.own = self.connections.default
        self.gateway = self.own.gateway
        self._is_named: bool = shared["is_named"]
        self.bodies: Bodies = shared["bodies"]
        self.changes: Changes = shared["changes"]
        self.kernel_keys: KernelKeys = shared["kernel_keys"]
        self._shares: list[Share] = []
        self._refusal: S3DriveError | None = None
        self._answered = False
        self._drained = 0
        self._gone_early = False
        self._deadline: asyncio.TimerHandle | None = None
        self._rate: MinimumRate | None = None

    async def prepare(self) -> None:  # type: ignore[override]
        """Check host, user, XSRF token and authorization, then run the checks of the route."""
        await super().prepare()
        if self._finished:
            return
        if self.current_user is None:
            raise web.HTTPError(403, "Not logged in")
        if self.request.method in ("GET", "HEAD"):
            # Jupyter omits this check for reads; an image or script tag on another site could read.
            self.check_xsrf_cookie()
            self._check_site()
        try:
            await self._authorize()
            if self._is_named:
                self.own = await self.connections.named(self.connection_name())
                self.gateway = self.own.gateway
            await self.admit()
        except S3DriveError as error:
            self.refuse(error)

    async def admit(self) -> None:
        """Make the checks specific to this route; nothing of the body has been read."""

    def give_up(self, error: S3DriveError) -> None:
        """End what waits for the rest of the body, which does not come."""

    async def receive(self, chunk: bytes) -> bool:
        """Process one chunk of the body; return False when the rest is not needed."""
        return False

    async def respond(self) -> None:
        """Answer the request; the body has been received."""
        raise NotImplementedError

    @web.authenticated
    async def get(self) -> None:
        """Respond, unless `prepare()` has refused the request."""
        await self._answer()

    head = put = post = delete = get

    def refuse(self, error: S3DriveError) -> None:
        """Refuse the request, after reading the rest of the body, within bounds.

        Raises:
            S3DriveError: the error itself, if there is no body to wait for.
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

    def connection_name(self) -> str:
        """Return the name of the connection in the URL, as it is there."""
        below = str(self.request.path).removeprefix(str(url_path_join(self.base_url, ABOVE)))
        return below.strip("/").partition("/")[0]

    def path_above(self, route: str) -> str:
        """Return the path of a route under the same prefix as this request."""
        name = self.connection_name() if self._is_named else ""
        return str(url_path_join(self.base_url, ABOVE, name, route))

    def content_length(self) -> int | None:
        """Return the length of the body as announced; None for a chunked one."""
        if "Transfer-Encoding" in self.request.headers:
            return None
        try:
            return size_of(self.request.headers.get("Content-Length", "0"))
        except ValueError:
            return 0

    def allow_body(self, size: int) -> None:
        """Lift the server's limit on bodies for this request. The user has been checked."""
        connection: Any = self.request.connection
        connection.set_max_body_size(size)

    def reporter(self) -> Report | None:
        """Return what reports changes by this person; None where nobody listens."""
        if not self.changes.are_heard:
            return None
        user = str(getattr(self.current_user, "username", self.current_user))
        return self.changes.by(user, self.own.offer.name)

    async def hold(self, budget: Budget, size: int) -> None:
        """Take memory for the body, until the request has ended, or its body stands still.

        Raises:
            S3DriveError: `ServerBusy`.
        """
        share = await budget.share(size)
        if self._gone_early:
            share.release()
            return
        self._shares.append(share)
        if self.content_length() != 0:
            self._rate = MinimumRate(lambda: asyncio.ensure_future(self._end_late()))
            self._rate.wait()

    def abandon(self) -> None:
        """Cut the connection to the browser, so that the response does not look complete."""
        self._auto_finish = False
        if not self._finished:
            connection: Any = self.request.connection
            connection.close()
            self._finished = True
            self.on_finish()

    async def data_received(self, chunk: bytes) -> None:
        """Pass the body on, or drop it when the request has been refused or answered."""
        if self._rate:
            self._rate.came(len(chunk))
        await self._take(chunk)
        if self._rate and not self._answered:
            self._rate.wait()

    def on_finish(self) -> None:
        """Remove the timeouts, and give back the memory for the body."""
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        self._release()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Stop: the client has disconnected."""
        self._gone_early = True
        if self._deadline:
            self._deadline.cancel()
        self._release()
        super().on_connection_close()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write our own errors in our own form; those of Jupyter keep Jupyter's."""
        error = kwargs.get("exc_info", (None, None))[1]
        if not isinstance(error, web.HTTPError):
            error = S3DriveError("InternalError", "The server extension failed; its log says why.")
        if not isinstance(error, S3DriveError):
            super().write_error(status_code, **kwargs)
            return
        self.set_header(ORIGIN_HEADER, "proxy")
        self.set_header(CODE_HEADER, error.code)
        if error.retry_after:
            self.set_header("Retry-After", str(math.ceil(error.retry_after)))
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(error.as_json()))

    def _check_site(self) -> None:
        """Require that a page of this site reads, whatever the server's own check lets pass.

        JupyterHub's (`_needs_check_xsrf` in its `_xsrf_utils.py`) passes reads that navigate, and
        those without `Sec-Fetch-Mode`, which browsers leave out on plain http
        (https://www.w3.org/TR/fetch-metadata/). There the token decides, else the `Referer`.

        Raises:
            HTTPError: 403.
        """
        if self.token_authenticated or self.settings.get("disable_check_xsrf", False):
            return
        headers = self.request.headers
        site = headers.get("Sec-Fetch-Site")
        if site in ("same-origin", "none"):
            return
        if site is None:
            # With a mode JupyterHub's check asks for the token.
            headers["Sec-Fetch-Mode"] = "cors"
            try:
                self.check_xsrf_cookie()
            except web.HTTPError:
                pass
            else:
                return
        # Also true for the sites of `allow_origin`.
        if not self.check_referer():
            raise web.HTTPError(403, "Blocking a read by a page of another site")

    def _release(self) -> None:
        if self._rate:
            self._rate.stop()
            self._rate = None
        for share in self._shares:
            share.release()

    async def _take(self, chunk: bytes) -> None:
        if self._refusal is None:
            try:
                if await self.receive(chunk):
                    return
            except S3DriveError as error:
                self._refusal = error
        self._drained += len(chunk)
        if self._drained > DRAIN_BYTES:
            await self._answer_early()

    async def _end_late(self) -> None:
        """Answer although the body has not ended: it stands still."""
        if self._refusal is None and self._drained == 0:
            self._refusal = S3DriveError(
                "UploadStalled", "The rest of what was sent did not come, so nothing was written."
            )
            self.give_up(self._refusal)
        await self._answer_early()

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
        if self._rate:
            self._rate.stop()
        if self._refusal:
            raise self._refusal
        await self.respond()

    async def _answer_early(self) -> None:
        """Respond before the body has ended; Tornado closes the connection afterwards."""
        try:
            await self._answer()
        except S3DriveError as error:
            self.send_error(error.status_code, exc_info=sys.exc_info())
        if not self._finished:
            self.finish()
