"""Routes that take a small JSON object and answer with JSON."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ..errors import S3DriveError
from ..fields import Fields
from ..notary.digest import check_size
from .base import S3DriveHandler
from .requests.bodies import HELD_TIMES

#: What is parsed on the event loop: no more than a moment's work (bytes).
_AT_ONCE = 2**16


class JsonHandler(S3DriveHandler):
    """A route whose body is one JSON object, held in memory, of at most `max_body` bytes."""

    max_body = 2**20
    #: A value of two bytes takes hundreds when it is parsed.
    max_values = 20_000

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._body = bytearray()

    async def admit(self) -> None:
        """Refuse a body that is too long, whatever the server's own limit."""
        if (self.content_length() or 0) > self.max_body:
            raise S3DriveError("InvalidRequest", "The request is too long.")
        length = self.content_length()
        held = self.max_body if length is None else length
        await self.hold(self.bodies.buffered, HELD_TIMES * held)
        self.allow_body(self.max_body)

    async def receive(self, chunk: bytes) -> bool:
        """Collect the body."""
        self._body += chunk
        return True

    async def fields(self) -> Fields:
        """Return the fields of the body, which is dropped.

        Raises:
            S3DriveError: `InvalidRequest`, also for more than `max_values`.
        """
        body, self._body = self._body, bytearray()
        if len(body) <= _AT_ONCE:
            found = _parsed(body, self.max_values)
        else:
            found = await asyncio.to_thread(_parsed, body, self.max_values)
        if not isinstance(found, dict):
            raise S3DriveError("InvalidRequest", "Expected a JSON object.")
        return Fields(found)

    def answer(self, body: object, status: int = 200) -> None:
        """Respond with JSON that must not be cached."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(body))


def _parsed(body: bytearray, values: int) -> object:
    """Return what a body holds, or None for what is no JSON or holds too much."""
    try:
        # Most bodies have fewer signs than that, in texts and outside.
        if sum(map(body.count, (b",", b"[", b"{"))) > values:
            check_size(body, values)
        text = body.decode()
        body.clear()
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
