"""`GET public/<bucket>/<key>`: what a reader without credentials can read."""

from __future__ import annotations

import json

from ..errors import S3DriveError
from ..store.target import Target, parse_target
from .base import S3DriveHandler


class PublicHandler(S3DriveHandler):
    """Sends a request without credentials to the store, and passes no content on."""

    SUPPORTED_METHODS = ("GET",)

    async def admit(self) -> None:
        """Refuse a path that cannot be addressed."""
        prefix = self.path_above("public/")
        self._target = parse_target(str(self.request.uri), prefix)
        if not self._target.bucket:
            raise S3DriveError("InvalidKey", "The request names no bucket.")

    async def respond(self) -> None:
        """Answer `{ status, readable, url }`.

        `status` is the store's; `readable` is null if it proves neither; `url` is the URL, without
        a signature, at which others reach the location. Requests one byte of an object, or a
        listing of one key of a folder or bucket.
        """
        target, headers = _question(self._target)
        response, connection = await self.gateway.send_unsigned("GET", target, headers)
        # Received content is dropped with the connection.
        response.close()
        self.set_header("Cache-Control", "no-store")
        answer = {
            "status": response.status,
            "readable": _readable(response.status),
            "url": connection.public().url(self._target.bucket, self._target.key),
        }
        self.finish(json.dumps(answer))


def _question(asked: Target) -> tuple[Target, dict[str, str]]:
    """Return the request whose response shows whether an anonymous reader can read."""
    if asked.key and not asked.key.endswith(b"/"):
        return Target(asked.bucket, asked.key, ()), {"Range": "bytes=0-0"}
    prefix = Target.encode(asked.key)
    parameters = (("list-type", "2"), ("max-keys", "1"), ("prefix", prefix))
    return Target(asked.bucket, b"", parameters), {}


def _readable(status: int) -> bool | None:
    # An empty object has no first byte.
    if status in (200, 206, 416):
        return True
    return False if status in (401, 403) else None
