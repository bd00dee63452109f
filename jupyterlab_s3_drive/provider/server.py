"""A container credentials provider on loopback: it answers whoever has its token with the keys in use.

Measured with boto3, s3fs, Polars and PyArrow: they ask it by themselves, and again before the end
that it tells.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from ..credentials.credentials import Loaded
from ..errors import S3DriveError

#: Who has keys asks again before this, however long they last: others may have been given since.
LONGEST = timedelta(hours=1)
#: The same for keys whose end is not known; botocore begins to ask a quarter of an hour before.
LONGEST_UNKNOWN = timedelta(minutes=30)

_LOOPBACK = "127.0.0.1"
_PATH = "/credentials"
# A browser sends one of them with every request that a page of another origin makes.
_OF_BROWSERS = ("Origin", "Referer", "Cookie", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")


class Limit:
    """So many turns at once, and so many more each second."""

    def __init__(self, burst: int, each_second: float) -> None:
        self._burst, self._rate = float(burst), each_second
        self._left, self._at = self._burst, time.monotonic()

    def has_turn(self) -> bool:
        """Take a turn, if there is one."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Provider:
    """The provider, with its token in a file that only this user can read.

    Args:
        current: returns the keys in use.
        folder: where the file is made.
    """

    def __init__(self, current: Callable[[], Awaitable[Loaded]], folder: Path) -> None:
        self.current = current
        self.token = secrets.token_urlsafe(32)
        self.known = Limit(200, 50)
        self.strangers = Limit(20, 1)
        self.host = ""
        self._file = folder / f"s3-drive-{os.getpid()}-{secrets.token_hex(4)}.token"
        self._server: HTTPServer | None = None

    @property
    def uri(self) -> str:
        """Where to ask, once it is started."""
        return f"http://{self.host}{_PATH}"

    @property
    def token_file(self) -> str:
        """The file with the token."""
        return str(self._file)

    def start(self) -> None:
        """Write the file and listen. Call it where the event loop runs.

        Raises:
            OSError: the file cannot be made, or nothing may listen.
        """
        (socket,) = bind_sockets(0, _LOOPBACK)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(descriptor, "w") as file:
            file.write(self.token)
        application = web.Application(
            [(_PATH, _Handler, {"provider": self})], log_function=lambda handler: None
        )
        self._server = HTTPServer(
            application, max_header_size=2**14, max_body_size=0, idle_connection_timeout=30
        )
        self._server.add_sockets([socket])
        self.host = f"{_LOOPBACK}:{socket.getsockname()[1]}"

    def stop(self) -> None:
        """Listen no more, and remove the file."""
        if self._server:
            self._server.stop()
            self._server = None
        with suppress(OSError):
            self._file.unlink()


class _Handler(web.RequestHandler):
    """Answers in the form of the container credentials of AWS."""

    SUPPORTED_METHODS = ("GET",)

    def initialize(self, provider: Provider) -> None:
        self._provider = provider

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        """Let nobody pass who is a browser, asks for another host, or has not the token."""
        headers = self.request.headers
        # Another name would be one that leads here from a page (DNS rebinding).
        if self.request.host != self._provider.host or any(
            name in headers for name in _OF_BROWSERS
        ):
            raise web.HTTPError(403)
        given = headers.get("Authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._provider.token.encode()):
            raise web.HTTPError(401 if self._provider.strangers.has_turn() else 429)
        if not self._provider.known.has_turn():
            raise web.HTTPError(429)

    async def get(self) -> None:
        """Answer with the keys, or with the reason why there are none, which libraries show."""
        try:
            keys = (await self._provider.current()).usable()
        except S3DriveError as error:
            self.set_status(503)
            message = f"{error.message} Renew the access to S3 in JupyterLab, then try again."
            self.finish(json.dumps({"code": error.code, "message": message}))
            return
        now = datetime.now(timezone.utc)
        end = min(keys.expires_at or now + LONGEST_UNKNOWN, now + LONGEST)
        self.finish(
            json.dumps(
                {
                    "AccessKeyId": keys.access_key,
                    "SecretAccessKey": keys.secret_key,
                    "Token": keys.token or "",
                    "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
            )
        )

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say nothing but the status."""
        self.finish()

    def log_exception(self, *args: Any) -> None:
        """Log nothing: what is wrong with a request may be near the token."""
